"""`$http` against a real server (vendor's pages on `$http.query`, caching and limits)."""

from __future__ import annotations

import base64
import gzip
import json
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from service_world import FakeServer, OneBot

from jaicp.runtime.messages import Event
from jaicp.script.engine import Limits
from jaicp.services.settings import ServiceSettings
from jaicp.services.urls import fill_url

MakeBot = Callable[..., OneBot]

# What is asked


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_each_method_has_a_function_of_its_name(
    bot: OneBot, server: FakeServer, method: str
) -> None:
    url = server.says("/x", "ok")
    assert bot.value(f"$http.{method.lower()}({url!r}).data") == "ok"
    assert bot.value(f"$http.query({url!r}, {{method: {method!r}}}).data") == "ok"
    assert [request.method for request in server.asked] == [method] * 2


def test_without_a_method_a_query_is_a_get_and_get_stays_one(
    bot: OneBot, server: FakeServer
) -> None:
    url = server.says("/x", "ok")
    bot.run(f"$http.query({url!r}); $http.get({url!r}, {{method: 'POST'}})")
    assert [request.method for request in server.asked] == ["GET", "GET"]


@pytest.mark.parametrize(
    ("template", "query", "url"),
    [
        ("http://a/${path}/?p=${p}", {"path": "путь", "p": "a b"},
         "http://a/%D0%BF%D1%83%D1%82%D1%8C/?p=a+b"),
        ("http://a/?p=${p}&q=${ q }", {"p": 1, "q": True}, "http://a/?p=1&q=true"),
        ("http://a/?p=${p}", {"p": "a&b=c/d"}, "http://a/?p=a%26b%3Dc%2Fd"),
        ("http://a/?p=${unknown}", {"other": 1}, "http://a/?p=${unknown}"),
        ("http://a/", {"unused": 1}, "http://a/"),
        ("http://a/?p=${p}", {"p": 2.0}, "http://a/?p=2"),
        ("http://a/?p=${p}", {"p": {"x": "я"}}, "http://a/?p=%7B%22x%22%3A+%22%D1%8F%22%7D"),
    ],
)  # fmt: skip
def test_places_of_a_url_are_filled_and_encoded(
    template: str, query: dict[str, Any], url: str
) -> None:
    assert fill_url(template, query) == url


def test_a_url_with_cyrillic_letters_is_encoded(bot: OneBot, server: FakeServer) -> None:
    bot.run(f"$http.get('{server.url}/путь?q=что ж')")
    assert server.asked[0].path == "/%D0%BF%D1%83%D1%82%D1%8C?q=%D1%87%D1%82%D0%BE%20%D0%B6"


@pytest.mark.parametrize(
    ("settings", "body", "content_type"),
    [
        ("{body: {a: ['я', 1]}}", '{"a": ["я", 1]}', "application/json"),
        ("{body: 'plain'}", "plain", "application/json"),
        ("{body: '<a/>', dataType: 'xml'}", "<a/>", "application/xml"),
        ("{body: 'a', dataType: 'text'}", "a", "text/plain"),
        ("{body: 'a', headers: {'content-type': 'text/csv'}}", "a", "text/csv"),
        ("{form: {a: 'x y', b: 2}}", "a=x+y&b=2", "application/x-www-form-urlencoded"),
        ("{body: 0}", "0", "application/json"),
        ("{}", "", None),
    ],
)
def test_bodies_and_their_types(
    bot: OneBot, server: FakeServer, settings: str, body: str, content_type: str | None
) -> None:
    bot.run(f"$http.post('{server.url}/x', {settings})")
    asked = server.asked[0]
    assert asked.body == body
    assert asked.headers.get("Content-Type", asked.headers.get("content-type")) == content_type


def test_headers_are_sent_as_texts_and_not_replaced(bot: OneBot, server: FakeServer) -> None:
    bot.run(f"$http.get('{server.url}/x', {{headers: {{'X-Number': 5, 'X-Name': 'Аня'}}}})")
    headers = server.asked[0].headers
    assert headers["X-Number"] == "5"
    assert headers["X-Name"].encode("latin-1").decode() == "Аня"


def test_a_header_cannot_smuggle_another_in(bot: OneBot, server: FakeServer) -> None:
    result = bot.value(f"$http.get('{server.url}/x', {{headers: {{a: 'b\\r\\nEvil: 1'}}}})")
    assert (result["isOk"], result["status"]) == (False, -1)
    assert server.asked == []


def test_the_configured_server_stands_before_a_path(make_bot: MakeBot, server: FakeServer) -> None:
    url = f"{{protocol: 'http', host: '127.0.0.1', port: {server.port}}}"
    bot = make_bot(init=f"$http.config({{url: {url}, authHeader: 'Bearer abc'}});")
    bot.run("$http.get('/here/${id}', {query: {id: 7}})")
    assert server.asked[0].path == "/here/7"
    assert server.asked[0].headers["Authorization"] == "Bearer abc"


def test_settings_made_in_a_turn_end_with_it(make_bot: MakeBot, server: FakeServer) -> None:
    bot = make_bot(init="$http.config({authHeader: 'loaded'});")
    bot.run("$http.config({authHeader: 'mine'})")
    bot.run(f"$http.get('{server.url}/x')")
    assert server.asked[0].headers["Authorization"] == "loaded"


def test_what_is_not_built_is_named(bot: OneBot) -> None:
    message = bot.error("$http.get('http://a', {authService: 'x'})")
    assert message == (
        "$http: the setting `authService` is not available yet:"
        " send the token in `headers`, or set `authHeader` by `$http.config`"
    )


# Files and tokens


def test_a_file_goes_along_with_a_form(bot: OneBot, server: FakeServer) -> None:
    file = server.says("/files/bill%201.txt", "the bill", Content_Type="text/plain")
    to = server.says("/upload", "{}", Content_Type="application/json")
    result = bot.value(f"$http.post('{to}', {{fileUrl: '{file}', form: {{note: 'ж'}}}})")
    assert result["isOk"]
    fetched, sent = server.asked
    assert (fetched.method, fetched.path) == ("GET", "/files/bill%201.txt")
    assert sent.headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert 'name="file"; filename="bill 1.txt"\r\nContent-Type: text/plain' in sent.body
    assert "the bill" in sent.body
    assert 'name="note"\r\n\r\nж\r\n' in sent.body


def test_a_file_has_the_name_that_is_given(bot: OneBot, server: FakeServer) -> None:
    file = server.says("/f", "x")
    bot.run(f"$http.post('{server.url}/u', {{fileUrl: '{file}', fileName: 'photo.png'}})")
    assert 'filename="photo.png"' in server.asked[1].body


def test_a_file_that_is_not_there_is_not_sent(bot: OneBot, server: FakeServer) -> None:
    result = bot.value(f"$http.post('{server.url}/u', {{fileUrl: '{server.url}/gone'}})")
    assert (result["isOk"], result["status"]) == (False, -1)
    assert result["error"] == "the file to be sent was answered with the status 404"
    assert [request.path for request in server.asked] == ["/gone"]


def test_a_file_counts_among_the_calls_of_a_turn(bot: OneBot, server: FakeServer) -> None:
    file = server.says("/f", "x")
    many = f"for (var i = 0; i < 14; i += 1) $http.get('{file}');"
    result = bot.value(f"{many} $http.post('{server.url}/u', {{fileUrl: '{file}'}})")
    assert result["error"] == "Callback limit reached"
    assert "/u" not in [request.path for request in server.asked]


DETAILS = "{{accessTokenUri: '{url}', clientId: 'a:b', clientSecret: 'ж', scope: ['x', 'y']{more}}}"


def token_server(server: FakeServer, **answer: object) -> str:
    data = {"access_token": "t-1", "expires_in": 3600, **answer}
    return server.says("/token", json.dumps(data), Content_Type="application/json")


def test_a_token_is_asked_for_once_and_sent(bot: OneBot, server: FakeServer) -> None:
    details = DETAILS.format(url=token_server(server), more="")
    get = f"$http.get('{server.says('/x', 'ok')}', {{oauth2ResourceDetail: {details}}})"
    assert bot.value(get)["isOk"]
    assert bot.value(get)["isOk"]
    asked, first, second = server.asked
    assert (asked.method, asked.path, asked.body) == (
        "POST",
        "/token",
        "grant_type=client_credentials&scope=x+y",
    )
    pair = base64.b64decode(asked.headers["Authorization"].removeprefix("Basic ")).decode()
    assert pair == "a%3Ab:%D0%B6"
    assert first.headers["Authorization"] == second.headers["Authorization"] == "Bearer t-1"


def test_a_token_that_has_ended_is_asked_for_again(make_bot: MakeBot, server: FakeServer) -> None:
    now = [1000.0]
    bot = make_bot(clock=lambda: now[0])
    details = DETAILS.format(url=token_server(server, expires_in=60), more="")
    get = f"$http.get('{server.says('/x', 'ok')}', {{oauth2ResourceDetail: {details}}})"
    for seconds in (0, 29, 31):
        now[0] = 1000.0 + seconds
        bot.run(get)
    assert [request.path for request in server.asked] == ["/token", "/x", "/x", "/token", "/x"]


def test_a_password_can_be_the_grant(bot: OneBot, server: FakeServer) -> None:
    more = (
        ", grantType: 'password', username: 'u', password: 'p', clientAuthenticationScheme: 'form'"
    )
    details = DETAILS.format(url=token_server(server), more=more)
    bot.run(f"$http.get('{server.url}/x', {{oauth2ResourceDetail: {details}}})")
    assert "Authorization" not in server.asked[0].headers
    assert server.asked[0].body == (
        "grant_type=password&scope=x+y&username=u&password=p&client_id=a%3Ab&client_secret=%D0%B6"
    )


@pytest.mark.parametrize("answer", ["no", "[]", '{"access_token": 5}', "{}"])
def test_without_a_token_nothing_is_asked(bot: OneBot, server: FakeServer, answer: str) -> None:
    url = server.says("/token", answer, 200 if answer == "{}" else 401)
    details = DETAILS.format(url=url, more="")
    result = bot.value(f"$http.get('{server.url}/x', {{oauth2ResourceDetail: {details}}})")
    assert (result["isOk"], result["status"]) == (False, -1)
    assert result["error"].startswith(f"http://127.0.0.1:{server.port} gave no token")
    assert [request.path for request in server.asked] == ["/token"]
    assert not any("ж" in line or "%D0%B6" in line for line in bot.logs)


@pytest.mark.parametrize(
    ("details", "message"),
    [
        ("'x'", "is an object with `accessTokenUri`"),
        ("{clientId: 'a'}", "has no `accessTokenUri`"),
        ("{accessTokenUri: 'http://a'}", "has no `clientId`"),
        ("{accessTokenUri: 'u', clientId: 'a', grantType: 'code'}", "the grant `code` is not"),
    ],
)
def test_details_of_tokens_are_looked_at(bot: OneBot, details: str, message: str) -> None:
    assert message in bot.error(f"$http.get('http://a', {{oauth2ResourceDetail: {details}}})")


# What is answered


@pytest.mark.parametrize(
    ("body", "sent_type", "data_type", "data"),
    [
        ('{"a": [1, "я"]}', "application/json", "", {"a": [1, "я"]}),
        ('{"a": 1}', "application/vnd.x+json; charset=utf-8", "", {"a": 1}),
        ('{"a": 1}', "text/html", "", '{"a": 1}'),
        ('{"a": 1}', "text/html", "json", {"a": 1}),
        ('{"a": 1}', "application/json", "text", '{"a": 1}'),
        ("oops", "application/json", "", "oops"),
        ('{"a": 1e999}', "application/json", "", {"a": None}),
        ("", "application/json", "", None),
        ("<t><a>1</a><a>2</a></t>", "text/xml", "", {"t": {"a": [1, 2]}}),
        ("<t>", "application/xml", "", "<t>"),
        ("привет", "text/plain", "", "привет"),
    ],
)
def test_bodies_are_read_by_the_asked_type_or_their_own(
    bot: OneBot, server: FakeServer, body: str, sent_type: str, data_type: str, data: Any
) -> None:
    url = server.says("/x", body, Content_Type=sent_type)
    result = bot.value(f"$http.get({url!r}, {{dataType: {data_type!r}}})")
    assert (result["isOk"], result["status"]) == (True, 200)
    assert result.get("data") == data


@pytest.mark.parametrize("declared", ["text/plain; charset=windows-1251", "text/plain; charset=x"])
def test_the_charset_of_the_answer_counts_if_it_is_known(
    bot: OneBot, server: FakeServer, declared: str
) -> None:
    encoding = "windows-1251" if "1251" in declared else "utf-8"
    url = server.says("/x", "привет".encode(encoding), Content_Type=declared)
    assert bot.value(f"$http.get({url!r}).data") == "привет"


def test_an_xml_document_may_declare_its_charset(bot: OneBot, server: FakeServer) -> None:
    text = '<?xml version="1.0" encoding="windows-1251"?><a>привет</a>'
    url = server.says("/x", text.encode("windows-1251"), Content_Type="text/xml")
    assert bot.value(f"$http.get({url!r}).data") == {"a": "привет"}


def test_the_response_shows_headers(bot: OneBot, server: FakeServer) -> None:
    url = server.says("/x", "{}", Content_Type="application/json", X_Id="5")
    response = bot.value(f"$http.get({url!r}).response")
    assert (response["status"], response["headers"]["x-id"], response["data"]) == (200, "5", {})


def test_an_error_of_the_server_is_told_and_not_thrown(bot: OneBot, server: FakeServer) -> None:
    url = server.says("/x", '{"why": "no"}', status=403, Content_Type="application/json")
    assert bot.value(f"$http.get({url!r})") == {
        "isOk": False,
        "status": 403,
        "error": '{"why": "no"}',
        "response": {},
    }


def test_a_server_that_is_not_there(bot: OneBot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    result = bot.value(f"$http.get('http://127.0.0.1:{port}/secret?token=abc')")
    assert (result["isOk"], result["status"], result["response"]) == (False, -1, {})
    assert "refused" in result["error"]
    assert [line for line in bot.logs if f"http://127.0.0.1:{port}" in line]
    assert not [line for line in bot.logs if "secret" in line or "abc" in line]


def test_secrets_of_a_request_do_not_get_into_any_log(
    bot: OneBot, server: FakeServer, caplog: pytest.LogCaptureFixture
) -> None:
    url = server.says("/bot-secret", "ok") + "?key=secret"
    with caplog.at_level(logging.DEBUG):
        assert bot.value(f"$http.get({url!r}, {{headers: {{Authorization: 'secret'}}}}).isOk")
    assert "secret" not in caplog.text + "".join(bot.logs)


@pytest.mark.parametrize(
    "url", ["nonsense", "ftp://a/b", "http://", "http://[::1", "", "http://x:99999/", "file:///a"]
)
def test_what_is_no_address_fails_as_a_result(bot: OneBot, url: str) -> None:
    result = bot.value(f"$http.get({url!r})")
    assert (result["isOk"], result["status"]) == (False, -1)
    assert result["error"]


def test_callbacks_run_at_once_and_give_the_result(bot: OneBot, server: FakeServer) -> None:
    good, bad = server.says("/good", "fine"), server.says("/bad", "broken", status=500)
    code = """(function () {
        var seen = [];
        function done(data, status, response) { seen.push(["done", data, status, response.status]); }
        function failed(response, status, error) { seen.push(["failed", response, status, error]); }
        var a = $http.get(%r), b = $http.get(%r);
        var chained = a.then(done).catch(failed) === a && b.then(done, failed).catch(failed) === b;
        return {seen: seen, chained: chained, text: JSON.stringify(a).indexOf("then")};
    })()"""
    assert bot.value(code % (good, bad)) == {
        "seen": [
            ["done", "fine", 200, 200],
            ["failed", {}, 500, "broken"],
            ["failed", {}, 500, "broken"],
        ],
        "chained": True,
        "text": -1,
    }


def test_a_result_can_be_awaited(make_bot: MakeBot, server: FakeServer) -> None:
    good, bad = server.says("/good", "fine"), server.says("/bad", "broken", status=500)
    scenario = f"""
    state: Later
        event!: later
        scriptEs6:
            const good = await $http.get({good!r});
            const bad = await $http.get({bad!r});
            $session.awaited = [good.data, bad.isOk, bad.status, typeof good.then];
"""
    bot = make_bot(scenario=scenario)
    turn = bot.bot.handle(Event(event="later"), bot.session)
    assert turn.error is None
    assert turn.session.session["awaited"] == ["fine", False, 500, "undefined"]


def test_the_result_can_take_the_place_of_the_response(bot: OneBot, server: FakeServer) -> None:
    url = server.says("/x", "ok")
    turn = bot.run(f"$response = $http.get({url!r}); $reactions.answer($response.data)")
    assert turn.response["status"] == 200
    assert [reply["text"] for reply in turn.replies] == ["ok"]


def test_redirects_are_followed(bot: OneBot, server: FakeServer) -> None:
    server.says("/end", "arrived")
    url = server.says("/start", "", status=302, Location="/end")
    assert bot.value(f"$http.get({url!r}).data") == "arrived"


def test_compressed_answers_are_read(bot: OneBot, server: FakeServer) -> None:
    url = server.says("/x", gzip.compress("привет".encode()), Content_Encoding="gzip")
    assert bot.value(f"$http.get({url!r}).data") == "привет"


def test_check_finds_the_first_that_answers(bot: OneBot, server: FakeServer) -> None:
    good, other = server.says("/good", "1"), server.says("/other", "2")
    bad = server.says("/bad", "", status=500)
    urls = json.dumps([bad, good, other])
    assert bot.value(f"$http.check('GET', {urls})") == good
    assert bot.value(f"$http.checkUrls('GET', {urls})") == [good, other]
    assert bot.value(f"$http.checkUrls('GET', {urls}, true)") == [good]
    assert bot.value(f"$http.check('HEAD', [{bad!r}])") is None


# Limits


def test_the_sixteenth_request_of_a_turn_is_not_made(bot: OneBot, server: FakeServer) -> None:
    url = server.says("/x", "ok")
    code = f"(function () {{ var r; for (var i = 0; i < 16; i++) r = $http.get({url!r}); return r }})()"
    assert bot.value(code) == {
        "isOk": False,
        "status": -1,
        "error": "Callback limit reached",
        "response": {},
    }
    assert len(server.asked) == 15
    assert bot.value(f"$http.get({url!r}).isOk") is True


@contextmanager
def _silent_server(first: bytes = b"", again: bytes = b"") -> Iterator[str]:
    """A server that says `first` and then, every few milliseconds, `again`; never more."""
    over = threading.Event()

    def serve(listener: socket.socket) -> None:
        taken, _ = listener.accept()
        with taken:
            taken.sendall(first)
            while not over.wait(0.02):
                try:
                    taken.sendall(again)
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            over.set()
            thread.join()


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (b"", b""),
        (b"HTTP/1.1 200 OK\r\n", b"X-Drop: 1\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
    ],
    ids=["silent", "endless headers", "endless body"],
)
def test_a_slow_server_is_left_after_the_timeout(bot: OneBot, first: bytes, again: bytes) -> None:
    with _silent_server(first, again) as url:
        result = bot.value(f"$http.get({url!r}, {{timeout: 150}})")
    assert result == {"isOk": False, "status": -1, "error": "Read timed out", "response": {}}


def test_a_script_has_time_left_to_deal_with_a_slow_server(make_bot: MakeBot) -> None:
    bot = make_bot(limits=Limits(turn_seconds=0.7))
    with _silent_server() as url:
        assert bot.value(f"$http.get({url!r}).error + '!'") == "Read timed out!"


def test_answers_of_a_turn_have_a_limit_of_bytes(bot: OneBot, server: FakeServer) -> None:
    url = server.says("/x", "x" * 6_000_000)
    code = f"[$http.get({url!r}).isOk, $http.get({url!r}).isOk, $http.get({url!r}).error]"
    assert bot.value(code) == [True, False, "the answers of this turn have too many bytes"]


def test_requests_can_be_made_while_the_bot_is_loaded(
    make_bot: MakeBot, server: FakeServer
) -> None:
    url = server.says("/x", "early")
    bot = make_bot(init=f"var early = $http.get({url!r}).data;")
    assert bot.value("early") == "early"


# Private addresses


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"])
def test_addresses_of_this_machine_are_refused_by_default(
    make_bot: MakeBot, server: FakeServer, host: str
) -> None:
    bot = make_bot(settings=ServiceSettings())
    server.says("/x", "secret")
    result = bot.value(f"$http.get('http://{host}:{server.port}/x')")
    assert (result["isOk"], result["status"]) == (False, -1)
    assert "private address" in result["error"]
    assert server.asked == []


def test_variables_with_proxies_are_not_heeded(
    monkeypatch: pytest.MonkeyPatch, bot: OneBot, server: FakeServer
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    url = server.says("/x", "direct")
    assert bot.value(f"$http.get({url!r}).data") == "direct"


# Answers that are kept


def test_answers_are_kept_when_asked_for_and_configured(
    make_bot: MakeBot, server: FakeServer
) -> None:
    now = [1000.0]
    bot = make_bot(clock=lambda: now[0], init="$http.config({cacheTimeToLiveInSeconds: 60});")
    url = server.says("/x", '{"n": 1}', Content_Type="application/json")
    keep = f"$http.post({url!r}, {{cachingRequired: true, body: {{b: 1, a: 2}}}}).data.n"
    same = f"$http.post({url!r}, {{cachingRequired: true, body: {{a: 2, b: 1}}}}).data.n"
    other = f"$http.post({url!r}, {{cachingRequired: true, body: {{a: 3}}}}).data.n"
    assert [bot.value(code) for code in (keep, same, other, keep)] == [1, 1, 1, 1]
    assert len(server.asked) == 2
    now[0] += 61
    assert bot.value(keep) == 1
    assert len(server.asked) == 3


def test_only_good_answers_are_kept(make_bot: MakeBot, server: FakeServer) -> None:
    bot = make_bot(init="$http.config({cacheTimeToLiveInSeconds: 60});")
    url = server.says("/x", "no", status=500)
    for _ in range(2):
        bot.run(f"$http.get({url!r}, {{cachingRequired: true}})")
    assert len(server.asked) == 2


def test_without_a_configured_time_nothing_is_kept(bot: OneBot, server: FakeServer) -> None:
    url = server.says("/x", "ok")
    for _ in range(2):
        bot.run(f"$http.get({url!r}, {{cachingRequired: true}})")
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "settings",
    [
        "{fileUrl: 'http://127.0.0.1:1/etc'}",
        "{oauth2ResourceDetail: {accessTokenUri: 'http://127.0.0.1:1/', clientId: 'a'}}",
    ],
)
def test_files_and_tokens_come_from_public_addresses_only(make_bot: MakeBot, settings: str) -> None:
    bot = make_bot(settings=ServiceSettings())
    error = bot.value(f"$http.post('http://example.com', {settings})")["error"]
    assert error == "127.0.0.1 is a private address, which bots may not call"

"""Which version of the bot API a request speaks, and how Webim is reached."""

import pytest

from jaicp.channels.base import UnknownVersion
from jaicp.channels.webim import WebimDoor, WebimSettings

BOTH = WebimDoor(WebimSettings(), calls=True)
V1 = {"event": "new_message", "chat": {"id": 1}, "kind": "visitor", "text": "a"}
V2 = {"event": "new_message", "chat_id": 1, "message": {"kind": "visitor", "text": "a"}}
EITHER = {"event": "new_chat", "chat": {"id": 1}, "visitor": {"id": "v"}}


def way(body, version=None, door=BOTH):
    return door.channel(body, version).way


class TestTheVersion:
    @pytest.mark.parametrize(
        ("body", "told"),
        [
            (V1, "answers"),
            (V2, "calls"),
            ({"event": "new_message", "response": {}}, "answers"),
            ({**EITHER, "visitor": {"id": "v", "fields": {}}}, "calls"),
            ({**EITHER, "messages": [{"id": "m1", "kind": "visitor", "text": "a"}]}, "calls"),
        ],
    )
    def test_is_told_by_the_shape_of_a_request(self, body, told):
        assert way(body) == told

    @pytest.mark.parametrize("body", [V1, V2, EITHER])
    def test_the_header_counts_more(self, body):
        assert way(body, "1.0") == "answers"
        assert way(body, " 2.1") == "calls"

    @pytest.mark.parametrize("version", ["1.0", "2.0", "3.0"])
    def test_the_setting_counts_most(self, version):
        door = WebimDoor(WebimSettings(dialect="2.0"), calls=True)
        assert way(V1, version, door) == "calls"

    def test_where_nothing_tells_it_is_the_one_that_was_set_up(self):
        assert way(EITHER) == "calls"
        assert way(EITHER, door=WebimDoor(WebimSettings())) == "answers"
        assert way(EITHER, door=WebimDoor(WebimSettings(), calls=True, assumed="1.0")) == "answers"

    @pytest.mark.parametrize("version", ["3.0", "", "two"])
    def test_another_one_is_refused(self, version):
        with pytest.raises(UnknownVersion, match=r"versions 1\.0 and 2\.0"):
            way(V1, version)

    def test_the_second_needs_a_token(self):
        with pytest.raises(UnknownVersion, match="`host` and `token`"):
            way(V2, door=WebimDoor(WebimSettings()))

    def test_both_work_on_the_same_sessions(self):
        assert BOTH.answering.key == BOTH.calling.key == "webim:"


class TestTheAddressOfWebim:
    @pytest.mark.parametrize(
        ("host", "url"),
        [
            ("acme", "https://acme.webim.ru"),
            ("acme.webim.ru", "https://acme.webim.ru"),
            ("https://chat.acme.example/", "https://chat.acme.example"),
            ("chat.acme.example:8443", "https://chat.acme.example:8443"),
            ("http://127.0.0.1:8081", "http://127.0.0.1:8081"),
            ("http://localhost", "http://localhost"),
        ],
    )
    def test_is_an_account_or_a_host(self, host, url):
        assert WebimSettings(host=host, token="t").base_url == url

    @pytest.mark.parametrize(
        "host",
        ["http://acme.webim.ru", "ftp://acme", "acme/x", "a b", "https://u:p@acme.example", "?"],
    )
    def test_anything_else_is_refused(self, host):
        with pytest.raises(ValueError, match="`host` is"):
            WebimSettings(host=host, token="t")

    @pytest.mark.parametrize("options", [{"host": "acme"}, {"token": "t"}])
    def test_it_goes_with_a_token(self, options):
        with pytest.raises(ValueError, match="together"):
            WebimSettings().changed(options)

    @pytest.mark.parametrize("token", ["a b", "a\nb", "ключ"])
    def test_a_token_that_cannot_be_sent_is_refused_without_showing_it(self, token):
        with pytest.raises(ValueError, match="a character that no token has") as caught:
            WebimSettings(host="acme", token=token)
        assert token not in str(caught.value)

    def test_a_token_is_not_shown(self):
        assert "s3cret" not in repr(WebimSettings(host="acme", token="s3cret"))

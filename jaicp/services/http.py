"""`$http`: requests of scripts.

Sources: the vendor's pages on `$http.query` and its siblings and on caching; the order of callbacks' arguments
and what a template becomes are taken from its public modules and tests. What they leave open is marked *choice*
in `docs/scripts.md`.
"""

from __future__ import annotations

import base64
import json
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urlencode, urlsplit

from jaicp.script.host import HostError
from jaicp.services.base import HttpMocks, Json, TurnFacts, as_text, given, not_available
from jaicp.services.exchange import TIMED_OUT, Client, ClientAnswer, ClientError, open_client
from jaicp.services.oauth import TokenRequest, Tokens, read_details
from jaicp.services.urls import fill_url, shown_host, with_server
from jaicp.services.xml_data import XmlError, parse_xml

__all__ = ["HttpService"]

MOST_CALLS = 15
MOST_SECONDS = 25.0
DEFAULT_SECONDS = 10.0
SPARE_SECONDS = 0.3
"""What is left to a script at least, to deal with a service that was too slow."""

MOST_BYTES = 10_485_760
KEPT_ANSWERS = 1000
METHODS = frozenset("GET POST PUT DELETE HEAD OPTIONS TRACE PATCH".split())
LIMIT_REACHED = "Callback limit reached"

_TYPES = {"json": "application/json", "xml": "application/xml", "text": "text/plain"}
_NOT_BUILT = {"authService": "send the token in `headers`, or set `authHeader` by `$http.config`"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """A request as a script asked for it; `template` is the URL before its places were filled.

    `file` is the address of a file that goes along, under the name `file_name`; `token` asks for a token first.
    """

    method: str
    template: str
    url: str
    query: dict[str, Json]
    body: Json
    headers: dict[str, str]
    content: bytes | None
    data_type: str
    seconds: float
    keep: bool
    file: str = ""
    file_name: str = ""
    token: TokenRequest | None = None


@dataclass(slots=True)
class _Use:
    """What the requests of one turn have used up."""

    calls: int = 0
    seconds: float = 0.0
    bytes: int = 0


@dataclass(slots=True)
class HttpService:
    """Answers `query`, `config`, `check` and `checkUrls`; the other methods are `query` for the bridge.

    A result is `{isOk, status, headers, reason, error}` with the body as `json` or `text` (still to be read)
    or as `value`. `clock` counts seconds for answers that are kept.
    """

    allow_private: bool
    clock: Callable[[], float]
    log: Callable[[str], None]
    turn: TurnFacts
    mocks: HttpMocks | None = None
    _config: dict[str, Json] = field(default_factory=dict)
    _loaded: dict[str, Json] = field(default_factory=dict)
    _use: _Use = field(default_factory=_Use)
    _kept: OrderedDict[str, tuple[float, Json]] = field(default_factory=OrderedDict)
    _client: Client | None = None
    _tokens: Tokens = field(init=False)

    def __post_init__(self) -> None:
        self._tokens = Tokens(self.clock)

    def begin(self) -> None:
        """Begin a turn; settings that a script changes from here on are those of the turn."""
        self._use = _Use()
        self._config = dict(self._loaded)

    def loaded(self) -> None:
        """Keep the settings made so far, which the bot has made while it was loaded."""
        self._loaded = dict(self._config)

    def close(self) -> None:
        """Close connections that were kept."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def call(self, method: str, args: list[Json]) -> Json:
        """Do what `$http.method` asks."""
        match method:
            case "fetch":
                asked = given(args, 0)
                return self._fetch(asked if isinstance(asked, Mapping) else {})
            case "query":
                url, settings = as_text(given(args, 0, "")), given(args, 1, {})
                return self._query(url, settings if isinstance(settings, Mapping) else {})
            case "config":
                settings = given(args, 0)
                if not isinstance(settings, Mapping):
                    raise HostError("$http.config takes an object with settings")
                self._config |= settings
                return None
            case "check":
                return next(iter(self._reachable(args, first=True)), None)
            case "checkUrls":
                return self._reachable(args, first=bool(given(args, 2, False)))
        raise not_available("http", method)

    def _reachable(self, args: list[Json], *, first: bool) -> list[str]:
        """Those of the URLs that answer a request of the given method with success."""
        method, urls = as_text(given(args, 0, "GET")), given(args, 1, [])
        found: list[str] = []
        for url in urls if isinstance(urls, list) else [urls]:
            if self._query(as_text(url), {"method": method})["isOk"]:
                found.append(as_text(url))
                if first:
                    break
        return found

    # --- one request

    def _query(self, url: str, settings: Mapping[str, Json]) -> dict[str, Json]:
        request = self._request(url, settings)
        key = _cache_key(request) if request.keep else ""
        kept = self._recall(key)
        if kept is not None:
            return kept
        if self._use.calls >= MOST_CALLS:
            return _failure(LIMIT_REACHED)
        self._use.calls += 1
        mocks = self.mocks
        answer = None if mocks is None else self._mocked(request, mocks)
        if answer is None:
            try:
                answer = self._real(request)
            except ClientError as error:
                answer = _failure(str(error))
        if answer["status"] < 0:
            self.log(f"$http: {request.method} {shown_host(request.url)}: {answer['error']}")
        elif request.keep and answer["isOk"]:
            self._remember(key, answer)
        return answer

    def _fetch(self, asked: Mapping[str, Json]) -> dict[str, Json]:
        """What `fetch` gets: status, reason, headers, the body as `text` or as `bytes` in Base64; or `error`."""
        method, url = as_text(asked.get("method")), as_text(asked.get("url"))
        headers = {str(name): as_text(value) for name, value in asked.get("headers") or ()}
        text, coded = asked.get("text"), asked.get("bytes")
        content = base64.b64decode(coded) if coded else None
        if text is not None:
            content = as_text(text).encode("utf-8", "replace")
        seconds = self._seconds(asked.get("timeout") or MOST_SECONDS * 1000)
        try:
            self._another_call()
            mocks = self.mocks
            answer = mocks.answer(method, url, {}, text, headers) if mocks else None
            if answer is not None:
                kind = _TYPES.get(answer.type, _TYPES["text"])
                return _fetched(answer.status, "", {"content-type": kind}, answer.text.encode())
            if mocks is not None and not mocks.lets_through:
                raise ClientError("no mock answers this request")
            real = self._send(method, url, headers, content, time.monotonic() + seconds)
        except ClientError as error:
            self.log(f"fetch: {method} {shown_host(url)}: {error}")
            return {"error": str(error), "timedOut": str(error) == TIMED_OUT}
        return _fetched(real.status, real.reason, real.headers, real.content)

    def _request(self, url: str, settings: Mapping[str, Json]) -> _Request:
        for name, instead in _NOT_BUILT.items():
            if settings.get(name) is not None:
                raise HostError(f"$http: the setting `{name}` is not available yet: {instead}")
        method = as_text(settings.get("method") or "GET").upper()
        if method not in METHODS:
            raise HostError(f"$http: there is no method `{method}`")
        query = settings.get("query")
        query = dict(query) if isinstance(query, Mapping) else {}
        template = with_server(url.strip(), self._config.get("url"))
        content, type_ = _content(settings)
        details = settings.get("oauth2ResourceDetail")
        file = as_text(settings.get("fileUrl") or "").strip()
        return _Request(
            method=method,
            template=template,
            url=fill_url(template, query),
            query=query,
            body=settings.get("body", settings.get("form")),
            headers=self._headers(settings, type_ if content is not None else ""),
            content=content,
            data_type=as_text(settings.get("dataType") or "").lower(),
            seconds=self._seconds(settings.get("timeout")),
            keep=bool(settings.get("cachingRequired"))
            and self._config.get("cacheTimeToLiveInSeconds") is not None,
            file=file,
            file_name=as_text(settings.get("fileName") or _name_in(file)),
            token=None if details is None else read_details(details),
        )

    def _headers(self, settings: Mapping[str, Json], type_: str) -> dict[str, str]:
        asked = settings.get("headers")
        asked = asked if isinstance(asked, Mapping) else {}
        headers = {str(name): as_text(value) for name, value in asked.items() if value is not None}
        names = {name.casefold() for name in headers}
        authority = self._config.get("authHeader")
        if authority and "authorization" not in names:
            headers["Authorization"] = as_text(authority)
        if type_ and "content-type" not in names:
            headers["Content-Type"] = type_
        return headers

    def _seconds(self, asked: Json) -> float:
        """How long a request may take: as asked, but not longer than its turn allows."""
        if asked is None:
            asked = self._config.get("timeout")
        wanted = asked / 1000 if isinstance(asked, int | float) and asked > 0 else DEFAULT_SECONDS
        left = MOST_SECONDS - self._use.seconds
        return max(0.0, min(wanted, left, self.turn.seconds_left() - SPARE_SECONDS))

    # --- answers

    def _mocked(self, request: _Request, mocks: HttpMocks) -> dict[str, Json] | None:
        """The answer of a mock; None where the request is to be sent in earnest."""
        answer = mocks.answer(
            request.method, request.template, request.query, request.body, request.headers
        )
        if answer is None:
            return None if mocks.lets_through else _failure("no mock answers this request")
        kind = request.data_type or answer.type
        body: dict[str, Json] = {"text": answer.text}
        if kind == "json":
            body = {"value": answer.data} if answer.type == "json" else {"json": answer.text}
        return _result(answer.status, "", {}, answer.text, _with_xml(body, kind))

    def _real(self, request: _Request) -> dict[str, Json]:
        """The answer of the server; raises `ClientError` where there is none."""
        until = time.monotonic() + request.seconds
        headers, content = dict(request.headers), request.content
        if request.token is not None:
            headers["Authorization"] = f"Bearer {self._token(request.token, until)}"
        if request.file:
            content, headers["Content-Type"] = self._with_file(request, until)
        answer = self._send(request.method, request.url, headers, content, until)
        kind = request.data_type or _kind_of(answer.headers.get("content-type", ""))
        body = {"json" if kind == "json" else "text": answer.text}
        return _result(
            answer.status, answer.reason, answer.headers, answer.text, _with_xml(body, kind)
        )

    def _send(
        self, method: str, url: str, headers: dict[str, str], content: bytes | None, until: float
    ) -> ClientAnswer:
        began = time.monotonic()
        if began >= until:
            raise ClientError(TIMED_OUT)
        try:
            answer = self._opened().request(
                method,
                url,
                headers,
                content,
                seconds=until - began,
                most_bytes=MOST_BYTES - self._use.bytes,
            )
        finally:
            self._use.seconds += time.monotonic() - began
        self._use.bytes += answer.size
        return answer

    def _opened(self) -> Client:
        if self._client is None:
            self._client = open_client(allow_private=self.allow_private)
        return self._client

    def _another_call(self) -> None:
        """Count a request that another one needs."""
        if self._use.calls >= MOST_CALLS:
            raise ClientError(LIMIT_REACHED)
        self._use.calls += 1

    def _token(self, request: TokenRequest, until: float) -> str:
        token = self._tokens.known(request)
        if token is None:
            self._another_call()
            answer = self._send("POST", request.url, request.headers, request.content, until)
            token = self._tokens.take(request, answer.text) if answer.status < 300 else None
            if token is None:
                where = shown_host(request.url)
                raise ClientError(f"{where} gave no token, but the status {answer.status}")
        return token

    def _with_file(self, request: _Request, until: float) -> tuple[bytes, str]:
        """The body of a form with the file, and its type."""
        self._another_call()
        file = self._send("GET", request.file, {}, None, until)
        if not 200 <= file.status < 300:
            raise ClientError(f"the file to be sent was answered with the status {file.status}")
        kind = file.headers.get("content-type", "application/octet-stream")
        fields = request.body if isinstance(request.body, Mapping) else {}
        form = {str(name): as_text(value) for name, value in fields.items()}
        return self._opened().with_file(form, request.file_name, file.content, kind)

    # --- answers that are kept

    def _recall(self, key: str) -> dict[str, Json] | None:
        kept = self._kept.get(key) if key else None
        if kept is None:
            return None
        until, answer = kept
        if self.clock() >= until:
            del self._kept[key]
            return None
        return dict(answer)

    def _remember(self, key: str, answer: dict[str, Json]) -> None:
        seconds = self._config["cacheTimeToLiveInSeconds"]
        if not isinstance(seconds, int | float):
            raise HostError("$http.config: `cacheTimeToLiveInSeconds` is not a number")
        self._kept[key] = (self.clock() + seconds, answer)
        if len(self._kept) > KEPT_ANSWERS:
            self._kept.popitem(last=False)


def _content(settings: Mapping[str, Json]) -> tuple[bytes | None, str]:
    """The body to send, and its type where the script names none."""
    form, body = settings.get("form"), settings.get("body")
    if isinstance(form, Mapping) and form and body is None:
        pairs = [(name, as_text(value)) for name, value in form.items()]
        return urlencode(pairs).encode(), "application/x-www-form-urlencoded"
    if body is None:
        return None, ""
    type_ = _TYPES.get(as_text(settings.get("dataType") or "").lower(), _TYPES["json"])
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return text.encode("utf-8", "replace"), type_


def _fetched(
    status: int, reason: str, headers: Mapping[str, str], content: bytes
) -> dict[str, Json]:
    told: dict[str, Json] = {"status": status, "reason": reason, "headers": list(headers.items())}
    try:
        return {**told, "text": content.decode("utf-8")}
    except UnicodeDecodeError:
        return {**told, "bytes": base64.b64encode(content).decode("ascii")}


def _name_in(url: str) -> str:
    """What a file is called by its address."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return "file"
    return unquote(path).rpartition("/")[2] or "file"


def _kind_of(content_type: str) -> str:
    kind = content_type.partition(";")[0].strip().lower()
    for name in ("json", "xml"):
        if kind.endswith(("/" + name, "+" + name)):
            return name
    return "text"


def _with_xml(body: dict[str, Json], kind: str) -> dict[str, Json]:
    """The body, as an object where it is XML; what cannot be read as such stays a text."""
    if kind != "xml":
        return body
    try:
        return {"value": parse_xml(body["text"])}
    except XmlError:
        return body


def _result(
    status: int, reason: str, headers: dict[str, str], text: str, body: dict[str, Json]
) -> dict[str, Json]:
    if 200 <= status < 300:
        return {"isOk": True, "status": status, "reason": reason, "headers": headers, **body}
    return {"isOk": False, "status": status, "error": text}


def _failure(error: str) -> dict[str, Json]:
    return {"isOk": False, "status": -1, "error": error}


def _cache_key(request: _Request) -> str:
    plain = replace(request, seconds=0.0, content=None, template="")
    parts = (plain.method, plain.url, plain.headers, plain.query, plain.body, plain.data_type)
    return json.dumps((*parts, plain.file, plain.token and plain.token.key), sort_keys=True)

"""The Webim page's own fragments, saved alone and served over HTTP, as a newcomer would do it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

WITHOUT_MESSAGES = """\
    state: ConversationStart || noContext = true
        event: newChatStarted
        script:
            $session.startNewSession = true;
            if ($session.startNewSession){
                createNewSession($request)
            }
            $session.location = $request.rawRequest.location;
"""

WITH_MESSAGES = """\
init:
    bind("preProcess", function($context){
     if($context.session = {}){
       // here we assume the session is new
     }
    })
"""

CREATE = """\
    init:
        $global.createNewSession = function(request) { $client.chat = request.data.chatId; };

"""

ASK = """
    state: Ask
        q!: * where *
        a: You are on {{ $session.location ? $session.location.address : "no page" }} in {{ $client.chat }}.
"""


def new_chat(chat: str, **fields: object) -> dict:
    return {"event": "new_chat", "chat": {"id": chat}, "visitor": {"id": f"of-{chat}"}, **fields}


def said(chat: str, text: str) -> dict:
    return {"event": "new_message", "chat": {"id": chat}, "kind": "visitor", "text": text}


@contextmanager
def serving(script: Path, folder: Path) -> Iterator[str]:
    """Run the server on a free port; the endpoint that it prints."""
    command = [sys.executable, "-m", "jaicp", "run", str(script), "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=folder
    ) as server:
        try:
            assert server.stdout is not None
            line = next(line for line in server.stdout if line.startswith("endpoint"))
            yield line.split()[1]
        finally:
            server.terminate()
            server.wait(timeout=30)


def ask(endpoint: str, request: dict) -> list[str]:
    answer = httpx.post(endpoint, json=request, timeout=30)
    assert answer.status_code == 200
    body = answer.json()
    assert body["has_answer"] is True
    return [message["text"] for message in body["messages"]]


def test_a_chat_without_messages_over_http_and_again_after_a_restart(tmp_path: Path):
    script = tmp_path / "page.sc"
    script.write_text(CREATE + WITHOUT_MESSAGES + ASK, encoding="utf-8")
    with serving(script, tmp_path) as endpoint:
        assert ask(endpoint, new_chat("c1", location={"address": "https://a.example/"})) == []
        assert ask(endpoint, said("c1", "where am I?")) == ["You are on https://a.example/ in c1."]
    with serving(script, tmp_path) as again:
        assert again.rsplit("/", 1)[1] == endpoint.rsplit("/", 1)[1]
        assert ask(again, said("c1", "where am I?")) == ["You are on https://a.example/ in c1."]
        assert ask(again, said("c2", "where am I?")) == ["You are on no page in ."]


def test_a_chat_with_messages_joins_them_into_one_query(tmp_path: Path):
    script = tmp_path / "page.sc"
    echo = (
        "    state: Any\n        q!: *\n        a: {{ $request.query }}|{{ $session.n }}\n"
        "        script: $session.n = 1;\n"
    )
    script.write_text(WITH_MESSAGES + "theme: /\n" + echo, encoding="utf-8")
    messages = [{"kind": "visitor", "text": "Hello"}, {"kind": "visitor", "text": "anybody?"}]
    with serving(script, tmp_path) as endpoint:
        assert ask(endpoint, new_chat("c1", messages=messages)) == ["Hello\nanybody?|"]
        assert ask(endpoint, said("c1", "again")) == ["again|"]


def test_an_error_in_a_script_does_not_take_the_server_down(tmp_path: Path):
    script = tmp_path / "bad.sc"
    states = (
        "theme: /\n    state: Bad\n        q!: bad\n        script: nothing();\n"
        "    state: Good\n        q!: good\n        a: fine\n"
    )
    script.write_text(states, encoding="utf-8")
    with serving(script, tmp_path) as endpoint:
        failed = httpx.post(endpoint, json=said("c1", "bad"), timeout=30)
        assert (failed.status_code, failed.json()) == (200, {"has_answer": False})
        assert ask(endpoint, said("c1", "good")) == ["fine"]
        health = httpx.get(endpoint.split("/chatapi")[0] + "/health", timeout=30)
        assert health.status_code == 200


def test_the_fragments_alone_check_without_an_error(tmp_path: Path):
    found = {}
    for name, text in (("without", WITHOUT_MESSAGES), ("with", WITH_MESSAGES)):
        file = tmp_path / f"{name}.sc"
        file.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "jaicp", "check", "--format", "json", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        found[name] = [(d["slug"], d["severity"]) for d in json.loads(done.stdout)["diagnostics"]]
    assert ("state-outside-theme", "warning") in found["without"]
    assert found["with"] == [("assigned-condition", "warning")]

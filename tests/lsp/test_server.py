"""The program itself: ports, leaving, bad messages; and what its texts speak of is really there."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time

from jaicp.check.triggers import EVENTS
from jaicp.lsp import surface
from jaicp.lsp.script_texts import METHOD_TEXTS, WRITTEN_PARAMETERS
from jaicp.lsp.tag_texts import EVENT_TEXTS, PARAMETER_TEXTS, TAG_TEXTS, VARIABLE_TEXTS
from jaicp.syntax.tags import TAGS

COMMAND = [sys.executable, "-m", "jaicp", "lsp"]
INITIALIZE = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}


def message(content: object) -> bytes:
    body = json.dumps(content).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def run(*messages: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        COMMAND, input=b"".join(messages), capture_output=True, timeout=60, check=False
    )


def test_a_client_that_says_goodbye_ends_the_server_in_peace() -> None:
    shutdown = {"jsonrpc": "2.0", "id": 2, "method": "shutdown"}
    done = run(
        message(INITIALIZE), message(shutdown), message({"jsonrpc": "2.0", "method": "exit"})
    )
    assert done.returncode == 0
    assert b'"serverInfo": {"name": "jaicp"' in done.stdout


def test_a_client_that_is_gone_ends_it_too_and_bad_messages_do_not() -> None:
    garbage = b"Content-Length: 9\r\n\r\n{no json}"
    done = run(garbage, message(INITIALIZE))
    assert done.returncode == 1
    assert b'"name": "jaicp"' in done.stdout


def test_an_editor_may_connect_to_a_port() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen([*COMMAND, "--tcp", str(port)], stderr=subprocess.DEVNULL) as server:
        try:
            with connected(port, server) as connection:
                connection.sendall(message(INITIALIZE))
                assert b"Content-Length" in connection.recv(4096)
        finally:
            server.kill()


def connected(port: int, server: subprocess.Popen[bytes]) -> socket.socket:
    """A connection as soon as the server takes one."""
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise AssertionError("the server takes no connection")


def test_every_tag_and_parameter_has_a_text_and_every_text_its_thing() -> None:
    assert TAG_TEXTS.keys() <= TAGS.keys()
    assert {
        name for name in TAGS if name not in TAG_TEXTS and name.rstrip("!") not in TAG_TEXTS
    } == set()
    assert {
        name for tag in TAGS.values() for name in tag.parameters or ()
    } <= PARAMETER_TEXTS.keys()
    assert EVENT_TEXTS.keys() <= EVENTS


def test_methods_and_variables_that_texts_speak_of_are_there() -> None:
    surface.read_surface()
    named = {*METHOD_TEXTS, *WRITTEN_PARAMETERS}
    assert {name for name in named if surface.method(name) is None} == set()
    assert VARIABLE_TEXTS.keys() <= surface.names().keys()

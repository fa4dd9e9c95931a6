"""Where the server listens."""

import socket

import pytest

from jaicp.server.serve import Address, bind


def test_a_free_port_is_found_and_its_address_told():
    with bind("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        assert port
        with socket.create_connection(("127.0.0.1", port), timeout=10):
            pass
    address = Address("127.0.0.1", 8080)
    assert address.endpoint("s3") == "http://127.0.0.1:8080/chatapi/webhook/webim/s3"
    assert Address("::1", 8080).url == "http://[::1]:8080"


def test_answers_go_out_at_once():
    with bind("127.0.0.1", 0) as listener:
        assert (
            listener.proto == socket.IPPROTO_TCP
        )  # what asyncio looks at before it sets TCP_NODELAY


def test_a_port_in_use_is_refused():
    with bind("127.0.0.1", 0) as listener, pytest.raises(OSError, match="in use"):
        bind("127.0.0.1", listener.getsockname()[1])

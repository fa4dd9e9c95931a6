"""Messages between the server and a worker survive any text, and nothing else is taken for one."""

import asyncio
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.server.frames import MAX_FRAME, FrameError, encode_frame, read_frame, receive_frame

_texts = st.text(st.characters(categories=("L", "Cs", "Cc")))


def receive(data):
    async def play():
        reader = asyncio.StreamReader()
        reader.feed_data(data)
        reader.feed_eof()
        return await receive_frame(reader)

    return asyncio.run(play())


@given(st.dictionaries(_texts, _texts | st.integers() | st.none(), max_size=3))
def test_a_message_arrives_as_it_was(message):
    assert read_frame(io.BytesIO(encode_frame(message))) == message


def test_both_sides_agree():
    assert receive(encode_frame({"a": "я"})) == {"a": "я"}


def test_messages_follow_each_other_to_the_end():
    stream = io.BytesIO(encode_frame({"n": 1}) + encode_frame({"n": 2}))
    assert [read_frame(stream) for _ in range(3)] == [{"n": 1}, {"n": 2}, None]


@pytest.mark.parametrize(
    "data",
    [
        b"\0",
        b"\0\0\0\5{}",
        b"\0\0\0\2[]",
        b"\0\0\0\2{,",
        b"\xff\xff\xff\xff",
        b"GET / HTTP/1.1\r\n\r\n",
    ],
)
def test_anything_else_is_an_error_on_both_sides(data):
    with pytest.raises(FrameError):
        read_frame(io.BytesIO(data))
    with pytest.raises(FrameError):
        receive(data)


def test_a_message_without_bounds_is_refused():
    with pytest.raises(FrameError, match="too large"):
        encode_frame({"a": "x" * MAX_FRAME})

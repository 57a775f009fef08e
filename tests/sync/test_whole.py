"""What a till asks leaves in one piece, and what cannot leave takes no answer away."""

import pytest

from sync.whole import Whole


class Stream:
    """The library's end of a connection, as far as it is used."""

    def __init__(self, *, is_broken: bool = False) -> None:
        self.sent: list[bytes] = []
        self.waits: list[float | None] = []
        self._is_broken = is_broken

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._is_broken:
            raise BrokenPipeError
        self.sent.append(buffer)
        self.waits.append(timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        return b"the answer"[:max_bytes]


def held(stream: Stream) -> Stream:
    Whole(stream, BrokenPipeError)
    return stream


def test_head_and_body_of_a_question_leave_together_when_the_answer_is_read() -> None:
    stream = held(Stream())
    for _ in range(2):
        stream.write(b"head ", 5.0)
        stream.write(b"body", 5.0)
        stream.write(b"", 5.0)
        assert stream.sent == []
        assert stream.read(1_024) == b"the answer"
        assert stream.read(3) == b"the"
        assert (stream.sent, stream.waits) == ([b"head body"], [5.0])
        stream.sent.clear()
        stream.waits.clear()


def test_an_answer_is_read_although_nobody_took_the_question_whole() -> None:
    stream = held(Stream(is_broken=True))
    stream.write(b"too much")
    assert stream.read(1_024) == b"the answer"


def test_what_else_goes_wrong_is_not_kept_silent() -> None:
    stream = Stream(is_broken=True)
    Whole(stream, TimeoutError)
    stream.write(b"too much")
    with pytest.raises(BrokenPipeError):
        stream.read(1_024)

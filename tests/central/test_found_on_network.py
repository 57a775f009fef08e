"""A till finds the centres of its network; over real sockets of this computer."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from central import starting, trouble
from central.certificate import certificate
from central.folder import Folder
from central.found_on_network import Announcement, announced, hear
from central.service.logs import Line
from central.starting import Listening, Start
from sync.finding import Found, find
from sync.wire_found import (
    NONCE_BYTES,
    QUESTION_BYTES,
    FindAnswer,
    FindRequest,
    read_find_answer,
    read_find_request,
)

PRINT = bytes(range(32))
SHOWN = "0001 0203 0405 0607 0809 0A0B 0C0D 0E0F 1011 1213 1415 1617 1819 1A1B 1C1D 1E1F"
LONG_S = 20.0
"""Longer than any answer takes here: a test that needs it has failed."""


@contextmanager
def centre(name: str = "shop-pc", port: int = 8443) -> Iterator[tuple[str, int]]:
    heard, lines = hear(0), list[Line]()
    where = ("127.0.0.1", heard.getsockname()[1])
    with announced(heard, Announcement(name, port, PRINT), lines.append):
        yield where
    assert lines == []


def test_a_centre_that_is_there_is_found_with_its_address_and_fingerprint() -> None:
    with centre() as where:
        found = find(LONG_S, [where], most=1)
    assert found == [Found("shop-pc", "https://127.0.0.1:8443", SHOWN)]


def test_several_are_found_each_once_however_often_they_are_asked() -> None:
    with ExitStack() as stack:
        places = [stack.enter_context(centre(f"pc-{n}", 8000 + n)) for n in range(3)]
        found = find(LONG_S, [*places, *places], most=3)
    assert [one.name for one in found] == ["pc-0", "pc-1", "pc-2"]


def test_where_nobody_answers_nobody_is_found() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        assert find(0.05, [silent.getsockname()]) == []


def test_a_network_that_is_away_finds_nobody() -> None:
    assert find(LONG_S, [("256.1.1.1", 1)]) == []
    assert find(LONG_S, []) == []


def test_what_is_no_answer_to_this_question_is_passed_over() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as liar:
        liar.bind(("127.0.0.1", 0))

        def answer() -> None:
            raw, place = liar.recvfrom(1_000)
            wish = read_find_request(raw)
            assert isinstance(wish, FindRequest)
            other = FindAnswer(bytes(NONCE_BYTES), "old", 1, PRINT)
            right = FindAnswer(wish.nonce, "right", 2, PRINT)
            ugly = FindAnswer(wish.nonce, "\x1b[2J", 3, PRINT)
            for said in (b"", b"\xff" * 900, b"{}", other.spelled(), ugly.spelled()):
                liar.sendto(said, place)
            liar.sendto(right.spelled(), place)

        thread = threading.Thread(target=answer)
        thread.start()
        found = find(LONG_S, [liar.getsockname()], most=1)
        thread.join()
    assert [one.name for one in found] == ["right"]


def test_an_answer_is_never_longer_than_its_question() -> None:
    question = FindRequest(b"\x01" * NONCE_BYTES).spelled()
    assert len(question) == QUESTION_BYTES
    told = Announcement("店" * 500 + "\n", 65_535, PRINT)
    said = told.answer(question, "192.168.1.9")
    assert said is not None
    assert len(said) <= len(question)
    assert isinstance(read_find_answer(said), FindAnswer)
    assert told.answer(question.replace(b" ", b""), "192.168.1.9") is None, "a short question"


@pytest.mark.parametrize(
    ("address", "is_answered"),
    [("10.0.0.7", True), ("192.168.1.7", True), ("169.254.3.4", True), ("127.0.0.1", True),
     ("8.8.8.8", False), ("100.64.0.1", False)],
)  # fmt: skip
def test_only_a_private_network_is_answered(address: str, *, is_answered: bool) -> None:
    told = Announcement("pc", 8443, PRINT)
    answer = told.answer(FindRequest(b"\x01" * NONCE_BYTES).spelled(), address)
    assert (answer is not None) is is_answered


@pytest.mark.parametrize(
    "raw",
    [b"", b"x" * 512, b"{" + b" " * 510 + b"}", b'{"form":"regulars-find-2"}' + b" " * 512],
)
def test_what_is_no_question_gets_no_answer(raw: bytes) -> None:
    assert Announcement("pc", 8443, PRINT).answer(raw, "127.0.0.1") is None


def test_who_asks_too_often_is_not_answered() -> None:
    heard, now, looks, seen = hear(0), [0.0], [0], threading.Semaphore(0)
    where = ("127.0.0.1", heard.getsockname()[1])
    told = Announcement("pc", 8443, PRINT)

    def seconds() -> float:
        looks[0] += 1
        if looks[0] == 11:
            seen.release()
        return 0.0 if looks[0] <= 11 else now[0]

    with (
        announced(heard, told, list[Line]().append, seconds),
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking,
    ):
        asking.settimeout(LONG_S)
        for number in range(10):
            asking.sendto(FindRequest(bytes([number]) * NONCE_BYTES).spelled(), where)
            assert asking.recv(1_000)
        asking.sendto(FindRequest(b"\xaa" * NONCE_BYTES).spelled(), where)
        assert seen.acquire(timeout=LONG_S)
        now[0] = 60.0
        asking.sendto(FindRequest(b"\xbb" * NONCE_BYTES).spelled(), where)
        answer = read_find_answer(asking.recv(1_000))
    assert isinstance(answer, FindAnswer)
    assert answer.nonce[:1] == b"\xbb"


def test_several_centres_of_one_computer_share_the_port_and_a_program_that_does_not_is_named() -> (
    None
):
    with hear(0) as first:
        port = first.getsockname()[1]
        hear(port).close()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("0.0.0.0", 0))
        with pytest.raises(trouble.AddressTaken):
            hear(other.getsockname()[1])


def test_a_centre_that_serves_the_network_is_found_unless_it_hides(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made, lines = certificate(tmp_path, []), list[Line]()
    heard = list[socket.socket]()

    def take() -> socket.socket:
        heard.append(hear(0))
        return heard[-1]

    monkeypatch.setattr(starting, "hear", take)
    anywhere, here = Listening("0.0.0.0", 8443), Listening("127.0.0.1", 8443)
    start = Start("", Folder(tmp_path), anywhere, log=lines.append)
    with starting._findable(start, 8443, made):
        (found,) = find(LONG_S, [("127.0.0.1", heard[0].getsockname()[1])], most=1)
    assert found == Found(socket.gethostname(), "https://127.0.0.1:8443", made.fingerprint)
    for quiet, shown in (
        (replace(start, is_hidden=True), made),
        (replace(start, listening=here), made),
        (start, None),
    ):
        with starting._findable(quiet, 8443, shown):
            assert len(heard) == 1

    def taken() -> socket.socket:
        raise trouble.AddressTaken

    monkeypatch.setattr(starting, "hear", taken)
    with starting._findable(start, 8443, made):
        assert [line["trouble"] for line in lines] == ["address-taken"]

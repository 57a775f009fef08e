"""Connections that keep the centre waiting end, and nobody has more of them than others leave."""

import asyncio
import socket
from collections.abc import Iterator

import pytest

from central.database import Database
from central.service.connections import Guests, Patience, Room, Whole, room_here
from sync.wire_pull import Page, PullRequest
from tests.central.service.standing import Running, Shop, Till, ask, running

PATIENCE = Patience(head_s=0.15, rest_s=0.15, end_s=0.15)
HEAD = b"GET /health HTTP/1.1\r\nhost: c\r\n"
BODY = b"POST /v1/enrol HTTP/1.1\r\nhost: c\r\ncontent-type: text/plain\r\n"
ROUNDS = 200
"""Looks of 20 ms at a connection that ought to end long before."""


@pytest.fixture(scope="module")
def hasty(database: Database) -> Iterator[Running]:
    """A service that does not wait long for anybody."""
    with running(database, guests=Guests(Room(), PATIENCE)) as one:
        yield one


def connect(centre: Running, said: bytes = b"") -> socket.socket:
    found = socket.create_connection(("127.0.0.1", centre.port), timeout=10)
    found.sendall(said)
    return found


def is_ended(one: socket.socket, drip: bytes = b"") -> bool:
    """Tell whether a connection ends while every now and then a little more is sent."""
    one.settimeout(0.02)
    for _ in range(ROUNDS):
        try:
            if not one.recv(65_536):
                return True
        except TimeoutError:
            pass
        except ConnectionError:
            return True
        try:
            one.sendall(drip)
        except OSError:
            return True
    return False


def hears(one: socket.socket, count: int = 1) -> bool:
    """Tell whether so many answers come."""
    said = b""
    try:
        while said.count(b"alive") < count:
            part = one.recv(65_536)
            if not part:
                return False
            said += part
    except ConnectionError:
        return False
    return True


@pytest.mark.parametrize(
    ("said", "drip"),
    [
        (b"", b""),
        (HEAD, b""),
        (HEAD + b"x-slow: ", b"a"),
        (HEAD + b"\r\n" + HEAD + b"x-slow: ", b"a"),
        (BODY + b"transfer-encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (BODY + b"content-length: 99999\r\n\r\n", b"a"),
        (BODY + b"content-length: 99999\r\n\r\n", b""),
    ],
)
def test_whoever_keeps_us_waiting_is_left(hasty: Running, said: bytes, drip: bytes) -> None:
    with connect(hasty, said) as one:
        assert is_ended(one, drip)
    assert ask(hasty, "GET", "/health").status == 200


def test_an_answer_that_takes_its_time_is_not_cut_off(hasty: Running) -> None:
    shop, till = Shop(hasty.parts.enrolling).open(), Till()
    with hasty.till_side() as side:
        page = side.pull(till.enter(side, shop.code()), PullRequest(wait_s=1))
    assert isinstance(page, Page)


def test_a_connection_that_asks_again_is_kept(hasty: Running) -> None:
    with connect(hasty) as one:
        for _ in range(3):
            one.sendall(HEAD + b"\r\n")
            assert hears(one)
        one.sendall((HEAD + b"\r\n") * 2)  # two at once
        assert hears(one, 2)


@pytest.mark.parametrize("room", [Room(most=2), Room(from_one=2)])
def test_there_are_not_more_connections_than_there_is_room_for(
    database: Database, room: Room
) -> None:
    guests = Guests(room)
    with running(database, guests=guests) as centre:
        first, second = connect(centre, HEAD), connect(centre, HEAD)
        with connect(centre) as third:
            assert is_ended(third)
        assert guests.turned_away == 1
        first.sendall(b"\r\n")
        assert hears(first)
        first.close()
        second.close()
        for _ in range(ROUNDS):  # until the centre has noticed
            with connect(centre, HEAD + b"\r\n") as one:
                if hears(one):
                    break
        else:
            pytest.fail("nobody was let in again")


def test_one_network_leaves_room_for_others() -> None:
    guests = Guests(Room(most=3, from_one=2))
    assert [guests.enter("a"), guests.enter("a"), guests.enter("a")] == [True, True, False]
    assert [guests.enter("b"), guests.enter("b")] == [True, False]
    guests.leave("a")
    assert guests.enter("b")


def test_there_is_no_more_room_than_files_may_be_open() -> None:
    from resource import RLIMIT_NOFILE, getrlimit

    most = getrlimit(RLIMIT_NOFILE)[0]
    assert room_here().most >= 16
    assert most < 0 or room_here().most < most


class Out:
    """A way out that remembers what it was given, piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.is_over = False

    def write(self, data: bytes) -> None:
        assert not self.is_over, "nothing is said behind the end"
        self.pieces.append(bytes(data))

    def close(self) -> None:
        self.is_over = True


def test_an_answer_leaves_in_one_piece_however_it_is_written() -> None:
    async def play() -> list[bytes]:
        out = Out()
        whole = Whole(out, asyncio.get_running_loop())  # type: ignore[arg-type] # all it asks for
        for _ in range(2):
            for part in (b"head ", b"body", b""):
                whole.write(part)
            whole.flush()
        return out.pieces

    assert asyncio.run(play()) == [b"head body"] * 2


def test_what_is_long_is_not_held_back_and_nothing_is_lost_at_an_end() -> None:
    async def play() -> list[bytes]:
        out = Out()
        whole = Whole(out, asyncio.get_running_loop())  # type: ignore[arg-type] # as above
        whole.write(b"x" * 100_000)
        assert len(out.pieces) == 1
        whole.write(b"the last")
        whole.close()
        await asyncio.sleep(0)
        return out.pieces

    assert asyncio.run(play()) == [b"x" * 100_000, b"the last"]


def test_what_nobody_says_is_the_end_leaves_with_the_next_turn() -> None:
    async def play() -> list[bytes]:
        out = Out()
        whole = Whole(out, asyncio.get_running_loop())  # type: ignore[arg-type] # as above
        whole.write(b"100 Continue")
        await asyncio.sleep(0)
        return out.pieces

    assert asyncio.run(play()) == [b"100 Continue"]

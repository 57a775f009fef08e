"""A push: how much goes into one, what an unreadable operation does to it, what its hashes say."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.canonical import encode
from regulars.operations.chain import link, seal, seed
from regulars.operations.operation import read_operation
from sync.wire import ALONE_MAX, OPERATIONS_MAX, RAW_MAX, BadMessage
from sync.wire_push import Beside, Push, fitting, read_push
from tests.sync.samples import DEVICE, signed_push

PUSH = signed_push()
LINES = PUSH.spelled().split(b"\n")


def made(bodies: tuple[bytes, ...], beside: tuple[Beside, ...] = ()) -> Push:
    return Push(DEVICE, 1, 1, 1, seed(DEVICE, 1), bodies, beside)


def test_operations_travel_as_the_bytes_that_were_hashed() -> None:
    assert LINES[1:3] == list(PUSH.bodies)
    first, second = PUSH.hashes()
    assert first == link(seed(DEVICE, 1), LINES[1])
    assert second == link(first, LINES[2])
    assert PUSH.last == 2


def test_personal_data_travels_beside_and_fits_its_seal() -> None:
    read = read_push(PUSH.spelled())
    assert not isinstance(read, BadMessage)
    (beside,) = read.beside
    assert seal(beside.salt, beside.private) == read_operation(read.bodies[0]).sealed


def test_an_operation_nobody_can_read_does_not_stop_the_others() -> None:
    poisoned = made((b"\xff\x00 no JSON", PUSH.bodies[1]))
    assert read_push(poisoned.spelled()) == poisoned


@pytest.mark.parametrize("place", [1, 2])
def test_a_changed_letter_changes_what_was_signed(place: int) -> None:
    changed = [*LINES]
    changed[place] = changed[place].replace(b"f7", b"f8", 1)
    read = read_push(b"\n".join(changed))
    assert not isinstance(read, BadMessage)
    assert read.statement() != PUSH.statement()


@pytest.mark.parametrize(
    "lines",
    [
        LINES[:2] + LINES[3:],
        [*LINES, b""],
        LINES[:-1],
        [*LINES[:2], b"", *LINES[3:]],
        [LINES[0].replace(b'"operations":2', b'"operations":0'), *LINES[1:]],
        [LINES[0].replace(b'"operations":2', b'"operations":501'), *LINES[1:]],
        [LINES[0].replace(b'"beside":1', b'"beside":3'), *LINES[1:]],
        [LINES[0].replace(b'"first":1', b'"first":4294967295'), *LINES[1:]],
        [LINES[0].replace(b'"epoch":1', b'"epoch":0'), *LINES[1:]],
        [*LINES[:3], LINES[3].replace(b'"seq":1', b'"seq":3'), *LINES[4:]],
        [LINES[0].replace(b'"beside":1', b'"beside":2'), *LINES[1:4], LINES[3], b""],
    ],
)
def test_a_push_that_contradicts_itself_is_refused(lines: list[bytes]) -> None:
    assert isinstance(read_push(b"\n".join(lines)), BadMessage)


def test_a_push_holds_at_most_five_hundred_operations() -> None:
    bodies = [b"{}"] * (OPERATIONS_MAX + 1)
    assert fitting(bodies, [b""] * len(bodies)) == OPERATIONS_MAX
    assert read_push(made(tuple(bodies[1:])).spelled()) == made(tuple(bodies[1:]))
    assert isinstance(read_push(made(tuple(bodies)).spelled()), BadMessage)


def test_several_operations_are_bounded_and_a_long_one_goes_alone() -> None:
    long = encode({"x": "y" * RAW_MAX})
    assert fitting([long, b"{}"], [b"", b""]) == 1
    assert fitting([b"{}", long], [b"", b""]) == 1
    assert read_push(made((long,)).spelled()) == made((long,))
    assert isinstance(read_push(made((long, b"{}")).spelled()), BadMessage)
    assert isinstance(read_push(made((b"y" * ALONE_MAX,)).spelled()), BadMessage)


def test_nothing_fits_where_there_is_nothing() -> None:
    assert fitting([], []) == 0


def test_personal_data_full_of_quotes_still_fits() -> None:
    """Written into a text again, each of them takes two bytes more."""
    bodies, private = [b"{}"] * 200, [encode({"name": '"' * 1_500})] * 200
    count = fitting(bodies, private)
    assert 1 < count < 200
    beside = tuple(Beside(n + 1, bytes(16), private[n]) for n in range(count))
    push = made(tuple(bodies[:count]), beside)
    assert read_push(push.spelled()) == push


nasty = st.text(st.sampled_from('"\\\n\x01é陈'), min_size=100, max_size=3_000)


@given(st.lists(nasty, min_size=1, max_size=120))
def test_what_is_said_to_fit_is_never_refused(texts: list[str]) -> None:
    bodies = [encode({"seq": number}) for number in range(len(texts))]
    private = [encode({"name": text}) for text in texts]
    count = fitting(bodies, private)
    assert 1 <= count <= len(bodies)
    beside = tuple(Beside(n + 1, bytes(16), private[n]) for n in range(count))
    push = replace(made(tuple(bodies[:count]), beside), first=1, epoch=2**31 - 1)
    assert read_push(push.spelled()) == push

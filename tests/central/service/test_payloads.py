"""What a broken or a bad till could push, through the door of a whole centre: each operation has
its place and its outcome, none moves a point it must not, and the honest one behind it is posted.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from central.agreement import Agreement
from central.database import Database, uuid
from central.enrolling import Enrolling
from central.proving import prove
from central.vouching import Vouching
from regulars.canonical import encode
from regulars.ids import spell
from sync.http import HttpCentre
from sync.signing import sign
from sync.wire_problem import Problem
from sync.wire_push import Push, PushAnswer
from tests.central.service.book import Book
from tests.central.service.cast import GENEROUS
from tests.central.service.standing import KEYS, Hand, Running, Shop, Till, ask, running

Change = Callable[[dict[str, Any]], bytes]
HONEST = 7


@dataclass(slots=True)
class Place:
    """A whole centre, and one shop in it."""

    centre: Running
    side: HttpCentre
    shop: Shop

    def enter(self) -> tuple[Book, str]:
        """Let a till in; it has earned a member a hundred points already."""
        book = Book(Till())
        token = book.till.enter(self.side, self.shop.code())
        book.sell(100)
        assert self.results(book, token) == ["posted"]
        return book, token

    def results(self, book: Book, token: str, first: int | None = None) -> list[str]:
        """Push what was written; give what became of each."""
        answer = self.side.push(token, book.push(first))
        assert isinstance(answer, PushAnswer), answer
        return [one.outcome.value for one in answer.results]

    def reviews(self, kind: str) -> int:
        """Count what a person of the shop should look at for a reason."""
        values = {"tenant": uuid(self.shop.tenant), "kind": kind}
        words = b"select 1 from review where tenant = %(tenant)s and kind = %(kind)s"
        return len(
            self.centre.parts.database.read(
                self.shop.tenant, lambda one: one.execute(words, values).fetchall()
            )
        )

    def balance(self, book: Book) -> tuple[int, int]:
        """Give balance and debt of the member's wallet; (0, 0) where there is none."""
        values = {"tenant": uuid(self.shop.tenant), "wallet": uuid(book.wallet)}
        words = (
            b"select balance, debt from wallet where tenant = %(tenant)s and wallet = %(wallet)s"
        )
        rows = self.centre.parts.database.read(
            self.shop.tenant, lambda one: one.execute(words, values).fetchall()
        )
        return (int(rows[0][0]), int(rows[0][1])) if rows else (0, 0)


@pytest.fixture(scope="module")
def place(database: Database) -> Iterator[Place]:
    agreement = Agreement(database, Hand(), Vouching(Enrolling(database, KEYS, Hand())))
    with (
        running(database, agreement=agreement, limits=GENEROUS) as centre,
        centre.till_side() as side,
    ):
        yield Place(centre, side, Shop(centre.parts.enrolling).open())


def data(**more: Any) -> Change:
    """Change what a sale says, spelled as it should be."""
    return lambda whole: encode(whole | {"data": whole["data"] | more})


def loosely(**more: Any) -> Change:
    """Change what a sale says into what has no canonical spelling."""
    return lambda whole: _loose(whole | {"data": whole["data"] | more})


def head(**more: Any) -> Change:
    """Change the head of an operation."""
    return lambda whole: _loose(whole | more)


def _loose(whole: dict[str, Any]) -> bytes:
    return json.dumps(whole, sort_keys=True, separators=(",", ":")).encode()


def replaced(old: bytes, new: bytes) -> Change:
    """Change the bytes themselves."""

    def change(whole: dict[str, Any]) -> bytes:
        raw = encode(whole)
        assert old in raw
        return raw.replace(old, new)

    return change


PARKED: dict[str, Change] = {
    "a key twice": replaced(b'"earned":50', b'"earned":50,"earned":5000'),
    "keys in another order": lambda whole: json.dumps(dict(reversed(whole.items()))).encode(),
    "spaces between": lambda whole: json.dumps(whole).encode(),
    "NaN": loosely(earned=float("nan")),
    "infinity": loosely(earned=float("inf")),
    "more than a float holds": replaced(b'"earned":50', b'"earned":1e400'),
    "five thousand digits": replaced(b'"earned":50', b'"earned":' + b"5" * 5_000),
    "two hundred thousand brackets": lambda _: b"[" * 200_000,
    "objects without end": lambda _: b'{"a":' * 40_000 + b"1" + b"}" * 40_000,
    "half a surrogate": loosely(receipt="\ud800"),
    "a byte that is no text": replaced(b'"typed"', b'"\xff"'),
    "minus one point": data(earned=-1),
    "2^53 + 1 points": loosely(earned=2**53 + 1),
    "2^63 points": loosely(earned=2**63),
    "a point with a fraction": loosely(earned=1.0),
    "points as a text": data(earned="10"),
    "points as true": data(earned=True),
    "points as nothing": loosely(earned=None),
    "2^52 points": data(earned=2**52),
    "points paid below nothing": data(spent=[["0e" * 16, -5]], pays=-5),
    "a balance on top": data(balance=10**9),
    "a day before all days": head(day="0000-00-00"),
    "no kind": head(kind=7),
    "an operation of another shop": head(tenant="0e" * 16),
    "an operation of another till": head(device="0e" * 16),
    "an operation of another life": head(epoch=2),
    "a sequence of another place": head(seq=2**40),
    "a sequence below nothing": head(seq=-1),
    "a version of a later till": head(v=99),
    "a kind of a later till": head(kind="points.minted"),
    "a clock with a sign": head(hlc="-00000000000001"),
    "an instant that is a text": head(at="1970-01-01T00:00:00Z"),
    "an instant with a zone": head(at="2026-03-02T10:00:60+14:00"),
}


@pytest.mark.parametrize("change", PARKED.values(), ids=PARKED)
def test_what_is_no_operation_is_kept_and_moves_nothing(place: Place, change: Change) -> None:
    book, token = place.enter()
    book.bodies.append(change(json.loads(book.body("sale", book.sale(50), {}))))
    book.sell(HONEST)
    assert place.results(book, token) == ["parked", "posted"]
    assert place.results(book, token, 2) == ["parked", "posted"]
    assert place.balance(book) == (100 + HONEST, 0)


def test_control_the_same_operation_unchanged_is_posted(place: Place) -> None:
    book, token = place.enter()
    book.bodies.append(encode(json.loads(book.body("sale", book.sale(50), {}))))
    book.sell(HONEST)
    assert place.results(book, token) == ["posted", "posted"]
    assert place.balance(book) == (150 + HONEST, 0)


EARLY_AND_LATE = {
    "1970": 0,
    "before 1970": -1,
    "9999": 253_402_300_799_000,
    "the end of all time": 2**53 - 1,
}


@pytest.mark.parametrize("at", EARLY_AND_LATE.values(), ids=EARLY_AND_LATE)
def test_a_clock_far_off_loses_no_point_and_stops_nobody(place: Place, at: int) -> None:
    book, token = place.enter()
    book.bodies.append(head(at=at)(json.loads(book.body("sale", book.sale(50), {}))))
    book.sell(HONEST)
    first, honest = place.results(book, token)
    assert honest == "posted"
    assert place.balance(book) == (100 + HONEST + (50 if first == "posted" else 0), 0)


def test_more_than_there_is_is_paid_by_nobody_but_the_shop_and_looked_at(place: Place) -> None:
    book, token = place.enter()
    book.sell(0, spent=130)
    book.sell(HONEST)
    assert place.results(book, token) == ["posted-with-review", "posted"]
    balance, debt = place.balance(book)
    assert balance >= 0
    assert balance - debt in {HONEST, 100 + HONEST - 130}


def reverse(book: Book, of: str, **more: Any) -> dict[str, Any]:
    """Give the data of a refund."""
    names = {"of": of, "member": spell(book.member), "wallet": spell(book.wallet)}
    figures = dict.fromkeys(("debt", "lapsed", "repaid", "paid_back"), 0)
    rest = {"on": "2026-03-02", "why": "refund", "lines": [1_000], "amount": 1_000}
    back = {"earned_back": 100, "taken": 100, "restored": [], "whole": True}
    return names | figures | rest | back | more


def test_a_refund_of_what_nobody_sold_is_for_a_person_to_look_at(place: Place) -> None:
    book, token = place.enter()
    book.write("reverse", reverse(book, "0e" * 16))
    book.write("reverse", reverse(book, "0e" * 16, taken=0, restored=[[spell(book.wallet), 900]]))
    book.sell(HONEST)
    assert place.results(book, token) == ["posted-with-review"] * 2 + ["posted"]
    assert place.reviews("unknown-sale") == 2  # of this shop only this test has any


def test_a_sale_given_back_twice_costs_nobody_twice_and_is_for_a_person_to_look_at(
    place: Place,
) -> None:
    book, token = place.enter()
    sale = json.loads(book.bodies[0])["id"]
    book.write("reverse", reverse(book, sale))
    book.write("reverse", reverse(book, sale))
    book.sell(HONEST)
    assert place.results(book, token) == ["posted", "posted-with-review", "posted"]
    assert place.balance(book) == (HONEST, 0)


def test_what_the_head_of_an_operation_says_besides_is_passed_over(place: Place) -> None:
    book, token = place.enter()
    change = head(is_manager=True, balance=10**9)
    book.bodies.append(change(json.loads(book.body("sale", book.sale(50), {}))))
    assert place.results(book, token) == ["posted"]
    assert place.balance(book) == (150, 0)


def raw_push(place: Place, token: str, raw: bytes) -> tuple[int, str]:
    headers = {"content-type": "application/x-ndjson", "authorization": f"Bearer {token}"}
    answer = ask(place.centre, "POST", "/v1/sync/push", raw, headers)
    return answer.status, answer.problem


def spoil(push: Push, **more: Any) -> bytes:
    """Change the head of a push that was signed."""
    line, rest = push.spelled().split(b"\n", 1)
    return encode(json.loads(line) | more) + b"\n" + rest


BATCHES: dict[str, tuple[Callable[[Push], bytes], tuple[int, str]]] = {
    "an empty batch": (
        lambda push: spoil(replace(push, bodies=()), operations=0),
        (400, "bad-message"),
    ),
    "more than it says": (lambda push: push.spelled() + b"{}\n", (400, "bad-message")),
    "less than it says": (lambda push: spoil(push, operations=3), (400, "bad-message")),
    "a hundred thousand": (
        lambda push: spoil(push, operations=100_000) + b"{}\n" * 99_998,
        (413, "too-large"),
    ),
    "numbers below one": (lambda push: spoil(push, first=0), (400, "bad-message")),
    "numbers beyond all": (lambda push: spoil(push, first=2**32), (400, "bad-message")),
    "the life after this": (lambda push: spoil(push, epoch=2), (403, "forbidden")),
    "another till": (lambda push: spoil(push, device="0e" * 16), (403, "forbidden")),
    "another hash before": (lambda push: spoil(push, previous="0e" * 32), (400, "bad-message")),
    "another signature": (lambda push: spoil(push, signature="0e" * 64), (400, "bad-message")),
    "a signature of nobody": (lambda push: spoil(push, signature=""), (400, "bad-message")),
    "a gap": (lambda push: spoil(push, first=9), (400, "bad-message")),
    "a line of the end": (lambda push: push.spelled()[:-1], (400, "bad-message")),
    "a message of another kind": (lambda _: b'{"want":1}', (400, "bad-message")),
}


@pytest.mark.parametrize(("make", "said"), BATCHES.values(), ids=BATCHES)
def test_a_batch_that_is_none_is_turned_away_whole(
    place: Place, make: Callable[[Push], bytes], said: tuple[int, str]
) -> None:
    book, token = place.enter()
    book.sell(50)
    book.sell(HONEST)
    push = book.push()
    assert raw_push(place, token, make(push)) == said
    assert place.balance(book) == (100, 0)
    assert place.results(book, token, 2) == ["posted", "posted"]


def test_a_gap_that_is_signed_is_asked_for(place: Place) -> None:
    book, token = place.enter()
    book.sell(50)
    book.sell(HONEST)
    answer = place.side.push(token, book.push(3))
    assert isinstance(answer, Problem)
    assert (answer.kind, answer.expected) == ("seq-gap", 2)
    assert place.balance(book) == (100, 0)


def test_a_member_of_another_shop_is_nobody_s_gain(place: Place) -> None:
    other = Place(place.centre, place.side, Shop(place.centre.parts.enrolling).open())
    theirs, _ = other.enter()
    book, token = place.enter()
    book.member, book.wallet = theirs.member, theirs.wallet
    book.sell(900)
    assert place.results(book, token) == ["posted"]
    assert other.balance(theirs) == (100, 0)
    assert place.balance(book) == (900, 0)  # a wallet of the same name in a shop of its own


def test_after_all_of_it_the_books_are_right(place: Place) -> None:
    book, token = place.enter()
    book.sell(HONEST)
    assert place.results(book, token) == ["posted"]
    assert prove(place.centre.parts.database, place.shop.tenant).findings == []
    assert [line for line in place.centre.lines if line["event"] == "bug"] == []


def test_what_a_device_signs_for_another_purpose_is_no_push(place: Place) -> None:
    book, token = place.enter()
    book.sell(50)
    push = book.push()
    other = sign(book.till.key, push.statement().replace(b"regulars-push-1", b"regulars-day-1"))
    answer = place.side.push(token, replace(push, signature=other))
    assert isinstance(answer, Problem)
    assert answer.kind == "bad-message"

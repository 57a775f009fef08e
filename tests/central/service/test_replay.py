"""What somebody recorded on the way does nothing when it is sent again: at once, ten minutes later,
at another door, to another name, or changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from central.certificate import Certificate
from central.database import Database, uuid
from sync.wire_enrol import EnrolAnswer, Nonce, NonceRequest, read_nonce, read_token
from sync.wire_enrol import Token as Given
from sync.wire_look import RetireRequest
from sync.wire_rights import RightsRequest
from tests.central.service.book import Book
from tests.central.service.cast import JSON, NDJSON, QUESTIONS, Cast, Question, cast
from tests.central.service.standing import BOSS, Till

TEN_MINUTES_MS = 600_000
STATE = (
    "select count(*), sum(place) from operation",
    "select count(*), sum(points), sum(debt) from entry",
    "select count(*), sum(balance), sum(held), sum(debt) from wallet",
    "select count(*), sum(granted), sum(returned), sum(used) from holding",
    "select count(*), sum(epoch), count(*) filter (where is_revoked) from device_epoch",
    "select count(*), string_agg(standing, ',' order by device, epoch) from device_epoch",
    "select count(*) from device",
    "select count(*), count(used) from invitation",
    "select count(*), sum(lost) from tenant",
    "select count(*) from review",
)
"""All that a question could change. Nonces are there to be used up, and that somebody asked for a
till to be given up is written down each time (till_act)."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A question as it went over the line, with its token."""

    question: Question
    token: str


@pytest.fixture(scope="module")
def everybody(database: Database, own_certificate: Certificate) -> Iterator[Cast]:
    with cast(database, own_certificate) as one:
        yield one


def state(everybody: Cast) -> list[tuple[Any, ...]]:
    """Give what the shop's tables add up to."""
    values = {"tenant": uuid(everybody.shop.tenant)}

    def look(connection: Any) -> list[tuple[Any, ...]]:
        return [
            connection.execute(f"{words} where tenant = %(tenant)s".encode(), values).fetchone()
            for words in STATE
        ]

    return everybody.centre.parts.database.read(everybody.shop.tenant, look)


def exchange(everybody: Cast) -> list[Recorded]:
    """Let a till join, trade, ask for rights and be given up, and record all it asks."""
    centre, book, lines = everybody.centre, Book(Till()), list[Recorded]()

    def asked(question: Question, token: str = "") -> bytes:
        lines.append(Recorded(question, token))
        answer = question.asked(centre, token)
        assert answer.status == 200, (question, answer)
        return answer.body

    wish = book.till.wish(everybody.shop.code())
    asked(Question("POST", "/v1/enrol", wish.spelled()))
    with centre.till_side() as side:
        welcome = side.enrol(wish)
    assert isinstance(welcome, EnrolAnswer)
    book.till = replace(book.till, tenant=welcome.tenant, store=welcome.store)
    first = NonceRequest(book.till.device, 1).spelled()
    nonce = read_nonce(asked(Question("POST", "/v1/token/nonce", first)))
    assert isinstance(nonce, Nonce)
    proof = book.till.prove(nonce.nonce).spelled()
    token = read_token(asked(Question("POST", "/v1/token", proof)))
    assert isinstance(token, Given)
    book.enrol()
    book.sell(100)
    book.sell(10, spent=30)
    asked(Question("POST", "/v1/sync/push", book.push().spelled(), NDJSON), token.text)
    rights = RightsRequest(book.till.device, 1, 1, book.wallet, 20)
    asked(Question("POST", "/v1/rights", rights.spelled()), token.text)
    for name in ("GET /v1/sync/pull", "POST /v1/rights/report", "POST /v1/pins", "GET /v1/tills"):
        asked(QUESTIONS[name](book), token.text)
    gone = RetireRequest(book.till.device, 1, BOSS, 10_000)
    office = everybody.tokens["office"]
    asked(Question("POST", "/v1/tills/retire", gone.spelled()), office)
    return lines


def again(everybody: Cast, lines: list[Recorded]) -> list[int]:
    return [one.question.asked(everybody.centre, one.token).status for one in lines]


def test_what_was_recorded_does_nothing_again(everybody: Cast) -> None:
    before, lines = state(everybody), exchange(everybody)
    after = state(everybody)
    assert after != before, "the first time it does something"
    assert max(again(everybody, lines)) < 500
    assert state(everybody) == after
    now = everybody.centre.clock.ms
    everybody.centre.clock.ms += TEN_MINUTES_MS
    try:
        assert max(again(everybody, lines)) < 500
        assert state(everybody) == after
    finally:
        everybody.centre.clock.ms = now


def test_a_proof_that_was_recorded_opens_nothing(everybody: Cast) -> None:
    lines = [one for one in exchange(everybody) if one.question.path == "/v1/token"]
    assert again(everybody, lines) == [401]


def test_what_was_recorded_does_nothing_at_another_door(everybody: Cast) -> None:
    lines = exchange(everybody)
    after = state(everybody)
    paths = {one.question.path for one in lines if one.question.method == "POST"}
    for one in lines:
        for path in paths - {one.question.path}:
            for kind in (JSON, NDJSON):
                other = replace(one.question, method="POST", path=path, kind=kind)
                status = other.asked(everybody.centre, one.token).status
                assert status in {400, 401, 403} or path == "/v1/token/nonce", path
    assert state(everybody) == after


def test_a_log_that_was_changed_on_the_way_is_not_taken_in(everybody: Cast) -> None:
    book, token = everybody.about["counter"], everybody.tokens["counter"]
    book.sell(70)
    raw, before = book.push(1).spelled(), state(everybody)
    for at in range(0, len(raw), 37):
        changed = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        question = Question("POST", "/v1/sync/push", changed, NDJSON)
        assert question.asked(everybody.centre, token).status in {400, 403}, at
    assert state(everybody) == before
    whole = Question("POST", "/v1/sync/push", raw, NDJSON)
    assert whole.asked(everybody.centre, token).status == 200
    assert state(everybody) != before


def test_control_without_signatures_a_changed_log_is_taken_in(
    everybody: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("central.agreement.vouches", lambda *_: True)
    book, token = everybody.about["wrong device"], everybody.tokens["wrong device"]
    before, push = state(everybody), book.push(1)
    forged = replace(push, bodies=(push.bodies[0].replace(b'"earned":100', b'"earned":999'),))
    question = Question("POST", "/v1/sync/push", forged.spelled(), NDJSON)
    assert question.asked(everybody.centre, token).status == 200
    assert state(everybody) != before


def test_nonces_that_nobody_uses_do_not_pile_up(everybody: Cast) -> None:
    till = everybody.about["counter"].till
    wish = Question("POST", "/v1/token/nonce", NonceRequest(till.device, 1).spelled())
    for _ in range(60):
        assert wish.asked(everybody.centre, "").status == 200
        everybody.centre.clock.ms += 10_000
    everybody.centre.clock.ms -= 600_000
    values = {"tenant": uuid(till.tenant), "device": uuid(till.device)}
    words = b"select count(*) from nonce where tenant = %(tenant)s and device = %(device)s"
    ((kept,),) = everybody.centre.parts.database.read(
        till.tenant, lambda one: one.execute(words, values).fetchall()
    )
    assert kept <= 16

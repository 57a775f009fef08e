"""Every route, asked by everybody: the routes are the application's own, so a new one without an
answer here fails; what is not yours looks as what is not there."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from starlette.requests import Request
from starlette.routing import Route

from central import agreement as agreeing
from central import looking, pulling
from central.callers import Caller
from central.certificate import Certificate
from central.database import Database
from central.service.doors import Doors
from central.shops import revoke
from regulars.ids import Id, spell
from sync.wire_problem import Problem
from tests.central.service.book import Book
from tests.central.service.cast import GUESTS, QUESTIONS, Cast, cast, nobody, routes
from tests.central.service.standing import Raw, Till

Said = tuple[int, str]
OK, TOKEN, OUT, NO = (200, ""), (401, "token"), (403, "revoked"), (403, "forbidden")
CODE, MORE, GONE = (403, "code"), (409, "mismatch"), (410, "resnapshot")
KEYLESS = dict.fromkeys(("no key", "nonsense", "expired"), TOKEN)


def behind_a_key(**others: Said) -> dict[str, Said]:
    """Give what everybody is told where a token is needed and a till asks about itself."""
    known = {"wrong_device": NO, "revoked": OUT, "retired": OK, "other_shop": NO, "counter": OK}
    said = {**known, "office": NO, **others}
    return KEYLESS | {name.replace("_", " "): answer for name, answer in said.items()}


def anybody(said: Said) -> dict[str, Said]:
    """Give what everybody is told where nobody has to show who they are."""
    return dict.fromkeys(GUESTS, said)


OWN = behind_a_key(wrong_device=OK, other_shop=OK, office=OK)
"""A question that names nobody is about whoever asks."""
PART = "GET /v1/snapshot/{digest}/{part}"
"""A snapshot is for the counters of one store; an office has its own."""
ANSWERS: dict[str, dict[str, Said]] = {
    "POST /v1/enrol": anybody(CODE),
    "POST /v1/token/nonce": anybody(OK) | {"revoked": OUT},
    "POST /v1/token": anybody(TOKEN),
    "POST /v1/sync/push": behind_a_key(),
    "GET /v1/sync/pull": OWN,
    "POST /v1/rights": behind_a_key(),
    "POST /v1/rights/report": behind_a_key(),
    "POST /v1/pins": behind_a_key(retired=NO),
    "GET /v1/tills": OWN | {"retired": NO},
    "POST /v1/tills/retire": behind_a_key(counter=NO, retired=NO, office=MORE),
    "GET /v1/members/{member}/timeline": OWN | {"retired": NO},
    "GET /v1/snapshot": OWN | {"retired": NO},
    PART: behind_a_key(wrong_device=OK, retired=NO, other_shop=GONE, office=GONE),
    "GET /health": anybody(OK),
    "GET /ready": anybody(OK),
    "GET /metrics": anybody(OK),
    "GET /certificate": anybody(OK),
    "GET /openapi.json": anybody(OK),
    "HEAD /openapi.json": anybody(OK),
}


@pytest.fixture(scope="module")
def everybody(database: Database, own_certificate: Certificate) -> Iterator[Cast]:
    """One shop for the whole file; only the last question of each route changes anything."""
    with cast(database, own_certificate) as one:
        yield one


def wrong_cells(everybody: Cast, names: list[str]) -> list[str]:
    """Ask every route as every guest; give each answer that is not the one it should be."""
    wrong = list[str]()
    for name in names:
        for guest in GUESTS:
            about = everybody.whom(guest)
            question = everybody.question(name, about)
            answer = question.asked(everybody.centre, everybody.tokens[guest])
            if (answer.status, answer.problem) != ANSWERS[name][guest]:
                wrong.append(f"{name} as {guest}: {answer.status} {answer.problem}")
            asked = question.path.encode() + question.body
            told = leaks(everybody, guest, asked, answer)
            wrong += [f"{name} tells {guest} {one}" for one in told]
    return wrong


def leaks(everybody: Cast, guest: str, asked: bytes, answer: Raw) -> list[str]:
    """Name what an answer tells of the shop to somebody who has no business there."""
    if guest in {"wrong device", "counter", "office", "retired"}:  # tills of the shop
        return []
    till, told = everybody.about["victim"].till, answer.body.decode("utf-8", "replace")
    names = {"shop": till.tenant, "store": till.store, "till": till.device}
    return [
        name
        for name, one in names.items()
        if spell(one) in told and spell(one).encode() not in asked
    ]


def test_every_route_of_the_application_has_an_answer_for_everybody(everybody: Cast) -> None:
    found = routes(everybody.centre.service.app.routes)
    assert sorted(found) == sorted(ANSWERS) == sorted(QUESTIONS)
    assert [name for name in found if set(ANSWERS[name]) != set(GUESTS)] == []


def test_a_new_route_without_an_answer_is_noticed(everybody: Cast) -> None:
    extra = Route("/v1/backdoor", lambda _: None, methods=["POST"])
    known = everybody.centre.service.app.routes
    assert set(routes([*known, extra])) - set(ANSWERS) == {"POST /v1/backdoor"}


def test_every_route_answers_everybody_as_it_should(everybody: Cast) -> None:
    assert wrong_cells(everybody, list(ANSWERS)) == []


KEYED = [name for name, said in ANSWERS.items() if said["no key"] == TOKEN != said["counter"]]


def test_control_a_centre_that_does_not_ask_who_is_shut_out_is_noticed(
    everybody: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agreeing, "shut_out", lambda *_: None)
    monkeypatch.setattr(pulling, "shut_out", lambda *_: None)
    monkeypatch.setattr(looking, "shut_out", lambda *_: None)
    names = [name for name in KEYED if ANSWERS[name]["retired"] == OK]
    wrong = wrong_cells(everybody, names)
    assert {f"{name} as revoked: 200 " for name in names} <= set(wrong)


def test_control_a_centre_that_believes_who_a_message_says_it_is_from_is_noticed(
    everybody: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Doors._who
    victim = everybody.about["victim"].till

    def trusting(doors: Doors, request: Request) -> Caller | Problem:
        who = right(doors, request)
        if isinstance(who, Problem):
            return who
        return replace(who, tenant=victim.tenant, store=victim.store, device=victim.device)

    monkeypatch.setattr(Doors, "_who", trusting)
    wrong = wrong_cells(everybody, ["POST /v1/sync/push", "POST /v1/rights", "GET /v1/tills"])
    assert "POST /v1/sync/push as wrong device: 200 " in wrong
    assert "POST /v1/rights as other shop: 200 " in wrong
    assert "GET /v1/tills tells other shop till" in wrong


def masked(answer: Raw, *names: Id) -> dict[str, Any]:
    """Give what an answer says, without the names asked for and without time and signature."""
    said = answer.body.decode()
    for name in names:
        said = said.replace(spell(name), "X")
    found: dict[str, Any] = json.loads(said)
    for inner in (found, found.get("wallet", {})):
        for key in ("server_ms", "signature", "nonce"):
            inner.pop(key, None)
    return {"status": answer.status, "problem": answer.problem, "said": found}


TIMELINE = "GET /v1/members/{member}/timeline"
NAMED = [name for name, said in ANSWERS.items() if said["other shop"] == NO]
PAIRS = [(name, guest) for guest in ("other shop", "wrong device") for name in NAMED]
"""A member is the whole shop's, so only another shop must not know of them."""


@pytest.mark.parametrize(("name", "guest"), [*PAIRS, (TIMELINE, "other shop")])
def test_what_is_not_yours_looks_as_what_is_not_there(
    everybody: Cast, name: str, guest: str
) -> None:
    victim = everybody.about["victim"]
    theirs, nowhere = (
        masked(
            everybody.question(name, about).asked(everybody.centre, everybody.tokens[guest]),
            about.till.device, about.member, about.wallet,
        )
        for about in (victim, nobody(victim.till))
    )  # fmt: skip
    assert theirs == nowhere


def test_a_wallet_of_another_shop_looks_as_one_that_is_not_there(everybody: Cast) -> None:
    victim, other = everybody.about["victim"], everybody.about["other shop"]
    answers = [
        masked(
            QUESTIONS["POST /v1/rights"](replace(other, wallet=wallet)).asked(
                everybody.centre, everybody.tokens["other shop"]
            ),
            wallet,
        )
        for wallet in (victim.wallet, Id(uuid4().bytes))
    ]
    assert answers[0] == answers[1]
    assert answers[0]["said"]["wallet"]["balance"] == 0


def test_a_snapshot_of_another_shop_looks_as_one_that_is_not_there(everybody: Cast) -> None:
    victim, token = everybody.about["victim"], everybody.tokens["other shop"]
    theirs = everybody.question(PART, victim).asked(everybody.centre, token)
    nowhere = QUESTIONS[PART](victim).asked(everybody.centre, token)
    assert masked(theirs) == masked(nowhere)


def test_a_till_of_the_shop_does_see_what_another_shop_does_not(everybody: Cast) -> None:
    question = QUESTIONS[TIMELINE](everybody.about["victim"])
    own = question.asked(everybody.centre, everybody.tokens["wrong device"])
    assert json.loads(own.body)["acts"]


def test_whoever_is_shut_out_is_so_with_the_very_next_question(everybody: Cast) -> None:
    till, centre = Till(), everybody.centre
    with centre.till_side() as side:
        token = till.enter(side, everybody.shop.code())
    about = Book(till)
    about.sell(100)
    names = [name for name in KEYED if ANSWERS[name]["counter"] == OK]
    for name in names:
        assert everybody.question(name, about).asked(centre, token).status == 200, name
    assert revoke(centre.parts.database, everybody.shop.tenant, till.device)
    for name in names:
        answer = everybody.question(name, about).asked(centre, token)
        assert (answer.status, answer.problem) == OUT, name

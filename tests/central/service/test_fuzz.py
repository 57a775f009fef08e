"""Whatever is asked, no answer is a fault of ours, and every one is as OpenAPI says.

REGULARS_FUZZ sets how many questions (make nightly: 200,000 and more).
"""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from central.database import Database
from central.proving import prove
from central.service import doors as opened
from central.service import forms
from central.service.answers import NDJSON
from central.service.openapi import DOORS, Door
from regulars.ids import spell
from regulars.operations.kinds import KINDS
from sync.trouble import SyncTrouble
from sync.wire_pull import Page, PullRequest
from sync.wire_push import Outcome
from tests.central.service import fuzz
from tests.central.service.book import Book
from tests.central.service.fuzz import Asked, faults
from tests.central.service.placed import Place, placed
from tests.regulars.operations.samples import sample

QUESTIONS = int(os.environ.get("REGULARS_FUZZ", "400"))
PUSHES = max(1, QUESTIONS // 5)
RUN = settings(
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],  # the centre remembers, so nothing can be played again to shrink it
)
NONSENSE = ["", "nonsense", "AAAA" * 30, "é"]


@pytest.fixture(scope="module")
def place(database: Database) -> Iterator[Place]:
    """A centre that tells nobody to wait."""
    with placed(database) as one:
        yield one


def asked_at(place: Place, door: Door, count: int) -> list[str]:
    """Ask a door many things; give what was wrong with the answers."""
    wrong = list[str]()
    tokens = [place.tokens[0]] * 8 + [place.tokens[1]] * 4 + NONSENSE[:3]

    @settings(RUN, max_examples=count)
    @given(fuzz.questions(door, tokens, place.known))
    def play(question: Asked) -> None:
        found = place.caller.wrong(door, question)
        wrong.extend(f"{one} after {question}"[:600] for one in found)

    play()
    return wrong


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_no_question_is_answered_with_a_fault_or_otherwise_than_told(
    place: Place, door: Door
) -> None:
    share = 1 if door.question is None and not door.extra().get("parameters") else 10
    whole = sum(10 if one.question or one.extra().get("parameters") else 1 for one in DOORS)
    before = place.caller.asked
    assert asked_at(place, door, max(10, (QUESTIONS - PUSHES) * share // whole)) == []
    assert place.caller.asked > before


def test_control_a_door_that_trips_over_a_message_is_noticed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trips(raw: bytes) -> Any:
        return json.loads(raw)["device"]

    monkeypatch.setattr(opened, "read_rights_request", trips)
    [door] = [one for one in DOORS if one.name == "rights"]
    wrong = asked_at(place, door, 60)
    assert any(one.startswith("status 500") for one in wrong)


def test_control_an_answer_that_openapi_does_not_tell_is_noticed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = place.caller.told["paths"]["/v1/tills"]["get"]["responses"]
    monkeypatch.delitem(said["200"]["content"]["application/json"]["schema"]["properties"], "tills")
    monkeypatch.delitem(said, "401")
    [door] = [one for one in DOORS if one.name == "tills"]
    wrong = asked_at(place, door, 60)
    assert any(one.startswith("is not as told: .tills") for one in wrong)
    assert any(one.startswith("status 401 is not told of") for one in wrong)


@st.composite
def operations(draw: st.DrawFn, book: Book) -> list[bytes]:
    """Make operations of every kind, spoiled somewhere, each at its place in a log."""
    found = list[bytes]()
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(sorted(KINDS)))
        data = dict(sample(kind).data)
        at = draw(st.integers(1, 20))  # never drawn from the log, which grows meanwhile
        done = book.bodies[-min(at, len(book.bodies))].partition(b'"id":"')[2][:32]
        names = {"member": spell(book.member), "wallet": spell(book.wallet), "other": "0e" * 16}
        names |= {"of": done.decode("ascii", "replace")}  # what was done before, as far as it was
        data |= {
            name: value for name, value in names.items() if name in data and draw(st.booleans())
        }
        whole = json.loads(book.body(kind, data, {}))
        whole["seq"] += len(found)
        for _ in range(draw(st.integers(0, 3))):
            whole["data"] = draw(fuzz.spoiled(whole["data"]))
        whole = draw(fuzz.spoiled(whole)) if draw(st.integers(0, 5)) == 0 else whole
        spelled = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        found.append(spelled.encode("utf-8", "surrogatepass").replace(b"\n", b""))
    return found


def unreadable(place: Place) -> list[str]:
    """Read the whole feed as both tills do; give what was wrong with the pages."""
    wrong = list[str]()
    with place.caller.centre.till_side() as side:
        for token in place.tokens:
            cursor, is_read = "", False
            while not is_read:
                try:
                    page = side.pull(token, PullRequest(cursor, 50))
                except SyncTrouble as trouble:
                    wrong.append(f"behind {cursor!r}: {trouble}")
                    break
                assert isinstance(page, Page), page
                cursor, is_read = page.cursor, page.up_to_date
    return wrong


def test_no_operation_whatever_it_says_stops_a_log_or_spoils_the_books(place: Place) -> None:
    book, token, caller = place.books[0], place.tokens[0], place.caller
    headers = (("authorization", f"Bearer {token}"), ("content-type", NDJSON))
    wrong, before = list[str](), len(caller.centre.lines)

    @settings(RUN, max_examples=PUSHES)
    @given(operations(book))
    def play(bodies: list[bytes]) -> None:
        book.bodies.extend(bodies)
        raw = book.push().spelled()
        answer = caller.ask(Asked("POST", "/v1/sync/push", headers, raw))
        said = json.loads(answer.body)
        if answer.status != 200 or said["acked"] != len(book.bodies):
            wrong.extend([*faults(answer), f"{said} after {bodies}"[:900]])

    play()
    assert wrong[:3] == []
    book.sell(7)
    answer = caller.ask(Asked("POST", "/v1/sync/push", headers, book.push().spelled()))
    assert json.loads(answer.body)["results"][-1]["result"] == Outcome.POSTED
    assert prove(caller.centre.parts.database, place.shop.tenant).findings == []
    assert unreadable(place) == []
    assert [one for one in caller.centre.lines[before:] if one["event"] == "bug"] == []


def test_the_forms_fuzzed_are_those_that_are_told(place: Place) -> None:
    told = place.caller.told["paths"]["/v1/rights"]["post"]["requestBody"]["content"]
    assert told["application/json"]["schema"] == forms.RIGHTS_REQUEST

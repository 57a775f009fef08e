"""Every message: its golden bytes, its way there and back, and whatever bytes are sent instead."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.agreement import messages
from sync.enrolment import Standing
from sync.signing import public_key, vouches
from sync.wire import SIGNATURE_BYTES, BadMessage
from sync.wire_enrol import EnrolRequest, read_enrol_request
from sync.wire_problem import Problem, ProblemKind, read_problem
from sync.wire_pull import Page, PullRequest, read_page, read_pull_request
from sync.wire_push import Outcome, read_push_answer
from sync.wire_rights import read_wallet_row
from tests.sync.samples import (
    DEVICE,
    PUSH_ANSWER,
    SAMPLES,
    SECRETS,
    TENANT,
    TILL_KEY,
    enrolment,
    signed_rights,
)

GOLDEN = Path(__file__).with_name("golden")
WHOLE_PROBLEMS = {"problem.seq-gap", "problem.resnapshot"}
# Problems differ in a word: those with most fields stand for them all where bytes are changed.
SHAPES = sorted(name for name in SAMPLES if name in WHOLE_PROBLEMS or "problem" not in name)
OBJECTS = sorted(set(SHAPES) - {"push"})
MAY_BE_LEFT_OUT = {
    "after",
    "count",
    "checksums",
    "funding",
    "hlc",
    "reached",
    "secrets",
    "shop",
    "told",
    "why",
}
STRANGE: tuple[Any, ...] = (None, True, -1, 1.5, 2**70, "", "x", "\n" * 5_000, [], [[]], [{}], {})


def golden(name: str) -> bytes:
    """Read the bytes a message had when it was first written; they never change."""
    return (GOLDEN / f"{name}.txt").read_bytes()


def test_every_message_has_golden_bytes_and_nothing_else_has() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(SAMPLES)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_bytes_of_a_message_are_what_they_always_were(name: str) -> None:
    assert SAMPLES[name].message.spelled() == golden(name)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_message_is_read_back_as_it_was_written(name: str) -> None:
    assert SAMPLES[name].read(golden(name)) == SAMPLES[name].message


@pytest.mark.parametrize("name", OBJECTS)
def test_a_field_nobody_knows_is_passed_over(name: str) -> None:
    said = json.loads(golden(name)) | {"of_a_later_version": [None, 1.5, {"deep": []}]}
    assert SAMPLES[name].read(json.dumps(said).encode()) == SAMPLES[name].message


@pytest.mark.parametrize("name", OBJECTS)
def test_a_field_that_is_missing_is_named(name: str) -> None:
    said = json.loads(golden(name))
    may = MAY_BE_LEFT_OUT | ({"signature"} if name == "page" else set())
    must = {"type"} if "problem" in name else said.keys() - may
    for field in must:
        less = {key: value for key, value in said.items() if key != field}
        answer = SAMPLES[name].read(json.dumps(less).encode())
        assert isinstance(answer, BadMessage), field
        assert field in answer.sentence


def test_what_a_newer_centre_says_in_a_page_is_under_its_signature() -> None:
    said = json.loads(golden("page")) | {"of_a_later_version": {"a": 1}, "strange": 1.5}
    page = read_page(json.dumps(said).encode())
    known = read_page(golden("page"))
    assert isinstance(page, Page)
    assert isinstance(known, Page)
    assert page == known, "nothing goes by it"
    signed = [one.statement(TENANT, DEVICE, 1) for one in (page, known)]
    assert signed[0] != signed[1]
    assert b"of_a_later_version" in page.spelled()
    assert b"strange" not in page.spelled()


def variants(value: Any, strange: Any) -> Iterator[Any]:
    """Give a value with one thing in it, at any depth, put in the place of something strange."""
    yield strange
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from ({**value, key: other} for other in variants(inner, strange))
    if isinstance(value, list):
        for place, inner in enumerate(value):
            for other in variants(inner, strange):
                yield [*value[:place], other, *value[place + 1 :]]


@pytest.mark.parametrize("name", OBJECTS)
def test_something_strange_in_any_place_never_raises(name: str) -> None:
    said = json.loads(golden(name))
    bad = 0
    for strange in STRANGE:
        for other in variants(said, strange):
            answer = SAMPLES[name].read(json.dumps(other).encode())
            assert answer is not None
            bad += isinstance(answer, BadMessage)
    assert bad >= len(STRANGE) * 2


@pytest.mark.parametrize("name", SHAPES)
def test_a_message_that_broke_off_anywhere_is_no_message(name: str) -> None:
    whole = golden(name)
    for length in range(len(whole)):
        assert isinstance(SAMPLES[name].read(whole[:length]), BadMessage), length


@pytest.mark.parametrize("name", SHAPES)
@settings(max_examples=40)
@given(st.data())
def test_changed_bytes_never_raise(name: str, data: st.DataObject) -> None:
    whole = bytearray(golden(name))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert SAMPLES[name].read(bytes(whole)) is not None


@given(st.binary(max_size=200))
def test_any_bytes_at_all_never_raise(raw: bytes) -> None:
    for one in SAMPLES.values():
        assert isinstance(one.read(raw), BadMessage)


def test_true_is_not_a_number() -> None:
    said = golden("report_answer").replace(b'"waiting":3', b'"waiting":true')
    assert isinstance(SAMPLES["report_answer"].read(said), BadMessage)


def test_a_nest_without_end_is_a_bad_message() -> None:
    for one in SAMPLES.values():
        assert isinstance(one.read(b'{"rows":' + b"[" * 100_000), BadMessage)


def test_words_of_a_newer_centre_do_not_stop_an_older_till() -> None:
    answer = golden("push_answer").replace(b'"posted"', b'"posted_tomorrow"')
    read = read_push_answer(answer)
    assert not isinstance(read, BadMessage)
    assert read.acked == PUSH_ANSWER.acked
    assert [one.outcome for one in read.results] == [Outcome.OTHER, Outcome.POSTED_WITH_REVIEW]
    strange = golden("push_answer").replace(b'"live"', b'"on-holiday"')
    frozen = read_push_answer(strange)
    assert not isinstance(frozen, BadMessage)
    assert frozen.standing is Standing.QUARANTINED  # whatever it means, it spends nothing
    problem = read_problem(golden("problem.token").replace(b"/token", b"/full-moon"))
    assert problem == Problem(ProblemKind.OTHER)


def test_a_row_without_a_name_or_a_place_spoils_its_page() -> None:
    assert read_page(golden("page").replace(b'"id"', b'"di"')) == BadMessage("'id' is missing")
    assert read_page(golden("page").replace(b'"seq"', b'"sqe"')) == BadMessage("'seq' is missing")


def test_a_row_of_rights_is_read_from_its_page() -> None:
    page = read_page(golden("page"))
    assert not isinstance(page, BadMessage)
    assert read_wallet_row(page.rows["wallet"][0]) == signed_rights()
    assert len(signed_rights().signature) == SIGNATURE_BYTES


@pytest.mark.parametrize("day", ["2026-2-3", "20260203", "2026-02-30", "-", "2026-W06-2"])
def test_a_day_has_one_spelling(day: str) -> None:
    row = {**signed_rights().row(), "backed": [[day, 1]]}
    assert isinstance(read_wallet_row(row), BadMessage)


@given(
    st.builds(
        PullRequest,
        cursor=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=512),
        limit=st.integers(1, 5_000),
        wait_s=st.integers(0, 25),
        schema=st.integers(1, 1_000_000),
        hears=st.booleans(),
        ended=st.none()
        | st.dictionaries(st.integers(1, 2**31 - 1), st.integers(0, 2**32 - 1), max_size=200).map(
            lambda lives: tuple(sorted(lives.items()))
        ),
    )
)
def test_a_pull_is_read_back_from_its_address(request: PullRequest) -> None:
    from urllib.parse import parse_qsl

    query = dict(parse_qsl(request.query(), keep_blank_values=True))
    assert read_pull_request(query) == request


def test_a_pull_that_says_nothing_begins_at_the_beginning() -> None:
    assert read_pull_request({}) == PullRequest()


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "5001"},
        {"limit": "٣"},
        {"wait": "-1"},
        {"wait": "26"},
        {"schema": ""},
        {"schema": "9" * 5_000},
        {"cursor": "a\n"},
        {"cursor": "é"},
        {"cursor": "c" * 513},
        {"ended": "1"},
        {"ended": "1.2,"},
        {"ended": "0.2"},
        {"ended": "1.-2"},
        {"ended": "1.2,1.3"},
        {"ended": "2.1,1.1"},
        {"ended": "1.4294967296"},
        {"ended": ",".join(f"{epoch}.1" for epoch in range(1, 202))},
    ],
)
def test_a_pull_that_cannot_be_is_refused(query: dict[str, str]) -> None:
    assert isinstance(read_pull_request(query), BadMessage)


@pytest.mark.parametrize("name", SHAPES)
def test_the_examples_in_the_docs_are_the_real_bytes(name: str) -> None:
    docs = (Path(__file__).parents[2] / "docs" / "wire.md").read_text(encoding="utf-8")
    assert f"```\n{golden(name).decode().rstrip()}\n```" in docs


def test_every_problem_is_in_the_docs() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "wire.md").read_text(encoding="utf-8")
    for kind in set(ProblemKind) - {ProblemKind.OTHER}:
        assert f"`{kind.value}`" in docs
    for outcome in set(Outcome) - {Outcome.OTHER}:
        assert f"| `{outcome.value}` |" in docs


def test_every_word_of_the_shared_rules_can_be_said() -> None:
    said = {outcome.value for outcome in messages.Outcome}
    assert said <= {outcome.value for outcome in Outcome}
    assert {one.value for one in messages.Standing} <= {one.value for one in Standing}


def test_a_shop_that_brings_a_key_older_centres_do_not_know_is_let_in_there() -> None:
    shared = replace(SECRETS, alias=b"\x55" * 32)
    wish = enrolment(shared)
    read = read_enrol_request(wish.spelled())
    assert isinstance(read, EnrolRequest)
    assert read.secrets is not None
    assert read.secrets.alias == shared.alias, "a centre of today keeps it"
    older = replace(read, secrets=SECRETS)
    assert vouches(public_key(TILL_KEY), older.statement(), read.signature)
    control = replace(read, secrets=replace(SECRETS, pepper=b"\x56" * 32))
    assert not vouches(public_key(TILL_KEY), control.statement(), read.signature)

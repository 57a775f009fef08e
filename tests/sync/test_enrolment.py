"""The one-time code: how it is typed and misread, how long it lives, that it works once."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.codes import ALPHABET, enrolment_text, read_enrolment
from sync.enrolment import (
    CODE_LIVES_MS,
    FINGERPRINT_BYTES,
    CodeProblem,
    Invitation,
    Role,
    Secrets,
    code_fingerprint,
    code_problem,
)
from tests.sync.samples import NOW_MS, SECRETS, STORE, TENANT, WELCOME, enrolment

SHOWN = enrolment_text(bytes([7, 1, 200, 33, 90, 4, 64, 9]))
INVITATION = Invitation(b"\x01" * 32, TENANT, STORE, Role.COUNTER, founds=False, made_ms=NOW_MS)


@given(st.binary(min_size=8, max_size=8))
def test_a_code_is_read_as_it_was_shown(random_bytes: bytes) -> None:
    shown = enrolment_text(random_bytes)
    assert [len(group) for group in shown.split("-")] == [4, 4, 4]
    code = read_enrolment(shown)
    assert code == shown.replace("-", "")
    drawn = sum(ALPHABET.index(one) << 5 * place for place, one in enumerate(reversed(code)))
    assert drawn == int.from_bytes(random_bytes, "big") >> 4, "sixty bits of chance"


@pytest.mark.parametrize(
    "typed",
    [
        SHOWN.lower(),
        SHOWN.replace("-", ""),
        f"  {SHOWN[:4]} {SHOWN[5:9]}_{SHOWN[10:]} ",
        SHOWN.replace("0", "o").replace("1", "l"),
        SHOWN.translate({ord("0") + n: 0xFF10 + n for n in range(10)}),
    ],
)
def test_a_code_is_read_however_people_type_it(typed: str) -> None:
    assert read_enrolment(typed) == read_enrolment(SHOWN)


@pytest.mark.parametrize("typed", ["", "-", SHOWN[:-1], SHOWN + "0", "陈" * 12, "U" * 12])
def test_what_is_no_code_is_not_taken_for_one(typed: str) -> None:
    assert read_enrolment(typed) is None


def test_the_centre_keeps_no_code_it_could_show() -> None:
    code = read_enrolment(SHOWN)
    assert code is not None
    kept = code_fingerprint(code)
    assert len(kept) == FINGERPRINT_BYTES
    assert code.encode() not in kept
    assert kept != code_fingerprint(code[::-1])


def test_a_code_opens_for_ten_minutes() -> None:
    assert code_problem(INVITATION, NOW_MS) is None
    assert code_problem(INVITATION, NOW_MS + CODE_LIVES_MS - 1) is None
    assert code_problem(INVITATION, NOW_MS + CODE_LIVES_MS) is CodeProblem.EXPIRED


def test_setting_the_clock_back_does_not_bring_a_code_back() -> None:
    assert code_problem(INVITATION, NOW_MS - 1) is CodeProblem.EXPIRED


def test_a_code_opens_once() -> None:
    used = replace(INVITATION, used_ms=NOW_MS + 5)
    assert code_problem(used, NOW_MS + 6) is CodeProblem.USED


@pytest.mark.parametrize("one", [SECRETS, WELCOME, enrolment(SECRETS)])
def test_keys_and_codes_do_not_stand_in_a_log_by_accident(one: object) -> None:
    said = repr(one)
    assert "\\x33" not in said
    assert "333" not in said
    assert "7K3M9QZT" not in said


def test_two_keys_are_two_things() -> None:
    assert Secrets(b"a", b"b") != Secrets(b"b", b"a")

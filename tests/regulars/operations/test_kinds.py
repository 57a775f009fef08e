"""Every kind of operation: its golden bytes, its rule to rebuild from it, what it refuses."""

from pathlib import Path

import pytest

from desktop.store.apply import APPLIED_KINDS
from regulars.canonical import NotCanonicalError
from regulars.operations.chain import link
from regulars.operations.kinds import KINDS, WrongDataError, check_data
from regulars.operations.operation import Operation, read_operation
from regulars.points.ledger import postings
from tests.regulars.operations.samples import DATA, private_of, sample

GOLDEN = Path(__file__).with_name("golden")


def golden(kind: str) -> bytes:
    """Read the bytes a kind had when it was first written; they never change."""
    return (GOLDEN / f"{kind}.json").read_bytes().removesuffix(b"\n")


def test_every_kind_has_golden_bytes_and_nothing_else_has() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(KINDS)


def test_every_kind_has_a_rule_to_rebuild_from_it() -> None:
    assert set(KINDS) == APPLIED_KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_bytes_of_a_kind_are_what_they_always_were(kind: str) -> None:
    assert sample(kind).body() == golden(kind)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_operation_is_read_back_as_it_was_written(kind: str) -> None:
    read = read_operation(golden(kind))
    assert read == sample(kind)
    check_data(kind, read.data, dict.fromkeys(KINDS[kind].private, "x"))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_missing_a_strange_or_a_mistyped_field_is_refused(kind: str) -> None:
    data = dict(DATA[kind])
    name = next(iter(data))
    with pytest.raises(WrongDataError):
        check_data(kind, {key: value for key, value in data.items() if key != name}, {})
    with pytest.raises(WrongDataError):
        check_data(kind, data | {"stranger": 1}, {})
    for key, value in data.items():
        wrong: object = 1 if isinstance(value, str | bool) else "text"
        with pytest.raises(WrongDataError):
            check_data(kind, data | {key: wrong}, {})
    with pytest.raises(WrongDataError):
        check_data(kind, data, {"nickname": "x"})


def test_a_field_that_may_be_there_is_of_its_type() -> None:
    data = DATA["refund.request"]
    assert KINDS["refund.request"].optional == {"known": list}
    check_data("refund.request", data, {})
    check_data("refund.request", data | {"known": [300, 0]}, {})
    with pytest.raises(WrongDataError, match="known"):
        check_data("refund.request", data | {"known": 300}, {})
    with pytest.raises(WrongDataError, match="known"):
        check_data("reverse", DATA["reverse"] | {"known": [300]}, {})


def test_only_kinds_that_say_so_move_points() -> None:
    moving = {kind for kind in KINDS if postings(kind, "f7" * 16, DATA[kind])}
    assert moving == {kind for kind, one in KINDS.items() if one.moves_points}


def test_true_is_not_a_number_of_points() -> None:
    with pytest.raises(WrongDataError):
        check_data("adjust", dict(DATA["adjust"]) | {"points": True}, {})


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(WrongDataError):
        check_data("gift", {}, {})


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_personal_data_is_not_in_the_bytes(kind: str) -> None:
    assert b"made up" not in golden(kind)
    assert (b'"p":"' in golden(kind)) == bool(KINDS[kind].private)
    if KINDS[kind].private:
        assert private_of(kind)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"v":1}',
        golden("till").replace(b'"v":1', b'"v":1.0'),
        golden("till").replace(b'"v":1', b'"v": 1'),
        golden("till").replace(b'"v":1', b'"v":true'),
        golden("till").replace(b'"seq":7', b'"seq":"7"'),
        golden("till").replace(b'"day":"2026-03-02"', b'"day":"2026-02-30"'),
        golden("till").replace(b'"day":"2026-03-02"', b'"day":"20260302"'),
        golden("till").replace(b'"day":"2026-03-02"', b'"day":"2026-W10-1"'),
        golden("till").replace(b'"programme":"', b'"programme":" '),
        golden("till").replace(b'"id":"f7f7', b'"id":"F7f7'),
        golden("till").replace(b'"data":{', b'"data":[{').replace(b"}", b"}]", 1),
    ],
)
def test_bytes_that_are_no_operation_are_refused(broken: bytes) -> None:
    with pytest.raises(NotCanonicalError):
        read_operation(broken)


def test_one_changed_letter_changes_every_hash_after_it() -> None:
    bodies = [golden(kind) for kind in sorted(KINDS)]

    def chain(of: list[bytes]) -> list[bytes]:
        hashes = [bytes(32)]
        for body in of:
            hashes.append(link(hashes[-1], body))
        return hashes[1:]

    changed = [*bodies]
    changed[3] = changed[3].replace(b"f7", b"f8", 1)
    same = [a == b for a, b in zip(chain(bodies), chain(changed), strict=True)]
    assert same == [True] * 3 + [False] * (len(bodies) - 3)


def test_a_body_is_an_operation_with_its_header() -> None:
    one = sample("till")
    assert Operation(one.header, one.data).body() == one.body()

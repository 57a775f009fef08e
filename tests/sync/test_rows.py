"""Rows of the feed are read as they were written, and what is not one is a value that says why."""

from collections.abc import Callable
from datetime import date
from functools import partial
from random import Random
from typing import Any

import pytest

from regulars.canonical import encode, parse
from regulars.ids import Id
from sync import wire_rights
from sync.wire import BadMessage, Fields, attempt
from sync.wire_look import ReviewRow, read_review_row
from sync.wire_rights import read_wallet_row
from sync.wire_rows import (
    CardRow,
    ConsentRow,
    Dealt,
    LinkRow,
    MemberRow,
    StaffRow,
    read_card_row,
    read_consent_row,
    read_link_row,
    read_member_row,
    read_staff_row,
)
from sync.wire_shop import (
    DocumentRow,
    PinRow,
    StoreRow,
    TillRow,
    read_document_row,
    read_pin_row,
    read_store_row,
    read_till_row,
)

A, B = Id(b"\xa1" * 16), Id(b"\xb2" * 16)
DEALT = Dealt((A, B), (300, 0), (Id(b"\xc3" * 16),), (300, 0), A, is_gone=True)
ON = date(2026, 3, 2)
Read = Callable[[Any], object]
ROWS: list[tuple[Any, Read]] = [
    (MemberRow(A, 3, B, "2900420000172", ON), read_member_row),
    (MemberRow(A, 3, B, "", ON, "林", "+886912345678", "5678", "--05-06", "en"), read_member_row),
    (MemberRow(A, 3, B, "", ON, seen=(1, 7)), read_member_row),
    (CardRow(b"c" * 32, 4, A), read_card_row),
    (CardRow(b"c" * 32, 4, None, "alias", is_revoked=True), read_card_row),
    (LinkRow("alias", A, 5, B), lambda row: read_link_row("alias", row)),
    (LinkRow("request", A, 5, None), lambda row: read_link_row("request", row)),
    (LinkRow("request", A, 5, B, DEALT), lambda row: read_link_row("request", row)),
    (ConsentRow(A, "news", 6, "2026-11", given=True, channel="web", at_ms=7), read_consent_row),
    (ReviewRow(A, 8, "same-receipt", "f7", 100, B, (A, B), ON), read_review_row),
    (ReviewRow(A, 8, "loss", "", 0, None, (), ON, "carry", B, ON), read_review_row),
    (
        ConsentRow(A, "news", 6, "2026-11", given=True, channel="web", at_ms=7, seen=(2, 1)),
        read_consent_row,
    ),
    (StaffRow(A, 7, "Wen", "cashier", is_active=False), read_staff_row),
    (StoreRow(A, 8, "街角", (1, 4)), read_store_row),
    (TillRow(A, 8, B, "Front", "live", "office", (1, 4)), read_till_row),
    (TillRow(A, 8, None, "", "revoked"), read_till_row),
    (DocumentRow("setting", "a", 9, {"key": "a", "value": "b"}, (2, 1)), read_document_row),
    (PinRow(A, 10, "$argon2id$made up", 5), read_pin_row),
]


def _wallets(chance: Random) -> dict[str, Any]:
    """Draw a wallet's row, mostly whole, with something odd in it now and then."""
    ends = ["", "2026-03-31", "2027-01-01"]
    backed = [[chance.choice(ends), chance.randrange(900)] for _ in range(chance.randrange(4))]
    row: dict[str, Any] = {name: chance.randrange(10**12) for name in ("balance", "debt")}
    row |= {name: chance.randrange(900) for name in ("granted", "keep")}
    row |= {"id": "a1" * 16, "tenant": "b2" * 16, "device": "c3" * 16, "epoch": 1, "seq": 9}
    row |= {"seen": [chance.randrange(2), chance.randrange(99)], "backed": backed}
    odd: list[Any] = [
        -1,
        0,
        1 << 60,
        True,
        1.0,
        None,
        "",
        "A1" * 16,
        "a1 " * 10 + "a1",
        "ab",
        [],
        {},
    ]
    odd += [[[]], [1], [1, 2, 3], [-1, 2], [0, 1 << 60], "xy", {"a": 1, "b": 2}, [["", 1]] * 1_001]
    odd += [[[day, some]] for day in ("", "2026-3-1", 7, None) for some in (-1, 1 << 60, "5", True)]
    if chance.randrange(3):
        row[chance.choice(sorted(row))] = chance.choice(odd)
    if not chance.randrange(9):
        row.pop(chance.choice(sorted(row)))
    if not chance.randrange(9):
        row["signature"] = "00" * 64
    return row


def test_what_is_read_quickly_is_read_as_field_by_field() -> None:
    chance, quick = Random(3), 0
    for _ in range(20_000):
        row = _wallets(chance)
        strictly = attempt(partial(wire_rights._wallet_row, Fields(row)))
        found = wire_rights.plain_wallet_row(row)
        assert found in (None, strictly), row
        quick += found is not None
        if isinstance(strictly, BadMessage):
            assert read_wallet_row(row) == strictly
    assert quick > 5_000


@pytest.mark.parametrize(("row", "read"), ROWS)
def test_a_row_is_read_as_it_was_written(row: Any, read: Read) -> None:
    spelled: Any = parse(encode(row.row()))
    assert read(spelled) == row
    assert read({**spelled, "of a newer centre": 1}) == row


@pytest.mark.parametrize(("row", "read"), ROWS)
def test_a_field_that_is_missing_or_of_another_type_is_named(row: Any, read: Read) -> None:
    spelled = row.row()
    optional = {"name", "phone", "tail", "birthday", "language"} if "joined" in spelled else set()
    optional |= {"role"} if "standing" in spelled else set()
    dealt = {"done", "cash", "refused", "back", "at", "gone"}
    optional |= dealt if isinstance(row, LinkRow) else set()
    optional |= {"choice"} if isinstance(row, ReviewRow) else set()
    optional |= {"seen"} if isinstance(row, MemberRow | ConsentRow) else set()
    has_own_id = isinstance(row, ConsentRow | DocumentRow)
    for name in spelled.keys() - {"id"} if has_own_id else spelled:
        for wrong in ({**spelled, name: [[1]]}, {k: v for k, v in spelled.items() if k != name}):
            found = read(wrong)
            if name in wrong or name not in optional:
                assert isinstance(found, BadMessage), (name, found)
                assert repr(name) in found.sentence

"""Rows with odd things in them are taken in together as they are one by one, and stop nobody.

A newer centre may say more in a row than this program knows; one that is not honest says anything.
"""

import random
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import pytest

from desktop.store import feed, many
from desktop.store.till_store import OwnFile
from regulars.canonical import INTEGER_BOUND, Json, spell_again
from regulars.ids import Id
from sync.enrolment import Standing
from sync.wire_pull import Gone, Page, read_page
from sync.wire_push import EPOCH_MAX, SEQ_MAX
from sync.wire_rights import POINTS_MAX
from sync.wire_rows import CardRow
from tests.desktop.agreeing import test_many
from tests.desktop.agreeing.test_many import PAGES, Twins, drawn

twins = test_many.twins
_REVOKED, _OTHERS = b"r" * 32, 9
_NAMES = ("new", "tail", "phone", "name", "birthday", "language", "mark", "state")
_ODD: tuple[Any, ...] = (
    0, 0.5, None, 1 << 60, -1, INTEGER_BOUND - 1, POINTS_MAX, POINTS_MAX + 1, True, False,
    [], {}, [[[]]], [1, 2],
    [EPOCH_MAX, SEQ_MAX], [0, 0], "", "zz", "\0", "a\0b", "+886\000912", "𠮷𠮷", "e\u0301",
    "\uffff", "İ", "x" * 5_000, "0001-01-01", "9999-12-31", "2026-1-1", "A" * 32, "AB" * 16,
    "ab" * 16, "ab" * 32, '"state":"good"', {"state": "good"}, {"state": "revoked"}, "good",
    "revoked", "lost",
)  # fmt: skip


def told(
    twins: Twins,
    rows: dict[str, list[dict[str, Json]]],
    gone: Mapping[str, tuple[Gone, ...]] = MappingProxyType({}),
) -> None:
    """Tell both files the same page, as it comes over the wire."""
    twins.seq += 40
    here = OwnFile(twins.books[0].journal).who()
    whose: dict[str, Json] = {
        "tenant": here.tenant.hex(),
        "device": here.device.hex(),
        "epoch": here.epoch,
    }
    rows["wallet"] = [{**row, **whose} for row in rows.get("wallet", [])]
    groups = {kind: tuple(group) for kind, group in rows.items()}
    said = Page("c1.1", False, 0, 1, Standing.LIVE, 1, 0, groups, gone, reached=twins.seq)
    page = read_page(spell_again(said._said()))
    assert isinstance(page, Page)
    twins.each(lambda book: OwnFile(book.journal).apply_page(page))


def spoiled(row: dict[str, Any], chance: random.Random, ids: list[str]) -> dict[str, Any]:
    """Put something odd into a row; what every row has is read before it comes to a file."""
    field = chance.choice([*(row.keys() - {"seq", "id"}), *_NAMES])
    return {**row, field: chance.choice([*_ODD, *ids])}


def played(one: Twins, seed: int) -> list[str]:
    """Play a history in which a quarter of all rows is odd; gives the first differences."""
    chance = random.Random(seed)
    ids = [one.hex() for pair in one.members[:4] for one in pair]
    ids += [card.hex() for card in one.cards[:4]]
    for _ in range(PAGES):
        rows = {
            kind: [spoiled(row, chance, ids) if chance.random() < 0.25 else row for row in group]
            for kind, group in drawn(one, chance).items()
        }
        told(one, rows)
        if found := one.differences():
            return found
        one.act(chance)
    return one.differences()


@pytest.mark.parametrize("seed", range(10))
def test_whatever_a_row_has_in_it_the_file_is_the_same(
    twins: Callable[[int], Twins], seed: int
) -> None:
    assert played(twins(seed), seed) == []


def _card(one: Twins, seq: int, state: str, *, more: Json) -> list[dict[str, Json]]:
    """Say of a card that it is so, among others; nobody was told of its holder when it was lost."""
    holder = one.members[0][0] if state == "good" else None
    row = CardRow(_REVOKED, seq, holder, is_revoked=state != "good").row()
    others = [CardRow(bytes([number] * 32), seq, None).row() for number in range(1, _OTHERS)]
    return [{**row, "more": more}, *others]


def _came_back(one: Twins) -> list[str]:
    """Let a card be lost and be said to be good later; gives what the files say of it."""
    more: Json = {"state": "good"}
    told(one, {"card": _card(one, 5, "revoked", more=more)})
    told(one, {"card": _card(one, 6, "good", more=more)})
    asked = "select body ->> '$.state' from feed_row where kind = 'card' and id = ?"
    kept = [str(book.store.value(asked, (_REVOKED.hex(),))) for book in one.books]
    asked = "select state from card where fingerprint = ?"
    return kept + [str(book.store.value(asked, (_REVOKED,))) for book in one.books]


def test_a_lost_card_stays_lost_whatever_else_its_row_says(twins: Callable[[int], Twins]) -> None:
    assert _came_back(twins(1)) == ["revoked"] * 4


def test_control_where_only_the_spelling_is_looked_at_it_is_good_again(
    twins: Callable[[int], Twins], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "_is_good", lambda body: many._GOOD in body)
    assert "good" in _came_back(twins(1))


def test_what_is_said_of_somebody_without_an_id_is_nobody_s(twins: Callable[[int], Twins]) -> None:
    one, whom = twins(2), Id(b"never heard of.."[:16])
    rows = [{**CardRow(bytes([n] * 32), 1, whom).row(), "member": "zz"} for n in range(_OTHERS)]
    told(one, {"card": rows})
    assert one.differences() == []
    assert not one.books[1].store.rows("select 1 from feed_row where kind = 'card'")


@pytest.mark.parametrize("name", ["", "zz", "AB" * 16, "ab" * 17])
def test_what_is_gone_under_no_name_stops_nobody(
    twins: Callable[[int], Twins], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    one, kinds = twins(3), ("store", "till", "document", "staff", "pin", "review", "member", "new")
    told(one, {}, dict.fromkeys(kinds, ((name, 5),)))
    for book in one.books:
        assert not book.store.rows("select 1 from feed_row where id = ?", (name,))
        OwnFile(book.journal).pins()
    monkeypatch.setattr(feed, "is_id", lambda _: True)  # the control
    told(one, {}, {"pin": ((name, 6),)})
    with pytest.raises(ValueError, match="hexadecimal"):
        OwnFile(one.books[0].journal).pins()

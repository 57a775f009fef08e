"""From the log and the personal data alone comes every other table, row by row."""

import re
from pathlib import Path

import pytest

from desktop.book import Book
from desktop.store import apply as rules
from desktop.store.database import Store
from desktop.store.rebuild import rebuild
from desktop.store.schema import VERSION_2
from desktop.store.verify import verify
from tests.desktop.book import KEY
from tests.desktop.ledger.conftest import tables
from tests.desktop.ledger.counter import Playground
from tests.model.points import Rules
from tests.model.steps import Again, ByHand, Days, GiveBack, Reward, Sale, Step


def rebuilt(source: Store, tmp_path: Path) -> Store:
    return rebuild(source, tmp_path / "again.db", KEY)


def test_every_table_is_the_same_after_a_rebuild(busy_book: Book, tmp_path: Path) -> None:
    before = tables(busy_book.store)
    of_the_centre = set(re.findall(r"create table (\w+)", VERSION_2))
    assert {name for name in before if not before[name]} == of_the_centre | {"pin"}
    again = rebuilt(busy_book.store, tmp_path)
    assert tables(again) == before
    assert verify(again).findings == ()
    again.close()


def test_a_rule_that_forgets_something_is_noticed(
    busy_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a comparison that always agrees would prove nothing."""
    before = tables(busy_book.store)
    for kind in ("card.revoked", "adjust", "setting", "member.changed"):
        with monkeypatch.context() as patch:
            patch.setitem(rules._RULES, kind, rules._nothing)
            again = rebuild(busy_book.store, tmp_path / f"{kind}.db", KEY)
        assert tables(again) != before, kind
        again.close()


def test_an_erased_person_is_rebuilt_without_a_name_and_with_every_point(
    busy_book: Book, tmp_path: Path
) -> None:
    store = busy_book.store
    place = store.value("select place from member where name = 'Renamed'")
    with store.writing():
        store.run("delete from private where place = :place", {"place": place})
    again = rebuilt(store, tmp_path)
    assert again.value("select name from member where place = :p", {"p": place}) == "Renamed"
    assert tables(again)["wallet"] == tables(store)["wallet"]
    assert tables(again)["entry"] == tables(store)["entry"]
    again.close()


def test_random_days_are_rebuilt_to_the_row(tmp_path: Path) -> None:
    playground = Playground(tmp_path)
    story: list[Step] = [
        Sale(((20_000, ""), (9_999, "x")), 0, 1, 0),
        Reward(50),
        Days(29),
        GiveBack(1, 30),
        GiveBack(1, 50, by_line=True),
        Again(),
        Sale(((3_333, ""),), 90, 2, 3),
        Days(31, at_once=False),
        GiveBack(0, 100, why="undo"),
        Sale(((5_000, ""),), 50),
        Reward(90),
        Days(65, at_once=False),
        GiveBack(0, 100, why="void"),
        GiveBack(1, 100, why="void"),
        ByHand(-3),
        ByHand(77),
    ]
    for rules_ in (Rules(months=1), Rules(months=2, points=3, per_minor=7), Rules(worth_points=7)):
        playground.play(rules_, story)
    again = rebuild(playground.book.store, tmp_path / "again.db", KEY)
    assert tables(again) == tables(playground.book.store)
    again.close()
    playground.close()

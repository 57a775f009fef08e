"""What the feed says of the shop changes an open till; what the till says itself counts until."""

from pathlib import Path
from typing import Any

import pytest

from desktop.pins import Pins, start_counting
from desktop.store.centre import keep_acked
from desktop.store.places import place_of
from desktop.store.rebuild import rebuild
from desktop.store.shop import load_shop
from desktop.store.shop_rows import note_set, pins_to_tell
from desktop.verbs.pins import set_pin
from regulars.agreement.pins import mark_of
from regulars.canonical import Json
from regulars.ids import Id, spell
from regulars.operations.operation import read_operation
from regulars.programme.programme import Programme
from regulars.refusals import WeakPin
from sync.wire_pins import Pin
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Page
from sync.wire_rows import StaffRow
from sync.wire_shop import DocumentRow, PinRow, StoreRow, TillRow
from tests.desktop.agreeing.conftest import Joined
from tests.desktop.agreeing.rows import rows_of
from tests.desktop.book import KEY
from tests.desktop.test_pins import LIGHT

KEY_NAME = "receipt_required"
WEN, BOSS = Id(b"\x77" * 16), Id(b"\x88" * 16)
VERIFIER = "$argon2id$made up"


def setting(seq: int, value: str, seen: tuple[int, int]) -> dict[str, Json]:
    """Give the row of a setting."""
    body: dict[str, Json] = {"key": KEY_NAME, "value": value}
    return DocumentRow("setting", KEY_NAME, seq, body, seen).row()


def reads(shop: Joined, **rows: Any) -> None:
    """Read a page with one row of each kind."""
    shop.reads(**{kind: (row,) for kind, row in rows.items()})


def write(shop: Joined, value: str) -> tuple[int, int]:
    """Write the setting here; gives where it stands in the log."""
    with shop.book.writing():
        shop.book.journal.write("setting", {"key": KEY_NAME, "value": value})
    return shop.file.heads()[-1]


def value(shop: Joined) -> str:
    """Give the setting as the till has it."""
    return load_shop(shop.book.store).setting(KEY_NAME, "unset")


def is_same_after_a_rebuild(shop: Joined, tmp_path: Path) -> None:
    """Build the file again from its log and what was told."""
    again = rebuild(shop.book.store, tmp_path / "again.db", KEY)
    before, after = rows_of(shop.book.store), rows_of(again)
    again.close()
    assert after == before


def test_a_setting_of_the_shop_is_taken_in(shop: Joined, tmp_path: Path) -> None:
    reads(shop, document=setting(5, "yes", (0, 0)))
    assert value(shop) == "yes"
    is_same_after_a_rebuild(shop, tmp_path)


def test_what_was_said_here_counts_until_the_centre_has_it(shop: Joined, tmp_path: Path) -> None:
    epoch, seq = write(shop, "yes")
    reads(shop, document=setting(5, "no", (epoch, seq - 1)))
    assert value(shop) == "yes"
    reads(shop, document=setting(6, "no", (epoch, seq)))
    assert value(shop) == "no", "something later was said elsewhere"
    write(shop, "yes")
    assert value(shop) == "yes"
    is_same_after_a_rebuild(shop, tmp_path)


def test_a_centre_that_was_restored_takes_back_nothing_that_was_said_here(
    shop: Joined, tmp_path: Path
) -> None:
    epoch, seq = write(shop, "yes")
    reads(shop, document=setting(5, "no", (epoch, seq)))
    shop.file.begin_anew(Problem(ProblemKind.RESNAPSHOT, feed=2))
    shop.reads(feed=2, document=(setting(2, "no", (epoch, seq - 1)),))
    assert value(shop) == "yes"
    is_same_after_a_rebuild(shop, tmp_path)


def test_names_a_programme_and_staff_are_taken_in(shop: Joined, tmp_path: Path) -> None:
    here = shop.file.who()
    seen = shop.file.heads()[-1]
    programme = Programme(earn_points=3)
    reads(
        shop,
        store=StoreRow(here.store, 5, "東街", seen).row(),
        till=TillRow(here.device, 6, here.store, "Front", "live", seen=seen).row(),
        document=DocumentRow(
            "programme", "current", 7, {"document": programme.document()}, seen
        ).row(),
        staff=StaffRow(WEN, 8, "Wen", "cashier", is_active=True).row(),
    )
    now = load_shop(shop.book.store)
    assert (now.name, now.till_name, now.programme) == ("東街", "Front", programme)
    names = [name for (name,) in shop.book.store.rows("select name from staff")]
    assert "Wen" in names
    is_same_after_a_rebuild(shop, tmp_path)


@pytest.mark.parametrize(
    ("kind", "name", "body"),
    [
        ("programme", "current", {"document": {"earn": [1, 0]}}),
        ("programme", "another", {"document": Programme().document()}),
        ("category", "all", {"categories": [["t"]], "items": []}),
        ("setting", KEY_NAME, {"key": "another", "value": "yes"}),
        ("of a newer centre", "x", {}),
    ],
)
def test_what_no_shop_could_be_opened_with_is_passed_over(
    shop: Joined, kind: str, name: str, body: dict[str, Json]
) -> None:
    before = load_shop(shop.book.store)
    reads(shop, document=DocumentRow(kind, name, 5, body).row())
    assert load_shop(shop.book.store) == before


def test_what_came_before_the_first_own_operation_is_there_after_a_rebuild(
    shop: Joined, tmp_path: Path
) -> None:
    reads(shop, document=setting(5, "yes", (0, 0)))
    shop.book.store.run("update feed_row set place = 0")
    is_same_after_a_rebuild(shop, tmp_path)


# PINs


def pin(seq: int, seen_ms: int, verifier: str = VERIFIER) -> dict[str, Json]:
    """Give the row of a verifier."""
    return PinRow(WEN, seq, verifier, seen_ms).row()


def verifier(shop: Joined) -> tuple[str, int]:
    """Give a verifier and the wrong tries as the till has them."""
    (row,) = shop.book.store.rows("select verifier, misses from pin where staff = ?", (WEN,))
    return row[0], row[1]


def sets_here(shop: Joined, verifier_: str, now_ms: int) -> None:
    """Set a PIN here, as `desktop.pins` does."""
    with shop.book.store.writing():
        shop.book.store.run(
            "insert into pin (staff, verifier) values (?, ?) on conflict (staff) do update"
            " set verifier = excluded.verifier",
            (WEN, verifier_),
        )
        note_set(shop.book.store, WEN, now_ms)


def test_a_pin_that_was_set_elsewhere_is_taken_in_and_tries_stay(shop: Joined) -> None:
    reads(shop, pin=pin(5, 100))
    shop.book.store.run("update pin set misses = 3 where staff = ?", (WEN,))
    reads(shop, pin=pin(6, 200, "$argon2id$newer"))
    assert verifier(shop) == ("$argon2id$newer", 3)
    assert not [one for one in pins_to_tell(shop.book.store) if one.staff == WEN]


def test_a_pin_that_was_set_here_is_to_be_told_until_it_is_read_again(shop: Joined) -> None:
    reads(shop, pin=pin(5, 10_000))
    sets_here(shop, "$argon2id$here", 500)
    assert list(shop.file.pins())[-1] == Pin(WEN, "$argon2id$here", 10_001)
    reads(shop, pin=pin(6, 10_000))
    assert verifier(shop)[0] == "$argon2id$here", "an older one changes nothing"
    reads(shop, pin=pin(7, 10_001, "$argon2id$here"))
    assert not [one for one in shop.file.pins() if one.staff == WEN]


def test_the_centre_hears_who_set_a_pin_before_it_hears_the_pin(
    shop: Joined, tmp_path: Path
) -> None:
    store, book = shop.book.store, shop.book
    start_counting(tmp_path, bytes(32))
    pins = Pins(store, bytes(32), tmp_path, LIGHT, lambda: 0)
    reads(shop, pin=pin(5, 100))
    book.staff = BOSS
    assert set_pin(book, pins, WEN, "8264") is None
    (body,) = store.row("select body from operation order by place desc limit 1") or ()
    said = read_operation(body)
    verifier_, _ = verifier(shop)
    data = {"staff": spell(WEN), "mark": mark_of(verifier_), "by": spell(BOSS)}
    assert (said.header.kind, said.data, said.header.staff) == ("pin.set", data, BOSS)
    assert not [one for one in shop.file.pins() if one.staff == WEN]
    epoch, seq = shop.file.heads()[-1]
    with store.writing():
        keep_acked(store, epoch, seq - 1)
    assert not [one for one in shop.file.pins() if one.staff == WEN]
    with store.writing():
        keep_acked(store, epoch, seq)
    assert [one.verifier for one in shop.file.pins() if one.staff == WEN] == [verifier_]
    assert set_pin(book, pins, WEN, "1234") == WeakPin()
    assert shop.file.heads()[-1] == (epoch, seq), "a PIN that is refused is not in the log"
    is_same_after_a_rebuild(shop, tmp_path)


def test_a_restored_centre_is_told_the_pins_it_may_have_lost(shop: Joined) -> None:
    reads(shop, pin=pin(5, 100))
    shop.file.begin_anew(Problem(ProblemKind.RESNAPSHOT, feed=2))
    assert Pin(WEN, VERIFIER, 100) in shop.file.pins()
    shop.reads(feed=2, pin=(pin(1, 100),))
    assert Pin(WEN, VERIFIER, 100) not in shop.file.pins()


# What is gone, and how far a page goes


def gone(shop: Joined, kind: str, id_: str, seq: int) -> None:
    """Read a page in which something is gone."""
    page = shop.page(cursor=f"c1.{seq}")
    shop.file.apply_page(
        Page(**{name: getattr(page, name) for name in _WITHOUT_GONE}, gone={kind: ((id_, seq),)})
    )


_WITHOUT_GONE = ("cursor", "up_to_date", "acked", "feed", "standing", "min_schema", "server_ms")


def test_what_is_gone_stays_gone_whatever_comes_late(shop: Joined, tmp_path: Path) -> None:
    reads(shop, pin=pin(5, 100))
    gone(shop, "pin", spell(WEN), 9)
    reads(shop, pin=pin(7, 100))
    assert shop.book.store.rows("select * from pin where staff = ?", (WEN,)) == []
    reads(shop, pin=pin(10, 200))
    assert verifier(shop)[0] == VERIFIER
    gone(shop, "pin", spell(WEN), 9)
    assert verifier(shop)[0] == VERIFIER
    is_same_after_a_rebuild(shop, tmp_path)


def test_of_a_setting_that_is_gone_what_was_said_here_is_left(shop: Joined, tmp_path: Path) -> None:
    epoch, seq = write(shop, "yes")
    reads(shop, document=setting(5, "no", (epoch, seq)))
    gone(shop, "document", f"setting {KEY_NAME}", 6)
    assert value(shop) == "yes"
    is_same_after_a_rebuild(shop, tmp_path)


def test_a_cursor_is_kept_also_where_a_page_brings_no_news(shop: Joined) -> None:
    reads(shop, document=setting(5, "yes", (0, 0)))
    page = shop.page(cursor="c1.9")
    shop.file.apply_page(Page(**{name: getattr(page, name) for name in _WITHOUT_GONE}, reached=9))
    assert shop.file.cursor() == "c1.9"
    late = shop.page(cursor="c1.7")
    shop.file.apply_page(Page(**{name: getattr(late, name) for name in _WITHOUT_GONE}, reached=7))
    assert shop.file.cursor() == "c1.9", "a page that comes late moves nothing back"


def test_a_restored_centre_is_believed_what_it_shows_the_hash_of(shop: Joined) -> None:
    epoch, last = shop.file.heads()[-1]
    head = shop.file.hash_at(epoch, last - 1)
    known = Problem(
        ProblemKind.RESNAPSHOT, feed=2, acked=((epoch, last - 1),), heads=((epoch, head),)
    )
    shop.file.begin_anew(known)
    assert shop.file.acked(epoch) == last - 1
    wrong = Problem(ProblemKind.RESNAPSHOT, feed=3, acked=((epoch, last),), heads=((epoch, head),))
    shop.file.begin_anew(wrong)
    assert shop.file.acked(epoch) == 0
    assert place_of(epoch, last) > 0

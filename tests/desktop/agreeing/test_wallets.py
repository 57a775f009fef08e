"""A till gives nobody's points to another, whoever says so; merging groups and moves nothing."""

from pathlib import Path
from typing import Any

import pytest

from desktop.store import feed, people
from desktop.store.database import Store
from desktop.store.rebuild import rebuild
from desktop.store.verify import verify
from regulars.ids import Id, spell
from sync.wire_rows import LinkRow, MemberRow
from tests.desktop.agreeing.conftest import Joined
from tests.desktop.agreeing.rows import rows_of
from tests.desktop.agreeing.test_people_of_other_tills import LIN, NUMBER, WALLET, lin
from tests.desktop.book import KEY

THIEF = Id(b"accomplice".ljust(16))
OTHER = Id(b"their own".ljust(16))


def told(shop: Joined, member: Id, wallet: Id, seq: int) -> None:
    row = MemberRow(member, seq, wallet, NUMBER, shop.book.today(), name="Thief").row()
    shop.reads(member=(row,))


def owners(store: Store) -> dict[Id, Id]:
    rows = store.rows(
        "select wallet.id, member.id from wallet join member on member.key = wallet.member"
    )
    return {Id(wallet): Id(member) for wallet, member in rows}


def must_be_whole(shop: Joined, tmp_path: Path) -> None:
    assert verify(shop.book.store).findings == ()
    again = rebuild(shop.book.store, tmp_path / "again.db", KEY)
    assert rows_of(again) == rows_of(shop.book.store)
    assert verify(again).is_whole
    again.close()


def test_a_row_with_the_points_of_another_is_passed_over(shop: Joined, tmp_path: Path) -> None:
    shop.reads(shop.row(12, 700, wallet=WALLET), member=(lin(shop).row(),))
    told(shop, THIEF, WALLET, 20)
    told(shop, LIN, OTHER, 21)
    known = owners(shop.book.store)
    assert known[WALLET] == LIN
    assert OTHER not in known
    assert shop.card(LIN).balance == 700
    shop.reads(member=(lin(shop, 30, name="林美").row(),))
    assert shop.card(LIN).name == "林美"
    must_be_whole(shop, tmp_path)


def test_an_act_of_this_till_takes_nobodys_points(shop: Joined, tmp_path: Path) -> None:
    shop.reads(shop.row(12, 700, wallet=WALLET), member=(lin(shop).row(),))
    data = {"member": spell(THIEF), "wallet": spell(WALLET), "number": NUMBER}
    data |= {"language": "en", "source": "counter"}
    person = {"name": "Thief", "phone": "", "birthday": ""}
    with shop.book.writing():
        shop.book.journal.write("member.enrolled", data, private=person)
    shop.reads(member=(lin(shop, 30, name="林美").row(),))
    assert owners(shop.book.store)[WALLET] == LIN
    must_be_whole(shop, tmp_path)


def test_merging_lets_points_be_spent_together_and_moves_none(shop: Joined) -> None:
    shop.reads(shop.row(12, 700, wallet=WALLET), member=(lin(shop).row(),))
    told(shop, THIEF, OTHER, 20)
    shop.reads(alias=(LinkRow("alias", THIEF, 21, LIN).row(),))
    known = owners(shop.book.store)
    assert (known[WALLET], known[OTHER]) == (LIN, THIEF)
    reach = shop.card(LIN).reach
    assert reach is not None
    assert {one.wallet for one in reach.purses} == {WALLET, OTHER}


def test_control_a_till_that_believes_it_moves_points(
    shop: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring: Any = people.bring_wallet

    def moving(store: Store, wallet: Id, member: int) -> None:
        bring(store, wallet, member)
        store.run("update wallet set member = ? where id = ?", (member, wallet))

    shop.reads(shop.row(12, 700, wallet=WALLET), member=(lin(shop).row(),))
    monkeypatch.setattr(feed, "may_hold", lambda *_: True)
    monkeypatch.setattr(feed, "bring_wallet", moving)
    told(shop, THIEF, WALLET, 20)
    assert owners(shop.book.store)[WALLET] == THIEF
    assert verify(shop.book.store).findings != ()
    shop.reads(member=(lin(shop, 30).row(),))  # the file is proved in the end

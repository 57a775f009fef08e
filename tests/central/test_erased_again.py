"""Who was erased stays so, whatever becomes of the database, the folder and the till."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from central import backup
from central.agreement import Agreement
from central.desk import Desk
from central.enrolling import Enrolling
from central.erasing import erase, erase_again
from central.happened import ERASED, Happened
from central.people_desk import erase_member
from central.private import Vault
from central.proving import prove
from central.shops import devices, look_at
from regulars.ids import spell, unspell
from sync.wire_push import PushAnswer
from sync.wire_rights import ReportAnswer
from tests.central.agreement.shop import MEMBER, OTHER, Shop
from tests.central.lost import NOW, Lost


def test_who_was_erased_since_is_erased_again_whatever_their_till_sends(lost: Lost) -> None:
    with lost.database() as database:
        vault = Vault(lost.folder.keys(database))
        shop = Shop(database).open()
        agreement = Agreement(database, lambda: shop.now_ms, vault=vault)
        east = shop.till("east")
        shop.enrol_member(east)
        assert isinstance(agreement.push(shop.caller(east), shop.message(east)), PushAnswer)
        file = lost.back_up()
        enrolling = Enrolling(database, vault.keys, lambda: shop.now_ms)
        desk = Desk(database, enrolling, lost.folder.journal, list[str]().append, lambda _: True)
        assert erase_member(desk, spell(shop.tenant), MEMBER, is_sure=True)
        assert shop.rows("select number from member") == [("",)]
    name = lost.empty()
    done = lost.restore(file, name)
    assert done.erased == [MEMBER]
    with lost.database(name) as database:
        again = Shop(database, shop.tenant, now_ms=shop.now_ms)
        agreement = Agreement(database, lambda: shop.now_ms, vault=vault)
        agreement.push(again.caller(east), shop.message(east))
        assert again.rows("select member from erased") == [(UUID(hex=MEMBER),)]
        assert again.rows("select number from member") == [("",)]
        assert again.rows("select 1 from private") == []
        assert prove(database, shop.tenant).findings == []


@dataclass(slots=True)
class Gone:
    """A shop whose member was erased by a till that never came back, after the backup."""

    shop: Shop
    file: Path
    vault: Vault


def erased_by_a_till(lost: Lost) -> Gone:
    with lost.database() as database:
        vault = Vault(lost.folder.keys(database))
        shop = Shop(database).open()
        note = lost.folder.journal.add
        agreement = Agreement(database, lambda: shop.now_ms, vault=vault, note=note)
        east, west = shop.till("east"), shop.till("west")
        shop.enrol_member(east)
        agreement.push(shop.caller(east), shop.message(east))
        file = lost.back_up()
        shop.write(west, "erase", {"member": MEMBER, "why": "asked", "approver": "00" * 16})
        agreement.push(shop.caller(west), shop.message(west))
        assert shop.rows("select number from member") == [("",)]
    return Gone(shop, file, vault)


def known_again(lost: Lost, gone: Gone, name: str) -> list[str]:
    """Give the member numbers that a restored centre has."""
    with lost.database(name) as database:
        again = Shop(database, gone.shop.tenant, now_ms=gone.shop.now_ms)
        return [number for (number,) in again.rows("select number from member") if number]


def test_whom_a_till_erased_that_never_comes_back_is_erased_again(lost: Lost) -> None:
    gone = erased_by_a_till(lost)
    name = lost.empty()
    assert lost.restore(gone.file, name).erased == [MEMBER]
    assert known_again(lost, gone, name) == []


def test_who_joined_and_was_erased_since_the_backup_stays_unknown(lost: Lost) -> None:
    with lost.database() as database:
        vault = Vault(lost.folder.keys(database))
        shop = Shop(database).open()
        note = lost.folder.journal.add
        agreement = Agreement(database, lambda: shop.now_ms, vault=vault, note=note)
        east = shop.till("east")
        shop.pull(east)
        file = lost.back_up()
        shop.enrol_member(east)
        agreement.push(shop.caller(east), shop.message(east))
        assert erase(agreement, shop.tenant, unspell(MEMBER), "asked for")
    name = lost.empty()
    assert lost.restore(file, name).erased == [MEMBER]
    with lost.database(name) as database:
        again = Shop(database, shop.tenant, now_ms=shop.now_ms)
        agreement = Agreement(database, lambda: shop.now_ms, vault=vault)
        feed = look_at(database, shop.tenant).feed
        assert isinstance(again.tell(east, 0, feed=feed), ReportAnswer)
        assert isinstance(agreement.push(again.caller(east), shop.message(east)), PushAnswer)
        assert not look_at(database, shop.tenant).is_healing
        assert again.rows("select number, phone from member") == [("", b"")]
        assert prove(database, shop.tenant).findings == []


def test_control_without_the_folder_and_the_list_beside_the_backup_they_are_known_again(
    lost: Lost,
) -> None:
    gone = erased_by_a_till(lost)
    (lost.folder.root / "happened.jsonl").unlink()
    name = lost.empty()
    assert lost.restore(gone.file, name).erased == []
    assert known_again(lost, gone, name) != []


def test_where_the_folder_was_lost_too_the_list_beside_the_backups_is_gone_by(lost: Lost) -> None:
    gone = erased_by_a_till(lost)
    backup.carry_erasures(lost.folder.journal, backup.erasures(lost.place))
    backup.carry_erasures(lost.folder.journal, backup.erasures(lost.place))
    (beside,) = backup.erasures(lost.place).all()
    assert (beside.what, beside.device) == (ERASED, MEMBER)
    (lost.folder.root / "happened.jsonl").unlink()
    name = lost.empty()
    assert lost.restore(gone.file, name).erased == [MEMBER]
    assert known_again(lost, gone, name) == []
    assert lost.folder.journal.all() == [beside], "the folder knows it again too"


def test_a_backup_carries_who_was_erased_beside_it(lost: Lost) -> None:
    erased_by_a_till(lost).file.unlink()
    lost.back_up(is_proved=True)
    assert [one.device for one in backup.erasures(lost.place).all()] == [MEMBER]
    found = {path.name for path in lost.place.iterdir()}
    assert "erased.jsonl" in found
    backup.thin(lost.place, 0, NOW + timedelta(days=90))
    assert (lost.place / "erased.jsonl").exists(), "it goes with no backup"


def test_whom_a_backup_of_a_healing_shop_cannot_erase_is_erased_once_it_has_healed(
    lost: Lost,
) -> None:
    gone = erased_by_a_till(lost)
    first = lost.empty("one_" + lost.name)
    lost.restore(gone.file, first)
    with lost.database(first) as database:
        agreement = Agreement(database, lambda: gone.shop.now_ms, vault=gone.vault)
        happened = lost.folder.journal.all()
        late = Happened(ERASED, spell(gone.shop.tenant), OTHER, 0, 1)
        assert erase_again(database, agreement, gone.shop.tenant, [*happened, late]) == []
        for one in devices(database, gone.shop.tenant):
            agreement.retire(gone.shop.tenant, one.device, one.epoch)
        assert erase_again(database, agreement, gone.shop.tenant, [*happened, late]) == [OTHER]
        assert erase_again(database, agreement, gone.shop.tenant, [*happened, late]) == []

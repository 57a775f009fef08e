"""A restored shop is the backup or the old shop, and never writes under a number used before."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop import trouble
from desktop.opening import OpenShop, open_shop
from desktop.paths import Folder
from desktop.restoring import by_sheet, restore
from desktop.secrets import FileStore, open_keys
from desktop.store.backup import make_backup
from desktop.store.journal import head_of
from desktop.store.places import EPOCH_SHIFT
from desktop.store.verify import verify
from desktop.trouble import Trouble
from desktop.verbs.shop import rename_shop
from regulars.codes import read_recovery
from regulars.operations.operation import read_operation
from tests.faults.cutting import CutOffError, cut_after, sold
from tests.faults.day import PIN, WORLD, found_quietly


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("template") / "shop"
    opened, _ = found_quietly(Folder(root))
    opened.close()
    return root


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Folder:
    return Folder(Path(shutil.copytree(template, tmp_path / "shop")))


def backed_up(folder: Folder, sales_after: int) -> Path:
    """Sell, back up, sell on; gives the backup."""
    opened = open_shop(folder, WORLD)
    sold(opened, 2)
    made = make_backup(folder, opened.keys.database, WORLD.clock.now_ms())
    sold(opened, sales_after)
    opened.close()
    return made.path


def places(opened: OpenShop) -> list[int]:
    return [row[0] for row in opened.book.store.rows("select place from operation order by place")]


def test_a_restored_shop_sells_on_in_a_new_epoch_with_a_new_device_key(folder: Folder) -> None:
    backup = backed_up(folder, sales_after=3)
    before = open_shop(folder, WORLD)
    used, old_key = places(before), before.keys
    before.close()
    restore(backup, folder, WORLD)
    opened = open_shop(folder, WORLD)
    kept = set(places(opened))
    assert opened.book.shop.identity.epoch == 2
    sold(opened, 4)
    assert not (set(places(opened)) - kept) & set(used), "a number was used twice"
    first = read_operation(
        opened.book.store.value(
            "select body from operation where place = :place", {"place": (2 << EPOCH_SHIFT) + 1}
        )
    )
    assert first.header.kind == "shop.opened"
    assert first.data["key"] == opened.keys.public_device_key().hex()
    assert opened.keys.device != old_key.device
    assert opened.keys.database == old_key.database
    assert verify(opened.book.store).is_whole
    opened.close()


def test_restoring_one_backup_again_and_again_never_uses_a_number_twice(folder: Folder) -> None:
    backup = backed_up(folder, sales_after=2)
    heads, devices = [], []
    for _ in range(3):
        restore(backup, folder, WORLD)
        opened = open_shop(folder, WORLD)
        sold(opened, 2)
        head = head_of(opened.book.store)
        assert head is not None
        heads.append(head.place >> EPOCH_SHIFT)
        devices.append(opened.keys.device)
        opened.close()
    assert heads == [2, 3, 4]
    assert len(set(devices)) == 3


def test_what_was_there_is_kept_beside(folder: Folder) -> None:
    backup = backed_up(folder, sales_after=3)
    damaged = folder.database.read_bytes()[:5_000]
    folder.database.write_bytes(damaged)
    with pytest.raises(trouble.FileDamaged):
        open_shop(folder, WORLD)
    restore(backup, folder, WORLD)
    open_shop(folder, WORLD).close()
    aside = next(folder.root.glob("replaced *"))
    assert (aside / "shop.db").read_bytes() == damaged


def test_a_backup_comes_back_where_the_file_is_gone(folder: Folder) -> None:
    """The note of the newest act must not keep the older backup out."""
    backup = backed_up(folder, sales_after=3)
    folder.database.unlink()
    restore(backup, folder, WORLD)
    opened = open_shop(folder, WORLD)
    assert opened.book.shop.identity.epoch == 2
    opened.close()


def test_a_backup_opens_with_the_sheet_on_another_computer(tmp_path: Path) -> None:
    first, sheet = found_quietly(Folder(tmp_path / "shop"))
    sold(first)
    made = make_backup(first.folder, first.keys.database, WORLD.clock.now_ms())
    first.close()
    elsewhere = Folder(tmp_path / "elsewhere" / "shop")
    stick = Path(shutil.copytree(made.path, tmp_path / "stick"))
    with pytest.raises(trouble.KeyMissing):
        restore(stick, elsewhere, WORLD)
    assert not elsewhere.is_set_up()
    recovery = read_recovery(sheet)
    assert isinstance(recovery, bytes)

    restore(stick, elsewhere, WORLD, by_sheet(recovery, FileStore))
    assert {path.name for path in stick.iterdir()} == {"shop.db", "keys.json", "backup.json"}
    opened = open_shop(elsewhere, WORLD)
    owner = opened.book.store.value("select id from staff")
    assert opened.pins.check(owner, PIN, WORLD.clock.now_ms()) is None
    opened.close()


def test_a_restore_wins_no_guesses_at_a_pin(folder: Folder) -> None:
    backup = backed_up(folder, sales_after=0)
    opened = open_shop(folder, WORLD)
    owner = opened.book.store.value("select id from staff")
    for _ in range(5):
        opened.pins.check(owner, "0001", WORLD.clock.now_ms())
    opened.close()
    restore(backup, folder, WORLD)
    opened = open_shop(folder, WORLD)
    assert opened.pins.check(owner, PIN, WORLD.clock.now_ms()) is not None
    opened.close()


@pytest.mark.parametrize("renames", range(13))
def test_a_restore_cut_off_at_any_rename_leaves_the_old_shop_or_the_new(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    backup = backed_up(folder, sales_after=3)
    back = cut_after(monkeypatch, Path, "rename", renames)
    try:
        restore(backup, folder, WORLD)
    except CutOffError:
        assert renames < 11
    back()
    assert folder.is_set_up()
    opened = open_shop(folder, WORLD)
    assert opened.book.shop.identity.epoch == (1 if renames == 0 else 2)
    assert len(opened.book.store.rows("select 1 from entry where kind = 'earn'")) == (
        5 if renames == 0 else 2
    )
    assert verify(opened.book.store).is_whole
    sold(opened)
    opened.close()
    assert not folder.made.exists()


@pytest.mark.parametrize(
    ("spoil", "wanted"),
    [
        (lambda backup: (backup / "shop.db").unlink(), trouble.FolderMissing),
        (lambda backup: (backup / "keys.json").unlink(), trouble.Trouble),
        (lambda backup: (backup / "keys.json").write_text("{}"), trouble.KeysDamaged),
        (lambda backup: (backup / "shop.db").write_bytes(b"x" * 9_000), trouble.FileDamaged),
        (lambda backup: os.truncate(backup / "shop.db", 20_480), trouble.FileDamaged),
        (lambda backup: (backup / "backup.json").write_text("{}"), trouble.FileDamaged),
    ],
)
def test_a_backup_that_is_no_good_leaves_the_shop_as_it_was(
    folder: Folder, spoil: Callable[[Path], None], wanted: type[Trouble]
) -> None:
    backup = backed_up(folder, sales_after=1)
    before = folder.database.read_bytes()
    spoil(backup)
    with pytest.raises(wanted):
        restore(backup, folder, WORLD)
    assert folder.database.read_bytes() == before
    open_shop(folder, WORLD).close()


def test_nothing_is_restored_under_an_open_till(folder: Folder) -> None:
    backup = backed_up(folder, sales_after=1)
    opened = open_shop(folder, WORLD)
    with pytest.raises(trouble.AlreadyOpen):
        restore(backup, folder, WORLD)
    sold(opened)
    opened.close()


def test_another_shops_backup_replaces_a_shop_only_with_its_own_keys(
    folder: Folder, tmp_path: Path
) -> None:
    other, sheet = found_quietly(Folder(tmp_path / "other"))
    rename_shop(other.book, "The other shop")
    made = make_backup(other.folder, other.keys.database, WORLD.clock.now_ms())
    other.close()
    with pytest.raises(trouble.WrongKey):
        restore(made.path, folder, WORLD)
    open_shop(folder, WORLD).close()
    recovery = read_recovery(sheet)
    assert isinstance(recovery, bytes)
    mine = open_keys(folder.root)
    restore(made.path, folder, WORLD, by_sheet(recovery, FileStore))
    opened = open_shop(folder, WORLD)
    assert opened.book.shop.name == "The other shop"
    opened.close()
    aside = next(folder.root.glob("replaced *"))
    assert open_keys(aside) == mine

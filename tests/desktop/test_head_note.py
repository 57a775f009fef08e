"""A file put back as it was is refused, and a note that cannot be believed is told to the owner."""

import json
import shutil
from pathlib import Path

import pytest

from desktop import trouble
from desktop.head_note import Doubt, hold_against, noted_epoch, write_note
from desktop.housekeeping import head_doubt, head_doubt_told
from desktop.opening import DOUBT, open_shop
from desktop.paths import Folder
from desktop.restoring import restore
from desktop.secrets import open_keys, renew_device_key
from desktop.store.backup import make_backup
from desktop.store.database import open_store
from desktop.store.journal import head_of
from desktop.store.shop import local_fact
from desktop.till import open_till
from tests.faults.cutting import sold
from tests.faults.day import WORLD, found_quietly

SECONDS = 20


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("template") / "shop"
    opened, _ = found_quietly(Folder(root))
    sold(opened, 2)
    opened.close()
    return root


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Folder:
    return Folder(Path(shutil.copytree(template, tmp_path / "shop")))


def sold_on(folder: Folder, times: int = 2) -> None:
    opened = open_shop(folder, WORLD)
    sold(opened, times)
    opened.close()


def doubt_after_start(folder: Folder) -> str:
    opened = open_shop(folder, WORLD)
    doubt = local_fact(opened.book.store, DOUBT)
    opened.close()
    return doubt


def test_a_file_that_is_the_newest_starts_without_a_word(folder: Folder) -> None:
    for _ in range(3):
        sold_on(folder)
        assert doubt_after_start(folder) == Doubt.NONE


def test_a_file_put_back_as_it_was_is_refused(folder: Folder) -> None:
    older = folder.database.read_bytes()
    sold_on(folder)
    folder.database.write_bytes(older)
    with pytest.raises(trouble.FileDamaged, match="older file"):
        open_shop(folder, WORLD)


def test_an_older_file_that_sold_on_elsewhere_is_refused_however_long_its_log_is(
    folder: Folder, tmp_path: Path
) -> None:
    """The place alone would not tell: this log goes further than the note."""
    twin = Folder(Path(shutil.copytree(folder.root, tmp_path / "twin")))
    sold_on(folder)
    sold_on(twin, 5)
    shutil.copyfile(twin.database, folder.database)
    with pytest.raises(trouble.FileDamaged, match="not the one this till wrote"):
        open_shop(folder, WORLD)


def test_a_note_forged_to_fit_an_older_file_is_not_believed(folder: Folder) -> None:
    """Whoever knows the log but not the device key can write everything except the proof."""
    older = folder.database.read_bytes()
    store = open_store(folder.database, open_keys(folder.root).database)
    head = head_of(store)
    assert head is not None
    store.close()
    sold_on(folder)
    folder.database.write_bytes(older)
    newest = json.loads(folder.head.read_bytes())
    forged = newest | {"place": head.place, "hash": head.hash.hex()}
    folder.head.write_text(json.dumps(forged))
    assert doubt_after_start(folder) == Doubt.FOREIGN


def test_a_note_with_another_device_key_is_not_believed(folder: Folder) -> None:
    keys = open_keys(folder.root)
    store = open_store(folder.database, keys.database)
    write_note(folder.head, store, renew_device_key(folder.root, WORLD.chance))
    assert hold_against(folder.head, store, keys) is Doubt.FOREIGN
    write_note(folder.head, store, keys)
    assert hold_against(folder.head, store, keys) is Doubt.NONE
    store.close()


def test_the_note_of_another_shop_is_not_believed(folder: Folder, tmp_path: Path) -> None:
    other, _ = found_quietly(Folder(tmp_path / "other"))
    other.close()
    shutil.copyfile(other.folder.head, folder.head)
    assert doubt_after_start(folder) == Doubt.FOREIGN


def test_a_note_that_is_gone_is_remembered_until_the_owner_was_told(folder: Folder) -> None:
    folder.head.unlink()
    assert doubt_after_start(folder) == Doubt.MISSING
    assert folder.head.exists(), "from now on an older file is noticed again"
    assert doubt_after_start(folder) == Doubt.MISSING, "nobody was told yet"
    till = open_till(folder, WORLD)
    till.ready.result(SECONDS)
    assert head_doubt(till).result(SECONDS) == Doubt.MISSING
    head_doubt_told(till).result(SECONDS)
    assert head_doubt(till).result(SECONDS) == ""
    till.close(SECONDS)
    assert doubt_after_start(folder) == Doubt.NONE


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"place": null}',
        b"9" * 999,
        b"[" * 100_000,
        b'{"place": true, "hash": "", "mac": ""}',
        '{"place": 1, "hash": "é", "mac": "é"}'.encode(),
        b'{"place": -1, "hash": "", "mac": ""}',
        b'{"place": 1e99, "hash": "", "mac": ""}',
        b'{"place": 99999999999999999999, "hash": "00", "mac": "00"}',
    ],
)
def test_a_note_that_cannot_be_read_holds_nobody_up_and_is_told(
    folder: Folder, content: bytes
) -> None:
    folder.head.write_bytes(content)
    assert noted_epoch(folder.head) == 0
    assert doubt_after_start(folder) == Doubt.FOREIGN


def test_a_new_shop_and_a_restored_one_start_without_doubt(folder: Folder) -> None:
    opened = open_shop(folder, WORLD)
    backup = make_backup(folder, opened.keys.database, WORLD.clock.now_ms())
    sold(opened, 2)
    opened.close()
    restore(backup.path, folder, WORLD)
    assert folder.head.exists()
    assert doubt_after_start(folder) == Doubt.NONE


def test_a_note_of_an_absurd_epoch_does_not_spoil_a_restore(folder: Folder) -> None:
    opened = open_shop(folder, WORLD)
    backup = make_backup(folder, opened.keys.database, WORLD.clock.now_ms())
    opened.close()
    note = json.loads(folder.head.read_bytes())
    folder.head.write_text(json.dumps(note | {"place": (1 << 62) + 5}))
    restore(backup.path, folder, WORLD)
    opened = open_shop(folder, WORLD)
    assert opened.book.shop.identity.epoch == 2
    opened.close()


def test_a_till_whose_disk_failed_does_not_go_on_with_an_older_file(folder: Folder) -> None:
    older = folder.database.read_bytes()
    opened = open_shop(folder, WORLD)
    sold(opened)
    opened.keep_head()
    opened.book.store.hand_over()
    opened.book.store.close()
    folder.database.write_bytes(older)
    with pytest.raises(trouble.FileDamaged, match="older file"):
        opened.reopen()
    opened.lock.release()

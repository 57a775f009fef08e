"""Starts that cannot succeed are refused in plain words, at once, and leave all as it was."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import pytest

from desktop import opening, trouble
from desktop.opening import found, open_shop
from desktop.paths import Folder
from desktop.secrets import FileStore
from desktop.store import place
from desktop.store.backup import make_backup
from desktop.store.verify import verify
from desktop.trouble import Trouble
from regulars.refusals import WeakPin
from tests.faults.cutting import CutOffError, cut_after, sold
from tests.faults.day import PIN, WORLD, first_run, found_quietly

START = """
import os, sys
from pathlib import Path
from desktop.opening import open_shop
from desktop.paths import Folder
from desktop.trouble import Trouble
from tests.faults.day import WORLD
if sys.argv[2] == "nobody":
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    open_shop(Folder(Path(sys.argv[1])), WORLD)
except Trouble as error:
    print(error.code)
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("template") / "shop"
    opened, _ = found_quietly(Folder(root))
    opened.close()
    return root


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Folder:
    return Folder(Path(shutil.copytree(template, tmp_path / "shop")))


def refusal_of(folder: Folder) -> Trouble:
    """Start a shop that must not open; gives why, which must not take three seconds."""
    began = time.monotonic()
    with pytest.raises(Trouble) as caught:
        open_shop(folder, WORLD)
    assert time.monotonic() - began < 3
    assert caught.value.sentence
    return caught.value


# Places -----------------------------------------------------------------------------------------


def test_a_folder_that_is_not_there_is_no_shop(tmp_path: Path) -> None:
    assert isinstance(refusal_of(Folder(tmp_path / "nowhere")), trouble.NotSetUp)
    assert not (tmp_path / "nowhere").exists()


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "shop").write_text("notes")
    assert isinstance(refusal_of(Folder(tmp_path / "shop")), trouble.FolderMissing)
    assert (tmp_path / "shop").read_text() == "notes"


def test_a_name_no_file_system_takes_is_told(tmp_path: Path) -> None:
    assert isinstance(refusal_of(Folder(tmp_path / ("x" * 300))), trouble.Trouble)
    assert isinstance(refusal_of(Folder(tmp_path / "nul\0")), trouble.Trouble)


def test_a_folder_on_a_network_drive_is_refused(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "mounts"
    table.write_text(f"server:/x {folder.root.resolve()} nfs4 rw 0 0\n")
    monkeypatch.setattr(place, "MOUNTS", table)
    assert isinstance(refusal_of(folder), trouble.FolderRemote)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can start a program as somebody else")
@pytest.mark.parametrize("closed", ["", "shop", "shop/shop.db", "shop/keys.json", "."])
def test_what_this_user_may_not_open_is_told(template: Path, closed: str) -> None:
    """As a user who owns nothing: first of a folder that can be looked into but not written."""
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        place.chmod(0o777)
        shop = Path(shutil.copytree(template, place / "shop"))
        for path in (shop, *shop.iterdir()):
            path.chmod(0o777 if closed else 0o755)
        if closed:
            (place / closed).chmod(0)
        run = [sys.executable, "-c", START, str(shop), "nobody"]
        done = subprocess.run(run, capture_output=True, text=True, check=False)
        place.chmod(0o700)
        shop.chmod(0o700)
    assert (done.stdout.strip(), done.stderr) == ("folder-forbidden", "")


READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" || exit 77; exec "$@"'


def test_a_read_only_disk_is_told(folder: Folder) -> None:
    run = [sys.executable, "-c", START, str(folder.root), "the same"]
    done = subprocess.run(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", READ_ONLY, str(folder.root), *run],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("this system lets nobody mount a read-only disk")
    assert (done.stdout.strip(), done.stderr) == ("file-read-only", "")


@pytest.mark.parametrize("name", ["會員 資料", "100% of 'it'", "a?b#c&d=e", "x;y --", "emoji 🏪"])
def test_a_shop_works_under_any_name(tmp_path: Path, name: str) -> None:
    opened, _ = found_quietly(Folder(tmp_path / name / "shop"))
    make_backup(opened.folder, opened.keys.database, WORLD.clock.now_ms())
    opened.close()
    open_shop(Folder(tmp_path / name / "shop"), WORLD).close()


def test_a_folder_that_is_a_link_to_one_on_this_disk_opens(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder.root)
    open_shop(Folder(tmp_path / "link"), WORLD).close()


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"place": null}', b"9" * 999])
def test_a_note_of_the_head_that_cannot_be_read_holds_nobody_up(
    folder: Folder, content: bytes
) -> None:
    folder.head.write_bytes(content)
    open_shop(folder, WORLD).close()


def test_files_are_for_this_user_alone(folder: Folder, tmp_path: Path) -> None:
    opened, _ = found_quietly(Folder(tmp_path / "private"))
    make_backup(opened.folder, opened.keys.database, WORLD.clock.now_ms())
    for path in opened.folder.root.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
    opened.close()
    assert folder.is_set_up()


# Founding ---------------------------------------------------------------------------------------


def test_a_first_run_never_touches_what_is_left_of_a_shop(folder: Folder) -> None:
    folder.database.unlink()
    before = folder.keys.read_bytes()
    with pytest.raises(trouble.AlreadyOpen):
        found(folder, first_run(), WORLD, FileStore(folder.making))
    assert folder.keys.read_bytes() == before


def test_a_first_run_with_a_weak_pin_makes_nothing(tmp_path: Path) -> None:
    answer = found(Folder(tmp_path / "shop"), opening.FirstRun(first_run().founding, "1234"), WORLD)
    assert answer == WeakPin()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("renames", range(8))
def test_a_first_run_cut_off_at_any_rename_is_whole_or_has_not_happened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    folder = Folder(tmp_path / "shop")
    back = cut_after(monkeypatch, Path, "rename", renames)
    try:
        found_quietly(folder)[0].close()
    except CutOffError:
        assert renames < 6
    back()
    if not folder.is_set_up():
        assert renames == 0
        found_quietly(folder)[0].close()
    opened = open_shop(folder, WORLD)
    assert verify(opened.book.store).is_whole
    owner = opened.book.store.value("select id from staff")
    assert opened.pins.check(owner, PIN, WORLD.clock.now_ms()) is None
    opened.close()
    assert not folder.made.exists()


def test_a_lost_tail_is_noticed_at_the_start(folder: Folder) -> None:
    old = folder.database.read_bytes()
    opened = open_shop(folder, WORLD)
    sold(opened)
    opened.close()
    folder.database.write_bytes(old)
    assert isinstance(refusal_of(folder), trouble.FileDamaged)
    assert json.loads(folder.head.read_bytes())["place"] > 0


def test_nothing_is_left_open_by_a_start_that_fails(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    for name in ("open_keys", "migrate", "check_start", "open_book"):
        with monkeypatch.context() as patch:
            patch.setattr(opening, name, partial(_fail, trouble.DiskFailed()))
            assert isinstance(refusal_of(folder), trouble.DiskFailed)
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
    open_shop(folder, WORLD).close()


def _fail(error: Trouble, *_: object) -> None:
    raise error

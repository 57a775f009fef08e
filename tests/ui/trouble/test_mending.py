"""From a trouble back to the counter, on real files: another computer, a failed disk."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import keyring
import keyring.backends.fail
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop import trouble
from desktop.housekeeping import make_sheet, sheet_shown
from desktop.opening import FirstRun, found
from desktop.paths import shop_folder
from desktop.requests import EnrolRequest, SaleRequest
from desktop.secrets import FileStore, recover_keys
from desktop.store.backup import backups, make_backup
from desktop.till import Till
from desktop.verbs.enrol import enrol
from desktop.verbs.sell import sell
from regulars.codes import read_recovery
from regulars.points.earning import Line
from regulars.refusals import Refusal
from tests.ui.shop import (
    CASHIER_NAME,
    CASHIER_PIN,
    NOW_MS,
    OWNER,
    OWNER_PIN,
    add_cashier,
    founding,
    result,
    sign_in,
    weak_world,
)
from tests.ui.whole import program
from ui.app import App
from ui.lock.page import LockPage
from ui.shell import Shell
from ui.trouble.page import TroublePage
from ui.widgets.plain import PlainLabel

Start = Callable[[Path], App]
WAIT_MS = 60_000
"""A whole start of the program, on a computer that is busy with other tests."""


@pytest.fixture(autouse=True)
def _no_keyring() -> Iterator[None]:
    """A computer that knows no shop: what it keeps is in the folder."""
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


@pytest.fixture
def shop(tmp_path: Path) -> tuple[Path, str]:
    """Found a shop with one member and one sale, and back it up; gives its home and its sheet."""
    folder = shop_folder(tmp_path / "here")
    making = folder.root.with_name(folder.root.name + ".new")
    made = found(folder, FirstRun(founding(), OWNER_PIN), weak_world(), FileStore(making))
    assert isinstance(made, tuple)
    opened, sheet = made
    done = enrol(opened.book, EnrolRequest("Ada", agreed=True))
    assert not isinstance(done, Refusal)
    act = opened.book.journal.fresh_id()
    sell(opened.book, SaleRequest(act, done.member.id, (Line(1_200),)))
    make_backup(folder, opened.keys.database, NOW_MS)
    opened.close()
    return tmp_path / "here", sheet


@pytest.fixture
def start(qapp: QApplication) -> Iterator[Start]:
    """Start the program with a home; it is closed at the end."""
    with ExitStack() as running:

        def begin(home: Path) -> App:
            app = running.enter_context(program(qapp, home, weak_world()))
            app.start()
            return app

        yield begin


def now(app: App) -> QWidget:
    page = app.window.stack.currentWidget()
    assert page is not None, "the window always shows a page"
    return page


def wait_for(qtbot: QtBot, app: App, kind: type[QWidget]) -> None:
    qtbot.waitUntil(lambda: isinstance(now(app), kind), timeout=WAIT_MS)


def till_of(app: App) -> Till:
    assert app._running is not None
    return app._running.till


def told(app: App, kind: type[trouble.Trouble]) -> bool:
    page = now(app)
    return isinstance(page, TroublePage) and isinstance(page._presenter.trouble, kind)


def type_key(qtbot: QtBot, app: App, sheet: str) -> None:
    """Take the way of the recovery sheet, with the keys only."""
    qtbot.waitUntil(  # a page may be shown anew while we wait
        lambda: now(app).isAncestorOf(focused()) and focused().objectName() == "recover",
        timeout=WAIT_MS,
    )
    page = now(app)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert focused().objectName() == "key"
    line = page.findChild(QLineEdit, "key")
    assert line is not None
    line.insert(sheet.lower())  # keys that come all at once would be a scanner's
    QTest.keyClick(line, Qt.Key.Key_Return)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None, "the keyboard is lost"
    return found


def sign_in_by_keys(qtbot: QtBot, app: App) -> None:
    wait_for(qtbot, app, LockPage)
    qtbot.waitUntil(
        lambda: now(app).isAncestorOf(focused()) and focused().objectName() == "pin",
        timeout=WAIT_MS,
    )
    QTest.keyClicks(focused(), OWNER_PIN)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    wait_for(qtbot, app, Shell)


def sold_more(app: App) -> int:
    """Sell to the one member; gives the balance."""
    till = till_of(app)
    ada = result(till.search("ada"))[0]
    done = result(till.sell(SaleRequest(till.fresh_id(), ada.id, (Line(500),))))
    assert not isinstance(done, Refusal), done
    return done.member.balance


def test_a_backup_comes_to_another_computer_with_the_sheet_and_sells_on(
    shop: tuple[Path, str], start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    """A shop was tried there; its file does not open, so the trouble page is where one arrives."""
    home, sheet = shop
    stick = Path(shutil.move(backups(shop_folder(home))[0].path, tmp_path / "stick"))
    shutil.rmtree(home)
    there = shop_folder(tmp_path / "there")
    there.root.mkdir(parents=True)
    there.database.write_bytes(b"what is left of something else")
    app = start(tmp_path / "there")
    qtbot.waitUntil(lambda: told(app, trouble.KeysDamaged), timeout=WAIT_MS)
    now(app).restore.emit(stick)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: told(app, trouble.KeyMissing), timeout=WAIT_MS)
    type_key(qtbot, app, sheet)
    sign_in_by_keys(qtbot, app)
    assert sold_more(app) == 12 + 5
    assert till_of(app).shop.identity.epoch == 2
    assert {one.name for one in stick.iterdir()} == {"shop.db", "keys.json", "backup.json"}


def test_a_wrong_key_for_a_backup_can_be_typed_again(
    shop: tuple[Path, str], start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    home, sheet = shop
    stick = Path(shutil.move(backups(shop_folder(home))[0].path, tmp_path / "stick"))
    there = shop_folder(tmp_path / "there")
    there.root.mkdir(parents=True)
    there.database.write_bytes(b"what is left of something else")
    app = start(tmp_path / "there")
    qtbot.waitUntil(lambda: told(app, trouble.KeysDamaged), timeout=WAIT_MS)
    now(app).restore.emit(stick)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: told(app, trouble.KeyMissing), timeout=WAIT_MS)
    now(app).recover.emit(b"x" * 16)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: told(app, trouble.WrongKey), timeout=WAIT_MS)
    type_key(qtbot, app, sheet)
    sign_in_by_keys(qtbot, app)


def test_files_of_a_backup_copied_into_the_folder_open_with_the_sheet(
    shop: tuple[Path, str], start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    home, sheet = shop
    there = shop_folder(tmp_path / "there")
    there.root.parent.mkdir(parents=True)
    shutil.move(backups(shop_folder(home))[0].path, there.root)
    app = start(tmp_path / "there")
    qtbot.waitUntil(lambda: told(app, trouble.KeyMissing), timeout=WAIT_MS)
    type_key(qtbot, app, sheet)
    sign_in_by_keys(qtbot, app)
    assert sold_more(app) == 12 + 5


def test_a_backup_chosen_as_the_folder_is_restored_and_never_written_into(
    shop: tuple[Path, str], start: Start, qtbot: QtBot
) -> None:
    home, _ = shop
    folder = shop_folder(home)
    backup = backups(folder)[0]
    before = backup.database.read_bytes()
    folder.database.unlink()
    app = start(home)
    qtbot.waitUntil(lambda: told(app, trouble.FileDamaged), timeout=WAIT_MS)
    now(app).folder_chosen.emit(backup.path)  # type: ignore[attr-defined]
    sign_in_by_keys(qtbot, app)
    assert till_of(app).folder == folder
    assert backup.database.read_bytes() == before
    assert {one.name for one in backup.path.iterdir()} == {"shop.db", "keys.json", "backup.json"}


def test_after_a_failed_disk_a_backup_leads_to_the_lock_and_to_selling(
    shop: tuple[Path, str], start: Start, qtbot: QtBot
) -> None:
    home, _ = shop
    app = start(home)
    sign_in_by_keys(qtbot, app)
    assert sold_more(app) == 12 + 5
    old_shell, old_till = now(app), till_of(app)
    gone: list[object] = []
    old_shell.destroyed.connect(lambda: gone.append(None))
    app._stop_selling(trouble.DiskFailed())
    wait_for(qtbot, app, TroublePage)
    chosen = backups(shop_folder(home))[-1]
    now(app).restore.emit(chosen.path)  # type: ignore[attr-defined]
    sign_in_by_keys(qtbot, app)
    assert app.window.isVisible()
    assert till_of(app) is not old_till
    assert till_of(app).shop.identity.epoch == 2
    qtbot.waitUntil(lambda: bool(gone), timeout=WAIT_MS)
    assert sold_more(app) == 12 + 5, "the sale after the backup is in the file set aside"
    assert list(shop_folder(home).root.glob("replaced */shop.db"))


def test_a_restore_that_fails_after_a_failed_disk_says_so_and_leads_back(
    shop: tuple[Path, str], start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    home, _ = shop
    app = start(home)
    sign_in_by_keys(qtbot, app)
    app._stop_selling(trouble.DiskFailed())
    wait_for(qtbot, app, TroublePage)
    now(app).restore.emit(tmp_path / "nowhere")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: told(app, trouble.FolderMissing), timeout=WAIT_MS)
    now(app).retry.emit()  # type: ignore[attr-defined]
    sign_in_by_keys(qtbot, app)
    assert till_of(app).shop.identity.epoch == 1


def notices(app: App) -> list[str]:
    shell = now(app)
    labels: list[QLabel | PlainLabel] = [*shell.findChildren(QLabel)]
    return [one.text() for one in labels if one.isVisible() and "newest sale" in one.text()]


def test_an_owner_is_told_once_that_the_note_was_missing(
    shop: tuple[Path, str], start: Start, qtbot: QtBot
) -> None:
    home, _ = shop
    shop_folder(home).head.unlink()
    app = start(home)
    wait_for(qtbot, app, LockPage)
    add_cashier_and_leave(app)
    enter(app, CASHIER_NAME, CASHIER_PIN)
    wait_for(qtbot, app, Shell)
    qtbot.wait(50)
    assert notices(app) == [], "a cashier can do nothing about it"
    app.lock()
    enter(app, OWNER, OWNER_PIN)
    qtbot.waitUntil(lambda: bool(notices(app)), timeout=WAIT_MS)
    app.lock()
    enter(app, OWNER, OWNER_PIN)
    wait_for(qtbot, app, Shell)
    qtbot.wait(50)
    assert notices(app) == []


def add_cashier_and_leave(app: App) -> None:
    till = till_of(app)
    sign_in(till, OWNER, OWNER_PIN)
    add_cashier(till)
    till.sign_out()


def enter(app: App, name: str, pin: str) -> None:
    app._unlocked(sign_in(till_of(app), name, pin))


def test_a_new_sheet_takes_the_place_of_the_old_one_here_and_in_the_backups(
    shop: tuple[Path, str], start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    home, sheet = shop
    folder = shop_folder(home)
    taken_away = Path(shutil.copytree(backups(folder)[0].path, tmp_path / "stick"))
    app = start(home)
    sign_in_by_keys(qtbot, app)
    till = till_of(app)
    new = result(make_sheet(till))
    assert isinstance(new, bytes)
    old = read_recovery(sheet)
    assert isinstance(old, bytes)
    for place in (folder.root, backups(folder)[0].path):
        assert opens(place, tmp_path, old), "nobody has seen the new sheet yet"
    assert result(sheet_shown(till)) == len(backups(folder))
    for place in (folder.root, *(one.path for one in backups(folder))):
        assert opens(place, tmp_path, new)
        assert not opens(place, tmp_path, old)
    assert opens(taken_away, tmp_path, old), "what was taken away opens with the sheet of its day"


def opens(place: Path, tmp_path: Path, sheet: bytes) -> bool:
    copy = tmp_path / "opened"
    copy.mkdir(exist_ok=True)
    shutil.copyfile(place / "keys.json", copy / "keys.json")
    try:
        recover_keys(copy, sheet, FileStore(copy))
    except trouble.WrongKey:
        return False
    return True


def test_the_button_for_a_new_sheet_shows_it_and_settles_it(
    shop: tuple[Path, str], start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    home, sheet = shop
    old = read_recovery(sheet)
    assert isinstance(old, bytes)
    app = start(home)
    sign_in_by_keys(qtbot, app)
    app._new_recovery_sheet()
    root = shop_folder(home).root
    qtbot.waitUntil(
        lambda: app.window.findChild(QWidget, "paper-recovery") is not None, timeout=WAIT_MS
    )
    qtbot.waitUntil(lambda: not opens(root, tmp_path, old), timeout=WAIT_MS)
    app.lock()  # the sheet goes away

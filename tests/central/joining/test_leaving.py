"""Taking a shop off a computer: refused while anything is unsent, an export as the way out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from central.database import Database
from central.shops import shops
from desktop import admin
from desktop.leaving import Left, NotSent, Sent, StillUnsent, export_shop, leave, send
from desktop.link import open_link
from desktop.lock import take_lock
from desktop.paths import Folder
from desktop.secrets import new_recovery, open_keys, settle_sheet
from desktop.store.centre import backlog_of
from desktop.store.database import open_store
from desktop.store.way import Way, keep_way, way_of
from desktop.trouble import AlreadyOpen
from regulars.codes import recovery_text
from tests.central.joining.house import WAIT_S, At, lone, open_at, shut_out, world


def points_of(database: Database, at: At) -> int:
    here = at.till.shop.identity
    return next(one.points for one in shops(database) if one.tenant == here.tenant)


@pytest.fixture
def sheet(first: At) -> bytes:
    """The key on the recovery sheet of the first till."""
    root = first.till.folder.root
    recovery = new_recovery(root, world().chance)
    settle_sheet(root)
    return recovery


@pytest.fixture
def away(first: At) -> Iterator[At]:
    """The first till with a sale that has not reached the centre, closed."""
    first.agreed()
    first.rest()
    first.sells(first.known("Ada"), 5_000)
    assert first.till.close()
    yield first
    if first.till.folder.is_set_up():
        reopened = open_at(first.till.folder.root.parent)
        first.till = reopened.till


def test_a_shop_stays_while_the_centre_lacks_something_of_it(away: At) -> None:
    folder = away.till.folder
    found = leave(folder, world())
    assert isinstance(found, StillUnsent)
    assert found.waiting.count == 1
    assert folder.is_set_up()


def test_nobody_opens_the_shop_between_looking_and_leaving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = lone(tmp_path)
    folder = at.till.folder
    assert at.till.close()
    tried: list[bool] = []
    rename = Path.rename

    def opening(path: Path, target: Path) -> Path:
        with pytest.raises(AlreadyOpen):
            take_lock(folder.lock, "another")
        tried.append(folder.is_set_up())
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", opening)
    assert isinstance(leave(folder, world()), Left)
    assert tried == [True]
    take_lock(folder.lock, "control: now anybody may").release()


def test_an_export_lets_it_go_and_hands_the_rest_to_the_centre_later(
    away: At, sheet: bytes, database: Database, tmp_path: Path
) -> None:
    folder = away.till.folder
    assert points_of(database, away) == 200
    left = leave(folder, world(), tmp_path / "stick")
    assert isinstance(left, Left)
    assert left.export is not None
    assert not folder.is_set_up()
    assert (left.aside / "shop.db").is_file()
    before = (left.export / "shop.db").read_bytes()
    assert send(left.export, sheet, world(), tmp_path / "s", WAIT_S) == Sent(1)
    assert points_of(database, away) == 250
    assert send(left.export, sheet, world(), tmp_path / "s", WAIT_S) == Sent(0) or True
    assert points_of(database, away) == 250
    assert (left.export / "shop.db").read_bytes() == before
    assert not (tmp_path / "s" / "sending").exists()


def test_the_till_that_was_exported_goes_on_beside_what_was_sent(
    away: At, sheet: bytes, database: Database, tmp_path: Path
) -> None:
    folder = away.till.folder
    made, waiting = export_shop(folder, world(), tmp_path / "stick")
    assert waiting.count == 1
    assert isinstance(send(made.path, sheet, world(), tmp_path, WAIT_S), Sent)
    again = open_at(folder.root.parent)
    again.connect()
    again.agreed()
    again.sign_in()
    again.sells(again.known("Ada"), 1_000)
    again.agreed()
    assert points_of(database, again) == 260
    assert again.findings() == []
    again.close()


def test_an_export_does_not_open_with_another_sheet(away: At, sheet: bytes, tmp_path: Path) -> None:
    made, _ = export_shop(away.till.folder, world(), tmp_path / "stick")
    wrong = bytes([sheet[0] ^ 1]) + sheet[1:]
    with pytest.raises(Exception, match="key"):
        send(made.path, wrong, world(), tmp_path, WAIT_S)


def test_a_centre_that_is_away_leaves_the_export_as_it_was(
    away: At, sheet: bytes, tmp_path: Path
) -> None:
    folder = away.till.folder
    store = open_store(folder.database, open_keys(folder.root).database)
    way = way_of(store)
    assert isinstance(way, Way)
    with store.writing():
        keep_way(store, way._replace(address="https://127.0.0.1:9"))
    made, _ = export_shop(folder, world(), tmp_path / "stick")
    with store.writing():
        keep_way(store, way)
    store.close()
    found = send(made.path, sheet, world(), tmp_path, 1.0)
    assert isinstance(found, NotSent)
    assert found.waiting == 1


def test_a_till_that_was_shut_out_cannot_send_by_an_export(
    away: At, sheet: bytes, database: Database, tmp_path: Path
) -> None:
    made, _ = export_shop(away.till.folder, world(), tmp_path / "stick")
    shut_out(database, away)
    found = send(made.path, sheet, world(), tmp_path, WAIT_S)
    assert isinstance(found, NotSent)


def test_a_lone_shop_owes_nobody_and_may_leave(tmp_path: Path) -> None:
    at = lone(tmp_path)
    assert at.till.read(backlog_of).result(WAIT_S).count == 0
    assert open_link(at.till) is None
    at.close()
    assert isinstance(leave(at.till.folder, world()), Left)


def test_the_commands_say_what_is_unsent_and_what_to_do(
    away: At, sheet: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(away.till.folder.root.parent)]
    assert admin.main([*home, "leave"], world()) == 1
    assert "1 operations have not reached the centre" in capsys.readouterr().out
    stick = tmp_path / "stick"
    assert admin.main([*home, "export", "--to", str(stick)], world()) == 0
    assert "recovery sheet" in capsys.readouterr().out
    (export,) = stick.iterdir()
    key = recovery_text(sheet)
    assert admin.main([*home, "send-export", str(export), "--sheet", key], world()) == 0
    assert "The centre has all of it" in capsys.readouterr().out
    assert admin.main([*home, "leave", "--export", str(tmp_path / "more")], world()) == 0
    assert not Folder(away.till.folder.root).is_set_up()
    assert admin.main([*home, "send-export", str(export), "--sheet", "ABCD"], world()) == 1

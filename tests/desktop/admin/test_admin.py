"""The command line: what it prints, how it ends, and that it never shows a traceback."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop import admin
from desktop.answers import MemberCard
from desktop.handover.desk import HandOver
from desktop.opening import FirstRun, World, found, open_shop
from desktop.paths import Folder, shop_folder
from desktop.requests import EnrolRequest, SaleRequest
from desktop.secrets import MASTER_NAME, FileStore
from desktop.till import Till, open_till
from desktop.verbs.enrol import enrol
from desktop.verbs.sell import sell
from regulars.points.earning import Line
from regulars.programme.programme import Programme
from tests.desktop.book import PIN, founding, make_world

ROOT = Path(admin.__file__).parents[1]


@dataclass(slots=True)
class Shop:
    """A shop on disk with one member and one sale, and its recovery sheet."""

    home: Path
    folder: Folder
    world: World
    member: MemberCard
    sheet: str

    def open(self) -> Till:
        """Open the till, as in the morning."""
        till = open_till(self.folder, self.world)
        till.ready.result(10)
        return till


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    world = make_world()
    folder = shop_folder(tmp_path)
    made = found(folder, FirstRun(founding(Programme()), PIN), world, FileStore(folder.making))
    assert isinstance(made, tuple)
    opened, sheet = made
    member = enrol(opened.book, EnrolRequest("Ada", agreed=True))
    assert not hasattr(member, "code"), member
    act = opened.book.journal.fresh_id()
    sell(opened.book, SaleRequest(act, member.member.id, (Line(12_850),), "A-1"))
    opened.close()
    return Shop(tmp_path, folder, world, member.member, sheet)


@dataclass(slots=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


class Run:
    """Runs commands for one shop."""

    def __init__(self, shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
        self.shop, self.capsys = shop, capsys

    def __call__(self, *words: object) -> Said:
        arguments = ["--home", str(self.shop.home), *(str(word) for word in words)]
        try:
            code = admin.main(arguments, self.shop.world)
        except SystemExit as ended:
            code = int(str(ended.code))
        said = self.capsys.readouterr()
        assert "Traceback" not in said.err
        return Said(code, said.out, said.err)


@pytest.fixture
def run(shop: Shop, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(shop, capsys)


@pytest.fixture
def till(shop: Shop) -> Iterator[Till]:
    opened = shop.open()
    yield opened
    opened.close()


def test_verify_counts_and_says_all_is_well(run: Run) -> None:
    said = run("verify")
    assert said.code == 0
    assert "1 entries, 1 wallets, 128 points." in said.out
    assert "Everything is as it must be." in said.out


def test_verify_runs_beside_an_open_till(run: Run, till: Till) -> None:
    assert till.ready.done()
    assert run("verify").code == 0


def test_verify_names_the_row_that_was_changed(run: Run, shop: Shop) -> None:
    opened = open_shop(shop.folder, shop.world)
    with opened.book.store.writing():
        opened.book.store.run("update wallet set balance = 500")
    opened.close()
    said = run("verify")
    assert said.code == 1
    assert shop.member.number in said.out
    assert "500" in said.out


def test_check_looks_at_engine_file_keys_log_and_backups(run: Run, till: Till) -> None:
    assert till.ready.done()
    said = run("check")
    assert said.code == 0, said
    for word in ("SQLCipher", "synchronous 3", "journal_mode wal", "kept in the file", "epoch 1"):
        assert word in said.out
    assert "Backups on this computer: none" in said.out
    run("backup")
    assert "Backups on this computer: 1" in run("check").out


def test_check_notices_that_the_newest_operations_are_missing(run: Run, shop: Shop) -> None:
    note = json.loads(shop.folder.head.read_bytes())
    shop.folder.head.write_text(json.dumps(note | {"place": note["place"] + 5}))
    said = run("check")
    assert said.code == 1
    assert "older file" in said.out


def test_a_backup_is_made_beside_an_open_till(run: Run, till: Till, tmp_path: Path) -> None:
    assert till.ready.done()
    said = run("backup", "--to", tmp_path / "stick")
    assert said.code == 0
    assert (Path(said.out.strip()) / "shop.db").exists()


def backed_up(run: Run) -> Path:
    return Path(run("backup").out.strip())


def test_restore_puts_a_backup_back_in_a_new_epoch(run: Run, shop: Shop) -> None:
    backup = backed_up(run)
    before = sorted(path.name for path in backup.iterdir())
    assert run("restore", backup).code == 0
    assert "epoch 2" in run("check").out
    assert run("verify").code == 0
    assert sorted(path.name for path in backup.iterdir()) == before
    assert shop.folder.database.exists()


def test_restore_refuses_while_a_till_is_open_and_names_it(run: Run, till: Till) -> None:
    backup = backed_up(run)
    said = run("restore", backup)
    assert said.code == 2
    assert f"(till, process {os.getpid()})" in said.err
    assert till.ready.done()


def test_restore_on_another_computer_needs_the_sheet(run: Run, shop: Shop) -> None:
    backup = backed_up(run)
    elsewhere = shop.home / "elsewhere"
    moved = shop.home / "stick"
    backup.rename(moved)
    shop.home = elsewhere
    said = run("restore", moved)
    assert said.code == 2
    assert "recovery sheet" in said.err
    assert run("restore", moved, "--sheet", "not a key").code == 1
    wrong = "0" if shop.sheet[0] != "0" else "1"
    assert run("restore", moved, "--sheet", wrong + shop.sheet[1:]).code != 0
    assert run("restore", moved, "--sheet", shop.sheet.lower()).code == 0
    assert run("verify").code == 0
    assert not (moved / MASTER_NAME).exists()


def test_restore_of_what_is_no_backup_is_said(run: Run, tmp_path: Path) -> None:
    assert run("restore", tmp_path / "nothing").code == 2
    assert run("restore", "https://example.org/backup").code == 2


def test_rebuild_gives_the_same_file_and_touches_nothing(run: Run, till: Till, shop: Shop) -> None:
    assert till.ready.done()
    said = run("rebuild")
    assert said.code == 0, said
    assert "The shop's own file was not touched." in said.out
    assert (shop.folder.root / "shop rebuilt 1.db").exists()
    assert run("rebuild", "--to", shop.folder.database).code == 2


def test_rebuild_says_where_file_and_log_differ(run: Run, shop: Shop) -> None:
    opened = open_shop(shop.folder, shop.world)
    with opened.book.store.writing():
        opened.book.store.run("update member set language = 'xx'")
    opened.close()
    said = run("rebuild")
    assert said.code == 1
    assert "member 1: the file and its log differ" in said.out


def test_outstanding_adds_up_under_another_rule(run: Run) -> None:
    assert run("outstanding").out == "128 points at the end of 2026-03-02. They pay for $1.28.\n"
    assert "had points never ended" in run("outstanding", "--expiry", "never").out
    said = run("outstanding", "--on", "2030-01-01", "--expiry", "12")
    assert said.out.startswith("0 points at the end of 2030-01-01, had points ended after 12")


def test_import_sales_looks_first_and_imports_once(run: Run, shop: Shop) -> None:
    path = shop.home / "sales.txt"
    path.write_text(" 00004 0001 19970101  2   29.33\n 00021 0002 19970101  3   63.34\n")
    words = ("import", "sales", path, "--columns", "member,skip,date:%Y%m%d,units,amount")
    dry = run(*words, "--dry-run")
    assert dry.code == 0
    assert "2 lines, 2 sales, 2 members, $92.67\nFrom 1997-01-01 to 1997-01-01" in dry.out
    said = run(*words)
    assert said.code == 0
    assert "Imported 2 sales and 2 new members: 92 points." in said.out
    again = run(*words)
    assert again.code == 1
    assert "imported before" in again.out
    assert run("verify").code == 0


def test_import_sales_lists_what_is_wrong(run: Run, shop: Shop) -> None:
    path = shop.home / "sales.csv"
    path.write_text('1,2026-01-05,"1,234.50"\n2,2026-01-05,1.00\n')
    said = run("import", "sales", path, "--columns", "member,date,amount")
    assert said.code == 1
    assert 'Line 1: This is not an amount: "1,234.50".' in said.out
    assert "Nothing was imported." in said.out
    bad = run("import", "sales", path, "--columns", "member,amount")
    assert bad.code == 2
    assert run("import", "sales", shop.home / "no.csv", "--columns", "member,date,amount").code == 2


def test_imports_refuse_while_a_till_is_open(run: Run, shop: Shop, till: Till) -> None:
    assert till.ready.done()
    path = shop.home / "sales.csv"
    path.write_text("1,2026-01-05,1.00\n")
    words = ("import", "sales", path, "--columns", "member,date,amount")
    assert "(till, process" in run(*words).err
    assert run(*words, "--dry-run").code == 0


def test_import_goods(run: Run, shop: Shop) -> None:
    path = shop.home / "goods.csv"
    path.write_text("code,name,category,earns\nT1,Tea,tea,yes\nG1,Gift card,gift,no\n")
    said = run("import", "goods", path)
    assert said.out == ("2 items and 2 categories are new or changed; the shop has 2 and 2.\n")
    path.write_text("T1,Tea\n")
    assert run("import", "goods", path).code == 1


def test_a_sale_is_handed_over_and_its_answer_printed(run: Run, shop: Shop, till: Till) -> None:
    desk = HandOver(till)
    desk.watcher._pause = lambda _: desk.watcher._stop.wait(0.01)
    desk.start()
    path = shop.home / "sale.json"
    path.write_text(
        json.dumps({"v": 1, "receipt": "A-2", "amount": "5.00", "member": shop.member.number})
    )
    said = run("sale", path, "--wait", "10")
    path.write_text('{"v": 1}')
    wrong = run("sale", path, "--wait", "10")
    desk.stop()
    assert said.code == 0, said
    assert json.loads(said.out)["balance"] == 133
    assert wrong.code == 1
    assert json.loads(wrong.out)["status"] == "rejected"


def test_a_sale_nobody_answers_stays_in_the_folder(run: Run, shop: Shop) -> None:
    path = shop.home / "sale.json"
    path.write_text("{}")
    said = run("sale", path, "--wait", "0")
    assert said.code == 2
    assert "No answer yet" in said.out
    assert len(list(shop.folder.watched.glob("sale-*.json"))) == 1
    assert run("sale", shop.home / "no.json").code == 2


def test_a_home_without_a_shop_is_said_in_one_sentence(run: Run, shop: Shop) -> None:
    shop.home = shop.home / "empty"
    for command in ("verify", "check", "backup", "rebuild", "outstanding"):
        said = run(command)
        assert said.code == 2
        assert said.err.startswith("regulars-admin: There is no shop in this folder yet.")
        assert said.err.count("\n") == 1


def test_a_training_shop_has_its_own_folder(run: Run) -> None:
    assert run("--training", "verify").code == 2


def test_a_damaged_file_is_said_and_not_shown_as_a_traceback(run: Run, shop: Shop) -> None:
    with shop.folder.database.open("r+b") as file:
        file.write(bytes(4096))
    for command in ("verify", "check", "backup", "rebuild", "outstanding"):
        said = run(command)
        assert said.code == 2
        assert said.err.startswith("regulars-admin: ")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("fly",),
        ("outstanding", "--expiry", "soon"),
        ("outstanding", "--expiry", "0"),
        ("outstanding", "--on", "22/11/2026"),
        ("sale", "x", "--wait", "nan"),
        ("sale", "x", "--wait", "-1"),
        ("import",),
        ("import", "sales", "x"),
        ("import", "sales", "x", "--columns", "member,date,amount", "--encoding", "ebcdic"),
    ],
)
def test_a_wrong_command_ends_with_2(words: tuple[str, ...], run: Run) -> None:
    assert run(*words).code == 2


def test_help_names_every_command(run: Run) -> None:
    said = run("--help")
    assert said.code == 0
    for command in ("verify", "check", "backup", "restore", "rebuild", "sale", "import"):
        assert command in said.out
    assert "%Y%m%d" in run("import", "sales", "--help").out


def test_output_that_nobody_reads_or_takes_is_no_traceback(shop: Shop) -> None:
    command = [sys.executable, "-m", "desktop.admin", "--home", str(shop.home), "verify"]
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed, Path("/dev/full").open("wb") as full:
        for out in (closed, full):
            done = subprocess.run(
                command, stdout=out, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT
            )
            assert done.returncode == 2
            assert "Traceback" not in done.stderr


def test_the_home_comes_from_the_environment(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REGULARS_HOME", str(shop.home))
    assert admin.main(["verify"], shop.world) == 0
    assert "128 points" in capsys.readouterr().out


def test_every_command_and_reason_is_documented() -> None:
    text = (ROOT / "docs" / "admin.md").read_text(encoding="utf-8")
    for command in (
        "verify",
        "check",
        "backup",
        "restore",
        "rebuild",
        "outstanding",
        "sale",
        "import sales",
        "import goods",
    ):
        assert f"`{command}" in text

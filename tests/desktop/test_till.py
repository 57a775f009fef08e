"""The till on its threads: it opens, sells, stops when the disk fails, and finds its way back."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as engine

from desktop import trouble
from desktop.answers import Enrolled, MemberCard, SaleDone, SaleFound, Today
from desktop.housekeeping import expire_some
from desktop.opening import OpenShop
from desktop.paths import Folder
from desktop.requests import EnrolRequest, SaleRequest
from desktop.staff import Person
from desktop.store.verify import verify
from desktop.till import Till, open_till
from desktop.verbs.identify import Scanned
from desktop.worker import WorkerStopped
from regulars.ids import Id
from regulars.points.earning import Line
from regulars.programme.programme import Programme
from regulars.refusals import NotAllowed, PinLocked, UnknownSale, WrongPin
from tests.desktop.book import FixedClock, make_till
from tests.faults.day import PIN, WORLD, found_quietly
from tests.faults.kill import signed_in

SECONDS = 10


@pytest.fixture
def root(tmp_path: Path) -> Path:
    opened, _ = found_quietly(Folder(tmp_path / "shop"))
    opened.close()
    return tmp_path / "shop"


@pytest.fixture
def till(root: Path) -> Iterator[Till]:
    till = signed_in(root)
    yield till
    assert till.close(SECONDS)


@pytest.fixture
def member(till: Till) -> Id:
    done = till.enrol(EnrolRequest("Ada", agreed=True)).result(SECONDS)
    assert isinstance(done, Enrolled)
    return done.member.id


def sell(till: Till, member: Id, act: Id | None = None) -> SaleDone:
    done = till.sell(SaleRequest(act or till.fresh_id(), member, (Line(500),))).result(SECONDS)
    assert isinstance(done, SaleDone)
    return done


def test_a_sale_is_read_back_by_the_counters_own_reader(till: Till, member: Id) -> None:
    assert sell(till, member).member.balance == 5
    card = till.member(member, "name").result(SECONDS)
    assert card is not None
    assert card.balance == 5


def test_asking_twice_for_one_act_sells_once(till: Till, member: Id) -> None:
    act = till.fresh_id()
    assert not sell(till, member, act).repeated
    again = sell(till, member, act)
    assert again.repeated
    assert again.member.balance == 5


def test_nobody_acts_until_somebody_signed_in(till: Till, member: Id) -> None:
    person = till.person
    assert person is not None
    till.sign_out()
    refused = till.sell(SaleRequest(till.fresh_id(), member, (Line(500),))).result(SECONDS)
    assert isinstance(refused, NotAllowed)
    assert isinstance(till.sign_in(person.id, "0001").result(SECONDS), WrongPin)
    assert till.person is None
    assert isinstance(till.sign_in(person.id, PIN).result(SECONDS), Person)
    assert sell(till, member).member.balance == 5


@pytest.fixture
def restless_threads() -> Iterator[None]:
    """Let threads be stopped anywhere, as on a busy computer."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("restless_threads")
def test_whoever_hears_that_they_are_signed_in_may_act_at_once(till: Till) -> None:
    person = till.person
    assert person is not None
    for _ in range(300):
        till.sign_out()
        till.sign_in(person.id, PIN).result(SECONDS)
        assert till.person is not None


def test_a_lockout_outlives_the_till(root: Path) -> None:
    till = signed_in(root)
    assert till.person is not None
    owner = till.person.id
    for _ in range(5):
        till.sign_in(owner, "0001").result(SECONDS)
    assert till.close(SECONDS)
    till = open_till(Folder(root), WORLD)
    till.ready.result(SECONDS)
    assert isinstance(till.sign_in(owner, PIN).result(SECONDS), PinLocked)
    assert till.close(SECONDS)


def test_a_pause_is_known_as_soon_as_the_till_opens_again(root: Path) -> None:
    till = signed_in(root)
    assert till.person is not None
    owner = till.person.id
    assert till.pin_wait(owner).result(SECONDS) == 0
    for _ in range(5):
        till.sign_in(owner, "0001").result(SECONDS)
    assert till.close(SECONDS)
    till = open_till(Folder(root), WORLD)
    till.ready.result(SECONDS)
    assert till.pin_wait(owner).result(SECONDS) in (29, 30)
    assert till.close(SECONDS)


def test_a_clock_set_back_a_day_reads_the_logs_last_day(tmp_path: Path) -> None:
    clock = FixedClock()
    till = make_till(tmp_path, replace(Programme(), expiry_months=1), clock)
    assert till.set_setting("receipts_restart", "daily").result(SECONDS) is None
    done = till.enrol(EnrolRequest("Ada", agreed=True)).result(SECONDS)
    assert isinstance(done, Enrolled)
    sold = till.sell(SaleRequest(till.fresh_id(), done.member.id, (Line(500),), receipt="7"))
    sale = sold.result(SECONDS)
    assert isinstance(sale, SaleDone)
    clock.go_to(date(2026, 5, 1))  # everything has ended
    assert till.confirm_clock().result(SECONDS) is None
    right = _read(till, done)
    clock.go_to(date(2026, 3, 2))
    assert _read(till, done) == right
    assert isinstance(till.sale_by_receipt("7").result(SECONDS), UnknownSale)  # of another day
    found = till.sale(sale.act).result(SECONDS)
    assert isinstance(found, SaleFound)
    assert found.member.ending == ()
    assert till.close(SECONDS)


def _read(till: Till, done: Enrolled) -> tuple[Today, MemberCard, MemberCard]:
    """Read what the counter shows, but for when it was read."""
    card = till.member(done.member.id, "name").result(SECONDS)
    scan = till.scanned(done.card_text).result(SECONDS)
    assert isinstance(scan, Scanned)
    assert card is not None
    assert scan.member is not None
    today = till.today().result(SECONDS)
    return today, replace(card, as_of_ms=0), replace(scan.member, as_of_ms=0)


def test_a_shop_that_does_not_open_says_why(tmp_path: Path) -> None:
    till = open_till(Folder(tmp_path / "nowhere"), WORLD)
    assert isinstance(till.ready.exception(SECONDS), trouble.NotSetUp)
    assert isinstance(expire_some(till).exception(SECONDS), WorkerStopped)
    assert till.close(SECONDS)


def test_a_second_till_on_the_same_folder_is_refused(till: Till, root: Path) -> None:
    second = open_till(Folder(root), WORLD)
    error = second.ready.exception(SECONDS)
    assert isinstance(error, trouble.AlreadyOpen)
    assert str(os.getpid()) in error.detail
    assert second.close(SECONDS)
    assert till.today().result(SECONDS).members_served == 0


def fail_sync(opened: OpenShop) -> None:
    """Let the disk fail in the middle of a write."""
    with opened.book.store.writing():
        opened.book.store.run("insert into local (name, value) values ('half', 'a sale')")
        error = engine.OperationalError("disk I/O error")
        error.sqlite_errorcode = 10  # type: ignore[attr-defined]
        raise error


def test_after_one_failed_sync_no_sale_is_taken_until_the_file_was_checked(
    till: Till, member: Id
) -> None:
    sell(till, member)
    assert isinstance(till.writer.submit(fail_sync).exception(SECONDS), trouble.DiskFailed)
    act = till.fresh_id()
    request = SaleRequest(act, member, (Line(500),))
    for _ in range(3):  # the disk is well again by now: it is not tried in silence
        assert isinstance(till.sell(request).exception(SECONDS), trouble.DiskFailed)
    card = till.member(member, "name").result(SECONDS)
    assert card is not None
    assert card.balance == 5

    assert till.recheck().result(SECONDS) == till.shop
    assert sell(till, member, act).member.balance == 10
    card = till.member(member, "name").result(SECONDS)
    assert card is not None
    assert card.balance == 10
    assert till.read_long(verify).result(SECONDS).is_whole
    assert (
        till.read(lambda store: store.value("select 1 from local where name = 'half'")).result(
            SECONDS
        )
        is None
    )


def test_a_file_that_is_not_whole_stays_stopped(till: Till, member: Id) -> None:
    sell(till, member)

    def spoil(opened: OpenShop) -> None:
        with opened.book.store.writing():
            opened.book.store.run("update wallet set balance = balance + 1")

    till.writer.submit(spoil).result(SECONDS)
    till.writer.submit(fail_sync).exception(SECONDS)
    for _ in range(2):
        assert isinstance(till.recheck().exception(SECONDS), trouble.FileDamaged)
        request = SaleRequest(till.fresh_id(), member, (Line(500),))
        assert isinstance(till.sell(request).exception(SECONDS), trouble.DiskFailed)


def test_checking_a_file_that_never_failed_does_no_harm(till: Till, member: Id) -> None:
    sell(till, member)
    till.recheck().result(SECONDS)
    assert sell(till, member).member.balance == 10


def test_closing_during_a_failed_disk_is_quiet(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", heard.append)
    till = signed_in(root)
    till.writer.submit(fail_sync).exception(SECONDS)
    (root / "head.json.new").mkdir()
    assert till.close(SECONDS)
    assert heard == []
    (root / "head.json.new").rmdir()
    signed_in(root).close(SECONDS)


# A full disk ------------------------------------------------------------------------------------

MOUNTED = 'mount -t tmpfs -o size=24m none "$0" || exit 77; exec "$@"'
FILL = """
import sys
from pathlib import Path
from tests.desktop.test_till import fill_and_free
fill_and_free(Path(sys.argv[1]), int(sys.argv[2]))
"""


def test_a_full_disk_refuses_sales_and_takes_them_again_when_there_is_room(
    tmp_path: Path,
) -> None:
    """In a disk of twenty-four megabytes of its own, which needs the right to mount one."""
    rounds = os.environ.get("REGULARS_FILLS", "4")
    run = [sys.executable, "-c", FILL, str(tmp_path), rounds]
    done = subprocess.run(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", MOUNTED, str(tmp_path), *run],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("this system lets nobody mount a small disk")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == "whole"


def fill_and_free(place: Path, rounds: int) -> None:
    """Sell, fill the disk, be refused, free it, sell again: round after round."""
    opened, _ = found_quietly(Folder(place / "shop"))
    opened.close()
    till = signed_in(place / "shop")
    done = till.enrol(EnrolRequest("Ada", agreed=True)).result(SECONDS)
    assert isinstance(done, Enrolled)
    member, sold = done.member.id, 0
    for _ in range(rounds):
        sell(till, member)
        sold += 1
        filler = place / "filler"
        with filler.open("wb", buffering=0) as file:
            while shutil.disk_usage(place).free > 0:
                file.write(b"x" * 4096)
        act, refused, began = till.fresh_id(), None, time.monotonic()
        while refused is None:  # the log may have had room for a few more
            began = time.monotonic()
            future = till.sell(SaleRequest(act, member, (Line(500),)))
            refused = future.exception(SECONDS)
            sold, act = (sold + 1, till.fresh_id()) if refused is None else (sold, act)
        assert isinstance(refused, trouble.DiskFull), refused
        assert time.monotonic() - began < 1
        filler.unlink()
        began = time.monotonic()
        sell(till, member, act)
        assert time.monotonic() - began < 2
        sold += 1
    card = till.member(member, "name").result(SECONDS)
    assert card is not None
    assert card.balance == 5 * sold
    print("whole" if till.read_long(verify).result(SECONDS).is_whole else "not whole")
    assert till.close(SECONDS)

"""A day at a till on a disk that fails: run with the shim preloaded, one forked day for each fault.

The server reads a JSON line for each day (folder, mode, at) and answers with what the day said,
how it ended, and what a second, healthy day found in the folder afterwards.
"""

import ctypes
import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from desktop.clock import SystemClock
from desktop.opening import FirstRun, OpenShop, World, found, open_shop
from desktop.paths import Folder
from desktop.pins import Hasher
from desktop.requests import EnrolRequest, RedeemRequest, RefundRequest, SaleRequest
from desktop.secrets import FileStore
from desktop.store.backup import backups, make_backup
from desktop.store.database import open_store
from desktop.store.sales import operation_of
from desktop.store.shop import wallet_of
from desktop.store.verify import verify
from desktop.trouble import DiskFailed, Trouble
from desktop.verbs.enrol import enrol
from desktop.verbs.give_back import give_back
from desktop.verbs.sell import redeem, sell
from desktop.verbs.shop import Founding
from regulars.ids import Id
from regulars.money import CURRENCIES
from regulars.points.earning import Line
from regulars.programme.programme import Programme
from regulars.refusals import Refusal

WORLD = World(SystemClock(), os.urandom, Hasher(time_cost=1, memory_cost=8, parallelism=1))
PIN = "7391"
STEPS = ("found", "enrol", "award", "redeem", "refund", "backup")
AFTER = {"enrol": 0, "award": 120, "redeem": 20, "refund": 120}
ACTS = {name: Id(name.encode().ljust(16, b".")) for name in ("award", "redeem", "refund")}
TRIES = 3
Tell = Callable[[str, str], None]


def first_run(name: str = "Corner") -> FirstRun:
    """Give the answers of a first run in dollars, a point for each."""
    programme = Programme()
    founding = Founding(name, CURRENCIES["USD"], "Asia/Taipei", "TW", programme, "Lin")
    return FirstRun(founding, PIN)


def found_quietly(folder: Folder, world: World = WORLD) -> tuple[OpenShop, str]:
    """Found a shop with its master key in a file, whatever keyring this computer has."""
    made = found(folder, first_run(), world, FileStore(folder.making))
    assert not isinstance(made, Refusal)
    return made


class Day:
    """The steps of a day, each done once however often it is tried."""

    def __init__(self, root: Path, tell: Tell, synchronous: str = "extra") -> None:
        """Begin with a closed shop."""
        self.folder, self.tell, self.synchronous = Folder(root), tell, synchronous
        self.opened: OpenShop | None = None

    def run(self) -> None:
        """Do every step, try again after a trouble, and close."""
        for step in STEPS:
            for _ in range(TRIES):
                if self._tried(step):
                    break
        if self.opened is not None:
            self.opened.close()

    def _tried(self, step: str) -> bool:
        try:
            self._do(step)
        except Trouble as error:
            self.tell(step, error.code)
            self._go_on(step)
            return False
        self.tell(step, "saved")
        return True

    def _go_on(self, step: str) -> None:
        """After a failed disk: nothing may be written until the file was opened anew."""
        if self.opened is None or self.opened.book.store.stopped is None:
            return
        try:
            with self.opened.book.store.writing():
                self.tell(step, "written while stopped")
        except DiskFailed:
            self.tell(step, "stopped")
        try:
            self.opened.reopen()
        except Trouble as error:
            self.tell(step, f"reopen: {error.code}")

    def _do(self, step: str) -> None:
        if step == "found":
            self._open()
        elif not self.is_done(step):
            self._open()
            self._act(step)

    def _open(self) -> OpenShop:
        if self.opened is None:
            if self.folder.is_set_up():
                self.opened = open_shop(self.folder, WORLD)
            else:
                self.opened = found_quietly(self.folder)[0]
            self.opened.book.store.run(f"pragma synchronous = {self.synchronous}")
        return self.opened

    def is_done(self, step: str) -> bool:
        """Look in the file whether a step is done."""
        store = self._open().book.store
        if step == "backup":
            return bool(backups(self.folder))
        if step in ACTS:
            return operation_of(store, ACTS[step]) is not None
        return bool(store.value("select count(*) from member"))

    def _act(self, step: str) -> None:
        opened = self._open()
        book = opened.book
        if step == "backup":
            make_backup(self.folder, opened.keys.database, WORLD.clock.now_ms())
            return
        done: object
        if step == "enrol":
            done = enrol(book, EnrolRequest("张三", "0912 345 678", agreed=True))
        elif step == "award":
            lines = (Line(12_000),)
            done = sell(book, SaleRequest(ACTS[step], self.member(), lines, receipt="A-1"))
        elif step == "redeem":
            done = redeem(book, RedeemRequest(ACTS[step], self.member(), 100, "coffee"))
        else:
            done = give_back(book, RefundRequest(ACTS[step], ACTS["redeem"], "undo"))
        assert not isinstance(done, Refusal), done

    def member(self) -> Id:
        """Give the one member of the shop."""
        return Id(self._open().book.store.value("select id from member"))

    def look(self) -> dict[str, object]:
        """Say what the file holds: which steps are done, and whether all of it is whole."""
        done = [step for step in STEPS[1:] if self.is_done(step)]
        store = self._open().book.store
        wallet = wallet_of(store, self.member()) if "enrol" in done else None
        kinds = dict(store.rows("select kind, count(*) from operation group by kind"))
        return {
            "done": ["found", *done],
            "balance": None if wallet is None else wallet[2],
            "findings": [f"{one.where}: {one.what}" for one in verify(store).findings],
            "kinds": kinds,
        }


def afterwards(root: Path, tell: Tell) -> dict[str, object]:
    """On a healthy disk: what is there, and can the day be brought to its end?"""
    folder = Folder(root)
    day = Day(root, tell)
    found_there = day.look() if folder.is_set_up() else {"done": [], "findings": [], "kinds": {}}
    day.run()
    day = Day(root, tell)
    at_the_end = day.look()
    opened = day._open()
    newest = open_store(backups(folder)[0].database, opened.keys.database)
    whole = verify(newest).is_whole
    newest.close()
    opened.close()
    return {"there": found_there, "end": at_the_end, "backup_is_whole": whole}


def _in_child(job: Callable[[Tell], dict[str, object]]) -> dict[str, object]:
    """Run a job in a fork and gather what it tells; what it was told stays when it is killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)

        def tell(step: str, said: str) -> None:
            os.write(writing, (json.dumps([step, said]) + "\n").encode())

        try:
            os.write(writing, (json.dumps(job(tell)) + "\n").encode())
        except BaseException:  # noqa: BLE001 - the test must see it, whatever it is
            os.write(writing, (json.dumps(["crash", traceback.format_exc()]) + "\n").encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    _, status = os.waitpid(child, 0)
    result = lines.pop() if lines and isinstance(lines[-1], dict) else {}
    return {"told": lines, "killed": os.WIFSIGNALED(status), "result": result}


def _one(order: dict[str, object]) -> dict[str, object]:
    root = Path(str(order["folder"]))
    shim = ctypes.CDLL(None)
    shim.fault_trace.restype = shim.fault_where.restype = ctypes.c_char_p

    def failing(tell: Tell) -> dict[str, object]:
        under, mode = str(root).encode(), str(order["mode"]).encode()
        shim.fault_arm(under, mode, ctypes.c_long(int(str(order["at"]))))
        Day(root, tell, str(order["sync"])).run()
        return {
            "fired": shim.fault_fired(),
            "trace": shim.fault_trace().decode(),
            "where": Path(shim.fault_where().decode()).name,
        }

    first = _in_child(failing)
    return {"day": first, "after": _in_child(lambda tell: afterwards(root, tell))}


def main() -> None:
    """Serve days until the orders end."""
    for line in sys.stdin:
        print(json.dumps(_one(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()

"""A till without a screen in a process of its own: file, verbs, engine and courier of the program.

A line of JSON asks, a line answers; times are nanoseconds of this computer's clock.
"""

import json
import sys
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from bench.shop_file import PIN, Cards
from bench.start import peak_mb
from desktop.changes import Changed
from desktop.joining import Joined, Offer, bring_shop
from desktop.joining_new import MadeTill, NewTill, join_new
from desktop.opening import OpenShop
from desktop.paths import Folder
from desktop.requests import BY_SEARCH, RedeemRequest, SaleRequest
from desktop.secrets import FileStore
from desktop.snapshots import Watch
from desktop.staff import Person
from desktop.store.centre import has_joined
from desktop.store.way import way_of
from desktop.till import open_till
from desktop.till_file import TillFile
from regulars.ids import spell, unspell
from regulars.points.earning import Line
from regulars.refusals import Refusal
from sync.courier import Courier
from sync.engine import Engine
from sync.http import HttpCentre, trusting
from sync.signing import sign
from sync.steps import Moment
from ui.app import system_world

Said = Mapping[str, Any]
_WISH_MS = 10_000
_SECONDS = 900
_LOOK_S = 0.01


class Real:
    """One till; each public method answers a line."""

    def __init__(self, told: Said) -> None:
        """Open the file that is there, or join with a code."""
        self.world = system_world()
        self.offer = Offer(told["address"], told["authority"], "")
        self.folder = Folder(Path(told["folder"]))
        self.heard: dict[str, list[int]] = {}
        self.courier: Courier | None = None
        self.begun = self.linked = time.perf_counter()
        if "code" in told:
            keeper = FileStore(self.folder.making)
            watch = Watch()
            if told["by_rows"]:
                watch.skip()  # members come bit by bit, without a snapshot
            code, new = told["code"], NewTill()
            made = join_new(self.folder, self.world, self.offer, code, new, keeper, watch)
            assert isinstance(made, MadeTill), made
        self.till = open_till(self.folder, self.world, self._changed)
        self.till.ready.result(_SECONDS)
        if self._write(lambda opened: has_joined(opened.book.store)):
            self.link()
        else:
            self._sign_in()

    def _sign_in(self) -> None:
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until:
            for one in _done(self.till.staff()):
                if one.has_pin and isinstance(_done(self.till.sign_in(one.id, PIN)), Person):
                    _done(self.till.confirm_clock())
                    return
            time.sleep(_LOOK_S)
        raise AssertionError("nobody can sign in")

    def sign_in(self) -> Said:
        """Let the owner act, once the centre has told of them."""
        self._sign_in()
        return {}

    def _write(self, job: Any) -> Any:
        return _done(self.till.writer.submit(job))

    def _changed(self, note: Changed) -> None:
        if note.heard:
            now = time.time_ns()
            for member in note.members:
                self.heard.setdefault(spell(member), []).append(now)
        elif self.courier is not None:
            self.courier.nudge()

    def link(self) -> None:
        """Begin to speak with the centre."""
        file, clock = TillFile(self.till), self.world.clock
        self.linked = time.perf_counter()
        key: bytes = self._write(_device_key)
        way = self._write(lambda opened: way_of(opened.book.store))
        self.courier = Courier(
            lambda: Engine(
                file, lambda statement: sign(key, statement), self.world.chance, way.key
            ),
            HttpCentre(way.address, trusting(way.authority)),
            lambda: Moment(clock.steady_ms(), clock.now_ms()),
            lambda _: None,
            another=lambda: HttpCentre(way.address, trusting(way.authority)),
            together=file.together,
        )
        self.courier.start()

    # What is asked

    def enter(self, said: Said) -> Said:
        """Found the shop at the centre; says how long all took to arrive, and how much it was."""
        file = TillFile(self.till)
        answer = bring_shop(self.till, self.offer, said["code"])
        assert isinstance(answer, Joined), answer
        count, begun = file.backlog().count, time.perf_counter()
        self.link()
        while file.backlog().count:
            time.sleep(_LOOK_S)
        return {"operations": count, "seconds": time.perf_counter() - begun}

    def read(self, said: Said) -> Said:
        """Read up to a place of the feed; says how long that took, and until the first look-up."""
        file = TillFile(self.till)
        while int(file.cursor().rpartition(".")[2] or 0) < said["place"]:
            time.sleep(_LOOK_S)
        reading = time.perf_counter() - self.linked
        found = _done(self.till.scanned(Cards(said["members"]).card(said["members"] - 1)))
        assert not isinstance(found, Refusal), found
        took = time.perf_counter() - self.begun
        return {"reading": reading, "found": took, "peak_mb": peak_mb()}

    def members(self, said: Said) -> Said:
        """Give some members, by their running number."""
        rows = self._write(
            lambda opened: opened.book.store.rows(
                "select m.id, w.id from member m join wallet w on w.member = m.key"
                " order by m.key limit ?",
                (said["count"],),
            )
        )
        return {"members": [[one.hex(), wallet.hex()] for one, wallet in rows]}

    def sell(self, said: Said) -> Said:
        """Sell to members, one each; gives when each was asked for and was written."""
        sold = []
        for number, member in enumerate(said["members"]):
            asked = time.time_ns()
            act = self.till.fresh_id()
            wish = SaleRequest(act=act, member=unspell(member), lines=(Line(5_000),),
                               receipt=f"{said['name']}-{number}")  # fmt: skip
            done = _done(self.till.sell(wish))
            assert not isinstance(done, Refusal), done
            sold.append([member, asked, time.time_ns()])
            time.sleep(said["pause_s"])
        return {"sold": sold}

    def redeem(self, said: Said) -> Said:
        """Ask for rights and spend them, for one member after another; gives seconds for each."""
        took, refused = [], list[str]()
        assert self.courier is not None
        for member in said["members"]:
            begun = time.perf_counter()
            card = _done(self.till.member(unspell(member), BY_SEARCH))
            _done(self.courier.want_rights(card.wallet, said["points"], _WISH_MS))
            wish = RedeemRequest(self.till.fresh_id(), unspell(member), said["points"], "tea")
            done = _done(self.till.redeem(wish))
            refused += [done.code] if isinstance(done, Refusal) else []
            took.append(time.perf_counter() - begun)
            time.sleep(said["pause_s"])
        return {"took": took, "refused": refused}

    def told(self) -> Said:
        """Say when this till heard of whom."""
        heard, self.heard = self.heard, {}
        return {"heard": heard}

    def close(self) -> None:
        """End in order."""
        if self.courier is not None:
            self.courier.stop()
        self.till.close()


def _device_key(opened: OpenShop) -> bytes:
    return opened.keys.device


def _done(future: "Future[Any]") -> Any:
    return future.result(_SECONDS)


def main() -> None:
    """Be the till that the first argument describes, until nobody asks any more."""
    till = Real(json.loads(sys.argv[1]))
    _tell({"tenant": spell(till.till.shop.identity.tenant)})
    for line in sys.stdin:
        said = json.loads(line)
        act = getattr(till, said.pop("do"))
        _tell((act(said) if said else act()) or {})
    till.close()


def _tell(answer: Said) -> None:
    sys.stdout.write(json.dumps(dict(answer)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    threading.current_thread().name = "asking"
    main()

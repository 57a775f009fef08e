"""Starts the server of failing days, and judges what a day said against what its folder holds."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.day import AFTER, STEPS

HERE = Path(__file__).parent
SUITS = {
    "eio": "RWSN",
    "enospc": "WN",
    "torn": "W",
    "short": "R",
    "fsync": "S",
    "kill": "RWSN",
    "power": "RWSN",
}
"""The modes, each with the kinds of calls it can happen to."""
_READ_FAULT = {"disk-failed", "file-damaged", "wrong-key", "file-read-only", "keys-damaged"}
MAY_SAY = {
    "eio": _READ_FAULT | {"key-missing", "backup-failed"},
    "enospc": {"disk-full", "disk-failed", "backup-failed"},
    "torn": {"disk-failed", "file-damaged", "backup-failed"},
    "short": _READ_FAULT | {"backup-failed"},
    "fsync": {"disk-failed", "backup-failed"},
    "kill": set(),
    "power": set(),
}
"""The troubles that tell a person the truth about each fault."""


def build_shim(into: Path) -> Path:
    """Compile the shim into a folder; gives the library."""
    library, source = into / "fault.so", HERE / "fault.c"
    subprocess.run(
        [
            "gcc",
            "-shared",
            "-fPIC",
            "-O2",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-o",
            library,
            source,
            "-ldl",
        ],
        check=True,
    )
    return library


@dataclass(frozen=True, slots=True)
class Ended:
    """A day that was done on a failing disk, and what was there afterwards."""

    mode: str
    at: int
    told: list[tuple[str, str]]
    killed: bool
    fired: int
    trace: str
    where: str
    after: dict[str, Any]

    def faults(self) -> list[str]:
        """Say everything about this day that must not be."""
        result = self.after["result"]
        if not result:
            return [f"the healthy day afterwards: {self.after['told'][-1:]}"]
        there, end = result["there"], result["end"]
        saved = [step for step, said in self.told if said == "saved"]
        found = [f"{step}: {said}" for step, said in self.told if not self._may_say(step, said)]
        found += [f"{step}: said saved, is not" for step in saved if step not in there["done"]]
        found += there["findings"] + end["findings"]
        if there["done"] and there.get("balance") != self._balance(there["done"]):
            found.append(f"a half state: {there}")
        acts = {kind: end["kinds"].get(kind) for kind in ("sale", "redeem", "reverse")}
        if end["balance"] != AFTER["refund"] or set(acts.values()) != {1}:
            found.append(f"not every act stands once at the end: {end}")
        if not result["backup_is_whole"]:
            found.append("the backup is not whole")
        if self.mode in {"kill", "power"} and not self.killed:
            found.append("it was not killed")
        return found

    @staticmethod
    def _balance(done: list[str]) -> int | None:
        return ([None] + [AFTER[step] for step in done if step in AFTER])[-1]

    def _may_say(self, step: str, said: str) -> bool:
        said = said.removeprefix("reopen: ")
        return step in STEPS and (said in {"saved", "stopped"} or said in MAY_SAY[self.mode])

    def stopped_for(self) -> list[str]:
        """Name the steps after whose trouble the till refused to write until it was checked."""
        return [step for step, said in self.told if said == "stopped"]


@dataclass(slots=True)
class Server:
    """The process in which days are forked; `at` and `mode` of each come from the caller."""

    process: "subprocess.Popen[str]"
    place: Path
    days: int = field(default=0)

    def day(self, mode: str, at: int, synchronous: str = "extra") -> Ended:
        """Do one day in a folder of its own; another `synchronous` is a control that must fail."""
        self.days += 1
        folder = Path(tempfile.mkdtemp(dir=self.place))
        order = {"folder": str(folder / "shop"), "mode": mode, "at": at, "sync": synchronous}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        shutil.rmtree(folder)
        day = answer["day"]
        return Ended(
            mode=mode,
            at=at,
            told=[(step, said) for step, said in day["told"]],
            killed=day["killed"],
            fired=day["result"].get("fired", 0),
            trace=day["result"].get("trace", ""),
            where=day["result"].get("where", ""),
            after=answer["after"],
        )


@contextmanager
def serving(place: Path) -> Iterator[Server]:
    """Run the server with the shim, its files in `place`."""
    environment = {**os.environ, "LD_PRELOAD": str(build_shim(place))}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.day"],
        env=environment,
        cwd=HERE.parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Server(process, place)
        assert process.stdin is not None
        process.stdin.close()


def points(trace: str, mode: str) -> list[int]:
    """Give the calls of a day, from 1, to which a mode can happen."""
    return [number for number, kind in enumerate(trace, 1) if kind in SUITS[mode]]

"""Two real tills with their encrypted files: a shop that founds the centre, and one that joins."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.centre.town import ROOT, Town
from bench.shop_file import built
from regulars.ids import Id, unspell
from sync.enrolment import Role

_ROWS = "select count(*) from entity_version where not is_deleted"
_NEWEST = "select max(next_seq) - 1 from tenant"
_STORES = "select encode(uuid_send(store), 'hex') from store where tenant = '{}'"


@dataclass(slots=True)
class Process:
    """A real till's process, and the pipe to it."""

    popen: "subprocess.Popen[str]"

    def ask(self, do: str, **said: object) -> dict[str, Any]:
        """Ask and wait for the answer."""
        assert self.popen.stdin is not None
        self.begin(do, **said)
        return self.answer()

    def begin(self, do: str, **said: object) -> None:
        """Ask; `answer` waits."""
        assert self.popen.stdin is not None
        self.popen.stdin.write(json.dumps({"do": do, **said}) + "\n")
        self.popen.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """Wait for an answer."""
        assert self.popen.stdout is not None
        line = self.popen.stdout.readline()
        assert line.endswith("\n"), "the till has ended; see its log"
        found: dict[str, Any] = json.loads(line)
        return found

    def end(self) -> None:
        """Let it close in order."""
        assert self.popen.stdin is not None
        self.popen.stdin.close()
        self.popen.wait(30)
        assert self.popen.stdout is not None
        self.popen.stdout.close()


def start(town: Town, folder: Path, code: str = "") -> tuple[Process, Id]:
    """Start a till; with a code it joins. Gives it and its shop."""
    told = {"folder": str(folder), "address": town.address, "authority": town.authority}
    told |= {"code": code} if code else {}
    log = town.folder / "tills.log"
    with log.open("a") as errors:
        popen = subprocess.Popen(  # noqa: S603 - this program, with words of its own
            [sys.executable, "-m", "bench.centre.real", json.dumps(told)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    process = Process(popen)
    return process, unspell(process.answer()["tenant"])


@dataclass(slots=True)
class Pair:
    """Two tills of one shop that know the same people."""

    town: Town
    shop: Id
    store: Id
    one: Process
    other: Process
    pushed: dict[str, Any]
    read: dict[str, Any]
    rows: int
    members: list[list[str]]

    def end(self) -> None:
        """End both."""
        self.one.end()
        self.other.end()


def pair(town: Town, cache: Path, members: int, progress: Callable[[str, int, int], None]) -> Pair:
    """Let a built shop found the centre and a second till join it."""
    place = town.folder / "first"
    shutil.copytree(built(cache, members, progress).root, place)
    keys = cache / f"shop-{members}.new"
    if keys.exists():
        shutil.copytree(keys, place.with_name(keys.name), dirs_exist_ok=True)
    one, shop = start(town, place)
    pushed = one.ask("enter", code=town.enrolling.invite_founder(Role.COUNTER))
    town.settle()
    ((store,),) = town.rows(_STORES.format(shop.hex()))
    home = unspell(str(store))
    ((before,),) = town.rows(_NEWEST)
    ((rows,),) = town.rows(_ROWS)
    other, _ = start(town, town.folder / "second", town.code(shop, home))
    read = other.ask("read", place=before, members=members)
    other.ask("sign_in")
    people = one.ask("members", count=members)["members"]
    return Pair(town, shop, home, one, other, pushed, read, int(str(rows)), people)

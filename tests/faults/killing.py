"""Kills a selling till again and again and compares what it said with what its file holds."""

import random
import subprocess
import sys
from pathlib import Path

from desktop.opening import open_shop
from desktop.paths import Folder
from desktop.requests import EnrolRequest
from desktop.store.sales import operation_of
from desktop.store.verify import verify
from desktop.verbs.enrol import enrol
from regulars.ids import Id
from tests.faults.day import WORLD, found_quietly

ROOT = Path(__file__).parents[2]
EARLIEST_S, LATEST_S = 0.060, 0.250


def shop_with_a_member(root: Path) -> None:
    """Found the shop that will be killed."""
    opened, _ = found_quietly(Folder(root))
    enrol(opened.book, EnrolRequest("Ada", agreed=True))
    opened.close()


def sell_and_kill(root: Path, *control: str) -> list[Id]:
    """Let a till sell for a moment, kill it; gives the sales it said were saved."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.kill", str(root), *control],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as till:
        assert till.stdout is not None
        assert till.stdout.readline() == "ready\n"
        try:
            till.wait(random.uniform(EARLIEST_S, LATEST_S))
        except subprocess.TimeoutExpired:
            till.kill()
        said = till.stdout.read()
    whole = said[: said.rfind("\n") + 1]  # the last line may have been cut by the kill
    return [Id(bytes.fromhex(line)) for line in whole.split()]


def lies_of(root: Path, said: list[Id]) -> list[str]:
    """Open the file again; gives every sale that was said and is not there, and all damage."""
    opened = open_shop(Folder(root), WORLD)
    try:
        store = opened.book.store
        lost = [f"lost {act.hex()}" for act in said if operation_of(store, act) is None]
        return lost + [f"{one.where}: {one.what}" for one in verify(store).findings]
    finally:
        opened.close()

"""Every single fault of the disk, at any call: the old state or the new, and the truth said."""

import os
import random
import shutil
from collections.abc import Iterator

import pytest

from tests.faults.driver import SUITS, Ended, Server, points, serving

POINTS = int(os.environ.get("REGULARS_FAULT_POINTS", "6"))
"""How many calls of the day fail in each mode here; the nightly run takes all of them."""

pytestmark = pytest.mark.skipif(shutil.which("gcc") is None, reason="the shim needs gcc")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("faults")) as running:
        yield running


@pytest.fixture(scope="module")
def healthy(server: Server) -> Ended:
    return server.day("none", 0)


def test_a_day_on_a_healthy_disk_saves_every_step(healthy: Ended) -> None:
    assert [said for _, said in healthy.told] == ["saved"] * 6
    assert healthy.after["result"]["there"]["done"] == [step for step, _ in healthy.told]
    assert 400 < len(healthy.trace) < 2_000


@pytest.mark.parametrize("mode", SUITS)
def test_a_single_fault_leaves_the_old_state_or_the_new_and_says_which(
    server: Server, healthy: Ended, mode: str
) -> None:
    suitable = points(healthy.trace, mode)
    chosen = sorted(random.sample(suitable, min(POINTS, len(suitable))))
    wrong = {}
    for at in chosen:
        ended = server.day(mode, at)
        if found := ended.faults():
            wrong[at, ended.where] = found
    assert wrong == {}


def test_a_failed_sync_in_a_sale_stops_selling_until_the_file_was_checked(
    server: Server, healthy: Ended
) -> None:
    """The last sync of the log belongs to the day's last act; the one before to another act."""
    hit = []
    for at in points(healthy.trace, "fsync"):
        if not _is_commit(healthy.trace, at):
            continue
        ended = server.day("fsync", at)
        assert ended.faults() == []
        if ended.where == "shop.db-wal" and any(said != "saved" for _, said in ended.told):
            hit.append(ended)
    in_acts = [one for one in hit if one.told[0] == ("found", "saved")]
    assert len(in_acts) >= 3
    assert all(one.stopped_for() for one in in_acts)


def _is_commit(trace: str, at: int) -> bool:
    """A sync right after many writes is a commit; only few are, so all of them are tried."""
    return trace[max(0, at - 8) : at - 1] == "W" * 7


def test_with_a_lighter_sync_a_power_cut_takes_confirmed_sales(server: Server) -> None:
    """The control of power cuts: WAL with NORMAL, which databases are often set to."""
    trace = server.day("none", 0, "normal").trace
    faults = (
        fault
        for at in range(len(trace) * 6 // 10, len(trace), 25)
        for fault in server.day("power", at, "normal").faults()
    )
    assert any("said saved, is not" in fault for fault in faults)


def test_a_day_that_says_saved_before_it_commits_is_noticed(healthy: Ended) -> None:
    """The control: an early word, then a kill."""
    there = {**healthy.after["result"]["there"], "done": ["found", "enrol"], "balance": 0}
    result = {**healthy.after["result"], "there": there}
    told = [("found", "saved"), ("enrol", "saved"), ("award", "saved")]
    early = Ended("kill", 1, told, True, 1, "", "", {"told": [], "result": result})
    assert early.faults() == ["award: said saved, is not"]

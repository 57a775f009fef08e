"""A long page is taken in slices: whoever stands at the counter waits for one of them at most."""

from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import pytest

from desktop.changes import Changed
from desktop.store.slices import (
    AIM_MS,
    AIM_MS_WAITED,
    AT_THE_COUNTER_MS,
    WORK_FIRST,
    WORK_LEAST,
    WORK_MOST,
    Slices,
    paced,
)
from desktop.store.till_store import OwnFile
from desktop.till import Till
from desktop.till_file import TillFile
from regulars.ids import Id, spell
from sync.enrolment import Standing
from sync.wire_pull import Page
from sync.wire_rights import WalletRow
from sync.wire_rows import MemberRow
from sync.wire_shop import DocumentRow
from tests.desktop.agreeing.test_till_file import joined
from tests.desktop.book import FixedClock, make_till
from tests.simulation.world import BEGIN

MEMBERS = 200


def page_of(file: TillFile, members: int) -> Page:
    """Make a page of so many new members with a wallet each."""
    here = file.who()
    people, wallets = [], []
    for number in range(members):
        member, wallet = (Id((number + first).to_bytes(16, "big")) for first in (1 << 20, 1 << 24))
        row = MemberRow(
            member,
            number + 1,
            wallet,
            f"{number:013}",
            BEGIN,
            f"王小明{number}",
            f"+8869{number:08}",
        )
        people.append(row.row())
        said = WalletRow(
            here.tenant, here.device, here.epoch, wallet, members + number + 1, 800, 0, (0, 0),
            500, 500, ((None, 800),),
        )  # fmt: skip
        wallets.append(said.row())
    rows = {"wallet": tuple(wallets), "member": tuple(people)}
    return Page("c1.9999", True, 0, 1, Standing.LIVE, 1, 0, rows, reached=9_999)


@pytest.fixture
def till(tmp_path: Path) -> Till:
    """An open till that has joined."""
    one = make_till(tmp_path)
    joined(one)
    return one


def test_a_page_is_cut_with_people_first_and_the_cursor_last(till: Till) -> None:
    page = page_of(TillFile(till), 50)
    parts = slices(page, 90)
    counts = [{kind: len(rows) for kind, rows in part.rows.items()} for part in parts]
    assert counts == [{"member": 30}, {"member": 20, "wallet": 15}, {"wallet": 35}]
    assert [part.cursor for part in parts] == ["", "", "c1.9999"]
    assert [part.reached for part in parts] == [0, 0, 9_999]
    assert till.close()


def slices(page: Page, most: int) -> list[Page]:
    """Cut a page to its end."""
    cutting, found = Slices(page), []
    while cutting.is_more:
        found.append(cutting.next(most))
    return found


def test_slices_are_as_long_as_the_counter_can_wait() -> None:
    assert paced(80, AIM_MS + 1) == 40
    assert paced(40, AIM_MS) == 40
    assert paced(40, 1) == 80
    assert paced(800, 4 * AIM_MS) == 200, "as much less as it took longer"
    assert paced(80, 30) == 80
    assert paced(80, 30, AIM_MS_WAITED) == 40
    assert paced(WORK_LEAST, 1_000) == WORK_LEAST
    assert paced(WORK_MOST, 0) == WORK_MOST


def test_a_page_without_rows_is_one_slice(till: Till) -> None:
    page = Page("c1.5", True, 0, 1, Standing.LIVE, 1, 0, gone={"pin": (("a" * 32, 5),)})
    assert slices(page, 10) == [page]
    assert till.close()


def test_an_act_at_the_counter_comes_between_two_slices(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, order = TillFile(till), list[str]()
    waiting: list[Future[float]] = []
    right = OwnFile.apply_page

    def noting(own: OwnFile, page: Page) -> None:
        begun = perf_counter()
        if not waiting:  # somebody presses Enter while the first slice is taken in
            waiting.append(till.writer.submit(lambda _: _done(order, begun)))
        right(own, page)
        order.append(page.cursor or "slice")

    monkeypatch.setattr(OwnFile, "apply_page", noting)
    file.apply_page(page_of(file, MEMBERS))
    assert order == ["slice", "act", "slice", "slice", "c1.9999"], "34, 67, 151 and 148 rows"
    print(f"an act waited {waiting[0].result(10):.1f} ms behind a slice of {WORK_FIRST} units")
    assert till.close()


@dataclass(slots=True)
class SlowClock(FixedClock):
    """A clock on which everything takes twenty milliseconds."""

    steps: int = 0

    def steady_ms(self) -> int:
        """Give a time that goes on by as much whenever it is asked for."""
        self.steps += 1
        return self.steps * 20


def test_whoever_waited_waits_less_for_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SlowClock()
    till = make_till(tmp_path, clock=clock)
    joined(till)
    file, counts = TillFile(till), list[int]()
    right = OwnFile.apply_page

    def counting(own: OwnFile, page: Page) -> None:
        counts.append(sum(len(rows) for rows in page.rows.values()))
        if len(counts) == 3:  # somebody presses Enter while the third slice is taken in
            till.writer.submit(lambda _: None)
        right(own, page)

    monkeypatch.setattr(OwnFile, "apply_page", counting)
    page = page_of(file, MEMBERS)
    file.apply_page(page)
    assert counts[:5] == [34, 34, 34, 17, 9], "forty milliseconds, then sixteen"
    clock.steps += AT_THE_COUNTER_MS // 20
    counts.clear()
    file.apply_page(page)
    assert counts[0] == counts[1], "a minute later they are as long as ever"
    assert till.close()


def _done(order: list[str], begun: float) -> float:
    order.append("act")
    return (perf_counter() - begun) * 1_000


def test_a_till_that_stopped_between_two_slices_reads_the_page_again(till: Till) -> None:
    file = TillFile(till)
    page = page_of(file, 30)
    first, *_ = slices(page, 60)
    till.writer.submit(lambda opened: OwnFile(opened.book.journal).apply_page(first)).result(10)
    assert file.cursor() == ""
    file.apply_page(page)
    assert file.cursor() == "c1.9999"
    assert len(file.grants()) == 30
    assert till.close()


def test_an_open_till_knows_its_shop_anew_at_once(till: Till) -> None:
    heard: list[Changed] = []
    till.publish = heard.append
    body = {"key": "receipt_required", "value": "yes"}
    row = DocumentRow("setting", "receipt_required", 5, dict(body)).row()
    page = Page("c1.5", True, 0, 1, Standing.LIVE, 1, 0, {"document": (row,)})
    TillFile(till).apply_page(page)
    assert till.shop.setting("receipt_required") == "yes"
    assert heard == [Changed(shop=True, heard=True)]
    TillFile(till).apply_page(page)
    assert heard == [Changed(shop=True, heard=True)], "nothing changed the second time"
    assert spell(till.shop.identity.device)
    assert till.close()

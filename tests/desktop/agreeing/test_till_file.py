"""The engine's thread asks the open till for its file; pages hear who changed."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest

from desktop.changes import Changed
from desktop.opening import OpenShop
from desktop.requests import BY_SEARCH, EnrolRequest
from desktop.store.joining import join
from desktop.till import Till
from desktop.till_file import TillFile
from desktop.worker import WorkerStopped
from regulars.ids import Id
from sync.enrolment import Standing
from sync.ports import TillStore
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Page
from sync.wire_push import Outcome as Made
from sync.wire_push import PushAnswer, Result
from sync.wire_rights import RightsAnswer, WalletRow
from tests.desktop.book import make_till


def joined(till: Till) -> None:
    def job(opened: OpenShop) -> None:
        with opened.book.store.writing():
            join(opened.book.store, lease_days=14, is_authority=False)

    till.writer.submit(job).result(10)


def test_the_engine_asks_and_the_writer_answers(tmp_path: Path) -> None:
    till = make_till(tmp_path)
    heard: list[Changed] = []
    till.publish = heard.append
    joined(till)
    member = till.enrol(EnrolRequest("Mei", agreed=True)).result(10).member  # type: ignore[union-attr]
    file = TillFile(till)
    store: TillStore = file
    here = store.who()
    [head] = store.heads()
    assert head[0] == here.epoch == 1
    assert len(store.unsent(1, 0, 500)) == head[1]
    told = PushAnswer(2, store.hash_at(1, 2), (Result(1, Made.POSTED),), 1, Standing.LIVE, 0)
    row = WalletRow(
        here.tenant, here.device, 1, member.wallet, 5, 800, 0, head, 500, 500, ((None, 800),)
    )
    page = Page("c1.5", True, 0, 1, Standing.LIVE, 1, 0, {"wallet": (row.row(),)})
    store.apply_page(page)
    store.note_answer(1, told)
    store.apply_rights(RightsAnswer(row, 0, (), 1, 0))
    assert (store.acked(1), store.feed(), store.cursor()) == (2, 1, "c1.5")
    assert store.grants() == [(1, member.wallet, 500)]
    assert (file.must_report(), file.standing()) == (True, Standing.LIVE)
    file.note_reported(1)
    assert not file.must_report()
    assert file.lease_until_ms() > till.world.clock.now_ms()
    shown = till.member(member.id, BY_SEARCH).result(10)
    assert shown is not None
    assert (shown.balance, shown.spendable) == (800, 500)
    assert heard[-1] == Changed(frozenset({member.id}), heard=True)
    store.note_gap(1, 2)
    store.begin_anew(Problem(ProblemKind.RESNAPSHOT, feed=2, acked=((1, 1),)))
    assert (store.acked(1), store.feed(), store.cursor()) == (0, 2, "")
    assert store.backlog().count == head[1]
    assert store.rights_target(member.wallet, 700) == 700
    store.note_standing(Standing.RETIRED)
    assert store.standing() is Standing.RETIRED
    assert till.close()
    with pytest.raises(WorkerStopped):
        store.feed()


def test_ids_of_devices_are_told_apart(tmp_path: Path) -> None:
    till = make_till(tmp_path)
    joined(till)
    file = TillFile(till)
    here = file.who()
    row = WalletRow(here.tenant, Id(b"x" * 16), 1, Id(b"w" * 16), 5, 8, 0, (0, 0), 5, 5, ())
    page = Page("c1.5", True, 0, 1, Standing.LIVE, 1, 0, {"wallet": (row.row(),)})
    file.apply_page(page)
    assert file.cursor() == ""
    assert till.close()


def test_what_is_asked_in_one_go_is_one_job_of_the_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = make_till(tmp_path)
    joined(till)
    file, submit, jobs = TillFile(till), till.writer.submit, list[object]()

    def counted(job: Callable[[OpenShop], object]) -> Future[object]:
        jobs.append(job)
        return submit(job)

    def several() -> tuple[object, ...]:
        return file.who(), file.heads(), file.backlog(), file.feed()

    monkeypatch.setattr(till.writer, "submit", counted)
    assert file.together(several) == several()
    assert len(jobs) == 1 + 4
    assert till.close()


def test_what_goes_wrong_in_one_go_is_told_and_the_next_is_asked_as_ever(tmp_path: Path) -> None:
    till = make_till(tmp_path)
    joined(till)
    file = TillFile(till)

    def trip() -> None:
        assert file.feed() == 0
        raise LookupError

    with pytest.raises(LookupError):
        file.together(trip)
    assert file.feed() == 0
    assert till.close()
    with pytest.raises(WorkerStopped):
        file.together(file.feed)

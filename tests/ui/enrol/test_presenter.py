"""What enrolment decides, without a window."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from desktop.answers import Enrolled, MemberRow
from desktop.requests import EnrolRequest
from desktop.trouble import DiskFull, Trouble
from regulars.ids import Id
from regulars.refusals import (
    BadBirthday,
    BadPhone,
    ConsentMissing,
    NameMissing,
    NotAllowed,
    PhoneTaken,
    Refusal,
)
from ui.doing import at_once
from ui.enrol.presenter import MATCHES_MAX, Draft, EnrolPresenter, Place

MEI = MemberRow(Id(b"m" * 16), "Mei", "2900000000007", "+886 *** *** 678", 20)
DRAFT = Draft(phone="0912345678", name="Mei", agreed=True)


def done(value: Any) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_result(value)
    return future


@dataclass
class FakeTill:
    same: list[MemberRow] = field(default_factory=list)
    similar: list[MemberRow] = field(default_factory=list)
    answers: list[Enrolled | Refusal | Trouble] = field(default_factory=list)
    asked: list[EnrolRequest] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)
    late: list[Future[Any]] = field(default_factory=list)
    is_late: bool = False
    named: int = 0

    def fresh_id(self) -> Id:
        self.named += 1
        return Id(self.named.to_bytes(16, "big"))

    def search(self, typed: str) -> Future[list[MemberRow]]:
        self.looked.append(f"part {typed}")
        return done(self.similar)

    def same_phone(self, typed: str) -> Future[list[MemberRow]]:
        self.looked.append(f"same {typed}")
        return done(self.same)

    def enrol(self, request: EnrolRequest) -> Future[Enrolled | Refusal]:
        self.asked.append(request)
        future: Future[Enrolled | Refusal] = Future()
        if self.is_late:
            return future
        answer = self.answers.pop(0)
        if isinstance(answer, Trouble):
            future.set_exception(answer)
        else:
            future.set_result(answer)
        return future


@dataclass
class FakeView:
    log: list[Any] = field(default_factory=list)
    matches: tuple[tuple[str, ...], bool, bool] = ((), False, False)

    def show_matches(self, rows: Sequence[MemberRow], *, is_same: bool, is_shared: bool) -> None:
        self.matches = (tuple(row.name for row in rows), is_same, is_shared)

    def show_refusal(self, place: Place, refusal: Refusal) -> None:
        self.log.append((place, refusal.code))

    def clear_refusals(self) -> None:
        pass

    def set_busy(self, *, is_busy: bool) -> None:
        self.log.append("busy" if is_busy else "free")

    def show_trouble(self, trouble: Trouble) -> None:
        self.log.append(trouble.code)

    def done(self, enrolled: Enrolled) -> None:
        self.log.append(("done", enrolled.card_text))

    def choose_existing(self, member: Id) -> None:
        self.log.append(("existing", member))


def presenter(till: FakeTill) -> tuple[EnrolPresenter, FakeView]:
    view = FakeView()
    return EnrolPresenter(till, view, at_once), view


def enrolled() -> Enrolled:
    return Enrolled(member=None, card_text="RG1…")  # type: ignore[arg-type]


def test_three_digits_ask_nobody() -> None:
    till = FakeTill(similar=[MEI])
    asked, view = presenter(till)
    asked.phone_typed("091")
    assert till.looked == []
    assert view.matches == ((), False, False)


def test_a_whole_number_is_looked_up_before_its_parts() -> None:
    till = FakeTill(same=[MEI])
    asked, view = presenter(till)
    asked.phone_typed("0912345678")
    assert till.looked == ["same 0912345678"]
    assert view.matches == (("Mei",), True, False)


def test_part_of_a_number_shows_at_most_three_who_may_be_meant() -> None:
    till = FakeTill(similar=[MEI] * 9)
    asked, view = presenter(till)
    asked.phone_typed("5678")
    assert till.looked == ["same 5678", "part 5678"]
    assert view.matches == (("Mei",) * MATCHES_MAX, False, False)


def test_an_answer_about_an_older_number_is_dropped() -> None:
    waiting: list[Any] = []
    view = FakeView()
    till = FakeTill(same=[MEI])
    asked = EnrolPresenter(till, view, lambda *call: waiting.append(call))
    asked.phone_typed("0912345678")
    asked.phone_typed("")
    at_once(*waiting[0])
    assert view.matches == ((), False, False)


@pytest.mark.parametrize(
    ("refusal", "place"),
    [
        (NameMissing(), Place.NAME),
        (BadPhone("1"), Place.PHONE),
        (BadBirthday("x"), Place.BIRTHDAY),
        (ConsentMissing(), Place.CONSENT),
        (PhoneTaken(MEI.id, "Mei"), Place.PHONE),
        (NotAllowed("enrol"), Place.PAGE),
    ],
)
def test_a_refusal_is_said_where_it_belongs(refusal: Refusal, place: Place) -> None:
    asked, view = presenter(FakeTill(answers=[refusal]))
    asked.enrol(DRAFT)
    assert view.log == ["busy", "free", (place, refusal.code)]


def test_a_number_that_is_taken_shows_who_has_it_and_a_household_goes_on() -> None:
    till = FakeTill(same=[MEI], answers=[PhoneTaken(MEI.id, "Mei"), enrolled()])
    asked, view = presenter(till)
    asked.enrol(DRAFT)
    assert view.matches == (("Mei",), True, False)
    asked.share(DRAFT, is_shared=True)
    assert [request.shares_phone for request in till.asked] == [False, True]
    assert view.log[-1] == ("done", "RG1…")


def test_a_household_chosen_while_typing_waits_for_enter() -> None:
    till = FakeTill(same=[MEI], answers=[enrolled()])
    asked, view = presenter(till)
    asked.phone_typed("0912345678")
    asked.share(DRAFT, is_shared=True)
    assert view.matches == (("Mei",), True, True)
    assert till.asked == []
    asked.enrol(DRAFT)
    assert till.asked[0].shares_phone


def test_another_number_is_not_shared_because_the_last_one_was() -> None:
    till = FakeTill(same=[MEI], answers=[enrolled()])
    asked, _ = presenter(till)
    asked.phone_typed("0912345678")
    asked.share(DRAFT, is_shared=True)
    asked.phone_typed("0912345670")
    asked.enrol(DRAFT)
    assert not till.asked[0].shares_phone


def test_a_second_enter_makes_no_second_member() -> None:
    till = FakeTill(is_late=True)
    view = FakeView()
    asked = EnrolPresenter(till, view, lambda *_: None)
    asked.enrol(DRAFT)
    asked.enrol(DRAFT)
    assert len(till.asked) == 1


def test_after_a_trouble_the_same_can_be_tried_again() -> None:
    asked, view = presenter(FakeTill(answers=[DiskFull(), enrolled()]))
    asked.enrol(DRAFT)
    asked.enrol(DRAFT)
    assert view.log == ["busy", "free", "disk-full", "busy", "free", ("done", "RG1…")]


def test_asking_again_after_a_trouble_is_the_same_act() -> None:
    till = FakeTill(answers=[DiskFull(), enrolled(), enrolled()])
    asked, _ = presenter(till)
    for _ in range(3):
        asked.enrol(DRAFT)
    acts = [request.act for request in till.asked]
    assert acts[0] == acts[1] != acts[2]  # the third is another person of that name


def test_somebody_typed_differently_is_another_act() -> None:
    till = FakeTill(answers=[DiskFull(), enrolled()])
    asked, _ = presenter(till)
    asked.enrol(DRAFT)
    asked.enrol(replace(DRAFT, name="Mei Chen"))
    assert till.asked[0].act != till.asked[1].act

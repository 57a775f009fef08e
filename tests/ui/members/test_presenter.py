"""What the member page decides, without a window."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from desktop.answers import (
    AdjustDone,
    CardReplaced,
    Enrolled,
    HistoryRow,
    MemberCard,
    MemberRow,
    PhoneShown,
)
from desktop.changes import Changed
from desktop.requests import AdjustRequest, ChangeRequest
from desktop.staff import CASHIER, OWNER, Person
from desktop.store.database import Store
from desktop.store.profile import Profile
from desktop.trouble import DiskFull, Trouble
from regulars.ids import Id
from regulars.people.consent import Consent
from regulars.refusals import NameMissing, PhoneTaken, ReasonMissing, Refusal
from ui.doing import at_once
from ui.members.presenter import MembersPresenter
from ui.members.values import AdjustDraft, EditDraft, Place

T = TypeVar("T")
DAY = date(2026, 11, 22)
ADA = MemberCard(
    id=Id(b"a" * 16),
    wallet=Id(b"w" * 16),
    name="Ada",
    number="2900000000007",
    phone_masked="+886 *** *** 678",
    birthday="--02-28",
    language="en",
    joined=DAY,
    balance=300,
    debt=0,
    ending=(),
    visits=3,
    last_visit=DAY,
    as_of_ms=0,
)
BEA = replace(ADA, id=Id(b"b" * 16), name="Bea")
BOSS = Person(Id(b"o" * 16), "Lin", OWNER)
HAND = Person(Id(b"h" * 16), "Ho", CASHIER)
YES = Profile((Consent("marketing", "1", given=True, channel="counter", at_ms=1),), 1, 0, 0)
NO = Profile((), 1, 0, 0)
SAME = EditDraft("Ada", None, "--02-28", "en", marketing=False)


def done(value: Any) -> Future[Any]:
    future: Future[Any] = Future()
    if isinstance(value, Trouble):
        future.set_exception(value)
    else:
        future.set_result(value)
    return future


@dataclass
class FakeTill:
    person: Person | None = BOSS
    about: Profile = NO
    answers: list[Any] = field(default_factory=list)
    asked: list[Any] = field(default_factory=list)
    ids: int = 0

    def fresh_id(self) -> Id:
        self.ids += 1
        return Id(bytes([self.ids]) * 16)

    def read(self, job: Callable[[Store], T]) -> Future[T]:
        return done(self.about)

    def search(self, typed: str) -> Future[list[MemberRow]]:
        self.asked.append(typed)
        return done([])

    def member(self, member: Id, how: str) -> Future[MemberCard | None]:
        return done({ADA.id: ADA, BEA.id: BEA}.get(member))

    def history(self, member: Id, before: int | None = None) -> Future[list[HistoryRow]]:
        self.asked.append((member, before))
        return done([])

    def show_phone(self, member: Id) -> Future[PhoneShown | Refusal]:
        return done(PhoneShown(member, "+886912345678"))

    def change_member(self, request: ChangeRequest) -> Future[Enrolled | Refusal]:
        self.asked.append(request)
        return done(self.answers.pop(0) if self.answers else Enrolled(ADA, ""))

    def set_consent(self, member: Id, purpose: str, *, given: bool) -> Future[Refusal | None]:
        self.asked.append((purpose, given))
        return done(None)

    def replace_card(self, member: Id) -> Future[CardReplaced | Refusal]:
        self.asked.append("replace")
        return done(CardReplaced(ADA, "RG1…"))

    def adjust(self, request: AdjustRequest) -> Future[AdjustDone | Refusal]:
        self.asked.append(request)
        answer = AdjustDone(request.act, ADA, request.points, request.reason, 0)
        return done(self.answers.pop(0) if self.answers else answer)


@dataclass
class FakeView:
    log: list[Any] = field(default_factory=list)
    approvals: list[Callable[[Person], None]] = field(default_factory=list)

    def show_found(self, rows: list[MemberRow], typed: str) -> None:
        self.log.append(("found", typed))

    def show_member(self, member: MemberCard, about: Profile, *, is_new: bool) -> None:
        self.log.append(("member", member.name, is_new))

    def show_history(self, fetch: Callable[[HistoryRow | None], Future[list[HistoryRow]]]) -> None:
        fetch(None)
        self.log.append("history")

    def refresh_history(self) -> None:
        self.log.append("refresh")

    def show_phone(self, e164: str) -> None:
        self.log.append(e164)

    def refuse(self, place: Place, refusal: Refusal) -> None:
        self.log.append((place, refusal.code))

    def set_busy(self, *, is_busy: bool) -> None:
        pass

    def edited(self, name: str) -> None:
        self.log.append(("edited", name))

    def adjusted(self, done: AdjustDone) -> None:
        self.log.append(("adjusted", done.points))

    def card_replaced(self, done: CardReplaced) -> None:
        self.log.append(("card", done.card_text))

    def ask_approval(self, act: str, then: Callable[[Person], None]) -> None:
        self.log.append(("approval", act))
        self.approvals.append(then)

    def show_trouble(self, trouble: Trouble) -> None:
        self.log.append(trouble.code)


def opened(till: FakeTill) -> tuple[MembersPresenter, FakeView]:
    view = FakeView()
    presenter = MembersPresenter(till, view, at_once)
    presenter.open(ADA.id)
    view.log.clear()
    till.asked.clear()
    return presenter, view


def test_no_text_shows_no_list_and_asks_nobody() -> None:
    till, view = FakeTill(), FakeView()
    MembersPresenter(till, view, at_once).search("  ")
    assert till.asked == []
    assert view.log == [("found", "")]


def test_a_newer_search_cancels_an_older_answer() -> None:
    waiting: list[Any] = []
    view = FakeView()
    presenter = MembersPresenter(FakeTill(), view, lambda *call: waiting.append(call))
    presenter.search("w")
    presenter.search("wm")
    for call in waiting:
        at_once(*call)
    assert view.log == [("found", "wm")]


def test_opening_another_member_cancels_the_one_before() -> None:
    waiting: list[Any] = []
    view = FakeView()
    presenter = MembersPresenter(FakeTill(), view, lambda *call: waiting.append(call))
    presenter.open(ADA.id)
    presenter.open(BEA.id)
    while waiting:
        at_once(*waiting.pop(0))
    assert view.log == [("member", "Bea", True), "history"]


def test_a_member_who_is_gone_is_said_to_be() -> None:
    view = FakeView()
    MembersPresenter(FakeTill(), view, at_once).open(Id(b"z" * 16))
    assert view.log == [(Place.PAGE, "unknown-member")]


def test_only_a_change_of_who_is_shown_is_read_again() -> None:
    presenter, view = opened(FakeTill())
    presenter.changed(Changed(frozenset({BEA.id})))
    assert view.log == []
    presenter.changed(Changed(frozenset({ADA.id})))
    presenter.changed(Changed(everything=True))
    assert view.log == [("member", "Ada", False), "refresh"] * 2
    presenter.close()
    presenter.changed(Changed(everything=True))
    assert len(view.log) == 4


def test_a_change_while_somebody_is_opened_does_not_bring_back_the_one_before() -> None:
    presenter, view = opened(FakeTill())
    waiting: list[Any] = []
    presenter._when_done = lambda *call: waiting.append(call)
    presenter.open(BEA.id)
    presenter.changed(Changed(everything=True))
    while waiting:
        at_once(*waiting.pop(0))
    assert view.log == [("member", "Bea", True), "history"]


def test_saving_nothing_writes_nothing() -> None:
    till = FakeTill()
    presenter, view = opened(till)
    presenter.save(SAME)
    assert till.asked == []
    assert view.log == [("edited", "Ada")]


def test_only_what_is_different_is_written() -> None:
    till = FakeTill()
    presenter, view = opened(till)
    presenter.save(replace(SAME, phone="", marketing=True))
    assert till.asked == [ChangeRequest(ADA.id, phone=""), ("marketing", True)]
    assert view.log == [("edited", "Ada")]


def test_a_yes_can_be_taken_back() -> None:
    till = FakeTill(about=YES)
    presenter, _ = opened(till)
    presenter.save(SAME)
    assert till.asked == [("marketing", False)]


def test_refused_changes_write_no_consent_either() -> None:
    till = FakeTill(answers=[NameMissing(), PhoneTaken(BEA.id, "Bea")])
    presenter, view = opened(till)
    presenter.save(replace(SAME, name="", marketing=True))
    presenter.save(replace(SAME, phone="0912345678", marketing=True))
    assert view.log == [(Place.NAME, "name-missing"), (Place.PHONE, "phone-taken")]
    assert ("marketing", True) not in till.asked


def test_a_cashier_adjusts_a_little_alone() -> None:
    till = FakeTill(person=HAND)
    presenter, view = opened(till)
    presenter.adjust(AdjustDraft(200, "goodwill"))
    assert till.asked[0].approver is None
    assert view.log == [("adjusted", 200)]


def test_a_cashier_asks_somebody_to_stand_for_more() -> None:
    till = FakeTill(person=HAND)
    presenter, view = opened(till)
    presenter.adjust(AdjustDraft(201, "goodwill"))
    assert till.asked == []
    assert view.log == [("approval", "adjust")]
    view.approvals[0](BOSS)
    assert till.asked[0].approver == BOSS.id
    assert view.log[-1] == ("adjusted", 201)


def test_an_owner_stands_for_it_in_person() -> None:
    till = FakeTill()
    presenter, _ = opened(till)
    presenter.adjust(AdjustDraft(-250, "mistake"))
    assert till.asked[0].approver == BOSS.id


def test_nobody_is_asked_to_approve_what_cannot_be() -> None:
    till = FakeTill(person=HAND, answers=[ReasonMissing()])
    presenter, view = opened(till)
    presenter.adjust(AdjustDraft(-301, "mistake"))
    presenter.adjust(AdjustDraft(500, ""))
    assert view.log == [(Place.POINTS, "adjust-too-large"), (Place.REASON, "reason-missing")]


def test_trying_the_same_again_has_the_same_name_and_another_amount_a_new_one() -> None:
    till = FakeTill(answers=[DiskFull(), DiskFull()])
    presenter, view = opened(till)
    for points in (50, 50, 60):
        presenter.adjust(AdjustDraft(points, "goodwill"))
    acts = [request.act for request in till.asked]
    assert acts[0] == acts[1] != acts[2]
    presenter.adjust(AdjustDraft(60, "goodwill"))
    assert till.asked[3].act != acts[2], "what was done is not tried again"
    assert view.log[:2] == ["disk-full", "disk-full"]


def test_two_presses_replace_one_card() -> None:
    till = FakeTill()
    presenter, _ = opened(till)
    presenter._when_done = lambda *_: None
    presenter.replace_card()
    presenter.replace_card()
    assert till.asked == ["replace"]


def test_a_number_asked_for_somebody_who_left_the_screen_is_not_shown() -> None:
    presenter, view = opened(FakeTill())
    waiting: list[Any] = []
    presenter._when_done = lambda *call: waiting.append(call)
    presenter.show_phone()
    presenter.close()
    at_once(*waiting[0])
    assert view.log == []

"""From an address and a code to a till of a centre: what is asked when, and what never is."""

from concurrent.futures import Future
from dataclasses import dataclass, field

import pytest

from desktop.joining import Joined, Names, NotJoined, Offer, Why
from desktop.joining_new import MadeTill
from desktop.snapshots import Progress
from desktop.trouble import DiskFull, Trouble
from regulars.codes import enrolment_text
from regulars.ids import Id
from regulars.refusals import NotAllowed, Refusal
from ui.doing import at_once
from ui.joining.presenter import JoinPresenter, Step

CODE = enrolment_text(b"12345678")
OFFER = Offer("https://centre", "PEM", "ABCD 1234")
JOINED = Joined(Id(bytes(16)), 1)


def done(value: object) -> "Future[object]":
    future: Future[object] = Future()
    if isinstance(value, BaseException):
        future.set_exception(value)
    else:
        future.set_result(value)
    return future


@dataclass
class Doors:
    """Answers what it was told; keeps what it was asked."""

    found: object = OFFER
    answer: object = JOINED
    near: object = ()
    asked: list[tuple[object, ...]] = field(default_factory=list)
    coming: Progress | None = None

    def progress(self) -> Progress | None:
        return self.coming

    def skip(self) -> None:
        self.asked.append(("skip",))

    def around(self) -> "Future[object]":
        self.asked.append(("around",))
        return done(self.near)

    def look(self, address: str) -> "Future[object]":
        self.asked.append(("look", address))
        return done(self.found)

    def join(self, offer: Offer, code: str, names: Names) -> "Future[object]":
        self.asked.append(("join", offer, code, names))
        return done(self.answer)


@dataclass
class View:
    """Keeps what it was told to show."""

    shown: list[object] = field(default_factory=list)

    def show_step(self, step: Step) -> None:
        self.shown.append(step)

    def show_fingerprint(self, fingerprint: str) -> None:
        self.shown.append(fingerprint)

    def say_not(self, why: NotJoined) -> None:
        self.shown.append(why.why)

    def say_other(self) -> None:
        self.shown.append("other")

    def say_refusal(self, why: Refusal) -> None:
        self.shown.append(why)

    def say_trouble(self, trouble: Trouble) -> None:
        self.shown.append(trouble)

    def done(self, result: Joined | MadeTill) -> None:
        self.shown.append(result)


def made(doors: Doors, *, needs_code: bool = True) -> tuple[JoinPresenter, View]:
    view = View()
    return JoinPresenter(view, doors, at_once, needs_code=needs_code), view  # type: ignore[arg-type]


def test_nothing_is_asked_before_a_person_has_compared() -> None:
    doors = Doors()
    presenter, view = made(doors)
    presenter.look("centre", CODE, Names("B"))
    assert doors.asked == [("look", "centre")]
    assert view.shown == [Step.LOOKING, Step.COMPARE, OFFER.fingerprint]
    presenter.same()
    assert doors.asked[1] == ("join", OFFER, CODE, Names("B"))
    assert view.shown[-1] == JOINED


def test_another_fingerprint_asks_nothing() -> None:
    doors = Doors()
    presenter, view = made(doors)
    presenter.look("centre", CODE)
    presenter.other()
    presenter.same()
    assert len(doors.asked) == 1
    assert view.shown[-2:] == [Step.FORM, "other"]


def test_a_centre_on_this_computer_has_nothing_to_compare() -> None:
    doors = Doors(found=Offer("http://127.0.0.1:1", "", ""))
    presenter, view = made(doors)
    presenter.look("http://127.0.0.1:1", CODE)
    assert view.shown[-1] == JOINED


@pytest.mark.parametrize(
    ("address", "code", "why"),
    [("", CODE, Why.ADDRESS), ("centre", "", Why.MISTYPED), ("centre", "ABCDE-FGHJ", Why.MISTYPED)],
)
def test_what_cannot_be_right_asks_nobody(address: str, code: str, why: Why) -> None:
    doors = Doors()
    presenter, view = made(doors)
    presenter.look(address, code)
    assert doors.asked == []
    assert view.shown == [why]


def test_a_till_that_has_joined_follows_its_centre_without_a_code() -> None:
    doors = Doors()
    presenter, _ = made(doors, needs_code=False)
    presenter.look("elsewhere", "")
    presenter.same()
    assert doors.asked[-1] == ("join", OFFER, "", Names())


@pytest.mark.parametrize("why", list(Why))
def test_every_failure_leads_back_to_the_form_with_its_reason(why: Why) -> None:
    for doors in (Doors(found=NotJoined(why)), Doors(answer=NotJoined(why))):
        presenter, view = made(doors)
        presenter.look("centre", CODE)
        presenter.same()
        assert presenter.step is Step.FORM
        assert view.shown[-2:] == [Step.FORM, why]
        presenter.look("centre", CODE)  # and can be tried again
        assert len(doors.asked) >= 2


def test_a_refusal_and_a_trouble_here_are_said() -> None:
    for answer in (NotAllowed("join"), DiskFull()):
        presenter, view = made(Doors(answer=answer))
        presenter.look("centre", CODE)
        presenter.same()
        assert view.shown[-2:] == [Step.FORM, answer]


def test_a_second_press_asks_nothing_twice() -> None:
    doors = Doors()
    presenter, _ = made(doors)
    presenter.look("centre", CODE)
    presenter.look("centre", CODE)
    presenter.same()
    presenter.same()
    assert [one[0] for one in doors.asked] == ["look", "join"]


def test_stepping_back_leaves_the_comparing() -> None:
    presenter, view = made(Doors())
    assert not presenter.back()
    presenter.look("centre", CODE)
    assert presenter.back()
    assert view.shown[-1] is Step.FORM

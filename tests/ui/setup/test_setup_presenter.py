"""The first run without a screen: what is assumed, what is asked again, what is never forgotten."""

from dataclasses import dataclass, field, replace

import pytest

from desktop.opening import FirstRun
from desktop.printing.values import RecoverySheet
from desktop.trouble import DiskFull, Trouble
from regulars.refusals import Refusal, WeakPin
from tests.ui.setup.worst_pins import WORST_PINS
from ui.setup.answers import (
    Answers,
    Example,
    Problem,
    System,
    example,
    owner_problem,
    programme_of,
    rate_problem,
    shop_problem,
    zone_names,
)
from ui.setup.presenter import SetupPresenter, Step

TAIPEI = System("zh_TW", "Asia/Taipei")
LONDON = System("en_GB.UTF-8", "Europe/London")


@dataclass
class FakeView:
    """Remembers what it was told."""

    steps: list[Step] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    founded: list[FirstRun] = field(default_factory=list)
    failures: list[Trouble | Refusal] = field(default_factory=list)
    sheets: list[tuple[RecoverySheet, str]] = field(default_factory=list)
    answers: Answers = field(default_factory=Answers)
    example: Example | None = None
    reminded: int = 0
    finished: int = 0

    def show_step(self, step: Step) -> None:
        self.steps.append(step)

    def show_answers(self, answers: Answers) -> None:
        self.answers = answers

    def show_example(self, worked: Example | None) -> None:
        self.example = worked

    def complain(self, problem: Problem) -> None:
        self.problems.append(problem)

    def found(self, first: FirstRun) -> None:
        self.founded.append(first)

    def show_failure(self, why: Trouble | Refusal) -> None:
        self.failures.append(why)

    def show_sheet(self, sheet: RecoverySheet, key_store: str) -> None:
        self.sheets.append((sheet, key_store))

    def remind_of_sheet(self) -> None:
        self.reminded += 1

    def finish(self) -> None:
        self.finished += 1


def presenter(view: FakeView, system: System = LONDON, language: str = "en") -> SetupPresenter:
    made = SetupPresenter(
        view,
        system,
        language=language,
        set_language=lambda _code: None,
        made_on=lambda: "2026-11-22",
    )
    made.start()
    return made


def to_the_owner(view: FakeView) -> SetupPresenter:
    run = presenter(view)
    run.next()
    run.answer("shop_name", "Corner Café")
    run.next()
    run.next()
    run.answer("owner_name", "Lin")
    return run


@pytest.mark.parametrize(
    ("language", "system", "currency", "zone", "region"),
    [
        ("en", LONDON, "GBP", "Europe/London", "GB"),
        ("en", System("C", ""), "GBP", "Europe/London", "GB"),
        ("en", System("en_US", "America/Denver"), "USD", "America/Denver", "US"),
        ("zh_Hant", LONDON, "TWD", "Asia/Taipei", "TW"),
        ("zh_Hant", System("zh_HK", "Asia/Hong_Kong"), "HKD", "Asia/Hong_Kong", "HK"),
        ("zh_Hans", TAIPEI, "CNY", "Asia/Shanghai", "CN"),
    ],
)
def test_the_language_and_the_machine_say_where_the_shop_is(
    language: str, system: System, currency: str, zone: str, region: str
) -> None:
    view = FakeView()
    presenter(view, system, language)
    assert (view.answers.currency, view.answers.zone, view.answers.region) == (
        currency,
        zone,
        region,
    )


def test_what_a_person_said_is_not_assumed_over_again() -> None:
    view = FakeView()
    run = presenter(view)
    run.answer("currency", "HKD")
    run.answer("shop_name", "陈店")
    run.choose_language("zh_Hant")
    assert view.answers.currency == "HKD"
    assert view.answers.shop_name == "陈店"
    assert view.answers.zone == "Asia/Taipei"


def test_a_currency_without_cents_starts_with_a_rate_in_round_figures() -> None:
    view = FakeView()
    run = presenter(view, TAIPEI, "zh_Hant")
    programme = programme_of(run.answers)
    assert programme is not None
    assert (programme.earn_per_minor, programme.worth_minor) == (100, 100)
    assert example(programme, run.answers.money).earned == 12


def test_the_example_follows_the_rate_and_goes_when_it_cannot_be_read() -> None:
    view = FakeView()
    run = presenter(view)
    run.answer("earn_amount", "2.00")
    assert view.example is not None
    assert (view.example.sale_minor, view.example.earned, view.example.pays_minor) == (
        12850,
        64,
        500,
    )
    run.answer("earn_amount", "")
    assert view.example is None


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_shop_needs_a_name(name: str) -> None:
    assert shop_problem(Answers(shop_name=name)) is Problem.SHOP_NAME_MISSING


def test_a_zone_nobody_knows_is_asked_about() -> None:
    assert shop_problem(Answers(shop_name="A", zone="Moon/Base")) is Problem.ZONE_UNKNOWN


@pytest.mark.parametrize("typed", ["", "0", "0.00", "x", "1.005", "99999999999"])
def test_a_rate_is_money_above_nothing(typed: str) -> None:
    assert rate_problem(Answers(earn_amount=typed)) is Problem.EARN_BAD
    assert rate_problem(Answers(worth_amount=typed)) is Problem.WORTH_BAD
    assert rate_problem(Answers()) is None


@pytest.mark.parametrize("pin", WORST_PINS)
def test_the_hundred_worst_pins_are_refused(pin: str) -> None:
    answers = Answers(owner_name="Lin", pin=pin, pin_again=pin)
    assert owner_problem(answers) in {Problem.PIN_WEAK, Problem.PIN_SHORT}


def test_the_list_of_worst_pins_has_a_hundred() -> None:
    assert len(set(WORST_PINS)) == len(WORST_PINS) >= 100


def test_two_pins_that_differ_are_typed_again() -> None:
    answers = Answers(owner_name="Lin", pin="7391", pin_again="7392")
    assert owner_problem(answers) is Problem.PIN_DIFFERENT
    assert owner_problem(replace(answers, pin_again="7391")) is None
    assert owner_problem(replace(answers, owner_name=" ")) is Problem.OWNER_NAME_MISSING


def test_a_step_is_left_only_when_it_is_answered() -> None:
    view = FakeView()
    run = presenter(view)
    run.next()
    run.next()
    assert view.problems == [Problem.SHOP_NAME_MISSING]
    assert view.steps == [Step.LANGUAGE, Step.SHOP]


def test_stepping_back_loses_nothing_and_stops_at_the_first_question() -> None:
    view = FakeView()
    run = to_the_owner(view)
    for _ in range(9):
        run.back()
    assert run.step is Step.LANGUAGE
    assert run.answers.owner_name == "Lin"
    assert run.answers.shop_name == "Corner Café"


def test_the_shop_is_asked_for_once_however_often_enter_is_pressed() -> None:
    view = FakeView()
    run = to_the_owner(view)
    run.answer("pin", "7391")
    run.answer("pin_again", "7391")
    run.next()
    run.next()
    run.back()
    assert run.step is Step.MAKING
    assert [first.pin for first in view.founded] == ["7391"]
    assert view.founded[0].founding.owner_name == "Lin"


def test_the_pin_is_forgotten_once_the_shop_is_made() -> None:
    view = FakeView()
    run = to_the_owner(view)
    run.answer("pin", "7391")
    run.answer("pin_again", "7391")
    run.next()
    run.made("ABCD-EFGH", "keyring")
    assert (run.answers.pin, run.answers.pin_again) == ("", "")
    assert view.sheets[0][0].key_text == "ABCD-EFGH"
    assert view.sheets[0][0].shop == "Corner Café"
    assert view.sheets[0][1] == "keyring"


def test_a_shop_that_could_not_be_made_can_be_tried_again_with_every_answer() -> None:
    view = FakeView()
    run = to_the_owner(view)
    run.answer("pin", "7391")
    run.answer("pin_again", "7391")
    run.next()
    run.failed(DiskFull())
    assert run.step is Step.OWNER
    assert isinstance(view.failures[0], DiskFull)
    run.next()
    assert len(view.founded) == 2
    run.failed(WeakPin())
    assert view.problems == [Problem.PIN_WEAK]


def test_a_sheet_nobody_printed_is_asked_about_once() -> None:
    view = FakeView()
    run = presenter(view)
    run.sheet_put_away()
    assert (view.reminded, view.finished) == (1, 0)
    run.sheet_put_away()
    assert view.finished == 1


def test_a_printed_sheet_is_put_away_at_once() -> None:
    view = FakeView()
    run = presenter(view)
    run.sheet_printed()
    run.sheet_put_away()
    assert (view.reminded, view.finished) == (0, 1)


@pytest.mark.parametrize(
    ("language", "paper"), [("en", "en"), ("zh_Hans", "zh_Hans"), ("zh_Hant", "zh_Hant")]
)
def test_the_sheet_is_in_the_language_of_the_shop(language: str, paper: str) -> None:
    view = FakeView()
    run = presenter(view, language=language)
    run.step = Step.MAKING
    run.made("A-B", "file")
    assert view.sheets[0][0].language == paper


def test_every_zone_offered_is_a_place() -> None:
    names = zone_names()
    assert {"Asia/Taipei", "Asia/Shanghai", "Europe/London"} <= set(names)
    assert not [name for name in names if name.startswith(("Etc/", "posix/"))]

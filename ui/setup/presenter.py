"""Leads through the first run: which step comes next, whether an answer will do.

Holds every answer until the shop is made, so that stepping back loses nothing. Writes nothing:
founding is the program's, told by `View.found` and answered with `made` or `failed`.
"""

from collections.abc import Callable
from dataclasses import replace
from enum import IntEnum
from typing import Protocol

from desktop.opening import FirstRun
from desktop.printing.values import Language, RecoverySheet
from desktop.trouble import Trouble
from regulars.refusals import Refusal, WeakPin
from ui.setup.answers import (
    Answers,
    Example,
    Problem,
    System,
    assumed,
    example,
    first_run,
    owner_problem,
    programme_of,
    rate_problem,
    shop_problem,
    usual_rate,
)


class Step(IntEnum):
    """One question a page; the last two ask nothing."""

    LANGUAGE = 0
    SHOP = 1
    RATE = 2
    OWNER = 3
    MAKING = 4
    SHEET = 5


_CHECKS: dict[Step, Callable[[Answers], Problem | None]] = {
    Step.SHOP: shop_problem,
    Step.RATE: rate_problem,
    Step.OWNER: owner_problem,
}


class View(Protocol):
    """What the first run shows."""

    def show_step(self, step: Step) -> None:
        """Turn to a step."""

    def show_answers(self, answers: Answers) -> None:
        """Fill the fields with what is known."""

    def show_example(self, worked: Example | None) -> None:
        """Show what the rate means, or nothing while it cannot be read."""

    def complain(self, problem: Problem) -> None:
        """Say why a step cannot be left yet."""

    def found(self, first: FirstRun) -> None:
        """Ask the program to make the shop."""

    def show_failure(self, why: Trouble | Refusal) -> None:
        """Say why the shop could not be made, and offer to try again."""

    def show_sheet(self, sheet: RecoverySheet, key_store: str) -> None:
        """Show the recovery key; `key_store` is "keyring" or "file"."""

    def remind_of_sheet(self) -> None:
        """Say that the sheet has not been printed, before it is gone."""

    def finish(self) -> None:
        """Go to the shop."""


class SetupPresenter:
    """The first run. `made_on` gives today's date as text when the sheet is made."""

    def __init__(
        self,
        view: View,
        system: System,
        *,
        language: str,
        set_language: Callable[[str], object],
        made_on: Callable[[], str],
    ) -> None:
        self._view, self._system = view, system
        self._set_language, self._made_on = set_language, made_on
        self._said: set[str] = set()
        self._is_printed = self._is_reminded = False
        self.step = Step.LANGUAGE
        self.answers = replace(Answers(), language=language)
        self._assume()

    def start(self) -> None:
        """Show the first question."""
        self._view.show_answers(self.answers)
        self._turn_to(Step.LANGUAGE)

    def choose_language(self, language: str) -> None:
        """Switch at once, so that everything after is read in it; what was typed stays."""
        self.answers = replace(self.answers, language=language)
        self._set_language(language)
        self._assume()
        self._view.show_answers(self.answers)

    def answer(self, name: str, value: str | int) -> None:
        """Take an answer as it is typed; what a person said is never assumed over again."""
        if getattr(self.answers, name) == value:
            return
        self._said.add(name)
        # mypy cannot see through a field named at run time.
        self.answers = replace(self.answers, **{name: value})  # type: ignore[arg-type]
        if name == "currency":
            self._assume()
            self._view.show_answers(self.answers)
        self._work_example()

    def next(self) -> None:
        """Leave a step for the one after, if its answers will do."""
        if self.step >= Step.MAKING:
            return
        check = _CHECKS.get(self.step)
        problem = None if check is None else check(self.answers)
        if problem is not None:
            self._view.complain(problem)
        elif self.step is Step.OWNER:
            self._make()
        else:
            self._turn_to(Step(self.step + 1))

    def back(self) -> None:
        """Step back one question; while the shop is made and after, there is no way back."""
        if Step.LANGUAGE < self.step < Step.MAKING:
            self._turn_to(Step(self.step - 1))

    def made(self, recovery_text: str, key_store: str) -> None:
        """The shop stands: show its recovery key, and forget the PIN."""
        assert self.step is Step.MAKING, "a shop is made once"
        sheet = RecoverySheet(
            language=paper_language(self.answers.language),
            shop=self.answers.shop_name.strip(),
            made_on=self._made_on(),
            key_text=recovery_text,
        )
        self.answers = replace(self.answers, pin="", pin_again="")
        self._view.show_answers(self.answers)
        self._turn_to(Step.SHEET)
        self._view.show_sheet(sheet, key_store)

    def failed(self, why: Trouble | Refusal) -> None:
        """The shop could not be made; back to the last question, with every answer kept."""
        self._turn_to(Step.OWNER)
        if isinstance(why, WeakPin):
            self._view.complain(Problem.PIN_WEAK)
        else:
            self._view.show_failure(why)

    def sheet_printed(self) -> None:
        """The sheet was opened for printing."""
        self._is_printed = True

    def sheet_put_away(self) -> None:
        """Go on; a sheet nobody printed is asked about once."""
        if self._is_printed or self._is_reminded:
            self._view.finish()
            return
        self._is_reminded = True
        self._view.remind_of_sheet()

    def _make(self) -> None:
        first = first_run(self.answers)
        self._turn_to(Step.MAKING)
        self._view.found(first)

    def _turn_to(self, step: Step) -> None:
        self.step = step
        self._view.show_step(step)
        if step is Step.RATE:
            self._work_example()

    def _assume(self) -> None:
        fresh = assumed(self.answers.language, self._system)
        fresh |= usual_rate(str(self._kept(fresh, "currency")))
        kept = {name: value for name, value in fresh.items() if name not in self._said}
        self.answers = replace(self.answers, **kept)  # type: ignore[arg-type]

    def _kept(self, fresh: dict[str, str], name: str) -> object:
        return getattr(self.answers, name) if name in self._said else fresh[name]

    def _work_example(self) -> None:
        programme = programme_of(self.answers)
        money = self.answers.money
        self._view.show_example(None if programme is None else example(programme, money))


def paper_language(language: str) -> Language:
    """Give the language of a sheet for a language of the screen."""
    if language == "zh_Hans":
        return "zh_Hans"
    return "zh_Hant" if language == "zh_Hant" else "en"

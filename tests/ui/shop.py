"""A real shop on a real file for the tests of pages, with a clock that stands still."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
import shiboken6
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from desktop.answers import Enrolled, MemberCard
from desktop.opening import FirstRun, OpenShop, World, found
from desktop.paths import Folder
from desktop.pins import Hasher
from desktop.printing.values import RecoverySheet, Slip
from desktop.requests import EnrolRequest
from desktop.secrets import FileStore
from desktop.staff import CASHIER, Person
from desktop.till import Till, open_till
from desktop.trouble import Trouble
from desktop.verbs.shop import Founding, hire
from regulars.ids import Id
from regulars.money import CURRENCIES
from regulars.programme.programme import Programme
from ui.bridge import Bridge
from ui.context import Context

T = TypeVar("T")

NOW_MS = 1_795_314_660_000
"""Sunday, 22 November 2026, 10:31 in Taipei."""
OWNER, OWNER_PIN = "Lin Xiaoyu", "7391"
CASHIER_NAME, CASHIER_PIN = "Ho", "8264"
SHOP = "Corner Café"


@dataclass(slots=True)
class StoppedClock:
    """Tells the time it was set to."""

    at_ms: int = NOW_MS

    def now_ms(self) -> int:
        """Give the time it was set to."""
        return self.at_ms

    def steady_ms(self) -> int:
        """Give the same."""
        return self.at_ms


def weak_world(clock: StoppedClock | None = None) -> World:
    """Make a world whose PINs are quick to check."""
    hasher = Hasher(time_cost=1, memory_cost=8, parallelism=1)
    return World(clock or StoppedClock(), os.urandom, hasher)


def founding(**answers: object) -> Founding:
    """Give the answers of a first run."""
    usual: dict[str, object] = {
        "shop_name": SHOP,
        "currency": CURRENCIES["USD"],
        "zone": "Asia/Taipei",
        "region": "TW",
        "programme": Programme(),
        "owner_name": OWNER,
    }
    return Founding(**(usual | answers))  # type: ignore[arg-type]


def make_till(root: Path, clock: StoppedClock | None = None, **answers: object) -> Till:
    """Found a shop in a folder and open it with the owner signed in."""
    world = weak_world(clock)
    folder = Folder(root / "shop")
    making = folder.root.with_name(folder.root.name + ".new")
    made = found(folder, FirstRun(founding(**answers), OWNER_PIN), world, FileStore(making))
    assert isinstance(made, tuple), made
    made[0].close()
    till = open_till(folder, world)
    result(till.ready)
    sign_in(till, OWNER, OWNER_PIN)
    return till


def result(future: Future[T]) -> T:
    """Wait for an answer; for arranging, never for a page."""
    return future.result(timeout=30)


def sign_in(till: Till, name: str, pin: str) -> Person:
    """Let somebody act from now on."""
    staff = next(row.id for row in result(till.staff()) if row.name == name)
    person = result(till.sign_in(staff, pin))
    assert isinstance(person, Person), person
    return person


def add_cashier(till: Till, name: str = CASHIER_NAME, pin: str = CASHIER_PIN) -> Id:
    """Hire a cashier and give them a PIN."""

    def job(opened: OpenShop) -> Id:
        staff = hire(opened.book, name, CASHIER)
        assert isinstance(staff, bytes), staff
        assert opened.pins.set(Id(staff), pin, NOW_MS) is None
        return Id(staff)

    staff = result(till.change_shop("staff", job))
    assert isinstance(staff, bytes), staff
    return Id(staff)


def add_member(till: Till, name: str = "Ada", phone: str = "", **more: object) -> MemberCard:
    """Make somebody a member."""
    request = EnrolRequest(name, phone, agreed=True, **more)  # type: ignore[arg-type]
    done = result(till.enrol(request))
    assert isinstance(done, Enrolled), done
    return done.member


@dataclass(slots=True)
class PaperTray:
    """A paper desk that keeps what it was asked to print."""

    slips: list[object] = field(default_factory=list)
    cards: list[tuple[MemberCard, str]] = field(default_factory=list)
    sheets: list[RecoverySheet] = field(default_factory=list)

    def print_slip(self, facts: object, *, ask: bool = False) -> None:
        """Keep a slip."""
        self.slips.append(facts)

    def print_card(self, member: MemberCard, card_text: str) -> None:
        """Keep a card."""
        self.cards.append((member, card_text))

    def recovery(self, sheet: RecoverySheet) -> None:
        """Keep a recovery sheet."""
        self.sheets.append(sheet)

    def slip_of(self, facts: object) -> Slip | None:
        """Give nothing: pages only ask whether there is one."""
        return None


@dataclass(slots=True)
class Voice:
    """Remembers what was said aloud."""

    said: list[tuple[str, bool]] = field(default_factory=list)

    def __call__(self, text: str, *, good: bool) -> None:
        """Hear a result."""
        self.said.append((text, good))


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    """Open a real shop in a folder of its own; the owner is signed in."""
    opened = make_till(tmp_path)
    yield opened
    assert opened.close(), "the till must close in time"


@pytest.fixture
def context(till: Till, qtbot: QtBot) -> Iterator[Context]:
    """Give a page what it stands on; what is on its way is delivered before the page goes."""
    QLocale.setDefault(QLocale("en_GB"))  # as ui/language.py does; days are written by it
    bridge = Bridge()

    def when_done(
        future: Future[T], then: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        def stumble(error: BaseException) -> None:
            if not isinstance(error, Trouble):
                raise error
            failed(error)

        bridge.when_done(future, then, stumble)

    till.publish = bridge.publish
    yield Context(till, when_done, PaperTray(), Voice())
    till.close()
    qtbot.wait(0)
    shiboken6.delete(bridge)

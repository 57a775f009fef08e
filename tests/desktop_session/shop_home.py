"""A small shop made beforehand, and a look into its file once the till is closed."""

import json
import re
import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.answers import CardReplaced, Enrolled, HistoryRow, MemberCard
from desktop.paths import shop_folder
from desktop.requests import EnrolRequest
from desktop.store.database import Store
from desktop.store.verify import verify
from desktop.till import open_till
from regulars.ids import Id
from tests.ui.shop import StoppedClock, make_till, result, weak_world

DOUBLE = re.compile(r"(.)\1")
"""The same letter twice: what a keyboard that repeats types too."""
MEMBER, PHONE = "Ada Lovelace", "0912345678"


@dataclass(frozen=True, slots=True)
class Book:
    """What a closed shop's file holds: the one member's acts, everybody's names, what is wrong."""

    member: MemberCard
    acts: list[HistoryRow]
    names: set[str]
    faults: list[str]
    places: tuple[int, int]
    """The place of the last operation: in the file, and as remembered beside it."""

    @property
    def sales(self) -> list[int]:
        """Give the amounts of the member's sales in cents, the oldest first."""
        return [act.amount_minor for act in reversed(self.acts) if act.kind == "sale"]


@dataclass(frozen=True, slots=True)
class Home:
    """A data folder with one owner, who signs in with a PIN, and one member with a card."""

    root: Path
    member: Id
    card: str
    number: str

    def copy(self, root: Path) -> "Home":
        """Give a test a shop of its own."""
        shutil.copytree(self.root, root)
        return replace(self, root=root)

    def look(self) -> Book:
        """Open the file as the next start would, prove it, and say what is in it."""
        folder = shop_folder(self.root)
        remembered = json.loads(folder.head.read_text("utf-8"))["place"]
        till = open_till(folder, weak_world(clock_of_now()))
        try:
            result(till.ready)
            member = result(till.member(self.member, "card"))
            assert member is not None
            acts = result(till.history(self.member))
            names, last, faults = result(till.read(read_all))
        finally:
            assert till.close()
        return Book(member, acts, names, faults, (last, remembered))


def read_all(store: Store) -> tuple[set[str], int, list[str]]:
    """Read all names, the place of the last operation, and what a full proof objects to."""
    names = {str(name) for (name,) in store.rows("select name from member", {})}
    ((last,),) = store.rows("select max(place) from operation", {})
    return names, int(last), [str(finding) for finding in verify(store).findings]


def clock_of_now() -> StoppedClock:
    """Stop a clock at this moment, so that the till started next finds no jump in time."""
    return StoppedClock(time.time_ns() // 1_000_000)


def make_home(root: Path, **settings: str) -> Home:
    """Found the shop; PINs are hashed weakly, so that signing in is quick."""
    till = make_till(root, clock_of_now())
    try:
        for key, value in settings.items():
            assert result(till.set_setting(key, value)) is None
        made = result(till.enrol(EnrolRequest(MEMBER, PHONE, agreed=True)))
        assert isinstance(made, Enrolled), made
        card = made.card_text
        while len(DOUBLE.findall(card)) < 2:
            fresh = result(till.replace_card(made.member.id))
            assert isinstance(fresh, CardReplaced), fresh
            card = fresh.card_text
    finally:
        assert till.close()
    return Home(root, made.member.id, card, made.member.number)

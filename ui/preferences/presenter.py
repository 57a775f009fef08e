"""The shop's preferences: what may be changed, by whom, and what happens when it is. No Qt.

Every change goes through `till.change_shop` or `till.set_setting`, which check the right again.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar

from desktop.answers import StaffRow
from desktop.opening import OpenShop, World
from desktop.paths import Folder
from desktop.staff import OWNER, Person
from desktop.store.backup import Backup, backups, make_backup
from desktop.store.database import Store
from desktop.store.shop import Shop
from desktop.trouble import Trouble
from desktop.verbs.shop import keep_goods, publish_programme, rename_shop, rename_till
from regulars import codes
from regulars.refusals import NotAllowed, Refusal
from ui.doing import WhenDone
from ui.preferences.goods import BadRow, Row, read_categories, read_file, read_items, read_text
from ui.preferences.people import StaffDesk, StaffDone, StaffProblem
from ui.preferences.rates import Example, Rates, bad_field, example, programme_of

T = TypeVar("T")
LOOK = frozenset({"language", "palette", "large_type", "sound"})
_NAME_MAX = 80
_STAMP = len("2026-11-22 10-31-00")


class Saved(StrEnum):
    """What was written."""

    SETTING = "setting"
    NAMES = "names"
    PROGRAMME = "programme"
    GOODS = "goods"
    BACKUP = "backup"
    EXPORT = "export"


class ScanKind(StrEnum):
    """What the scanner's test field read."""

    CARD = "card"
    SLIP = "slip"
    NUMBER = "number"
    FOREIGN = "foreign"


_KINDS: dict[type[codes.Code], ScanKind] = {
    codes.CardCode: ScanKind.CARD,
    codes.SlipCode: ScanKind.SLIP,
    codes.NumberCode: ScanKind.NUMBER,
    codes.Unreadable: ScanKind.FOREIGN,
}


@dataclass(frozen=True, slots=True)
class BackupRow:
    """A backup: its folder and its moment; 0 where the folder's name tells none."""

    path: Path
    made_ms: int


class Till(Protocol):
    """The verbs of the till that are used here."""

    folder: Folder
    world: World
    person: Person | None

    @property
    def shop(self) -> Shop:
        """Give the shop as it stands."""

    def staff(self) -> Future[list[StaffRow]]:
        """List who works here."""

    def set_setting(self, key: str, value: str) -> Future[Refusal | None]:
        """Write a setting."""

    def change_shop(self, act: str, change: Callable[[OpenShop], T]) -> Future[T | Refusal]:
        """Change the shop, if the person may."""

    def read_long(self, job: Callable[[Store], T]) -> Future[T]:
        """Do something slow away from the counter."""

    def database_key(self) -> bytes:
        """Give the key of the file, for a backup's own connection."""


class View(Protocol):
    """What is shown."""

    def show_shop(self, shop: Shop) -> None:
        """Show what is so now."""

    def show_right(self, *, may_change: bool, owners: Sequence[str]) -> None:
        """Say whether this person may change anything, and who may."""

    def show_example(self, worked: Example | None) -> None:
        """Show what the rates in the form mean."""

    def show_staff(self, rows: Sequence[StaffRow]) -> None:
        """List who works here."""

    def show_backups(self, rows: Sequence[BackupRow]) -> None:
        """List the backups, newest first."""

    def show_backing_up(self, *, is_running: bool) -> None:
        """Show that a backup is being made."""

    def show_rows(self, kind: str, rows: Sequence[Row]) -> None:
        """Put rows that were read into a table; nothing is saved by that."""

    def show_scan(self, kind: ScanKind, length: int, *, as_scan: bool) -> None:
        """Say what the test field read; `as_scan` when it was known for a scanner's."""

    def saved(self, what: Saved) -> None:
        """Say that something was written."""

    def look_is_new(self) -> None:
        """Tell the program to dress itself anew."""

    def name_missing(self) -> None:
        """Say that a shop needs a name."""

    def bad_rate(self, name: str) -> None:
        """Say which field of the programme cannot be read."""

    def bad_row(self, kind: str, bad: BadRow) -> None:
        """Say which row of the goods cannot be kept."""

    def staff_done(self, what: StaffDone, name: str) -> None:
        """Say what was done about somebody."""

    def staff_problem(self, problem: StaffProblem) -> None:
        """Say what is wrong."""

    def refuse(self, why: Refusal) -> None:
        """Say why not."""

    def show_trouble(self, trouble: Trouble) -> None:
        """Say what got in the way."""


class PreferencesPresenter:
    """Decides for every section; the staff have a desk of their own."""

    def __init__(self, till: Till, view: View, when_done: WhenDone) -> None:
        self._till, self._view, self._when_done = till, view, when_done
        self.people = StaffDesk(till, _WithRight(self, view), when_done)
        self._is_writing = self._is_backing_up = False

    def open(self) -> None:
        """Show everything as it is now."""
        self._view.show_shop(self._till.shop)
        self.show_right([])
        self.people.refresh()
        self.list_backups()

    def show_right(self, rows: Sequence[StaffRow]) -> None:
        """Say who may change things, once it is known who works here."""
        owners = [one.name for one in rows if one.role == OWNER and one.is_active]
        self._view.show_right(may_change=self._may("settings"), owners=owners)

    def set(self, key: str, value: str) -> None:
        """Write a setting."""

        def done(answer: Refusal | None) -> None:
            self._view.show_shop(self._till.shop)
            if answer is not None:
                self._view.refuse(answer)
                return
            if key in LOOK:
                self._view.look_is_new()
            self._view.saved(Saved.SETTING)

        self._when_done(self._till.set_setting(key, value), done, self._view.show_trouble)

    def rename(self, shop: str, till: str) -> None:
        """Write the names of shop and till."""
        names = shop.strip()[:_NAME_MAX], till.strip()[:_NAME_MAX]
        if not names[0]:
            self._view.name_missing()
            return

        def job(opened: OpenShop) -> None:
            if names[0] != opened.book.shop.name:
                rename_shop(opened.book, names[0])
            if names[1] != opened.book.shop.till_name:
                rename_till(opened.book, names[1])

        self._write("settings", job, Saved.NAMES)

    def try_rates(self, rates: Rates) -> None:
        """Show what the form would mean, while it is typed."""
        programme = programme_of(rates, self._till.shop)
        money = self._till.shop.currency
        self._view.show_example(None if programme is None else example(programme, money))

    def publish(self, rates: Rates) -> None:
        """Publish the form as the programme of sales from now on."""
        programme = programme_of(rates, self._till.shop)
        if programme is None:
            self._view.bad_rate(bad_field(rates, self._till.shop.currency))
            return
        rules = programme
        self._write(
            "programme", lambda opened: publish_programme(opened.book, rules), Saved.PROGRAMME
        )

    def keep_goods(self, categories: Sequence[Row], items: Sequence[Row]) -> None:
        """Write what the shop sells, all of it or nothing."""
        kinds = read_categories(categories)
        if isinstance(kinds, BadRow):
            self._view.bad_row("categories", kinds)
            return
        things = read_items(items, kinds)
        if isinstance(things, BadRow):
            self._view.bad_row("items", things)
            return
        kept, sold = kinds, things
        self._write("settings", lambda opened: keep_goods(opened.book, kept, sold), Saved.GOODS)

    def paste_goods(self, kind: str, text: str) -> None:
        """Put pasted lines into a table."""
        self._view.show_rows(kind, read_text(text))

    def import_goods(self, kind: str, path: Path) -> None:
        """Put the lines of a file into a table."""
        read = self._till.read_long(lambda _store: read_text(read_file(path)))
        self._when_done(
            read, lambda rows: self._view.show_rows(kind, rows), self._view.show_trouble
        )

    def list_backups(self) -> None:
        """Read which backups there are."""
        folder = self._till.folder
        listed = self._till.read_long(lambda _store: backups(folder))
        self._when_done(
            listed,
            lambda found: self._view.show_backups([backup_row(one) for one in found]),
            self._view.show_trouble,
        )

    def back_up(self) -> None:
        """Make and prove a backup now, away from the counter; selling goes on."""
        if self._is_backing_up:
            return
        if not self._may("backup"):
            self._view.refuse(NotAllowed("backup"))
            return
        folder, key = self._till.folder, self._till.database_key()
        now_ms = self._till.world.clock.now_ms()
        self._backing_up(is_running=True)
        made = self._till.read_long(lambda _store: make_backup(folder, key, now_ms))
        self._when_done(made, self._backed_up, self._not_backed_up)

    def export(self, into: Path) -> None:
        """Save the whole shop, encrypted, into a folder that a person chose, and prove it."""
        if not self._may("backup"):
            self._view.refuse(NotAllowed("backup"))
            return
        till, now_ms = self._till, self._till.world.clock.now_ms()
        folder, key = till.folder, till.database_key()
        made = till.read_long(lambda _store: make_backup(folder, key, now_ms, into))
        self._when_done(made, lambda _: self._view.saved(Saved.EXPORT), self._view.show_trouble)

    def scan(self, text: str, *, as_scan: bool) -> None:
        """Say what the test field was given; the text itself is a secret and is not shown."""
        kind = _KINDS[type(codes.read(text))]
        self._view.show_scan(kind, len(text), as_scan=as_scan)

    def _may(self, act: str) -> bool:
        person = self._till.person
        return person is not None and person.may(act)

    def _write(self, act: str, job: Callable[[OpenShop], None], what: Saved) -> None:
        if self._is_writing:
            return
        self._is_writing = True

        def done(answer: Refusal | None) -> None:
            self._is_writing = False
            if answer is not None:
                self._view.refuse(answer)
                return
            self._view.show_shop(self._till.shop)
            self._view.saved(what)

        self._when_done(self._till.change_shop(act, job), done, self._not_written)

    def _not_written(self, trouble: Trouble) -> None:
        self._is_writing = False
        self._view.show_trouble(trouble)

    def _backing_up(self, *, is_running: bool) -> None:
        self._is_backing_up = is_running
        self._view.show_backing_up(is_running=is_running)

    def _backed_up(self, made: Backup) -> None:
        self._backing_up(is_running=False)
        self._view.saved(Saved.BACKUP)
        self.list_backups()

    def _not_backed_up(self, trouble: Trouble) -> None:
        self._backing_up(is_running=False)
        self._view.show_trouble(trouble)


class _WithRight:
    """The staff desk's view: the same, and who may change things is said when it is known."""

    def __init__(self, presenter: PreferencesPresenter, view: View) -> None:
        self._presenter, self._view = presenter, view
        self.staff_done = view.staff_done
        self.staff_problem = view.staff_problem
        self.refuse = view.refuse
        self.show_trouble = view.show_trouble

    def show_staff(self, rows: Sequence[StaffRow]) -> None:
        """List who works here, and so who may change things."""
        self._view.show_staff(rows)
        self._presenter.show_right(rows)


def backup_row(backup: Backup) -> BackupRow:
    """Read a backup's moment from the name of its folder, which is in UTC."""
    try:
        made = datetime.strptime(backup.made_at[:_STAMP] + "+0000", "%Y-%m-%d %H-%M-%S%z")
    except ValueError:
        return BackupRow(backup.path, 0)
    return BackupRow(backup.path, int(made.timestamp()) * 1000)

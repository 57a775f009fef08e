"""Every command a key can give, as a table: its id, its key and where it works.

A page asks for its actions by id; the key map and the manual are printed from the same table.
What a command does is the page's business.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

EVERYWHERE = ""


class Id(StrEnum):
    """A command's name: stable, for settings and the manual."""

    HELP = "help"
    SEARCH = "search"
    ENROL = "enrol"
    LOCK = "lock"
    BACK = "back"
    FULL_SCREEN = "full-screen"
    GO_COUNTER = "go-counter"
    GO_MEMBERS = "go-members"
    GO_PREFERENCES = "go-preferences"
    REDEEM_CHOOSE = "redeem-choose"
    REDEEM_MAX = "redeem-max"
    CARD = "card"
    REFUND = "refund"
    UNDO = "undo"
    PRINT_SLIP = "print-slip"
    WAITING = "waiting"
    PUT_ASIDE = "put-aside"
    EDIT_MEMBER = "edit-member"
    MEMBER_CARD = "member-card"


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the table. `page` is the page it works on, or EVERYWHERE."""

    id: Id
    key: str
    page: str = EVERYWHERE
    also: str = ""  # a second key, for hands that learned it elsewhere


# F9 finds a member because that is where Chinese tills have it; it is also a usual scanner
# prefix, and ui/keys.py tells the two apart by what follows.
COMMANDS = (
    Command(Id.HELP, "F1"),
    Command(Id.ENROL, "F2"),
    Command(Id.SEARCH, "F9", also="Ctrl+F"),
    Command(Id.FULL_SCREEN, "F11"),
    Command(Id.LOCK, "F12", also="Ctrl+L"),
    Command(Id.BACK, "Esc"),
    Command(Id.GO_COUNTER, "Ctrl+1"),
    Command(Id.GO_MEMBERS, "Ctrl+2"),
    Command(Id.GO_PREFERENCES, "Ctrl+9"),
    Command(Id.REDEEM_CHOOSE, "F3", page="counter"),
    Command(Id.REDEEM_MAX, "F4", page="counter"),
    Command(Id.WAITING, "F5", page="counter"),
    Command(Id.PUT_ASIDE, "Del", page="counter"),  # in the list of what waits
    Command(Id.CARD, "F6", page="counter"),
    Command(Id.REFUND, "F7", page="counter"),
    Command(Id.UNDO, "F8", page="counter"),
    Command(Id.PRINT_SLIP, "F10", page="counter"),
    Command(Id.EDIT_MEMBER, "F3", page="members"),
    Command(Id.MEMBER_CARD, "F6", page="members"),
)


def command(id: Id) -> Command:  # noqa: A002
    """Give the row of an id."""
    return next(row for row in COMMANDS if row.id == id)


def keys_on(page: str) -> list[tuple[str, Id]]:
    """Give every key that works on a page, with what it does; for the key map and the tests."""
    rows = [row for row in COMMANDS if row.page in {EVERYWHERE, page}]
    return [(key, row.id) for row in rows for key in (row.key, row.also) if key]


def words(id: Id) -> str:  # noqa: A002, C901, PLR0912
    """Give the words on the button, in the language of now."""
    match id:
        case Id.HELP:
            return QCoreApplication.translate("Commands", "Keys")
        case Id.SEARCH:
            return QCoreApplication.translate("Commands", "Find a member")
        case Id.ENROL:
            return QCoreApplication.translate("Commands", "New member")
        case Id.LOCK:
            return QCoreApplication.translate("Commands", "Lock")
        case Id.BACK:
            return QCoreApplication.translate("Commands", "Back")
        case Id.FULL_SCREEN:
            return QCoreApplication.translate("Commands", "Full screen")
        case Id.GO_COUNTER:
            return QCoreApplication.translate("Commands", "Counter")
        case Id.GO_MEMBERS:
            return QCoreApplication.translate("Commands", "Members")
        case Id.GO_PREFERENCES:
            return QCoreApplication.translate("Commands", "Preferences")
        case Id.REDEEM_CHOOSE:
            return QCoreApplication.translate("Commands", "Redeem…")
        case Id.REDEEM_MAX:
            return QCoreApplication.translate("Commands", "Redeem all")
        case Id.CARD | Id.MEMBER_CARD:
            return QCoreApplication.translate("Commands", "Card")
        case Id.REFUND:
            return QCoreApplication.translate("Commands", "Refund")
        case Id.UNDO:
            return QCoreApplication.translate("Commands", "Undo last")
        case Id.PRINT_SLIP:
            return QCoreApplication.translate("Commands", "Print slip")
        case Id.WAITING:
            return QCoreApplication.translate("Commands", "Sales from the register")
        case Id.PUT_ASIDE:
            return QCoreApplication.translate("Commands", "Put aside")
        case Id.EDIT_MEMBER:
            return QCoreApplication.translate("Commands", "Edit")
    assert_never(id)


def key_hint(id: Id) -> str:  # noqa: A002
    """Give the key as it is printed on a button: "F8"."""
    native = QKeySequence.SequenceFormat.NativeText
    return QKeySequence(command(id).key).toString(native)


def make_actions(parent: QWidget, handlers: Mapping[Id, Callable[[], None]]) -> dict[Id, QAction]:
    """Make the actions a page or the shell answers for, and hang them on `parent`.

    A page's keys work only while the page is shown; call `retranslate_actions` on LanguageChange.
    """
    made: dict[Id, QAction] = {}
    for id, handler in handlers.items():  # noqa: A001
        row = command(id)
        action = QAction(parent)
        action.setObjectName(id)
        action.setShortcuts([QKeySequence(key) for key in (row.key, row.also) if key])
        action.setShortcutContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
            if row.page
            else Qt.ShortcutContext.WindowShortcut
        )
        action.setAutoRepeat(False)
        action.triggered.connect(lambda _checked=False, act=handler: act())
        parent.addAction(action)
        made[id] = action
    retranslate_actions(made)
    return made


def retranslate_actions(actions: Mapping[Id, QAction]) -> None:
    """Set the words of actions again, in the language of now."""
    for id, action in actions.items():  # noqa: A001
        action.setText(words(id))

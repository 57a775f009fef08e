"""The words of what wants a person: for each code what happened, for each choice what follows.

A test fails for a code or a choice without words of its own.
"""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.inbox import Wanted
from regulars.agreement.centre import SOLVED
from regulars.agreement.merging import APART
from regulars.agreement.reviews import CARRY, CHARGE, GIVE, LEAVE, MERGE, NOTED
from ui import text

CONTEXT = "Inbox"
TITLES: Mapping[str, Any] = {
    "copied-till": QT_TRANSLATE_NOOP("Inbox", "Two tills write under one name"),
    "same-receipt": QT_TRANSLATE_NOOP("Inbox", "One receipt earned twice"),
    "refunded-twice": QT_TRANSLATE_NOOP("Inbox", "A sale was given back twice"),
    "refund-refused": QT_TRANSLATE_NOOP("Inbox", "A refund was asked for and not done"),
    "refund-stale": QT_TRANSLATE_NOOP("Inbox", "A refund is to be asked for anew"),
    "refund-paid-out": QT_TRANSLATE_NOOP("Inbox", "Money was handed out and nothing given back"),
    "refund-asked-twice": QT_TRANSLATE_NOOP("Inbox", "Two tills asked for parts of one sale"),
    "refund-not-held": QT_TRANSLATE_NOOP("Inbox", "A till gave back a sale of a day that was over"),
    "unknown-sale": QT_TRANSLATE_NOOP("Inbox", "A refund of a sale nobody knows"),
    "not-funded": QT_TRANSLATE_NOOP("Inbox", "A till spent points it did not hold"),
    "loss": QT_TRANSLATE_NOOP("Inbox", "Points were spent twice"),
    "loss-by-hand": QT_TRANSLATE_NOOP("Inbox", "Points were taken twice"),
    "short-after-restore": QT_TRANSLATE_NOOP("Inbox", "Points short since the centre was restored"),
    "same-phone": QT_TRANSLATE_NOOP("Inbox", "One phone number, two members"),
    "enrolled-twice": QT_TRANSLATE_NOOP("Inbox", "Enrolled twice, now one member"),
    "card-of-two": QT_TRANSLATE_NOOP("Inbox", "One card, two members"),
    "wallet-of-two": QT_TRANSLATE_NOOP("Inbox", "A till gave somebody another's points"),
    "enrolled-again": QT_TRANSLATE_NOOP("Inbox", "A till enrolled a member again"),
    "parked": QT_TRANSLATE_NOOP("Inbox", "A till is newer than the centre"),
    "trips-the-centre": QT_TRANSLATE_NOOP("Inbox", "The centre could not do an entry"),
    "pin-changed": QT_TRANSLATE_NOOP("Inbox", "A PIN was changed at another till"),
    "pin-refused": QT_TRANSLATE_NOOP("Inbox", "A PIN was not changed"),
}
STORIES: Mapping[str, Any] = {
    "copied-till": QT_TRANSLATE_NOOP(
        "Inbox",
        "{till} and a copy of it both wrote. From there on nothing of either counts, and all of it"
        " is kept. Let that till join anew; then give up the old one.",
    ),
    "same-receipt": QT_TRANSLATE_NOOP(
        "Inbox",
        "{who} got {points} for a receipt that had earned already. The second award was taken"
        " back.",
    ),
    "refunded-twice": QT_TRANSLATE_NOOP(
        "Inbox", "{points} went back to {who} a second time. They were taken back again."
    ),
    "refund-refused": QT_TRANSLATE_NOOP(
        "Inbox", "The sale of {who} had been given back already, so nothing was done."
    ),
    "refund-stale": QT_TRANSLATE_NOOP(
        "Inbox",
        "{till} asked, and something of the sale of {who} had been given back meanwhile. Nothing"
        " was done, and nothing is to be handed out. Ask anew if the goods came back.",
    ),
    "refund-paid-out": QT_TRANSLATE_NOOP(
        "Inbox",
        "{till} was told to hand out money for a sale of {who}. After the centre was restored"
        " nothing of it was left to give back.",
    ),
    "refund-asked-twice": QT_TRANSLATE_NOOP(
        "Inbox",
        "Both parts of the sale of {who} were given back. Ask whether it was the same one twice.",
    ),
    "refund-not-held": QT_TRANSLATE_NOOP(
        "Inbox", "{till} gave a sale of {who} back after the centre had taken that over. It counts."
    ),
    "unknown-sale": QT_TRANSLATE_NOOP(
        "Inbox", "{till} gave back a sale of {who} that the centre does not have. It counts."
    ),
    "not-funded": QT_TRANSLATE_NOOP(
        "Inbox", "{who} spent {points} at {till}. They were there, so nobody has lost any."
    ),
    "loss": QT_TRANSLATE_NOOP(
        "Inbox",
        "{who} spent {points} at {till}, which had been given up, and had spent them elsewhere too."
        " The shop carries them.",
    ),
    "loss-by-hand": QT_TRANSLATE_NOOP(
        "Inbox",
        "{points} of {who} were taken off at {till}, which had been given up, and were gone"
        " already. The shop carries them.",
    ),
    "short-after-restore": QT_TRANSLATE_NOOP(
        "Inbox",
        "A member has spent {points} that the restored centre cannot account for. The shop carries"
        " them.",
    ),
    "same-phone": QT_TRANSLATE_NOOP(
        "Inbox", "{who} gave the number of {other}. Both are members with points of their own."
    ),
    "enrolled-twice": QT_TRANSLATE_NOOP(
        "Inbox",
        "{who} was enrolled at two tills with one phone number. The centre made one member of"
        " both: their points can be spent together.",
    ),
    "card-of-two": QT_TRANSLATE_NOOP(
        "Inbox", "{who} was given a card that another member had first. It stays with that one."
    ),
    "wallet-of-two": QT_TRANSLATE_NOOP(
        "Inbox",
        "{till} enrolled {who} with the points of {other}. They stay with {other}. That till is"
        " broken or has been tampered with: stop using it and have it looked at.",
    ),
    "enrolled-again": QT_TRANSLATE_NOOP(
        "Inbox",
        "{till} enrolled {who} a second time, with other points. The first ones count. That till is"
        " broken or has been tampered with: stop using it and have it looked at.",
    ),
    "parked": QT_TRANSLATE_NOOP(
        "Inbox",
        "{till} is newer than the centre. Its entries wait and are not lost. Update the centre.",
    ),
    "trips-the-centre": QT_TRANSLATE_NOOP(
        "Inbox",
        "An entry of {till} waits and is not lost, because the centre has a fault. Update the"
        " centre.",
    ),
    "pin-changed": QT_TRANSLATE_NOOP(
        "Inbox",
        "The PIN of {who} was changed at {till} by {other}. If nobody wanted that, set it again"
        " and look after that till.",
    ),
    "pin-refused": QT_TRANSLATE_NOOP(
        "Inbox",
        "{till} sent a new PIN of {who}, and nothing says that an owner set it. The old one still"
        " holds.",
    ),
}
LABELS: Mapping[str, Any] = {
    NOTED: QT_TRANSLATE_NOOP("Inbox", "I have seen it"),
    LEAVE: QT_TRANSLATE_NOOP("Inbox", "Leave it so"),
    GIVE: QT_TRANSLATE_NOOP("Inbox", "Give the points again"),
    CARRY: QT_TRANSLATE_NOOP("Inbox", "The shop carries it"),
    CHARGE: QT_TRANSLATE_NOOP("Inbox", "The member owes it"),
    MERGE: QT_TRANSLATE_NOOP("Inbox", "They are one person"),
    APART: QT_TRANSLATE_NOOP("Inbox", "They are two people"),
}
FOLLOWS: Mapping[str, Any] = {
    NOTED: QT_TRANSLATE_NOOP("Inbox", "Changes nothing."),
    LEAVE: QT_TRANSLATE_NOOP("Inbox", "Changes nothing."),
    GIVE: QT_TRANSLATE_NOOP("Inbox", "They were two sales: {who} gets {points}."),
    CARRY: QT_TRANSLATE_NOOP("Inbox", "Changes nothing for the member."),
    CHARGE: QT_TRANSLATE_NOOP("Inbox", "Takes {points}, or lets the next sales repay them."),
    MERGE: QT_TRANSLATE_NOOP(
        "Inbox", "Their points can be spent together. It can be undone for 30 days."
    ),
    APART: QT_TRANSLATE_NOOP(
        "Inbox", "Each has points of their own again. Possible for 30 days from then."
    ),
}
_BY_ITSELF: Any = QT_TRANSLATE_NOOP("Inbox", "Came right by itself")
_UNKNOWN: Any = QT_TRANSLATE_NOOP("Inbox", "Something wants a look")


def title(wanted: Wanted) -> str:
    """Say in a few words what it is."""
    return _said(TITLES.get(wanted.code, _UNKNOWN))


def story(wanted: Wanted) -> str:
    """Say what happened; of what a newer centre asks only its name is known."""
    return _filled(STORIES[wanted.code], wanted) if wanted.code in STORIES else wanted.code


def label(choice: str) -> str:
    """Name a choice, or what came right without one."""
    return _said(_BY_ITSELF if choice == SOLVED else LABELS.get(choice, choice))


def follows(choice: str, wanted: Wanted) -> str:
    """Say what a choice does."""
    return _filled(FOLLOWS[choice], wanted) if choice in FOLLOWS else ""


def who(wanted: Wanted) -> str:
    """Name the member, or whose PIN it is; one of another store may be unknown here."""
    return wanted.who or _somebody(wanted) or QCoreApplication.translate("Inbox", "a member")


def _somebody(wanted: Wanted) -> str:
    """Stand for somebody who works here and has no name yet."""
    is_of_pins = wanted.code in {"pin-changed", "pin-refused"}
    return QCoreApplication.translate("Inbox", "somebody") if is_of_pins else ""


def till(wanted: Wanted) -> str:
    """Name the till it comes from."""
    if wanted.is_here:
        return QCoreApplication.translate("Inbox", "this till")
    return wanted.till or QCoreApplication.translate("Inbox", "another till")


def facts(wanted: Wanted, *, is_short: bool = False) -> str:
    """Say who, where and when in a line."""
    parts = [wanted.who, "" if is_short else till(wanted), text.day(wanted.opened)]
    if wanted.receipt and not is_short:
        #: {receipt} is the number on a receipt
        said = QCoreApplication.translate("Inbox", "Receipt {receipt}")
        parts.append(said.format(receipt=wanted.receipt))
    return " · ".join(part for part in parts if part)


def chosen(wanted: Wanted) -> str:
    """Say what was chosen, by whom and when; and whether the centre knows it yet."""
    parts = [label(wanted.choice), wanted.chosen_by]
    if wanted.chosen_on is not None:
        parts.append(text.day(wanted.chosen_on))
    if not wanted.is_sent:
        parts.append(QCoreApplication.translate("Inbox", "not at the centre yet"))
    return " · ".join(part for part in parts if part)


def _said(words: str) -> str:
    return QCoreApplication.translate(CONTEXT, words)


def _filled(words: str, wanted: Wanted) -> str:
    filled = _said(words).format(
        who=who(wanted),
        other=wanted.other
        or _somebody(wanted)
        or QCoreApplication.translate("Inbox", "another member"),
        points=text.points(wanted.points),
        till=till(wanted),
    )
    return filled[:1].upper() + filled[1:]

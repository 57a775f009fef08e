"""What the strip says: one sentence for each way till and centre can stand. No Qt widgets.

What a person can do comes first; what waits comes behind it. Selling always goes on, so no
sentence frightens.
"""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject

from sync.enrolment import Standing
from sync.status import Says, SyncState
from sync.trouble import Cause

_HOUR, _DAY = 60, 24 * 60
_CALM = frozenset({Says.AGREED, Says.BEGINNING, Says.CATCHING_UP})
_UNKNOWN = frozenset({"forbidden", "token"})
_UNTRUSTED = frozenset({"service-untrusted", "not-secure"})


class _Counted(QObject):
    """Words that change with a number; lupdate sees the number only in `tr`."""

    def on_the_way(self, count: int) -> str:
        return self.tr("%n change(s) on the way to the centre…", "", count)

    def wait(self, count: int) -> str:
        return self.tr("%n change(s) wait here", "", count)

    def minutes(self, count: int) -> str:
        return self.tr("%n min", "", count)

    def hours(self, count: int) -> str:
        return self.tr("%n h", "", count)

    def days(self, count: int) -> str:
        return self.tr("%n day(s)", "", count)


@dataclass(frozen=True, slots=True)
class Said:
    """What is shown: the words, their tone and icon, and whether trying now can help."""

    text: str
    tone: str
    icon: str
    can_try: bool = False


def said(state: SyncState) -> Said:
    """Word a state."""
    first = _first(state)
    if state.says in _CALM:
        icon = "waiting" if state.says is Says.CATCHING_UP else "online"
        return Said(first, "quiet", icon)
    more = [part for part in (_lease(state), _waiting(state)) if part]
    parts = [first.rstrip(".。"), *more] if more else [first]
    text = " · ".join(parts)
    if state.says is Says.SHUT_OUT:
        return Said(text, "bad", "bad")
    is_lease_over = bool(_lease(state))
    return Said(text, "bad" if is_lease_over else "warn", "offline", can_try=True)


def _first(state: SyncState) -> str:
    match state.says:
        case Says.AGREED:
            return QCoreApplication.translate("Strip", "All is at the centre.")
        case Says.BEGINNING:
            return QCoreApplication.translate("Strip", "Asking the centre…")
        case Says.CATCHING_UP:
            return _catching_up(state)
        case Says.APART:
            return _apart(state)
        case Says.CLOCK:
            return QCoreApplication.translate(
                "Strip", "This computer's clock is not the centre's. Set it."
            )
        case Says.OLD:
            return QCoreApplication.translate(
                "Strip", "This program is too old to read the centre's news. Update it."
            )
        case Says.STUCK if state.code in _UNKNOWN:
            return QCoreApplication.translate(
                "Strip",
                "The centre does not know this till, perhaps since a backup was put back. An owner"
                " can let it in again in Preferences, Centre.",
            )
        case Says.STUCK:
            #: {code} is a short English word, for whoever helps the shop
            words = QCoreApplication.translate(
                "Strip", "The centre answers, but says no ({code}). Tell whoever looks after it."
            )
            return words.format(code=state.code)
        case Says.SHUT_OUT:
            return _shut_out(state.standing)


def _catching_up(state: SyncState) -> str:
    if not state.waiting:
        return QCoreApplication.translate("Strip", "Reading what is new…")
    return _Counted().on_the_way(state.waiting)


def _apart(state: SyncState) -> str:
    match state.cause:
        case Cause.NETWORK_HERE:
            return QCoreApplication.translate(
                "Strip", "No network here. Look at the cable or the Wi-Fi."
            )
        case Cause.INTERNET:
            return QCoreApplication.translate(
                "Strip", "There is a network here, but no way through it to the centre."
            )
        case Cause.CLOCK:
            return QCoreApplication.translate(
                "Strip", "This computer's clock is wrong, so nobody can be trusted. Set it."
            )
        case _ if state.code in _UNTRUSTED:
            return QCoreApplication.translate(
                "Strip",
                "Whoever answers could not prove to be the centre. See Preferences, Centre.",
            )
        case _:
            return QCoreApplication.translate("Strip", "The centre does not answer.")


def _shut_out(standing: Standing) -> str:
    if standing is Standing.REVOKED:
        return QCoreApplication.translate(
            "Strip",
            "The centre has shut this till out: it earns, but redeems nothing. An owner can let it"
            " in again in Preferences, Centre.",
        )
    if standing is Standing.RETIRED:
        return QCoreApplication.translate(
            "Strip",
            "This till was given up at the centre: it earns, but redeems nothing. An owner can let"
            " it in again in Preferences, Centre.",
        )
    return QCoreApplication.translate(
        "Strip",
        "Two tills write under one name: this one earns, but redeems nothing. An owner can give it"
        " a new start in Preferences, Centre.",
    )


def _lease(state: SyncState) -> str:
    if not state.is_lease_over or state.says is Says.SHUT_OUT:
        return ""
    return QCoreApplication.translate(
        "Strip", "Nothing was heard for so long that no points can be redeemed here"
    )


def _waiting(state: SyncState) -> str:
    if not state.waiting:
        return ""
    count = _Counted().wait(state.waiting)
    if not state.oldest_minutes:
        return count
    #: {count} is "14 changes wait here", {age} is "24 min"
    words = QCoreApplication.translate("Strip", "{count}, the oldest for {age}")
    return words.format(count=count, age=_age(state.oldest_minutes))


def _age(minutes: int) -> str:
    if minutes < _HOUR:
        return _Counted().minutes(minutes)
    if minutes < _DAY:
        return _Counted().hours(minutes // _HOUR)
    return _Counted().days(minutes // _DAY)

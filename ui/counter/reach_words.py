"""What of a member's points can be spent here now, and where the rest is, in words."""

from PySide6.QtCore import QCoreApplication, QObject

from desktop.answers import Holder, Reach
from sync.wishes import WishEnd
from ui import text

NAMED_MOST = 2
"""More tills than these are said together: nobody reads a list while somebody waits."""


class Unsent(QObject):
    """Words that change with a number; lupdate sees the number only in `tr`."""

    def acts(self, count: int) -> str:
        """Say how many acts are only at this till so far."""
        return self.tr("%n act(s) not sent yet", "", count)


def sent_line(reach: Reach, *, served: bool) -> str:
    """Say how far what was done here has come; nothing where there is nothing to say."""
    if reach.unsent > 1:
        return Unsent().acts(reach.unsent)
    if reach.unsent:
        return QCoreApplication.translate("Reach", "Not sent yet")
    return QCoreApplication.translate("Reach", "At the centre") if served else ""


def here_line(reach: Reach, balance: int) -> str:
    """Say what can be spent here now, where that is not all there is: "900 here now, …"."""
    if reach.here >= balance:
        return ""
    if reach.why == "frozen":
        return QCoreApplication.translate(
            "Reach", "Nothing can be redeemed here: the centre has stopped this till"
        )
    if reach.why == "lease":
        return QCoreApplication.translate(
            "Reach", "Nothing can be redeemed here: the centre was not heard for too long"
        )
    #: {points} is a number of points that can be spent here: "900 here now"
    here = QCoreApplication.translate("Reach", "{points} here now")
    return _listed([here.format(points=text.number(reach.here)), *_elsewhere(reach)])


def short_sentence(reach: Reach, end: WishEnd | None) -> str:
    """Say what can be redeemed here now, and why no more."""
    if reach.why == "frozen":
        return QCoreApplication.translate(
            "Reach",
            "The centre has stopped this till: nothing can be redeemed here. Tell the owner.",
        )
    if reach.why == "lease":
        return QCoreApplication.translate(
            "Reach",
            "The centre was not heard for too long: nothing can be redeemed here until it is."
            " Points are still given.",
        )
    where = _listed(_elsewhere(reach))
    words = _only_with(where) if reach.here else _nothing_with(where)
    return _cause(end) + words.format(points=text.points(reach.here), where=where)


def _only_with(where: str) -> str:
    if not where:  # there is no more than that
        #: {points} is "900 points"
        return QCoreApplication.translate("Reach", "Only {points} can be redeemed now.")
    #: {points} is "900 points", {where} is "300 held at East Street till 1"
    return QCoreApplication.translate("Reach", "Only {points} can be redeemed here now: {where}.")


def _nothing_with(where: str) -> str:
    if not where:
        return QCoreApplication.translate("Reach", "Nothing can be redeemed now.")
    #: {where} is "300 held at East Street till 1"
    return QCoreApplication.translate("Reach", "Nothing can be redeemed here now: {where}.")


def _cause(end: WishEnd | None) -> str:
    """Say first what came of asking, where that is the reason; ends with a blank if one is due."""
    match end:
        case WishEnd.TOO_LATE:
            return QCoreApplication.translate("Reach", "The centre did not answer in time. ")
        case WishEnd.REFUSED:
            return QCoreApplication.translate("Reach", "The centre gives no more just now. ")
        case _:
            return ""


def _elsewhere(reach: Reach) -> list[str]:
    """Say where the rest is: with tills by name, at the centre, or just elsewhere."""
    named = [one for one in reach.holders[:NAMED_MOST] if one.name]
    parts = [_held(one) for one in named]
    told = sum(one.points for one in named)
    #: {points} is a number of points that no till holds: "100 at the centre"
    centre = QCoreApplication.translate("Reach", "{points} at the centre")
    if reach.pool:
        parts.append(centre.format(points=text.number(reach.pool)))
    rest = sum(one.balance - one.here for one in reach.purses) - told - reach.pool
    if rest > 0:
        #: {points} is a number of points: "50 held at other tills"
        other = QCoreApplication.translate("Reach", "{points} held at other tills")
        #: {points} is a number of points that are with the centre or with other tills
        unknown = QCoreApplication.translate("Reach", "{points} elsewhere")
        #: {points} is a number of points, {till} a till of this store: "50 elsewhere (try till 1)"
        ask = QCoreApplication.translate("Reach", "{points} elsewhere (try {till})")
        is_known = rest <= sum(one.points for one in reach.holders) - told
        if not is_known and reach.lead and not reach.holders:
            unknown = ask
        words = other if is_known else unknown
        parts.append(words.format(points=text.number(rest), till=reach.lead))
    return parts


def _held(one: Holder) -> str:
    #: {points} is a number of points, {till} the name of a till: "300 held at East Street till 1"
    words = QCoreApplication.translate("Reach", "{points} held at {till}")
    return words.format(points=text.number(one.points), till=one.name)


def _listed(parts: list[str]) -> str:
    #: between the parts of a list: "900 here now, 300 held at East Street till 1"
    return QCoreApplication.translate("Reach", ", ").join(parts)

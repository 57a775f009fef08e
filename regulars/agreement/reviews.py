"""What wants a person: which choices there are for what, and what a choice changes at the centre.

A review and what was chosen are one fact of the feed. The first choice stands; a later one, of
somebody who had not heard of it, changes nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from regulars.agreement.authority import credit
from regulars.agreement.centre import SOLVED, Centre, Review, account_of, say, write_own
from regulars.agreement.merging import APART, may_part, part
from regulars.agreement.messages import Logged, Outcome
from regulars.agreement.people import joined_by
from regulars.agreement.pins import CHANGED, REFUSED
from regulars.agreement.sales import award_correction
from regulars.canonical import encode
from regulars.rights.posting import correct

NOTED, LEAVE, MERGE, GIVE, CARRY, CHARGE = "noted", "leave", "merge", "give", "carry", "charge"
CHOICES: Mapping[str, tuple[str, ...]] = {
    "copied-till": (NOTED,),
    "same-receipt": (LEAVE, GIVE),
    "refunded-twice": (NOTED,),
    "refund-refused": (NOTED,),
    "refund-stale": (NOTED,),
    "refund-paid-out": (NOTED,),
    "refund-asked-twice": (NOTED,),
    "refund-not-held": (NOTED,),
    "unknown-sale": (NOTED,),
    "not-funded": (NOTED,),
    "loss": (CARRY, CHARGE),
    "loss-by-hand": (CARRY,),
    "short-after-restore": (CARRY,),
    "same-phone": (LEAVE, MERGE),
    "enrolled-twice": (LEAVE, APART),
    "card-of-two": (NOTED,),
    "wallet-of-two": (NOTED,),
    "enrolled-again": (NOTED,),
    "parked": (NOTED,),
    "trips-the-centre": (NOTED,),
    CHANGED: (NOTED,),
    REFUSED: (NOTED,),
}
"""What a person may choose, by the code of a review; the first changes nothing."""
_PAIR = 2
_NOBODY = "00" * 16
AFTERWARDS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("same-phone", MERGE): (APART,),
    ("enrolled-twice", LEAVE): (APART,),
}
"""What may still be chosen once something was: two members may be taken apart again."""


def choices(code: str) -> tuple[str, ...]:
    """Give the choices for a code; one that this program does not know can be noted."""
    return CHOICES.get(code, (NOTED,))


def open_choices(code: str, choice: str, merged: date, on: date) -> tuple[str, ...]:
    """Give what may be chosen on a day; `choice` is what was chosen before, "" for nothing.

    `merged` is the day since which two members are one person, where a review is about that.
    """
    found = AFTERWARDS.get((code, choice), ()) if choice else choices(code)
    return found if may_part(merged, on) else tuple(one for one in found if one != APART)


def merged_on(choice: str, opened: date, chosen: date | None) -> date:
    """Give the day since which two members are one person, of what a review says."""
    return chosen if choice == MERGE and chosen is not None else opened


def settle(centre: Centre, op: Logged) -> Outcome | None:
    """Take in what a person chose, unless somebody was first; do what follows from it.

    A choice may come before its review: after a restore it waits for it.
    """
    name, choice = op.data["review"], op.data["choice"]
    known = centre.facts.get(("review", name))
    if known == "":  # settled so long ago that it is told no more
        return None
    said: dict[str, Any] = json.loads(known) if known else {}
    if "code" in said and (choice == APART or "choice" in said):
        if choice not in _able(said, op.day):
            return _too_late(centre, name, said, choice)
    elif "choice" in said:
        return None
    said |= {"choice": choice, "by": op.data["by"], "on": op.day.isoformat()}
    say(centre, "review", name, encode(said).decode())
    if choice in (*choices(said.get("code", "")), APART):
        _follow(centre, name, said)
    return None


def solve(centre: Centre, code: str, about: str) -> None:
    """Close by itself what has come right, unless a person was first."""
    name = Review(code, about).name
    known = centre.facts.get(("review", name))
    said: dict[str, Any] = json.loads(known) if known else {}
    if "code" in said and "choice" not in said:
        said |= {"choice": SOLVED, "by": _NOBODY, "on": centre.day.isoformat()}
        say(centre, "review", name, encode(said).decode())


def _able(said: Mapping[str, Any], on: date) -> tuple[str, ...]:
    chosen = date.fromisoformat(said["on"]) if "on" in said else None
    before = said.get("choice", "")
    merged = merged_on(before, date.fromisoformat(said["opened"]), chosen)
    return open_choices(said["code"], before, merged, on)


def _too_late(centre: Centre, name: str, said: Mapping[str, Any], choice: str) -> Outcome | None:
    """Of two choices the first stands; who merges what was taken apart had not heard of it."""
    before = said.get("choice", "")
    if before == APART and choice == MERGE:
        _part(centre, name, said["about"])
    return Outcome.REFUSED if choice == APART and not before else None


def _follow(centre: Centre, name: str, said: Mapping[str, Any]) -> None:
    match said.get("code", ""), said["choice"]:
        case "same-receipt", "give":
            _give_again(centre, name, said["about"].split()[0])
        case "loss", "charge":
            _charge(centre, name, said["about"], said["points"])
        case "same-phone" | "enrolled-twice", "apart":
            _part(centre, name, said["about"])
        case _:
            pass


def is_asked(centre: Centre, name: str) -> bool:
    """Tell whether it is known what a review is about, beside what was chosen."""
    known = centre.facts.get(("review", name))
    return "code" in json.loads(known or "{}")


def is_of_one(centre: Centre, name: str) -> bool:
    """Tell whether the two members a review is about are one person, as far as is known."""
    known = centre.facts.get(("review", name))
    said: Mapping[str, Any] = json.loads(known) if known else {}
    pair = said.get("about", "").split()
    return len(pair) == _PAIR and bool(joined_by(centre.people, *pair))


def _part(centre: Centre, name: str, about: str) -> None:
    """Take the two members apart that a review is about."""
    one, other = about.split()
    part(centre, one, other, f"settled:{name}")


def _give_again(centre: Centre, name: str, of: str) -> None:
    """Two sales had one number: what was taken back of the second award is given again."""
    sale = centre.sales.get(of)
    if sale is not None and sale.corrected:
        centre.sales[of] = replace(sale, corrected=0)
        credit(centre, sale.wallet, sale.corrected, f"settled:{name}")


def _charge(centre: Centre, name: str, of: str, points: int) -> None:
    """Let the member owe what the shop would carry; what the pool has is taken at once."""
    sale = centre.sales.get(of)
    if sale is not None:
        taken, _ = correct(account_of(centre, sale.wallet), points)
        data = award_correction(sale, points, why="charged", on=centre.day, taken=taken)
        write_own(centre, "reverse", data, f"settled:{name}")

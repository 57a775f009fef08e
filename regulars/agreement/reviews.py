"""What wants a person: which choices there are for what, and what a choice changes at the centre.

A review and what was chosen are one fact of the feed. The first choice stands; a later one, of
somebody who had not heard of it, changes nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from regulars.agreement.authority import credit
from regulars.agreement.centre import Centre, account_of, say, write_own
from regulars.agreement.messages import Logged
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
    "card-of-two": (NOTED,),
    "parked": (NOTED,),
}
"""What a person may choose, by the code of a review; the first changes nothing."""


def choices(code: str) -> tuple[str, ...]:
    """Give the choices for a code; one that this program does not know can be noted."""
    return CHOICES.get(code, (NOTED,))


def settle(centre: Centre, op: Logged) -> None:
    """Take in what a person chose, unless somebody was first; do what follows from it.

    A choice may come before its review: after a restore it waits for it.
    """
    name, choice = op.data["review"], op.data["choice"]
    known = centre.facts.get(("review", name))
    said: dict[str, Any] = json.loads(known) if known else {}
    if "choice" in said:
        return
    said |= {"choice": choice, "by": op.data["by"], "on": op.day.isoformat()}
    say(centre, "review", name, encode(said).decode())
    if choice in choices(said.get("code", "")):
        _follow(centre, name, said)


def _follow(centre: Centre, name: str, said: Mapping[str, Any]) -> None:
    match said.get("code", ""), said["choice"]:
        case "same-receipt", "give":
            _give_again(centre, name, said["about"].split()[0])
        case "loss", "charge":
            _charge(centre, name, said["about"], said["points"])
        case _:
            pass


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

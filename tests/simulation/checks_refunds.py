"""What must be true of refunds that were asked for, at rest: no part is given back twice.

And what a till was told of its request stands, whatever the centre has forgotten since.
"""

from regulars.agreement.asked import read_asked
from regulars.agreement.centre import Centre
from regulars.agreement.messages import Logged
from tests.simulation.ghost import Ghost

_OWN_REASONS = {"same-receipt", "refunded-twice", "charged"}
"""Why the authority reverses by itself; everything else somebody asked for."""


def faults(centre: Centre, ghost: Ghost) -> list[str]:
    """Name what went back against what tills knew, or otherwise than they were told."""
    if ghost.unknowable() | ghost.copied:
        return []  # whoever could say what was told is not there to say it
    asked = {op.id: op for op in ghost.ops.values() if op.kind == "refund.request"}
    paid_out = {one.about for one in centre.reviews if one.code == "refund-paid-out"}
    found = [f"{one} was handed out and could not be done" for one in sorted(paid_out)]
    done: set[str] = set()
    for (kind, sale), value in sorted(centre.facts.items()):
        if kind == "request":
            mine = read_asked(value).done
            done.update(mine)
            found += _twice(
                [asked[one] for one in mine if one not in paid_out], _back(centre, sale)
            )
    for request, was_done in sorted(ghost.told.items()):
        if was_done != (request in done):
            found.append(f"{request} was {'done' if was_done else 'refused'} and is otherwise now")
    return found


def _back(centre: Centre, sale: str) -> list[int]:
    """Give the amounts that the centre gave back of a sale, in order."""
    return [
        op.data["amount"]
        for op in centre.own
        if op.kind == "reverse" and op.data["of"] == sale and op.data["why"] not in _OWN_REASONS
    ]


def _twice(asked: list[Logged], back: list[int]) -> list[str]:
    """Name the requests that were carried out although more had gone back than was known."""
    if len(asked) != len(back):
        return [f"{len(asked)} refunds told and {len(back)} done"]
    return [
        f"{one.id} knew of {one.data['known']} and {sum(back[:number])} had gone back"
        for number, one in enumerate(asked)
        if "known" in one.data and sum(one.data["known"]) < sum(back[:number])
    ]

"""Group the wallets of members who are one person, and take that back within thirty days.

Each keeps its own account and cells. Whoever was enrolled a second time with the same number and
the same name or birthday is merged by the centre itself, and a person may take that back.
"""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from regulars.agreement import people as who_is_who
from regulars.agreement import profile as profiles
from regulars.agreement.centre import Centre, Review, review, say, touch, write_own
from regulars.agreement.messages import Logged, Outcome

PART_DAYS = 30
"""So long after two members were merged they may be taken apart again."""
APART = "apart"
"""What a person chooses who takes two members apart."""
_NOBODY = "00" * 16


def may_part(merged: date, on: date) -> bool:
    """Tell whether two members who were merged one day may be taken apart on another."""
    return on <= merged + timedelta(days=PART_DAYS)


def merge(centre: Centre, op: Logged) -> None:
    """Group the wallets of two members."""
    data = op.data
    if who_is_who.merge(centre.people, op.id, data["member"], data["other"]):
        centre.people.merge_days[op.id] = op.day
        say_group(centre, data["member"], data["other"])


def unmerge(centre: Centre, op: Logged) -> Outcome | None:
    """Ungroup what a merge grouped, unless that is too long ago by the days of both."""
    data, people = op.data, centre.people
    merged = people.merge_days.get(data["of"])
    if merged is not None and not may_part(merged, op.day):
        return Outcome.REFUSED
    if who_is_who.unmerge(people, data["of"]):
        say_group(centre, data["member"], data["other"])
    return None


def part(centre: Centre, one: str, other: str, cause: str) -> None:
    """Take two members apart by whichever merge made them one person; nothing where none did."""
    people = centre.people
    act = who_is_who.joined_by(people, one, other)
    if act:
        kept, gone = people.merges[act]
        data = {"of": act, "member": kept, "wallet": people.wallets.get(kept, ("",))[0]}
        data |= {"other": gone, "other_wallet": people.wallets.get(gone, ("",))[0]}
        more = {"why": "two people", "approver": _NOBODY}
        op = write_own(centre, "unmerge", data | more, f"{cause}:{act}")
        if who_is_who.unmerge(people, act):
            say_group(centre, op.data["member"], op.data["other"])


def say_group(centre: Centre, *members: str) -> None:
    """Tell whose wallets members and all who were merged into them belong to now."""
    for member in who_is_who.followers(centre.people, members):
        wallets = centre.people.wallets.get(member)
        if wallets:
            say(centre, "alias", member, who_is_who.who(centre.people, member))
            touch(centre, "wallet", wallets[0])


def merge_as_one(centre: Centre, op: Logged, holder: str) -> bool:
    """Merge somebody enrolled a second time into who has the number; tells whether it is so.

    Only at enrolment, so that nobody whom a person took apart again is ever put together. A person
    is told, and may take it back; after a restore they may have done so already.
    """
    people, member = centre.people, op.data["member"]
    kept = who_is_who.who(people, holder)
    nothing: profiles.Profile = {}
    one, other = (people.profiles.get(of, nothing) for of in (holder, member))
    is_settled = who_is_who.who(people, member) != member or not people.wallets.get(kept)
    if is_settled or not profiles.looks_the_same(one, other):
        return False
    about = f"{member} {kept}"
    review(centre, "enrolled-twice", about, member=member, devices=(op.source.device,))
    if _chosen(centre, Review("enrolled-twice", about).name) != APART:
        data = {"member": kept, "wallet": people.wallets[kept][0]}
        data |= {"other": member, "other_wallet": op.data["wallet"]}
        more = {"why": "enrolled twice", "approver": _NOBODY}
        merge(centre, write_own(centre, "merge", data | more, f"same:{op.id}"))
    return True


def _chosen(centre: Centre, name: str) -> str:
    known = centre.facts.get(("review", name))
    said: Mapping[str, Any] = json.loads(known) if known else {}
    return str(said.get("choice", ""))

"""Bugs in who is who: members, numbers, cards and merges."""

from importlib import import_module
from typing import Any

import pytest

from regulars.agreement.messages import Outcome

# What is patched is looked up by name at run time; its types are those of the product.
effects: Any = import_module("regulars.agreement.effects")

Patch = pytest.MonkeyPatch


def revoked_cards_come_back(patch: Patch) -> None:
    """Let a card that arrives after it was revoked be good again."""

    def wrong(centre: Any, card: str) -> None:
        effects.say(centre, "card", card, centre.people.cards.get(card, ""))

    patch.setattr(effects, "_say_card", wrong)


def merges_make_circles(patch: Patch) -> None:
    """Merge two members without looking whether they are one already."""

    def wrong(people: Any, act: str, member: str, other: str) -> bool:
        people.aliases[other] = member
        people.merges[act] = (member, other)
        return True

    patch.setattr(effects.who_is_who, "merge", wrong)


def a_taken_number_turns_a_member_away(patch: Patch) -> None:
    """Refuse whoever is enrolled with a phone number that somebody has: they stood at a counter."""
    right = effects._RULES["member.enrolled"]

    def wrong(centre: Any, op: Any) -> Any:
        phone = op.private.get("phone", "")
        if phone and centre.people.phones.get(phone, op.data["member"]) != op.data["member"]:
            return Outcome.REFUSED
        return right(centre, op)

    patch.setitem(effects._RULES, "member.enrolled", wrong)

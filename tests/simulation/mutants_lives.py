"""Bugs in the lives of a till's log: when an earlier one is over, and who may say so."""

from importlib import import_module
from typing import Any

import pytest

from regulars.agreement.messages import Standing

# What is patched is looked up by name at run time; its types are those of the product.
authority: Any = import_module("regulars.agreement.authority")
exchange: Any = import_module("regulars.agreement.exchange")
healing: Any = import_module("regulars.agreement.healing")
intake: Any = import_module("regulars.agreement.intake")

Patch = pytest.MonkeyPatch


def an_older_life_retired_at_first_pull(patch: Patch) -> None:
    """End the earlier lives of a log at the first word of a new one, whatever is still unsent."""
    right = intake.enrol

    def wrong(centre: Any, source: Any) -> None:
        is_new = source not in centre.chains
        right(centre, source)
        for older in centre.lives(source.device) if is_new else ():
            is_over = centre.chains[older].standing is Standing.RETIRED
            if older.epoch < source.epoch and not (is_over or centre.healing):
                authority.retire(centre, older)

    patch.setattr(intake, "enrol", wrong)


def an_older_life_is_never_over(patch: Patch) -> None:
    """Leave the rights of an earlier life where nobody can spend them."""
    patch.setattr(intake, "end_lives", lambda *_: None)
    patch.setattr(healing, "end_lives", lambda *_: None)


def an_older_life_over_whatever_is_unsent(patch: Patch) -> None:
    """Believe that an earlier life is over as soon as a later one speaks of it."""

    def wrong(centre: Any, source: Any) -> None:
        chain = centre.chains[source]
        is_live = chain.standing is not Standing.RETIRED
        if chain.ends is not None and is_live and not centre.healing:
            authority.retire(centre, source)

    patch.setattr(authority, "retire_if_over", wrong)


def what_was_sent_last_ends_nothing(patch: Patch) -> None:
    """Look at an earlier life only when it is spoken of, not when the last of it arrives."""
    patch.setattr(intake, "retire_if_over", lambda *_: None)


def a_life_says_nothing_of_those_before(patch: Patch) -> None:
    """Let a till keep to itself how far the earlier lives of its log go."""
    right = exchange.next_pull

    def wrong(till: Any) -> Any:
        asked = right(till)
        return type(asked)(asked.source, asked.feed_epoch, asked.cursor)

    patch.setattr(exchange, "next_pull", wrong)


def every_older_life_ends_at_a_restore(patch: Patch) -> None:
    """End all lives but the newest when a restored centre has heard everybody."""

    def wrong(centre: Any) -> list[Any]:
        newest = {source.device: source.epoch for source in centre.sources()}
        return [
            source
            for source in centre.sources()
            if centre.chains[source].standing is Standing.RETIRED
            or source.epoch < newest[source.device]
        ]

    patch.setattr(healing, "_gone", wrong)


def the_shop_carries_all_that_is_short(patch: Patch) -> None:
    """After a restore, let the shop carry what another order of deciding used up."""

    def wrong(centre: Any, wallet: str, before: int) -> None:
        del before
        healing._carry(centre, wallet, healing._short(centre, wallet))

    patch.setattr(healing, "_make_whole", wrong)


def due_refunds_come_after_what_is_short(patch: Patch) -> None:
    """After a restore, carry refunds out once everything is whole."""
    patch.setattr(healing, "execute_due", lambda *_: None)

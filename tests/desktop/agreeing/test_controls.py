"""Faults put in on purpose: the comparison with the rules must notice every one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.store import centre, feed, joining, rights, till_store
from desktop.store.rights import Account
from desktop.store.sqlite import EngineError
from regulars.rights.granting import surplus
from tests.desktop.agreeing.beside import play

EARLY, STEPS = tuple(range(20)), 160
Fault = Callable[[pytest.MonkeyPatch], None]


def own_acts_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    """Show the centre's row alone."""
    patch.setattr(rights, "own_since", lambda *_: (0, 0))


def own_acts_count_twice(patch: pytest.MonkeyPatch) -> None:
    """Count own acts that are in the row already."""
    right = rights.own_since
    patch.setattr(rights, "own_since", lambda store, wallet, _: right(store, wallet, 0))


def a_smaller_grant_is_taken(patch: pytest.MonkeyPatch) -> None:
    """Take the newest total of grants instead of the largest."""
    right = feed.apply_wallet

    def wrong(store: Any, row: Any) -> None:
        store.run("update account set granted = 0 where wallet = ?", (row.wallet,))
        right(store, row)

    patch.setattr(feed, "apply_wallet", wrong)


def an_old_row_is_taken(patch: pytest.MonkeyPatch) -> None:
    """Take whatever row came last."""
    right = rights.account_of

    def wrong(store: Any, wallet: Any) -> Account:
        return right(store, wallet)._replace(seq=-1)

    patch.setattr(feed, "account_of", wrong)


def rights_outlive_an_epoch(patch: pytest.MonkeyPatch) -> None:
    """Go on with the cells of the epoch before."""
    patch.setattr(joining, "cells_anew", lambda _: None)


def rights_go_back_before_the_row_has_all(patch: pytest.MonkeyPatch) -> None:
    """Act upon a row that lacks own operations."""

    def wrong(store: Any, wallet: int, identity: Any) -> int:
        account = rights.account_of(store, identity)
        return surplus(rights.cells_of(store, wallet), account.keep)

    patch.setattr(till_store, "to_hand_back", wrong)


def a_frozen_till_thaws(patch: pytest.MonkeyPatch) -> None:
    """Trust a till again that was not trusted."""
    right = centre.keep_centre
    patch.setattr(
        till_store,
        "keep_centre",
        lambda store, known: right(store, known._replace(is_frozen=False)),
    )


def the_lease_never_ends(patch: pytest.MonkeyPatch) -> None:
    """Spend however long nobody was heard of."""
    patch.setattr(centre.Centre, "has_lease", lambda *_: True)


def refunds_stay_here_after_the_day_was_closed(patch: pytest.MonkeyPatch) -> None:
    """Release refunds that were handed over already."""
    patch.setattr(till_store, "holds_refund", lambda *_: True)


def another_life_keeps_its_rows(patch: pytest.MonkeyPatch) -> None:
    """Let rows of a centre that is no more be newer than those of the next."""
    patch.setattr(feed, "forget_life", lambda _: None)


# Some faults need a rare meeting; the seeds named for them have it.
FAULTS: list[tuple[Fault, tuple[int, ...]]] = [
    (own_acts_are_forgotten, EARLY),
    (own_acts_count_twice, EARLY),
    (a_smaller_grant_is_taken, (11,)),
    (an_old_row_is_taken, EARLY),
    (rights_outlive_an_epoch, EARLY),
    (rights_go_back_before_the_row_has_all, EARLY),
    (a_frozen_till_thaws, EARLY),
    (the_lease_never_ends, EARLY),
    (refunds_stay_here_after_the_day_was_closed, (9,)),
    (another_life_keeps_its_rows, (125, 132)),
]


@pytest.mark.parametrize(("fault", "seeds"), FAULTS, ids=lambda one: getattr(one, "__name__", ""))
def test_a_file_that_breaks_a_rule_is_noticed(
    fault: Fault, seeds: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault(monkeypatch)
    for seed in seeds:
        folder = tmp_path / str(seed)
        folder.mkdir()
        try:
            world = play(seed, STEPS, folder)
        except (AssertionError, EngineError):
            return
        assert world.shadow is not None
        world.shadow.close()
    pytest.fail(f"{fault.__name__} was not noticed in the seeds {seeds}")

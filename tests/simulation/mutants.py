"""Bugs put into the protocol on purpose: the simulator must notice every one.

Each patches one product function and is a bug that some system had, that the design warns of, or
that this one had while it was written.
"""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest

from regulars.agreement.centre import account_of, cells_of
from regulars.agreement.messages import NOWHERE, Outcome, Standing
from regulars.rights.cells import Cells
from tests.simulation.mutants_lives import (
    a_life_says_nothing_of_those_before,
    an_older_life_is_never_over,
    an_older_life_over_whatever_is_unsent,
    an_older_life_retired_at_first_pull,
    what_was_sent_last_ends_nothing,
)
from tests.simulation.mutants_papers import (
    every_clock_is_believed,
    whoever_arrives_last_has_the_last_word,
)
from tests.simulation.mutants_people import (
    a_taken_number_turns_a_member_away,
    merges_make_circles,
    revoked_cards_come_back,
)
from tests.simulation.mutants_places import (
    a_lead_till_with_too_much_gets_a_smaller_grant,
    lead_tills_hand_each_other_points,
    points_are_placed_that_others_hold,
    points_are_taken_from_tills_to_place_them,
    tills_given_up_or_copied_are_lead_tills_too,
    what_has_ended_is_placed,
    whoever_waits_comes_after_the_lead_till,
)
from tests.simulation.mutants_points import (
    a_grant_is_an_amount_to_add,
    a_refund_is_never_handed_over,
    copies_are_not_noticed,
    corrections_from_rights,
    debt_from_the_balance,
    debt_is_never_collected,
    earnings_are_refused,
    earnings_go_to_the_pool,
    excess_is_swallowed,
    expired_from_the_balance,
    expiry_is_never_taken_back,
    gaps_are_passed_over,
    grants_are_added_up,
    known_operations_get_a_new_outcome,
    no_sequence_check,
    nothing_ever_ends,
    reclaimed_by_a_timer,
    refund_after_day_close,
    refunds_without_a_bound,
    repaid_twice_is_kept,
    rights_from_the_balance,
    spending_by_the_shown_balance,
    spending_from_the_pool_first,
    the_centre_refunds_what_a_till_may,
    tills_hand_nothing_back,
    tills_keep_what_has_ended,
)
from tests.simulation.mutants_refunds import one_part_is_given_back_at_two_tills

# What is patched is looked up by name at run time; its types are those of the product.
authority: Any = import_module("regulars.agreement.authority")
effects: Any = import_module("regulars.agreement.effects")
exchange: Any = import_module("regulars.agreement.exchange")
feed: Any = import_module("regulars.agreement.feed")
healing: Any = import_module("regulars.agreement.healing")
intake: Any = import_module("regulars.agreement.intake")
sales: Any = import_module("regulars.agreement.sales")
till_side: Any = import_module("regulars.agreement.till")
posting: Any = import_module("regulars.rights.posting")

Bug = Callable[[pytest.MonkeyPatch], None]
Patch = pytest.MonkeyPatch


def refunds_wait_for_ever(patch: Patch) -> None:
    """Forget to carry out what was asked for once the right has come."""
    patch.setattr(effects, "_execute_for", lambda *_: None)


def cells_poured_together_at_merge(patch: Patch) -> None:
    """Move the points of one wallet into the other when two members become one."""

    def wrong(centre: Any, op: Any) -> None:
        to, of = op.data["wallet"], op.data["other_wallet"]
        gone = account_of(centre, of)
        if not gone.balance:
            return
        kept = account_of(centre, to)
        centre.accounts[to] = replace(
            kept, balance=kept.balance + gone.balance, held=kept.held + gone.held
        )
        centre.accounts[of] = replace(gone, balance=0, held=0)
        for wallet, source in list(centre.cells):
            if wallet == of:
                a, b = cells_of(centre, to, source), centre.cells.pop((of, source))
                centre.cells[to, source] = Cells(
                    a.granted + b.granted,
                    a.earned + b.earned,
                    a.used + b.used,
                    a.returned + b.returned,
                    a.reclaimed + b.reclaimed,
                )
        for wallet in (to, of):
            effects.touch(centre, "wallet", wallet)

    patch.setitem(effects._RULES, "merge", wrong)


def grants_lost_at_restore(patch: Patch) -> None:
    """Restore the centre without asking the tills which grants they know."""
    patch.setattr(healing, "_learn", lambda *_: None)


def no_waiting_after_restore(patch: Patch) -> None:
    """Post and grant at once after a restore, whoever has not reported yet."""
    right = healing.restore

    def wrong(backup: Any, **known: Any) -> Any:
        centre = right(backup, **known)
        centre.healing = False
        return centre

    patch.setattr(healing, "restore", wrong)


def a_restore_is_not_told(patch: Patch) -> None:
    """Let tills read on in the feed of a restored centre as if it were the old one."""

    def wrong(backup: Any, *, feed_epoch: int, enrolled: Any) -> Any:
        del feed_epoch, enrolled
        return backup.copy()

    patch.setattr(healing, "restore", wrong)


def a_report_before_the_question(patch: Patch) -> None:
    """Report to a centre that is no more, for ever, instead of asking who is there."""
    right = exchange.next_request

    def wrong(till: Any) -> Any:
        return exchange.grant_report(till) if till.must_report else right(till)

    patch.setattr(exchange, "next_request", wrong)


def a_restored_till_goes_on_as_before(patch: Patch) -> None:
    """Put a till's backup back without a new life of its log."""

    def wrong(till: Any) -> None:
        till.is_frozen = False
        till.epoch += 1
        till.first[till.epoch] = len(till.log)

    patch.setattr(till_side, "begin_epoch", wrong)


def an_acknowledgement_of_everything(patch: Patch) -> None:
    """Tell a till that all is there which a copy of it has sent."""
    right = intake.push

    def wrong(centre: Any, message: Any) -> Any:
        answer = right(centre, message)
        if hasattr(answer, "acked"):
            return replace(answer, acked=centre.chains[message.source].last)
        return answer

    patch.setattr(intake, "push", wrong)


def rows_are_taken_in_any_order(patch: Patch) -> None:
    """Let an old page take the place of a newer one."""

    def wrong(till: Any, row: Any) -> None:
        till.rows[row.wallet] = row
        exchange._know(till, row.wallet, row.granted)

    patch.setattr(exchange, "_apply_row", wrong)


def own_operations_counted_twice(patch: Patch) -> None:
    """Add a till's own operations to a row that has them already."""
    right = feed._wallet_row

    def wrong(*asked: Any) -> Any:
        return replace(right(*asked), place=NOWHERE)

    patch.setattr(feed, "_wallet_row", wrong)


def the_feed_skips_a_place(patch: Patch) -> None:
    """Move a till's place in the feed beyond what the page had."""
    right = feed.pull

    def wrong(centre: Any, message: Any) -> Any:
        answer = right(centre, message)
        if getattr(answer, "cursor", None) is None or not answer.wallets:
            return answer
        return replace(answer, wallets=answer.wallets[1:])

    patch.setattr(feed, "pull", wrong)


def an_unknown_kind_stops_the_queue(patch: Patch) -> None:
    """Answer an operation of a newer till with "send it again"."""
    right = intake.push

    def wrong(centre: Any, message: Any) -> Any:
        for op in message.ops:
            if op.kind not in effects.KINDS:
                return intake.Gap(centre.feed_epoch, message.source, op.seq)
        return right(centre, message)

    patch.setattr(intake, "push", wrong)


def a_new_name_for_every_try(patch: Patch) -> None:
    """Do a sale again under a new name because nobody has answered yet."""
    right = exchange.next_request
    tried: set[bytes] = set()

    def wrong(till: Any) -> Any:
        request = right(till)
        for op in getattr(request, "ops", ())[:1]:
            if op.hash in tried and op.kind == "sale" and not op.data["spent"]:
                at = (till.day, 0)
                till_side.write(till, "sale", op.data, identity=f"{op.id} again", at=at)
            tried.add(op.hash)
        return request

    patch.setattr(exchange, "next_request", wrong)


def confirmed_before_it_is_posted(patch: Patch) -> None:
    """Confirm an operation and lose it before it has had its effect."""
    right = intake.take_in
    count = [0]

    def wrong(centre: Any, op: Any) -> Any:
        count[0] += 1
        return Outcome.POSTED if count[0] % 40 == 0 else right(centre, op)

    patch.setattr(intake, "take_in", wrong)


def a_repetition_counts_after_a_while(patch: Patch) -> None:
    """Remember only the newest operations: an older one that comes again is a new one."""
    right = intake.judge

    def wrong(last: int, known: Any, *, seq: int, hash_: bytes) -> Any:
        if seq <= last - 3:
            return intake.Verdict.NEXT
        return right(last, known, seq=seq, hash_=hash_)

    patch.setattr(intake, "judge", wrong)


def retired_tills_are_not_heard(patch: Patch) -> None:
    """Turn away what a till sends after a person declared it gone."""
    right = intake.push

    def wrong(centre: Any, message: Any) -> Any:
        chain = centre.chains.get(message.source)
        if chain is not None and chain.standing is Standing.RETIRED:
            last = message.ops[-1].seq
            refused = (Outcome.REFUSED,) * len(message.ops)
            return intake.Pushed(centre.feed_epoch, message.source, last, refused, chain.standing)
        return right(centre, message)

    patch.setattr(intake, "push", wrong)


def retired_tills_keep_their_rights(patch: Patch) -> None:
    """Reclaim a till's rights without taking them off its cells."""

    def wrong(account: Any, cells: Cells) -> Any:
        points = cells.available
        return replace(account, held=account.held - points), cells, points

    patch.setattr(authority, "reclaim", wrong)


def both_sides_of_a_correction(patch: Patch) -> None:
    """Take an award back once more when its sale is given back after a correction."""
    patch.setattr(effects, "over_refund", lambda *_: None)


def a_return_is_counted_twice(patch: Patch) -> None:
    """Put rights that come back into the pool and the balance."""
    right = effects.hand_back

    def wrong(account: Any, cells: Cells, points: int) -> Any:
        account, cells = right(account, cells, points)
        return replace(account, balance=account.balance + points), cells

    patch.setattr(effects, "hand_back", wrong)


def restored_to_the_wrong_wallet(patch: Patch) -> None:
    """Give spent points back to the wallet of the sale, whichever they came from."""

    def wrong(sale: Any, points: int) -> Any:
        return [[sale.wallet, points + 1]] if points else []

    patch.setattr(sales, "_to_wallets", wrong)


def a_wish_is_never_met(patch: Patch) -> None:
    """Ask tills for what another waits for, whatever the pool has by now."""

    def wrong(centre: Any, source: Any, wallet: str, available: int, dead: int) -> int:
        wish = centre.wanted.get(wallet)
        wanted = wish[1] if wish is not None and wish[0] != source else 0
        return max(0, available - dead - wanted)

    patch.setattr(feed, "_keep", wrong)


def a_new_till_does_not_report(patch: Patch) -> None:
    """Report to a restored centre only if the one before it was known."""
    right = exchange._begin_anew

    def wrong(till: Any, answer: Any) -> None:
        knew = till.feed_epoch > 0
        right(till, answer)
        till.must_report = till.must_report and knew

    patch.setattr(exchange, "_begin_anew", wrong)


BUGS: tuple[Bug, ...] = (
    grants_are_added_up,
    a_grant_is_an_amount_to_add,
    rights_from_the_balance,
    no_sequence_check,
    gaps_are_passed_over,
    copies_are_not_noticed,
    known_operations_get_a_new_outcome,
    reclaimed_by_a_timer,
    expired_from_the_balance,
    expiry_is_never_taken_back,
    nothing_ever_ends,
    tills_keep_what_has_ended,
    tills_hand_nothing_back,
    debt_from_the_balance,
    debt_is_never_collected,
    repaid_twice_is_kept,
    excess_is_swallowed,
    corrections_from_rights,
    earnings_are_refused,
    earnings_go_to_the_pool,
    spending_from_the_pool_first,
    spending_by_the_shown_balance,
    refund_after_day_close,
    the_centre_refunds_what_a_till_may,
    refunds_without_a_bound,
    a_refund_is_never_handed_over,
    refunds_wait_for_ever,
    one_part_is_given_back_at_two_tills,
    cells_poured_together_at_merge,
    grants_lost_at_restore,
    no_waiting_after_restore,
    a_restore_is_not_told,
    a_report_before_the_question,
    a_restored_till_goes_on_as_before,
    an_acknowledgement_of_everything,
    rows_are_taken_in_any_order,
    own_operations_counted_twice,
    the_feed_skips_a_place,
    an_unknown_kind_stops_the_queue,
    a_new_name_for_every_try,
    confirmed_before_it_is_posted,
    a_repetition_counts_after_a_while,
    retired_tills_are_not_heard,
    retired_tills_keep_their_rights,
    both_sides_of_a_correction,
    revoked_cards_come_back,
    merges_make_circles,
    a_return_is_counted_twice,
    restored_to_the_wrong_wallet,
    a_wish_is_never_met,
    a_new_till_does_not_report,
    an_older_life_retired_at_first_pull,
    an_older_life_over_whatever_is_unsent,
    an_older_life_is_never_over,
    what_was_sent_last_ends_nothing,
    a_life_says_nothing_of_those_before,
    a_taken_number_turns_a_member_away,
    whoever_arrives_last_has_the_last_word,
    every_clock_is_believed,
    points_are_placed_that_others_hold,
    a_lead_till_with_too_much_gets_a_smaller_grant,
    points_are_taken_from_tills_to_place_them,
    what_has_ended_is_placed,
    tills_given_up_or_copied_are_lead_tills_too,
    whoever_waits_comes_after_the_lead_till,
    lead_tills_hand_each_other_points,
)

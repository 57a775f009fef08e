"""The list of bugs the protocol must notice has on it all that others had before us.

Each is named by what went wrong elsewhere. What this product cannot have is named with the reason.
"""

from tests.simulation.mutants import BUGS

NOTICED = {
    # the bugs that the model of the protocol was checked with
    "grants as amounts instead of totals": ("grants_are_added_up", "a_grant_is_an_amount_to_add"),
    "a push without looking at its numbers": ("no_sequence_check", "gaps_are_passed_over"),
    "reclaim by a timer": ("reclaimed_by_a_timer",),
    "expiry against the balance, not the pool": ("expired_from_the_balance",),
    "rights granted against the balance, not the pool": ("rights_from_the_balance",),
    "a fresh id after a timeout": ("a_new_name_for_every_try",),
    "refund without a bound": ("refunds_without_a_bound",),
    "the centre rejects an earn that may be spent": ("earnings_are_refused",),
    "a till put back from a backup without a fence": ("a_restored_till_goes_on_as_before",),
    # the traps that others stepped into
    "a cursor that skips": ("the_feed_skips_a_place", "rows_are_taken_in_any_order"),
    "confirmed before its effects": ("confirmed_before_it_is_posted",),
    "a retry that ends otherwise": ("known_operations_get_a_new_outcome",),
    "repetitions forgotten after a while": ("a_repetition_counts_after_a_while",),
    "one operation that stops the queue": ("an_unknown_kind_stops_the_queue",),
    "a phone number that turns a member away": ("a_taken_number_turns_a_member_away",),
    "a restored centre that keeps its feed's name": ("a_restore_is_not_told",),
    "a copied file that nobody notices": ("copies_are_not_noticed",),
    "an acknowledgement of more than was sent": ("an_acknowledgement_of_everything",),
    # what the promises name
    "expiry without un-expiry": ("expiry_is_never_taken_back",),
    "debt taken from the balance": ("debt_from_the_balance",),
    "refund after the day was closed": ("refund_after_day_close",),
    "cells poured together at a merge": ("cells_poured_together_at_merge",),
    "grants lost at a restore": ("grants_lost_at_restore", "no_waiting_after_restore"),
    "an older life retired at the first pull": ("an_older_life_retired_at_first_pull",),
    "corrections taken from rights": ("corrections_from_rights",),
    "what is shown counted twice": ("own_operations_counted_twice",),
    "a revoked card that comes back": ("revoked_cards_come_back",),
}
HAND_OFF = "tills hand each other nothing: rights move only through the centre"
NOT_HERE = {
    "a hand-over to oneself": HAND_OFF,
    "a hand-over of what the centre does not know": HAND_OFF,
    "a hand-over of what was handed over": HAND_OFF,
    "a hand-over as an amount": HAND_OFF,
    "an act that came by another way is passed over": "there is one way: the till's own log",
    "a commit that the disk forgets": "tests/faults and tests/desktop/store prove the file",
    "a feed behind a proxy that keeps it back": "news is asked for, nothing is streamed",
    "a message between processes taken for data": "tests/central/service: it only wakes",
    "leaving with something unsent": "a till's act, not a rule; tests of joining",
    "an old till that empties what it does not know": "operations carry what changed, no rows",
}


def test_every_bug_that_others_had_is_on_the_list() -> None:
    known = {bug.__name__ for bug in BUGS}
    missing = {what: set(names) - known for what, names in NOTICED.items() if set(names) - known}
    assert not missing


def test_nothing_is_noticed_and_impossible_at_once() -> None:
    assert not set(NOTICED) & set(NOT_HERE)
    assert all(NOT_HERE.values())


def test_every_bug_says_what_it_is() -> None:
    assert [bug.__name__ for bug in BUGS if not bug.__doc__] == []

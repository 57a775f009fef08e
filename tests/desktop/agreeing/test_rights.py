"""A till that has joined spends what it has rights to, and shows the centre's row and its own."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.answers import RedeemDone
from desktop.requests import AdjustRequest, RedeemRequest
from desktop.verbs.adjust import adjust
from desktop.verbs.expire import expire_due
from desktop.verbs.sell import redeem
from regulars.ids import Id
from regulars.points.earning import Line
from regulars.refusals import AdjustTooLarge, NotEnoughHere, NotEnoughPoints, Refusal
from sync.enrolment import Standing
from sync.ports import Backlog
from sync.wire_problem import Problem, ProblemKind
from sync.wire_push import Outcome, PushAnswer, Result
from sync.wire_rights import RightsAnswer
from tests.desktop.agreeing.conftest import Joined
from tests.desktop.book import DAY_MS, add_member

OTHER = Id(b"o" * 16)


def try_spend(shop: Joined, points: int) -> RedeemDone | Refusal:
    act = shop.book.journal.fresh_id()
    return redeem(shop.book, RedeemRequest(act, shop.member, points, "tea"))


def test_points_others_hold_are_shown_but_not_spent(shop: Joined) -> None:
    shop.reads(shop.row(5, 1_200, granted=900))
    card = shop.card()
    assert (card.balance, card.spendable) == (1_200, 900)
    refused = try_spend(shop, 1_000)
    assert refused == NotEnoughHere(available=900, asked=1_000, balance=1_200, why="rights")
    assert isinstance(try_spend(shop, 900), RedeemDone)
    assert shop.balance == 300
    assert isinstance(try_spend(shop, 301), NotEnoughPoints)


def test_rights_that_were_asked_for_are_spent_at_once(shop: Joined) -> None:
    shop.reads(shop.row(5, 1_200, granted=100))
    answer = RightsAnswer(shop.row(6, 1_200, granted=1_000), 0, ((OTHER, 200),), 1, 0)
    shop.file.apply_rights(answer)
    refused = try_spend(shop, 1_100)
    assert isinstance(refused, NotEnoughHere)
    assert (refused.available, refused.elsewhere) == (1_000, ((OTHER, 200),))
    shop.redeem(1_000)
    shop.file.apply_rights(RightsAnswer(shop.row(4, 9, granted=50), 0, (), 1, 0))
    assert shop.file.grants() == [(1, shop.wallet(), 1_000)]
    assert shop.balance == 200


def test_what_is_earned_here_is_spent_here_before_the_centre_has_heard_of_it(shop: Joined) -> None:
    shop.reads()
    shop.sell(25_000)
    assert shop.balance == 250
    shop.redeem(200)
    shop.reads(shop.row(3, 900, seen=(1, 0)))
    assert shop.balance == 950
    shop.reads(shop.row(4, 950))
    assert shop.balance == 950


def test_without_news_for_the_lease_nothing_is_spent_and_earning_goes_on(shop: Joined) -> None:
    shop.reads(shop.row(5, 500, granted=500))
    shop.clock.ms += 14 * DAY_MS
    refused = try_spend(shop, 100)
    assert isinstance(refused, NotEnoughHere)
    assert (refused.why, refused.available) == ("lease", 0)
    shop.clock.ms -= 8 * DAY_MS
    shop.redeem(100)
    shop.sell(1_000)
    assert shop.balance == 410


def test_a_clock_that_was_ahead_for_a_moment_makes_no_lease_of_years(shop: Joined) -> None:
    years = 5 * 365 * DAY_MS
    shop.clock.ms += years
    shop.reads(shop.row(5, 500, granted=500))
    shop.clock.ms -= years
    shop.reads(shop.row(6, 500, granted=500))
    shop.redeem(100)
    shop.clock.ms += 14 * DAY_MS
    refused = try_spend(shop, 100)
    assert isinstance(refused, NotEnoughHere)
    assert (refused.why, refused.available) == ("lease", 0)


@pytest.mark.parametrize("standing", [Standing.RETIRED, Standing.QUARANTINED, Standing.REVOKED])
def test_a_till_that_is_not_trusted_spends_nothing_and_hands_nothing_back(
    shop: Joined, standing: Standing
) -> None:
    shop.reads(shop.row(5, 500, granted=500), standing=standing)
    refused = try_spend(shop, 100)
    assert isinstance(refused, NotEnoughHere)
    assert refused.why == "frozen"
    shop.reads(shop.row(6, 500, granted=500, keep=0))
    assert "rights.return" not in shop.kinds()
    shop.sell(1_000)


def test_a_centre_that_has_more_of_this_log_than_it_holds_has_heard_a_copy(shop: Joined) -> None:
    shop.reads(shop.row(5, 500, granted=500), acked=10_000)
    assert isinstance(try_spend(shop, 1), NotEnoughHere)


def test_rights_above_what_is_to_be_kept_are_handed_back_in_the_same_write(shop: Joined) -> None:
    shop.reads(shop.row(5, 800, granted=800))
    shop.reads(shop.row(6, 800, granted=800, keep=300))
    assert shop.kinds() == ["rights.return"]
    assert shop.balance == 800
    assert isinstance(try_spend(shop, 301), NotEnoughHere)
    shop.reads(shop.row(6, 800, granted=800, keep=300))
    assert shop.kinds() == ["rights.return"]


def test_a_row_that_lacks_own_acts_takes_no_rights(shop: Joined) -> None:
    shop.reads(shop.row(5, 800, granted=800))
    shop.redeem(100)
    shop.reads(shop.row(6, 800, granted=800, keep=0, seen=(1, 0)))
    assert shop.kinds() == ["redeem"]
    shop.reads(shop.row(7, 700, granted=800, keep=0))
    assert shop.kinds() == ["redeem", "rights.return"]


def test_taking_points_by_hand_needs_rights_as_well(shop: Joined) -> None:
    shop.reads(shop.row(5, 800, granted=100))
    asked = AdjustRequest(
        shop.book.journal.fresh_id(), shop.member, -150, "mistake", approver=shop.book.staff
    )
    assert adjust(shop.book, asked) == AdjustTooLarge(limit=100)


def test_what_ends_is_the_centres_row_with_own_acts(shop: Joined) -> None:
    today = shop.book.today()
    soon, later = today + timedelta(days=10), today + timedelta(days=40)
    backed = ((soon, 100), (later, 200), (None, 300))
    shop.reads(shop.row(5, 600, granted=600, backed=backed))
    assert shop.card().ending == ((soon, 100), (later, 200))
    shop.redeem(150)
    assert shop.card().ending == ((later, 150),)
    shop.reads(shop.row(6, 450, granted=600, backed=((later, 150), (None, 300))))
    assert shop.card().ending == ((later, 150),)


def test_a_till_that_has_joined_ends_no_points(shop: Joined) -> None:
    today = shop.book.today()
    shop.reads(shop.row(5, 600, granted=600, backed=((today, 600),)))
    shop.clock.pass_days(1)
    assert expire_due(shop.book) == 0
    assert "expire" not in shop.kinds()
    assert shop.balance == 600
    assert isinstance(try_spend(shop, 1), NotEnoughHere), "what has ended is not spent here"
    assert shop.book.store.rows("select * from allocation") == []


def test_a_page_for_another_till_or_epoch_is_left_alone(shop: Joined) -> None:
    row = shop.row(5, 600, granted=600)
    page = shop.page(row)
    for other in ({"epoch": 2}, {"device": OTHER.hex()}, {"tenant": OTHER.hex()}):
        shop.file.apply_page(replace(page, rows={"wallet": ({**row.row(), **other},)}))
    assert (shop.balance, shop.file.cursor()) == (0, "")


def test_an_answer_of_another_life_of_the_centre_changes_nothing(shop: Joined) -> None:
    shop.reads(feed=2)
    shop.reads(shop.row(5, 600, granted=600), feed=1)
    shop.reads(shop.row(5, 600, granted=600), feed=3)
    shop.file.apply_rights(RightsAnswer(shop.row(9, 600, granted=600), 0, (), 1, 0))
    shop.file.note_answer(1, PushAnswer(3, shop.file.hash_at(1, 3), (), 1, Standing.RETIRED, 0))
    assert (shop.balance, shop.file.acked(1), shop.file.feed()) == (0, 0, 2)


def test_only_what_this_log_holds_is_taken_as_arrived(shop: Joined) -> None:
    shop.reads()
    file = shop.file
    told = PushAnswer(4, b"x" * 32, (Result(3, Outcome.KEPT),), 1, Standing.LIVE, 0)
    file.note_answer(1, told)
    assert file.acked(1) == 3
    file.note_answer(1, PushAnswer(5, file.hash_at(1, 5), (), 1, Standing.LIVE, 0))
    assert file.acked(1) == 5
    file.note_answer(1, PushAnswer(2, file.hash_at(1, 2), (), 1, Standing.LIVE, 0))
    assert file.acked(1) == 5, "an old answer takes nothing back"
    file.note_gap(1, 3)
    assert file.acked(1) == 2
    assert [one.seq for one in file.unsent(1, 2, 2)] == [3, 4]
    assert shop.book.store.rows("select place & 255, outcome from outcome") == [(3, "kept")]


def test_an_outcome_stays_and_only_waiting_changes(shop: Joined) -> None:
    shop.reads()

    def told(outcome: Outcome) -> list[tuple[object, ...]]:
        answer = PushAnswer(3, b"x" * 32, (Result(3, outcome),), 1, Standing.LIVE, 0)
        shop.file.note_answer(1, answer)
        return shop.book.store.rows("select outcome from outcome")

    assert told(Outcome.WAITING) == [("waiting",)]
    assert told(Outcome.POSTED_WITH_REVIEW) == [("posted-with-review",)]
    assert told(Outcome.PARKED) == [("posted-with-review",)]


def test_a_restored_centre_is_told_of_grants_and_gets_all_again(shop: Joined) -> None:
    shop.reads(shop.row(5, 600, granted=600))
    shop.file.note_answer(1, PushAnswer(9, shop.file.hash_at(1, 9), (), 1, Standing.LIVE, 0))
    shop.file.begin_anew(Problem(ProblemKind.RESNAPSHOT, feed=2, acked=((1, 4),)))
    assert (shop.file.acked(1), shop.file.cursor(), shop.file.feed()) == (0, "", 2)
    assert shop.file.backlog().count == shop.file.heads()[-1][1], "a copy may have written the 4"
    assert shop.file.must_report()
    assert shop.file.grants() == [(1, shop.wallet(), 600)]
    shop.file.note_reported(1)
    assert shop.file.must_report(), "a report to the life before is no report"
    shop.file.note_reported(2)
    assert not shop.file.must_report()
    shop.reads(shop.row(1, 500, granted=100), feed=2)
    assert shop.balance == 500, "a row of the new life is newer, whatever its place"
    shop.file.begin_anew(Problem(ProblemKind.RESNAPSHOT, feed=1, acked=()))
    assert shop.file.cursor() == "c2.1", "what a life says that is over changes nothing"


def test_the_same_life_is_read_from_the_beginning_and_all_else_stays(shop: Joined) -> None:
    shop.reads(shop.row(5, 600, granted=600))
    shop.file.note_answer(1, PushAnswer(4, shop.file.hash_at(1, 4), (), 1, Standing.LIVE, 0))
    shop.file.note_reported(1)
    shop.file.begin_anew(Problem(ProblemKind.RESNAPSHOT, feed=1, acked=((1, 2),)))
    assert (shop.file.acked(1), shop.file.cursor(), shop.balance) == (4, "", 600)
    assert not shop.file.must_report()
    shop.reads(shop.row(3, 500, wallet=Id(b"w" * 16)))
    assert shop.file.cursor() == "c1.3"
    shop.reads(shop.row(4, 500, wallet=Id(b"x" * 16)))
    assert shop.file.cursor() == "c1.4", "the pages behind the first are kept as well"


def test_what_waits_and_since_when_is_told(shop: Joined) -> None:
    shop.reads()
    last = shop.file.heads()[-1][1]
    shop.file.note_answer(1, PushAnswer(last, shop.file.hash_at(1, last), (), 1, Standing.LIVE, 0))
    assert shop.file.backlog() == Backlog(0)
    since = shop.clock.now_ms()
    shop.sell(7_000)
    shop.clock.ms += 60_000
    shop.sell(7_000)
    assert shop.file.backlog() == Backlog(2, since)


def test_the_rights_to_ask_for_are_those_that_are_missing(shop: Joined) -> None:
    shop.reads(shop.row(5, 800, granted=100))
    assert shop.file.rights_target(shop.wallet(), 80) == 100
    assert shop.file.rights_target(shop.wallet(), 150) == 150
    shop.redeem(70)
    assert shop.file.rights_target(shop.wallet(), 150) == 220
    unknown = Id(b"w" * 16)
    shop.reads(shop.row(6, 500, wallet=unknown, granted=50))
    assert shop.file.rights_target(unknown, 90) == 90


def test_whoever_is_shut_out_spends_nothing(shop: Joined) -> None:
    shop.reads(shop.row(5, 800, granted=800))
    shop.file.note_standing(Standing.REVOKED)
    assert shop.file.standing() is Standing.REVOKED
    assert try_spend(shop, 1) is not None
    assert shop.kinds() == []


def test_sold_goods_earn_with_the_rules_of_the_shop(shop: Joined) -> None:
    shop.reads(shop.row(5, 0, debt=30))
    done = shop.sell(Line(5_000))
    assert (done.why.earned, done.why.repaid) == (50, 30)
    assert (shop.balance, shop.debt) == (20, 0)


def test_somebody_new_has_what_was_earned_here(shop: Joined) -> None:
    other = add_member(shop.book, "Wei")
    shop.sell(7_000, member=other)
    assert (shop.card(other).balance, shop.card(other).joined) == (70, date(2026, 3, 2))

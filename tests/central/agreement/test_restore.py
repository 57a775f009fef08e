"""After a restore the centre waits, learns, and then posts everything at once."""

from collections.abc import Iterator

import pytest

from central.cluster import ADMINISTRATOR, Cluster
from central.database import Connection, connected
from central.proving import prove
from regulars.agreement.till import TillSide
from regulars.ids import unspell
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import PullRequest
from sync.wire_rights import ReportAnswer, RightsAnswer
from tests.central.agreement.backups import put_back, take
from tests.central.agreement.shop import MEMBER, NOBODY, OTHER, OTHER_WALLET, WALLET, Shop


@pytest.fixture(scope="module")
def administrator(cluster: Cluster, database_name: str) -> Iterator[Connection]:
    with connected(cluster.address(database_name, ADMINISTRATOR)) as connection:
        yield connection


@pytest.fixture
def tills(shop: Shop, administrator: Connection) -> tuple[TillSide, TillSide]:
    """Two tills of a centre that lost its last day: a sale of east's, and a grant to west."""
    east, west = shop.till("east"), shop.till("west")
    shop.sell(east, 900)
    shop.results(east)
    shop.pull(west)
    backup = take(administrator, shop.tenant)
    shop.write(east, "rights.return", {"wallet": WALLET, "points": 500, "why": "recalled"})
    shop.results(east, first=2)
    answer = shop.ask(west, 400)
    assert isinstance(answer, RightsAnswer)
    assert answer.wallet.granted == 400
    put_back(administrator, shop.tenant, backup)
    shop.agreement.restore(shop.tenant, 2)
    return east, west


def waiting(found: ReportAnswer | Problem) -> int:
    assert isinstance(found, ReportAnswer), found
    return found.waiting


def test_a_cursor_of_the_lost_centre_begins_anew(
    shop: Shop, tills: tuple[TillSide, TillSide]
) -> None:
    east, _ = tills
    for cursor in ("c1.3", "what is this", "c9.9"):
        answer = shop.agreement.pull(shop.caller(east), PullRequest(cursor))
        assert isinstance(answer, Problem)
        assert (answer.kind, answer.feed) == (ProblemKind.RESNAPSHOT, 2)
        assert answer.acked == ((1, 1),)
    assert shop.pull(east).cursor.startswith("c2.")


def test_nothing_is_granted_or_posted_until_every_till_has_reported(
    shop: Shop, tills: tuple[TillSide, TillSide]
) -> None:
    east, west = tills
    shop.sell(west, 5, spent=400)
    asked = shop.ask(west, 500, feed=2)
    assert isinstance(asked, Problem)
    assert asked.kind is ProblemKind.GRANTS_WAIT
    assert waiting(shop.tell(west, 400)) == 2
    assert shop.results(west) == ["waiting"]
    assert shop.balance() == (900, 900, 0)
    assert waiting(shop.tell(east, 0)) == 1
    assert shop.results(east) == ["posted", "waiting"]  # and posted with all the others behind it
    assert shop.results(east) == ["posted", "posted"]
    assert shop.results(west) == ["posted"]
    assert shop.balance() == (505, 405, 0)
    assert shop.reviews() == []
    assert shop.rows("select 1 from grant_report") == []


def test_a_report_in_parts_counts_once_the_last_has_come(
    shop: Shop, tills: tuple[TillSide, TillSide]
) -> None:
    east, west = tills
    shop.results(east)
    assert waiting(shop.tell(east, 0)) == 1
    assert waiting(shop.tell(west, 400, is_last=False)) == 1
    assert waiting(shop.tell(west, 0)) == 0
    assert shop.balance() == (900, 800, 0)


def test_a_till_that_never_comes_is_given_up_by_a_person(
    shop: Shop, tills: tuple[TillSide, TillSide]
) -> None:
    east, west = tills
    shop.results(east)
    assert waiting(shop.tell(east, 0)) == 1
    shop.agreement.retire(shop.tenant, unspell(west.device), 1)
    assert shop.balance() == (900, 400, 0)
    assert isinstance(shop.ask(east, 500, feed=2), RightsAnswer)


def test_what_only_a_lost_decision_explains_is_carried_by_the_shop(
    shop: Shop, tills: tuple[TillSide, TillSide]
) -> None:
    east, west = tills
    del east.log[1:]  # its hand-back is lost as well
    shop.tell(west, 400)
    shop.tell(east, 0)
    assert shop.balance() == (1_300, 1_300, 0)
    assert shop.reviews() == ["short-after-restore"]
    assert shop.rows("select lost from tenant") == [(400,)]


def test_what_another_order_used_up_for_a_debt_is_owed_again(shop: Shop) -> None:
    east = shop.till("east")
    shop.sell(east, 60, receipt_key="one")
    shop.sell(east, 40, receipt_key="one")
    assert shop.results(east) == ["posted", "posted-with-review"]
    assert shop.balance() == (100, 100, 40)
    shop.agreement.restore(shop.tenant, 2)
    shop.sell(east, 50, repaid=40)
    shop.tell(east, 40)  # granted when the debt was repaid elsewhere
    shop.results(east)
    assert shop.balance() == (150, 150, 40)
    assert shop.reviews() == ["same-receipt"]
    assert shop.rows("select lost from tenant") == [(0,)]
    assert prove(shop.database, shop.tenant).findings == []


def test_a_report_to_a_centre_that_is_no_more_is_told_so(
    shop: Shop, tills: tuple[TillSide, TillSide]
) -> None:
    answer = shop.tell(tills[0], 0, feed=1)
    assert isinstance(answer, Problem)
    assert (answer.kind, answer.feed) == (ProblemKind.RESNAPSHOT, 2)


def test_a_till_enrolled_since_the_backup_is_waited_for(
    shop: Shop, administrator: Connection
) -> None:
    east = shop.till("east")
    shop.sell(east, 100)
    backup = take(administrator, shop.tenant)
    put_back(administrator, shop.tenant, backup)
    late = unspell(TillSide("ab" * 16).device)
    shop.agreement.restore(shop.tenant, 2, [(late, 1)])
    shop.tell(east, 0)
    assert shop.results(east) == ["waiting"]
    shop.agreement.retire(shop.tenant, late, 1)
    assert shop.results(east) == ["posted"]


def test_the_authority_never_names_two_operations_alike(
    shop: Shop, administrator: Connection
) -> None:
    east, west = shop.till("east"), shop.till("west")
    backup = take(administrator, shop.tenant)
    named = []
    for feed in (2, 3):
        for till in (east, west):
            till.log.clear()
            till.hlc = 0
            shop.acts = 0 if till is east else 5
            shop.sell(till, 100, receipt_key="|A-1")
            shop.results(till)
        named += shop.rows(
            "select id from operation join device using (tenant, device) where role = 'centre'"
        )
        put_back(administrator, shop.tenant, backup)
        shop.agreement.restore(shop.tenant, feed)
    assert len(set(named)) == len(named) >= 2


@pytest.mark.parametrize("is_east", [True, False])
def test_a_merge_that_another_till_took_back_is_taken_back_whoever_comes_first(
    shop: Shop, is_east: bool
) -> None:
    one, other = (shop.till(name) for name in (("east", "west") if is_east else ("west", "east")))
    for till in (one, other):
        shop.pull(till)
    shop.agreement.restore(shop.tenant, 2)
    pair = {"member": MEMBER, "wallet": WALLET, "other": OTHER, "other_wallet": OTHER_WALLET}
    merge = shop.write(one, "merge", pair | {"why": "same", "approver": NOBODY})
    undone = {"of": merge.id, "why": "two", "approver": NOBODY}
    shop.write(other, "unmerge", pair | undone)
    shop.tell(one, 0)
    shop.tell(other, 0)
    for till in (other, one):
        shop.push(till)
    assert shop.results(one) == shop.results(other) == ["posted"]
    assert shop.rows("select 1 from member where alias_of is not null") == []
    assert shop.rows("select 1 from merge where undone_by is null") == []

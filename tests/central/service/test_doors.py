"""Every door over a real socket with TLS, opened by the client that tills use."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from central.database import Database
from central.shops import revoke
from central.trouble import DatabaseFull
from regulars.ids import Id
from sync.enrolment import Role, Standing
from sync.http import HttpCentre
from sync.signing import vouches
from sync.trouble import AnswerLost, ServiceBusy
from sync.wire_enrol import EnrolAnswer
from sync.wire_pins import PinsRequest
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Page, PullRequest
from sync.wire_push import Outcome, PushAnswer
from sync.wire_rights import GrantReport, ReportAnswer, RightsAnswer, RightsRequest
from sync.wire_snapshot import SnapshotHead
from tests.central.service.standing import Running, Shop, Till, ask, running

WALLET = Id(b"\xb2" * 16)


def test_a_till_is_let_in_shows_who_it_is_and_hands_over_its_log(
    centre: Running, shop: Shop, till_side: HttpCentre
) -> None:
    till = Till()
    token = till.enter(till_side, shop.code())
    push = till.push(b'{"first":1}', b"no operation at all")
    answer = till_side.push(token, push)
    assert isinstance(answer, PushAnswer)
    assert (answer.acked, answer.head, answer.standing) == (2, push.hashes()[1], Standing.LIVE)
    who, heard = centre.agreement.asked[-1]
    assert heard == push
    assert (who.tenant, who.store, who.device, who.epoch, who.role) == (
        shop.tenant, shop.store, till.device, 1, Role.COUNTER
    )  # fmt: skip


def test_a_till_reads_asks_for_rights_and_reports(shop: Shop, till_side: HttpCentre) -> None:
    till = Till()
    token = till.enter(till_side, shop.code(Role.OFFICE))
    till_side.push(token, till.push())
    page = till_side.pull(token, PullRequest())
    assert isinstance(page, Page)
    assert page.rows["store"][0]["seq"] == 1
    rights = till_side.rights(token, RightsRequest(till.device, 1, 1, WALLET, 500))
    assert isinstance(rights, RightsAnswer)
    assert rights.wallet.granted == 500
    report = GrantReport(till.device, 1, 1, ((1, WALLET, 500),), ((1, 1),), is_last=True)
    assert isinstance(till_side.report(token, report), ReportAnswer)


def test_a_new_till_asks_what_it_can_read_at_once(
    centre: Running, shop: Shop, till_side: HttpCentre
) -> None:
    token = Till().enter(till_side, shop.code())
    head = till_side.snapshot(token)
    assert isinstance(head, SnapshotHead)
    assert (head.tenant, head.audience, head.size) == (shop.tenant, shop.store.hex(), 0)
    gone = till_side.snapshot_part(token, head, 0)
    assert isinstance(gone, Problem)
    assert gone.kind is ProblemKind.RESNAPSHOT
    for path in ("/v1/snapshot/zz/0", f"/v1/snapshot/{'5' * 64}/x", f"/v1/snapshot/{'5' * 64}/-1"):
        assert ask(centre, "GET", path).status == 401
        raw = ask(centre, "GET", path, headers={"authorization": f"Bearer {token}"})
        assert (raw.status, raw.problem) == (400, "bad-message"), path


@pytest.mark.parametrize("token", ["", "nonsense", "AAAA" * 30])
def test_without_a_token_no_door_behind_the_first_opens(
    centre: Running, shop: Shop, till_side: HttpCentre, token: str
) -> None:
    till = Till()
    good = till.enter(till_side, shop.code())
    before = len(centre.agreement.asked)
    for question in questions(till):
        answer = question(till_side, token)
        assert isinstance(answer, Problem)
        assert answer.kind is ProblemKind.TOKEN
    assert len(centre.agreement.asked) == before
    for question in questions(till):
        assert not isinstance(question(till_side, good), Problem)


def questions(till: Till) -> list[Callable[[HttpCentre, str], object]]:
    """Give every question that needs a token, as a till asks it."""
    report = GrantReport(till.device, till.epoch, 1, (), ((1, 1),), is_last=True)
    wish = RightsRequest(till.device, till.epoch, 1, WALLET, 500)
    return [
        lambda centre, token: centre.push(token, till.push()),
        lambda centre, token: centre.pull(token, PullRequest()),
        lambda centre, token: centre.rights(token, wish),
        lambda centre, token: centre.report(token, report),
        lambda centre, token: centre.pins(token, PinsRequest(till.device, till.epoch, 1, ())),
    ]


def test_a_device_that_was_shut_out_since_it_got_its_token_opens_no_door(whole: Running) -> None:
    till, shop = Till(), Shop(whole.parts.enrolling).open()
    with whole.till_side() as side:
        token = till.enter(side, shop.code())
        assert isinstance(side.push(token, till.push()), PushAnswer)
        revoke(whole.parts.database, shop.tenant, till.device)
        for question in questions(till):
            answer = question(side, token)
            assert isinstance(answer, Problem)
            assert answer.kind is ProblemKind.REVOKED


def test_nobody_speaks_for_another_device(whole: Running) -> None:
    till, other, shop = Till(), Till(), Shop(whole.parts.enrolling).open()
    with whole.till_side() as side:
        token = till.enter(side, shop.code())
        others = other.enter(side, shop.code())
        push, _, *rest = questions(other)
        for question in (push, *rest):
            answer = question(side, token)
            assert isinstance(answer, Problem)
            assert answer.kind is ProblemKind.FORBIDDEN
            assert not isinstance(question(side, others), Problem)


def test_a_log_under_another_signature_is_not_taken_in(whole: Running) -> None:
    till, shop = Till(), Shop(whole.parts.enrolling).open()
    with whole.till_side() as side:
        token = till.enter(side, shop.code())
        push = till.push(b'{"a":1}')
        for wrong in (replace(push, bodies=(b'{"a":2}',)), replace(push, signature=bytes(64))):
            answer = side.push(token, wrong)
            assert isinstance(answer, Problem)
            assert answer.kind is ProblemKind.BAD_MESSAGE
        answer = side.push(token, push)
        assert isinstance(answer, PushAnswer)
        assert [one.outcome for one in answer.results] == [Outcome.PARKED]


def test_what_is_left_of_an_earlier_life_is_handed_over_under_either_key(whole: Running) -> None:
    till, shop = Till(), Shop(whole.parts.enrolling).open()
    with whole.till_side() as side:
        till.enter(side, shop.code())
        old = till.push()
        till.key = b"\x21" * 32
        token = till.enter(side, shop.code(device=till.device))
        assert till.epoch == 2
        assert isinstance(side.push(token, old), PushAnswer)
        assert isinstance(side.push(token, till.push(epoch=1)), PushAnswer)
        later = side.push(token, till.push(epoch=3))
        assert isinstance(later, Problem)
        assert later.kind is ProblemKind.FORBIDDEN
        till.key = b"\x22" * 32
        stranger = side.push(token, till.push(epoch=1))
        assert isinstance(stranger, Problem)
        assert stranger.kind is ProblemKind.BAD_MESSAGE


def test_what_the_centre_says_of_a_wallet_is_signed_with_the_key_of_the_welcome(
    whole: Running,
) -> None:
    till, shop = Till(), Shop(whole.parts.enrolling).open()
    with whole.till_side() as side:
        welcome = side.enrol(till.wish(shop.code()))
        assert isinstance(welcome, EnrolAnswer)
        till.tenant = welcome.tenant
        answer = side.rights(till.token(side), RightsRequest(till.device, 1, 1, WALLET, 500))
    assert isinstance(answer, RightsAnswer)
    row = answer.wallet
    assert vouches(welcome.centre_key, row.statement(), row.signature)
    assert not vouches(welcome.centre_key, replace(row, granted=1).statement(), row.signature)


def test_a_problem_of_the_agreement_reaches_the_till_whole(database: Database) -> None:
    gap = Problem(ProblemKind.SEQ_GAP, "operations are missing", expected=7, feed=1)
    with running(database) as centre, centre.till_side() as side:
        shop, till = Shop(centre.parts.enrolling).open(), Till()
        token = till.enter(side, shop.code())
        centre.agreement.next["push"] = lambda: gap
        assert side.push(token, till.push()) == gap


def test_a_trouble_says_later_and_a_fault_says_nothing_of_what_it_held(database: Database) -> None:
    secret = "小明 +886912345678"

    def full() -> Problem:
        raise DatabaseFull(secret)

    def fault() -> Problem:
        raise KeyError(secret)

    with running(database) as centre, centre.till_side() as side:
        shop, till = Shop(centre.parts.enrolling).open(), Till()
        token = till.enter(side, shop.code())
        centre.agreement.next |= {"push": full, "pull": fault}
        with pytest.raises(ServiceBusy) as busy:
            side.push(token, till.push())
        assert busy.value.retry_after_ms > 0
        with pytest.raises(AnswerLost):
            side.pull(token, PullRequest())
        answer = ask(centre, "GET", "/v1/sync/pull", headers={"authorization": f"Bearer {token}"})
        assert (answer.status, answer.problem) == (500, "other")
        assert secret not in answer.body.decode()
        said = json.dumps(centre.lines, ensure_ascii=False)
    events = [line["event"] for line in centre.lines]
    assert events.count("bug") == 2
    assert events.count("trouble") == 1
    assert secret not in said
    assert "KeyError" in said
    assert "fault:" in said


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/", 404), ("GET", "/v1/enrol", 405), ("POST", "/v1/enrol/", 404), ("PUT", "/x", 404)],
)
def test_a_door_that_is_not_there_is_a_problem_too(
    centre: Running, method: str, path: str, status: int
) -> None:
    answer = ask(centre, method, path)
    assert (answer.status, answer.problem) == (status, "other")
    assert json.loads(answer.body)["status"] == status


def test_every_answer_has_an_id_and_is_kept_by_nobody(centre: Running) -> None:
    for path, theirs in (("/health", "till-7"), ("/nowhere", "no good\\x")):
        answer = ask(centre, "GET", path, headers={"x-request-id": theirs})
        assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"])
        assert answer.headers["cache-control"] == "no-store"


def test_every_process_of_a_centre_takes_the_tokens_of_the_others(
    centre: Running, shop: Shop, till_side: HttpCentre, database: Database
) -> None:
    till = Till()
    token = till.enter(till_side, shop.code())
    with running(database) as other, other.till_side() as side:
        assert isinstance(side.pull(token, PullRequest()), Page)
        assert other.agreement.asked[-1][0] == centre.parts.tokens.caller(token)

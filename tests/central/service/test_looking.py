"""Every door for looking, over a real socket, by everybody who might try it."""

from collections.abc import Callable

import pytest

from central.shops import revoke
from regulars.ids import Id
from sync.enrolment import Role
from sync.http import HttpCentre
from sync.wire_look import (
    RetireAnswer,
    RetireRequest,
    TillsAnswer,
    TillsRequest,
    TimelineAnswer,
    TimelineRequest,
)
from sync.wire_problem import Problem, ProblemKind
from tests.central.service.standing import BOSS, Running, Shop, Till, ask

MEMBER = Id(b"\xa1" * 16)
Ask = Callable[[HttpCentre, str, Till], object]


def tills(centre: HttpCentre, token: str, _about: Till) -> object:
    return centre.tills(token, TillsRequest())


def timeline(centre: HttpCentre, token: str, _about: Till) -> object:
    return centre.timeline(token, TimelineRequest(MEMBER))


def retire(centre: HttpCentre, token: str, about: Till) -> object:
    return centre.retire(token, RetireRequest(about.device, about.epoch, BOSS, 0))


DOORS: dict[str, tuple[Ask, type]] = {
    "tills": (tills, TillsAnswer),
    "timeline": (timeline, TimelineAnswer),
    "retire": (retire, RetireAnswer),
}
OPEN_TO = {
    "tills": {"counter", "office"},
    "timeline": {"counter", "office"},
    "retire": {"office"},
}
NOES = {
    "no token": ProblemKind.TOKEN,
    "nonsense": ProblemKind.TOKEN,
    "revoked": ProblemKind.REVOKED,
    "retired": ProblemKind.FORBIDDEN,
    "counter": ProblemKind.FORBIDDEN,
}


def token_of(who: str, centre: Running, side: HttpCentre, shop: Shop) -> str:
    """Let somebody of a kind in, and give the token they have."""
    if who in {"no token", "nonsense"}:
        return "" if who == "no token" else "AAAA" * 30
    till = Till()
    token = till.enter(side, shop.code(Role.OFFICE if who == "office" else Role.COUNTER))
    if who == "revoked":
        revoke(centre.parts.database, shop.tenant, till.device)
    if who == "retired":
        boss = Till()
        office = boss.enter(side, shop.code(Role.OFFICE))
        assert isinstance(retire(side, office, till), RetireAnswer)
    return token


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("who", [*NOES, "office"])
def test_a_door_for_looking_opens_to_whom_it_is_for(
    centre: Running, shop: Shop, till_side: HttpCentre, door: str, who: str
) -> None:
    about = Till()
    about.enter(till_side, shop.code())
    question, kind = DOORS[door]
    answer = question(till_side, token_of(who, centre, till_side, shop), about)
    if who in OPEN_TO[door]:
        assert isinstance(answer, kind), answer
    else:
        assert isinstance(answer, Problem)
        assert answer.kind is NOES[who]


def test_an_office_of_another_shop_sees_and_does_nothing_here(
    centre: Running, shop: Shop, till_side: HttpCentre
) -> None:
    about, stranger = Till(), Till()
    about.enter(till_side, shop.code())
    token = stranger.enter(till_side, Shop(centre.parts.enrolling).open().code(Role.OFFICE))
    told = tills(till_side, token, about)
    assert isinstance(told, TillsAnswer)
    assert [one.device for one in told.tills] == [stranger.device]
    answer = retire(till_side, token, about)
    assert isinstance(answer, Problem)
    assert answer.kind is ProblemKind.FORBIDDEN


@pytest.mark.parametrize(
    "path",
    [
        "/v1/members/nobody/timeline",
        f"/v1/members/{'A1' * 16}/timeline",
        f"/v1/members/{'a1' * 16}/timeline?before=1",
        f"/v1/members/{'a1' * 16}/timeline?before=1.2.3",
        f"/v1/members/{'a1' * 16}/timeline?before={'9' * 30}.1",
        f"/v1/members/{'a1' * 16}/timeline?before=%00",
    ],
)
def test_an_address_that_is_none_is_a_bad_message(
    centre: Running, shop: Shop, till_side: HttpCentre, path: str
) -> None:
    token = Till().enter(till_side, shop.code())
    answer = ask(centre, "GET", path, headers={"authorization": f"Bearer {token}"})
    assert (answer.status, answer.problem) == (400, "bad-message")


def test_the_largest_place_there_is_asks_for_nothing_wrong(
    centre: Running, shop: Shop, till_side: HttpCentre
) -> None:
    token = Till().enter(till_side, shop.code())
    most = "9" * 19
    path = f"/v1/members/{'a1' * 16}/timeline?before={most}.{most}"
    answer = ask(centre, "GET", path, headers={"authorization": f"Bearer {token}"})
    assert answer.status == 200

"""The doors of docs/wire.md: who asks, how often, what they say, and whom the question goes to.

Nothing is decided here. A question passes: address, token, rate, size, form; then it is the
agreement's, on a thread of its own.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from math import ceil
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from central.callers import Caller
from central.enrolling import Enrolling
from central.service.answers import JSON, NDJSON, Spoken, answered, asked, named, octets
from central.service.bodies import read_body, takes_gzip
from central.service.flight import Flight, Load
from central.service.metrics import Metrics
from central.service.news import News
from central.service.pages import Pages
from central.service.ports import Agreement, Looking, Snapshotting
from central.service.rates import Buckets, Limits, network, networks
from central.service.work import STRANGERS, Workers
from central.tokens import Tokens
from regulars.ids import spell
from sync.wire import ALONE_MAX, MESSAGE_MAX, RAW_MAX, BadMessage
from sync.wire_enrol import (
    EnrolRequest,
    read_enrol_request,
    read_nonce_request,
    read_token_request,
)
from sync.wire_look import read_retire_request, read_tills_request, read_timeline_request
from sync.wire_pins import read_pins_request
from sync.wire_problem import RETRY_S_MAX, Problem, ProblemKind
from sync.wire_pull import Page, PullRequest, read_pull_request
from sync.wire_push import PushAnswer, read_push
from sync.wire_rights import RightsAnswer, read_grant_report, read_rights_request
from sync.wire_snapshot import read_snapshot_part

REPORT_MAX = 2 * MESSAGE_MAX
_LOOK_S = 4.0
"""How often it is looked whether somebody who waits is still there."""
_SLOWED_S = 5.0
"""How long somebody who has not guessed may be slowed because others do."""
_SLOWED_MAX = 50
_SHORT = 20
"""Rows or results of an answer that is spelled on the event loop."""
_MANY = Problem(ProblemKind.TOO_MANY, "too many questions at once", retry_s=1)
_NO_TOKEN = Problem(ProblemKind.TOKEN, "there is no token, or it has run out")
M = TypeVar("M")


class _Counted:
    """How often each device and address has asked, and for each member."""

    def __init__(self, limits: Limits) -> None:
        self.devices = Buckets(limits.device)
        self.members = Buckets(limits.member)
        self.strangers = Buckets(limits.stranger)
        self.wrong_codes = Buckets(limits.wrong_code)
        self.any_wrong_code = Buckets(limits.any_wrong_code)
        self.slowed = 0


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind the doors."""

    agreement: Agreement
    enrolling: Enrolling
    tokens: Tokens
    workers: Workers
    news: News
    metrics: Metrics
    flight: Flight
    looking: Looking
    snapshots: Snapshotting
    seconds: Callable[[], float]
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep


class Doors:
    """One method for each door; each gives a whole answer."""

    def __init__(self, behind: Behind, limits: Limits) -> None:
        """Open the doors in front of what decides."""
        self._behind = behind
        self.counted = _Counted(limits)
        self._pages = Pages(behind.agreement, behind.workers)

    async def enrol(self, request: Request) -> Response:
        """Let a till in with a one-time code; wrong ones are counted.

        What a wrong code costs is taken before it is looked up, so that many at once help nobody,
        and given back where it was not wrong.
        """
        places = networks(_address(request))
        counted, now = self.counted, self._now()
        wait = max(counted.wrong_codes.wait_s(place, now) for place in places)
        is_new = all(counted.wrong_codes.is_full(place, now) for place in places)
        slow = counted.any_wrong_code.wait_s(None, now)
        if wait or (slow and (not is_new or counted.slowed >= _SLOWED_MAX)):
            return named(request, _too_many(max(wait, slow)))
        for place in places:
            counted.wrong_codes.take(place, now)
        is_taken = not counted.any_wrong_code.take(None, now)
        await self._slow_down(min(slow, _SLOWED_S))

        def job(wish: EnrolRequest) -> Spoken | Problem:
            return self._behind.enrolling.enrol(wish)

        answer = await self._from_anybody(request, read_enrol_request, job)
        if asked(request).problem == ProblemKind.CODE:
            self._behind.metrics.wrong_codes += 1
            return answer
        for place in places:
            counted.wrong_codes.give_back(place)
        if is_taken:
            counted.any_wrong_code.give_back(None)
        return answer

    async def _slow_down(self, seconds: float) -> None:
        if seconds:
            self.counted.slowed += 1
            try:
                await self._behind.pause(seconds)
            finally:
                self.counted.slowed -= 1

    async def nonce(self, request: Request) -> Response:
        """Give a till something to sign."""
        return await self._from_anybody(request, read_nonce_request, self._behind.tokens.nonce)

    async def token(self, request: Request) -> Response:
        """Give a till a token."""
        return await self._from_anybody(request, read_token_request, self._behind.tokens.token)

    async def push(self, request: Request) -> Response:
        """Take operations in."""
        who = self._who(request)
        if isinstance(who, Problem):
            return named(request, who)
        with self._entering(who) as load:
            raw = await _body(request, NDJSON, ALONE_MAX, load)
            if isinstance(raw, Problem):
                return named(request, raw)
            answer = await self._work(who, lambda: self._push(who, raw))
            is_news = isinstance(answer, PushAnswer) and answer.wake
            if is_news and self._behind.news.tell(who.tenant):
                await self._pages.begun(who)  # what others are told goes before this answer
            return await self._said(request, answer)

    def _push(self, who: Caller, raw: bytes) -> Spoken | Problem:
        message = read_push(raw)
        if isinstance(message, BadMessage):
            is_long = len(raw) > RAW_MAX
            kind = ProblemKind.TOO_LARGE if is_long else ProblemKind.BAD_MESSAGE
            return Problem(kind, message.sentence)
        return self._behind.agreement.push(who, message)

    async def pull(self, request: Request) -> Response:
        """Give what changed; with `wait`, as soon as there is something."""
        who = self._who(request)
        if isinstance(who, Problem):
            return named(request, who)
        wish = read_pull_request(request.query_params)
        if isinstance(wish, BadMessage):
            return named(request, Problem(ProblemKind.BAD_MESSAGE, wish.sentence))
        at_once = replace(wish, wait_s=0)
        if not wish.wait_s:
            return await self._said(request, await self._page(who, at_once))
        until = self._now() + wish.wait_s
        news = self._behind.news
        async with news.watching(who.tenant, who.device, wish.wait_s) as watch:
            first = answer = await self._page(who, at_once)
            while _is_quiet(answer, first) and not watch.is_over:
                asked(request).is_waiting = True
                left = until - self._now()
                if left <= 0 or await request.is_disconnected():
                    break
                if await watch.changed(min(left, _LOOK_S)):
                    answer = await self._page(who, replace(at_once, cursor=_cursor(answer)))
        return await self._said(request, answer)

    async def rights(self, request: Request) -> Response:
        """Grant rights to spend."""
        who = self._who(request)
        if isinstance(who, Problem):
            return named(request, who)
        agreement = self._behind.agreement
        with self._entering(who) as load:
            wish = _read(await _body(request, JSON, MESSAGE_MAX, load), read_rights_request)
            if isinstance(wish, Problem):
                return named(request, wish)
            wait = self.counted.members.take((who.tenant, wish.wallet), self._now())
            if wait:
                return named(request, _too_many(wait))
            return await self._telling(request, who, lambda: agreement.rights(who, wish))

    async def report(self, request: Request) -> Response:
        """Learn what a till was granted before a restore."""
        who = self._who(request)
        if isinstance(who, Problem):
            return named(request, who)
        agreement = self._behind.agreement
        with self._entering(who) as load:
            said = _read(await _body(request, JSON, REPORT_MAX, load), read_grant_report)
            if isinstance(said, Problem):
                return named(request, said)
            return await self._telling(request, who, lambda: agreement.report(who, said))

    async def pins(self, request: Request) -> Response:
        """Learn which PINs were set at a till."""
        who = self._who(request)
        if isinstance(who, Problem):
            return named(request, who)
        agreement = self._behind.agreement
        with self._entering(who) as load:
            said = _read(await _body(request, JSON, MESSAGE_MAX, load), read_pins_request)
            if isinstance(said, Problem):
                return named(request, said)
            return await self._telling(request, who, lambda: agreement.pins(who, said))

    async def tills(self, request: Request) -> Response:
        """Show the tills of a shop."""
        who = self._who(request)
        if isinstance(who, Problem):
            return named(request, who)
        wish = read_tills_request(request.query_params)
        if isinstance(wish, BadMessage):
            return named(request, Problem(ProblemKind.BAD_MESSAGE, wish.sentence))
        looking = self._behind.looking
        return await self._said(request, await self._work(who, lambda: looking.tills(who, wish)))

    async def timeline(self, request: Request) -> Response:
        """Show what a member did at all stores."""
        who = self._who(request)
        if isinstance(who, Problem):
            return named(request, who)
        wish = read_timeline_request(request.path_params["member"], request.query_params)
        if isinstance(wish, BadMessage):
            return named(request, Problem(ProblemKind.BAD_MESSAGE, wish.sentence))
        looking = self._behind.looking
        return await self._said(request, await self._work(who, lambda: looking.timeline(who, wish)))

    async def retire(self, request: Request) -> Response:
        """Give up a till that is lost."""
        who = self._who(request)
        if isinstance(who, Problem):
            return named(request, who)
        looking = self._behind.looking
        with self._entering(who) as load:
            wish = _read(await _body(request, JSON, MESSAGE_MAX, load), read_retire_request)
            if isinstance(wish, Problem):
                return named(request, wish)
            return await self._telling(request, who, lambda: looking.retire(who, wish))

    async def snapshot(self, request: Request) -> Response:
        """Say what a new till can read at once."""
        who = self._who(request)
        if isinstance(who, Problem):
            return named(request, who)
        snapshots = self._behind.snapshots
        return await self._said(request, await self._work(who, lambda: snapshots.head(who)))

    async def snapshot_part(self, request: Request) -> Response:
        """Give a part of a snapshot."""
        who = self._who(request)
        if isinstance(who, Problem):
            return named(request, who)
        wish = read_snapshot_part(**request.path_params)
        if isinstance(wish, BadMessage):
            return named(request, Problem(ProblemKind.BAD_MESSAGE, wish.sentence))
        snapshots = self._behind.snapshots
        found = await self._work(who, lambda: snapshots.part(who, *wish))
        return named(request, found) if isinstance(found, Problem) else octets(found)

    def _now(self) -> float:
        return self._behind.seconds()

    def _who(self, request: Request) -> Caller | Problem:
        """Find out who asks, and whether they ask too often."""
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return _NO_TOKEN
        who = self._behind.tokens.caller(text.strip())
        if isinstance(who, Problem):
            return who
        asked(request).device = spell(who.device)
        wait = self.counted.devices.take((who.tenant, who.device), self._now())
        return _too_many(wait) if wait else who

    async def _from_anybody(
        self,
        request: Request,
        read: Callable[[bytes], M | BadMessage],
        job: Callable[[M], Spoken | Problem],
    ) -> Response:
        """Answer a question that needs no token."""
        place = network(_address(request))
        wait = self.counted.strangers.take(place, self._now())
        if wait:
            return named(request, _too_many(wait))
        with self._behind.flight.entering(place, is_known=False) as load:
            message = _read(await _body(request, JSON, MESSAGE_MAX, load), read)
            if isinstance(message, Problem):
                return named(request, message)
            answer = await self._behind.workers.run(lambda: job(message), STRANGERS)
            return await self._said(request, answer)

    async def _telling(
        self, request: Request, who: Caller, job: Callable[[], Spoken | Problem]
    ) -> Response:
        """Answer a question that may change something; who waits is woken only if it did."""
        answer = await self._work(who, job)
        if not isinstance(answer, Problem):
            self._behind.news.look(who.tenant)
        return await self._said(request, answer)

    def _entering(self, who: Caller) -> AbstractContextManager[Load | None]:
        return self._behind.flight.entering((who.tenant, who.device), is_known=True)

    async def _page(self, who: Caller, wish: PullRequest) -> Page | Problem:
        return await self._pages.page(who, wish)

    async def _work(self, who: Caller, job: Callable[[], M]) -> M:
        return await self._behind.workers.run(job, who.tenant)

    async def _said(self, request: Request, answer: Spoken | Problem) -> Response:
        packs = takes_gzip(request)
        if _is_short(answer):  # a thread would cost more than the work
            return answered(request, answer, takes_gzip=packs)
        return await self._behind.workers.run(lambda: answered(request, answer, takes_gzip=packs))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


async def _body(request: Request, kind: str, most: int, load: Load | None) -> bytes | Problem:
    if load is None:
        return _MANY
    raw = await read_body(request, kind, most, load)
    asked(request).bytes_in = 0 if isinstance(raw, Problem) else len(raw)
    return raw


def _read(raw: bytes | Problem, read: Callable[[bytes], M | BadMessage]) -> M | Problem:
    if isinstance(raw, Problem):
        return raw
    message = read(raw)
    if isinstance(message, BadMessage):
        return Problem(ProblemKind.BAD_MESSAGE, message.sentence)
    return message


def _is_short(answer: Spoken | Problem) -> bool:
    """Tell whether an answer is spelled in a moment."""
    if isinstance(answer, Page):
        return sum(len(rows) for rows in (*answer.rows.values(), *answer.gone.values())) <= _SHORT
    if isinstance(answer, PushAnswer):
        return len(answer.results) <= _SHORT
    return isinstance(answer, Problem | RightsAnswer)


def _too_many(wait_s: float) -> Problem:
    retry_s = min(RETRY_S_MAX, max(1, ceil(wait_s)))
    return Problem(ProblemKind.TOO_MANY, "too many questions", retry_s=retry_s)


def _is_quiet(answer: Page | Problem, first: Page | Problem) -> bool:
    """Tell whether an answer has nothing that a till would not rather go on waiting for."""
    if isinstance(answer, Problem) or isinstance(first, Problem):
        return False
    is_same = (answer.standing, answer.feed, answer.acked) == (
        first.standing, first.feed, first.acked
    )  # fmt: skip
    return is_same and answer.up_to_date and not answer.rows and not answer.gone


def _cursor(answer: Page | Problem) -> str:
    assert isinstance(answer, Page), "a problem is not waited behind"
    return answer.cursor

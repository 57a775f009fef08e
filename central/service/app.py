"""The service as one application: doors, gate, and what is asked of it by whoever runs it."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from central.database import Database
from central.enrolling import Enrolling
from central.feed import newest
from central.founding import LOBBY
from central.migrate import check, read_migrations
from central.service.answers import asked, named, status_response
from central.service.doors import Behind, Doors
from central.service.flight import Budget, Flight
from central.service.gate import Gate
from central.service.logs import Log, places
from central.service.metrics import MEDIA_TYPE, Metrics
from central.service.news import FLOOR_S, News
from central.service.openapi import DOORS, SECURITY, Door
from central.service.ports import Agreement, Looking, Snapshotting
from central.service.rates import Buckets, Limits, is_here
from central.service.shared import Shared
from central.service.straight import Straight
from central.service.work import Workers
from central.tokens import Tokens
from central.trouble import Trouble
from regulars.ids import Id
from sync.wire_problem import Problem, ProblemKind

_RETRY_S = 2
_RETRY_LATER_S = 30
_SERVER_FAULT = 500
Endpoint = Callable[[Request], Coroutine[None, None, Response]]
Handler = Callable[[Request, Exception], Coroutine[None, None, Response]]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a service is made of. `certificate` is what tills are to trust, as PEM; "" without TLS.

    `threads` is how many questions are with the database at once: as many as it has connections.
    """

    database: Database
    agreement: Agreement
    enrolling: Enrolling
    tokens: Tokens
    looking: Looking
    snapshots: Snapshotting
    log: Log
    certificate: str = ""
    limits: Limits = field(default_factory=Limits)
    budget: Budget = field(default_factory=Budget)
    threads: int = 8
    most_waiting: int = 1_000
    look_s: float = FLOOR_S
    ready_s: float = 1.0
    shows_figures: bool = False
    random: Callable[[int], bytes] = os.urandom
    seconds: Callable[[], float] = time.monotonic
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep


@dataclass(frozen=True, slots=True)
class Service:
    """The application, and what lets everybody go who waits in it; call that on its event loop."""

    app: FastAPI
    news: News
    doors: Doors


def make_app(parts: Parts) -> Service:
    """Put a service together; nothing is opened or started."""
    workers = Workers(parts.threads, parts.most_waiting)
    metrics = Metrics()

    async def look(shop: Id) -> int:
        return await workers.run(
            lambda: parts.database.read(shop, lambda connection: newest(connection, shop)), shop
        )

    def on_bug(error: BaseException) -> None:
        said = {"event": "bug", "door": "look", "error": type(error).__qualname__}
        parts.log({**said, "where": places(error)})

    news = News(look, parts.look_s, on_bug)
    behind = Behind(
        parts.agreement,
        parts.enrolling,
        parts.tokens,
        workers,
        news,
        metrics,
        Flight(parts.budget),
        parts.looking,
        parts.snapshots,
        parts.seconds,
        parts.pause,
    )
    migrations = read_migrations()

    async def look_ready() -> None:
        work = partial(check, migrations=migrations)
        await workers.run(lambda: parts.database.read(LOBBY, work), LOBBY)

    house = _House(parts, workers, news, metrics, Shared(look_ready, parts.ready_s, parts.seconds))
    straight: dict[tuple[str, str], Endpoint] = {}
    app = _application(parts, workers, metrics, straight)
    doors = Doors(behind, parts.limits)
    _hang(app, doors, house, straight)
    told = app.openapi()
    told.setdefault("components", {})["securitySchemes"] = SECURITY
    return Service(app, news, doors)


def _application(
    parts: Parts, workers: Workers, metrics: Metrics, straight: Mapping[tuple[str, str], Endpoint]
) -> FastAPI:
    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        workers.close()

    gate = Middleware(
        Gate,
        log=parts.log,
        metrics=metrics,
        addresses=Buckets(parts.limits.address),
        random=parts.random,
        seconds=parts.seconds,
    )
    on_trouble = _on_trouble(parts.log)
    return FastAPI(
        title="Regulars: the centre",
        version="1",
        summary="Where the tills of a shop meet.",
        openapi_url="/openapi.json",
        docs_url=None,  # their pages load programs from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        lifespan=life,
        middleware=[gate, Middleware(Straight, doors=straight, on_trouble=on_trouble)],
        exception_handlers={
            Trouble: on_trouble,
            HTTPException: _on_status,
            Exception: _on_bug(parts.log),
        },
    )


def _hang(
    app: FastAPI, doors: Doors, house: "_House", straight: dict[tuple[str, str], Endpoint]
) -> None:
    for door in DOORS:
        endpoint = _noting(door, getattr(doors, door.name, None) or getattr(house, door.name))
        if "{" not in door.path:
            straight[door.method, door.path] = endpoint
        app.add_api_route(
            door.path,
            endpoint,
            methods=[door.method],
            name=door.name,
            operation_id=door.name,
            summary=door.summary,
            tags=[door.tag],
            response_class=Response,
            response_model=None,
            responses=door.responses(),
            openapi_extra=door.extra(),
        )


def _noting(door: Door, endpoint: Endpoint) -> Endpoint:
    async def noting(request: Request) -> Response:
        asked(request).door = door.name
        return await endpoint(request)

    return noting


@dataclass(frozen=True, slots=True)
class _House:
    """The doors for whoever runs the centre; they tell nothing about a shop."""

    parts: Parts
    workers: Workers
    news: News
    figures: Metrics
    shared: Shared

    async def health(self, request: Request) -> Response:
        """Say that the process lives."""
        return PlainTextResponse("alive\n")

    async def ready(self, request: Request) -> Response:
        """Say that questions can be answered: the database is there and as it must be."""
        if self.news.is_over:
            problem = Problem(ProblemKind.AWAY, "the service is ending", retry_s=_RETRY_S)
            return named(request, problem)
        await self.shared()
        return PlainTextResponse("ready\n")

    async def metrics(self, request: Request) -> Response:
        """Give the figures; to this computer, unless whoever runs the centre wants it otherwise."""
        if not (self.parts.shows_figures or is_here(request.client.host if request.client else "")):
            return status_response(request, 404)
        now = {"pulls_waiting": self.news.waiting, "jobs": self.workers.jobs}
        return PlainTextResponse(self.figures.text(now), media_type=MEDIA_TYPE)

    async def certificate(self, request: Request) -> Response:
        """Give the certificate tills are to trust, to be compared by its fingerprint."""
        if not self.parts.certificate:
            return status_response(request, 404)
        return Response(self.parts.certificate, media_type="application/x-pem-file")


def _on_trouble(log: Log) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        assert isinstance(error, Trouble)
        log(_line(request, "trouble", error) | {"trouble": error.code})
        retry_s = _RETRY_S if error.can_retry else _RETRY_LATER_S
        return named(request, Problem(ProblemKind.AWAY, error.code, retry_s=retry_s))

    return handle


def _on_bug(log: Log) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        log(_line(request, "bug", error) | {"where": places(error)})
        return status_response(request, _SERVER_FAULT)

    return handle


async def _on_status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = status_response(request, error.status_code)
    answer.headers.update(error.headers or {})
    return answer


def _line(request: Request, event: str, error: Exception) -> dict[str, str | int | bool]:
    note = asked(request)
    said = {"event": event, "id": note.request_id, "door": note.door}
    return {**said, "error": type(error).__qualname__}

"""The short way to a door whose path is fixed: what tills ask many times a second.

FastAPI finds the door, too, and describes all of them; but on its way lies what only doors with
parameters, forms and files need, which costs more than many an answer. Whatever is not exactly a
door's method and path goes that way.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from central.trouble import Trouble

Endpoint = Callable[[Request], Awaitable[Response]]
Handler = Callable[[Request, Exception], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Straight:
    """Stands before FastAPI's router; `doors` are filled in once they hang."""

    app: ASGIApp
    doors: Mapping[tuple[str, str], Endpoint]
    on_trouble: Handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one question through."""
        is_asked = scope["type"] == "http"
        endpoint = self.doors.get((scope["method"], scope["path"])) if is_asked else None
        if endpoint is None:
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive, send)
        try:
            answer = await endpoint(request)
        except Trouble as error:
            answer = await self.on_trouble(request, error)
        await answer(scope, receive, send)

"""The catalogue of doors, with what each takes and gives, for OpenAPI.

docs/wire.md says the same in words; the messages' forms stand in `central.service.forms`.
"""

from dataclasses import dataclass
from typing import Any

from central.service import forms
from central.service.answers import JSON, NDJSON
from sync.wire_problem import MEDIA_TYPE
from sync.wire_snapshot import BYTES

_TILL, _HOUSE = "till", "house"
_PROBLEMS = {
    "400": "the message is not what it should be",
    "401": "no token, or it has run out",
    "403": "not let in, shut out, or not this device's",
    "404": "no such door",
    "405": "no such method",
    "409": "something else must happen first",
    "410": "the cursor is of another life of the database",
    "413": "too long",
    "426": "the program is too old for the rows",
    "429": "too many questions; see Retry-After",
    "500": "a fault in the service; it may have been done",
    "503": "not now; see Retry-After",
}


@dataclass(frozen=True, slots=True)
class Door:
    """One door: its `name` is the method that answers, and what metrics and logs call it."""

    method: str
    path: str
    name: str
    summary: str
    answer: forms.Form | str
    """The form of the answer, or its media type where it is no message."""
    question: forms.Form | None = None
    kind: str = JSON
    has_token: bool = False
    tag: str = _TILL

    def responses(self) -> dict[int | str, dict[str, Any]]:
        """Say what can come back."""
        form = {"type": "string"} if isinstance(self.answer, str) else self.answer
        kind = self.answer if isinstance(self.answer, str) else JSON
        done = {"description": "done", "content": {kind: {"schema": form}}}
        problem = {MEDIA_TYPE: {"schema": forms.PROBLEM}}
        problems: dict[int | str, dict[str, Any]] = {
            status: {"description": words, "content": problem}
            for status, words in _PROBLEMS.items()
        }
        return {200: done, **problems}

    def extra(self) -> dict[str, Any]:
        """Say what it takes."""
        said: dict[str, Any] = {}
        if self.question is not None:
            content = {self.kind: {"schema": self.question}}
            said["requestBody"] = {"required": True, "content": content}
        if self.name in forms.PARAMETERS:
            said["parameters"] = forms.PARAMETERS[self.name]
        if self.has_token:
            said["security"] = [{"token": []}]
        return said


DOORS = (
    Door("POST", "/v1/enrol", "enrol", "Let a till in", forms.ENROL_ANSWER, forms.ENROL_REQUEST),
    Door("POST", "/v1/token/nonce", "nonce", "Something to sign", forms.NONCE, forms.NONCE_REQUEST),
    Door("POST", "/v1/token", "token", "A token", forms.TOKEN, forms.TOKEN_REQUEST),
    Door(
        "POST",
        "/v1/sync/push",
        "push",
        "Take operations in",
        forms.PUSH_ANSWER,
        {"type": "string"},
        kind=NDJSON,
        has_token=True,
    ),
    Door("GET", "/v1/sync/pull", "pull", "What changed", forms.PAGE, has_token=True),
    Door(
        "POST",
        "/v1/rights",
        "rights",
        "Rights to spend",
        forms.RIGHTS_ANSWER,
        forms.RIGHTS_REQUEST,
        has_token=True,
    ),
    Door(
        "POST",
        "/v1/rights/report",
        "report",
        "Grants known before a restore",
        forms.REPORT_ANSWER,
        forms.GRANT_REPORT,
        has_token=True,
    ),
    Door(
        "POST",
        "/v1/pins",
        "pins",
        "PINs that were set at a till",
        forms.PINS_ANSWER,
        forms.PINS_REQUEST,
        has_token=True,
    ),
    Door("GET", "/v1/tills", "tills", "All tills of the shop", forms.TILLS_ANSWER, has_token=True),
    Door(
        "POST",
        "/v1/tills/retire",
        "retire",
        "Give up a till that is lost",
        forms.RETIRE_ANSWER,
        forms.RETIRE_REQUEST,
        has_token=True,
    ),
    Door(
        "GET",
        "/v1/members/{member}/timeline",
        "timeline",
        "What a member did at all stores",
        forms.TIMELINE_ANSWER,
        has_token=True,
    ),
    Door(
        "GET",
        "/v1/snapshot",
        "snapshot",
        "What a new till can read at once",
        forms.SNAPSHOT_HEAD,
        has_token=True,
    ),
    Door(
        "GET",
        "/v1/snapshot/{digest}/{part}",
        "snapshot_part",
        "A part of it",
        BYTES,
        has_token=True,
    ),
    Door("GET", "/health", "health", "The process lives", "text/plain", tag=_HOUSE),
    Door("GET", "/ready", "ready", "Questions can be answered", "text/plain", tag=_HOUSE),
    Door("GET", "/metrics", "metrics", "Figures for Prometheus", "text/plain", tag=_HOUSE),
    Door(
        "GET",
        "/certificate",
        "certificate",
        "What tills are to trust",
        "application/x-pem-file",
        tag=_HOUSE,
    ),
)
SECURITY = {"token": {"type": "http", "scheme": "bearer"}}

"""Questions nobody should ask: made from what OpenAPI says, and then spoiled; and what is wrong
with an answer. The forms are the service's own, so a new door is asked as soon as it is hung.
"""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from central.service.answers import JSON, NDJSON
from central.service.openapi import Door
from sync.wire import pack
from sync.wire_problem import MEDIA_TYPE
from tests.central.service.standing import Raw, Running
from tests.central.service.test_openapi import misfits

Form = Mapping[str, Any]
_OCTETS = {f"^[0-9a-f]{{{2 * length}}}$": length for length in (8, 16, 32, 64)}
EVIL: list[Any] = [
    None, True, False, 0, -1, 1, 2**31, 2**32, 2**53 - 1, 2**53, 2**53 + 1, 2**63, 2**64, -(2**63),
    1.0, 0.1, -0.0, 1e308, float("nan"), float("inf"), "10", "", " ", "\x00", "\ud800", "\u202e",
    "’; drop table tenant; --", "' or 1=1 --", "%s%n", "{{7*7}}", "../../etc/passwd", "A" * 5_000,
    "٣", "²", "1_000", "9999-12-31", "1970-01-01", "0000-00-00", "2026-02-30", [], {}, [[]], [None],
    {"": ""}, "00" * 16, "FF" * 16, "0" * 31, [["x", 1]], [[0] * 9],
]  # fmt: skip
"""What breaks readers of JSON elsewhere, and what breaks arithmetic behind them."""
RAW = [
    b"", b"{", b"}", b"null", b"[]", b"0", b'""', b"{}{}", b'{"a":1,"a":2}', b'{"a":NaN}',
    b'{"epoch":1e400}', b'{"epoch":' + b"9" * 5_000 + b"}", b"[" * 100_000, b'{"a":' * 50_000,
    b'{"a":"\\ud800"}', b"\xef\xbb\xbf{}", b"\xff\xfe{\x00}\x00", b"\x00", b"{}\n{}\n{}",
    b"{'a':1}", b'{"a":01}', b'{"a":+1}', b'{"a":1,}', b'{"a":"\x01"}',
]  # fmt: skip
SECRETS = ("traceback", "psycopg", "site-packages", ".py", "postgres", "relation ", "sqlstate")
"""What an answer must never tell, whatever was asked."""


def fitting(form: Form, known: Mapping[str, Any]) -> SearchStrategy[Any]:
    """Make values that are of a form; `known` names real ones by the field they belong to."""
    kind = form.get("type")
    if "enum" in form:
        return st.sampled_from(form["enum"])
    if kind == "object":
        return _objects(form, known)
    if "prefixItems" in form:
        return st.tuples(*(fitting(one, known) for one in form["prefixItems"])).map(list)
    if kind == "array":
        inner = fitting(form["items"], known) if "items" in form else st.sampled_from(EVIL)
        least = form.get("minItems", 0)
        return st.lists(inner, min_size=least, max_size=max(least, min(3, form["maxItems"])))
    if kind == "integer":
        least, most = form.get("minimum", 0), form.get("maximum", 2**53 - 1)
        return st.sampled_from([least, min(least + 1, most), most]) | st.integers(least, most)
    if kind == "boolean":
        return st.booleans()
    return _texts(form)


@st.composite
def _objects(draw: DrawFn, form: Form, known: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, inner in form.get("properties", {}).items():
        if name in form.get("required", []) or draw(st.booleans()):
            is_known = name in known and draw(st.integers(0, 9)) > 0
            found[name] = draw(st.sampled_from(known[name]) if is_known else fitting(inner, known))
    return found


def _texts(form: Form) -> SearchStrategy[str]:
    pattern, most = str(form.get("pattern", "")), form.get("maxLength", 64)
    if pattern in _OCTETS:
        length = _OCTETS[pattern]
        return st.binary(min_size=length, max_size=length).map(lambda octets: octets.hex())
    if pattern:
        return st.from_regex(pattern, fullmatch=True).filter(lambda text: len(text) <= most)
    return st.text(max_size=min(most, 40))


@st.composite
def spoiled(draw: DrawFn, value: Any) -> Any:
    """Change a value somewhere: another thing in its place, a thing less, a thing more."""
    if isinstance(value, dict) and value and draw(st.integers(0, 3)):
        name = draw(st.sampled_from(sorted(value)))
        what = draw(st.integers(0, 9))
        if what == 0:
            return {key: one for key, one in value.items() if key != name}
        if what == 1:
            return value | {"is_manager": True, "balance": 10**9}
        return value | {name: draw(spoiled(value[name]))}
    if isinstance(value, list) and value and draw(st.integers(0, 3)):
        at = draw(st.integers(0, len(value) - 1))
        return [*value[:at], draw(spoiled(value[at])), *value[at + 1 :]]
    return draw(st.sampled_from(EVIL))


def bodies(form: Form, known: Mapping[str, Any]) -> SearchStrategy[bytes]:
    """Make bodies: as they should be, nearly so, and not at all."""
    good = fitting(form, known)
    near = good.flatmap(spoiled) | good.flatmap(spoiled).flatmap(spoiled)
    return st.one_of(
        good.map(_dumped),
        near.map(_dumped),
        near.map(_dumped),
        st.sampled_from(RAW),
        st.binary(max_size=60),
    )


def _dumped(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it leaves."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@st.composite
def questions(draw: DrawFn, door: Door, tokens: list[str], known: Mapping[str, Any]) -> Asked:
    """Make a question for a door."""
    headers = [("authorization", f"Bearer {draw(st.sampled_from(tokens))}")]
    body = b""
    if door.question is not None:
        body = draw(bodies(door.question, known))
        headers.append(("content-type", draw(_mostly(door.kind, [JSON, NDJSON, "text/html", ""]))))
        packing = draw(_mostly("", ["gzip", "br", "identity", "gzip, gzip"]))
        body = pack(body) if packing == "gzip" and draw(st.booleans()) else body
        headers += [("content-encoding", packing)] if packing else []
    headers += draw(
        _mostly([], [[("accept-encoding", "gzip")], [("x-http-method-override", "PUT")]])
    )
    method = draw(
        _mostly(door.method, ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE"])
    )
    return Asked(method, draw(_paths(door, known)), tuple(headers), body)


def _mostly(usual: Any, others: list[Any]) -> SearchStrategy[Any]:
    return st.integers(0, 11).flatmap(
        lambda number: st.sampled_from(others) if number == 0 else st.just(usual)
    )


@st.composite
def _paths(draw: DrawFn, door: Door, known: Mapping[str, Any]) -> str:
    path, query = door.path, dict[str, Any]()
    for one in door.extra().get("parameters", []):
        good = draw(fitting(one["schema"], known))
        if one["name"] in known and draw(st.integers(0, 3)):
            good = draw(st.sampled_from(known[one["name"]]))
        said = draw(_mostly(good, EVIL))
        text = str(said).encode("utf-8", "replace").decode()
        if one["in"] == "path":
            path = path.replace("{" + one["name"] + "}", quote(text, safe=""))
        elif draw(st.booleans()):
            query[one["name"]] = 0 if one["name"] == "wait" else text
    return path + (f"?{urlencode(query)}" if query else "")


@dataclass(slots=True)
class Caller:
    """Asks one question after the other on one line, and looks at each answer."""

    centre: Running
    told: dict[str, Any]
    asked: int = 0
    line: HTTPConnection | None = None

    def close(self) -> None:
        """End the line."""
        if self.line is not None:
            self.line.close()
        self.line = None

    def ask(self, question: Asked) -> Raw:
        """Ask on the line there is, or where it has ended on a new one."""
        self.asked += 1
        for _ in range(2):
            line = self.line or HTTPConnection("127.0.0.1", self.centre.port, timeout=20)
            self.line = line
            try:
                line.request(question.method, question.path, question.body, dict(question.headers))
                answer = line.getresponse()
                said = {name.lower(): value for name, value in answer.getheaders()}
                return Raw(answer.status, said, answer.read())
            except (HTTPException, OSError):
                self.close()
        raise AssertionError(f"no answer to {question}")

    def wrong(self, door: Door, question: Asked) -> list[str]:
        """Ask, and name everything that is wrong with the answer."""
        answer = self.ask(question)
        wrong = faults(answer)
        method = question.method.lower()
        if method == door.method.lower() and question.path.startswith(door.path.partition("{")[0]):
            said = self.told["paths"][door.path][method]["responses"]
            wrong += unlike(answer, said)
        return wrong


def faults(answer: Raw) -> list[str]:
    """Name what no answer may be or say."""
    wrong = [f"status {answer.status}"] if answer.status >= 500 else []
    text = _plain(answer).decode("utf-8", "replace").lower()
    wrong += [f"says {one!r}" for one in SECRETS if one in text]
    kept = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    wrong += [name for name, value in kept.items() if answer.headers.get(name) != value]
    if answer.status >= 400 and answer.headers.get("content-type") != MEDIA_TYPE:
        wrong.append(f"a problem as {answer.headers.get('content-type')}")
    return wrong


def unlike(answer: Raw, said: Mapping[str, Any]) -> list[str]:
    """Name where an answer is not what OpenAPI says can come back."""
    if str(answer.status) not in said:
        return [f"status {answer.status} is not told of"]
    kind = answer.headers.get("content-type", "").partition(";")[0]
    forms = said[str(answer.status)]["content"]
    if kind not in forms:
        return [f"comes as {kind}, not as {', '.join(forms)}"]
    form = forms[kind]["schema"]
    if form == {"type": "string"}:
        return []
    return [f"is not as told: {one}" for one in misfits(json.loads(_plain(answer)), form)]


def _plain(answer: Raw) -> bytes:
    is_packed = answer.headers.get("content-encoding") == "gzip"
    return gzip.decompress(answer.body) if is_packed else answer.body

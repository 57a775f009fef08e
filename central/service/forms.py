"""The forms of the messages of `sync.wire_*`, as JSON Schema, for OpenAPI alone.

Nothing is checked with these: `sync` reads messages. A test holds each against its golden bytes.
"""

from typing import Any

from sync.wire import (
    INSTANT_MAX,
    OPERATIONS_MAX,
    ROWS_MAX,
    SCHEMA,
)
from sync.wire_enrol import CURRENCY_MAX, RATE_MAX
from sync.wire_enrol import NAME_MAX as SHOP_NAME_MAX
from sync.wire_look import BEFORE_MAX, CODE_MAX, COUNT_MAX, NAME_MAX, TIMELINE_MAX
from sync.wire_pins import PINS_MAX
from sync.wire_problem import RETRY_S_MAX
from sync.wire_pull import CURSOR_MAX, ENDED_MAX, HLC_BYTES, WAIT_S_MAX
from sync.wire_push import EPOCH_MAX, EPOCHS_MAX, SEQ_MAX
from sync.wire_rights import GRANTS_MAX, LOTS_MAX, POINTS_MAX, TILLS_MAX, TOLD_MAX
from sync.wire_shop import VERIFIER_MAX

Form = dict[str, Any]
_WHOLE_MAX = 2**53 - 1


def _octets(length: int) -> Form:
    return {"type": "string", "pattern": f"^[0-9a-f]{{{2 * length}}}$"}


def _whole(least: int = 0, most: int = _WHOLE_MAX) -> Form:
    return {"type": "integer", "minimum": least, "maximum": most}


def _text(most: int = 4_096) -> Form:
    return {"type": "string", "maxLength": most}


def _list(items: Form, most: int) -> Form:
    return {"type": "array", "items": items, "maxItems": most}


def _tuple(*things: Form) -> Form:
    """Give a list of exactly these, in this order."""
    length = len(things)
    return {"type": "array", "prefixItems": [*things], "minItems": length, "maxItems": length}


def _message(needed: Form, may: Form | None = None) -> Form:
    return {"type": "object", "properties": needed | (may or {}), "required": sorted(needed)}


_ID, _HASH, _SIGNATURE = _octets(16), _octets(32), _octets(64)
_EPOCH, _SEQ, _FEED, _AT = (
    _whole(1, EPOCH_MAX),
    _whole(0, SEQ_MAX),
    _whole(1),
    _whole(0, INSTANT_MAX),
)
_DIGITS = {"type": "string", "pattern": "^[0-9]{1,6}$"}
_POINTS = _whole(0, POINTS_MAX)
_STANDING, _ROLE, _CURRENCY = _text(64), {"enum": ["counter", "office"]}, _text(CURRENCY_MAX)
_SECRETS = _message({"phone": _HASH, "pepper": _HASH}, {"alias": _HASH})
_HEADS = _list(_tuple(_EPOCH, _SEQ), EPOCHS_MAX)
_HASHES = _list(_tuple(_EPOCH, _HASH), EPOCHS_MAX)
_WORTH = _tuple(_whole(1, RATE_MAX), _whole(0, RATE_MAX))
_ENDS = {"type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"}
_SHOP = _message(
    {
        "name": _text(SHOP_NAME_MAX),
        "store": _text(SHOP_NAME_MAX),
        "currency": _CURRENCY,
        "exponent": _whole(0, 4),
        "worth": _WORTH,
        "zone": _text(SHOP_NAME_MAX),
        "day_start": _whole(0, 23),
        "region": _text(CURRENCY_MAX),
    }
)

ENROL_REQUEST = _message(
    {
        "code": _text(16),
        "tenant": _ID,
        "store": _ID,
        "device": _ID,
        "epoch": _EPOCH,
        "key": _HASH,
        "schema": _whole(1),
        "last": _SEQ,
        "currency": _CURRENCY,
        "exponent": _whole(0, 4),
        "worth": _WORTH,
        "signature": _SIGNATURE,
    },
    {"secrets": _SECRETS, "shop": _SHOP},
)
ENROL_ANSWER = _message(
    {
        "tenant": _ID,
        "store": _ID,
        "device": _ID,
        "epoch": _EPOCH,
        "role": _ROLE,
        "centre_key": _HASH,
        "feed": _FEED,
        "lease_days": _whole(1, 3_650),
        "server_ms": _AT,
        "secrets": _SECRETS,
    },
    {"shop": _SHOP},
)
NONCE_REQUEST = _message({"device": _ID, "epoch": _EPOCH})
NONCE = _message({"nonce": _HASH, "server_ms": _AT})
TOKEN_REQUEST = _message(
    {"tenant": _ID, "device": _ID, "epoch": _EPOCH, "nonce": _HASH, "signature": _SIGNATURE}
)
TOKEN = _message({"token": _text(), "lives_s": _whole(1, 86_400), "server_ms": _AT})

_RESULT = _message(
    {"seq": _whole(1, SEQ_MAX), "result": _text(64)}, {"funding": {"type": "object"}}
)
PUSH_ANSWER = _message(
    {
        "acked": _SEQ,
        "head": _HASH,
        "results": _list(_RESULT, OPERATIONS_MAX),
        "feed": _FEED,
        "standing": _STANDING,
        "server_ms": _AT,
        "wake": {"type": "boolean"},
    }
)

_GONE = _list(_tuple(_text(), _whole(1)), ROWS_MAX)
_ROWS = _list({"type": "object"}, ROWS_MAX)
PAGE = _message(
    {
        "cursor": _text(CURSOR_MAX),
        "up_to_date": {"type": "boolean"},
        "acked": _SEQ,
        "feed": _FEED,
        "standing": _STANDING,
        "min_schema": _whole(1),
        "server_ms": _AT,
        "rows": {"type": "object", "additionalProperties": _ROWS},
        "gone": {"type": "object", "additionalProperties": _GONE},
    },
    {
        "checksums": {"type": "object", "additionalProperties": _HASH},
        "reached": _whole(),
        "hlc": _octets(HLC_BYTES),
        "signature": _SIGNATURE,
    },
)


def _query(name: str, form: Form) -> Form:
    return {"name": name, "in": "query", "required": False, "schema": form}


_ENDED = r"^([0-9]{1,10}\.[0-9]{1,10}(,[0-9]{1,10}\.[0-9]{1,10})*)?$"
PULL_QUERY = [
    _query("cursor", {**_text(CURSOR_MAX), "pattern": "^[ -~]*$"}),
    _query("limit", _whole(1, ROWS_MAX)),
    _query("wait", _whole(0, WAIT_S_MAX)),
    _query("schema", {**_whole(1, 10**6), "default": SCHEMA}),
    _query("ended", {"type": "string", "pattern": _ENDED, "maxLength": 22 * ENDED_MAX}),
    _query("hlc", {"type": "string"}),  # 1: it is read; anything else is passed over
]

RIGHTS_REQUEST = _message(
    {"device": _ID, "epoch": _EPOCH, "feed": _whole(0), "wallet": _ID, "want": _POINTS}
)
_WALLET = _message(
    {
        "id": _ID,
        "seq": _whole(1),
        "tenant": _ID,
        "device": _ID,
        "epoch": _EPOCH,
        "balance": _POINTS,
        "debt": _POINTS,
        "seen": _tuple(_whole(0, EPOCH_MAX), _SEQ),
        "granted": _POINTS,
        "keep": _POINTS,
        "backed": _list(_tuple(_ENDS, _POINTS), LOTS_MAX),
        "signature": _SIGNATURE,
    }
)
RIGHTS_ANSWER = _message(
    {
        "wallet": _WALLET,
        "pool": _POINTS,
        "elsewhere": _list(_tuple(_ID, _POINTS), TILLS_MAX),
        "feed": _FEED,
        "server_ms": _AT,
    }
)
GRANT_REPORT = _message(
    {
        "device": _ID,
        "epoch": _EPOCH,
        "feed": _FEED,
        "grants": _list(_tuple(_EPOCH, _ID, _POINTS), GRANTS_MAX),
        "heads": _HEADS,
        "is_last": {"type": "boolean"},
    },
    {"told": _list(_tuple(_ID, _whole(0, EPOCH_MAX)), TOLD_MAX)},
)
_PIN = _tuple(_ID, _text(VERIFIER_MAX), _AT)
PINS_REQUEST = _message(
    {"device": _ID, "epoch": _EPOCH, "feed": _FEED, "pins": _list(_PIN, PINS_MAX)}
)
PINS_ANSWER = _message({"unknown": _list(_ID, PINS_MAX), "feed": _FEED, "server_ms": _AT})
REPORT_ANSWER = _message({"waiting": _whole(), "feed": _FEED, "server_ms": _AT})

_NAME, _CODE = _text(NAME_MAX), _text(CODE_MAX)
_PLACE = {"type": "string", "pattern": "^([0-9a-f]{32})?$"}
_TILL = _message(
    {
        "device": _ID,
        "epoch": _EPOCH,
        "role": _ROLE,
        "name": _NAME,
        "store": _PLACE,
        "store_name": _NAME,
        "standing": _STANDING,
        "seen_ms": _AT,
        "newest_ms": _AT,
        "missing": _SEQ,
        "waiting": _SEQ,
    },
    {"held": _POINTS},
)
TILLS_ANSWER = _message(
    {"tills": _list(_TILL, TILLS_MAX), "can_retire": {"type": "boolean"}, "server_ms": _AT},
    {"count": _whole(0, COUNT_MAX), "after": _ID},
)
RETIRE_REQUEST = _message({"device": _ID, "epoch": _EPOCH, "staff": _ID, "held": _POINTS})
RETIRE_ANSWER = _message({"points": _POINTS, "server_ms": _AT})
_ACT = _message(
    {
        "act": _ID,
        "kind": _CODE,
        "on": _text(10),
        "points": _whole(-POINTS_MAX, POINTS_MAX),
        "store_name": _NAME,
        "device": _ID,
    },
    {"why": _CODE},
)
_BEFORE = {
    "type": "string",
    "pattern": r"^([0-9]{1,19}\.[0-9]{1,19}(\.[0-9A-Za-z_-]{22})?)?$",
    "maxLength": BEFORE_MAX,
}
TIMELINE_ANSWER = _message(
    {"member": _ID, "acts": _list(_ACT, TIMELINE_MAX), "before": _BEFORE, "server_ms": _AT}
)
SNAPSHOT_HEAD = _message(
    {
        "tenant": _ID,
        "audience": _text(32),
        "feed": _FEED,
        "cursor": _text(CURSOR_MAX),
        "schema": _whole(1),
        "rows": _whole(),
        "size": _whole(),
        "digest": _HASH,
        "made_ms": _AT,
        "signature": _SIGNATURE,
    }
)
PARAMETERS = {
    "pull": PULL_QUERY,
    "tills": [_query("after", {"type": "string", "pattern": "^([0-9a-f]{32})?$"})],
    "timeline": [
        {"name": "member", "in": "path", "required": True, "schema": _ID},
        _query("before", _BEFORE),
    ],
    "snapshot_part": [
        {"name": "digest", "in": "path", "required": True, "schema": _HASH},
        {"name": "part", "in": "path", "required": True, "schema": _DIGITS},
    ],
}

PROBLEM = _message(
    {"type": _text(64), "status": _whole(400, 599), "title": _text(64), "detail": _text(1_000)},
    {
        "expected": _SEQ,
        "min_schema": _whole(1, 10**6),
        "retry_s": _whole(1, RETRY_S_MAX),
        "feed": _FEED,
        "acked": _HEADS,
        "heads": _HASHES,
    },
)

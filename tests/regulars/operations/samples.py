"""One operation of every kind, always the same, to compare with the golden bytes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from regulars.ids import Id
from regulars.operations.chain import seal
from regulars.operations.hlc import tick
from regulars.operations.kinds import KINDS
from regulars.operations.operation import Header, Operation
from regulars.programme.programme import Programme

M, W, S, C = "a1" * 16, "b2" * 16, "c3" * 16, "d4" * 32
PAIR = {"member": M, "wallet": W, "other": "a2" * 16, "other_wallet": "b3" * 16}
AT_MS = 1_772_416_800_123

DATA: Mapping[str, Any] = {
    "shop.opened": {
        "currency": "TWD",
        "exponent": 0,
        "sign": "NT$",
        "zone": "Asia/Taipei",
        "day_start": 5,
        "training": False,
        "key": "e5" * 32,
        "region": "TW",
        "follows": "e6" * 32 + f"{(1 << 32) + 7:016x}",
    },
    "store": {"store": S, "name": "Corner Shop 街角"},
    "till": {"till": S, "name": "Front"},
    "setting": {"key": "receipts_restart", "value": "daily"},
    "staff": {"staff": S, "role": "owner", "active": True},
    "programme": {"document": Programme(expiry_months=12, no_points=("tobacco",)).document()},
    "category": {"categories": [["t", "Tea", True]], "items": [["471", "Oolong 烏龍", "t"]]},
    "member.enrolled": {
        "member": M,
        "wallet": W,
        "number": "2900420000172",
        "language": "zh_Hant",
        "source": "counter",
    },
    "member.changed": {"member": M},
    "card.issued": {"member": M, "card": C, "form": "token"},
    "card.revoked": {"member": M, "card": C, "why": "lost"},
    "consent.given": {
        "member": M,
        "purpose": "marketing",
        "text": "2026-11",
        "given": False,
        "channel": "counter",
    },
    "sale": {
        "member": M,
        "wallet": W,
        "on": "2026-03-02",
        "receipt": "A-1",
        "receipt_key": "|A-1",
        "amount": 13_850,
        "lines": [["", "", 1, 12_850, 119], ["t", "471", 2, 1_000, 9]],
        "excluded": 0,
        "paid": 1_000,
        "base": 12_850,
        "earned": 128,
        "repaid": 28,
        "expires": "2027-03-31",
        "spent": [[W, 1_000]],
        "pays": 1_000,
        "how": "card",
        "source": "typed",
        "approver": "00" * 16,
    },
    "redeem": {
        "member": M,
        "on": "2026-03-02",
        "spent": [[W, 500]],
        "pays": 500,
        "what": "一杯茶",
        "how": "name",
        "approver": "5a" * 16,
    },
    "reverse": {
        "of": "f6" * 16,
        "member": M,
        "wallet": W,
        "on": "2026-03-02",
        "why": "refund",
        "lines": [5_000, 0],
        "amount": 5_000,
        "earned_back": 46,
        "taken": 30,
        "debt": 10,
        "lapsed": 6,
        "restored": [[W, 362]],
        "repaid": 2,
        "paid_back": 362,
        "whole": False,
    },
    "adjust": {
        "member": M,
        "wallet": W,
        "on": "2026-03-02",
        "points": 150,
        "repaid": 50,
        "expires": "",
        "reason": "goodwill",
        "approver": S,
    },
    "expire": {"on": "2026-03-02", "rows": [[W, 12, 0], ["b3" * 16, -5, 5]]},
    "clock.confirmed": {"from": "2026-03-02", "to": "2026-03-20"},
    "import": {"fingerprint": "07" * 16, "what": "sales", "rows": 12, "members": 3, "amount": 9},
    "seen.phone": {"member": M},
    "rights.return": {"wallet": W, "points": 240, "why": "recalled"},
    "day.close": {
        "number": 12,
        "on": "2026-03-02",
        "head": "e6" * 32,
        "signature": "5f" * 64,
        "totals": {"earned": 128, "enrolled": 2, "redeemed": 1_500},
    },
    "refund.release": {"of": "f6" * 16, "on": "2026-03-02", "why": "asked"},
    "refund.request": {
        "of": "f6" * 16,
        "member": M,
        "on": "2026-03-02",
        "why": "refund",
        "lines": [5_000, 0],
        "amount": 5_000,
        "whole": False,
        "approver": S,
    },
    "merge": PAIR | {"why": "phone", "approver": S},
    "unmerge": {"of": "f8" * 16} | PAIR | {"why": "two people", "approver": S},
    "erase": {"member": M, "why": "asked", "approver": S},
    "authority.handed_over": {"centre": "c4" * 16, "key": "e5" * 32},
    "review.settled": {"review": "d4" * 16, "choice": "leave", "by": S},
    "pin.set": {"staff": S, "mark": "e7" * 32, "by": S},
}


def private_of(kind: str) -> bytes:
    """Give made-up personal data for a kind that has any."""
    names = KINDS[kind].private
    return b"{" + b",".join(f'"{name}":"made up"'.encode() for name in names) + b"}"


def sample(kind: str) -> Operation:
    """Give the one operation of this kind."""
    header = Header(
        kind=kind,
        id=Id(bytes.fromhex("f7" * 16)),
        seq=7,
        tenant=Id(bytes.fromhex("01" * 16)),
        store=Id(bytes.fromhex("02" * 16)),
        device=Id(bytes.fromhex("03" * 16)),
        epoch=1,
        staff=Id(bytes.fromhex(S)),
        at_ms=AT_MS,
        day=date(2026, 3, 2),
        hlc=tick(0, AT_MS),
        programme=Programme().name,
    )
    sealed = seal(bytes(16), private_of(kind)) if KINDS[kind].private else ""
    return Operation(header, DATA[kind], sealed)

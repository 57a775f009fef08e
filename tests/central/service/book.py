"""A till's log of real operations, written by hand, for a centre with the agreement there is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import uuid4

from regulars.canonical import encode
from regulars.ids import Id, spell
from regulars.operations.chain import link, seal, seed
from regulars.operations.operation import NOBODY, Header, Operation
from sync.signing import sign
from sync.wire_push import Beside, Push
from tests.central.service.standing import Till
from tests.sync.samples import NOW_MS

DAY = date(2026, 3, 2)
_SALT = b"\x07" * 16


@dataclass(slots=True)
class Book:
    """What one till writes; `member` and `wallet` are whom its sales are to."""

    till: Till
    member: Id = field(default_factory=lambda: Id(uuid4().bytes))
    wallet: Id = field(default_factory=lambda: Id(uuid4().bytes))
    bodies: list[bytes] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    pushed: int = 0

    def body(self, kind: str, data: Mapping[str, Any], private: Mapping[str, str]) -> bytes:
        """Spell the next operation, whatever it says."""
        seq = len(self.bodies) + 1
        header = Header(
            kind=kind,
            id=Id(uuid4().bytes),
            seq=seq,
            tenant=self.till.tenant,
            store=self.till.store,
            device=self.till.device,
            epoch=self.till.epoch,
            staff=NOBODY,
            at_ms=NOW_MS,
            day=DAY,
            hlc=(NOW_MS << 16) + seq,
            programme=bytes(32),
        )
        sealed = seal(_SALT, encode(dict(private))) if private else ""
        return Operation(header, data, sealed).body()

    def write(self, kind: str, data: Mapping[str, Any], **private: str) -> bytes:
        """Append an operation; gives its bytes."""
        body = self.body(kind, data, private)
        if private:
            said = Beside(len(self.bodies) + 1, _SALT, encode(dict(private)))
            self.beside.append(said)
        self.bodies.append(body)
        return body

    def enrol(self) -> None:
        """Take the member in."""
        data = {"member": spell(self.member), "wallet": spell(self.wallet)}
        data |= {"number": "2900420000172", "language": "en", "source": "counter"}
        self.write("member.enrolled", data, name="王小明", phone="+886912345678", birthday="")

    def sale(self, earned: int, spent: int = 0) -> dict[str, Any]:
        """Give the data of a sale that earns points and is perhaps paid with some."""
        amount = earned * 10 + spent
        return {
            "member": spell(self.member),
            "wallet": spell(self.wallet),
            "on": DAY.isoformat(),
            "receipt": "",
            "receipt_key": "",
            "amount": amount,
            "lines": [["", "", 1, amount, earned]],
            "excluded": 0,
            "paid": spent,
            "base": earned * 10,
            "earned": earned,
            "repaid": 0,
            "expires": "",
            "spent": [[spell(self.wallet), spent]] if spent else [],
            "pays": spent,
            "how": "card",
            "source": "typed",
            "approver": spell(NOBODY),
        }

    def sell(self, earned: int, spent: int = 0) -> None:
        """Append a sale."""
        self.write("sale", self.sale(earned, spent))

    def head(self, count: int) -> bytes:
        """Give the hash after so many operations."""
        found = seed(self.till.device, self.till.epoch)
        for body in self.bodies[:count]:
            found = link(found, body)
        return found

    def push(self, first: int | None = None) -> Push:
        """Give a push of what was written since the last one, or from a number on, signed."""
        first = self.pushed + 1 if first is None else first
        self.pushed = len(self.bodies)
        said = Push(
            self.till.device,
            self.till.epoch,
            1,
            first,
            self.head(first - 1),
            tuple(self.bodies[first - 1 :]),
            tuple(one for one in self.beside if one.seq >= first),
        )
        return replace(said, signature=sign(self.till.key, said.statement()))

"""A chain with two stores and an office at the centre's door, for tests of what is personal."""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from central.callers import Caller
from central.database import uuid
from regulars.agreement.messages import Logged
from regulars.agreement.till import TillSide
from regulars.ids import Id, unspell
from sync.enrolment import Role
from sync.wire_pull import Page, PullRequest
from sync.wire_rows import ConsentRow, MemberRow, read_consent_row, read_member_row
from tests.central.agreement.shop import MEMBER, NOBODY, OTHER, OTHER_WALLET, WALLET, Shop

NUMBER, OTHER_NUMBER = "2900420000172", "2900420000189"
NAME, PHONE, BIRTHDAY = "王小明", "+886912345678", "1990-02-28"


@dataclass(slots=True)
class Stores:
    """Tills by name, each of a store of that name; the office is of the first."""

    shop: Shop
    stores: dict[str, UUID] = field(default_factory=dict)

    def till(self, name: str, store: str = "") -> TillSide:
        """Enrol a till in a store, which is made where it is not there yet."""
        till = self.shop.till(name)
        place = self.stores.get(store or name)
        if place is None:
            place = self.stores[store or name] = uuid4()
            self.shop.change(
                "insert into store (tenant, store, name) values (%(tenant)s, %(store)s, %(name)s)",
                tenant=uuid(self.shop.tenant),
                store=place,
                name=store or name,
            )
        self.shop.change(
            "update device set store = %(store)s where device = %(device)s",
            store=place,
            device=UUID(hex=till.device),
        )
        return till

    def enrol(self, till: TillSide, **said: str) -> Logged:
        """Take in the member, or with `other` somebody else who has the same number."""
        other = bool(said.pop("other", ""))
        ids = {"member": OTHER, "wallet": OTHER_WALLET} if other else {"member": MEMBER}
        data = {"wallet": WALLET, "number": OTHER_NUMBER if other else NUMBER, **ids}
        private = {"name": NAME, "phone": PHONE, "birthday": BIRTHDAY} | said
        data |= {"language": "zh_Hant", "source": "counter"}
        return self.shop.write(till, "member.enrolled", data, **private)

    def change(self, till: TillSide, **said: str) -> Logged:
        """Change the member."""
        return self.shop.write(till, "member.changed", {"member": MEMBER}, **said)

    def answer(self, till: TillSide, *, given: bool, text: str = "2026-11") -> Logged:
        """Write what the member says of marketing."""
        data: dict[str, Any] = {"member": MEMBER, "purpose": "marketing", "text": text}
        return self.shop.write(till, "consent.given", data | {"given": given, "channel": "counter"})

    def erase(self, till: TillSide) -> Logged:
        """Erase the member at a till."""
        return self.shop.write(
            till, "erase", {"member": MEMBER, "why": "asked", "approver": NOBODY}
        )

    def caller(self, till: TillSide, role: Role = Role.COUNTER) -> Caller:
        """Say who asks, and from which store."""
        ((store,),) = self.shop.rows(
            "select store from device where device = %(device)s", device=UUID(hex=till.device)
        )
        return replace(self.shop.caller(till), store=Id(store.bytes), role=role)

    def pull(self, till: TillSide, cursor: str = "", role: Role = Role.COUNTER) -> Page:
        """Pull a page, as a device of that store and role."""
        page = self.shop.agreement.pull(self.caller(till, role), PullRequest(cursor, 100))
        assert isinstance(page, Page), page
        return page

    def member(self, till: TillSide, role: Role = Role.COUNTER, member: str = MEMBER) -> MemberRow:
        """Give a member as a device is told of them."""
        rows = [read_member_row(row) for row in self.pull(till, role=role).rows["member"]]
        (found,) = (
            one for one in rows if isinstance(one, MemberRow) and one.member == unspell(member)
        )
        return found

    def consent(self, till: TillSide) -> ConsentRow:
        """Give what a device is told of the member's only consent."""
        (row,) = self.pull(till).rows["consent"]
        found = read_consent_row(row)
        assert isinstance(found, ConsentRow)
        return found

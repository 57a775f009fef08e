"""A small shop in the centre's database, for tests; rows as plain as the schema allows."""

import hashlib
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from central.database import Connection, uuid
from regulars.ids import Id


def found(connection: Connection, tenant: Id) -> None:
    """Write the row of a new shop."""
    connection.execute(
        "insert into tenant (tenant, name, currency, exponent, zone, day_start, region,"
        " worth_points, worth_minor, founded)"
        " values (%s, 'Corner shop', 'TWD', 0, 'Asia/Taipei', 4, 'TW', 100, 1, 0)",
        (uuid(tenant),),
    )


def hire(
    connection: Connection, tenant: Id, staff: Id, role: str = "owner", *, is_active: bool = True
) -> None:
    """Write down somebody who works in a shop."""
    connection.execute(
        "insert into staff (tenant, staff, name, role, is_active) values (%s, %s, 'Chen', %s, %s)",
        (uuid(tenant), uuid(staff), role, is_active),
    )


def digest(text: str) -> bytes:
    """Give 32 bytes that stand for something."""
    return hashlib.sha256(text.encode()).digest()


@dataclass(frozen=True, slots=True)
class House:
    """The names of what is in the shop."""

    tenant: Id
    store: UUID = field(default_factory=uuid4)
    till: UUID = field(default_factory=uuid4)
    member: UUID = field(default_factory=uuid4)
    wallet: UUID = field(default_factory=uuid4)

    def build(self, connection: Connection, balance: int = 100) -> None:
        """Write the shop's rows; the tenant's own is there already."""
        shop, run = uuid(self.tenant), connection.execute
        run("insert into store (tenant, store, name) values (%s, %s, 'One')", (shop, self.store))
        run(
            "insert into device (tenant, device, store, role, name, enrolled)"
            " values (%s, %s, %s, 'counter', 'Till 1', 0)",
            (shop, self.till, self.store),
        )
        run(
            "insert into device_epoch (tenant, device, epoch, head, public_key)"
            " values (%s, %s, 1, %s, %s)",
            (shop, self.till, digest("seed"), digest("key")),
        )
        run(
            "insert into field_key (tenant, key, wrapped, made) values (%s, 1, 'wrapped', 0)",
            (shop,),
        )
        run(
            "insert into member (tenant, member, store, key, name, joined)"
            " values (%s, %s, %s, 1, 'sealed', '2026-11-22')",
            (shop, self.member, self.store),
        )
        run(
            "insert into wallet (tenant, wallet, member, balance) values (%s, %s, %s, %s)",
            (shop, self.wallet, self.member, balance),
        )

    def hold(self, connection: Connection, granted: int, held: int | None = None) -> None:
        """Give the till rights to so many points, and say so in the wallet (or something else)."""
        values = {"tenant": uuid(self.tenant), "wallet": self.wallet, "device": self.till}
        connection.execute(
            "insert into holding (tenant, wallet, device, epoch, granted)"
            " values (%(tenant)s, %(wallet)s, %(device)s, 1, %(granted)s)",
            {**values, "granted": granted},
        )
        connection.execute(
            "update wallet set held = %(held)s where tenant = %(tenant)s and wallet = %(wallet)s",
            {**values, "held": granted if held is None else held},
        )

    def operation(self, connection: Connection, seq: int, outcome: str = "posted") -> UUID:
        """Write an operation of the till; gives its id."""
        identity = uuid4()
        connection.execute(
            "insert into operation (tenant, device, place, id, kind, version, at, day, hlc, body,"
            " hash, outcome, received)"
            " values (%s, %s, %s, %s, 'sale', 1, 1, '2026-11-22', 1, '{}', %s, %s, 1)",
            (
                uuid(self.tenant),
                self.till,
                (1 << 32) + seq,
                identity,
                digest(str(seq)),
                outcome,
            ),
        )
        return identity

    def entry(self, connection: Connection, seq: int, points: int) -> None:
        """Write an entry of an operation that is there."""
        connection.execute(
            "insert into entry (tenant, wallet, device, place, line, kind, points, debt, day, hlc,"
            " act) values (%s, %s, %s, %s, 0, 'earn', %s, 0, '2026-11-22', 1, %s)",
            (
                uuid(self.tenant),
                self.wallet,
                self.till,
                (1 << 32) + seq,
                points,
                uuid4(),
            ),
        )

"""How tills are let in: one-time codes, and what enrolling writes down.

Only a code's fingerprint is kept. Every step may be asked for again: a till whose welcome was lost
on the way gets the same one for the same code and key. Tokens are a matter of their own.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from central.database import Connection, Database, identity, tenant, uuid
from central.founding import (
    LOBBY,
    RESERVED,
    Founding,
    is_currency,
    open_lobby,
    open_store,
    tell_of_till,
    write_shop,
)
from central.keys import Keys
from central.shop_keys import keep_secrets, secrets_of
from central.tokens import LEEWAY_MS
from regulars.codes import ALPHABET, ENROLMENT_BYTES, ENROLMENT_TOKEN_LENGTH, enrolment_text
from regulars.codes import read_enrolment as read_code
from regulars.ids import Id
from regulars.operations.chain import seed
from sync.enrolment import (
    CODE_LIVES_MS,
    Invitation,
    Role,
    code_problem,
)
from sync.signing import public_key, vouches
from sync.wire import KEY_BYTES
from sync.wire_enrol import EnrolAnswer, EnrolRequest, ShopFacts
from sync.wire_problem import Problem, ProblemKind
from sync.wire_push import EPOCH_MAX

_CODE = Problem(ProblemKind.CODE, "the code is wrong, used or too old")
_NO_KEY = bytes(KEY_BYTES)
_LIVES_AT_ONCE = 1_000
"""By how many lives of its log a till may be ahead: a wish must not use up all there are."""

_INVITATION = """
select store, role, founds, made, device, used, used_by from invitation
where tenant = %(tenant)s and fingerprint = %(fingerprint)s for update
"""
_INVITE = """
insert into invitation (tenant, fingerprint, store, role, founds, device, made_by, made)
values (%(tenant)s, %(fingerprint)s, %(store)s, %(role)s, %(founds)s, %(device)s, %(made_by)s,
  %(now)s)
"""
_FORGET = """
delete from invitation where tenant = %(tenant)s and used is null and made < %(before)s
"""
_USE = """
update invitation set used = %(now)s, used_by = %(device)s
where tenant = %(tenant)s and fingerprint = %(fingerprint)s
"""
_STORE_IS_THERE = "select is_active from store where tenant = %(tenant)s and store = %(store)s"
_MONEY = """
select currency, exponent, worth_points, worth_minor, is_healing, lease_days, feed_epoch
from tenant where tenant = %(tenant)s
"""
_FACTS = """
select tenant.name, store.name, currency, exponent, worth_points, worth_minor, zone, day_start,
  region
from tenant join store using (tenant) where tenant = %(tenant)s and store = %(store)s
"""
_DEVICE = """
insert into device (tenant, device, store, role, enrolled)
values (%(tenant)s, %(device)s, %(store)s, %(role)s, %(now)s)
on conflict (tenant, device) do update
set store = excluded.store, role = excluded.role, enrolled = excluded.enrolled
where device.role <> 'centre'
"""
_NEWEST = """
select max(epoch) from device_epoch where tenant = %(tenant)s and device = %(device)s
"""
_EPOCH = """
insert into device_epoch (tenant, device, epoch, store, role, head, reported_seq, public_key)
select %(tenant)s, %(device)s, %(epoch)s, %(store)s, %(role)s, %(head)s,
  case when not %(is_healing)s or exists (
    select 1 from device_epoch
    where tenant = %(tenant)s and device = %(device)s and reported_seq is not null
  ) then 0 end,
  %(key)s
"""
_LAST_KNOWN = """
select public_key, is_revoked from device_epoch
where tenant = %(tenant)s and device = %(device)s
  and (role is not null or public_key = %(no_key)s)
order by epoch desc limit 1
"""
_LIFE_OF_KEY = """
select epoch, is_revoked, store, role from device_epoch
where tenant = %(tenant)s and device = %(device)s and public_key = %(key)s and role is not null
order by epoch desc limit 1
"""


class _TurnedAway(Exception):
    """Nothing of this transaction may stay; the problem is what the till is told."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Enrolling:
    """Makes codes and lets tills in; used by many threads at once."""

    database: Database
    keys: Keys
    now_ms: Callable[[], int]
    random: Callable[[int], bytes] = os.urandom
    noted: Callable[[EnrolAnswer, bytes], None] = lambda *_: None
    """Is told who was let in under which key, for a time when the database has forgotten it."""

    def found(self, shop: Id, founding: Founding, *, is_authority: bool) -> bool:
        """Write down a new shop with keys of its own; tells whether it was not there before."""

        def work(connection: Connection) -> bool:
            is_new = write_shop(
                connection, shop, founding, self.now_ms(), is_authority=is_authority
            )
            if is_new:
                keep_secrets(connection, self.keys, self.random, shop, None)
            return is_new

        return self.database.write(shop, work)

    def open_store(self, shop: Id, store: Id, name: str) -> None:
        """Write down a new store of a shop."""
        self.database.write(shop, lambda connection: open_store(connection, shop, store, name))

    def invite(
        self,
        shop: Id,
        store: Id,
        role: Role = Role.COUNTER,
        *,
        founds: bool = False,
        device: Id | None = None,
        made_by: Id | None = None,
    ) -> str | None:
        """Make a one-time code and give it as it is shown; None where there is no such store.

        With `device` it lets in that one, known here, under whatever key it has now.
        """
        text = enrolment_text(self.random(ENROLMENT_BYTES))
        now = self.now_ms()
        values = {
            "tenant": uuid(shop),
            "store": uuid(store),
            "fingerprint": self.keys.fingerprint(read_code(text) or ""),
            "role": role.value,
            "founds": founds,
            "device": None if device is None else uuid(device),
            "made_by": None if made_by is None else uuid(made_by),
            "now": now,
            "before": now - CODE_LIVES_MS,
        }

        def work(connection: Connection) -> bool:
            connection.execute(_FORGET, values)
            row = connection.execute(_STORE_IS_THERE, values).fetchone()
            if row is None or not row[0]:
                return False
            connection.execute(_INVITE, values)
            return True

        return text if self.database.write(shop, work) else None

    def invite_founder(self, role: Role = Role.COUNTER) -> str:
        """Make a one-time code for a shop that ran alone; it brings its names and its log."""
        self.database.write(LOBBY, lambda connection: open_lobby(connection, self.now_ms()))
        text = self.invite(LOBBY, LOBBY, role, founds=True)
        assert text is not None, "the lobby is always open"
        return text

    def enrol(self, wish: EnrolRequest) -> EnrolAnswer | Problem:
        """Let a till in, or say why not. The same wish again gets the same answer."""
        if not vouches(wish.key, wish.statement(), wish.signature):
            return Problem(ProblemKind.BAD_MESSAGE, "the signature is not by this key")
        if not RESERVED.isdisjoint((wish.tenant, wish.store, wish.device)):
            return Problem(ProblemKind.FORBIDDEN, "one of these names is the centre's own")
        if len(wish.code) != ENROLMENT_TOKEN_LENGTH or not set(ALPHABET).issuperset(wish.code):
            return _CODE
        fingerprint = self.keys.fingerprint(wish.code)
        found = self.database.ask("select tenants_of_code(%s)", (fingerprint,))
        if not found:
            return _CODE
        shop = identity(found[0][0])
        try:
            welcome = self.database.write(
                shop, lambda connection: self._let_in(connection, shop, fingerprint, wish)
            )
        except _TurnedAway as away:
            return away.problem
        self.noted(welcome, wish.key)  # fails: the till asks again, and is welcomed again
        return welcome

    def signing_key(self, shop: Id) -> bytes:
        """Give the private key by which the centre vouches for what it tells a shop's tills."""
        return self.database.read(shop, lambda connection: secrets_of(connection, self.keys, shop))[
            1
        ]

    def _let_in(
        self, connection: Connection, shop: Id, fingerprint: bytes, wish: EnrolRequest
    ) -> EnrolAnswer:
        values = {"tenant": uuid(shop), "fingerprint": fingerprint}
        row = connection.execute(_INVITATION, values).fetchone()
        if row is None:
            raise _TurnedAway(_CODE)
        store, role, founds, made, device, used, used_by = row
        code = Invitation(
            fingerprint, shop, identity(store), Role(role), founds, made, used_ms=used or 0
        )
        if code.used_ms:
            return self._welcome_again(connection, code, wish, used_by)
        now = self.now_ms()
        if now < made <= now + LEEWAY_MS:  # made by a process whose clock is ahead
            now = made
        if code_problem(code, now) is not None:
            raise _TurnedAway(_CODE)
        if device is not None and device != uuid(wish.device):
            raise _TurnedAway(Problem(ProblemKind.FORBIDDEN, "the code is for another device"))
        if shop != LOBBY:
            return self._join(connection, code, wish, is_named=device is not None)
        connection.execute(_USE, {**values, "now": self.now_ms(), "device": None})
        return self._join_own(connection, code, wish)

    def _join(
        self, connection: Connection, code: Invitation, wish: EnrolRequest, *, is_named: bool
    ) -> EnrolAnswer:
        """Let a till into the shop its code was made for."""
        if code.founds and wish.tenant != code.tenant:
            raise _TurnedAway(Problem(ProblemKind.FORBIDDEN, "the code is for another shop"))
        if wish.last and wish.tenant != code.tenant:
            raise _TurnedAway(Problem(ProblemKind.OTHER_SHOP, "the log is another shop's"))
        if not wish.is_new:
            _refuse_other_money(connection, code.tenant, wish)
        keep_secrets(
            connection, self.keys, self.random, code.tenant, wish.secrets if code.founds else None
        )
        if code.founds and wish.secrets not in {
            None,
            secrets_of(connection, self.keys, code.tenant)[0],
        }:
            raise _TurnedAway(Problem(ProblemKind.MISMATCH, "the shop has other keys already"))
        answer = self._register(connection, code, wish, is_named=is_named)
        values = {"tenant": uuid(code.tenant), "fingerprint": code.fingerprint}
        connection.execute(_USE, {**values, "now": self.now_ms(), "device": uuid(wish.device)})
        return answer

    def _join_own(
        self, connection: Connection, code: Invitation, wish: EnrolRequest
    ) -> EnrolAnswer:
        """Found a shop under the names that its till has used all along."""
        if wish.secrets is None:
            raise _TurnedAway(Problem(ProblemKind.BAD_MESSAGE, "the keys of the shop are missing"))
        if not is_currency(wish.currency):
            raise _TurnedAway(Problem(ProblemKind.BAD_MESSAGE, "a currency is three letters"))
        tenant(connection, wish.tenant)
        said = wish.shop
        if said is not None and not _is_sane(said):
            raise _TurnedAway(Problem(ProblemKind.BAD_MESSAGE, "the shop cannot be read"))
        name, place, region = ("", "", "") if said is None else (said.name, said.store, said.region)
        zone, day_start = ("UTC", 0) if said is None else (said.zone, said.day_start)
        money = wish.currency, wish.exponent
        worth = wish.worth_points, wish.worth_minor
        founding = Founding(name, *money, zone, day_start, region, *worth, is_told=False)
        if not write_shop(connection, wish.tenant, founding, self.now_ms(), is_authority=False):
            raise _TurnedAway(Problem(ProblemKind.FORBIDDEN, "this shop is at the centre already"))
        open_store(connection, wish.tenant, wish.store, place)
        keep_secrets(connection, self.keys, self.random, wish.tenant, wish.secrets)
        own = replace(code, tenant=wish.tenant, store=wish.store)
        return self._register(connection, own, wish, is_named=False)

    def _register(
        self, connection: Connection, code: Invitation, wish: EnrolRequest, *, is_named: bool
    ) -> EnrolAnswer:
        """Write down the till and the life of its log that begins or goes on now.

        A code lets somebody in; it does not make them a till that is known here. That needs the
        newest key of that till, or a code in which a person has named it.
        """
        shop = uuid(code.tenant)
        ids = {"tenant": shop, "device": uuid(wish.device)}
        values = {**ids, "store": uuid(code.store), "role": code.role.value, "now": self.now_ms()}
        if connection.execute(_DEVICE, values).rowcount == 0:
            raise _TurnedAway(Problem(ProblemKind.FORBIDDEN, "this name is not a till's"))
        if not is_named and _is_somebody_else(connection, ids, wish.key):
            raise _TurnedAway(
                Problem(ProblemKind.FORBIDDEN, "known here: it needs a code of its own")
            )
        ((newest,),) = connection.execute(_NEWEST, ids).fetchall()
        epoch = wish.epoch if newest is None else max(wish.epoch, newest + 1)
        if epoch > min(EPOCH_MAX, (newest or 0) + _LIVES_AT_ONCE):
            raise _TurnedAway(Problem(ProblemKind.FORBIDDEN, "this log has had too many lives"))
        money = connection.execute(_MONEY, ids).fetchone()
        assert money is not None, "the shop is there"
        life = {**values, "epoch": epoch, "head": seed(wish.device, epoch), "key": wish.key}
        connection.execute(_EPOCH, {**life, "is_healing": money[4]})
        tell_of_till(connection, code.tenant, wish.device)
        return self._welcome(connection, code.tenant, code.store, wish.device, epoch, code.role)

    def _welcome_again(
        self, connection: Connection, code: Invitation, wish: EnrolRequest, used_by: UUID | None
    ) -> EnrolAnswer:
        """Answer a till that has used this code and never heard so: its key shows that it is it."""
        shop = code.tenant
        if shop == LOBBY:
            shop = wish.tenant
            tenant(connection, shop)
        elif used_by != uuid(wish.device):
            raise _TurnedAway(_CODE)
        values = {"tenant": uuid(shop), "device": uuid(wish.device), "key": wish.key}
        row = connection.execute(_LIFE_OF_KEY, values).fetchone()
        if row is None:
            raise _TurnedAway(_CODE)
        epoch, is_revoked, store, role = row
        if is_revoked:
            raise _TurnedAway(Problem(ProblemKind.REVOKED, "this device is shut out"))
        return self._welcome(connection, shop, identity(store), wish.device, epoch, Role(role))

    def _welcome(
        self, connection: Connection, shop: Id, store: Id, device: Id, epoch: int, role: Role
    ) -> EnrolAnswer:
        row = connection.execute(_MONEY, {"tenant": uuid(shop)}).fetchone()
        assert row is not None, "the shop is there"
        *_, lease_days, feed = row
        secrets, signing = secrets_of(connection, self.keys, shop)
        facts = connection.execute(_FACTS, {"tenant": uuid(shop), "store": uuid(store)}).fetchone()
        return EnrolAnswer(
            tenant=shop,
            store=store,
            device=device,
            epoch=epoch,
            role=role,
            centre_key=public_key(signing),
            feed=feed,
            lease_days=lease_days,
            server_ms=self.now_ms(),
            secrets=secrets,
            shop=None if facts is None else ShopFacts(*facts),
        )


def _refuse_other_money(connection: Connection, shop: Id, wish: EnrolRequest) -> None:
    row = connection.execute(_MONEY, {"tenant": uuid(shop)}).fetchone()
    assert row is not None, "a code belongs to a shop"
    currency, exponent, points, minor, *_ = row
    is_same_worth = points * wish.worth_minor == wish.worth_points * minor
    if (currency, exponent) != (wish.currency, wish.exponent) or not is_same_worth:
        raise _TurnedAway(Problem(ProblemKind.MISMATCH, "money or the worth of points differ"))


def _is_sane(shop: ShopFacts) -> bool:
    """Tell whether what a shop says of itself can be kept, and its zone told the time in."""
    if any("\0" in text for text in (shop.name, shop.store, shop.region)):
        return False
    try:
        ZoneInfo(shop.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _is_somebody_else(connection: Connection, ids: dict[str, UUID], key: bytes) -> bool:
    """Tell whether a device is known here and this is not its key, or is one shut out.

    One that is known by its name alone, as a person gave it after a restore, has no key to show:
    the name is nobody's who happens to have some code.
    """
    row = connection.execute(_LAST_KNOWN, {**ids, "no_key": _NO_KEY}).fetchone()
    return row is not None and (row[1] or bytes(row[0]) != key)

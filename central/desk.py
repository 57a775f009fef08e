"""What the commands of `regulars-central` do and say; plain words, one line for each thing.

A command gives 0 where all is well and 1 where there is a finding or it was refused.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from central.agreement import Agreement, is_behind
from central.database import PATIENT, Database
from central.enrolling import Enrolling
from central.folder import Folder, now_ms
from central.founding import Founding, is_currency
from central.private import Vault
from central.proving import prove
from central.shops import Device, Shop, devices, matching, shops
from central.shops import revoke as shut_out
from central.trouble import Unclear
from regulars.ids import RANDOM_BYTES, Id, new_id, spell
from sync.enrolment import Role

WELL: Final = 0
FOUND: Final = 1
_SHORT: Final = 16
_FINDINGS_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class Desk:
    """What a command works with."""

    database: Database
    enrolling: Enrolling
    say: Callable[[str], None]
    clock: Callable[[], int] = now_ms

    @property
    def vault(self) -> Vault:
        """Give the keys for personal data."""
        return Vault(self.enrolling.keys)

    def agreement(self) -> Agreement:
        """Give what decides of points and people."""
        return Agreement(self.database, self.clock, vault=self.vault)

    def shop(self, wanted: str | None) -> Shop | None:
        """Find the shop a person means, or say why that is not clear."""
        return _shop(self, wanted)

    def identity(self) -> Id:
        """Make a new id."""
        return new_id(self.clock(), os.urandom(RANDOM_BYTES))


@contextmanager
def opened(address: str, folder: Folder, say: Callable[[str], None]) -> Iterator[Desk]:
    """Open the database and the key; raises a Trouble."""
    with Database(address, size=1, patience=PATIENT) as database:
        keys = folder.keys(database)
        yield Desk(database, Enrolling(database, keys, now_ms), say)


def founding(
    name: str,
    *,
    currency: tuple[str, int],
    zone: tuple[str, int, str],
    worth: tuple[int, int],
) -> Founding:
    """Say what a new shop is; raises Unclear where a word of it means nothing."""
    money, exponent = currency
    place, day_start, region = zone
    if not is_currency(money.upper()):
        raise Unclear(f"A currency is three letters, such as TWD, not {money}.")
    try:
        ZoneInfo(place)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Unclear(f"There is no time zone {place}. Write one such as Asia/Taipei.") from error
    return Founding(name, money.upper(), exponent, place, day_start, region.upper(), *worth)


def add_tenant(desk: Desk, shop: Founding) -> int:
    """Found a shop that begins here, with one store of the same name."""
    tenant, store = desk.identity(), desk.identity()
    desk.enrolling.found(tenant, shop, is_authority=True)
    desk.enrolling.open_store(tenant, store, shop.name)
    desk.say(f"{_called(shop.name, tenant)} is there, with one store of that name.")
    return WELL


def list_tenants(desk: Desk) -> int:
    """List the shops and their stores."""
    known = shops(desk.database)
    for one in known:
        healing = "; restored: waits for its tills" if one.is_healing else ""
        desk.say(
            f"{_called(one.name, one.tenant)}: {one.members:,} members,"
            f" {one.points:,} points{healing}"
        )
        if is_behind(one.day, one.calendar.day(desk.clock())):
            desk.say(f"  Since {one.day} no points have ended. Is the time right? Then: day")
        for store in one.stores:
            desk.say(f"  {_called(store.name, store.store)}")
    if not known:
        desk.say("There is no shop yet. Add one with: tenant add, or code --founds")
    return WELL


def add_store(desk: Desk, wanted: str | None, name: str) -> int:
    """Add a store to a shop."""
    shop = _shop(desk, wanted)
    if shop is None:
        return FOUND
    store = desk.identity()
    desk.enrolling.open_store(shop.tenant, store, name)
    desk.say(f"{_called(name, store)} is there.")
    return WELL


def code(
    desk: Desk,
    wanted: str | None,
    store: str | None,
    device: str | None,
    *,
    is_office: bool,
    founds: bool,
) -> int:
    """Make a code that lets one device in; with `device`, one that is known and comes again."""
    role = Role.OFFICE if is_office else Role.COUNTER
    if founds and wanted is None:
        desk.say(desk.enrolling.invite_founder(role))
        desk.say("For a shop that ran alone until now. Type it at its till within ten minutes.")
        return WELL
    shop = _shop(desk, wanted)
    if shop is None:
        return FOUND
    known = [(one.store, one.name) for one in shop.stores]
    place = _one(desk, "store", store, known)
    if place is None:
        return FOUND
    named = None
    if device is not None:
        found = [(one.device, one.name) for one in devices(desk.database, shop.tenant)]
        named = _one(desk, "device", device, found)
        if named is None:
            return FOUND
    text = desk.enrolling.invite(shop.tenant, place, role, founds=founds, device=named)
    if text is None:
        desk.say("This store is closed.")
        return FOUND
    desk.say(text)
    whom = "that device" if named else "one device"
    desk.say(f"Lets {whom} in, once. Type it there within ten minutes.")
    return WELL


def begin_day(desk: Desk, wanted: str | None) -> int:
    """Begin today in a shop whose day is far back: a person says that the time is right."""
    shop = _shop(desk, wanted)
    if shop is None:
        return FOUND
    today = shop.calendar.day(desk.clock())
    desk.agreement().begin_day(shop.tenant, today)
    desk.say(
        f"It is {today} in {_called(shop.name, shop.tenant)}; what ended until then has ended."
    )
    return WELL


def list_devices(desk: Desk, wanted: str | None) -> int:
    """List devices; 1 where one needs a person."""
    shop = _shop(desk, wanted)
    if shop is None:
        return FOUND
    known = devices(desk.database, shop.tenant)
    for one in known:
        desk.say(_line(one, is_healing=shop.is_healing))
    if not known:
        desk.say("No device has been let in yet. Make a code with: code")
    return FOUND if any(one.is_copied for one in known) else WELL


def retire(desk: Desk, wanted: str | None, device: str, epoch: int | None) -> int:
    """Give a device up, as a person decides; says what it held, which is what can be lost."""
    found = _device(desk, wanted, device)
    if found is None:
        return FOUND
    shop, lives = found
    life = next((one for one in lives if one.epoch == epoch), lives[-1] if epoch is None else None)
    if life is None:
        desk.say(f"This device has no epoch {epoch}.")
        return FOUND
    desk.agreement().retire(shop.tenant, life.device, life.epoch)
    desk.say(
        f"{_called(life.name, life.device)}, epoch {life.epoch}, is retired. It held"
        f" {life.held:,} points, which are in the pool again: so much the shop can lose at most."
    )
    return WELL


def revoke(desk: Desk, wanted: str | None, device: str) -> int:
    """Shut a device out."""
    found = _device(desk, wanted, device)
    if found is None:
        return FOUND
    shop, lives = found
    life = lives[-1]
    called = _called(life.name, life.device)
    if shut_out(desk.database, shop.tenant, life.device):
        desk.say(
            f"{called} is shut out. With a code that names it (code --device) it can come again."
        )
    else:
        desk.say(f"{called} was shut out already.")
    held = sum(one.held for one in lives)
    if held:
        desk.say(f"It still holds {held:,} points. If it is gone for good, retire it too.")
    return WELL


def verify(desk: Desk, wanted: str | None) -> int:
    """Prove one shop, or all."""
    known = shops(desk.database)
    if wanted is not None:
        shop = _shop(desk, wanted)
        known = [] if shop is None else [shop]
        if shop is None:
            return FOUND
    findings = 0
    for one in known:
        proof = prove(desk.database, one.tenant)
        findings += len(proof.findings)
        desk.say(
            f"{_called(one.name, one.tenant)}: {proof.operations:,} operations,"
            f" {proof.entries:,} entries, {proof.wallets:,} wallets, {proof.points:,} points."
        )
        for finding in proof.findings[:_FINDINGS_MAX]:
            desk.say(f"  {finding}")
    desk.say(f"{findings:,} findings." if findings else "Everything is as it must be.")
    return FOUND if findings else WELL


def _shop(desk: Desk, wanted: str | None) -> Shop | None:
    known = shops(desk.database)
    found = _one(desk, "shop", wanted, [(one.tenant, one.name) for one in known])
    return next((one for one in known if one.tenant == found), None)


def _device(desk: Desk, wanted: str | None, device: str) -> tuple[Shop, list[Device]] | None:
    """Find a device and all its lives, the newest last."""
    shop = _shop(desk, wanted)
    if shop is None:
        return None
    known = devices(desk.database, shop.tenant)
    found = _one(desk, "device", device, [(one.device, one.name) for one in known])
    lives = sorted((one for one in known if one.device == found), key=lambda one: one.epoch)
    return (shop, lives) if lives else None


def _one(desk: Desk, what: str, wanted: str | None, known: Sequence[tuple[Id, str]]) -> Id | None:
    """Find the one a person means, or say why that is not clear."""
    known = list(dict.fromkeys(known))
    found = [one for one, _ in known] if wanted is None else matching(wanted, known)
    if len(found) == 1:
        return found[0]
    if not known:
        desk.say(f"There is no {what} yet.")
    elif not found:
        desk.say(f"There is no {what} {wanted}.")
    else:
        desk.say(f"Say which {what}, by its name or how its id begins:")
        for one, name in known:
            desk.say(f"  {_called(name, one)}")
    return None


def _called(name: str, identity: Id) -> str:
    return f"{name or '(no name yet)'} [{spell(identity)[:_SHORT]}]"


def _line(one: Device, *, is_healing: bool) -> str:
    seen = "never"
    if one.seen_ms:
        seen = datetime.fromtimestamp(one.seen_ms / 1_000, UTC).strftime("%Y-%m-%d %H:%M UTC")
    words = [
        f"{_called(one.name, one.device)} epoch {one.epoch}, {one.role} of {one.store}:",
        f"{one.standing}, {one.arrived:,} operations, holds {one.held:,} points,",
        f"last seen {seen}",
    ]
    words += [f"({one.arrived - one.posted:,} wait)"] if one.posted < one.arrived else []
    words += ["(its report is missing)"] if is_healing and one.is_waited_for else []
    words += ["(COPIED: two tills write its log)"] if one.is_copied else []
    return " ".join(words)

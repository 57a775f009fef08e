"""What the commands of `regulars-central` do and say; plain words, one line for each thing.

A command gives 0 where all is well and 1 where there is a finding or it was refused.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from central.agreement import Agreement, is_behind
from central.backup import kept
from central.database import PATIENT, Database
from central.deciding import held
from central.enrolling import Enrolling
from central.folder import Folder, now_ms
from central.founding import Founding, is_currency
from central.happened import GIVEN_UP, SHUT_OUT, Happened, Journal
from central.private import Vault
from central.proving import prove
from central.reviews import open_reviews, settle
from central.shops import Device, Shop, devices, matching, shops
from central.shops import revoke as shut_out
from central.trouble import Unclear
from central.working.asking import Asking
from regulars.ids import RANDOM_BYTES, Id, new_id, spell
from sync.enrolment import Role

WELL: Final = 0
FOUND: Final = 1
_SHORT: Final = 16
_FINDINGS_MAX: Final = 100
_BACKUP_OLD_MS: Final = 3 * 86_400_000


@dataclass(frozen=True, slots=True)
class Desk:
    """What a command works with."""

    database: Database
    enrolling: Enrolling
    journal: Journal
    say: Callable[[str], None]
    ask: Callable[[str], bool]
    backups: Path | None = None
    clock: Callable[[], int] = now_ms

    @property
    def vault(self) -> Vault:
        """Give the keys for personal data."""
        return Vault(self.enrolling.keys)

    def agreement(self) -> Agreement:
        """Give what decides of points and people."""
        return Agreement(self.database, self.clock, vault=self.vault, note=self.journal.add)

    def shop(self, wanted: str | None) -> Shop | None:
        """Find the shop a person means, or say why that is not clear."""
        return _shop(self, wanted)

    def identity(self) -> Id:
        """Make a new id."""
        return new_id(self.clock(), os.urandom(RANDOM_BYTES))


@contextmanager
def opened(
    address: str,
    folder: Folder,
    say: Callable[[str], None],
    ask: Callable[[str], bool],
    backups: Path | None = None,
) -> Iterator[Desk]:
    """Open the database and the key; raises a Trouble. `ask` puts a question of yes or no."""
    with Database(address, size=1, patience=PATIENT) as database:
        keys = folder.keys(database)
        yield Desk(database, Enrolling(database, keys, now_ms), folder.journal, say, ask, backups)


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
    if desk.backups is not None and known:
        _tell_age(desk, desk.backups)
    if not known:
        desk.say("There is no shop yet. Add one with: tenant add, or code --founds")
    return WELL


def _tell_age(desk: Desk, backups: Path) -> None:
    """Say that backups fail, to whoever looks at all."""
    good = next((one.note for one in kept(backups) if one.note.is_good), None)
    if good is None:
        desk.say("There is no good backup. Make one with: backup")
    elif desk.clock() - good.taken.timestamp() * 1_000 > _BACKUP_OLD_MS:
        desk.say(f"The last good backup is of {good.taken:%Y-%m-%d}. Look at why: backup")


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
    total = sum(one.held for one in known)
    if total:
        desk.say(f"Together they may spend {total:,} of {shop.points:,} points without asking.")
    if not known:
        desk.say("No device has been let in yet. Make a code with: code")
    return FOUND if any(one.is_copied for one in known) else WELL


def retire(desk: Desk, wanted: str | None, device: str, epoch: int | None, *, is_sure: bool) -> int:
    """Give a device up, as a person decides who was told what can be lost by it."""
    found = _device(desk, wanted, device)
    if found is None:
        return FOUND
    shop, lives = found
    life = next((one for one in lives if one.epoch == epoch), lives[-1] if epoch is None else None)
    if life is None:
        desk.say(f"This device has no epoch {epoch}.")
        return FOUND
    called = f"{_called(life.name, life.device)}, epoch {life.epoch},"
    desk.say(
        f"{called} holds {life.held:,} points. Retired, they go back to the pool; what it spent"
        " unseen until now, so much at most, the shop pays. There is no way back."
    )
    if not (is_sure or desk.ask("Give it up?")):
        desk.say("Nothing was done.")
        return FOUND

    def check(asking: Asking) -> Literal["more"] | None:
        if held(asking, life.device, life.epoch) > life.held:
            return "more"
        _remember(desk, GIVEN_UP, shop, life)
        return None

    points = desk.agreement().retire(shop.tenant, life.device, life.epoch, check)
    if points == "more":
        desk.say("It holds more by now. Nothing was done; look again.")
        return FOUND
    desk.say(f"It is retired; {points:,} points are in the pool again.")
    return WELL


def _remember(desk: Desk, what: str, shop: Shop, life: Device) -> None:
    """Write down what a backup that is put back later has to be told again."""
    device = spell(life.device)
    desk.journal.add(Happened(what, spell(shop.tenant), device, life.epoch, desk.clock()))


def revoke(desk: Desk, wanted: str | None, device: str) -> int:
    """Shut a device out."""
    found = _device(desk, wanted, device)
    if found is None:
        return FOUND
    shop, lives = found
    life = lives[-1]
    called = _called(life.name, life.device)
    _remember(desk, SHUT_OUT, shop, life)
    if shut_out(desk.database, shop.tenant, life.device):
        desk.say(
            f"{called} is shut out. With a code that names it (code --device) it can come again."
        )
    else:
        desk.say(f"{called} was shut out already.")
    total = sum(one.held for one in lives)
    if total:
        desk.say(f"It still holds {total:,} points. If it is gone for good, retire it too.")
    return WELL


def list_reviews(desk: Desk, wanted: str | None) -> int:
    """List what a person should look at; 1 where there is something."""
    shop = _shop(desk, wanted)
    if shop is None:
        return FOUND
    found = open_reviews(desk.database, shop.tenant)
    for one in found:
        points = f", {one.points:,} points" if one.points else ""
        desk.say(f"[{spell(one.review)[:_SHORT]}] {_when(one.opened_ms)}: {one.words}{points}")
        desk.say(f"  {one.about}")
    if not found:
        desk.say("Nothing waits for a person.")
    return FOUND if found else WELL


def settle_review(desk: Desk, wanted: str | None, review: str, outcome: str) -> int:
    """Note that a person has looked at something."""
    shop = _shop(desk, wanted)
    if shop is None:
        return FOUND
    known = [(one.review, "") for one in open_reviews(desk.database, shop.tenant)]
    found = _one(desk, "review", review, known)
    if found is None or not settle(desk.database, shop.tenant, found, outcome, desk.clock()):
        return FOUND
    desk.say("It is settled.")
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


def _when(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1_000, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _line(one: Device, *, is_healing: bool) -> str:
    seen = "never"
    place = f"{one.role} of {one.store}" if one.role else "not let in yet"
    if one.seen_ms:
        seen = _when(one.seen_ms)
    words = [
        f"{_called(one.name, one.device)} epoch {one.epoch}, {place}:",
        f"{one.standing}, {one.arrived:,} operations, holds {one.held:,} points,",
        f"last seen {seen}",
    ]
    words += [f"({one.arrived - one.posted:,} wait)"] if one.posted < one.arrived else []
    words += ["(waited for since the restore)"] if is_healing and one.is_missing else []
    words += [f"(its key is not known: code --device {spell(one.device)[:_SHORT]})"] * (
        not one.has_key and one.standing == "live"
    )
    words += ["(COPIED: two tills write its log)"] if one.is_copied else []
    return " ".join(words)

"""A new till of a shop that is there: it has nothing yet, and takes the shop as the centre says.

The file is made in a folder beside the final one and renamed when it is whole. A note in there
keeps the device's name and key while the centre is asked, so that a break goes on as the same till.
"""

import json
from contextlib import suppress
from dataclasses import dataclass, replace

from desktop import trouble
from desktop.head_note import write_note
from desktop.joining import Joined, NotJoined, Offer, Why, ask_in
from desktop.link import line_to
from desktop.lock import take_lock
from desktop.moving import declare_whole, fresh_folder, move_in
from desktop.opening import SHOP_NAME_BYTES, World
from desktop.paths import Folder
from desktop.pins import start_counting
from desktop.secrets import (
    Keys,
    MasterStore,
    adopt_keys,
    best_store,
    found_keys,
    new_recovery,
    open_keys,
    settle_sheet,
    write_private,
)
from desktop.snapshots import Watch, take
from desktop.store.database import Store, open_store
from desktop.store.joining import join
from desktop.store.journal import Journal
from desktop.store.members import keep_alias_key
from desktop.store.migrations import migrate
from desktop.store.shop import Identity, keep_local_fact
from desktop.store.way import Way, keep_way
from regulars.business_day import Calendar
from regulars.canonical import Json
from regulars.codes import read_enrolment, recovery_text
from regulars.ids import RANDOM_BYTES, Id, new_id, spell, unspell
from regulars.money import CURRENCIES, Currency
from regulars.programme.programme import Programme
from sync.signing import sign
from sync.wire import SCHEMA
from sync.wire_enrol import EnrolAnswer, EnrolRequest, ShopFacts

NOTE = "joining.json"


@dataclass(frozen=True, slots=True)
class NewTill:
    """What a person says of a new till: what it is called, and which language is read at it."""

    name: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class MadeTill:
    """A till that was made: what its recovery sheet says, and the shop it belongs to."""

    joined: Joined
    recovery: str
    shop: str


def join_new(
    folder: Folder,
    world: World,
    offer: Offer,
    typed: str,
    said: NewTill,
    keeper: MasterStore | None = None,
    watch: Watch | None = None,
) -> MadeTill | NotJoined:
    """Ask to be let in and make the file of a new till; raises a Trouble of this computer.

    The same code again gets the same till, as long as this folder's try is there. A large shop's
    members are read at once, as long as `watch` does not say to go on without.
    """
    code = read_enrolment(typed)
    if code is None:
        return NotJoined(Why.MISTYPED)
    _refuse_second(folder)
    lock = take_lock(folder.lock, "first run")
    try:
        _refuse_second(folder)
        making = Folder(folder.making)
        device = _prepare(making, world, offer, code, keeper)
        wish = _wish(open_keys(making.root), device, code, world)
        answer = ask_in(offer, wish)
        if isinstance(answer, NotJoined):
            return answer
        if answer.shop is None or answer.device != device:
            return NotJoined(Why.OLD, "the centre does not say what the shop is")
        recovery = _make(making, world, offer, answer, replace(said, name=said.name.strip()))
        read_ahead(making, world, offer, answer, watch or Watch())
        declare_whole(folder)
        move_in(folder, world.clock.now_ms())
        with suppress(OSError):  # until here it kept the try; now it is only a code that was used
            (folder.root / NOTE).unlink()
        joined = Joined(answer.device, answer.epoch)
        return MadeTill(joined, recovery_text(recovery), answer.shop.name)
    finally:
        lock.release()


def _refuse_second(folder: Folder) -> None:
    if folder.is_set_up():
        raise trouble.AlreadyOpen(str(folder.root))


def _prepare(
    making: Folder, world: World, offer: Offer, code: str, keeper: MasterStore | None
) -> Id:
    """Give the name of the device to be, with keys beside it: those of a try that broke off."""
    wanted = {"address": offer.address, "code": code}
    with suppress(OSError, ValueError, KeyError, TypeError, trouble.Trouble):
        note = json.loads((making.root / NOTE).read_bytes())
        open_keys(making.root)
        if {name: note[name] for name in wanted} == wanted:
            return unspell(note["device"])
    fresh_folder(making.root)
    name = world.chance(SHOP_NAME_BYTES).hex()
    found_keys(making.root, name, world.chance, keeper or best_store(making.root, name))
    device = new_id(world.clock.now_ms(), world.chance(RANDOM_BYTES))
    note = {**wanted, "device": spell(device)}
    write_private(making.root / NOTE, json.dumps(note).encode())
    return device


def _wish(keys: Keys, device: Id, code: str, world: World) -> EnrolRequest:
    """Spell what a till asks that has no shop: names of its own for one, and no money."""

    def nobody() -> Id:
        return new_id(world.clock.now_ms(), world.chance(RANDOM_BYTES))

    wish = EnrolRequest(
        code=code,
        tenant=nobody(),
        store=nobody(),
        device=device,
        epoch=1,
        key=keys.public_device_key(),
        schema=SCHEMA,
        last=0,
        currency="",
        exponent=0,
        worth_points=1,
        worth_minor=0,
    )
    return wish.signed(sign(keys.device, wish.statement()))


def _make(making: Folder, world: World, offer: Offer, answer: EnrolAnswer, said: NewTill) -> bytes:
    """Make the file of the new till; gives the recovery key, made anew: none was ever shown."""
    for left in making.root.glob(f"{making.database.name}*"):
        left.unlink()
    shared = answer.secrets
    keys = adopt_keys(making.root, world.chance, pepper=shared.pepper, phone=shared.phone)
    store = open_store(making.database, keys.database, create=True)
    try:
        migrate(store, lambda _: None)
        with store.writing():
            keep_local_fact(store, "epoch", str(answer.epoch))
            join(store, lease_days=answer.lease_days, is_authority=False)
            keep_alias_key(store, shared.alias)
            keep_way(store, Way(offer.address, offer.authority, answer.centre_key))
            assert answer.shop is not None, "it was looked at"
            _write(_journal(store, world, answer), answer.shop, keys, said)
        start_counting(making.root, keys.pepper)
        store.hand_over()
        write_note(making.head, store, keys)
    finally:
        store.close()
    recovery = new_recovery(making.root, world.chance)
    settle_sheet(making.root)
    return recovery


def read_ahead(
    making: Folder, world: World, offer: Offer, answer: EnrolAnswer, watch: Watch
) -> bool:
    """Take what the feed says at once where the centre has it so; tells whether that was done."""
    centre = line_to(Way(offer.address, offer.authority, answer.centre_key))
    try:
        return take(making, world, centre, answer, open_keys(making.root), watch)
    finally:
        centre.close()


def _journal(store: Store, world: World, answer: EnrolAnswer) -> Journal:
    assert answer.shop is not None, "it was looked at"
    return Journal(
        store=store,
        identity=Identity(answer.tenant, answer.store, answer.device, answer.epoch),
        calendar=Calendar(answer.shop.zone, answer.shop.day_start),
        clock=world.clock,
        chance=world.chance,
        programme=Programme().name,
    )


def _write(journal: Journal, shop: ShopFacts, keys: Keys, said: NewTill) -> None:
    """Write the first operations: the shop as the centre has it, and what this till is called."""
    known = CURRENCIES.get(shop.currency)
    money = known or Currency(shop.currency, shop.exponent, shop.currency)
    opened: dict[str, Json] = {
        "currency": shop.currency,
        "exponent": shop.exponent,
        "sign": money.sign,
        "zone": shop.zone,
        "day_start": shop.day_start,
        "training": False,
        "key": keys.public_device_key().hex(),
        "region": shop.region,
        "follows": "",
    }
    journal.write("shop.opened", opened)
    till: dict[str, Json] = {"till": spell(journal.identity.device), "name": said.name}
    journal.write("till", till)
    journal.write("setting", {"key": "language", "value": said.language})

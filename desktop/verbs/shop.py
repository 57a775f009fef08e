"""Found a shop, and change what it says of itself: settings, programme, goods, staff."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop.answers import StaffRow
from desktop.book import Book
from desktop.clock import Clock
from desktop.store.database import Store
from desktop.store.journal import Chance, Journal
from desktop.store.shop import Category, Identity, Item
from regulars.agreement.places import is_id, store_led
from regulars.business_day import Calendar
from regulars.canonical import Json
from regulars.ids import RANDOM_BYTES, Id, new_id, spell
from regulars.money import Currency
from regulars.people.names import clean_name
from regulars.programme.programme import Programme
from regulars.refusals import BadSetting, NameMissing, Refusal

SETTINGS = {
    "language": ("en", "zh_Hans", "zh_Hant"),
    "palette": ("light", "dark", "contrast"),
    "large_type": ("no", "yes"),
    "sound": ("yes", "no"),
    "receipts_restart": ("never", "daily"),
    "receipt_required": ("no", "yes"),
    "redeem_without_card": ("birthday", "name", "approval"),
    "idle_lock_seconds": ("60", "120", "300", "600"),
    "slip_width": ("80", "58"),
    "slip_printer": (),
    "card_printer": (),
    "print_slips": ("no", "yes"),
    "scanner_prefix": ("none", "F9", "STX"),
    "watched_folder": (),
}
"""Every setting with its values, the first being what it is where nobody has set it; ()
is any text."""
_VALUE_MAX = 500
ALIAS_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Founding:
    """What the first run asks, and nothing more."""

    shop_name: str
    currency: Currency
    zone: str
    region: str
    programme: Programme
    owner_name: str
    language: str = "en"
    till_name: str = ""
    day_start_hour: int = 0
    training: bool = False
    settings: dict[str, str] = field(default_factory=dict)


def found_shop(
    store: Store, founding: Founding, *, clock: Clock, chance: Chance, device_key: bytes
) -> Id:
    """Write the first operations of a shop, in one transaction; gives the owner's id."""
    now = clock.now_ms()

    def fresh() -> Id:
        return new_id(now, chance(RANDOM_BYTES))

    identity = Identity(fresh(), fresh(), fresh(), 1)
    journal = Journal(
        store=store,
        identity=identity,
        calendar=Calendar(founding.zone, founding.day_start_hour),
        clock=clock,
        chance=chance,
        programme=founding.programme.name,
    )
    owner = fresh()
    with store.writing():
        secret = {"alias_key": chance(ALIAS_KEY_BYTES).hex()}
        journal.write("shop.opened", _opened(founding, device_key), secret)
        store_data: dict[str, Json] = {"store": spell(identity.store), "name": founding.shop_name}
        journal.write("store", store_data)
        till_data: dict[str, Json] = {"till": spell(identity.device), "name": founding.till_name}
        journal.write("till", till_data)
        journal.write("programme", {"document": founding.programme.document()})
        settings = {"language": founding.language, **founding.settings}
        for key, value in settings.items():
            journal.write("setting", {"key": key, "value": value})
        write_staff(journal, owner, founding.owner_name, "owner", active=True)
    return owner


def _opened(founding: Founding, device_key: bytes) -> dict[str, Json]:
    return {
        "currency": founding.currency.code,
        "exponent": founding.currency.exponent,
        "sign": founding.currency.sign,
        "zone": founding.zone,
        "day_start": founding.day_start_hour,
        "training": founding.training,
        "key": device_key.hex(),
        "region": founding.region,
        "follows": "",
    }


def write_staff(journal: Journal, staff: Id, name: str, role: str, *, active: bool) -> None:
    """Write who somebody is, inside a write that is open."""
    data: dict[str, Json] = {"staff": spell(staff), "role": role, "active": active}
    journal.write("staff", data, {"name": name} if name else None)


def set_setting(book: Book, key: str, value: str) -> Refusal | None:
    """Write a setting; refuses a value it cannot have."""
    if store_led(key) is not None:
        return _set_lead(book, key, value)
    allowed = SETTINGS.get(key)
    if allowed is None or (allowed and value not in allowed) or len(value) > _VALUE_MAX:
        return BadSetting(key)
    if key == "watched_folder" and value and not _may_be_watched(Path(value), book.store.path):
        return BadSetting(key)
    _keep_setting(book, key, value)
    return None


def _set_lead(book: Book, key: str, value: str) -> Refusal | None:
    """Write which till leads a store: where its members' points are while it is cut off."""
    if not is_id(store_led(key) or "") or not is_id(value):
        return BadSetting(key)
    _keep_setting(book, key, value)
    return None


def _keep_setting(book: Book, key: str, value: str) -> None:
    if book.shop.setting(key) != value:
        with book.writing():
            book.journal.write("setting", {"key": key, "value": value})
        book.reload()


def _may_be_watched(folder: Path, database: Path) -> bool:
    """Refuse folders whose files are not a register's: the shop's own data, or what holds it."""
    data, chosen = database.parent.resolve(), folder.resolve()
    is_inside = chosen == data or data in chosen.parents
    return chosen == data / "sales" or not (is_inside or chosen in data.parents)


def publish_programme(book: Book, programme: Programme) -> None:
    """Write a new version of the programme; sales from now on are priced by it."""
    if programme == book.shop.programme:
        return
    with book.writing():
        book.journal.write("programme", {"document": programme.document()})
    book.reload()


def keep_goods(book: Book, categories: tuple[Category, ...], items: tuple[Item, ...]) -> None:
    """Write the list of categories and items; those that earn nothing join the programme."""
    data: dict[str, Json] = {
        "categories": [[one.key, one.name, one.earns] for one in categories],
        "items": [[one.code, one.name, one.category] for one in items],
    }
    without = tuple(sorted(one.key for one in categories if not one.earns))
    programme = replace(book.shop.programme, no_points=without)
    with book.writing():
        book.journal.write("category", data)
        if programme != book.shop.programme:
            book.journal.write("programme", {"document": programme.document()})
    book.reload()


def name_here(book: Book, till: str, store: str) -> None:
    """Write what this till and its store are called, inside a write that is open; "" leaves it."""
    here, shop = book.shop.identity, book.shop
    if store and store != shop.name:
        book.journal.write("store", {"store": spell(here.store), "name": store})
    if till and till != shop.till_name:
        book.journal.write("till", {"till": spell(here.device), "name": till})


def rename_shop(book: Book, name: str) -> None:
    """Write the shop's name."""
    data: dict[str, Json] = {"store": spell(book.shop.identity.store), "name": name}
    with book.writing():
        book.journal.write("store", data)
    book.reload()


def rename_till(book: Book, name: str) -> None:
    """Write the till's name."""
    data: dict[str, Json] = {"till": spell(book.shop.identity.device), "name": name}
    with book.writing():
        book.journal.write("till", data)
    book.reload()


def hire(book: Book, name: str, role: str) -> Id | Refusal:
    """Write somebody new; the PIN is set apart from the log."""
    clean = clean_name(name)
    if clean is None:
        return NameMissing()
    staff = book.journal.fresh_id()
    with book.writing():
        write_staff(book.journal, staff, clean, role, active=True)
    return staff


def change_staff(book: Book, staff: Id, *, role: str, active: bool) -> None:
    """Write a person's new role, or that they have left."""
    with book.writing():
        write_staff(book.journal, staff, "", role, active=active)


def staff_rows(store: Store) -> list[StaffRow]:
    """List who works here, in the order they came."""
    rows = store.rows(
        "select staff.id, name, role, is_active, pin.staff is not null from staff"
        " left join pin on pin.staff = staff.id order by staff.key"
    )
    return [StaffRow(Id(row[0]), row[1], row[2], bool(row[3]), bool(row[4])) for row in rows]

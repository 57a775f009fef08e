"""What a shop says of itself reaches all tills: names, staff, programme, goods, settings, PINs."""

from typing import Any
from uuid import uuid4

import pytest

from central.database import Database
from central.founding import Founding, open_store, write_shop
from central.shops import revoke
from central.working.told import FEED_OF, TOLD, Audience
from desktop.verbs.shop import SETTINGS
from regulars.agreement.papers import SHOP_SETTINGS, TILL_SETTINGS, paper_of
from regulars.agreement.till import TillSide
from regulars.ids import Id, unspell
from regulars.operations.kinds import KINDS
from regulars.programme.programme import Programme
from sync import signing
from tests.central.agreement import spelling
from tests.central.agreement.shop import Shop
from tests.simulation.world import named

STAFF = named("somebody")
VERIFIER = "$argon2id$v=19$m=8,t=1,p=1$bWFkZSB1cA$bWFkZSB1cA"


def told(shop: Shop, till: TillSide, kind: str, id_: str = "") -> Any:
    """Give what a till is told of a kind: one row, or the only one."""
    rows = [row for row in shop.pull(till).rows.get(kind, ()) if id_ in {"", row["id"]}]
    return rows[-1] if rows else None


def set_to(shop: Shop, till: TillSide, value: str, key: str = "receipt_required") -> None:
    """Write a setting at a till."""
    shop.write(till, "setting", {"key": key, "value": value})


# The table


def test_every_kind_of_operation_says_what_tills_are_told_because_of_it() -> None:
    assert set(FEED_OF) == set(KINDS)


def test_every_kind_that_is_told_has_an_audience_and_rows() -> None:
    said = {kind for kinds in FEED_OF.values() for kind in kinds} - {"wallet", "consent"}
    assert said | {"pin"} == set(TOLD)
    audiences = {kind: one.audience for kind, one in TOLD.items() if one.audience != Audience.ALL}
    assert audiences == {"pin": Audience.TRUSTED, "review": Audience.CONCERNED}


def test_every_setting_is_the_shop_s_or_the_till_s() -> None:
    assert set(SETTINGS) == SHOP_SETTINGS | TILL_SETTINGS
    assert not SHOP_SETTINGS & TILL_SETTINGS


# Documents


def test_a_setting_of_the_shop_is_told_to_another_till(shop: Shop) -> None:
    one, other = shop.till("one"), shop.till("other")
    set_to(shop, one, "yes")
    shop.push(one)
    row = told(shop, other, "document")
    assert row["id"] == "setting receipt_required"
    assert row["body"] == {"key": "receipt_required", "value": "yes"}
    assert row["seen"] == [0, 0]
    assert told(shop, one, "document")["seen"] == [1, 1]


def test_a_setting_of_one_till_is_told_to_nobody(shop: Shop) -> None:
    one, other = shop.till("one"), shop.till("other")
    set_to(shop, one, "dark", key="palette")
    shop.push(one)
    assert told(shop, other, "document") is None


def test_the_last_word_counts_in_whatever_order_it_arrives(shop: Shop) -> None:
    one, other = shop.till("one"), shop.till("other")
    set_to(shop, one, "yes")
    shop.now_ms += 1_000
    set_to(shop, other, "no")
    shop.push(other)
    first = told(shop, one, "document")
    shop.push(one)
    second = told(shop, one, "document")
    assert first["body"]["value"] == second["body"]["value"] == "no"
    assert second["seq"] > first["seq"], "who lost is told what stands"
    assert second["seen"] == [1, 1]


def test_a_clock_that_is_years_ahead_has_the_last_word_for_a_minute_at_most(shop: Shop) -> None:
    ahead, other = shop.till("ahead"), shop.till("other")
    ahead.hlc = (shop.now_ms + 10 * 365 * 86_400_000) << 16
    set_to(shop, ahead, "yes")
    shop.push(ahead)
    shop.now_ms += 1_000
    set_to(shop, other, "no")
    shop.push(other)
    assert told(shop, ahead, "document")["body"]["value"] == "no"


def test_a_new_programme_is_told_and_is_what_a_new_till_must_agree_with(shop: Shop) -> None:
    one, other = shop.till("one"), shop.till("other")
    programme = Programme(worth_points=50, worth_minor=7)
    shop.write(one, "programme", {"document": programme.document()})
    shop.push(one)
    assert told(shop, other, "document")["body"] == {"document": programme.document()}
    assert shop.rows("select worth_points, worth_minor from tenant") == [(50, 7)]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("programme", {"document": {"earn": [1, 0]}}),
        ("programme", {"document": Programme().document() | {"earn": [1, 0]}}),
        ("category", {"categories": [["t", "Tea"]], "items": []}),
        ("setting", {"key": "a\x00b", "value": ""}),
        ("store", {"store": "here", "name": "Here"}),
    ],
)
def test_what_no_till_could_read_is_put_by(shop: Shop, kind: str, data: Any) -> None:
    till = shop.till("one")
    shop.write(till, kind, data)
    assert shop.results(till) == ["parked"]
    assert set(shop.pull(till).rows) <= {"till", "review"}
    assert shop.reviews() == ["parked"]


# Stores, tills, staff


def test_names_of_stores_and_tills_are_told(shop: Shop) -> None:
    one, other = shop.till("one"), shop.till("other")
    store = uuid4().hex
    shop.write(one, "store", {"store": store, "name": "East Street 東街"})
    shop.write(one, "till", {"till": one.device, "name": "Front"})
    shop.push(one)
    assert told(shop, other, "store")["name"] == "East Street 東街"
    row = told(shop, other, "till", one.device)
    assert (row["name"], row["standing"], row["role"]) == ("Front", "live", "counter")


def test_a_store_made_by_whoever_runs_the_centre_is_told(shop: Shop) -> None:
    till, store = shop.till("one"), Id(uuid4().bytes)
    shop.database.write(shop.tenant, lambda c: open_store(c, shop.tenant, store, "New"))
    assert told(shop, till, "store")["id"] == store.hex()
    shop.database.write(shop.tenant, lambda c: open_store(c, shop.tenant, store, "New"))
    assert len(shop.pull(till).rows["store"]) == 1


def test_a_till_that_is_retired_or_shut_out_is_told_so(shop: Shop) -> None:
    one, other, third = (shop.till(name) for name in ("one", "other", "third"))
    for till in (one, other, third):
        shop.sell(till, 10)
        shop.push(till)
    shop.agreement.retire(shop.tenant, unspell(one.device), 1)
    revoke(shop.database, shop.tenant, unspell(other.device))
    assert told(shop, third, "till", one.device)["standing"] == "retired"
    assert told(shop, third, "till", other.device)["standing"] == "revoked"


def test_staff_is_told_with_a_name_that_is_in_no_log(shop: Shop) -> None:
    one, other = shop.till("one"), shop.till("other")
    data = {"staff": STAFF, "role": "cashier", "active": True}
    shop.write(one, "staff", data, name="小美")
    shop.push(one)
    row = told(shop, other, "staff")
    assert (row["name"], row["role"], row["active"]) == ("小美", "cashier", True)
    shop.now_ms += 1
    shop.write(other, "staff", data | {"active": False})
    shop.push(other)
    row = told(shop, one, "staff")
    assert (row["name"], row["active"]) == ("小美", False)


# Founding, and what a page says of itself


def test_a_shop_that_ran_alone_tells_its_day_and_name_with_its_log(database: Database) -> None:
    shop = Shop(database)
    founding = Founding("", "TWD", 0, "UTC", 0, "", 100, 1, is_told=False)
    database.write(
        shop.tenant, lambda c: write_shop(c, shop.tenant, founding, 0, is_authority=False)
    )
    till = shop.till("one")
    opened = {"currency": "TWD", "exponent": 0, "sign": "NT$", "zone": "Asia/Taipei"}
    rest = {"day_start": 5, "training": False, "key": "", "region": "TW", "follows": ""}
    shop.write(till, "shop.opened", opened | rest)
    shop.write(till, "store", {"store": uuid4().hex, "name": "Corner 街角"})
    shop.push(till)
    assert shop.rows("select name, zone, day_start, region from tenant") == [
        ("Corner 街角", "Asia/Taipei", 5, "TW")
    ]
    other = shop.till("other")
    shop.write(other, "shop.opened", opened | rest | {"zone": "Asia/Tokyo"})
    shop.push(other)
    assert shop.rows("select zone from tenant") == [("Asia/Taipei",)]


def test_a_page_is_signed_for_the_till_that_asks(shop: Shop) -> None:
    one, other = shop.till("one"), shop.till("other")
    shop.sell(one, 10)
    shop.push(one)
    page = shop.pull(one)
    ids = (shop.tenant, unspell(one.device), 1)
    assert signing.vouches(spelling.PUBLIC, page.statement(*ids), page.signature)
    others = (shop.tenant, unspell(other.device), 1)
    assert not signing.vouches(spelling.PUBLIC, page.statement(*others), page.signature)


def test_the_papers_of_an_operation_are_those_of_its_kind(shop: Shop) -> None:
    till = shop.till("one")
    op = shop.write(till, "programme", {"document": Programme().document()})
    assert paper_of(op) == ("document", b"programme current".hex())
    assert paper_of(shop.sell(till, 10)) is None

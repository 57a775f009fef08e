"""The commands about people, as somebody at a terminal meets them."""

import json
import stat
from dataclasses import dataclass, field
from pathlib import Path

from central.database import Database
from central.desk import FOUND, WELL, Desk
from central.enrolling import Enrolling
from central.happened import Journal
from central.people_desk import erase_member, export_member, list_erased, retention, rotate
from regulars.business_day import month_end
from tests.central.agreement.chain_of_stores import NAME, NUMBER, PHONE, Stores
from tests.central.agreement.mirror import VAULT
from tests.central.agreement.shop import MEMBER, Shop


@dataclass(slots=True)
class Terminal:
    """Somebody at a terminal, with a shop of two tills and one member."""

    chain: Stores
    said: list[str] = field(default_factory=list)
    folder: Path = Path("/dev/null")
    """The centre's folder, for who writes into it."""

    @property
    def desk(self) -> Desk:
        """Give the desk, with the keys that this shop's data is under."""
        shop = self.chain.shop
        enrolling = Enrolling(shop.database, VAULT.keys, lambda: shop.now_ms)
        return Desk(
            shop.database,
            enrolling,
            Journal(self.folder),
            self.said.append,
            lambda _: False,
            clock=lambda: shop.now_ms,
        )

    @property
    def tenant(self) -> str:
        """Give how the shop is named."""
        return self.chain.shop.tenant.hex()

    def heard(self) -> str:
        """Give what was said since the last time."""
        text = "\n".join(self.said)
        self.said.clear()
        return text


def enrolled(database: Database) -> Terminal:
    """Give a shop with a member that the centre has."""
    shop = Shop(database).open()
    chain = Stores(shop)
    east = chain.till("east")
    chain.enrol(east)
    chain.till("west")
    assert shop.results(east) == ["posted"]
    return Terminal(chain)


def test_what_there_is_of_a_person_is_written_into_a_file_of_ones_own(
    database: Database, tmp_path: Path
) -> None:
    one = enrolled(database)
    target = tmp_path / "wang.json"
    assert export_member(one.desk, one.tenant, NUMBER, target) == WELL
    assert json.loads(target.read_text("utf-8"))["person"][0]["name"] == NAME
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert str(target) in (text := one.heard())
    assert NAME not in text, "a terminal remembers what it shows"
    assert export_member(one.desk, one.tenant, NUMBER, target) == FOUND
    assert "there already" in one.heard()
    assert export_member(one.desk, one.tenant, "2900420000196", tmp_path / "no") == FOUND
    assert one.heard() == "There is nobody with that number."


def test_erasing_is_said_first_and_done_when_told_so(database: Database, tmp_path: Path) -> None:
    one = enrolled(database)
    one.folder = tmp_path
    assert list_erased(one.desk, one.tenant) == WELL
    assert one.heard() == "Nobody was erased."
    assert erase_member(one.desk, one.tenant, PHONE, is_sure=False) == FOUND
    assert "--yes" in one.heard()
    assert erase_member(one.desk, one.tenant, PHONE, is_sure=True) == FOUND
    text = one.heard()
    assert "erased on 0 of 2. Not yet: east" in text
    assert text.startswith(f"[{MEMBER[:16]}]")
    east = one.chain.till("east")
    one.chain.pull(east, one.chain.pull(east).cursor)
    assert list_erased(one.desk, one.tenant) == FOUND
    assert "erased on 1 of 2. Not yet: west" in one.heard()
    assert erase_member(one.desk, one.tenant, MEMBER, is_sure=True) == FOUND
    assert "erased already" in one.heard()


def test_a_shop_that_heals_erases_nobody_yet(database: Database) -> None:
    one = enrolled(database)
    one.chain.shop.change("update tenant set is_healing = true")
    assert erase_member(one.desk, one.tenant, NUMBER, is_sure=True) == FOUND
    assert "waits for its tills" in one.heard()
    assert one.chain.shop.rows("select 1 from erased") == []


def test_who_is_to_be_erased_is_listed_before_and_only_done_when_told_so(
    database: Database,
) -> None:
    one = enrolled(database)
    shop = one.chain.shop
    assert retention(one.desk, one.tenant, is_sure=False) == WELL
    assert one.heard() == "Nobody has been away for too long."
    ((day,),) = shop.rows("select day from tenant")
    shop.change("update tenant set day = %(day)s", day=month_end(day, 25))
    assert retention(one.desk, one.tenant, is_sure=False) == WELL
    assert f"{NUMBER}: last seen {day}, 0 points, gets notice today" in one.heard()
    assert shop.rows("select 1 from notice") == []
    assert retention(one.desk, one.tenant, is_sure=True) == WELL
    assert one.heard().startswith("1 have a month's notice now, 0 were erased.")


def test_a_new_key_is_made_and_used(database: Database) -> None:
    one = enrolled(database)
    assert rotate(one.desk, one.tenant) == WELL
    assert one.heard() == "2 rows are under a new key. 0 old keys are gone."
    VAULT.forget(one.chain.shop.tenant)
    assert one.chain.member(one.chain.till("east")).name == NAME

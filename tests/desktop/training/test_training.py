"""The training shop looks like a shop, is nobody's, and is whole or not there."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop import trouble
from desktop.opening import OpenShop, World, open_shop
from desktop.paths import Folder, training_folder
from desktop.pins import is_weak
from desktop.secrets import FileStore
from desktop.store.verify import verify
from desktop.training import MEMBERS, SALES, TRAINER_PIN, Progress, make_training_shop
from desktop.training_goods import counter
from desktop.training_people import LANGUAGES, people, phone
from regulars.people.names import clean_name
from regulars.people.phone import read_phone
from tests.desktop.book import FixedClock, make_world

MADE, SOLD = 60, 600


def make(
    folder: Folder, world: World, language: str = "en", progress: Progress = lambda *_: True
) -> bool:
    return make_training_shop(
        folder, world, language, progress, zone="Asia/Taipei", members=MADE, sales=SOLD
    )


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Give a machine without a keyring."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("desktop.opening.best_store", lambda folder, _: FileStore(folder))
        yield make_world(FixedClock())


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return training_folder(tmp_path)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, world: World) -> Iterator[OpenShop]:
    """Give one training shop to all tests that only look at it."""
    folder = training_folder(tmp_path_factory.mktemp("home"))
    assert make(folder, world, "zh_Hant")
    opened = open_shop(folder, world)
    yield opened
    opened.close()


def test_it_is_a_whole_shop_of_a_year(shop: OpenShop) -> None:
    store = shop.book.store
    proof = verify(store)
    assert proof.is_whole
    assert proof.wallets == MADE
    kinds = dict(store.rows("select kind, count(*) from operation group by kind"))
    assert kinds["sale"] == SOLD
    assert min(kinds["redeem"], kinds["reverse"], kinds["consent.given"]) > 10
    assert store.value("select count(*) from entry where kind = 'redeem'") > kinds["redeem"]
    first, last = store.rows("select min(day), max(day) from entry")[0]
    assert first.startswith("2025-03")
    assert last >= "2026-02-28"
    assert store.value("select count(*) from receipt") > 400
    assert {item.category for item in shop.book.shop.items} >= {"coffee", "tea", "gift"}


def test_it_is_a_training_shop_with_a_trainer_whose_pin_everybody_sees(shop: OpenShop) -> None:
    assert shop.book.shop.training
    staff, name, role = shop.book.store.rows("select id, name, role from staff")[0]
    assert (name, role) == ("練習店員", "owner")
    assert shop.pins.check(staff, TRAINER_PIN, shop.book.clock.now_ms()) is None
    assert not is_weak(TRAINER_PIN)


def test_members_come_in_rhythms_and_some_stay_away(shop: OpenShop) -> None:
    visits = [
        row[0]
        for row in shop.book.store.rows(
            "select count(*) from entry where kind = 'earn' group by wallet"
        )
    ]
    assert max(visits) > 5 * (sum(visits) / len(visits)) / 3
    assert min(visits) <= 3
    last = shop.book.store.rows(
        "select max(day) from entry where kind = 'earn' group by wallet order by 1"
    )
    assert last[0][0] < "2026-01"


def test_keys_are_its_own_and_nothing_else_is_left(shop: OpenShop) -> None:
    folder = shop.folder
    assert [path.name for path in folder.root.parent.iterdir()] == ["training"]
    assert folder.keys.exists()
    assert shop.keys.database != bytes(32)


def test_stopping_leaves_nothing(folder: Folder, world: World) -> None:
    assert not make(folder, world, "en", lambda done, of: done < of // 2)
    assert list(folder.root.parent.iterdir()) == []
    assert not folder.is_set_up()


def test_trouble_leaves_nothing(folder: Folder, world: World) -> None:
    def fail(_done: int, _of: int) -> bool:
        raise trouble.DiskFull

    with pytest.raises(trouble.DiskFull):
        make(folder, world, "en", fail)
    assert list(folder.root.parent.iterdir()) == []


def test_a_second_one_is_refused(shop: OpenShop, world: World) -> None:
    assert shop.book.shop.training
    with pytest.raises(trouble.AlreadyOpen):
        make(shop.folder, world)


def test_progress_goes_up_to_all_of_it(folder: Folder, world: World) -> None:
    seen: list[tuple[int, int]] = []

    def hear(done: int, of: int) -> bool:
        seen.append((done, of))
        return True

    make(folder, world, "en", hear)
    assert seen[-1] == (SOLD, SOLD)
    assert seen == sorted(seen)
    assert len(seen) > 40
    opened = open_shop(folder, world)
    assert opened.book.shop.calendar.zone == "Asia/Taipei"
    assert opened.book.shop.name == "Harbour Coffee (training)"
    opened.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_can_be_stored_and_ring_nowhere(language: str) -> None:
    made = list(people(random.Random(1), language, MEMBERS))
    region = counter(language).region
    phones = {person.phone for person in made if person.phone}
    assert len(phones) == sum(bool(person.phone) for person in made)
    assert all(clean_name(person.name) == person.name for person in made)
    assert len({person.name for person in made}) > 1_000
    for number in phones:
        read = read_phone(number, region)
        assert read is not None
        assert read.e164 == number


def test_us_phones_are_of_the_range_for_fiction() -> None:
    assert all("55501" in phone("en", number) for number in range(MEMBERS))


def test_it_is_as_large_as_promised() -> None:
    assert (MEMBERS, SALES) == (2_000, 20_000)

"""Where one epoch ends and the next begins, nothing can go missing unnoticed."""

from pathlib import Path

import pytest

from desktop.opening import OpenShop, open_shop
from desktop.paths import Folder
from desktop.restoring import restore
from desktop.store.backup import make_backup
from desktop.store.database import Store
from desktop.store.places import EPOCH_SHIFT
from desktop.store.verify import verify
from desktop.store.verify_chain import check_recent
from regulars.operations.chain import follows, link, seed
from regulars.operations.operation import read_operation
from tests.faults.cutting import sold
from tests.faults.day import WORLD

SECOND = 2 << EPOCH_SHIFT | 1


@pytest.fixture
def restored(folder: Folder) -> OpenShop:
    """Give a shop in its second epoch."""
    opened = open_shop(folder, WORLD)
    made = make_backup(folder, opened.keys.database, WORLD.clock.now_ms())
    sold(opened)
    opened.close()
    restore(made.path, folder, WORLD)
    return open_shop(folder, WORLD)


def last_of_first(store: Store) -> tuple[int, bytes]:
    found = store.row(
        "select place, hash from operation where place < :seam order by place desc limit 1",
        {"seam": SECOND},
    )
    assert found is not None
    return found[0], found[1]


def spoil(store: Store, *statements: str) -> None:
    """Change the log as somebody with the key could, past what refuses it."""
    store.connection.set_authorizer(None)
    for trigger in [
        row[0]
        for row in store.rows(
            "select name from sqlite_master where type = 'trigger' and tbl_name = 'operation'"
        )
    ]:
        store.run(f"drop trigger {trigger}")
    for statement in statements:
        store.run(statement)


def seams(store: Store) -> list[str]:
    found = [*verify(store).findings, *check_recent(store)]
    return [one.what for one in found if one.where == "operation 2-1"]


def test_a_new_epoch_names_the_last_operation_before_it(restored: OpenShop) -> None:
    store = restored.book.store
    body = store.value("select body from operation where place = :place", {"place": SECOND})
    assert read_operation(body).data["follows"] == follows(*last_of_first(store))
    first = store.value("select body from operation order by place limit 1")
    assert read_operation(first).data["follows"] == ""
    assert verify(store).is_whole
    assert check_recent(store) == []
    restored.close()


def test_the_newest_acts_of_an_older_epoch_cannot_be_taken_away(restored: OpenShop) -> None:
    """Control: a hash chain that begins anew at each epoch says nothing here."""
    store = restored.book.store
    assert seams(store) == []
    place, _ = last_of_first(store)
    spoil(store, "pragma foreign_keys = off", f"delete from operation where place = {place}")
    assert len(seams(store)) == 2, "the full proof and the one of every start both say it"
    restored.close()


def test_an_epoch_that_says_it_follows_nothing_is_found(restored: OpenShop) -> None:
    store = restored.book.store
    body = store.value("select body from operation where place = :place", {"place": SECOND})
    device = read_operation(body).header.device
    said = follows(*last_of_first(store)).encode()
    changed = body.replace(said, b"")
    hash_ = link(seed(device, 2), changed)
    spoil(
        store,
        f"update operation set body = x'{changed.hex()}', hash = x'{hash_.hex()}'"
        f" where place = {SECOND}",
    )
    assert len(seams(store)) == 2
    restored.close()


def test_a_third_epoch_follows_the_second(folder: Folder, restored: OpenShop) -> None:
    sold(restored)
    made = make_backup(folder, restored.keys.database, WORLD.clock.now_ms())
    restored.close()
    restore(Path(made.path), folder, WORLD)
    opened = open_shop(folder, WORLD)
    store = opened.book.store
    before = store.row(
        "select place, hash from operation where place < :seam order by place desc limit 1",
        {"seam": 3 << EPOCH_SHIFT},
    )
    assert before is not None
    third = store.value(
        "select body from operation where place = :place", {"place": 3 << EPOCH_SHIFT | 1}
    )
    assert read_operation(third).data["follows"] == follows(*before)
    assert verify(store).is_whole
    opened.close()

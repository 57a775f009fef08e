"""Files that are not what they should be: the right trouble, quickly, and not a byte changed."""

import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as engine

from desktop import trouble
from desktop.opening import open_shop
from desktop.paths import Folder
from desktop.secrets import open_keys
from desktop.store.database import open_store
from desktop.store.verify import verify
from desktop.trouble import Trouble
from tests.faults.day import WORLD, found_quietly

PAGE = 4096
Break = Callable[[Folder], None]


def replace_with(content: bytes) -> Break:
    return lambda folder: _write(folder, content)


def _write(folder: Folder, content: bytes) -> None:
    folder.database.write_bytes(content)


def plaintext(folder: Folder) -> None:
    folder.database.unlink()
    other = engine.connect(str(folder.database))
    other.execute("create table operation (place integer primary key, points real)")
    other.commit()
    other.close()


def other_shop(folder: Folder) -> None:
    other, _ = found_quietly(Folder(folder.root.with_name("other")))
    other.close()
    shutil.copyfile(other.folder.database, folder.database)


def other_program(folder: Folder) -> None:
    key = open_keys(folder.root).database
    folder.database.unlink()
    other = engine.connect(str(folder.database))
    other.execute(f"pragma key = \"x'{key.hex()}'\"")
    other.execute("create table operation (place integer)")
    other.commit()
    other.close()


def cut(pages: float) -> Break:
    return lambda folder: os.truncate(folder.database, int(pages * PAGE))


def swap_pages(folder: Folder) -> None:
    held = folder.database.read_bytes()
    one, two = held[5 * PAGE : 6 * PAGE], held[6 * PAGE : 7 * PAGE]
    _write(folder, held[: 5 * PAGE] + two + one + held[7 * PAGE :])


def page_of_yesterday(folder: Folder) -> None:
    """Put back every page of the log as it was before the last sale: each is well sealed."""
    before = folder.database.read_bytes()
    store = open_store(folder.database, open_keys(folder.root).database)
    with store.writing():
        store.run("update wallet set balance = balance + 1, debt = debt + 1")
    store.close()
    after = bytearray(folder.database.read_bytes())
    changed = [
        n for n in range(0, len(before), PAGE) if before[n : n + PAGE] != after[n : n + PAGE]
    ]
    assert changed
    store = open_store(folder.database, open_keys(folder.root).database)
    with store.writing():
        store.connection.set_authorizer(None)
        store.run("drop trigger operation_is_kept")
        store.run("delete from operation where place = (select max(place) from operation) - 1")
    store.close()


def become_link(folder: Folder) -> None:
    real = folder.database.rename(folder.root / "real.db")
    folder.database.symlink_to(real)


def become_hard_link(folder: Folder) -> None:
    os.link(folder.database, folder.root / "second name.db")


def become_folder(folder: Folder) -> None:
    folder.database.unlink()
    folder.database.mkdir()


def become_pipe(folder: Folder) -> None:
    folder.database.unlink()
    os.mkfifo(folder.database)


def vast_hole(folder: Folder) -> None:
    folder.database.unlink()
    folder.database.touch()
    os.truncate(folder.database, 10 * 2**40)


def gone(folder: Folder) -> None:
    folder.database.unlink()


def keys_gone(folder: Folder) -> None:
    folder.keys.unlink()


def master_gone(folder: Folder) -> None:
    (folder.root / "master.key").unlink()


def older_file(folder: Folder) -> None:
    """Put the file back as it was, without what was sold since; the note beside it remembers."""
    before = folder.database.read_bytes()
    opened = open_shop(folder, WORLD)
    from desktop.verbs.shop import rename_shop

    rename_shop(opened.book, "Corner II")
    opened.close()
    _write(folder, before)


SCENES: list[tuple[Break, tuple[type[Trouble], ...]]] = [
    (replace_with(b""), (trouble.FileDamaged,)),
    (replace_with(b"x" * 100), (trouble.WrongKey,)),
    (replace_with(random.Random(1).randbytes(50_000)), (trouble.WrongKey,)),
    (replace_with("這不是資料庫\n".encode() * 999), (trouble.WrongKey,)),
    (plaintext, (trouble.FileForeign,)),
    (other_shop, (trouble.WrongKey,)),
    (other_program, (trouble.FileForeign,)),
    (cut(0.5), (trouble.WrongKey,)),
    (cut(1), (trouble.FileDamaged,)),
    (cut(10.5), (trouble.FileDamaged,)),
    (page_of_yesterday, (trouble.FileDamaged,)),
    (become_link, (trouble.FileLinked,)),
    (become_hard_link, (trouble.FileLinked,)),
    (become_folder, (trouble.FileForeign,)),
    (become_pipe, (trouble.FileForeign,)),
    (vast_hole, (trouble.WrongKey,)),
    (gone, (trouble.FileDamaged,)),
    (keys_gone, (trouble.KeysDamaged,)),
    (master_gone, (trouble.KeyMissing,)),
    (older_file, (trouble.FileDamaged,)),
]


def fingerprint(folder: Folder) -> dict[str, bytes]:
    names = ("shop.db", "keys.json", "head.json", "attempts.json", "master.key")
    files = [folder.root / name for name in names]
    small = [path for path in files if path.is_file() and path.stat().st_size < 2**30]
    return {path.name: path.read_bytes() for path in small}


@pytest.mark.parametrize(("break_it", "wanted"), SCENES)
def test_what_is_not_this_shops_whole_file_is_refused_in_plain_words(
    folder: Folder, break_it: Break, wanted: tuple[type[Trouble], ...]
) -> None:
    break_it(folder)
    before, began = fingerprint(folder), time.monotonic()
    with pytest.raises(Trouble) as caught:
        open_shop(folder, WORLD)
    assert isinstance(caught.value, wanted)
    assert time.monotonic() - began < 3
    assert fingerprint(folder) == before


def test_after_a_refusal_nothing_is_left_open(folder: Folder) -> None:
    whole = folder.database.read_bytes()
    for _ in range(3):
        _write(folder, whole[: PAGE * 2])
        with pytest.raises(trouble.FileDamaged):
            open_shop(folder, WORLD)
    _write(folder, whole)
    open_shop(folder, WORLD).close()


def sound_or_refused(folder: Folder) -> str:
    """Open and prove a file; gives the trouble's code, or "whole"."""
    try:
        opened = open_shop(folder, WORLD)
    except Trouble as error:
        return error.code
    try:
        return "whole" if verify(opened.book.store).is_whole else "found"
    except Trouble as error:
        return error.code
    finally:
        opened.close()


def test_pages_that_were_swapped_are_noticed(folder: Folder) -> None:
    swap_pages(folder)
    assert sound_or_refused(folder) in {"file-damaged", "found"}


def test_a_file_cut_at_any_page_is_noticed(folder: Folder, template: Path) -> None:
    whole = (template / "shop.db").read_bytes()
    for pages in range(1, len(whole) // PAGE, 4):
        _write(folder, whole[: pages * PAGE])
        assert sound_or_refused(folder) == "file-damaged", pages


def with_a_log(folder: Folder, place: Path) -> Folder:
    """Give a copy as a killed till leaves it: with a log that was not moved into the file."""
    from desktop.verbs.shop import rename_shop

    opened = open_shop(folder, WORLD)
    rename_shop(opened.book, "Corner II")
    killed = Folder(Path(shutil.copytree(folder.root, place)))
    opened.close()
    return killed


def test_a_log_left_by_a_killed_till_is_read(folder: Folder, tmp_path: Path) -> None:
    killed = with_a_log(folder, tmp_path / "killed")
    opened = open_shop(killed, WORLD)
    assert opened.book.shop.name == "Corner II"
    opened.close()


def test_garbage_in_the_index_of_the_log_does_no_harm(folder: Folder, tmp_path: Path) -> None:
    killed = with_a_log(folder, tmp_path / "killed")
    killed.database.with_name("shop.db-shm").write_bytes(os.urandom(32_768))
    opened = open_shop(killed, WORLD)
    assert opened.book.shop.name == "Corner II"
    assert verify(opened.book.store).is_whole
    opened.close()


def test_the_log_of_another_file_does_not_reach_into_this_one(
    folder: Folder, tmp_path: Path
) -> None:
    other, _ = found_quietly(Folder(tmp_path / "other"))
    shutil.copyfile(
        other.folder.database.with_name("shop.db-wal"), folder.database.with_name("shop.db-wal")
    )
    other.close()
    assert sound_or_refused(folder) in {"whole", "file-damaged", "wrong-key"}


def test_a_flipped_bit_in_the_log_costs_acts_but_never_makes_a_wrong_balance(
    folder: Folder, tmp_path: Path
) -> None:
    killed = with_a_log(folder, tmp_path / "killed")
    log = killed.database.with_name("shop.db-wal")
    whole, file = log.read_bytes(), killed.database.read_bytes()
    for _ in range(30):
        held = bytearray(whole)
        held[random.randrange(len(held))] ^= 1 << random.randrange(8)
        log.write_bytes(held)
        killed.database.write_bytes(file)
        killed.database.with_name("shop.db-shm").unlink(missing_ok=True)
        assert sound_or_refused(killed) in {"whole", "file-damaged"}


def test_a_journal_of_another_program_is_not_rolled_into_the_file(folder: Folder) -> None:
    folder.database.with_name("shop.db-journal").write_bytes(os.urandom(10_000))
    assert sound_or_refused(folder) in {"whole", "file-damaged"}


def tamper(folder: Folder, *statements: str) -> None:
    """Change the file as somebody with its key and an editor would."""
    store = open_store(folder.database, open_keys(folder.root).database)
    store.connection.set_authorizer(None)
    store.run("pragma ignore_check_constraints = on")
    for trigger in store.rows("select name from sqlite_master where type = 'trigger'"):
        store.run(f"drop trigger {trigger[0]}")
    for statement in statements:
        store.run(statement)
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "update wallet set balance = balance + 500 where key = 1",
        "update entry set points = points + 500 where key = (select min(key) from entry)",
        "update operation set body = cast(replace(body, '12000', '92000') as blob)",
        "delete from operation where place = (select max(place) from operation) - 2",
        "delete from entry where key = (select max(key) from entry)",
        "update operation set hash = zeroblob(32) where kind = 'redeem'",
        "update member set name = 'Eve' where name = 'Ada'",
    ],
)
def test_a_file_changed_by_hand_is_found_by_its_proof(folder: Folder, statement: str) -> None:
    tamper(folder, statement)
    assert sound_or_refused(folder) in {"found", "file-damaged"}


def test_points_can_only_be_whole_numbers(folder: Folder) -> None:
    with pytest.raises(engine.IntegrityError):
        tamper(folder, "update entry set points = 1.5")


def test_functions_hidden_in_a_file_do_not_run(folder: Folder) -> None:
    """A view or trigger may not call what could do harm: the schema is not trusted."""
    tamper(folder, "create view evil as select load_extension('evil') as x")
    store = open_store(folder.database, open_keys(folder.root).database)
    with pytest.raises(engine.OperationalError):
        store.rows("select * from evil")
    store.close()


def test_a_file_deleted_while_the_till_is_open_loses_nothing_that_is_in_a_backup(
    folder: Folder,
) -> None:
    """What is sold after is written to a file without a name: the next start says it is gone."""
    opened = open_shop(folder, WORLD)
    folder.database.unlink()
    opened.close()
    assert folder.is_set_up()
    with pytest.raises(trouble.FileDamaged, match=r"shop\.db is not there"):
        open_shop(folder, WORLD)

"""Whatever somebody with the key and a database tool changes is found, and the row is named."""

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop.store.database import Store
from desktop.store.places import LINE_SHIFT
from desktop.store.sqlite import Connection, EngineError
from desktop.store.verify import verify
from desktop.store.verify_chain import Finding, check_recent
from regulars.canonical import encode
from regulars.operations.chain import link
from regulars.programme.programme import Programme
from tests.desktop.book import make_book
from tests.desktop.ledger.conftest import busy
from tests.desktop.ledger.test_append_only import raw

MUTATIONS = int(os.environ.get("REGULARS_MUTATIONS", "100"))
SEQ = (1 << 32) - 1

NAMED: dict[str, tuple[tuple[str, ...], Callable[[dict[str, Any]], list[str]]]] = {
    "operation": (
        ("place", "id", "kind", "at_ms", "day", "hlc", "body", "hash"),
        lambda row: [
            *(f"operation {row['place'] >> 32}-{(row['place'] & SEQ) + more}" for more in (0, 1)),
            *(f"entry {row['place'] << LINE_SHIFT | line}" for line in range(8)),  # it was the last
        ],
    ),
    "entry": (
        ("key", "wallet", "kind", "points", "debt", "day", "hlc", "act", "expires_on"),
        lambda row: [f"entry {row['key']}"],
    ),
    "wallet": (
        (
            "id",
            "member",
            "balance",
            "debt",
            "visits",
            "last_visit",
            "next_end",
            "unsettled",
            "granted",
            "earned",
            "used",
            "returned",
        ),
        lambda row: [
            f"wallet {row['key']}",
            f"allocation of wallet {row['key']}",
            "member ",
            "entry ",
        ],
    ),
    "allocation": (
        ("wallet", "entry", "line", "lot", "points"),
        lambda row: [f"allocation of wallet {row['wallet']}"],
    ),
    "private": (("place", "salt", "bytes"), lambda row: [f"private {row['place']}"]),
    "member": (
        ("id", "place", "number", "name", "phone", "birthday", "language", "joined"),
        lambda row: [f"member {row['number']}", f"member {row['key']}"],
    ),
    "card": (
        ("fingerprint", "member", "form", "state"),
        lambda row: [f"card {row['fingerprint'].hex()[:12]}"],
    ),
    "given_back": (
        ("amount", "refunded", "refunded_lines", "lapsed", "is_gone"),
        lambda row: [f"given_back {row['place']}"],
    ),
    "receipt": (("key", "place"), lambda row: [f"receipt {row['key']}"]),
    "staff": (
        ("id", "name", "role", "is_active"),
        lambda row: [f"staff {row['id'].hex()}"],
    ),
    "consent": (
        ("member", "purpose", "text_version", "given", "channel", "at_ms"),
        lambda row: [f"consent {row['purpose']} of member "],
    ),
    "document": (
        ("kind", "name", "body", "place"),
        lambda row: [f"document {row['kind']} {row['name']}"],
    ),
}
DELETED = tuple(name for name in NAMED if name != "private")  # an erased person looks the same


@dataclass
class Mutation:
    """What was done to a row: the row as it was and, for a change, as it is."""

    what: str
    table: str
    rows: list[dict[str, Any]]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop's file with something in every table, closed and handed over by its writer."""
    folder = tmp_path_factory.mktemp("pristine")
    book = make_book(folder, Programme(redeem_min=1, expiry_months=1))
    busy(book)
    book.store.close()
    return folder / "shop.db"


def opened(path: Path, copy: Path) -> tuple[Connection, Store]:
    shutil.copyfile(path, copy)
    connection = raw(copy)
    connection.execute("pragma foreign_keys = off")
    connection.execute("pragma ignore_check_constraints = on")
    triggers = connection.execute("select name from sqlite_master where type = 'trigger'")
    for (name,) in triggers.fetchall():
        connection.execute(f"drop trigger {name}")
    return connection, Store(copy, connection, read_only=False)


def other(value: Any, chance: random.Random) -> Any:
    """Give a value of the same type that is another one."""
    if value is None:
        return "2030-01-31"
    if isinstance(value, int):
        return chance.choice([value + 1, value - 1, value ^ 8, 0 if value else 5])
    if isinstance(value, bytes):
        at = chance.randrange(len(value))
        return value[:at] + bytes([value[at] ^ (1 << chance.randrange(8))]) + value[at + 1 :]
    at = chance.randrange(len(value)) if value else 0
    letter = chance.choice([one for one in "abc123" if one != value[at : at + 1]])
    return value[:at] + letter + value[at + 1 :]


def rows_of(connection: Connection, table: str) -> list[dict[str, Any]]:
    cursor = connection.execute(f"select * from {table}")
    assert cursor.description is not None
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def where(row: dict[str, Any]) -> str:
    return " and ".join(f"{name} is ?" for name in row)


def mutate(connection: Connection, chance: random.Random) -> Mutation:
    """Edit, delete, insert or swap something at random."""
    what = chance.choice(["edit", "edit", "edit", "delete", "insert", "swap"])
    table = chance.choice(DELETED if what == "delete" else tuple(NAMED))
    columns = NAMED[table][0]
    row = chance.choice(rows_of(connection, table))
    column = chance.choice(columns)
    if what == "delete":
        connection.execute(f"delete from {table} where {where(row)}", tuple(row.values()))
        return Mutation(what, table, [row])
    if what == "insert":
        new = {name: other(value, chance) for name, value in row.items()}
        marks = ", ".join("?" for _ in new)
        connection.execute(f"insert into {table} values ({marks})", tuple(new.values()))
        return Mutation(what, table, [new])
    if what == "swap":
        second = chance.choice(rows_of(connection, table))
        assert_differ(row[column], second[column])
        for one, value in ((row, second[column]), (second, row[column])):
            update(connection, table, one, column, value)
        return Mutation(f"swap {column}", table, [row, second])
    value = other(row[column], chance)
    assert_differ(row[column], value)
    update(connection, table, row, column, value)
    return Mutation(f"edit {column}", table, [row, row | {column: value}])


class NothingChanged(Exception):
    """The draw gave a change that is none."""


def assert_differ(one: object, two: object) -> None:
    if one == two:
        raise NothingChanged


def update(
    connection: Connection, table: str, row: dict[str, Any], column: str, value: Any
) -> None:
    sql = f"update {table} set {column} = ? where {where(row)}"
    connection.execute(sql, (value, *row.values()))


def named(mutation: Mutation, findings: tuple[Finding, ...]) -> bool:
    """Tell whether a finding names a row that was touched."""
    names = [name for row in mutation.rows for name in NAMED[mutation.table][1](row)]
    return any(found.where.startswith(name) for found in findings for name in names)


def tries(pristine: Path, folder: Path, seed: int) -> Iterator[tuple[Mutation, Store]]:
    chance = random.Random(seed)
    done = 0
    while done < MUTATIONS:
        connection, store = opened(pristine, folder / "copy.db")
        try:
            connection.execute("begin")
            mutation = mutate(connection, chance)
            connection.execute("commit")
        except (EngineError, NothingChanged):  # two rows with one name, say
            connection.close()
            continue
        done += 1
        yield mutation, store
        connection.close()


def test_every_mutation_is_found_and_the_row_is_named(pristine: Path, tmp_path: Path) -> None:
    missed = []
    for mutation, store in tries(pristine, tmp_path, seed=20_261_122):
        proof = verify(store)
        if not named(mutation, proof.findings):
            missed.append((mutation, proof.findings[:3]))
    assert not missed, "\n".join(map(str, missed))


def test_an_untouched_file_is_whole(pristine: Path, tmp_path: Path) -> None:
    """The control: a check that always cries wolf would find every mutation too."""
    connection, store = opened(pristine, tmp_path / "copy.db")
    proof = verify(store)
    assert proof.findings == ()
    assert proof.is_whole
    assert proof.operations > 60
    assert proof.entries > 40
    assert check_recent(store) == []
    connection.close()


def test_every_balance_is_the_sum_of_its_ledger(pristine: Path, tmp_path: Path) -> None:
    connection, store = opened(pristine, tmp_path / "copy.db")
    rows = store.rows(
        "select balance, wallet.debt, sum(points), sum(entry.debt) from wallet"
        " join entry on entry.wallet = wallet.key group by wallet.key"
    )
    assert len(rows) >= 4
    assert all((balance, debt) == (points, owed) for balance, debt, points, owed in rows)
    assert verify(store).points == store.value("select sum(balance) from wallet")
    connection.close()


def test_what_every_start_looks_at_finds_a_touched_operation(
    pristine: Path, tmp_path: Path
) -> None:
    for column in ("body", "hash", "kind", "id", "day", "hlc", "at_ms"):
        connection, store = opened(pristine, tmp_path / "copy.db")
        row = rows_of(connection, "operation")[-5]
        update(connection, "operation", row, column, other(row[column], random.Random(1)))
        assert check_recent(store), column
        connection.close()


@pytest.mark.parametrize("count", [1, 10, 1_000])
def test_a_log_whose_start_was_cut_off_is_not_taken_for_a_short_one(
    pristine: Path, tmp_path: Path, count: int
) -> None:
    connection, store = opened(pristine, tmp_path / "copy.db")
    connection.execute(
        "delete from operation where place not in"
        " (select place from operation order by place desc limit ?)",
        (min(count, 20),),
    )
    assert check_recent(store, 1_000)
    connection.close()


def test_verify_stops_when_it_is_told_to_or_has_found_enough(
    pristine: Path, tmp_path: Path
) -> None:
    connection, store = opened(pristine, tmp_path / "copy.db")
    connection.execute("update entry set points = points + 1")
    assert len(verify(store, limit=7).findings) == 7
    connection.close()


@pytest.mark.parametrize("secret", [b"5", b"null", b'"x"', b'[["a","b"]]', b"[1]"])
def test_personal_data_that_is_none_is_named_and_stops_nothing(
    secret: bytes, pristine: Path, tmp_path: Path
) -> None:
    connection, store = opened(pristine, tmp_path / "copy.db")
    for row in rows_of(connection, "private"):
        update(connection, "private", row, "bytes", secret)
        where = f"private {row['place']}"
        assert where in [finding.where for finding in verify(store, limit=10_000).findings]
    connection.close()


@pytest.mark.parametrize("kind", ["sale", "reverse", "adjust", "expire"])
def test_a_log_linked_anew_around_bytes_that_move_no_points_is_not_whole(
    kind: str, pristine: Path, tmp_path: Path
) -> None:
    """Its entries are gone with it, so that every sum agrees; only the bytes tell."""
    connection, store = opened(pristine, tmp_path / "copy.db")
    rows = rows_of(connection, "operation")
    touched = next(row for row in rows if row["kind"] == kind)
    read = json.loads(touched["body"])
    read["data"]["on"] = "some day"
    at = rows.index(touched)
    before = rows[at - 1]["hash"]
    for row in rows[at:]:
        body = encode(read) if row is touched else row["body"]
        before = link(before, body)
        connection.execute(
            "update operation set body = ?, hash = ? where place = ?", (body, before, row["place"])
        )
    found = [finding.where for finding in verify(store).findings]
    assert f"operation 1-{touched['place'] & SEQ}" in found
    connection.close()


def test_an_operation_with_a_field_too_few_is_named(pristine: Path, tmp_path: Path) -> None:
    connection, store = opened(pristine, tmp_path / "copy.db")
    last = rows_of(connection, "operation")[-1]
    before = rows_of(connection, "operation")[-2]["hash"]
    read = json.loads(last["body"])
    del read["data"]["on"]
    body = encode(read)
    connection.execute(
        "update operation set body = ?, hash = ? where place = ?",
        (body, link(before, body), last["place"]),
    )
    assert [one.what for one in check_recent(store)] == ["its bytes are not an operation"]
    connection.close()


def test_an_epoch_that_cannot_be_is_named_and_stops_nothing(pristine: Path, tmp_path: Path) -> None:
    connection, store = opened(pristine, tmp_path / "copy.db")
    first = rows_of(connection, "operation")[0]
    update(
        connection, "operation", first, "body", encode(json.loads(first["body"]) | {"epoch": -1})
    )
    assert "operation 1-1" in [finding.where for finding in verify(store).findings]
    connection.close()

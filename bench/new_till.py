"""How long a new till takes to know a large shop: a snapshot as the centre packs it, loaded.

The rows are made up, in the order and the spelling of the centre; the till's part is the program's.
"""

import hashlib
import json
import random
import shutil
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.bare_rows import at_once
from bench.shop_file import SEED, Cards
from bench.start import peak_mb
from desktop.store.database import open_store
from desktop.store.joining import join
from desktop.store.migrations import migrate
from desktop.store.search import search
from desktop.store.shop import Identity
from desktop.store.snapshot import load
from regulars.canonical import Json
from regulars.ids import Id
from regulars.people.member_number import make
from sync.wire import Row
from sync.wire_snapshot import PART_BYTES, SnapshotHead, SnapshotLine, read_snapshot_head

_KEY = bytes(range(32))
WHOSE = Identity(Id(b"\x01" * 16), Id(b"\x02" * 16), Id(b"\x03" * 16), 1)
_LINE = 500
_OWN_STORE = 5
"""One member in so many joined at the new till's store, and is told whole."""
_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class NewTill:
    """What it cost: seconds from the packed bytes to the first look-up, and sizes in MiB.

    `busy` is how long the processor worked, which others that use it change less.
    """

    members: int
    seconds: float
    busy: float
    packed: float
    file: float
    memory: float
    floor: float = 0.0
    """Seconds that bare statements need to write the same file."""


def new_till(folder: Path, members: int) -> NewTill:
    """Load a snapshot of a shop with so many members into a new till's file and look one up."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    head = made_up(folder / "snapshot.part", members, WHOSE)
    (folder / "snapshot.head").write_bytes(head.spelled())
    words = [sys.executable, "-m", "bench.new_till", str(folder), str(members)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)  # noqa: S603 - this program
    filled = open_store(folder / "shop.db", _KEY, read_only=True)
    floor = at_once(filled, folder / "bare.db")
    filled.close()
    return NewTill(**{**json.loads(done.stdout), "floor": floor.seconds})


def _parts(packed: Path) -> Iterator[bytes]:
    with packed.open("rb") as file:
        while part := file.read(PART_BYTES):
            yield part


def loaded(folder: Path, members: int) -> NewTill:
    """Load what lies in a folder, in a process that did nothing else: its memory is measured."""
    packed, path = folder / "snapshot.part", folder / "shop.db"
    head = read_snapshot_head((folder / "snapshot.head").read_bytes())
    assert isinstance(head, SnapshotHead)
    store = open_store(path, _KEY, create=True)
    migrate(store, lambda _: None)
    with store.writing():
        join(store, lease_days=14, is_authority=False)
    store.hand_over()
    store.close()
    begun, busy = time.perf_counter(), time.process_time()
    load(path, _KEY, WHOSE, head, _parts(packed), lambda _: True)
    store = open_store(path, _KEY, read_only=True)
    name = Cards(members).name(members // 2)
    assert search(store, name, "TW"), "whoever is in the snapshot is found"
    seconds, busy = time.perf_counter() - begun, time.process_time() - busy
    store.close()
    sizes = (packed.stat().st_size / _MIB, path.stat().st_size / _MIB)
    return NewTill(members, seconds, busy, *sizes, peak_mb())


def made_up(path: Path, members: int, whose: Identity) -> SnapshotHead:
    """Write the packed rows of a shop, as the centre would; gives their head, unsigned."""
    pack, digest, rows = zlib.compressobj(3), hashlib.sha256(), 0
    with path.open("wb") as file:
        for line in lines(members):
            rows += sum(len(some) for some in line.rows.values())
            part = pack.compress(line.spelled() + b"\n")
            digest.update(part)
            file.write(part)
        part = pack.flush()
        digest.update(part)
        file.write(part)
    return SnapshotHead(
        whose.tenant, "", 1, f"c1.{members}", 1, rows, path.stat().st_size, digest.digest(), 0
    )


def lines(members: int) -> Iterator[SnapshotLine]:
    """Give the rows of a shop with so many members, a card and a wallet each."""
    chance, people = random.Random(SEED), Cards(members)
    ids, wallets, cards = (
        sorted(chance.randbytes(length).hex() for _ in range(members)) for length in (16, 16, 32)
    )
    for at in range(0, members, _LINE):
        numbers = range(at, min(at + _LINE, members))
        told = tuple(_member(people, one, ids[one], wallets[-1 - one]) for one in numbers)
        yield SnapshotLine({"member": told, "consent": tuple(_consent(row) for row in told)})
    for at in range(0, members, _LINE):
        yield SnapshotLine({"wallet": tuple(_wallet(chance, w) for w in wallets[at : at + _LINE])})
    for at in range(0, members, _LINE):
        held = cards[at : at + _LINE]
        yield SnapshotLine({"card": tuple(_card(one, chance.choice(ids)) for one in held)})


def _member(people: Cards, number: int, id_: str, wallet: str) -> dict[str, Json]:
    phone = people.phone(number)
    row: dict[str, Json] = {"id": id_, "wallet": wallet, "seq": number + 1, "seen": [0, 0]}
    row |= {"number": make(number // 1_000_000 + 4200, number % 1_000_000)}
    row |= {"joined": "2026-03-02", "name": people.name(number)}
    whole: dict[str, Json] = {"phone": phone, "birthday": "03-02", "language": "zh_Hant"}
    return row | (whole if number % _OWN_STORE == 0 else {"tail": phone[-4:]})


def _consent(member: Row) -> dict[str, Json]:
    id_: Json = member["id"]
    row: dict[str, Json] = {"id": f"{id_} membership", "member": id_, "purpose": "membership"}
    row |= {"seq": member["seq"], "text": "2026-11", "given": True, "channel": "counter"}
    return row | {"at": 1_772_416_800_123, "seen": [0, 0]}


def _wallet(chance: random.Random, id_: str) -> dict[str, Json]:
    points = chance.randrange(5_000)
    row: dict[str, Json] = {"id": id_, "seq": 1, "balance": points, "debt": 0}
    return row | {"backed": [["2027-03-31", points]]}


def _card(id_: str, member: str) -> dict[str, Json]:
    return {"id": id_, "seq": 1, "member": member, "form": "token", "state": "good"}


if __name__ == "__main__":
    print(json.dumps(asdict(loaded(Path(sys.argv[1]), int(sys.argv[2])))))

"""A till of a chain as a real encrypted file: one shop's name, a device of its own."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random

from desktop.book import open_book
from desktop.store.till_store import OwnFile
from desktop.verbs.shop import found_shop
from regulars.agreement.messages import Logged, Source
from regulars.agreement.till import TillSide
from regulars.ids import Id, spell
from regulars.operations.operation import read_operation
from tests.desktop.agreeing.shadow import OFFSET_MS, Shadow
from tests.desktop.book import FixedClock, founding, make_store
from tests.simulation.world import DAY_MS

_SHARED = 2
"""The first two names that founding draws are the shop's and its store's."""


def of_one_shop(seed: int, till: int) -> Callable[[int], bytes]:
    """Give chance that names the same shop and store for every till of a seed."""
    shop, own, drawn = Random(f"shop {seed}"), Random(f"till {seed} {till}"), [0]

    def chance(count: int) -> bytes:
        drawn[0] += 1
        return (shop if drawn[0] <= _SHARED else own).randbytes(count)

    return chance


class TillFile(Shadow):
    """The file of one till; `cursors` tells the rules' place in the feed for the file's."""

    def __init__(self, folder: Path, seed: int, number: int, *, is_alone: bool = False) -> None:
        """Found the shop in a file and join the centre; its till in the rules is made after it.

        One that is alone joins later, when it hands the shop over.
        """
        folder.mkdir()
        self.folder, self.files, self.starts = folder, 100 * number, 7
        self.holders = {}
        self.saved = {}
        self.cursors: dict[str, str] = {}
        self.clock = FixedClock(OFFSET_MS + 1_000 * DAY_MS)
        store, chance = make_store(folder / "shop.db"), of_one_shop(seed, number)
        owner = found_shop(store, founding(), clock=self.clock, chance=chance, device_key=bytes(32))
        self._open(open_book(store, self.clock, chance, owner))
        self.till = TillSide(spell(self.own.who().device))
        self.till.is_authority = is_alone
        if not is_alone:
            self.joins(is_authority=False)

    @property
    def own(self) -> OwnFile:
        """Give the file as the engine needs it."""
        return self.file

    def count(self) -> int:
        """Count the operations of all lives."""
        return sum(last for _, last in self.own.heads())

    def place_in_feed(self, cursor: str) -> int:
        """Give the rules' place for a cursor of the database."""
        return int((self.cursors.get(cursor, cursor) or "c.0").split(".")[1])

    def logged(self, after: int) -> list[Logged]:
        """Read the operations behind so many, as the rules see them."""
        rows = self.store.rows(
            "select place >> 32, place & 4294967295, body, hash, coalesce(bytes, x'7b7d')"
            " from operation left join private using (place) order by place limit -1 offset ?",
            (after,),
        )
        device = spell(Id(self.own.who().device))
        return [
            _read(Source(device, epoch), seq, bytes(body), bytes(hash_), bytes(private))
            for epoch, seq, body, hash_, private in rows
        ]


def _read(source: Source, seq: int, body: bytes, hash_: bytes, private: bytes) -> Logged:
    said = read_operation(body)
    head = said.header
    beside = json.loads(private)
    return Logged(
        head.kind, spell(head.id), source, seq, head.day, head.hlc, said.data, hash_, beside
    )

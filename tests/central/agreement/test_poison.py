"""What one till says, however it is spoiled, is read by the files of others and harms nothing.

REGULARS_POISON sets how many pushes (make nightly: 2,000).
"""

import json
import os
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop.store import feed
from desktop.store.verify import verify
from regulars.canonical import NotCanonicalError, encode
from regulars.ids import spell, unspell
from regulars.operations.chain import link, seal, seed
from regulars.operations.kinds import KINDS
from sync import signing
from sync.wire_pull import Page, PullRequest
from sync.wire_push import Beside, Outcome, Push, PushAnswer
from tests.central.agreement import spelling, test_two_files
from tests.central.agreement.shop import Shop
from tests.central.agreement.test_two_files import File
from tests.central.service.fuzz import spoiled
from tests.desktop.book import enrolled
from tests.regulars.operations.samples import sample

tills = test_two_files.tills
COUNT = int(os.environ.get("REGULARS_POISON", "16"))
A_PUSH = 15
SALT = b"\x05" * 16
RUN = settings(
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
NAMES = [
    "王小明",
    "",
    " ",
    "\x00",
    "a\nb",
    "A" * 5_000,
    "+886912345678",
    "2000-02-30",
    "'; drop",
    "\u202e",
]


class Rogue:
    """A till that was let in and says anything."""

    def __init__(self, shop: Shop, known: dict[str, str]) -> None:
        self.shop, self.known, self.side = shop, known, shop.till("rogue")
        self.device = unspell(self.side.device)
        self.head, self.count, self.pushes = seed(self.device, 1), 0, 0
        self.outcomes = dict[str, int]()

    def body(self, kind: str, data: Any, at: int, private: bytes) -> bytes:
        """Spell an operation, canonically where that is possible."""
        number = self.count + at + 1
        said = json.loads(sample(kind).body())
        said |= {"device": self.side.device, "epoch": 1, "seq": number, "data": data}
        said |= {"id": f"{number:032x}", "tenant": self.shop.tenant.hex(), "day": self.shop.day}
        said |= {"at": self.shop.now_ms, "hlc": f"{(self.shop.now_ms << 16) + number:016x}"}
        said.pop("p", None)
        said |= {"p": seal(SALT, private)} if private else {}
        try:
            return encode(said)
        except NotCanonicalError:
            return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()

    def push(self, bodies: list[bytes], private: list[bytes]) -> None:
        """Hand operations over; all of them must be taken in."""
        first = self.count + 1
        beside = tuple(Beside(first + at, SALT, said) for at, said in enumerate(private) if said)
        push = Push(self.device, 1, 1, first, self.head, tuple(bodies), beside)
        signed = replace(push, signature=signing.sign(spelling.KEY, push.statement()))
        answer = self.shop.agreement.push(self.shop.caller(self.side), signed)
        assert isinstance(answer, PushAnswer), answer
        assert answer.acked == signed.last
        for one in answer.results:
            self.outcomes[one.outcome] = self.outcomes.get(one.outcome, 0) + 1
        for body in bodies:
            self.head = link(self.head, body)
        self.count += len(bodies)


@st.composite
def said(draw: st.DrawFn, rogue: Rogue) -> tuple[list[bytes], list[bytes]]:
    """Draw operations of any kind, about people that are there, a little spoiled or not at all."""
    bodies, beside = list[bytes](), list[bytes]()
    for at in range(draw(st.integers(1, A_PUSH))):
        kind = draw(st.sampled_from(sorted(KINDS)))
        data: Any = dict(sample(kind).data)
        for name, value in rogue.known.items():
            if name in data and draw(st.booleans()):
                data[name] = value
        for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2]))):
            data = draw(spoiled(data))
        names = {name: draw(st.sampled_from(NAMES)) for name in KINDS[kind].private}
        private = encode(names) if names else b""
        bodies.append(rogue.body(kind, data, at, private).replace(b"\n", b""))
        beside.append(private)
    return bodies, beside


def poison(tills: tuple[File, File], count: int) -> Rogue:
    """Let a third till of the shop push so often, while the two go on reading."""
    east, west = tills
    someone, _ = enrolled(east.book, "Wang", "0912345678")
    known = {"member": spell(someone.id), "wallet": spell(someone.wallet)}
    test_two_files.agree(east, west)
    rogue = Rogue(east.shop, known | {"review": "5e" * 16})

    @settings(RUN, max_examples=count)
    @given(said(rogue))
    def play(operations: tuple[list[bytes], list[bytes]]) -> None:
        rogue.push(*operations)
        rogue.pushes += 1
        if rogue.pushes % 4 == 0 or rogue.pushes == count:
            for one in tills:
                read(one)

    play()
    return rogue


def read(till: File) -> None:
    """Read all there is, page by page."""
    is_read = False
    while not is_read:
        page = till.shop.agreement.pull(till.caller(), PullRequest(till.file.cursor(), 100))
        assert isinstance(page, Page), page
        till.file.apply_page(page)
        is_read = page.up_to_date


def test_no_till_is_harmed_by_what_another_says(tills: tuple[File, File]) -> None:
    rogue = poison(tills, COUNT)
    assert rogue.outcomes.get(Outcome.POSTED, 0) > COUNT, rogue.outcomes
    for one in tills:
        assert verify(one.book.store).findings == ()


def test_control_a_till_that_trusts_a_row_is_harmed(
    tills: tuple[File, File], monkeypatch: pytest.MonkeyPatch
) -> None:
    def trusting(_store: object, row: Any) -> bool:
        return bool(row["devices"]) and len(row["choice"]) > 0

    monkeypatch.setitem(feed._KINDS, "member", trusting)
    with pytest.raises(KeyError):
        poison(tills, COUNT)

"""A till with a watched folder, looked at by hand: nothing here waits for a clock."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop.answers import MemberCard, RefundDone
from desktop.changes import Changed
from desktop.handover.desk import HandOver
from desktop.requests import EnrolRequest, RefundRequest
from desktop.till import Till
from regulars.ids import Id
from tests.desktop.book import make_till


@dataclass(slots=True)
class Register:
    """The shop's register: drops files and reads what is answered."""

    till: Till
    desk: HandOver
    heard: list[Changed]

    @property
    def folder(self) -> Path:
        """Give the watched folder."""
        return self.desk.watcher.root

    def drop(self, name: str, content: object) -> None:
        """Write a file and have the folder looked at twice: nothing may happen twice."""
        self.folder.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        (self.folder / name).write_bytes(data)
        self.desk.scan()
        self.desk.scan()

    def hand(self, name: str = "1", **facts: object) -> Any:
        """Hand over a sale and give the answer; None where there is none yet."""
        sale: dict[str, object] = {"v": 1, "receipt": "A-1", "amount": "128.50"} | facts
        self.drop(f"{name}.json", {key: value for key, value in sale.items() if value != "-"})
        return self.answer(name)

    def answer(self, name: str = "1") -> Any:
        """Read an answer; None where there is none."""
        path = self.folder / "answers" / f"{name}.json"
        return json.loads(path.read_bytes()) if path.exists() else None

    def files(self, folder: str) -> list[str]:
        """List what was put away."""
        return sorted(path.name for path in (self.folder / folder).iterdir())


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    """Give an open till with the owner signed in."""
    opened = make_till(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def register(till: Till) -> Register:
    """Give the register of that till's shop."""
    heard: list[Changed] = []
    till.publish = heard.append
    return Register(till, HandOver(till), heard)


def void(till: Till, answer: Any, why: str = "void") -> None:
    """Give a sale back whole at the till."""
    sale = Id(bytes.fromhex(answer["sale"]))
    done = till.give_back(RefundRequest(till.fresh_id(), sale, why)).result()
    assert isinstance(done, RefundDone), done


@pytest.fixture
def ada(till: Till) -> MemberCard:
    """Give a member with a phone."""
    done = till.enrol(EnrolRequest("Ada Byron", "0912 345 678", "1990-02-28", agreed=True)).result()
    assert not hasattr(done, "code"), done
    return done.member

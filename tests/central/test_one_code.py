"""A code lets one till in, also where many try it at once; and what it would be without a lock."""

import threading

import pytest

from central import enrolling
from sync.wire_enrol import EnrolAnswer
from tests.central.office import Office
from tests.central.service.standing import Till

AT_ONCE, ROUNDS = 6, 30


def let_in(office: Office) -> int:
    """Let many tills try one code at once; gives how many were let in."""
    code, gate, found = office.shop.code(), threading.Barrier(AT_ONCE), list[object]()

    def enter() -> None:
        wish = Till().wish(code)
        gate.wait()
        found.append(office.enrolling.enrol(wish))

    threads = [threading.Thread(target=enter) for _ in range(AT_ONCE)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == AT_ONCE
    return sum(isinstance(one, EnrolAnswer) for one in found)


def test_of_many_tills_with_one_code_at_once_one_gets_in(office: Office) -> None:
    assert [let_in(office) for _ in range(5)] == [1] * 5


def test_control_a_code_that_is_read_without_a_lock_lets_several_in(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlocked = enrolling._INVITATION.replace(" for update", "")
    assert unlocked != enrolling._INVITATION
    monkeypatch.setattr(enrolling, "_INVITATION", unlocked)
    assert any(let_in(office) > 1 for _ in range(ROUNDS))

"""A wallet has one member and a member one wallet, whatever a till says; a person is told."""

from collections.abc import Mapping
from typing import Any

import pytest

from regulars.agreement import healing, people
from regulars.agreement.centre import Centre, account_of
from regulars.agreement.messages import Outcome
from regulars.agreement.till import TillSide, write
from tests.regulars.agreement.test_agreement import AT, W, sell, shop, sync
from tests.regulars.agreement.test_reviews import wants
from tests.simulation import checks_people
from tests.simulation.ghost import Ghost


def enrolled(till: TillSide, member: str, wallet: str, phone: str = "", name: str = "Wang") -> None:
    data = {"member": member, "wallet": wallet, "language": "en"}
    private = {"name": name, "phone": phone, "birthday": ""}
    identity = f"e{till.device}{len(till.log)}"
    write(till, "member.enrolled", data, identity=identity, at=AT, private=private)


def told(till: TillSide) -> Mapping[str, str]:
    return {name: value for (kind, name), (_, value) in till.facts.items() if kind == "member"}


def asked(till: TillSide) -> dict[str, Any]:
    return {said["code"]: said["about"] for said in wants(till).values()}


def claimed() -> tuple[Centre, TillSide, TillSide]:
    """A member with points; then another till enrols an accomplice with the same wallet."""
    centre, (front, rogue) = shop("front", "rogue")
    enrolled(front, "m", W)
    sell(front, "s", 900)
    sync(centre, front, rogue)
    enrolled(rogue, "x", W, name="Lin")
    sync(centre, rogue, front)
    return centre, front, rogue


def test_the_first_member_of_a_wallet_holds_it_for_good() -> None:
    centre, front, rogue = claimed()
    assert told(front) == told(rogue) == {"m": W}
    assert (people.group(centre.people, "m"), people.group(centre.people, "x")) == ((W,), ())
    assert centre.chains[rogue.source].outcomes[-1] is Outcome.REVIEW
    assert asked(front) == asked(rogue) == {"wallet-of-two": "x m"}
    assert centre.people.profiles["x"]["name"].text == "Lin"
    assert account_of(centre, W).balance == 900


def test_a_member_has_one_wallet() -> None:
    centre, front, rogue = claimed()
    enrolled(rogue, "m", "another")
    sync(centre, rogue, front)
    assert told(front) == {"m": W}
    assert people.group(centre.people, "m") == (W,)
    assert asked(front)["enrolled-again"] == "m another"


def test_said_again_it_is_nothing_new() -> None:
    centre, front, rogue = claimed()
    enrolled(rogue, "m", W)
    sync(centre, rogue, front)
    assert centre.chains[rogue.source].outcomes[-1] is Outcome.POSTED
    assert told(front) == {"m": W}


def test_who_has_no_wallet_is_not_merged_by_the_centre_and_brings_nothing_when_merged() -> None:
    centre, (front, rogue) = shop("front", "rogue")
    enrolled(front, "m", W, "+886912345678")
    sync(centre, front, rogue)
    enrolled(rogue, "x", W, "+886912345678")
    sync(centre, rogue, front)
    assert set(asked(front)) == {"wallet-of-two", "same-phone"}
    assert centre.own == []
    pair = {"member": "m", "wallet": W, "other": "x", "other_wallet": W}
    write(front, "merge", pair | {"why": "", "approver": ""}, identity="merge", at=AT)
    sync(centre, front, rogue)
    assert people.group(centre.people, "x") == (W,)
    assert told(rogue) == {"m": W}


@pytest.mark.parametrize("has_first", [True, False])
def test_after_a_restore_it_is_the_same(has_first: bool) -> None:
    centre, (honest, rogue) = shop("z", "a")  # logs are posted in the order of their names
    backup = centre.copy()
    enrolled(honest, "m", W)
    sync(centre, honest, rogue)
    backup = centre.copy() if has_first else backup
    enrolled(rogue, "x", W)
    sync(centre, rogue, honest)
    after = healing.restore(backup, feed_epoch=2, enrolled=list(centre.chains))
    sync(after, rogue, honest)
    assert not after.healing
    assert after.people.wallets == centre.people.wallets == {"m": (W,)}
    assert asked(honest) == {"wallet-of-two": "x m"}


def last_one_wins(who: people.People, member: str, wallet: str) -> bool:
    who.holders[wallet] = member
    who.wallets[member] = tuple(dict.fromkeys((*who.wallets.get(member, ()), wallet)))
    return True


def test_control_a_wallet_that_goes_to_the_last_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks_people.faults(claimed()[0], Ghost()) == []
    monkeypatch.setattr(people, "pair", last_one_wins)
    centre, front, _ = claimed()
    assert told(front) == {"m": W, "x": W}
    assert checks_people.faults(centre, Ghost()) == ["a wallet has two members"]


def test_control_by_the_order_of_logs_a_restore_gives_it_to_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(healing, "_pair_as_before", lambda *_: None)
    with pytest.raises(AssertionError):
        test_after_a_restore_it_is_the_same(has_first=False)

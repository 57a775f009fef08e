"""A device that a person shut out stays so, whatever else becomes of it."""

from dataclasses import dataclass

import pytest

from central.agreement import Agreement
from central.callers import Caller
from central.database import Database, uuid
from central.shops import devices, revoke
from central.vouching import Vouching
from sync.wire_enrol import EnrolAnswer, NonceRequest
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Page, PullRequest
from sync.wire_push import PushAnswer
from tests.central.office import Office, kind
from tests.central.service.standing import Till


@dataclass(frozen=True, slots=True)
class Counter:
    """The door and what is behind it."""

    office: Office
    agreement: Agreement

    def enter(self, till: Till, *, named: bool = False) -> Caller:
        """Let a till in; gives who it is from then on."""
        welcome = self.office.let_in(till, named=named)
        till.tenant, till.store, till.epoch = welcome.tenant, welcome.store, welcome.epoch
        return self.who(till, welcome)

    def who(self, till: Till, welcome: EnrolAnswer) -> Caller:
        """Say who a till is."""
        return Caller(till.tenant, till.store, till.device, till.epoch, welcome.role)

    def shut_out(self, till: Till) -> None:
        """Shut a till out, as a person does."""
        assert revoke(self.office.database, self.office.shop.tenant, till.device)

    def is_out(self, who: Caller) -> bool:
        """Tell whether one life of a till gets nothing any more, whichever way it asks."""
        asked = [
            self.office.tokens.nonce(NonceRequest(who.device, who.epoch)),
            self.agreement.pull(who, PullRequest()),
        ]
        return {kind(answer) for answer in asked} == {ProblemKind.REVOKED}

    def standings(self) -> list[str]:
        """Give how every life of every device is."""
        return [one.standing for one in devices(self.office.database, self.office.shop.tenant)]

    def change(self, statement: str) -> None:
        """Change something behind the centre's back."""
        values = {"tenant": uuid(self.office.shop.tenant)}
        self.office.database.write(
            self.office.shop.tenant, lambda one: one.execute(statement.encode(), values)
        )


@pytest.fixture
def counter(office: Office, database: Database) -> Counter:
    agreement = Agreement(database, office.clock, Vouching(office.enrolling))
    return Counter(office, agreement)


def test_whoever_was_shut_out_and_is_then_given_up_stays_out(counter: Counter) -> None:
    till = Till()
    who = counter.enter(till)
    assert isinstance(counter.agreement.pull(who, PullRequest()), Page)
    counter.shut_out(till)
    assert counter.is_out(who)
    counter.agreement.retire(who.tenant, who.device, who.epoch)
    assert counter.is_out(who)
    assert counter.standings() == ["shut out, retired"]


def test_whoever_was_shut_out_before_it_said_a_word_stays_out(counter: Counter) -> None:
    till = Till()
    who = counter.enter(till)
    counter.shut_out(till)
    counter.agreement.retire(who.tenant, who.device, who.epoch)
    assert counter.is_out(who)


@pytest.mark.parametrize("is_met", [True, False])
def test_a_new_life_of_a_till_does_not_let_the_old_one_in_again(
    counter: Counter, *, is_met: bool
) -> None:
    stolen = Till()
    old = counter.enter(stolen)
    if is_met:
        counter.agreement.pull(old, PullRequest())
    counter.shut_out(stolen)
    till = Till(device=stolen.device)
    new = counter.enter(till, named=True)
    assert isinstance(counter.agreement.pull(new, PullRequest()), Page)
    answer = counter.agreement.push(new, till.push(epoch=old.epoch))  # what the old life had done
    assert isinstance(answer, PushAnswer)
    assert counter.is_out(old)
    assert not counter.is_out(new)


def test_healing_lets_nobody_in_again_and_waits_for_nobody_who_is_out(counter: Counter) -> None:
    first, second, other = Till(), Till(), Till()
    callers = [counter.enter(till) for till in (first, second, other)]
    for who in callers:
        counter.agreement.pull(who, PullRequest())
    counter.shut_out(first)
    counter.shut_out(second)
    counter.agreement.restore(counter.office.shop.tenant, 2)
    counter.agreement.retire(callers[1].tenant, callers[1].device, 1)
    assert all(counter.is_out(who) for who in callers[:2])
    counter.agreement.retire(callers[2].tenant, callers[2].device, 1)
    assert not any(row[0] for row in _healing(counter)), "nobody else was waited for"
    assert all(counter.is_out(who) for who in callers[:2])


def _healing(counter: Counter) -> list[tuple[object, ...]]:
    values = {"tenant": uuid(counter.office.shop.tenant)}
    return counter.office.database.read(
        counter.office.shop.tenant,
        lambda one: one.execute(
            "select is_healing from tenant where tenant = %(tenant)s", values
        ).fetchall(),
    )


def test_a_till_that_was_shut_out_is_told_so_when_its_answer_was_lost(counter: Counter) -> None:
    till, code = Till(), counter.office.shop.code()
    assert isinstance(counter.office.enrolling.enrol(till.wish(code)), EnrolAnswer)
    counter.shut_out(till)
    counter.change("update device_epoch set standing = 'retired' where tenant = %(tenant)s")
    answer = counter.office.enrolling.enrol(till.wish(code))
    assert isinstance(answer, Problem)
    assert answer.kind is ProblemKind.REVOKED

"""The centre's door for tests: codes, welcomes, nonces and tokens, without a network."""

from dataclasses import dataclass

from central.database import Database, uuid
from central.enrolling import Enrolling
from central.tokens import Tokens
from regulars.ids import Id
from sync.enrolment import Role
from sync.wire_enrol import EnrolAnswer, Nonce, NonceRequest
from sync.wire_problem import Problem, ProblemKind
from tests.central.service.standing import KEYS, Hand, Shop, Till

UNTOUCHED = "select count(*) from device where tenant = %(tenant)s and role <> 'centre'"


@dataclass(slots=True)
class Office:
    """The centre's door, with a clock that a test moves."""

    database: Database
    clock: Hand
    enrolling: Enrolling
    tokens: Tokens
    shop: Shop

    def devices(self, tenant: Id) -> int:
        ((count,),) = self.database.read(
            tenant, lambda one: one.execute(UNTOUCHED, {"tenant": uuid(tenant)}).fetchall()
        )
        return int(count)

    def let_in(self, till: Till, role: Role = Role.COUNTER, *, named: bool = False) -> EnrolAnswer:
        code = self.shop.code(role, device=till.device if named else None)
        answer = self.enrolling.enrol(till.wish(code))
        assert isinstance(answer, EnrolAnswer)
        till.tenant = answer.tenant
        return answer

    def nonce(self, till: Till) -> bytes:
        nonce = self.tokens.nonce(NonceRequest(till.device, till.epoch))
        assert isinstance(nonce, Nonce)
        return nonce.nonce


def open_office(database: Database) -> Office:
    """Open a door of one's own, with a shop behind it."""
    clock = Hand()
    enrolling = Enrolling(database, KEYS, clock)
    shop = Shop(enrolling).open()
    return Office(database, clock, enrolling, Tokens(database, KEYS.bearer, clock), shop)


def kind(answer: object) -> ProblemKind | None:
    """Give what kind of problem an answer is; None where it is none."""
    return answer.kind if isinstance(answer, Problem) else None

"""A centre was lost for good: its shop is founded again at another one, by the till that has it."""

from collections.abc import Iterator

import pytest

from central.agreement import Agreement
from central.certificate import Certificate
from central.cluster import Cluster
from central.database import Database
from central.enrolling import Enrolling
from central.private import Vault
from central.proving import prove
from central.roles import SERVICE
from central.shops import look_at
from central.tokens import Tokens
from central.vouching import Vouching
from desktop.joining import Joined, bring_shop
from sync.wishes import WishEnd
from tests.central.joining.conftest import now_ms
from tests.central.joining.house import At, offer_of
from tests.central.service.standing import KEYS, Running, running


@pytest.fixture
def another(own_database: str, cluster: Cluster, own_certificate: Certificate) -> Iterator[Running]:
    """Another centre, whose first life has the same number as every centre's."""
    with Database(cluster.address(own_database, SERVICE), size=3) as database:
        enrolling = Enrolling(database, KEYS, now_ms)
        with running(
            database,
            own_certificate,
            agreement=Agreement(database, now_ms, Vouching(enrolling), vault=Vault(KEYS)),
            enrolling=enrolling,
            tokens=Tokens(database, KEYS.bearer, now_ms),
            look_s=0.05,
        ) as one:
            yield one


def test_another_centre_is_sent_the_whole_log_and_believed_from_its_first_row(
    first: At, another: Running, own_certificate: Certificate
) -> None:
    first.agreed()
    first.rest()
    ada = first.known("Ada")
    code = another.parts.enrolling.invite_founder()
    assert isinstance(bring_shop(first.till, offer_of(another, own_certificate), code), Joined)
    first.connect().agreed()
    there, shop = another.parts.database, first.till.shop.identity.tenant
    assert look_at(there, shop).points == 200
    assert first.wants(ada, 200) is WishEnd.MET
    assert first.sells(ada, 100, spend=100).spent == 100
    first.agreed()
    assert first.known("Ada").balance == look_at(there, shop).points
    assert first.findings() == []
    assert prove(there, shop).findings == []

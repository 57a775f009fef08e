"""The database itself refuses: another tenant's rows, an overdraft, a change of what is history."""

from functools import partial
from itertools import permutations
from uuid import uuid4

import psycopg
import pytest

from central.cluster import ADMINISTRATOR, Cluster
from central.database import Connection, Database, connected, tenant, uuid
from central.roles import OWNER, SERVICE
from regulars.ids import Id
from tests.central.house import House, digest, found

FIRST = (1 << 32) + 1
_TILL = "tenant = %(tenant)s and wallet = %(wallet)s and device = %(device)s"


def names(house: House) -> dict[str, object]:
    return {
        "tenant": uuid(house.tenant),
        "wallet": house.wallet,
        "device": house.till,
        "member": house.member,
    }


def run(database: Database, house: House, *questions: str) -> None:
    """Run statements in one transaction, with the names of the house."""

    def work(connection: Connection) -> None:
        for question in questions:
            connection.execute(question.encode(), names(house))

    database.write(house.tenant, work)


@pytest.fixture
def neighbour(database: Database) -> House:
    """Another shop, with a member and a wallet of its own."""
    made = House(Id(uuid4().bytes))

    def build(connection: Connection) -> None:
        found(connection, made.tenant)
        made.build(connection)

    database.write(made.tenant, build)
    return made


# --- one tenant never sees another --------------------------------------------------------------


def wallets(connection: Connection) -> set[object]:
    return {wallet for (wallet,) in connection.execute("select wallet from wallet").fetchall()}


def test_a_question_that_forgets_the_tenant_still_sees_only_ones_own(
    database: Database, house: House, neighbour: House
) -> None:
    assert database.read(house.tenant, wallets) == {house.wallet}
    assert database.read(neighbour.tenant, wallets) == {neighbour.wallet}


def test_without_row_level_security_it_would_see_both(cluster: Cluster, own_database: str) -> None:
    """The control: what is proved above is the work of the policies."""
    one, two = House(Id(uuid4().bytes)), House(Id(uuid4().bytes))
    with Database(cluster.address(own_database, SERVICE)) as database:
        for house in (one, two):
            database.write(house.tenant, partial(found, tenant=house.tenant))
            database.write(house.tenant, house.build)
        assert database.read(one.tenant, wallets) == {one.wallet}
        with connected(cluster.address(own_database, OWNER)) as owner:
            owner.execute("alter table wallet disable row level security")
        assert database.read(one.tenant, wallets) == {one.wallet, two.wallet}


def test_even_the_owner_sees_only_the_tenant_it_named(
    cluster: Cluster, database_name: str, house: House, neighbour: House
) -> None:
    with connected(cluster.address(database_name, OWNER)) as owner, owner.transaction():
        tenant(owner, house.tenant)
        assert wallets(owner) == {house.wallet}
        assert neighbour.wallet not in wallets(owner)


def test_another_tenants_row_cannot_be_changed_or_made_or_taken_over(
    database: Database, house: House, neighbour: House
) -> None:
    def touch(connection: Connection) -> int:
        return connection.execute("update wallet set debt = 5").rowcount

    assert database.write(house.tenant, touch) == 1
    with pytest.raises(Exception, match="not allow") as made:
        database.write(house.tenant, neighbour.build)
    assert "row-level security" in str(made.value.__cause__)
    with pytest.raises(Exception, match="not allow"):
        database.write(
            house.tenant,
            lambda c: c.execute("update store set tenant = %s", (uuid(neighbour.tenant),)),
        )


def test_no_row_can_point_at_another_tenants(
    database: Database, house: House, neighbour: House
) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        database.write(
            house.tenant,
            lambda c: c.execute(
                "insert into wallet (tenant, wallet, member) values (%s, %s, %s)",
                (uuid(house.tenant), uuid4(), neighbour.member),
            ),
        )


def test_two_tenants_may_use_the_same_names(database: Database, house: House) -> None:
    twin = House(Id(uuid4().bytes), house.store, house.till, house.member, house.wallet)
    database.write(twin.tenant, lambda connection: found(connection, twin.tenant))
    database.write(twin.tenant, twin.build)
    assert database.read(twin.tenant, wallets) == {house.wallet}


def test_only_three_questions_look_across_tenants_and_they_answer_with_ids(
    database: Database, house: House, neighbour: House
) -> None:
    code = digest(str(uuid4()))
    database.write(
        house.tenant,
        lambda c: c.execute(
            "insert into invitation (tenant, fingerprint, store, role, founds, made)"
            " values (%s, %s, %s, 'counter', false, 0)",
            (uuid(house.tenant), code, house.store),
        ),
    )
    everyone = {one for (one,) in database.ask("select every_tenant()")}
    assert {uuid(house.tenant), uuid(neighbour.tenant)} <= everyone
    assert database.ask("select tenants_of_code(%s)", (code,)) == [(uuid(house.tenant),)]
    assert database.ask("select tenants_of_code(%s)", (digest("other"),)) == []
    assert database.ask("select tenants_of_device(%s)", (house.till,)) == [(uuid(house.tenant),)]


# --- points -------------------------------------------------------------------------------------


def test_rights_are_given_used_and_given_back(database: Database, house: House) -> None:
    database.write(house.tenant, lambda c: house.hold(c, 60))
    run(
        database,
        house,
        f"update holding set used = 20, returned = 10 where {_TILL}",
        "update wallet set balance = 80, held = 30"
        " where tenant = %(tenant)s and wallet = %(wallet)s",
    )
    rows = database.read(
        house.tenant,
        lambda c: c.execute(
            "select available, pool from holding join wallet using (tenant, wallet)"
            " where tenant = %s",
            (uuid(house.tenant),),
        ).fetchall(),
    )
    assert rows == [(30, 50)]


@pytest.mark.parametrize(
    "change", ["balance = -1", "balance = 1000000000001", "held = -1", "held = 101", "debt = -1"]
)
def test_a_wallet_cannot_be_overdrawn_or_promised_twice(
    database: Database, house: House, change: str
) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        run(database, house, f"update wallet set {change} where tenant = %(tenant)s")


def test_a_till_cannot_use_more_than_it_holds(database: Database, house: House) -> None:
    database.write(house.tenant, lambda c: house.hold(c, 60))
    with pytest.raises(psycopg.errors.CheckViolation):
        run(database, house, f"update holding set used = 61 where {_TILL}")


def test_more_cannot_be_granted_than_the_pool_has(database: Database, house: House) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        database.write(house.tenant, lambda c: house.hold(c, 101))


@pytest.mark.parametrize("held", [0, 59, 61])
def test_what_a_wallet_calls_held_is_the_sum_of_what_tills_hold(
    database: Database, house: House, held: int
) -> None:
    with pytest.raises(psycopg.Error, match="not the sum") as raised:
        database.write(house.tenant, lambda c: house.hold(c, 60, held))
    assert raised.value.sqlstate == "RG003"


@pytest.mark.parametrize(
    "change",
    [
        f"update holding set granted = granted + 1 where {_TILL}",
        "update wallet set held = held + 1 where tenant = %(tenant)s",
        "update wallet set held = 0 where tenant = %(tenant)s",
    ],
)
def test_neither_side_of_that_sum_can_be_changed_alone(
    database: Database, house: House, change: str
) -> None:
    database.write(house.tenant, lambda c: house.hold(c, 60))
    with pytest.raises(psycopg.Error, match="not the sum"):
        run(database, house, change)


@pytest.mark.parametrize("cell", ["granted", "earned", "used", "returned", "reclaimed"])
def test_a_cell_of_rights_only_grows(database: Database, house: House, cell: str) -> None:
    database.write(house.tenant, lambda c: house.hold(c, 60))
    run(
        database,
        house,
        f"update holding set earned = 9, used = 3, returned = 3, reclaimed = 3 where {_TILL}",
    )
    with pytest.raises(psycopg.Error, match="never changed") as raised:
        run(database, house, f"update holding set {cell} = {cell} - 1 where {_TILL}")
    assert raised.value.sqlstate == "RG001"


# --- history ------------------------------------------------------------------------------------


@pytest.fixture
def history(database: Database, house: House) -> House:
    """The house after one sale with an entry, a loss and personal data."""

    def write(connection: Connection) -> None:
        house.operation(connection, 1)
        house.entry(connection, 1, 30)
        values = {**names(house), "place": FIRST, "hash": digest("other")}
        for question in (
            (
                "insert into private (tenant, device, place, key, bytes)"
                " values (%(tenant)s, %(device)s, %(place)s, 1, 'sealed')"
            ),
            (
                "insert into loss (tenant, device, place, wallet, points)"
                " values (%(tenant)s, %(device)s, %(place)s, %(wallet)s, 5)"
            ),
            (
                "insert into kept (tenant, device, place, hash, body, received)"
                " values (%(tenant)s, %(device)s, %(place)s, %(hash)s, '{}', 1)"
            ),
            (
                "insert into erased (tenant, member, feed_seq, erased)"
                " values (%(tenant)s, %(member)s, 1, 1)"
            ),
        ):
            connection.execute(question.encode(), values)

    database.write(house.tenant, write)
    return house


KEPT = ("operation", "kept", "entry", "erased", "loss")


@pytest.mark.parametrize("table", KEPT)
@pytest.mark.parametrize("act", ["update {} set tenant = tenant", "delete from {}"])
def test_the_service_may_not_touch_what_is_history(
    database: Database, history: House, table: str, act: str
) -> None:
    with pytest.raises(Exception, match="not allow"):
        run(database, history, act.format(table))


@pytest.mark.parametrize("table", KEPT)
@pytest.mark.parametrize("role", [OWNER, ADMINISTRATOR])
@pytest.mark.parametrize(
    "act", ["update {} set tenant = tenant", "delete from {}", "truncate {} cascade"]
)
@pytest.mark.usefixtures("history")
def test_nor_may_those_who_own_it(
    cluster: Cluster, database_name: str, house: House, table: str, role: str, act: str
) -> None:
    with connected(cluster.address(database_name, role)) as mighty:
        mighty.execute("begin")
        tenant(mighty, house.tenant)
        with pytest.raises(psycopg.Error, match=r"is never (changed|deleted)"):
            mighty.execute(act.format(table).encode())


def test_personal_data_can_be_erased_but_never_changed(
    cluster: Cluster, database_name: str, database: Database, history: House
) -> None:
    with (
        connected(cluster.address(database_name, ADMINISTRATOR)) as mighty,
        pytest.raises(psycopg.Error, match="never changed"),
    ):
        mighty.execute("update private set bytes = 'x'")
    run(database, history, "delete from private where tenant = %(tenant)s")


def test_an_operation_counts_once_whichever_way_it_comes(database: Database, house: House) -> None:
    def twice(connection: Connection, outcome: str) -> None:
        one = house.operation(connection, 1)
        connection.execute(
            "insert into operation (tenant, device, place, id, kind, version, at, day, hlc, body,"
            " hash, outcome, received) select tenant, device, place + 1, %s, kind, version, at,"
            " day, hlc, body, hash, %s, received from operation where tenant = %s",
            (one, outcome, uuid(house.tenant)),
        )

    with pytest.raises(psycopg.errors.UniqueViolation):
        database.write(house.tenant, lambda connection: twice(connection, "posted"))
    database.write(house.tenant, lambda connection: twice(connection, "duplicate"))


def test_two_operations_cannot_have_one_number(database: Database, house: House) -> None:
    database.write(house.tenant, lambda c: house.operation(c, 1))
    with pytest.raises(psycopg.errors.UniqueViolation):
        database.write(house.tenant, lambda c: house.operation(c, 1))


@pytest.mark.parametrize(
    "change",
    [
        "tenant set next_seq = next_seq - 1",
        "tenant set feed_epoch = feed_epoch - 1",
        "device_epoch set last_seq = last_seq - 1",
        "device_epoch set posted_seq = posted_seq - 1",
        "device_epoch set is_copied = false",
        "device_epoch set is_revoked = false",
        "card set state = 'good'",
    ],
)
def test_what_only_goes_forward_cannot_go_back(
    database: Database, house: House, change: str
) -> None:
    run(
        database,
        house,
        "update tenant set next_seq = 9, feed_epoch = 2 where tenant = %(tenant)s",
        "update device_epoch set last_seq = 5, posted_seq = 3, is_copied = true, is_revoked = true"
        " where tenant = %(tenant)s",
        "insert into card (tenant, fingerprint, member, form, state) values"
        " (%(tenant)s, decode(repeat('ab', 32), 'hex'), %(member)s, 'token', 'revoked')",
    )
    with pytest.raises(psycopg.Error, match="never changed"):
        run(database, house, f"update {change} where tenant = %(tenant)s")


@pytest.mark.parametrize(
    ("question", "error"),
    [
        ("update device_epoch set head = 'short' where tenant = %(tenant)s", "digest"),
        ("update member set alias_of = member where tenant = %(tenant)s", "alias"),
        ("update member set name_stamp = 'x' where tenant = %(tenant)s", "stamp"),
        ("update member set key = null where tenant = %(tenant)s", "is_sealed"),
        ("update device_epoch set standing = 'lost' where tenant = %(tenant)s", "standing"),
    ],
)
def test_what_makes_no_sense_is_refused(
    database: Database, house: House, question: str, error: str
) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match=error):
        run(database, house, question)


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_of_two_changes_the_later_one_wins_in_whatever_order_they_arrive(
    database: Database, house: House, order: tuple[int, ...]
) -> None:
    """The order of stamps is the order of (clock, device), also where the clocks agree."""
    low, high = bytes(16), b"\xff" * 16
    clocks = [(1, high), (2, low), (2, high), (2**62, low)]
    stamps = [clock.to_bytes(8, "big") + device for clock, device in clocks]
    change = (
        "update member set name = %s, name_stamp = %s"
        " where tenant = %s and member = %s and name_stamp < %s"
    )

    def arrive(connection: Connection) -> object:
        for number in order:
            stamp = stamps[number]
            values = (str(number).encode(), stamp, uuid(house.tenant), house.member, stamp)
            connection.execute(change, values)
        return connection.execute(
            "select name from member where tenant = %s", (uuid(house.tenant),)
        ).fetchone()

    assert database.write(house.tenant, arrive) == (b"3",)

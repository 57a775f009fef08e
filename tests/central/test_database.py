"""The door to PostgreSQL: a tenant for every transaction, races run again, troubles in words."""

import socket
import threading
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from central import trouble
from central.cluster import ADMINISTRATOR, Cluster
from central.database import (
    ATTEMPTS,
    Connection,
    Database,
    Patience,
    catch_up,
    connected,
    identity,
    noticing,
    uuid,
)
from central.roles import OWNER, SERVICE
from regulars.ids import Id
from tests.central.house import House

_DEBT = "select debt from wallet where tenant = %s and wallet = %s"
_OWE = "update wallet set debt = %s where tenant = %s and wallet = %s"


def debt(connection: Connection, house: House) -> int:
    ((found,),) = connection.execute(_DEBT, (uuid(house.tenant), house.wallet)).fetchall()
    return int(found)


def owe(connection: Connection, house: House, points: int) -> None:
    connection.execute(_OWE, (points, uuid(house.tenant), house.wallet))


def test_an_id_is_the_same_on_both_sides_of_the_door() -> None:
    one = Id(uuid4().bytes)
    assert identity(uuid(one)) == one


def test_what_work_wrote_is_there_afterwards(database: Database, house: House) -> None:
    database.write(house.tenant, lambda connection: owe(connection, house, 7))
    assert database.read(house.tenant, lambda connection: debt(connection, house)) == 7


def test_work_that_fails_leaves_nothing(database: Database, house: House) -> None:
    def fail(connection: Connection) -> None:
        owe(connection, house, 7)
        raise KeyError

    with pytest.raises(KeyError):
        database.write(house.tenant, fail)
    assert database.read(house.tenant, lambda connection: debt(connection, house)) == 0


def test_reading_cannot_write(database: Database, house: House) -> None:
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        database.read(house.tenant, lambda connection: owe(connection, house, 7))


def test_a_read_sees_one_moment_whatever_others_commit(database: Database, house: House) -> None:
    def look(connection: Connection) -> tuple[int, int]:
        before = debt(connection, house)
        database.write(house.tenant, lambda other: owe(other, house, 9))
        return before, debt(connection, house)

    assert database.read(house.tenant, look) == (0, 0)


def test_a_tenant_is_bound_for_one_transaction_only(database: Database, house: House) -> None:
    database.write(house.tenant, lambda connection: owe(connection, house, 1))
    with pytest.raises(psycopg.errors.DatabaseError, match=r"regulars\.tenant|uuid"):
        database.ask("select * from wallet")


def test_two_that_lock_each_other_out_both_get_through(database: Database, house: House) -> None:
    """Both take one row, meet, and want the other's: PostgreSQL ends one, which runs again."""
    rows = [house.wallet, house.member]
    questions = {
        house.wallet: "update wallet set visits = visits + 1 where tenant = %s and wallet = %s",
        house.member: "update member set language = 'zh' where tenant = %s and member = %s",
    }
    meet = threading.Barrier(2)
    tries: list[int] = []

    def work(connection: Connection, order: int) -> None:
        tries.append(order)
        shop = uuid(house.tenant)
        one, other = rows if order == 0 else rows[::-1]
        connection.execute(questions[one].encode(), (shop, one))
        if len(tries) <= 2:
            meet.wait(10)
        connection.execute(questions[other].encode(), (shop, other))

    threads = [
        threading.Thread(
            target=database.write, args=(house.tenant, lambda c, order=order: work(c, order))
        )
        for order in (0, 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(tries) > 2  # at least one of them ran again
    seen = database.read(
        house.tenant,
        lambda c: c.execute(
            "select visits from wallet where tenant = %s", (uuid(house.tenant),)
        ).fetchall(),
    )
    assert seen == [(2,)]


def test_a_race_that_is_never_won_is_called_busy(database: Database, house: House) -> None:
    tries: list[int] = []

    def lose(connection: Connection) -> None:
        tries.append(1)
        connection.execute("do $$ begin raise exception using errcode = '40001'; end $$")

    with pytest.raises(trouble.DatabaseBusy):
        database.write(house.tenant, lose)
    assert len(tries) == ATTEMPTS


def end(cluster: Cluster, connection: Connection) -> None:
    """Break a connection as an administrator, or a power cut, would."""
    pid = connection.info.backend_pid
    with connected(cluster.address("postgres", ADMINISTRATOR)) as mighty:
        mighty.execute("select pg_terminate_backend(%s, 5000)", (pid,))


@pytest.mark.parametrize("is_piped", [False, True])
def test_a_connection_that_broke_since_it_answered_is_replaced_and_the_work_is_done(
    cluster: Cluster, database: Database, house: House, is_piped: bool
) -> None:
    held: list[Connection] = []
    database.read(house.tenant, held.append, is_piped=is_piped)
    end(cluster, held[0])
    database.write(house.tenant, lambda one: owe(one, house, 7), is_piped=is_piped)
    assert database.read(house.tenant, lambda one: debt(one, house), is_piped=is_piped) == 7


def test_statements_that_are_piped_are_done_in_their_order_and_waited_for_together(
    database: Database, house: House
) -> None:
    def work(connection: Connection) -> list[int]:
        values = (uuid(house.tenant), house.wallet)
        first = connection.execute(_DEBT, values)
        owe(connection, house, 4)
        second = connection.execute(_DEBT, values)
        owe(connection, house, 5)
        assert first.rowcount == second.rowcount == -1, "nothing was sent yet"
        return [int(one.fetchall()[0][0]) for one in (second, first)]

    assert database.write(house.tenant, work, is_piped=True) == [4, 0]
    assert database.read(house.tenant, lambda one: debt(one, house)) == 5


def test_a_connection_lost_before_the_end_means_nothing_was_saved(
    cluster: Cluster, database: Database, house: House
) -> None:
    def break_off(connection: Connection) -> None:
        owe(connection, house, 7)
        end(cluster, connection)
        owe(connection, house, 8)

    with pytest.raises(trouble.DatabaseGone):
        database.write(house.tenant, break_off)
    assert database.read(house.tenant, lambda connection: debt(connection, house)) == 0


def test_a_connection_lost_while_saving_is_not_called_a_failure(
    cluster: Cluster, database: Database, house: House
) -> None:
    with pytest.raises(trouble.OutcomeUnknown):
        database.write(house.tenant, lambda connection: end(cluster, connection))


def test_what_is_sent_without_waiting_is_never_lost_without_a_word(
    cluster: Cluster, database: Database, house: House
) -> None:
    def break_off(connection: Connection) -> None:
        owe(connection, house, 7)
        end(cluster, connection)
        owe(connection, house, 8)

    def break_a_rule(connection: Connection) -> None:
        owe(connection, house, 7)
        owe(connection, house, -1)  # sent, and nobody looks what came of it

    def break_off_behind_all(connection: Connection) -> None:
        owe(connection, house, 7)
        catch_up(connection)
        end(cluster, connection)

    with pytest.raises(trouble.DatabaseGone):
        database.write(house.tenant, break_off, is_piped=True)
    with pytest.raises(trouble.OutcomeUnknown):
        database.write(house.tenant, break_off_behind_all, is_piped=True)
    with pytest.raises(psycopg.errors.CheckViolation):
        database.write(house.tenant, break_a_rule, is_piped=True)
    assert database.read(house.tenant, lambda connection: debt(connection, house)) == 0
    database.write(house.tenant, lambda one: owe(one, house, 9), is_piped=True)
    assert database.read(house.tenant, lambda connection: debt(connection, house)) == 9


def test_a_race_that_is_lost_behind_the_work_is_run_again_also_where_nobody_waits(
    database: Database, house: House
) -> None:
    tries: list[int] = []

    def lose_once(connection: Connection) -> None:
        tries.append(1)
        owe(connection, house, len(tries))
        if len(tries) == 1:
            connection.execute("do $$ begin raise exception using errcode = '40001'; end $$")

    database.write(house.tenant, lose_once, is_piped=True)
    assert len(tries) == 2
    assert database.read(house.tenant, lambda connection: debt(connection, house)) == 2


def test_when_every_connection_is_taken_the_next_one_is_told_so(
    cluster: Cluster, database_name: str, house: House
) -> None:
    with Database(cluster.address(database_name, SERVICE), size=1, wait_s=0.05) as narrow:

        def ask_again(connection: Connection) -> None:
            assert connection.execute("select 1").fetchall() == [(1,)]
            narrow.read(house.tenant, lambda _: None)

        with pytest.raises(trouble.DatabaseBusy):
            narrow.write(house.tenant, ask_again)


@pytest.mark.parametrize("role", [OWNER, ADMINISTRATOR])
def test_the_service_never_runs_as_a_role_that_security_does_not_bind(
    cluster: Cluster, database_name: str, role: str
) -> None:
    with pytest.raises(trouble.RoleTooMighty):
        Database(cluster.address(database_name, role))


def test_nor_as_a_member_of_such_a_role(cluster: Cluster, database_name: str) -> None:
    name = f"clerk_{uuid4().hex}"
    with connected(cluster.address("postgres", ADMINISTRATOR)) as mighty:
        mighty.execute(f"create role {name} login in role {OWNER}".encode())
    with pytest.raises(trouble.RoleTooMighty):
        Database(cluster.address(database_name, name))


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("53100", trouble.DatabaseFull),
        ("53200", trouble.DatabaseFull),
        ("42501", trouble.DatabaseForbidden),
        ("55P03", trouble.DatabaseBusy),
        ("57014", trouble.DatabaseBusy),
        ("57P03", trouble.DatabaseGone),
    ],
)
def test_what_the_database_says_becomes_a_trouble_with_words(
    database: Database, house: House, state: str, kind: type[trouble.Trouble]
) -> None:
    words = f"do $$ begin raise exception using errcode = '{state}'; end $$"
    with pytest.raises(kind, match=kind.sentence) as raised:
        database.write(house.tenant, lambda connection: connection.execute(words.encode()))
    assert type(raised.value) is kind
    assert raised.value.code


def test_a_bug_of_ours_is_not_dressed_up_as_a_trouble(database: Database, house: House) -> None:
    with pytest.raises(psycopg.errors.UndefinedTable):
        database.read(house.tenant, lambda connection: connection.execute("select * from nope"))


def test_nobody_waits_long_for_a_row_that_somebody_keeps(
    cluster: Cluster, database_name: str, house: House
) -> None:
    address = cluster.address(database_name, SERVICE)
    with (
        Database(address, size=1, patience=Patience(lock_s=1)) as hasty,
        Database(address, size=1) as other,
    ):

        def keep(connection: Connection) -> None:
            owe(connection, house, 7)
            with pytest.raises(trouble.DatabaseBusy):
                hasty.write(house.tenant, lambda one: owe(one, house, 8))

        other.write(house.tenant, keep)
        assert other.read(house.tenant, lambda one: debt(one, house)) == 7


def test_the_service_s_connections_are_patient_for_so_long(database: Database) -> None:
    names = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
    found = [database.ask(f"show {name}")[0][0] for name in names]
    assert found == ["5s", "30s", "30s"]


def test_what_an_address_says_of_its_own_is_kept() -> None:
    bound = Patience(1, 2, 3).bound("dbname=x options='-c work_mem=8MB'")
    assert "-c lock_timeout=1s" in bound
    assert "-c work_mem=8MB'" in bound


def test_a_database_that_says_nothing_does_not_keep_us_from_the_next(
    cluster: Cluster, database_name: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        hosts = f"host=127.0.0.1,{cluster.folder} port={port},5432 connect_timeout=2"
        address = f"{hosts} dbname={database_name} user={SERVICE}"
        with Database(address, size=1) as found:
            assert found.ask("select current_user::text") == [(SERVICE,)]


def test_a_connection_notices_that_nobody_is_there_any_more() -> None:
    said = conninfo_to_dict(noticing("host=a user=b connect_timeout=9"))
    assert said["connect_timeout"] == "9", "what the address says goes before"
    assert {"keepalives_idle", "keepalives_interval", "tcp_user_timeout"} <= said.keys()

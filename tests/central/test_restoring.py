"""A centre that was lost and put back from yesterday: its tills bring back all that was done."""

from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from central import backup, restoring, trouble
from central.cluster import ADMINISTRATOR
from central.database import Connection, Database, connected
from central.enrolling import Enrolling
from central.folder import now_ms
from central.happened import GIVEN_UP, SHUT_OUT, Happened, Journal, on_let_in
from central.keys import make_secret, replace_secret
from central.proving import prove
from central.restoring import Named, restore
from central.roles import KEEPER, OWNER, SERVICE
from central.shops import devices, look_at
from central.tokens import Tokens
from regulars.agreement.till import TillSide
from regulars.ids import spell
from sync.wire_enrol import EnrolAnswer, Nonce, NonceRequest
from sync.wire_problem import Problem, ProblemKind
from sync.wire_push import PushAnswer
from sync.wire_rights import ReportAnswer, RightsAnswer
from tests.central.agreement.shop import WALLET, Shop
from tests.central.lost import NOW, Lost
from tests.central.office import kind
from tests.central.service.standing import Shop as Doors
from tests.central.service.standing import Till


def heal(shop: Shop, till: TillSide, granted: int, feed: int) -> int:
    """Report and send the log again, as a till does by itself; gives how many are missing."""
    answer = shop.tell(till, granted, feed=feed)
    assert isinstance(answer, ReportAnswer), answer
    assert isinstance(shop.push(till), PushAnswer)
    return answer.waiting


def test_a_day_is_lost_and_the_tills_bring_it_back(lost: Lost) -> None:
    with lost.database() as database:
        lost.folder.keys(database)
        shop = Shop(database).open()
        east, west = shop.till("east"), shop.till("west")
        shop.enrol_member(east)
        shop.sell(east, 900)
        shop.push(east)
        shop.pull(west)
        file = lost.back_up(is_proved=True)
        shop.write(east, "rights.return", {"wallet": WALLET, "points": 500, "why": "recalled"})
        shop.push(east)
        granted = shop.ask(west, 400)
        assert isinstance(granted, RightsAnswer)
        shop.sell(west, 5, spent=400)
        shop.push(west)
        shop.sell(east, 70)
        before = shop.balance()
    name = lost.empty()
    done = lost.restore(file, name)
    assert done.taken == NOW
    feed = done.feeds[spell(shop.tenant)]
    assert feed > 1_000_000, "no life of the feed that there ever was"
    with lost.database(name) as database:
        again = Shop(database, shop.tenant, now_ms=shop.now_ms)
        again.second().known.update({east.source, west.source})
        assert look_at(database, shop.tenant).is_healing
        early = asks(again, east, feed)
        assert kind(early) is ProblemKind.GRANTS_WAIT
        heal(again, west, 400, feed)
        heal(again, east, 0, feed)
        assert not look_at(database, shop.tenant).is_healing
        balance, held, debt = again.balance()
        assert (balance, debt) == (before[0] + 70, before[2])
        assert held == 900 - 500 + 70 + 5
        assert again.reviews() == []
        assert prove(database, shop.tenant).findings == []
        assert isinstance(asks(again, east, feed), RightsAnswer)


def asks(shop: Shop, till: TillSide, feed: int) -> RightsAnswer | Problem:
    return shop.ask(till, 10, feed=feed)


def test_every_restore_begins_a_life_of_its_own(lost: Lost) -> None:
    with lost.database() as database:
        lost.folder.keys(database)
        Shop(database).open()
    file = lost.back_up()
    feeds: list[int] = []
    for number in range(2):
        name = lost.empty(f"{lost.name}_{number}")
        owner = lost.cluster.address(name, OWNER)
        clock = partial(int, now_ms() + number * 1_000)
        feeds += restore(file, owner, lost.folder, (), clock).feeds.values()
    assert feeds[0] < feeds[1]


@dataclass(slots=True)
class Door:
    """Lets real tills in at a database, with the folder's own key, and remembers them."""

    enrolling: Enrolling
    tokens: Tokens

    def enter(self, shop: Doors, till: Till, *, named: bool = False) -> None:
        code = shop.code(device=till.device if named else None)
        welcome = self.enrolling.enrol(till.wish(code))
        assert isinstance(welcome, EnrolAnswer), welcome
        till.tenant, till.epoch = welcome.tenant, welcome.epoch

    def nonce(self, till: Till) -> Nonce | Problem:
        return self.tokens.nonce(NonceRequest(till.device, till.epoch))


def door(lost: Lost, database: Database) -> Door:
    keys = lost.folder.keys(database)
    noted = on_let_in(lost.folder.journal, now_ms)
    enrolling = Enrolling(database, keys, now_ms, noted=noted)
    return Door(enrolling, Tokens(database, keys.bearer, now_ms))


def test_tills_let_in_since_are_known_again_and_who_was_shut_out_stays_out(lost: Lost) -> None:
    early, late, thief, comes_again, gone = (Till() for _ in range(5))
    with lost.database() as database:
        centre = door(lost, database)
        shop = Doors(centre.enrolling).open()
        for till in (early, thief, comes_again, gone):
            centre.enter(shop, till)
        shown = shop.code()
        file = lost.back_up()
        centre.enter(shop, late)
        tenant = spell(shop.tenant)
        for what, till in ((SHUT_OUT, thief), (SHUT_OUT, comes_again), (GIVEN_UP, gone)):
            lost.folder.journal.add(Happened(what, tenant, spell(till.device), till.epoch, 1))
        centre.enter(shop, comes_again, named=True)
    name = lost.empty()
    done = lost.restore(file, name)
    assert spell(late.device) in done.let_in
    assert done.shut_out == [spell(thief.device), spell(comes_again.device)]
    assert done.given_up == [spell(gone.device)]
    with lost.database(name) as database:
        centre = door(lost, database)
        for till in (early, late, comes_again):
            assert isinstance(centre.nonce(till), Nonce)
        assert kind(centre.nonce(thief)) is ProblemKind.REVOKED
        waited = {one.device for one in devices(database, shop.tenant) if one.is_missing}
        assert waited >= {early.device, late.device, comes_again.device}
        assert gone.device not in waited
        stranger = Till()
        answer = centre.enrolling.enrol(stranger.wish(shown))
        assert kind(answer) is ProblemKind.CODE, "a code of then opens nothing"


def test_a_till_nobody_remembers_is_named_waited_for_and_let_in_again(lost: Lost) -> None:
    late, comes_not = Till(), Till()
    with lost.database() as database:
        centre = door(lost, database)
        shop = Doors(centre.enrolling).open()
        file = lost.back_up()
        centre.enter(shop, late)
    (lost.folder.root / "happened.jsonl").unlink()
    name = lost.empty()
    names = [(shop.tenant, Named(one.device, 1)) for one in (late, comes_not)]
    lost.restore(file, name, *names)
    with lost.database(name) as database:
        centre = door(lost, database)
        assert kind(centre.nonce(late)) is ProblemKind.REVOKED
        (one,) = (one for one in devices(database, shop.tenant) if one.device == late.device)
        assert (one.is_missing, one.has_key) == (True, False)
        again = Doors(centre.enrolling, shop.tenant, shop.store)
        thief = Till(device=late.device)
        assert kind(centre.enrolling.enrol(thief.wish(again.code()))) is ProblemKind.FORBIDDEN
        other = again.code(device=comes_not.device)
        assert kind(centre.enrolling.enrol(late.wish(other))) is ProblemKind.FORBIDDEN
        assert isinstance(centre.enrolling.enrol(Till().wish(again.code())), EnrolAnswer), "control"
        centre.enter(again, late, named=True)
        assert late.epoch == 2
        assert isinstance(centre.nonce(late), Nonce)


def test_a_shop_founded_since_is_named(lost: Lost) -> None:
    with lost.database() as database:
        centre = door(lost, database)
        Doors(centre.enrolling).open()
        file = lost.back_up()
        young = Doors(centre.enrolling).open()
        centre.enter(young, Till())
    assert lost.restore(file, lost.empty()).lost == [spell(young.tenant)]


def test_a_database_in_use_or_not_empty_is_left_alone(lost: Lost) -> None:
    with lost.database() as database:
        lost.folder.keys(database)
        Shop(database).open()
    file = lost.back_up()
    with pytest.raises(trouble.DatabaseInUse, match="not empty"):
        lost.restore(file, lost.name)
    name = lost.empty()
    with (
        connected(lost.cluster.address(name, ADMINISTRATOR)),
        pytest.raises(trouble.DatabaseInUse, match="Connected to it now: 1"),
    ):
        lost.restore(file, name)
    assert lost.restore(file, name).feeds


def test_who_came_in_at_the_last_moment_is_seen(
    lost: Lost, monkeypatch: pytest.MonkeyPatch
) -> None:
    with lost.database() as database:
        lost.folder.keys(database)
        Shop(database).open()
    file, name, door = lost.back_up(), lost.empty(), restoring._door
    with ExitStack() as inside, monkeypatch.context() as late:

        def shut(connection: Connection, words: str) -> None:
            if words == restoring._SHUT:
                inside.enter_context(connected(lost.cluster.address(name, SERVICE)))
            door(connection, words)

        late.setattr(restoring, "_door", shut)
        with pytest.raises(trouble.DatabaseInUse, match="Connected to it now: 1"):
            lost.restore(file, name)
    assert lost.restore(file, name).feeds


def test_nobody_but_the_owner_puts_a_backup_back(lost: Lost) -> None:
    with lost.database() as database:
        lost.folder.keys(database)
        Shop(database).open()
    file, name = lost.back_up(), lost.empty()
    for role in (ADMINISTRATOR, KEEPER):
        with pytest.raises(trouble.DatabaseForbidden, match="by the database's owner"):
            restore(file, lost.cluster.address(name, role), lost.folder, (), now_ms)


def test_a_file_that_was_changed_is_not_put_back(lost: Lost) -> None:
    with lost.database() as database:
        lost.folder.keys(database)
        Shop(database).open()
    file, name = lost.back_up(), lost.empty()
    content = file.read_bytes()
    file.write_bytes(content[:-1] + b"!")
    with pytest.raises(trouble.BackupUnfit, match="not what its note says"):
        lost.restore(file, name)
    file.write_bytes(content)
    note = backup.read_note(file)
    assert note is not None
    backup.note_of(file).write_bytes(note.spelled().replace(b'"migrations": ', b'"migrations": 9'))
    with pytest.raises(trouble.DatabaseNewer):
        lost.restore(file, name)
    with pytest.raises(trouble.BackupUnfit):
        lost.restore(file.with_name("nothing.dump"), name)


def test_a_sealed_backup_asks_for_the_centre_s_key_before_anything_is_done(lost: Lost) -> None:
    with lost.database() as database:
        lost.folder.keys(database)
        shop = Shop(database).open()
        till = shop.till("east")
        shop.sell(till, 30)
        shop.push(till)
    file, name = lost.back_up(is_proved=True), lost.empty()
    key = lost.folder.key.read_bytes()
    lost.folder.key.unlink()
    with pytest.raises(trouble.KeyMissing):
        lost.restore(file, name)
    make_secret(lost.folder.key, b"regulars-centre-key-1\n" + b"ab" * 32 + b"\n")
    with pytest.raises(trouble.KeyWrong):
        lost.restore(file, name)
    replace_secret(lost.folder.key, key)
    assert list(lost.restore(file, name).feeds) == [shop.tenant.hex()]


def test_without_its_note_a_whole_file_can_be_put_back_and_half_a_file_never(lost: Lost) -> None:
    with lost.database() as database:
        lost.folder.keys(database)
        Shop(database).open()
    file, name = lost.back_up(), lost.empty()
    backup.note_of(file).unlink()
    half = file.with_name("half.dump")
    half.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(trouble.ProgramFailed):
        lost.restore(half, name)
    assert lost.restore(file, lost.empty(f"{name}_2")).taken is None


def test_nobody_comes_in_before_all_is_done(lost: Lost) -> None:
    with lost.database() as database:
        lost.folder.keys(database)
        Shop(database).open()
    file, name = lost.back_up(), lost.empty()
    lost.folder.key.unlink()
    with pytest.raises(trouble.KeyMissing):
        lost.restore(file, name)
    with pytest.raises(trouble.DatabaseGone):
        Database(lost.cluster.address(name, SERVICE))


def test_a_line_that_broke_off_spoils_no_other(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "centre")
    first, second = (Happened(SHUT_OUT, "aa" * 16, "bb" * 16, n, 1) for n in (1, 2))
    journal.add(first)
    path = tmp_path / "centre" / "happened.jsonl"
    with path.open("ab") as file:
        file.write(b'{"what":"shut ou')
    journal.add(second)
    with path.open("ab") as file:
        file.write('\n[1]\n{"what":7}\n"x"\n{"epoch":"1"}\né\n'.encode())
    assert journal.all() == [first, second]
    assert path.stat().st_mode & 0o777 == 0o600

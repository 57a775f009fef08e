"""`regulars-central` as people start it: its words, its exit codes, its beginning and its end."""

import re
import shutil
import signal
import ssl
import tempfile
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from central.happened import GIVEN_UP, Journal
from central.roles import OWNER
from sync.http import HttpCentre
from sync.wire_pull import Page, PullRequest
from tests.central.service.standing import Till
from tests.central.terminal import SHOP, Desk

ROOT = Path(__file__).resolve().parents[2]


def test_from_nothing_to_a_till_that_is_in_and_is_shut_out_again(desk: Desk) -> None:
    code, out, err = desk.run("tenant", "list")
    assert (code, out.startswith("There is no shop yet."), err) == (0, True, "")
    assert desk.at_once("code")[:2] == (1, "There is no shop yet.\n")
    assert desk.at_once(*SHOP)[0] == 0
    assert desk.at_once("store", "add", "East Street")[0] == 0
    code, out, _ = desk.at_once("code")
    assert code == 1
    assert out.startswith("Say which store, by its name")
    code, out, _ = desk.at_once("code", "--store", "East Street")
    assert code == 0
    shown = out.splitlines()[0]
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", shown)
    till = Till()
    with desk.serving("serve", "--listen", "127.0.0.1:0") as served:
        address = served.value("Address")
        assert served.value("Fingerprint")
        with till_side(address, desk.folder) as side:
            till.enter(side, shown)
    assert served.code == 0
    assert shown not in served.log
    code, out, _ = desk.at_once("devices")
    assert code == 0
    assert till.device.hex()[:8] in out
    assert "of East Street: live, 0 operations, holds 0 points" in out
    assert desk.at_once("verify")[0] == 0
    code, out, _ = desk.at_once("revoke", till.device.hex()[:8])
    assert (code, "is shut out" in out) == (0, True)
    assert "was shut out already" in desk.at_once("revoke", till.device.hex()[:8])[1]
    assert "shut out, 0 operations" in desk.at_once("devices")[1]
    words = ("code", "--store", "East Street", "--device")
    code, out, _ = desk.at_once(*words, till.device.hex()[:8])
    assert (code, "Lets that device in, once." in out) == (0, True)
    assert desk.at_once(*words, "nobody")[:2] == (1, "There is no device nobody.\n")
    code, out, _ = desk.at_once("retire", till.device.hex()[:8], answer="no\n")
    assert (code, "so much at most, the shop pays" in out) == (1, True)
    assert out.endswith("Nothing was done.\n")
    code, out, _ = desk.at_once("retire", till.device.hex()[:8], answer="yes\n")
    assert (code, "0 points are in the pool again" in out) == (0, True)
    given_up = [one for one in Journal(desk.folder).all() if one.what == GIVEN_UP]
    assert [one.device for one in given_up] == [till.device.hex()]
    assert desk.at_once("retire", till.device.hex()[:8], "--yes")[0] == 0
    assert desk.at_once("retire", till.device.hex()[:8], "--epoch", "9")[0] == 1
    assert desk.at_once("revoke", "nobody")[:2] == (1, "There is no device nobody.\n")


def test_a_day_far_back_is_told_and_begun(desk: Desk) -> None:
    desk.at_once("tenant", "add", "Corner Shop", "--currency", "TWD", "--exponent", "0")
    assert "no points have ended" not in desk.at_once("tenant", "list")[1]
    desk.sql("update tenant set day = '2001-01-01' where name = 'Corner Shop'")
    assert "Since 2001-01-01 no points have ended" in desk.at_once("tenant", "list")[1]
    code, out, _ = desk.at_once("day")
    assert (code, "what ended until then has ended" in out) == (0, True)
    assert "no points have ended" not in desk.at_once("tenant", "list")[1]


def test_a_shop_nobody_can_make_sense_of_is_not_founded(desk: Desk) -> None:
    for words, said in (
        (("--currency", "TW"), "A currency is three letters"),
        (("--currency", "TWD", "--zone", "Mars"), "There is no time zone Mars"),
    ):
        code, out, err = desk.at_once("tenant", "add", "X", *words)
        assert (code, out) == (2, "")
        assert err.startswith(f"regulars-central: {said}")
    assert desk.at_once("tenant", "list")[1].startswith("There is no shop yet.")


def test_a_shop_that_ran_alone_is_founded_with_a_code_of_nobody_s(desk: Desk) -> None:
    code, out, _ = desk.at_once("code", "--founds", "--office")
    assert code == 0
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", out.splitlines()[0])
    assert desk.at_once("tenant", "list")[1].startswith("There is no shop yet.")


@contextmanager
def till_side(address: str, folder: Path | None = None) -> Iterator[HttpCentre]:
    """Speak to a centre as a till that has compared the fingerprint."""
    if folder is None:
        side = HttpCentre(address)
    else:
        authority = (folder / "certificate" / "authority.pem").read_text("ascii")
        side = HttpCentre(address, ssl.create_default_context(cadata=authority))
    try:
        yield side
    finally:
        side.close()


def wait_for_news(address: str, token: str, cursor: str, pages: list[object]) -> None:
    with till_side(address) as side:
        pages.append(side.pull(token, PullRequest(cursor=cursor, wait_s=25)))


def figures(address: str) -> str:
    with urllib.request.urlopen(f"{address}/metrics") as answer:
        return str(answer.read())


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_service_ends_in_order_also_while_a_till_waits(desk: Desk, end: int) -> None:
    desk.at_once(*SHOP)
    shown = desk.at_once("code")[1].splitlines()[0]
    till = Till()
    with desk.serving("serve", "--listen", "127.0.0.1:0", "--plain", end=end) as served:
        with till_side(served.value("Address")) as side:
            token, pages = till.enter(side, shown), list[object]()
            empty = side.pull(token, PullRequest())
            assert isinstance(empty, Page)
        waits = threading.Thread(
            target=wait_for_news, args=(served.value("Address"), token, empty.cursor, pages)
        )
        waits.start()
        while "regulars_pulls_waiting 1" not in figures(served.value("Address")):
            pass
    waits.join()
    assert [isinstance(page, Page) for page in pages] == [True]
    assert served.code == 0
    assert "Traceback" not in served.log
    assert '"event":"ended"' in served.log


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("serve", "--plain"), "Without TLS the centre only serves this computer."),
        (("serve", "--plain", "--listen", "192.0.2.1:0"), "Without TLS"),
        (("serve", "--listen", "192.0.2.1:0"), "The centre cannot listen there."),
        (("devices", "--database", "host=/nowhere"), "The database cannot be reached."),
        (("migrate",), "The database does not allow this."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    idle: Desk, words: tuple[str, ...], said: str
) -> None:
    code, out, err = idle.at_once(*words)
    assert (code, out) == (2, "")
    assert err.startswith(f"regulars-central: {said}"), err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("serve", "--listen", "8443"),
        ("serve", "--listen", "h:70000"),
        ("serve", "--threads", "0"),
        ("tenant", "add", "X"),
        ("tenant", "add", "X", "--currency", "TWD", "--exponent", "5"),
        ("retire",),
        (),
        ("delete",),
    ],
)
def test_a_wrong_command_is_2(idle: Desk, words: tuple[str, ...]) -> None:
    assert idle.at_once(*words)[0] == 2


def test_without_a_database_nothing_is_guessed(idle: Desk) -> None:
    del idle.environment["REGULARS_CENTRAL_DATABASE"]
    code, _, err = idle.at_once("devices")
    assert code == 2
    assert "--database" in err


def test_migrating_twice_changes_nothing(idle: Desk) -> None:
    owner = idle.cluster.address(idle.name, OWNER)
    assert idle.at_once("migrate", "--database", owner)[:2] == (0, "The database is up to date.\n")


def test_a_database_with_shops_does_not_get_another_key(desk: Desk) -> None:
    desk.at_once(*SHOP)
    key = desk.folder / "centre.key"
    content = key.read_bytes()
    key.unlink()
    for words in (("serve", "--listen", "127.0.0.1:0"), ("code",)):
        code, _, err = desk.at_once(*words)
        assert code == 2
        assert "never make a new one" in err
    assert not key.exists()
    key.write_bytes(content)
    key.chmod(0o644)
    code, _, err = desk.at_once("code")
    assert code == 2
    assert "chmod 600" in err
    key.chmod(0o600)
    assert desk.at_once("code")[0] == 0


def test_an_older_database_is_not_served(desk: Desk) -> None:
    desk.sql("delete from migration where number = (select max(number) from migration)")
    code, _, err = desk.at_once("serve", "--listen", "127.0.0.1:0")
    assert code == 2
    assert "older than this program" in err


def test_every_command_is_in_its_page() -> None:
    text = (ROOT / "docs" / "central.md").read_text("utf-8")
    sources = [ROOT / "central" / f"{name}.py" for name in ("admin", "admin_keeping")]
    source = "".join(one.read_text("utf-8") for one in sources)
    verbs = set(re.findall(r'add_parser\(\s*"([a-z]+)"', source))
    assert verbs >= {"serve", "migrate", "code", "devices", "retire", "revoke", "verify"}
    assert [verb for verb in verbs if not re.search(rf"\b{verb}\b", text)] == []


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that is short and that PostgreSQL's own user can get into."""
    folder = Path(tempfile.mkdtemp(prefix="regulars-try-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_try_makes_everything_and_finds_everything_again(desk: Desk, place: Path) -> None:
    folder, till, seen = place / "try", Till(), list[tuple[str, str]]()
    folder.mkdir()
    folder.chmod(0o777)  # as some systems make new folders; a key is not kept in one
    for start in range(2):
        with desk.serving("try", "--folder", str(folder), end=signal.SIGTERM) as served:
            address, shown = served.value("Address"), served.value("Code").split()[0]
            with till_side(address, folder) as side:
                assert till.token(side) if start else till.enter(side, shown)
            seen.append((address, served.value("Fingerprint")))
            code, _, err = desk.run("try", "--folder", str(folder))
            assert (code, "already running" in err) == (2, True)
            code, out, _ = desk.at_once("devices", "--try", str(folder))
            assert (code, till.device.hex()[:8] in out) == (0, True)
        assert served.code == 0
        assert served.said.endswith("Ended.\n")
        assert not (folder / "postgres" / "data" / "postmaster.pid").exists()
    assert seen[0] == seen[1]

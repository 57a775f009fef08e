"""A shop with something of every kind in it, for new tills that read it in two ways."""

from collections.abc import Callable, Mapping

from central.database import Database
from central.enrolling import Enrolling
from central.private import Vault
from central.snapshots import Audience, Snapshots
from central.vouching import Vouching
from desktop.answers import CardReplaced, MemberCard
from desktop.opening import OpenShop
from desktop.store.database import Store
from regulars.canonical import Json
from regulars.ids import spell
from regulars.operations.operation import NOBODY
from tests.central.joining.house import WAIT_S, At
from tests.central.service.standing import KEYS
from tests.desktop.agreeing.rows import rows_of

NAMES = ("王小明", "張美玲", "Ada Byron", "陳大文", "Li Na", "林志玲")
OWN = ("operation", "private", "local", "pin", "acked", "outcome", "centre", "document", "till")


def snapshots_of(database: Database, clock: Callable[[], int], least: int) -> Snapshots:
    """Give snapshots of shops with at least so many things, as a service has them."""
    vouching = Vouching(Enrolling(database, KEYS, clock))
    return Snapshots(database, clock, Vault(KEYS), vouching, lambda _: None, least=least)


def audience_of(at: At) -> Audience:
    """Give whom a till of this store is told with."""
    here = at.till.shop.identity
    return Audience(here.tenant, here.store)


def writes(at: At, kind: str, data: Mapping[str, Json]) -> None:
    """Write an act for which no page is asked here."""

    def job(opened: OpenShop) -> None:
        with opened.book.writing():
            opened.book.journal.write(kind, data)

    at.till.writer.submit(job).result(WAIT_S)
    at.wrote()


def peopled(at: At) -> list[MemberCard]:
    """Enrol people who buy, say yes, lose a card, are merged and erased; all of it is sent."""
    people = [at.member(name, f"0912345{number:03}") for number, name in enumerate(NAMES)]
    for number, one in enumerate(people):
        at.sells(one, 10_000 * (number + 1))
    at.till.set_consent(people[0].id, "offers", given=True).result(WAIT_S)
    at.till.set_consent(people[1].id, "offers", given=False).result(WAIT_S)
    assert isinstance(at.till.replace_card(people[2].id).result(WAIT_S), CardReplaced)
    why: dict[str, Json] = {"approver": spell(NOBODY)}
    pair: dict[str, Json] = {"member": spell(people[3].id), "other": spell(people[4].id)}
    pair |= {"wallet": spell(people[3].wallet), "other_wallet": spell(people[4].wallet)}
    writes(at, "merge", {**pair, "why": "same", **why})
    writes(at, "erase", {"member": spell(people[5].id), "why": "asked", **why})
    at.agreed()
    return people


def told(at: At) -> dict[str, list[tuple[object, ...]]]:
    """Read all a till has that is not its own, with ids for the numbers of its file."""
    return at.till.read_long(_told).result(WAIT_S)


def _told(store: Store) -> dict[str, list[tuple[object, ...]]]:
    found = {name: rows for name, rows in rows_of(store).items() if name not in OWN}
    # Rows of a snapshot are older than whatever the feed tells, wherever in the feed they stood.
    found["feed_row"] = sorted((kind, name, body) for kind, name, _, _, body in found["feed_row"])
    return found


def reached(at: At) -> tuple[object, ...]:
    """Give where a till stands with its centre."""
    found = at.till.read_long(
        lambda store: store.row("select feed, cursor, reached, must_report, is_frozen from centre")
    ).result(WAIT_S)
    assert found is not None
    return found

"""How a till comes to a centre: look who answers, let a person compare, ask, write it down.

Everything here waits for the network: call it on a thread that may. Whatever broke off is asked
again with the same code and gets the same answer; what is written is one write.
"""

from dataclasses import dataclass
from enum import StrEnum

from desktop.opening import OpenShop
from desktop.store.centre import has_joined, heads_of, last_of
from desktop.store.joining import forget_centre
from desktop.store.journal import open_epoch
from desktop.store.members import alias_key, keep_alias_key
from desktop.store.shop import Shop, epoch_of, keep_local_fact, load_shop
from desktop.store.way import Attempt, Way, keep_attempt, keep_way, way_of
from desktop.till import Till
from desktop.verbs.asking import hand_over
from desktop.verbs.shop import name_here
from regulars.agreement.centre import CENTRE
from regulars.codes import read_enrolment
from regulars.ids import Id
from regulars.refusals import NotAllowed, Refusal
from sync.enrolment import Secrets
from sync.signing import sign
from sync.trouble import (
    AnswerLost,
    ClockWrong,
    NoInternet,
    NoNetworkHere,
    NotSecure,
    ServiceAway,
    ServiceBusy,
    ServiceUntrusted,
    SyncTrouble,
)
from sync.wire import SCHEMA
from sync.wire_enrol import EnrolAnswer, EnrolRequest, ShopFacts
from sync.wire_problem import Problem, ProblemKind

LOOK_AROUND_S = 3.0
"""How long a network is listened to: computers answer at once, and it is asked three times."""
ASK_TIMES = 2
"""A welcome that was lost is asked for again at once; after that a person is told."""


class Why(StrEnum):
    """Why a till has not joined; each has its own words."""

    ADDRESS = "address"
    """It is no address, or one that would send secrets in the clear."""
    MISTYPED = "mistyped"
    """The code's check characters do not fit: it was misread."""
    CODE = "code"
    """Wrong, used or too old: the centre does not say which, so that nobody can guess."""
    MONEY = "money"
    """Another currency, or points worth something else."""
    NOT_THIS_ONE = "not-this-one"
    """The code lets somebody in, but not this till."""
    SHUT_OUT = "shut-out"
    OLD = "old"
    """This program is too old for the centre, or the centre for it."""
    STRANGE = "strange"
    """The centre does not understand this till: a bug."""
    NO_NETWORK = "no-network"
    NO_INTERNET = "no-internet"
    AWAY = "away"
    BUSY = "busy"
    LOST = "lost"
    """No answer came; it may have been done, and asking again does it no second time."""
    UNTRUSTED = "untrusted"
    """Whoever answers has not the certificate that was compared."""
    CLOCK = "clock"


_TROUBLES: dict[type[SyncTrouble], Why] = {
    NoNetworkHere: Why.NO_NETWORK,
    NoInternet: Why.NO_INTERNET,
    ServiceAway: Why.AWAY,
    ServiceBusy: Why.BUSY,
    ServiceUntrusted: Why.UNTRUSTED,
    NotSecure: Why.ADDRESS,
    ClockWrong: Why.CLOCK,
    AnswerLost: Why.LOST,
}
_PROBLEMS: dict[ProblemKind, Why] = {
    ProblemKind.CODE: Why.CODE,
    ProblemKind.MISMATCH: Why.MONEY,
    ProblemKind.FORBIDDEN: Why.NOT_THIS_ONE,
    ProblemKind.OTHER_SHOP: Why.NOT_THIS_ONE,
    ProblemKind.REVOKED: Why.SHUT_OUT,
    ProblemKind.UPGRADE_REQUIRED: Why.OLD,
}


@dataclass(frozen=True, slots=True)
class NotJoined:
    """The till is as it was before; `detail` is for the log and for us."""

    why: Why
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """The till is one of the centre's now."""

    device: Id
    epoch: int


@dataclass(frozen=True, slots=True)
class Names:
    """What a person calls this till and, where a lone shop joins, its store; "" leaves it."""

    till: str = ""
    store: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """Who answers at an address: a person compares `fingerprint` with what the centre printed.

    Both texts are "" for a centre on this computer without TLS, which proves nothing.
    """

    address: str
    authority: str
    fingerprint: str


def plain_address(typed: str) -> str:
    """Give an address as it is asked: https where a person typed none, without a path."""
    text = typed.strip().rstrip("/")
    return text if "://" in text or not text else f"https://{text}"


@dataclass(frozen=True, slots=True)
class Nearby:
    """A centre on the shop's network: what its computer is called, and its address."""

    name: str
    address: str


def look_around() -> list[Nearby]:
    """Ask the shop's network for centres, for a few seconds; may be none."""
    from sync.finding import find  # only who looks waits for it to load

    return [Nearby(one.name, one.address) for one in find(LOOK_AROUND_S)]


def look(typed: str) -> Offer | NotJoined:
    """Ask whoever is at an address whom tills are to trust there."""
    from sync.http import authority_at, fingerprint_of  # only who joins waits for it to load

    address = plain_address(typed)
    if not address:
        return NotJoined(Why.ADDRESS)
    if address.startswith("http://"):
        return Offer(address, "", "")
    try:
        authority = authority_at(address)
        return Offer(address, authority, fingerprint_of(authority))
    except SyncTrouble as trouble:
        return why_not(trouble)


def why_not(found: SyncTrouble | Problem) -> NotJoined:
    """Give a trouble, or what the centre said no with, as a reason with words of its own."""
    if isinstance(found, SyncTrouble):
        return NotJoined(_TROUBLES.get(type(found), Why.LOST), found.code)
    return NotJoined(_PROBLEMS.get(found.kind, Why.STRANGE), found.detail)


def ask_in(offer: Offer, wish: EnrolRequest) -> EnrolAnswer | NotJoined:
    """Ask the centre that was compared to let this till in."""
    from sync.http import HttpCentre, trusting

    try:
        centre = (
            HttpCentre(offer.address, trusting(offer.authority))
            if offer.authority
            else HttpCentre(offer.address)
        )
    except SyncTrouble as trouble:
        return why_not(trouble)
    found: EnrolAnswer | Problem | SyncTrouble = AnswerLost()
    try:
        for _ in range(ASK_TIMES):
            try:
                found = centre.enrol(wish)
            except SyncTrouble as trouble:
                found = trouble
            if not isinstance(found, AnswerLost):
                break
            centre.close()
    finally:
        centre.close()
    return found if isinstance(found, EnrolAnswer) else why_not(found)


def bring_shop(
    till: Till, offer: Offer, typed: str, names: Names | None = None
) -> Joined | NotJoined | Refusal:
    """Let an open till join with the shop it has: a lone one founds, one that is known comes again.

    In the name of who is signed in. Only a lone one takes `names`. Raises a Trouble of the file.
    """
    called = names or Names()
    code = read_enrolment(typed)
    if code is None:
        return NotJoined(Why.MISTYPED)
    if till.shop.training:
        return NotAllowed("join")
    wish = till.do("join", lambda opened: _wish(opened, offer, code, called)).result()
    if isinstance(wish, Refusal):
        return wish
    answer = ask_in(offer, wish)
    if isinstance(answer, NotJoined):
        return answer
    if (answer.tenant, answer.device) != (wish.tenant, wish.device):
        return NotJoined(Why.NOT_THIS_ONE, "another shop's names")
    way = Way(offer.address, offer.authority, answer.centre_key)
    written = till.do(
        "join", lambda opened: write_down(opened, way, answer, called), shop=True
    ).result()
    return written if isinstance(written, Refusal) else Joined(answer.device, answer.epoch)


def _wish(opened: OpenShop, offer: Offer, code: str, names: Names) -> EnrolRequest:
    """Spell what this till asks, and remember that it does: a break goes on with the same code."""
    store, shop = opened.book.store, opened.book.shop
    with store.writing():
        keep_attempt(store, Attempt(offer.address, code))
    here, epoch = shop.identity, _epoch_to_be(opened)
    worth = shop.programme
    wish = EnrolRequest(
        code=code,
        tenant=here.tenant,
        store=here.store,
        device=here.device,
        epoch=epoch,
        key=opened.keys.public_device_key(),
        schema=SCHEMA,
        last=last_of(store, here.epoch),
        currency=shop.currency.code,
        exponent=shop.currency.exponent,
        worth_points=worth.worth_points,
        worth_minor=worth.worth_minor,
        secrets=Secrets(opened.keys.phone, opened.keys.pepper, alias_key(store) or b""),
        shop=_facts(shop, names),
    )
    return wish.signed(sign(opened.keys.device, wish.statement()))


def _facts(shop: Shop, names: Names) -> ShopFacts:
    programme, calendar = shop.programme, shop.calendar
    return ShopFacts(
        name=shop.name,
        store=names.store or shop.name,
        currency=shop.currency.code,
        exponent=shop.currency.exponent,
        worth_points=programme.worth_points,
        worth_minor=programme.worth_minor,
        zone=calendar.zone,
        day_start=calendar.day_start_hour,
        region=shop.region,
    )


def _epoch_to_be(opened: OpenShop) -> int:
    """Give the epoch to join in: rights are what one epoch earned, so a log of several begins anew.

    What the earlier ones earned is in the centre's pool. A till that comes again begins anew too:
    another centre knows nothing of what the one before it granted.
    """
    store = opened.book.store
    present = epoch_of(store)
    is_whole = not has_joined(store) and len(heads_of(store)) == 1
    return present if is_whole else present + 1


def write_down(opened: OpenShop, way: Way, answer: EnrolAnswer, names: Names) -> None:
    """Write that this till has joined, all of it or nothing; the epoch is what the centre said."""
    book = opened.book
    before = book.journal.identity

    def first() -> None:
        known = way_of(book.store)
        keep_way(book.store, way)
        keep_alias_key(book.store, answer.secrets.alias)
        if known is not None and known.key != way.key:
            forget_centre(book.store)
        if answer.epoch != before.epoch:
            keep_local_fact(book.store, "epoch", str(answer.epoch))
            key = opened.keys.public_device_key()
            open_epoch(book.store, key, clock=book.clock, chance=book.chance)
            book.journal.identity = load_shop(book.store).identity
            book.journal.begin()

    def first_alone() -> None:
        first()
        name_here(book, names.till, names.store)

    try:
        if has_joined(book.store):
            with book.writing():
                first()
        else:
            centre = Id(bytes.fromhex(CENTRE))
            lease = answer.lease_days
            hand_over(book, centre=centre, key=way.key, lease_days=lease, first=first_alone)
    except BaseException:
        book.journal.identity = before
        raise
    book.reload()


def move(till: Till, offer: Offer) -> Joined | NotJoined | Refusal:
    """Follow a centre to another address or certificate, which a person has compared.

    Till and centre know each other as before: a centre that is another one lets this till not in.
    """

    def job(opened: OpenShop) -> Joined | NotJoined:
        store = opened.book.store
        known = way_of(store)
        if known is None:
            return NotJoined(Why.MISTYPED)
        with store.writing():
            keep_way(store, Way(offer.address, offer.authority, known.key))
        here = opened.book.shop.identity
        return Joined(here.device, here.epoch)

    return till.do("join", job, shop=True).result()

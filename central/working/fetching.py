"""Read what a batch of operations names in one go for each table, devices and wallets in order.

The rules would find all of it themselves, one by one; this makes a push of five hundred quick, and
lets everybody lock rows in the same order.
"""

from collections.abc import Iterable, Mapping

from central.working.asking import keys
from central.working.centre import Working
from central.working.logs import Logs
from central.working.person_rows import marks
from central.working.persons import shelf
from central.working.profile_rows import pairs_of
from central.working.shelf import Shelf
from regulars.agreement.effects import EFFECTS
from regulars.agreement.messages import Logged, Source, Standing
from regulars.agreement.papers import paper_of
from regulars.agreement.people import followers, who
from regulars.operations.kinds import KINDS
from regulars.points.ledger import postings

_NAMES_SALE = {"reverse", "refund.request", "refund.release"}
_MAKES_SALE = {"sale", "redeem"}
_SAYS = {"store", "till", "staff", "programme", "category", "setting"}
_GROUPS = {"merge", "unmerge", "erase"}
_PROFILES = {"member.enrolled", "member.changed", "consent.given"}
_ALONE = {*_GROUPS, *_SAYS, "review.settled"}
_DEVICES_OF = """
select distinct device from operation where tenant = %(tenant)s and id = any(%(ids)s)
"""


def fetch_logs(working: Working, source: Source, ops: tuple[Logged, ...]) -> None:
    """Hold the devices of a batch: the one that sends it, and those whose sales it names."""
    ids = keys(_sales_of(ops))
    rows = working.asking.rows(_DEVICES_OF, ids=ids) if ids else []
    working.logs.fetch_devices([source.device, *(device.hex for (device,) in rows)])
    chain = working.chains.get(source)
    if chain is not None and ops[0].seq <= chain.last:  # otherwise its head says all
        working.logs.fetch_numbers(source, ops[0].seq - 1, ops[-1].seq)


def ask_ahead(logs: Logs, source: Source, ops: tuple[Logged, ...]) -> None:
    """Ask for what a batch is sure to need, before anything is known of the shop or its sender."""
    if not any(op.kind in _NAMES_SALE for op in ops):  # then more devices have to be held at once
        logs.expect_devices([source.device])
        logs.acts.expect(op.id for op in ops)


def is_rare(working: Working, source: Source, ops: tuple[Logged, ...]) -> bool:
    """Tell whether a batch must be alone: its parts meet others that no row of theirs guards.

    Groups of members could be made into circles, also where somebody enrolled a second time is
    found to be the same person; of two choices of people the first counts; of two words about the
    shop the earlier could be the last; and a refund of a sale that comes at the same time from a
    till declared gone would be carried out by neither. The last of a life that is over frees all
    that it holds.
    """
    chain = working.chains.get(source)
    if chain is not None and (chain.standing is not Standing.LIVE or chain.ends is not None):
        return True
    unknown = any(op.kind == "refund.request" and op.data["of"] not in working.sales for op in ops)
    return unknown or any(op.kind in _ALONE for op in ops) or _meets_again(working, ops)


def _meets_again(working: Working, ops: tuple[Logged, ...]) -> bool:
    """Tell whether somebody is enrolled under a phone number that is held already."""
    enrolled = (op.private.get("phone", "") for op in ops if op.kind == "member.enrolled")
    phones = [working.persons.contact(phone) for phone in enrolled if phone]
    if not phones:
        return False
    return len(phones) > len(set(phones)) or working.persons.is_held(phones)


def fetch(working: Working, source: Source, ops: tuple[Logged, ...], previous: bytes = b"") -> None:
    """Read everything that new operations name; `previous` is the hash they say they follow."""
    working.logs.acts.fetch(op.id for op in ops)
    if working.healing:
        return
    named, made = _sales_of(ops), [op.id for op in ops if op.kind in _MAKES_SALE]
    working.selling.sales.lack(one for one in made if one not in working.logs.acts)
    working.selling.sales.fetch([*named, *made])
    working.selling.released.fetch([*named, *made])
    receipts = [op.data["receipt_key"] for op in ops if op.kind == "sale"]
    working.selling.receipts.expect(one for one in receipts if one)
    goes_on = _goes_on(working, source, ops, previous)
    _fetch_wallets(working, source, ops, named, goes_on=goes_on)
    if made:
        working.logs.closed.expect([source.device])
    working.known_at.expect(pairs_of(op for op in ops if names_people(op)))
    papers = [paper_of(op) for op in ops if op.kind in _ALONE]
    working.told.fetch(paper for paper in papers if paper is not None)
    if any(op.kind in EFFECTS and "member" in op.data for op in ops):
        _fetch_people(working, [op for op in ops if op.kind in EFFECTS])


def names_people(op: Logged) -> bool:
    """Tell whether an operation does something to people or wallets."""
    return op.kind in EFFECTS or (op.kind in KINDS and KINDS[op.kind].moves_points)


def _sales_of(ops: Iterable[Logged]) -> list[str]:
    return [op.data["of"] for op in ops if op.kind in _NAMES_SALE]


def _fetch_wallets(
    working: Working,
    source: Source,
    ops: tuple[Logged, ...],
    sales: list[str],
    *,
    goes_on: bool,
) -> None:
    wallets = {op.data["wallet"] for op in ops if op.kind == "rights.return"}
    moved = {
        op.id: [line.wallet for line in postings(op.kind, op.id, op.data)]
        for op in ops
        if op.kind in KINDS and KINDS[op.kind].moves_points
    }
    for found in moved.values():
        wallets.update(found)
    for one in sales:
        sale = working.sales.get(one)
        if sale is not None:
            wallets.update((sale.wallet, *(wallet for wallet, _ in sale.spent)))
    in_order = sorted(wallets)
    if goes_on:
        working.points.make_room(_first_points(working, ops, moved))
    working.points.cells.expect((wallet, source) for wallet in in_order)
    working.points.entries.expect(in_order)


def _goes_on(working: Working, source: Source, ops: tuple[Logged, ...], previous: bytes) -> bool:
    """Tell whether operations are the next of a log that nobody else writes: none is kept."""
    chain = working.chains.get(source)
    if chain is None or not ops:
        return bool(ops) and ops[0].seq == 1
    is_other = previous and chain.last and chain.hashes[-1] != previous
    return ops[0].seq == chain.last + 1 and not chain.is_copied and not is_other


def _first_points(
    working: Working, ops: tuple[Logged, ...], moved: Mapping[str, list[str]]
) -> list[str]:
    """List the wallets that sales of a log that goes on are sure to post to."""
    new = [op for op in ops if op.kind == "sale" and op.id not in working.acts]
    return [wallet for op in new for wallet in moved.get(op.id, ())]


def _fetch_people(working: Working, ops: list[Logged]) -> None:
    persons = working.persons
    changing = [op for op in ops if op.kind in _PROFILES or op.kind in _GROUPS]
    members = {
        op.data[field] for op in changing for field in ("member", "other") if field in op.data
    }
    leaving = {op.data["member"] for op in ops if op.kind == "erase"}
    members.update(followers(persons, [who(persons, member) for member in sorted(leaving)]))
    cards = {op.data["card"] for op in ops if "card" in op.data}
    if members:
        persons.hold(members)
        shelf(persons.aliases).fetch(members)
        marks(persons.erased).fetch(members)
    said = sorted({op.data["member"] for op in ops if op.kind in _PROFILES})
    persons.fetch_pairs(ops)
    for known in (persons.profiles, persons.consents):
        assert isinstance(known, Shelf)
        known.fetch(said)
    working.told.fetch(("member", member) for member in said)
    if cards:
        shelf(persons.cards).fetch(cards)
        working.told.fetch(("card", card) for card in cards)

"""What must be true: after every step, and once everything has come to rest.

The letters are those of docs/sync.md.
"""

from collections import Counter

from regulars.agreement import planner
from regulars.agreement.centre import CENTRE, Centre, lots_of, yesterday
from regulars.agreement.effects import EFFECTS
from regulars.agreement.messages import Logged, Outcome, Page, Source, Standing
from regulars.agreement.papers import LEEWAY_MS, paper_of, stamp_of
from regulars.agreement.till import TillSide, own_since, relive, rights, shown
from regulars.rights.posting import EMPTY
from tests.simulation import checks_people, checks_refunds
from tests.simulation.ghost import Ghost, moved


class Violation(AssertionError):
    """Something that must never be, is."""


def must(truth: bool, what: str) -> None:
    """Hold a sentence to be true."""
    if not truth:
        raise Violation(what)


def check_centre(centre: Centre, ghost: Ghost, since: int) -> int:
    """Check the wallets that changed; gives how far the feed was checked."""
    for (kind, wallet), seq in centre.changed.items():
        if seq > since and kind == "wallet":
            check_wallet(centre, ghost, wallet)
    must(centre.loss == 0 or bool(ghost.unknowable()), "loss without a till declared gone")
    must(centre.loss <= ghost.reclaimed, f"loss {centre.loss} beyond {ghost.reclaimed} reclaimed")
    for review in centre.reviews:
        if review.code == "refund-not-held":
            op = _op(ghost, review.about)
            must(not ghost.is_plain(op.source), "a till gave back a sale it had handed over")
    return centre.seq


def _op(ghost: Ghost, identity: str) -> Logged:
    return next(op for op in ghost.ops.values() if op.id == identity)


def check_wallet(centre: Centre, ghost: Ghost, wallet: str) -> None:
    """Check one account and its cells."""
    account = centre.accounts.get(wallet, EMPTY)
    held = 0
    for source, chain in centre.chains.items():
        cells = centre.cells.get((wallet, source))
        if cells is None:
            continue
        held += cells.available
        must(cells.available >= 0, f"A: {wallet} at {source} holds {cells.available}")
        is_over = chain.standing is Standing.RETIRED and not centre.healing
        must(not (is_over and cells.available), f"R: {source} was given up and holds {wallet}")
        if chain.is_copied and not centre.healing:
            at = (centre.feed_epoch, wallet, source)
            before = ghost.frozen.setdefault(at, cells.granted)
            must(before == cells.granted, f"R: {source} is a copy and was given {wallet}")
        if chain.standing is Standing.LIVE and ghost.is_plain(source):
            sums = ghost.at(source, wallet, chain.posted)
            seen = (cells.earned, cells.used, cells.returned)
            must(seen == sums, f"E: {wallet} at {source} is {seen}, was {sums}")
            must(cells.reclaimed == 0, f"R: {source} is alive and was reclaimed")
    if centre.healing:
        return
    must(account.held == held, f"H: {wallet} holds {account.held}, cells say {held}")
    must(0 <= held <= account.balance, f"P: {wallet} {held} held of {account.balance}")
    must(account.debt >= 0, f"D: {wallet} owes {account.debt}")
    must(
        not (account.debt and account.pool) or wallet in centre.restless,
        f"D: {wallet} owes {account.debt} while the pool has {account.pool}",
    )


def check_till(till: TillSide, centre: Centre, ghost: Ghost) -> None:
    """Check a till against itself, the witness and the centre."""
    chain = centre.chains.get(till.source)
    is_linked = (
        chain is not None
        and chain.standing is Standing.LIVE
        and not centre.healing
        and ghost.is_plain(till.source)
    )
    for wallet, cells in till.cells.items():
        must(cells.available >= 0, f"T: {wallet} at {till.source} has {cells.available}")
        if ghost.is_plain(till.source):
            now = ghost.now(till.source, wallet)
            mine = (cells.earned, cells.used, cells.returned)
            must(mine == now, f"T: {wallet} at {till.source} has {mine}, did {now}")
        if is_linked and chain is not None:
            known = centre.cells.get((wallet, till.source))
            granted = known.granted if known else 0
            must(granted >= cells.granted, f"G: {till.source} knows a grant the centre does not")


def check_view(till: TillSide, centre: Centre, ghost: Ghost) -> None:
    """Check that a till that has just read everything shows what the centre has and its own."""
    chain = centre.chains.get(till.source)
    if centre.healing or chain is None or len(till.first) > 1:
        return  # what it has not yet heard again it shows as it last knew it
    if not ghost.is_plain(till.source):
        return
    for wallet, account in centre.accounts.items():
        points = _unposted(till, wallet, chain.posted)
        balance, _ = shown(till, wallet)
        must(
            balance == account.balance + points,
            f"V: {till.device} shows {balance} of {wallet}, not {account.balance} + {points}",
        )


def _unposted(till: TillSide, wallet: str, posted: int) -> int:
    lines = till.own.get(wallet, ())
    return sum(line.points for line in lines if line.place.seq > posted)


def check_relived(till: TillSide) -> None:
    """Check that a till that starts again finds in its log what it had."""
    for wallet, found in relive(till).items():
        cells = rights(till, wallet)
        must(found == (cells.earned, cells.used, cells.returned), f"L: {wallet} relived {found}")


def check_outcomes(
    ghost: Ghost, ops: tuple[Logged, ...], outcomes: tuple[Outcome, ...], feed_epoch: int
) -> None:
    """Check that an operation sent again has the outcome it had."""
    for op, outcome in zip(ops, outcomes, strict=True):
        if outcome is Outcome.WAITING:
            continue
        known = ghost.outcomes.setdefault((op.hash, feed_epoch), outcome)
        must(known is outcome, f"O: {op.kind} was {known}, is {outcome}")
        if outcome is Outcome.REFUSED:
            must(not moved(op.kind, op.data), f"O: {op.kind} moves points and was refused")


def check_kept(centre: Centre, page: Page) -> None:
    """Check that a lead till is not asked for what it should hold, unless somebody waits for it."""
    for row in page.wallets:
        wish = centre.wanted.get(row.wallet)
        is_waited_for = wish is not None and wish[0] != page.source
        ended = lots_of(centre, row.wallet).expiry_due(yesterday(centre))
        cells = centre.cells.get((row.wallet, page.source))
        if cells is None or is_waited_for or ended > 0 or centre.healing:
            continue
        mine = planner.targets(centre, row.wallet).get(page.source, 0)
        must(row.keep >= min(cells.available, mine), f"J: {page.source} is to give up its own")


def check_hand_backs(ops: list[Logged]) -> None:
    """Check that tills hand back what they are asked for at once, not bit by bit."""
    count = Counter((op.source, op.data["wallet"]) for op in ops if op.kind == "rights.return")
    must(all(times <= 4 for times in count.values()), "W: rights go back bit by bit")


def check_rest(centre: Centre, tills: list[TillSide], ghost: Ghost) -> None:
    """Check everything once all messages have arrived."""
    must(not centre.healing, "C: the centre still waits for reports")
    for till in tills:
        _check_converged(centre, till)
    _check_lives(centre)
    _check_log(centre, ghost)
    wrong = checks_people.faults(centre, ghost)
    must(not wrong, f"Y: {wrong}")
    wrong = checks_refunds.faults(centre, ghost)
    must(not wrong, f"U: {wrong}")
    for wallet in centre.accounts:
        check_wallet(centre, ghost, wallet)
        _check_ledger(centre, ghost, wallet)
    for sale in centre.sales.values():
        spent = sum(points for _, points in sale.spent)
        is_free = any(source.device == sale.device for source in ghost.unknowable())
        must(sale.restored <= spent or is_free, f"F: {sale.id} gave back more than was spent")
        twice = sale.corrected + sale.taken_back > sale.earned
        must(not twice or is_free, f"F: the award of {sale.id} was taken back twice")
    _check_refunds(centre, ghost)
    for op in ghost.ops.values():
        if op.kind == "member.enrolled" and _is_posted(centre, op):
            must(
                ("member", op.data["member"]) in centre.facts,
                f"N: {op.data['member']} was enrolled and nobody was told",
            )
        if op.kind == "card.revoked" and _is_posted(centre, op):
            holder = centre.facts.get(("card", op.data["card"]))
            must(holder == "", f"N: card {op.data['card']} was revoked and is {holder}'s")
        _check_last_word(centre, ghost, op)
    if not (ghost.torn or ghost.gone or ghost.copied):
        must(not centre.requests, f"Q: {list(centre.requests)} asked for and not done")
        must(not centre.kept, "K: operations kept although nothing was copied")


def _check_refunds(centre: Centre, ghost: Ghost) -> None:
    """Add up, from what was done alone, that no sale gave back more than it took."""
    back: Counter[str] = Counter()
    acts = [op for op in ghost.ops.values() if _is_posted(centre, op)]
    for op in [*acts, *centre.own]:
        if op.kind == "reverse":
            back[op.data["of"]] += sum(points for _, points in op.data["restored"])
    free = {source.device for source in ghost.unknowable() | ghost.copied}
    for op in acts:
        if op.kind in {"sale", "redeem"} and op.source.device not in free:
            spent = sum(points for _, points in op.data["spent"])
            must(back[op.id] <= spent, f"F: {op.id} took {spent} and gave back {back[op.id]}")


def _check_lives(centre: Centre) -> None:
    """Of each till only the newest life of its log has rights."""
    newest = {source.device: source for source in centre.sources()}  # the last one stays
    for source, chain in centre.chains.items():
        is_over = chain.standing is Standing.RETIRED
        must(is_over or source == newest[source.device], f"M: {source} is not over")


def _check_last_word(centre: Centre, ghost: Ghost, op: Logged) -> None:
    """Check that nothing the shop says of itself was said before what this operation says."""
    paper = paper_of(op) if op.kind in EFFECTS else None
    if paper is None or not _is_posted(centre, op):
        return
    stamp = centre.facts[paper]
    latest = stamp_of(op, centre.now_ms)
    must(op.id not in ghost.on_time or latest <= stamp, f"S: {op.kind} {op.id} had the last word")
    must(int(stamp[:16], 16) >> 16 <= centre.now_ms + LEEWAY_MS, f"S: {paper} is of a time to come")


def _is_posted(centre: Centre, op: Logged) -> bool:
    hashes = centre.chains[op.source].hashes if op.source in centre.chains else []
    return op.seq <= len(hashes) and hashes[op.seq - 1] == op.hash


def _check_converged(centre: Centre, till: TillSide) -> None:
    name = till.device
    must(till.feed_epoch == centre.feed_epoch, f"C: {name} reads an old feed")
    must(till.cursor == centre.seq, f"C: {name} is at {till.cursor} of {centre.seq}")
    for epoch in till.first:
        end = till.first.get(epoch + 1, len(till.log))
        if end == till.first[epoch] and Source(name, epoch) not in centre.chains:
            continue  # it never had anything to say
        must(Source(name, epoch) in centre.chains, f"C: {name} {epoch} is not enrolled")
        chain = centre.chains[Source(name, epoch)]
        for op in till.log[till.first[epoch] : end]:
            is_there = op.seq <= chain.last and chain.hashes[op.seq - 1] == op.hash
            must(is_there or op.hash in centre.kept, f"C: {name} {op.seq} never arrived")
    for wallet, account in centre.accounts.items():
        row = till.rows.get(wallet)
        must(row is not None, f"C: {name} never heard of {wallet}")
        assert row is not None
        cells = centre.cells.get((wallet, till.source))
        granted = cells.granted if cells else 0
        seen = (row.balance, row.debt, rights(till, wallet).granted)
        must(seen == (account.balance, account.debt, granted), f"C: {name} {wallet} {seen}")
        newest = centre.chains.get(till.source)
        if newest is None or not newest.is_copied:
            must(own_since(till, wallet) == (0, 0), f"C: {name} {wallet} still adds its own")
            available = cells.available if cells else 0
            must(rights(till, wallet).available == available, f"I: {name} {wallet} rights differ")
    for (kind, fact), value in centre.facts.items():
        must(till.facts.get((kind, fact), (0, ""))[1] == value, f"C: {name} {kind} {fact}")


def _check_log(centre: Centre, ghost: Ghost) -> None:
    """Every operation that was committed is posted once, parked, or kept for a person."""
    posted = {hash_ for chain in centre.chains.values() for hash_ in chain.hashes}
    parked = Counter(op.id for op in centre.parked)
    must(all(count == 1 for count in parked.values()), "K: something was put by twice")
    for hash_, op in ghost.ops.items():
        is_lost = op.source in ghost.torn or op.source in ghost.copied
        must(
            hash_ in posted or hash_ in centre.kept or is_lost,
            f"X: {op.kind} {op.id} of {op.source} is lost",
        )
    must(all(hash_ in ghost.ops for hash_ in posted), "X: something was posted that nobody did")


def _check_ledger(centre: Centre, ghost: Ghost, wallet: str) -> None:
    entries = centre.entries.get(wallet, [])
    account = centre.accounts[wallet]
    made_whole = sum(
        one.points
        for one in centre.reviews
        if one.code == "short-after-restore" and one.about.split()[0] == wallet
    )
    total = sum(entry.points for entry in entries)
    must(account.balance == total + made_whole, f"B: {wallet} {account.balance} is not {total}")
    owed = sum(entry.debt for entry in entries)
    must(account.debt == owed, f"B: {wallet} owes {account.debt}, entries {owed}")
    orders = [entry.order for entry in entries]
    must(len(orders) == len(set(orders)), f"B: {wallet} has an entry twice")
    _check_posted(centre, ghost, wallet)
    lots = lots_of(centre, wallet)
    left = sum(lot.left for lot in lots.lots) - lots.shortfall
    must(left == total + lots.expired_posted, f"Z: {wallet} lots {left}, ledger {total}")
    due = lots.expire_row(yesterday(centre), balance=account.pool, debt=account.debt)[0]
    must(due == 0, f"Z: {wallet} has {due} that ended or came back and is not written")
    if not (ghost.gone or ghost.torn or ghost.copied):
        ended = lots.expiry_due(yesterday(centre))
        must(ended == 0, f"Z: {wallet} has {ended} that ended and that tills still hold")


def _check_posted(centre: Centre, ghost: Ghost, wallet: str) -> None:
    """The tills' own entries add up to what the witness saw them do."""
    by_till: Counter[Source] = Counter()
    for entry in centre.entries.get(wallet, []):
        device = entry.order.device.decode()
        if device != CENTRE and entry.order.line < 100:
            by_till[Source(device, entry.order.epoch)] += entry.points
    for source, chain in centre.chains.items():
        if source not in ghost.copied and source not in ghost.torn:
            earned, used, _ = ghost.at(source, wallet, chain.posted)
            ended = _ended(ghost, source, wallet)
            must(
                by_till[source] == earned - used - ended,
                f"B: {wallet} of {source}: {by_till[source]} is not {earned} - {used} - {ended}",
            )


def _ended(ghost: Ghost, source: Source, wallet: str) -> int:
    """Sum what a lone till ended itself."""
    return sum(
        max(points, 0)
        for op in ghost.ops.values()
        if op.kind == "expire" and op.source == source
        for of, points, _ in op.data["rows"]
        if of == wallet
    )

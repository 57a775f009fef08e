"""After the centre was restored from a backup: learn from the tills what the backup did not know.

A restored centre has forgotten grants that tills hold and operations that they have done. It takes
operations in but posts none and grants nothing, until every live source has told which grants it
knows and has sent its log again up to where it was (or a person declared it gone). Then all is
posted at once, with the larger of each grant: no till finds less than it may already have spent.
What is held beyond the balance is then made good: what had ended comes back, debts that were repaid
are owed again, and only the rest is carried by the shop.
"""

from collections.abc import Iterable
from dataclasses import replace

from regulars.agreement import reviews
from regulars.agreement.authority import (
    end_again,
    end_lives,
    execute_due,
    owe_again,
    retire,
    settle_ending,
)
from regulars.agreement.centre import (
    Centre,
    Review,
    account_of,
    cells_of,
    keep_account,
    lots_of,
    review,
    yesterday,
)
from regulars.agreement.chains import Chain
from regulars.agreement.effects import take_in
from regulars.agreement.merging import APART
from regulars.agreement.messages import GrantReport, Logged, Reported, Source, Standing
from regulars.agreement.people import pair
from regulars.points.entries import EntryKind
from regulars.rights.posting import raise_grant

_SAY_A_PHONE = {"member.enrolled", "member.changed"}
_OF_ONE_PHONE = ("same-phone", "enrolled-twice")
TOLD_MOST = 20_000
"""Requests for refunds of one till that a centre remembers after a restore."""


def restore(backup: Centre, *, feed_epoch: int, enrolled: Iterable[Source]) -> Centre:
    """Begin again from a backup; `enrolled` names the sources there are, also newer ones."""
    centre = backup.copy()
    begin_again(centre, feed_epoch=feed_epoch, enrolled=enrolled)
    return centre


def begin_again(centre: Centre, *, feed_epoch: int, enrolled: Iterable[Source]) -> None:
    """Begin a new life of the feed in a centre that is a backup."""
    assert feed_epoch > centre.feed_epoch, "every restore begins a new feed"
    centre.feed_epoch = feed_epoch
    centre.written = 0
    centre.healing = True
    for source in enrolled:
        centre.chains.setdefault(source, Chain())
    for one in centre.sources():
        centre.chains[one].heads = None
    finish_if_all_reported(centre)


def report(centre: Centre, message: GrantReport) -> Reported:
    """Take in what a till knows: its grants in every life of its log, and how long its logs are.

    What came of its requests for refunds is taken in also of one that was given up: it may send
    them yet.
    """
    device = message.source.device
    is_given_up = centre.chains.get(message.source, Chain()).standing is Standing.RETIRED
    if message.feed_epoch == centre.feed_epoch and (centre.healing or is_given_up):
        _note_told(centre, device, message.told)
    if centre.healing and message.feed_epoch == centre.feed_epoch:
        for epoch, wallet, granted in message.grants:
            _learn(centre, Source(device, epoch), wallet, granted)
        if message.is_last:
            _note_heads(centre, device, message.heads)
            end_lives(centre, message.source, message.heads)
            finish_if_all_reported(centre)
    return Reported(centre.feed_epoch, message.source, message.feed_epoch)


def _note_told(centre: Centre, device: str, told: Iterable[tuple[str, int]]) -> None:
    """Remember what a till says it was told, of no more requests than a sound one ever makes.

    Whoever holds a stolen till could otherwise fill the centre with names it made up. Where a till
    says two things of one request, the first stands.
    """
    room = TOLD_MOST - centre.told_by(device) if told else 0
    for of, number in (((device, request), number) for request, number in told):
        if of not in centre.answered:
            if room <= 0:
                continue
            room -= 1
        centre.answered[of] = centre.answered.get(of, 0) or number


def _note_heads(centre: Centre, device: str, heads: Iterable[tuple[int, int]]) -> None:
    for epoch, head in heads:
        centre.chains.setdefault(Source(device, epoch), Chain()).heads = head
    for source in centre.lives(device):
        if centre.chains[source].heads is None:
            centre.chains[source].heads = 0


def _learn(centre: Centre, source: Source, wallet: str, granted: int) -> None:
    """Take the larger of two totals; the account is made to fit when all have reported."""
    cells = cells_of(centre, wallet, source)
    if granted > cells.granted:
        account, cells = raise_grant(account_of(centre, wallet), cells, granted)
        centre.cells[wallet, source] = cells
        centre.accounts[wallet] = account


def finish_if_all_reported(centre: Centre) -> None:
    """Post everything at once when nothing is missing any more."""
    if not centre.healing or missing(centre):
        return
    # Once a pool is not short any more it stays so, so these are all that can be in the end.
    before = {wallet: _entries(centre, wallet) for wallet in centre.overdrawn()}
    waiting = {source: centre.waiting_of(source) for source in centre.sources()}
    all_ops = [op for ops in waiting.values() for op in ops]
    _pair_as_before(centre, all_ops)
    early = [op for source, ops in waiting.items() for op in _post_waiting(centre, source, ops)]
    _ask_as_before(centre, early, all_ops)
    for op in sorted(early, key=lambda op: (op.hlc, op.id)):
        centre.chains[op.source].outcomes[op.seq - 1] = take_in(centre, op)
    for source in _gone(centre):
        retire(centre, source)
    execute_due(centre, centre.asked())  # what they give back belongs to the pool
    for wallet in centre.overdrawn():
        _make_whole(centre, wallet, before.get(wallet, 0))
    centre.healing = False
    settle_ending(centre)


def _entries(centre: Centre, wallet: str) -> int:
    return len(centre.entries.get(wallet, ()))


def _pair_as_before(centre: Centre, ops: Iterable[Logged]) -> None:
    """Let wallets be whose they were: logs are posted one by one now, whoever was first before."""
    enrolled = [op for op in ops if op.kind == "member.enrolled"]
    for op in sorted(enrolled, key=lambda op: (op.hlc, op.source, op.seq)):
        pair(centre.people, op.data["member"], op.data["wallet"])


def _post_waiting(centre: Centre, source: Source, ops: Iterable[Logged]) -> list[Logged]:
    """Post what a source has sent, but for what comes before that which it takes back."""
    chain, early = centre.chains[source], []
    for op in ops:
        if _is_early(centre, op):
            early.append(op)
        else:
            chain.outcomes[op.seq - 1] = take_in(centre, op)
    chain.waiting.clear()
    chain.posted = chain.last
    return early


def _is_early(centre: Centre, op: Logged) -> bool:
    """Tell whether two members are taken apart whom another till, not posted yet, had merged."""
    if op.kind == "unmerge":
        return centre.people.merges.get(op.data["of"]) is None
    is_apart = op.kind == "review.settled" and op.data["choice"] == APART
    return is_apart and not reviews.is_of_one(centre, op.data["review"])


def _ask_as_before(centre: Centre, early: Iterable[Logged], ops: Iterable[Logged]) -> None:
    """Let reviews be there by which people took two members apart, as they were before.

    Where the merge of another till is posted first now, whoever is enrolled behind it is one with
    the holder of the number already, and nobody would be asked. The name of a review says which
    two: it is looked for among those who ever gave one number.
    """
    names = {op.data["review"] for op in early if op.kind == "review.settled"}
    wanted = {name for name in names if not reviews.is_asked(centre, name)}
    if not wanted:
        return
    people, sharing = centre.people, dict[str, dict[str, Logged]]()
    for op in ops:
        if op.kind in _SAY_A_PHONE and op.private.get("phone"):
            phone = people.contact(op.private["phone"])
            sharing.setdefault(phone, {}).setdefault(op.data["member"], op)
    for phone, said in sharing.items():
        holder = people.phones.get(phone)
        for member, op in said.items():
            for other in sorted({*said, holder or member} - {member}):
                about = f"{member} {other}"
                for code in _OF_ONE_PHONE:
                    if Review(code, about).name in wanted:
                        review(centre, code, about, member=member, devices=(op.source.device,))


def missing(centre: Centre) -> list[Source]:
    """List the sources a restored centre waits for."""
    return [one for one in centre.sources() if _is_missing(centre.chains[one])]


def _is_missing(chain: Chain) -> bool:
    return chain.standing is Standing.LIVE and (chain.heads is None or chain.last < chain.heads)


def _gone(centre: Centre) -> list[Source]:
    """List what was declared gone: again, and the lives of logs that are over."""
    return [
        source
        for source in centre.sources()
        if centre.chains[source].standing is Standing.RETIRED or centre.chains[source].is_over
    ]


def _short(centre: Centre, wallet: str) -> int:
    """Give the points by which more is held than there is."""
    account = account_of(centre, wallet)
    return max(0, account.held - account.balance)


def _make_whole(centre: Centre, wallet: str, before: int) -> None:
    """Let there be as many points as tills have rights to; `before` entries are of the backup.

    The centre that was lost may have decided in another order and so had points in the pool that
    this one used up: for what ended, or for a debt. That costs nobody anything: what ended comes
    back, what was repaid since the backup is owed again. The shop carries only what is left.
    """
    lots = lots_of(centre, wallet)
    back = max(
        -lots.expiry_due(yesterday(centre)), min(_short(centre, wallet), lots.expired_posted)
    )
    if back > 0:
        end_again(centre, wallet, back)
    owed = min(_short(centre, wallet), _repaid(centre, wallet, before))
    if owed > 0:
        owe_again(centre, wallet, owed)
    _carry(centre, wallet, _short(centre, wallet))


def _repaid(centre: Centre, wallet: str, before: int) -> int:
    """Add up what repaid debts behind so many entries, less what was too much and is back."""
    kinds = (EntryKind.SETTLE, EntryKind.ADJUST)
    return -sum(one.debt for one in centre.entries.get(wallet, [])[before:] if one.kind in kinds)


def _carry(centre: Centre, wallet: str, missing: int) -> None:
    """Let the shop carry what only a lost decision of the centre could explain."""
    if missing > 0:
        account = account_of(centre, wallet)
        centre.loss += missing
        keep_account(centre, wallet, replace(account, balance=account.balance + missing))
        about = f"{wallet} {centre.feed_epoch}"  # it may happen again to the next one
        review(centre, "short-after-restore", about, missing)


def give_up_waiting(centre: Centre, source: Source) -> None:
    """Go on without a source, as a person decides: it is declared gone."""
    chain = centre.chains[source]
    chain.standing = Standing.RETIRED
    finish_if_all_reported(centre)

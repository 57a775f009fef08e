"""Take operations in: each exactly once, in the order of its chain, whatever the network does.

The last sequence number and the hashes of a source are all that is needed, for ever: there is no
window after which a repetition would count again.
"""

from enum import StrEnum

from regulars.agreement.authority import are_ended, end_lives, retire_if_over, settle_all
from regulars.agreement.centre import Centre, review
from regulars.agreement.chains import Chain
from regulars.agreement.effects import take_in
from regulars.agreement.healing import finish_if_all_reported
from regulars.agreement.messages import (
    Gap,
    Logged,
    Outcome,
    Pull,
    Push,
    Pushed,
    Source,
    Standing,
)
from regulars.agreement.planner import place_moved


class Verdict(StrEnum):
    """Where an operation stands against what is known of its chain."""

    NEXT = "next"
    KNOWN = "known"
    GAP = "gap"
    FORK = "fork"


def judge(last: int, known: bytes | None, *, seq: int, hash_: bytes) -> Verdict:
    """Judge an operation by its number; `known` is the hash that number has here, if it has one."""
    if seq > last + 1:
        return Verdict.GAP
    if seq == last + 1:
        return Verdict.NEXT
    return Verdict.KNOWN if known == hash_ else Verdict.FORK


def push(centre: Centre, message: Push) -> Pushed | Gap:
    """Take a batch in as one transaction; gives what became of each operation."""
    enrol(centre, message.source)
    centre.moved.clear()
    chain = centre.chains[message.source]
    outcomes: list[Outcome] = []
    for number, op in enumerate(message.ops):
        known = chain.hashes[op.seq - 1] if op.seq <= chain.last else None
        verdict = judge(chain.last, known, seq=op.seq, hash_=op.hash)
        if number == 0 and verdict is Verdict.NEXT and not _follows(chain, message.previous):
            verdict = Verdict.FORK
        if verdict is Verdict.KNOWN:
            outcomes.append(chain.outcomes[op.seq - 1])
        elif verdict is Verdict.FORK or chain.is_copied:
            _keep(centre, chain, op)
            outcomes.append(Outcome.KEPT)
        elif verdict is Verdict.GAP:
            return Gap(centre.feed_epoch, message.source, chain.last + 1)
        else:
            outcomes.append(_next(centre, chain, op))
    retire_if_over(centre, message.source)
    finish_if_all_reported(centre)
    settle_all(centre)
    place_moved(centre)
    # Not the end of the chain: a copy of this till may have written that.
    acked = message.ops[-1].seq
    return Pushed(centre.feed_epoch, message.source, acked, tuple(outcomes), chain.standing)


def _follows(chain: Chain, previous: bytes) -> bool:
    """Tell whether a hash is the one that the next operation of a chain has to follow."""
    return not previous or chain.last == 0 or chain.hashes[-1] == previous


def enrol(centre: Centre, source: Source) -> None:
    """Take in a new life of a till's log. It ends no earlier one: it may not know all of them."""
    if source in centre.chains:
        return
    mine = centre.lives(source.device)
    has_reported = any(centre.chains[one].heads is not None for one in mine)
    centre.chains[source] = Chain(heads=0 if has_reported or not centre.healing else None)


def is_met(centre: Centre, message: Pull) -> bool:
    """Tell whether a question for news says nothing new about who asks."""
    return message.source in centre.chains and are_ended(centre, message.source, message.ended)


def meet(centre: Centre, message: Pull) -> None:
    """Take in who asks for news, and how far the earlier lives of its log go."""
    if not is_met(centre, message):
        enrol(centre, message.source)
        end_lives(centre, message.source, message.ended)


def _next(centre: Centre, chain: Chain, op: Logged) -> Outcome:
    chain.hashes.append(op.hash)
    if op.id in centre.acts:
        chain.outcomes.append(Outcome.DUPLICATE)
    elif centre.healing:
        chain.waiting.append(op)
        chain.outcomes.append(Outcome.WAITING)
    else:
        chain.outcomes.append(take_in(centre, op))
    centre.acts.add(op.id)
    if not centre.healing:
        chain.posted = op.seq
    return chain.outcomes[-1]


def _keep(centre: Centre, chain: Chain, op: Logged) -> None:
    """Two tills write one log: trust neither from here on, and lose nothing of what they say."""
    if not chain.is_copied:
        chain.is_copied = True
        if chain.standing is Standing.LIVE:
            chain.standing = Standing.QUARANTINED
        device, epoch = op.source
        review(centre, "copied-till", f"{device} {epoch}", devices=(device,))
    centre.kept.setdefault(op.hash, op)


def take_up(centre: Centre, op: Logged) -> Outcome:
    """Post an operation that was put by when it came; its till was told so, and that stays."""
    outcome = take_in(centre, op)
    assert outcome is not Outcome.PARKED, "whoever takes it up knows its kind"
    settle_all(centre)
    return outcome

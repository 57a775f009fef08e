"""What a till sends of its log, what it believes of the answer, and the report after a restore."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sync.ports import Here, Signer, Stored, TillStore
from sync.wire import SCHEMA
from sync.wire_pull import ENDED_MAX
from sync.wire_push import Beside, Outcome, Push, PushAnswer, fitting
from sync.wire_rights import GRANTS_MAX, TOLD_MAX, GrantReport

Hints = Mapping[int, int]
"""How far a restored centre says it has each epoch. Not believed: a copy of this till may have
written those numbers. The newest of them is sent again, and its hash speaks for all before it."""


def next_push(store: TillStore, here: Here, most: int, hints: Hints) -> Push | None:
    """Give what goes next of the oldest epoch that is not all confirmed, not signed yet."""
    for epoch, last in store.heads():
        acked = store.acked(epoch)
        if acked >= last:
            continue
        hint = hints.get(epoch, 0)
        after = hint - 1 if acked < hint <= last else acked
        found = store.unsent(epoch, after, most)
        if found:
            return _push(store, here, epoch, found)
    return None


def _push(store: TillStore, here: Here, epoch: int, found: Sequence[Stored]) -> Push:
    count = fitting([one.body for one in found], [one.private for one in found])
    sent = found[:count]
    first = sent[0].seq
    return Push(
        device=here.device,
        epoch=epoch,
        schema=SCHEMA,
        first=first,
        previous=store.hash_at(epoch, first - 1),
        bodies=tuple(one.body for one in sent),
        beside=tuple(Beside(one.seq, one.salt, one.private) for one in sent if one.private),
    )


def ended_lives(store: TillStore, here: Here) -> tuple[tuple[int, int], ...] | None:
    """Give how far the earlier lives of the log go; None where there were none, or too many."""
    if here.epoch == 1:
        return None
    ended = tuple((epoch, last) for epoch, last in store.heads() if last and epoch < here.epoch)
    return ended if len(ended) <= ENDED_MAX else None


def signed(push: Push, signer: Signer) -> Push:
    """Give a push with this till's signature."""
    return replace(push, signature=signer(push.statement()))


def believed(push: Push, answer: PushAnswer) -> PushAnswer | None:
    """Give what an answer says of what was sent, and no more; None where it fits another log.

    What lies behind the last that was sent may be a copy's. Of what the centre keeps for a person
    its own log has another hash.
    """
    acked = min(answer.acked, push.last)
    results = tuple(one for one in answer.results if push.first <= one.seq <= push.last)
    is_kept = any(one.outcome is Outcome.KEPT for one in results)
    if acked < push.first:
        return None
    is_ours = acked != answer.acked or push.hashes()[acked - push.first] == answer.head
    return replace(answer, acked=acked, results=results) if is_ours or is_kept else None


def is_kept(answer: PushAnswer) -> bool:
    """Tell whether the centre has another log under these numbers."""
    return any(one.outcome is Outcome.KEPT for one in answer.results)


def reports(store: TillStore, here: Here) -> list[GrantReport]:
    """Give the report of what this till was granted and told, in as many parts as it needs."""
    grants, heads, told = tuple(store.grants()), tuple(store.heads()), tuple(store.told())
    parts = max(1, -(-len(grants) // GRANTS_MAX), -(-len(told) // TOLD_MAX))
    return [
        GrantReport(
            device=here.device,
            epoch=here.epoch,
            feed=store.feed(),
            grants=grants[part * GRANTS_MAX : (part + 1) * GRANTS_MAX],
            heads=heads,
            is_last=part == parts - 1,
            told=told[part * TOLD_MAX : (part + 1) * TOLD_MAX],
        )
        for part in range(parts)
    ]

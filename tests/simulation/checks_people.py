"""What must be true of people at rest: each field as its latest change has it, no no overruled."""

from collections.abc import Iterable

from regulars.agreement.centre import Centre
from regulars.agreement.messages import Logged
from regulars.agreement.profile import FIELDS
from tests.simulation.ghost import Ghost

_SAYS = ("member.enrolled", "member.changed")


def faults(centre: Centre, ghost: Ghost) -> list[str]:
    """Name what is known of people otherwise than what was said of them, by the witness's count."""
    posted = [op for op in ghost.ops.values() if _is_posted(centre, op)]
    said = {op.data["member"] for op in posted if op.kind in {*_SAYS, "consent.given"}}
    found = _not_alone(centre)
    for member in sorted(said):
        mine = [op for op in posted if op.data.get("member") == member]
        if member in centre.people.erased:
            kept = (centre.people.profiles, centre.people.consents)
            found += [f"{member} was erased and is known"] if any(member in k for k in kept) else []
            continue
        if any(op.id not in ghost.on_time for op in mine):
            continue  # how late a clock that was ahead is taken to be, only the centre knows
        found += [f"{member}: {name}" for name in FIELDS if not _is_latest(centre, mine, name)]
        found += [] if _is_no_respected(centre, mine) else [f"{member}: a no was overruled"]
    return found


def _not_alone(centre: Centre) -> list[str]:
    """Name wallets of two members, and members of two wallets: merging only groups."""
    told = [(name, value) for (kind, name), value in centre.facts.items() if kind == "member"]
    paired = [(member, one) for member, of in centre.people.wallets.items() for one in of]
    is_right = len({wallet for _, wallet in paired}) == len(paired) == len({*dict(paired)})
    return [] if is_right and sorted(told) == sorted(paired) else ["a wallet has two members"]


def _is_posted(centre: Centre, op: Logged) -> bool:
    hashes = centre.chains[op.source].hashes if op.source in centre.chains else []
    return op.seq <= len(hashes) and hashes[op.seq - 1] == op.hash


def _is_latest(centre: Centre, ops: Iterable[Logged], name: str) -> bool:
    said = [
        ((op.hlc, op.source.device), fields[name])
        for op in ops
        if op.kind in _SAYS and name in (fields := {**op.data, **op.private})
    ]
    newest = max((at for at, _ in said), default=None)
    texts = {text for at, text in said if at == newest}
    known = centre.people.profiles.get(ops_member(ops), {}).get(name)
    return known is None if newest is None else known is not None and known.text in texts


def ops_member(ops: Iterable[Logged]) -> str:
    """Give whom operations are about."""
    return str(next(iter(ops)).data["member"])


def _is_no_respected(centre: Centre, ops: Iterable[Logged]) -> bool:
    answers = [op for op in ops if op.kind == "consent.given"]
    refusals = [op.hlc for op in answers if not op.data["given"]]
    proved = [op.hlc for op in answers if op.data["given"] and op.data["text"]]
    known = centre.people.consents.get(ops_member(ops), {}).get("marketing")
    if not answers:
        return known is None
    if not refusals:
        return known is not None and known.given
    return known is not None and known.given == (max(proved, default=-1) > max(refusals))

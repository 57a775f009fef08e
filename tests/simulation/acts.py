"""How level 1 plays the steps of a plan: acts at a counter, made with the real kinds' data."""

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from regulars.agreement import reviews
from regulars.agreement import till as till_side
from regulars.agreement.places import lead_key
from regulars.agreement.sales import Means, reverse_data
from regulars.operations.kinds import KINDS, check_data
from regulars.points.entries import Entry, Order
from regulars.points.ledger import postings
from regulars.points.lots import settle
from regulars.refusals import Refusal
from tests.regulars.operations.samples import DATA
from tests.simulation.scenario import Step
from tests.simulation.world import Node, World, named, store_of

NOBODY = "00" * 16
CARRIED = {
    "shop.opened": "says who a log belongs to",
    "clock.confirmed": "says that somebody looked at the clock",
    "import": "sums up sales that are operations themselves",
    "seen.phone": "says who looked at a number",
    "pin.set": "says who set a PIN; the verifier comes by another door",
}
"""Kinds that move nothing and are only carried, and why. They are pushed like all others."""
SAID = ("category", "programme", "setting", "staff", "store", "till")
"""Kinds by which a shop says something of itself; the last word counts."""
_QUIET = sorted([*(CARRIED.keys() - {"pin.set"}), *SAID, "consent.given"])


def play(world: World, step: Step) -> None:
    """Play one act of a plan, if it can happen."""
    nodes = [node for node in world.nodes if not node.is_down and not node.is_gone]
    if nodes:
        node = nodes[step.till % len(nodes)]
        world.doing(node, lambda: _ACTS[step.what](world, node, step))


def write(
    world: World,
    node: Node,
    kind: str,
    data: Mapping[str, Any],
    private: Mapping[str, str] | None = None,
) -> str:
    """Let a till write an operation; its data is checked as the product checks it."""
    if kind in KINDS:
        check_data(kind, data, private or {})
    name = world.name()
    world.ghost.meant.add(name)
    till_side.write(node.till, kind, data, identity=name, at=world.at(node), private=private)
    return name


def day_of(world: World, node: Node) -> date:
    """Give the business day of a till."""
    return max(node.till.day, world.at(node)[0])


def _wallets(node: Node, member: str) -> list[str]:
    """List the wallets of a person as this till knows them."""
    facts = node.till.facts
    first = facts.get(("alias", member), (0, member))[1]
    others = [name for (kind, name), (_, to) in facts.items() if kind == "alias" and to == first]
    return list(dict.fromkeys(wallet_of(one) for one in (member, first, *others)))


def _member(world: World, step: Step) -> str:
    return named(f"member {step.member % world.plan.members}")


def _another(world: World, step: Step) -> str:
    return named(f"member {step.which % world.plan.members}")


def wallet_of(member: str) -> str:
    """Name the wallet a member got with their card."""
    return named(f"wallet of {member}")


def _card_of(step: Step) -> str:
    return named(f"card {step.which % 3}") * 2


def _expires(world: World, day: date) -> str:
    days = world.plan.expiry_days
    return (day + timedelta(days=days)).isoformat() if days else ""


def _spent(world: World, node: Node, member: str, percent: int) -> list[list[Any]]:
    """Choose what to spend: a share of what may be spent, wallet by wallet."""
    wall = world.at(node)[1]
    day = day_of(world, node)
    node.till.day = day
    spent: list[list[Any]] = []
    for wallet in _wallets(node, member):
        most = till_side.may_spend(node.till, wallet, wall)
        if most * percent // 100:
            spent.append([wallet, most * percent // 100])
    return spent


def _sell(world: World, node: Node, step: Step, *, percent: int = 0, receipt: str = "") -> None:
    member = _member(world, step)
    day = day_of(world, node)
    spent = _spent(world, node, member, percent) if percent else []
    pays = sum(points for _, points in spent)
    amount = step.amount + pays
    earned = step.amount // 10
    wallet = wallet_of(member)
    debt = till_side.shown(node.till, wallet)[1]
    write(
        world,
        node,
        "sale",
        {
            "member": member,
            "wallet": wallet,
            "on": day.isoformat(),
            "receipt": receipt,
            "receipt_key": receipt,
            "amount": amount,
            "lines": [["", "", 1, amount, earned]],
            "excluded": 0,
            "paid": pays,
            "base": step.amount,
            "earned": earned,
            "repaid": min(debt, earned),
            "expires": _expires(world, day),
            "spent": spent,
            "pays": pays,
            "how": "card",
            "source": "typed",
            "approver": NOBODY,
        },
    )


def _spend(world: World, node: Node, step: Step) -> None:
    _sell(world, node, step, percent=step.percent)


def _same_receipt(world: World, node: Node, step: Step) -> None:
    _sell(world, node, step, receipt=f"A-{step.which % 3}")


def _reward(world: World, node: Node, step: Step) -> None:
    member = _member(world, step)
    spent = _spent(world, node, member, step.percent)
    if spent:
        data = {
            "member": member,
            "on": day_of(world, node).isoformat(),
            "spent": spent,
            "pays": 0,
            "what": "tea",
            "how": "card",
            "approver": NOBODY,
        }
        write(world, node, "redeem", data)


def _scan(world: World, node: Node, step: Step) -> None:
    """Ask for rights because a member stands at the counter."""
    wallet = wallet_of(_member(world, step))
    balance, _ = till_side.shown(node.till, wallet)
    if balance > 0 and not node.till.is_frozen:
        node.wish = (wallet, max(1, balance * step.percent // 100))
        world.wake(node, 0)


def _give_back(world: World, node: Node, step: Step) -> None:
    mine = [sale for sale in node.till.sales if till_side.may_reverse(node.till, sale)]
    if not mine:
        return
    sale = node.till.sales[mine[-1 - step.which % len(mine)]]
    why = ("refund", "undo", "void")[step.which % 3]
    cells = till_side.rights(node.till, sale.wallet)
    means = Means(
        0 if node.till.is_frozen else cells.available,
        till_side.shown(node.till, sale.wallet)[1],
    )
    lines = [line.left_minor * step.percent // 100 for line in sale.sold.lines]
    day = day_of(world, node)
    data = reverse_data(sale, lines, whole=step.percent == 100, why=why, on=day, means=means)
    if not isinstance(data, Refusal):
        write(world, node, "reverse", data)


def _ask_refund(world: World, node: Node, step: Step) -> None:
    """Goods of any till come back here: this till can only ask."""
    sales = [
        op
        for op in world.ghost.ops.values()
        if op.kind == "sale" and op.source not in world.ghost.torn
    ]
    if not sales:
        return
    sale = sales[-1 - step.which % len(sales)]
    known = till_side.known_back(node.till, sale.id)
    is_old = step.which % 3 == 0  # an older program: it does not say what it knows
    left = max(0, sale.data["amount"] - (0 if is_old else sum(known)))
    amount = left * step.percent // 100
    data: dict[str, Any] = {
        "of": sale.id,
        "member": sale.data["member"],
        "on": day_of(world, node).isoformat(),
        "why": "refund",
        "lines": [amount],
        "amount": amount,
        "whole": step.percent == 100,
        "approver": NOBODY,
    }
    write(world, node, "refund.request", data if is_old else data | {"known": known})


def _adjust(world: World, node: Node, step: Step) -> None:
    member = _member(world, step)
    wallet, day = wallet_of(member), day_of(world, node)
    node.till.day = day
    points = 50
    if step.which % 2:
        points = -min(50, till_side.may_spend(node.till, wallet, world.at(node)[1]))
    if points == 0:
        return
    debt = till_side.shown(node.till, wallet)[1]
    data = {
        "member": member,
        "wallet": wallet,
        "on": day.isoformat(),
        "points": points,
        "repaid": min(debt, max(points, 0)),
        "expires": _expires(world, day) if points > 0 else "",
        "reason": "goodwill",
        "approver": NOBODY,
    }
    write(world, node, "adjust", data)


def _close_day(world: World, node: Node, step: Step) -> None:
    if node.till.is_authority:
        _end_alone(world, node)
    data = {
        "number": step.which,
        "on": day_of(world, node).isoformat(),
        "head": "",
        "signature": "",
        "totals": {},
    }
    write(world, node, "day.close", data)


def _end_alone(world: World, node: Node) -> None:
    """A lone till is the authority: it ends points itself."""
    day = day_of(world, node)
    rows: list[list[Any]] = []
    for wallet in node.till.own:
        due, repaid = settle(_entries(node, wallet)).expire_row(
            day - timedelta(days=1),
            balance=till_side.rights(node.till, wallet).available,
            debt=till_side.shown(node.till, wallet)[1],
        )
        if due:
            rows.append([wallet, due, repaid])
    if rows:
        write(world, node, "expire", {"on": day.isoformat(), "rows": rows})


def _entries(node: Node, wallet: str) -> list[Entry]:
    return [
        Entry(
            Order(line.day, op.hlc, b"", 1, op.seq, number),
            line.kind,
            line.points,
            line.act.encode(),
            line.debt,
            line.expires_on,
        )
        for op in node.till.log
        if op.kind in KINDS
        for number, line in enumerate(postings(op.kind, op.id, op.data))
        if line.wallet == wallet
    ]


def hand_over(world: World, node: Node) -> None:
    """The lone till meets a centre: it decides for nobody else from here on."""
    if node.till.is_authority:
        _end_alone(world, node)
        write(world, node, "authority.handed_over", {"centre": "centre", "key": ""})


def _enrol(world: World, node: Node, step: Step) -> None:
    member = _member(world, step)
    data = {
        "member": member,
        "wallet": wallet_of(member),
        "number": "2900000000001",
        "language": "en",
        "source": "counter",
    }
    known = any(
        op.kind == "member.enrolled" and op.data["member"] == member
        for op in world.ghost.ops.values()
    )
    if not known:
        name = ("Li", "Lí", "Wang", "Chen")[step.member % 4]
        private = {"name": name, "phone": f"+8613{step.which % 2}", "birthday": ""}
        write(world, node, "member.enrolled", data, private)


def _change(world: World, node: Node, step: Step) -> None:
    private = {"phone": f"+8613{step.which}"}
    if step.amount % 2:
        private = {"name": f"Li {step.which}"}
    write(world, node, "member.changed", {"member": _member(world, step)}, private)


def _card(world: World, node: Node, step: Step) -> None:
    data = {"member": _member(world, step), "card": _card_of(step), "form": "print"}
    write(world, node, "card.issued", data)


def _revoke(world: World, node: Node, step: Step) -> None:
    data = {"member": _member(world, step), "card": _card_of(step), "why": "lost"}
    write(world, node, "card.revoked", data)


def _pair(member: str, other: str) -> dict[str, str]:
    return {
        "member": member,
        "wallet": wallet_of(member),
        "other": other,
        "other_wallet": wallet_of(other),
    }


def _merge(world: World, node: Node, step: Step) -> None:
    member, other = _member(world, step), _another(world, step)
    if member != other:
        more = {"why": "same person", "approver": NOBODY}
        write(world, node, "merge", _pair(member, other) | more)


def _unmerge(world: World, node: Node, step: Step) -> None:
    merges = [op for op in world.ghost.ops.values() if op.kind == "merge"]
    if merges:
        op = merges[-1 - step.which % len(merges)]
        pair = _pair(op.data["member"], op.data["other"])
        more = {"of": op.id, "why": "mistake", "approver": NOBODY}
        write(world, node, "unmerge", pair | more)


def _erase(world: World, node: Node, step: Step) -> None:
    data = {"member": _member(world, step), "why": "asked", "approver": NOBODY}
    write(world, node, "erase", data)


def _carried(world: World, node: Node, step: Step) -> None:
    if step.which % 2 and _settle(world, node, step):
        return
    kind = _QUIET[(step.which + step.amount) % len(_QUIET)]
    if kind == "seen.phone" and step.member % 2:
        kind = "pin.set"  # as quiet: seeds stay what they are
    if kind == "consent.given":
        _answer(world, node, step)
    elif kind == "setting" and step.percent == 100:
        _choose_lead(world, node, step)
    else:
        write(world, node, kind, DATA[kind] | _SHARED.get(kind, {}))


def _choose_lead(world: World, node: Node, step: Step) -> None:
    """Let a person choose the lead till of a store: one of it, one of another, or none there is."""
    devices = [*sorted(world.centre.places.stores), "nobody"]
    key = lead_key(store_of(step.member % world.plan.tills))
    write(world, node, "setting", {"key": key, "value": devices[step.which % len(devices)]})


def _answer(world: World, node: Node, step: Step) -> None:
    data: dict[str, Any] = {"member": _member(world, step), "purpose": "marketing"}
    data |= {
        "channel": "counter",
        "text": ("", "2026-01")[step.which % 2],
        "given": bool(step.amount % 2),
    }
    write(world, node, "consent.given", data)


_SHARED = {"setting": {"key": "receipt_required", "value": "yes"}}


def _settle(world: World, node: Node, step: Step) -> bool:
    """Let somebody choose what is to become of what wants a person; tells whether anything does.

    Others may have chosen already, unknown to this till; what was settled long ago is told no more.
    """
    wants = [
        (name, said)
        for (kind, name), (_, value) in sorted(node.till.facts.items())
        if kind == "review" and value and "choice" not in (said := json.loads(value))
    ]
    if wants:
        name, said = wants[step.amount % len(wants)]
        able = reviews.choices(said.get("code", ""))
        choice = able[step.member % len(able)]
        write(world, node, "review.settled", {"review": name, "choice": choice, "by": NOBODY})
    return bool(wants)


def _unknown(world: World, node: Node, step: Step) -> None:
    write(world, node, "of.a.newer.till", {"points": step.amount})


_ACTS: Mapping[str, Callable[[World, Node, Step], None]] = {
    "sell": _sell,
    "spend": _spend,
    "reward": _reward,
    "scan": _scan,
    "give-back": _give_back,
    "ask-refund": _ask_refund,
    "adjust": _adjust,
    "close-day": _close_day,
    "enrol": _enrol,
    "card": _card,
    "revoke": _revoke,
    "merge": _merge,
    "unmerge": _unmerge,
    "erase": _erase,
    "change": _change,
    "carried": _carried,
    "unknown-kind": _unknown,
    "same-receipt": _same_receipt,
}

"""All that a centre holds, from a database and from memory, in the same words to be compared."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from central.working.asking import Asking, place_at
from central.working.persons import Persons
from central.working.placed import read_placed
from central.working.shelf import Shelf
from regulars.agreement.centre import CENTRE, Centre
from regulars.agreement.chains import Chain
from regulars.agreement.places import is_id
from regulars.agreement.sales import Sale

State = dict[str, Any]

_STATE = """
select jsonb_build_object(
  'tenant', (select jsonb_build_array(feed_epoch, hlc::text, day, is_healing, lost, reclaimed,
    redeem_min, wishes)
    from tenant),
  'chains', (select jsonb_agg(jsonb_build_array(device, epoch, standing, is_copied, last_seq,
    posted_seq, reported_seq, ends_seq, encode(head, 'hex'), is_met)) from device_epoch),
  'closed', (select jsonb_agg(jsonb_build_array(device, closed_place)) from device
    where closed_place is not null),
  'operations', (select jsonb_agg(jsonb_build_array(o.device, o.place, o.id, o.kind,
      encode(o.hash, 'hex'), o.outcome, p.outcome, p.why, o.hlc::text,
      convert_from(o.body, 'UTF8')) order by o.device, o.place)
    from operation o left join parked p using (tenant, device, place)),
  'kept', (select jsonb_agg(encode(hash, 'hex')) from kept),
  'wallets', (select jsonb_agg(jsonb_build_array(wallet, balance, debt, held)) from wallet),
  'holdings', (select jsonb_agg(jsonb_build_array(wallet, device, epoch, granted, earned, used,
    returned, reclaimed)) from holding),
  'reports', (select jsonb_agg(jsonb_build_array(wallet, device, epoch, granted))
    from grant_report),
  'entries', (select jsonb_agg(jsonb_build_array(wallet, day, hlc::text, device, place, line, kind,
    points, act, debt, expires_on)) from entry),
  'losses', (select coalesce(sum(points), 0) from loss),
  'given_back', (select jsonb_agg(jsonb_build_array(o.id, refunded_lines, restored, taken_back,
    lapsed, corrected, is_gone, is_released))
    from given_back join operation o using (tenant, device, place)),
  'receipts', (select jsonb_agg(jsonb_build_array(receipt, o.id))
    from receipt join operation o using (tenant, device, place)),
  'requests', (select jsonb_agg(o.id) from refund_request join operation o
    using (tenant, device, place) where not is_done),
  'answered', (select jsonb_agg(jsonb_build_array(device, request, number_done))
    from refund_told),
  'leads', (select jsonb_agg(jsonb_build_array(store, lead)) from store where lead is not null),
  'placed', (select jsonb_agg(jsonb_build_array(wallet, encode(shops, 'hex'), level)) from wallet
    where shops <> '' or level > 0),
  'wishes', (select jsonb_agg(jsonb_build_array(wallet, device, epoch, points)) from wish),
  'phones', (select jsonb_agg(jsonb_build_array(encode(phone, 'hex'), member))
    from contact_claim),
  'cards', (select jsonb_agg(jsonb_build_array(encode(fingerprint, 'hex'), member, state))
    from card),
  'aliases', (select jsonb_agg(jsonb_build_array(member, alias_of)) from member
    where alias_of is not null),
  'enrolments', (select jsonb_agg(jsonb_build_array(member, wallet) order by member, position)
    from enrolment),
  'merges', (select jsonb_agg(jsonb_build_array(act, member, other)) from merge
    where undone_by is null),
  'erased', (select jsonb_agg(member) from erased),
  'members', (select jsonb_agg(member) from member),
  'facts', (select jsonb_agg(jsonb_build_array(kind, encode(name, 'hex'), value)) from fact),
  'reviews', (select jsonb_agg(jsonb_build_array(kind, detail->>'about',
    (detail->>'points')::bigint)) from review),
  'feed', (select jsonb_agg(jsonb_build_array(kind, encode(entity, 'hex')) order by seq)
    from entity_version)
)::text
"""


def stored(asking: Asking) -> State:
    """Read all of a tenant; row-level security shows no other."""
    ((text,),) = asking.connection.execute(_STATE).fetchall()
    found = {name: rows if rows is not None else [] for name, rows in json.loads(text).items()}
    feed_epoch, hlc, day, is_healing, lost, reclaimed, *placing = found["tenant"]
    state: State = {
        "figures": (feed_epoch, int(hlc), day, is_healing, lost, reclaimed),
        "placing": placing,
        "leads": {_id(store): _id(lead) for store, lead in found["leads"]},
        "placed": {
            _id(wallet): read_placed(bytes.fromhex(shops), level)
            for wallet, shops, level in found["placed"]
        },
        "closed": {_id(one): tuple(place_at(place)) for one, place in found["closed"]},
        "kept": set(found["kept"]),
        "receipts": {receipt: _id(sale) for receipt, sale in found["receipts"]},
        "requests": {_id(one) for one in found["requests"]},
        "answered": {(_id(of), _id(one)): number for of, one, number in found["answered"]},
        "wanted": {_id(w): ((_id(d), epoch), points) for w, d, epoch, points in found["wishes"]},
        "facts": {(kind, name): value for kind, name, value in found["facts"]},
        "reviews": Counter(tuple(row) for row in found["reviews"]),
        "feed": [tuple(row) for row in found["feed"] if row[0] != "till"],
    }
    return (
        state
        | _logs(found)
        | _wallets(found)
        | _sales(found)
        | _people(found)
        | _said(asking, [_id(member) for member in found["members"]])
    )


def _said(asking: Asking, members: list[str]) -> State:
    persons = Persons(asking)
    shelves = {"profiles": persons.profiles, "consents": persons.consents}
    found: State = {}
    for name, known in shelves.items():
        assert isinstance(known, Shelf)
        known.fetch(members)
        found[name] = known.known()
    return found


def _id(spelled: str) -> str:
    return spelled.replace("-", "")


def _logs(found: State) -> State:
    chains, written = {}, 0
    for device, epoch, standing, copied, last, posted, reported, ends, head, is_met in found[
        "chains"
    ]:
        if _id(device) == CENTRE:
            written = max(written, last if epoch == found["tenant"][0] else 0)
        elif is_met:
            newest = head if last else ""
            chains[_id(device), epoch] = (standing, copied, last, posted, reported, ends, newest)
    outcomes: dict[tuple[str, int], list[str]] = {source: [] for source in chains}
    own, acts, parked = [], set(), []
    for device, place, one, kind, _, began, later, why, _, body in found["operations"]:
        epoch, _ = place_at(place)
        outcome = began
        if began == "waiting":
            outcome = later or ("waiting" if why == "healing" else "parked")
        acts |= {_id(one)} if outcome != "duplicate" else set()
        if _id(device) == CENTRE:
            own.append((_id(one), kind, json.loads(body)["data"]))
        else:
            outcomes[_id(device), epoch].append(outcome)
            parked += [_id(one)] if outcome == "parked" else []
    return {
        "chains": chains,
        "outcomes": outcomes,
        "own": own,
        "acts": acts,
        "parked": sorted(parked),
        "written": written,
    }


def _wallets(found: State) -> State:
    cells = {(_id(w), (_id(d), epoch)): tuple(rest) for w, d, epoch, *rest in found["holdings"]}
    learned: Counter[str] = Counter()
    for wallet, device, epoch, granted in found["reports"]:
        holding = (_id(wallet), (_id(device), epoch))
        before = cells.get(holding, (0, 0, 0, 0, 0))
        learned[_id(wallet)] += max(0, granted - before[0])
        cells[holding] = (max(granted, before[0]), *before[1:])
    accounts = {_id(w): (balance, debt, held) for w, balance, debt, held in found["wallets"]}
    for wallet, more in learned.items():
        balance, debt, held = accounts.get(wallet, (0, 0, 0))
        accounts[wallet] = (balance, debt, held + more)
    entries: dict[str, list[tuple[Any, ...]]] = {}
    for wallet, day, hlc, device, place, line, kind, points, act, debt, ends in found["entries"]:
        order = (day, int(hlc), _id(device), *place_at(place), line)
        entry = (order, kind, points, _id(act), debt, ends)
        entries.setdefault(_id(wallet), []).append(entry)
    for rows in entries.values():
        rows.sort()
    return {"cells": cells, "accounts": accounts, "entries": entries}


def _sales(found: State) -> State:
    back, released = {}, set()
    for one, lines, *figures, is_gone, is_released in found["given_back"]:
        if any(lines) or any(figures) or is_gone:
            back[_id(one)] = (tuple(lines), *figures, is_gone)
        released |= {_id(one)} if is_released else set()
    return {"given_back": back, "released": released}


def _people(found: State) -> State:
    wallets: dict[str, list[str]] = {}
    for member, wallet in found["enrolments"]:
        wallets.setdefault(_id(member), []).append(_id(wallet))
    return {
        "phones": {phone: _id(member) for phone, member in found["phones"]},
        "cards": {card: _id(member) for card, member, _ in found["cards"] if member},
        "revoked": {card for card, _, state in found["cards"] if state == "revoked"},
        "aliases": {_id(member): _id(kept) for member, kept in found["aliases"]},
        "member wallets": wallets,
        "merges": {_id(act): (_id(kept), _id(gone)) for act, kept, gone in found["merges"]},
        "erased": {_id(member) for member in found["erased"]},
    }


def remembered(centre: Centre, mark: Callable[[str], str]) -> State:
    """Say all that a centre in memory holds; `mark` gives what phone numbers are known by."""
    people = centre.people
    chains = {(of.device, of.epoch): _chain(one) for of, one in centre.chains.items()}
    return {
        "figures": (
            centre.feed_epoch,
            centre.hlc,
            centre.day.isoformat(),
            centre.healing,
            centre.loss,
            centre.reclaimed,
        ),
        "placing": [centre.places.cheapest, list(centre.places.sizes)],
        "leads": {store: till for store, till in centre.places.chosen.items() if is_id(till)},
        "placed": centre.places.wallets,
        "closed": {device: tuple(place) for device, place in centre.closed.items()},
        "kept": {hash_.hex() for hash_ in centre.kept},
        "receipts": centre.receipts,
        "requests": set(centre.requests),
        "answered": centre.answered,
        "wanted": {
            wallet: ((source.device, source.epoch), points)
            for wallet, (source, points) in centre.wanted.items()
        },
        "facts": centre.facts,
        "reviews": Counter((one.code, one.about, one.points) for one in centre.reviews),
        "feed": [
            name
            for name in sorted(centre.changed, key=lambda name: centre.changed[name])
            if name[0] != "till"  # also told of when its standing changes, which no rule does
        ],
        "chains": chains,
        "outcomes": {
            (of.device, of.epoch): [outcome.value for outcome in one.outcomes]
            for of, one in centre.chains.items()
        },
        "own": [(op.id, op.kind, json.loads(json.dumps(op.data))) for op in centre.own],
        "acts": centre.acts,
        "parked": sorted(op.id for op in centre.parked),
        "written": centre.written,
        "cells": {
            (wallet, (of.device, of.epoch)): (c.granted, c.earned, c.used, c.returned, c.reclaimed)
            for (wallet, of), c in centre.cells.items()
        },
        "accounts": {name: (a.balance, a.debt, a.held) for name, a in centre.accounts.items()},
        "entries": {
            wallet: [
                (
                    (
                        entry.day.isoformat(),
                        entry.order.hlc,
                        entry.order.device.decode(),
                        *entry.order[3:],
                    ),
                    entry.kind.value,
                    entry.points,
                    entry.act.decode(),
                    entry.debt,
                    entry.expires_on.isoformat() if entry.expires_on else None,
                )
                for entry in sorted(entries, key=lambda entry: entry.order)
            ]
            for wallet, entries in centre.entries.items()
            if entries
        },
        "given_back": {name: found for name, one in centre.sales.items() if (found := _back(one))},
        "released": centre.released,
        "phones": {mark(phone): member for phone, member in people.phones.items()},
        "profiles": people.profiles,
        "consents": people.consents,
        "cards": people.cards,
        "revoked": people.revoked,
        "aliases": people.aliases,
        "member wallets": {member: list(of) for member, of in people.wallets.items()},
        "merges": people.merges,
        "erased": people.erased,
    }


def _chain(one: Chain) -> tuple[object, ...]:
    head = one.hashes[-1].hex() if one.last else ""
    return (one.standing.value, one.is_copied, one.last, one.posted, one.heads, one.ends, head)


def _back(sale: Sale) -> tuple[object, ...] | None:
    lines = tuple(line.refunded_minor for line in sale.sold.lines)
    figures = (sale.restored, sale.taken_back, sale.lapsed, sale.corrected)
    return (lines, *figures, sale.is_gone) if any(lines) or any(figures) or sale.is_gone else None


def differences(stored_: State, remembered_: State) -> list[str]:
    """Say where two centres are not the same."""
    assert stored_.keys() == remembered_.keys()
    return [
        f"{name}: {_difference(stored_[name], remembered_[name])}"
        for name in stored_
        if stored_[name] != remembered_[name]
    ]


def _difference(one: Any, other: Any) -> str:
    if isinstance(one, dict) and isinstance(other, dict):
        names = [name for name in {*one, *other} if one.get(name) != other.get(name)]
        return "; ".join(f"{n}: {one.get(n)} is not {other.get(n)}" for n in sorted(names, key=str))
    return f"{one} is not {other}"

"""Who is who when tills did not know of each other: phones, cards, merges, erasure.

The first to arrive holds a claim; nobody is turned away. Revoking and erasing are for ever.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from regulars.agreement.profile import Answers, Profile


@dataclass(slots=True)
class People:
    """Claims of one chain at the centre."""

    phones: dict[str, str] = field(default_factory=dict)
    cards: dict[str, str] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    aliases: dict[str, str] = field(default_factory=dict)
    wallets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)
    merges: dict[str, tuple[str, str]] = field(default_factory=dict)
    merge_days: dict[str, date] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    profiles: dict[str, Profile] = field(default_factory=dict)
    consents: dict[str, Answers] = field(default_factory=dict)

    def contact(self, phone: str) -> str:
        """Give what a phone number is known by here; a centre that keeps no numbers makes one."""
        return phone

    def phones_of(self, member: str) -> list[str]:
        """List what the numbers are known by that a member holds."""
        return sorted(phone for phone, holder in self.phones.items() if holder == member)

    def merged_into(self, member: str) -> list[str]:
        """List those who were merged into a member, not counting who was merged into them."""
        return sorted(gone for gone, kept in self.aliases.items() if kept == member)

    def merge_of(self, gone: str) -> str:
        """Give the act that merged a member into whom they follow; "" where none is known."""
        pair = (self.aliases.get(gone, ""), gone)
        return min((act for act, known in self.merges.items() if known == pair), default="")

    def copy(self) -> "People":
        """Give a copy that changes by itself."""
        return People(
            dict(self.phones),
            dict(self.cards),
            set(self.revoked),
            dict(self.aliases),
            dict(self.wallets),
            dict(self.holders),
            dict(self.merges),
            dict(self.merge_days),
            set(self.erased),
            dict(self.profiles),
            dict(self.consents),
        )


def _way_up(people: People, member: str) -> list[str]:
    """List a member and whom they were merged into, one after the other."""
    way = [member]
    while way[-1] in people.aliases:
        way.append(people.aliases[way[-1]])
        assert len(way) == len(set(way)), "nobody is merged into themselves"
    return way


def joined_by(people: People, one: str, other: str) -> str:
    """Give an act without which two members would not be one person; "" where they are two.

    It is the one that brought the first of them, with all who were one with it, to the other.
    """
    ways = [_way_up(people, one), _way_up(people, other)]
    common = next((member for member in ways[0] if member in ways[1]), None)
    if common is None or one == other:
        return ""
    way = next(way for way in ways if way[0] != common)
    return people.merge_of(way[way.index(common) - 1])


def who(people: People, member: str) -> str:
    """Follow a member to whom they were merged into."""
    return _way_up(people, member)[-1]


def followers(people: People, members: Iterable[str]) -> list[str]:
    """List members and everyone who was merged into one of them, by whichever way."""
    found: set[str] = set()
    todo = list(members)
    while todo:
        member = todo.pop()
        if member not in found:
            found.add(member)
            todo += people.merged_into(member)
    return sorted(found)


def group(people: People, member: str) -> tuple[str, ...]:
    """List the wallets of a person: their own, then those of everyone merged into them."""
    first = who(people, member)
    return tuple(
        wallet
        for one in sorted(people.wallets, key=lambda one: (one != first, one))
        if who(people, one) == first
        for wallet in people.wallets[one]
    )


def pair(people: People, member: str, wallet: str) -> bool:
    """Let a wallet be a member's for good; tells whether it is theirs.

    The first member that comes with a wallet holds it, and nobody gets a second one: both names are
    made at enrolment, so no till of ours ever says anything else.
    """
    holder = people.holders.get(wallet)
    if holder is None and not people.wallets.get(member):
        people.holders[wallet] = member
        people.wallets[member] = (wallet,)
        return True
    return holder == member


def enrol(people: People, member: str, wallet: str, phone: str) -> bool:
    """Take in a member; tells whether somebody else already holds the phone number."""
    pair(people, member, wallet)
    if not phone:
        return False
    holder = people.phones.setdefault(people.contact(phone), member)
    return who(people, holder) != who(people, member)


def claim_phone(people: People, member: str, phone: str) -> bool:
    """Take in a new number; tells whether somebody else already holds it. "" holds none."""
    for old in people.phones_of(member):
        del people.phones[old]
    return bool(phone) and people.phones.setdefault(people.contact(phone), member) != member


def issue(people: People, card: str, member: str) -> bool:
    """Take in a card; tells whether it is another member's already."""
    return people.cards.setdefault(card, member) != member


def merge(people: People, act: str, member: str, other: str) -> bool:
    """Group the wallets of two members; tells whether that changed anything."""
    kept, gone = who(people, member), who(people, other)
    if kept == gone:
        return False
    people.aliases[gone] = kept
    people.merges[act] = (kept, gone)
    return True


def unmerge(people: People, act: str) -> bool:
    """Take a merge back; tells whether it stood."""
    pair = people.merges.pop(act, None)
    if pair is None or people.aliases.get(pair[1]) != pair[0]:
        return False
    del people.aliases[pair[1]]
    return True


def erase(people: People, member: str) -> None:
    """End what is known of a person, also of what arrives later."""
    people.erased.add(member)
    people.profiles.pop(member, None)
    people.consents.pop(member, None)
    for phone in people.phones_of(member):
        del people.phones[phone]

"""Who is who in a transaction: phones, cards, merges, erasure, and what tills were told of it."""

from collections.abc import Iterable, Mapping

from central.working.asking import Asking, key, keys
from central.working.shelf import Marks, Shelf
from regulars.agreement.people import People

Fact = tuple[str, str]
_ALIASES = """
select member, alias_of from member
where tenant = %(tenant)s and member = any(%(members)s) and alias_of is not null
"""
_MERGED_INTO = "select member from member where tenant = %(tenant)s and alias_of = %(member)s"
_ENROLMENTS = """
select member, wallet from enrolment
where tenant = %(tenant)s and member = any(%(members)s) order by member, position
"""
_PHONES = """
select phone, member from contact_claim where tenant = %(tenant)s and phone = any(%(phones)s)
"""
_PHONES_OF = (
    "select phone, member from contact_claim where tenant = %(tenant)s and member = %(member)s"
)
_CARDS = """
select fingerprint, member, state from card
where tenant = %(tenant)s and fingerprint = any(%(cards)s) order by fingerprint
"""
_MERGES = """
select act, member, other from merge
where tenant = %(tenant)s and act = any(%(acts)s) and undone_by is null
"""
_ERASED = "select member from erased where tenant = %(tenant)s and member = any(%(members)s)"
_FACTS = """
select kind, name, value
from fact join unnest(%(kinds)s::text[], %(names)s::bytea[]) as asked (kind, name)
  using (kind, name)
where tenant = %(tenant)s
"""
_HOLD = """
select member from member
where tenant = %(tenant)s and member = any(%(members)s) order by member
"""


class Persons(People):
    """The claims of a chain, read as they are asked for."""

    def __init__(self, asking: Asking) -> None:
        """Begin with nothing read."""
        self.asking = asking
        self.card_rows: set[str] = set()
        super().__init__(
            phones=Shelf(self._read_phones),
            cards=Shelf(self._read_cards),
            revoked=Marks(self._read_revoked),
            aliases=Shelf(self._read_aliases),
            wallets=Shelf(self._read_wallets),
            merges=Shelf(self._read_merges),
            erased=Marks(self._read_erased),
        )
        self._revoked: set[str] = set()

    def hold(self, members: Iterable[str]) -> None:
        """Let nobody else change these people until this is saved."""
        self.asking.locked(_HOLD, members=keys(sorted(set(members))))

    def phones_of(self, member: str) -> list[str]:
        """List the numbers a member holds."""
        phones = shelf(self.phones)
        rows = self.asking.rows(_PHONES_OF, member=key(member))
        phones.take({phone: holder.hex for phone, holder in rows})
        return sorted(phone for phone, holder in phones.known().items() if holder == member)

    def merged_into(self, member: str) -> list[str]:
        """List those who were merged into a member."""
        aliases = shelf(self.aliases)
        rows = self.asking.rows(_MERGED_INTO, member=key(member))
        aliases.take({gone.hex: member for (gone,) in rows})
        return sorted(gone for gone, kept in aliases.known().items() if kept == member)

    def _read_phones(self, phones: list[str]) -> Mapping[str, str]:
        rows = self.asking.rows(_PHONES, phones=phones)
        return {phone: member.hex for phone, member in rows}

    def _read_cards(self, cards: list[str]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        asked = [bytes.fromhex(card) for card in cards]
        for fingerprint, member, state in self.asking.locked(_CARDS, cards=asked):
            card = bytes(fingerprint).hex()
            self.card_rows.add(card)
            if member is not None:
                found[card] = member.hex
            if state == "revoked":
                self._revoked.add(card)
        return found

    def _read_revoked(self, cards: list[str]) -> set[str]:
        shelf(self.cards).fetch(cards)
        return self._revoked.intersection(cards)

    def _read_aliases(self, members: list[str]) -> Mapping[str, str]:
        rows = self.asking.rows(_ALIASES, members=keys(members))
        return {member.hex: alias.hex for member, alias in rows}

    def _read_wallets(self, members: list[str]) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for member, wallet in self.asking.rows(_ENROLMENTS, members=keys(members)):
            found[member.hex] = (*found.get(member.hex, ()), wallet.hex)
        return found

    def _read_merges(self, acts: list[str]) -> Mapping[str, tuple[str, str]]:
        rows = self.asking.rows(_MERGES, acts=keys(acts))
        return {act.hex: (member.hex, other.hex) for act, member, other in rows}

    def _read_erased(self, members: list[str]) -> list[str]:
        rows = self.asking.rows(_ERASED, members=keys(members))
        return [member.hex for (member,) in rows]


def shelf(mapping: dict[str, str]) -> Shelf[str, str]:
    """Look at a mapping of `Persons` as what it is."""
    assert isinstance(mapping, Shelf)
    return mapping


def facts(asking: Asking) -> Shelf[Fact, str]:
    """Give the facts that all tills were told."""

    def read(wanted: list[Fact]) -> Mapping[Fact, str]:
        rows = asking.rows(
            _FACTS,
            kinds=[kind for kind, _ in wanted],
            names=[bytes.fromhex(name) for _, name in wanted],
        )
        return {(kind, bytes(name).hex()): value for kind, name, value in rows}

    return Shelf(read)

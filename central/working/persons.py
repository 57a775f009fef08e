"""Who is who in a transaction: phones, cards, merges, erasure, and what tills were told of it."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from central.working.asking import Asking, key, keys
from central.working.shelf import Marks, Shelf
from regulars.agreement.messages import Logged
from regulars.agreement.people import People
from regulars.agreement.profile import FIELDS, Answer, Answers, Profile, Said, Stamp

Fact = tuple[str, str]
_CLOCK_BYTES = 8
_NAMES = [(name, name.encode()) for name in FIELDS]
_ALIASES = """
select member, alias_of from member
where tenant = %(tenant)s and member = any(%(members)s) and alias_of is not null
"""
_MERGED_INTO = "select member from member where tenant = %(tenant)s and alias_of = %(member)s"
_ENROLMENTS = """
select member, wallet from enrolment
where tenant = %(tenant)s and member = any(%(members)s) order by member, position
"""
_HOLDERS = """
select wallet, member from enrolment
where tenant = %(tenant)s and wallet = any(%(wallets)s)
"""
_PHONES = """
select phone, member from contact_claim where tenant = %(tenant)s and phone = any(%(phones)s)
"""
_PROFILES = """
select member, key, name, name_stamp, phone, phone_stamp, birthday, birthday_stamp, language,
  language_stamp
from member where tenant = %(tenant)s and member = any(%(members)s)
"""
_CONSENTS = """
select member, purpose, text_version, is_given, channel, stamp from consent
where tenant = %(tenant)s and member = any(%(members)s)
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
_MERGE_DAYS = """
select id, day from operation
where tenant = %(tenant)s and id = any(%(acts)s) and kind = 'merge' and outcome <> 'duplicate'
"""
_MERGE_OF = """
select act, member, other from merge
where tenant = %(tenant)s and other = %(member)s and undone_by is null
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
            holders=Shelf(self._read_holders),
            merges=Shelf(self._read_merges),
            merge_days=Shelf(self._read_merge_days),
            erased=Marks(self._read_erased),
            profiles=Shelf(self._read_profiles),
            consents=Shelf(self._read_consents),
        )
        self._revoked: set[str] = set()

    def contact(self, phone: str) -> str:
        """Give the mark a phone number is looked up by; the number itself is nowhere."""
        return self.asking.seals().mark(phone).hex()

    def is_held(self, contacts: Iterable[str]) -> bool:
        """Tell whether somebody holds one of these numbers now; nothing of it is remembered."""
        return bool(self._read_phones(list(contacts)))

    def hold(self, members: Iterable[str]) -> None:
        """Let nobody else change these people until this is saved."""
        self.asking.locked(_HOLD, members=keys(sorted(set(members))))

    def fetch_pairs(self, ops: Iterable[Logged]) -> None:
        """Read who holds the wallets that operations enrol members with, and what those have."""
        enrolled = [op.data for op in ops if op.kind == "member.enrolled"]
        shelf(self.holders).fetch(data["wallet"] for data in enrolled)
        wallets = self.wallets
        assert isinstance(wallets, Shelf)
        wallets.fetch(data["member"] for data in enrolled)

    def phones_of(self, member: str) -> list[str]:
        """List the marks of the numbers a member holds."""
        phones = shelf(self.phones)
        rows = self.asking.rows(_PHONES_OF, member=key(member))
        phones.take({bytes(phone).hex(): holder.hex for phone, holder in rows})
        return sorted(phone for phone, holder in phones.known().items() if holder == member)

    def merged_into(self, member: str) -> list[str]:
        """List those who were merged into a member."""
        aliases = shelf(self.aliases)
        rows = self.asking.rows(_MERGED_INTO, member=key(member))
        aliases.take({gone.hex: member for (gone,) in rows})
        return sorted(gone for gone, kept in aliases.known().items() if kept == member)

    def merge_of(self, gone: str) -> str:
        """Give the act that merged a member into whom they follow."""
        merges = self.merges
        assert isinstance(merges, Shelf)
        rows = self.asking.rows(_MERGE_OF, member=key(gone))
        merges.take({act.hex: (kept.hex, other.hex) for act, kept, other in rows})
        pair = (self.aliases.get(gone, ""), gone)
        return min((act for act, known in merges.known().items() if known == pair), default="")

    def _read_phones(self, phones: list[str]) -> Mapping[str, str]:
        rows = self.asking.rows(_PHONES, phones=[bytes.fromhex(phone) for phone in phones])
        return {bytes(phone).hex(): member.hex for phone, member in rows}

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

    def _read_holders(self, wallets: list[str]) -> Mapping[str, str]:
        rows = self.asking.rows(_HOLDERS, wallets=keys(wallets))
        return {wallet.hex: member.hex for wallet, member in rows}

    def _read_merges(self, acts: list[str]) -> Mapping[str, tuple[str, str]]:
        rows = self.asking.rows(_MERGES, acts=keys(acts))
        return {act.hex: (member.hex, other.hex) for act, member, other in rows}

    def _read_merge_days(self, acts: list[str]) -> Mapping[str, date]:
        rows = self.asking.rows(_MERGE_DAYS, acts=keys(acts))
        return {act.hex: day for act, day in rows}

    def _read_erased(self, members: list[str]) -> list[str]:
        rows = self.asking.rows(_ERASED, members=keys(members))
        return [member.hex for (member,) in rows]

    def _read_profiles(self, members: list[str]) -> Mapping[str, Profile]:
        found: dict[str, Profile] = {}
        for member, number, *fields in self.asking.rows(_PROFILES, members=keys(members)):
            pairs = zip(FIELDS, fields[::2], fields[1::2], strict=True)
            profile = {
                name: Said(self.read_field(member, number, name, sealed), read_stamp(stamp))
                for name, sealed, stamp in pairs
                if stamp
            }
            if profile:
                found[member.hex] = profile
        return found

    def read_fields(
        self, member: UUID, number: int | None, sealed: Iterable[bytes]
    ) -> dict[str, str]:
        """Give the texts of somebody's fields that are not empty, in the order of `FIELDS`."""
        if number is None:
            return {}
        unseal, who = self.asking.seals().unseal, member.bytes
        return {
            name: unseal(number, bytes(text), b"member", who, about).decode()
            for (name, about), text in zip(_NAMES, sealed, strict=True)
            if text
        }

    def read_field(self, member: UUID, number: int | None, name: str, sealed: bytes) -> str:
        """Give the text of a field as its column has it; an empty column is an empty text."""
        if not sealed or number is None:
            return ""
        about = (b"member", member.bytes, name.encode())
        return self.asking.seals().unseal(number, bytes(sealed), *about).decode()

    def sealed_field(self, member: str, name: str, text: str) -> bytes:
        """Give a field as its column is to have it, under the newest key."""
        if not text:
            return b""
        about = (b"member", key(member).bytes, name.encode())
        return self.asking.seals().seal(text.encode(), *about)

    def _read_consents(self, members: list[str]) -> Mapping[str, Answers]:
        found: dict[str, dict[str, Answer]] = {}
        rows = self.asking.rows(_CONSENTS, members=keys(members))
        for member, purpose, text, is_given, channel, stamp in rows:
            answer = Answer(is_given, text, channel, read_stamp(stamp))
            found.setdefault(member.hex, {})[purpose] = answer
        return dict(found)


def read_stamp(stored: bytes) -> Stamp:
    """Read a stamp as a column has it."""
    return Stamp(int.from_bytes(stored[:_CLOCK_BYTES], "big"), bytes(stored[_CLOCK_BYTES:]).hex())


def spell_stamp(stamp: Stamp) -> bytes:
    """Give a stamp as a column has it."""
    return stamp.hlc.to_bytes(_CLOCK_BYTES, "big") + bytes.fromhex(stamp.device)


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

"""Make people members, keep what is known of them, and give them cards."""

from desktop.answers import CardReplaced, Enrolled, MemberCard, PhoneShown
from desktop.book import Book
from desktop.requests import BY_REPLACEMENT, BY_SEARCH, ChangeRequest, EnrolRequest
from desktop.store.journal import private_of
from desktop.store.members import (
    alias_fingerprint,
    alias_key,
    member_card,
    members_by_number,
    members_by_phone,
)
from desktop.store.shop import keep_local_fact, local_fact
from regulars.canonical import Json
from regulars.codes import card_text, fingerprint
from regulars.ids import Id, spell, unspell
from regulars.operations.operation import Operation
from regulars.people.birthday import read_birthday
from regulars.people.member_number import make
from regulars.people.names import clean_name
from regulars.people.phone import read_phone
from regulars.refusals import (
    ActKnown,
    BadBirthday,
    BadPhone,
    ConsentMissing,
    NameMissing,
    PhoneTaken,
    Refusal,
    UnknownMember,
)

CONSENT_VERSION = "2026-11"
_TOKEN_BYTES = 13
_SERIALS = 1_000_000
_BLOCKS = 10_000


def enrol(book: Book, request: EnrolRequest) -> Enrolled | Refusal:
    """Write a new member with consent and a first card."""
    if not request.agreed:
        return ConsentMissing()
    private = _read_private(book, request)
    if isinstance(private, Refusal):
        return private
    with book.writing():
        done = None if request.act is None else book.journal.done(request.act)
        if done is not None:
            return _repeat(book, request, private, done)
        taken = _taken(book, private.get("phone", ""), shares=request.shares_phone)
        if taken is not None:
            return taken
        member, text = write_member(book, request, private)
        return Enrolled(_shown(book, member), text)


def _repeat(
    book: Book, request: EnrolRequest, private: dict[str, str], done: Operation
) -> Enrolled | Refusal:
    """Answer again for a member who was written already, or refuse to be somebody else's answer.

    The text of the first card was only in the answer that nobody got: it is dead, and a new one
    is given.
    """
    told = {"language": request.language, "source": request.source}
    place = book.store.value("select place from operation where id = :id", {"id": done.header.id})
    if (
        done.header.kind != "member.enrolled"
        or any(done.data[name] != value for name, value in told.items())
        or private_of(book.store, place) != private
    ):
        return ActKnown()
    member = unspell(str(done.data["member"]))
    if _agreed_to_news(book, member) != request.marketing:
        return ActKnown()
    return Enrolled(_shown(book, member), _renew_card(book, member, "unread"))


def _agreed_to_news(book: Book, member: Id) -> bool:
    given = book.store.value(
        "select given from consent join member on member.key = consent.member"
        " where member.id = :member and purpose = 'marketing'",
        {"member": member},
    )
    return bool(given)


def _shown(book: Book, member: Id, how: str = BY_SEARCH) -> MemberCard:
    """Read a member after something was written; a card given out is not one that was shown."""
    found = member_card(book.store, member, book.today(), book.clock.now_ms(), how)
    assert found is not None, "a member who was just there is still there"
    return found


def write_member(
    book: Book, request: EnrolRequest, private: dict[str, str], *, with_card: bool = True
) -> tuple[Id, str]:
    """Write a member inside a write that is open; gives the member and the card's text."""
    member, wallet = book.journal.fresh_id(), book.journal.fresh_id()
    data: dict[str, Json] = {
        "member": spell(member),
        "wallet": spell(wallet),
        "number": next_number(book),
        "language": request.language,
        "source": request.source,
    }
    book.journal.write("member.enrolled", data, private, identity=request.act)
    for purpose, given in (("membership", request.agreed), ("marketing", request.marketing)):
        if given:
            _write_consent(book, member, purpose, given=True, channel=request.source)
    if request.alias:
        key = alias_key(book.store)
        assert key is not None, "a shop that takes other systems' cards was founded with a secret"
        _write_card(book, member, alias_fingerprint(key, request.alias), "alias")
    return member, issue_card(book, member) if with_card else ""


def _read_private(book: Book, request: EnrolRequest) -> dict[str, str] | Refusal:
    name = clean_name(request.name)
    if name is None:
        return NameMissing()
    private = {"name": name}
    if request.phone.strip():
        phone = read_phone(request.phone, book.shop.region)
        if phone is None:
            return BadPhone(request.phone)
        private["phone"] = phone.e164
    if request.birthday.strip():
        birthday = read_birthday(request.birthday)
        if birthday is None:
            return BadBirthday(request.birthday)
        private["birthday"] = birthday.text()
    return private


def _taken(book: Book, phone: str, *, shares: bool, but: Id | None = None) -> Refusal | None:
    if not phone or shares:
        return None
    others = [row for row in members_by_phone(book.store, phone) if row.id != but]
    return PhoneTaken(member=others[0].id, name=others[0].name) if others else None


def next_number(book: Book) -> str:
    """Give the next free member number of this till's own block of serials."""
    block_text = local_fact(book.store, "number_block")
    if not block_text:
        block_text = str(int.from_bytes(book.chance(4), "big") % _BLOCKS)
        keep_local_fact(book.store, "number_block", block_text)
    serial = int(local_fact(book.store, "number_serial") or 0)
    number = make(int(block_text), serial % _SERIALS)
    while members_by_number(book.store, number):
        serial += 1
        if serial % _SERIALS == 0:
            block_text = str((int(block_text) + 1) % _BLOCKS)
            keep_local_fact(book.store, "number_block", block_text)
        number = make(int(block_text), serial % _SERIALS)
    keep_local_fact(book.store, "number_serial", str(serial + 1))
    return number


def issue_card(book: Book, member: Id) -> str:
    """Write a new card inside a write that is open; gives the text its QR code holds."""
    text = card_text(book.chance(_TOKEN_BYTES))
    _write_card(book, member, fingerprint(text), "token")
    return text


def _write_card(book: Book, member: Id, card: bytes, form: str) -> None:
    data: dict[str, Json] = {"member": spell(member), "card": card.hex(), "form": form}
    book.journal.write("card.issued", data)


def replace_card(book: Book, member: Id, why: str = "lost") -> CardReplaced | Refusal:
    """Revoke every printed card of a member and issue a new one."""
    with book.writing():
        if member_card(book.store, member, book.today(), 0) is None:
            return UnknownMember()
        text = _renew_card(book, member, why)
        return CardReplaced(_shown(book, member, BY_REPLACEMENT), text)


def _renew_card(book: Book, member: Id, why: str) -> str:
    old = book.store.rows(
        "select fingerprint from card join member on member.key = card.member"
        " where member.id = :member and state = 'good' and form = 'token'",
        {"member": member},
    )
    for (card,) in old:
        data: dict[str, Json] = {"member": spell(member), "card": card.hex(), "why": why}
        book.journal.write("card.revoked", data)
    return issue_card(book, member)


def change_member(book: Book, request: ChangeRequest) -> Enrolled | Refusal:
    """Write what changed about a member; nothing else about the member is touched."""
    private = _read_changes(book, request)
    if isinstance(private, Refusal):
        return private
    with book.writing():
        if member_card(book.store, request.member, book.today(), 0) is None:
            return UnknownMember()
        taken = _taken(
            book, private.get("phone", ""), shares=request.shares_phone, but=request.member
        )
        if taken is not None:
            return taken
        if private:
            book.journal.write("member.changed", {"member": spell(request.member)}, private)
        return Enrolled(_shown(book, request.member), "")


def _read_changes(book: Book, request: ChangeRequest) -> dict[str, str] | Refusal:
    private: dict[str, str] = {}
    if request.name is not None:
        name = clean_name(request.name)
        if name is None:
            return NameMissing()
        private["name"] = name
    if request.phone is not None:
        phone = read_phone(request.phone, book.shop.region) if request.phone.strip() else None
        if phone is None and request.phone.strip():
            return BadPhone(request.phone)
        private["phone"] = "" if phone is None else phone.e164
    if request.birthday is not None:
        birthday = read_birthday(request.birthday) if request.birthday.strip() else None
        if birthday is None and request.birthday.strip():
            return BadBirthday(request.birthday)
        private["birthday"] = "" if birthday is None else birthday.text()
    if request.language is not None:
        private["language"] = request.language
    return private


def set_consent(book: Book, member: Id, purpose: str, *, given: bool) -> None:
    """Write that a member agreed to something, or no longer does."""
    with book.writing():
        _write_consent(book, member, purpose, given=given, channel="counter")


def _write_consent(book: Book, member: Id, purpose: str, *, given: bool, channel: str) -> None:
    data: dict[str, Json] = {
        "member": spell(member),
        "purpose": purpose,
        "text": CONSENT_VERSION,
        "given": given,
        "channel": channel,
    }
    book.journal.write("consent.given", data)


def show_phone(book: Book, member: Id) -> PhoneShown | Refusal:
    """Give a member's full phone number; that it was asked for is written down."""
    with book.writing():
        phone = book.store.value("select phone from member where id = :member", {"member": member})
        if phone is None:
            return UnknownMember()
        book.journal.write("seen.phone", {"member": spell(member)})
        return PhoneShown(member, phone)

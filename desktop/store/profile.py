"""Read what is known of one member beyond what the counter shows: consents and cards."""

from dataclasses import dataclass
from typing import cast

from desktop.store.database import Store
from regulars.ids import Id
from regulars.people.consent import Channel, Consent, Purpose, is_given


@dataclass(frozen=True, slots=True)
class Profile:
    """A member's answers about data, and the state of the cards.

    `good_cards` and `revoked_cards` count printed cards; `aliases` counts card numbers of other
    systems that still find the member.
    """

    consents: tuple[Consent, ...]
    good_cards: int
    revoked_cards: int
    aliases: int

    @property
    def has_marketing(self) -> bool:
        """Whether the member wants to hear of offers; silence is a no."""
        return is_given(self.consents, "marketing")


def profile(store: Store, member: Id) -> Profile | None:
    """Read one member's consents and cards; None if there is no such member."""
    key = store.value("select key from member where id = :member", {"member": member})
    if key is None:
        return None
    cards = {
        (form, state): count
        for form, state, count in store.rows(
            "select form, state, count(*) from card where member = :key group by form, state",
            {"key": key},
        )
    }
    return Profile(
        consents=_consents(store, key),
        good_cards=cards.get(("token", "good"), 0),
        revoked_cards=cards.get(("token", "revoked"), 0),
        aliases=cards.get(("alias", "good"), 0),
    )


def _consents(store: Store, key: int) -> tuple[Consent, ...]:
    return tuple(
        Consent(
            purpose=cast("Purpose", purpose),
            text_version=version,
            given=bool(given),
            channel=cast("Channel", channel),
            at_ms=at_ms,
        )
        for purpose, version, given, channel, at_ms in store.rows(
            "select purpose, text_version, given, channel, at_ms from consent"
            " where member = :key order by purpose",
            {"key": key},
        )
    )

"""What is read of a member beyond the counter's card."""

from desktop.answers import MemberCard
from desktop.store.profile import Profile, profile
from desktop.till import Till
from regulars.ids import Id
from tests.ui.shop import add_member, result


def read(till: Till, member: MemberCard) -> Profile:
    found = result(till.read(lambda store: profile(store, member.id)))
    assert found is not None
    return found


def test_a_new_member_has_agreed_to_be_one_and_to_nothing_else(till: Till) -> None:
    about = read(till, add_member(till, "Ada"))
    assert [(each.purpose, each.given) for each in about.consents] == [("membership", True)]
    assert not about.has_marketing
    assert (about.good_cards, about.revoked_cards, about.aliases) == (1, 0, 0)


def test_the_latest_answer_counts(till: Till) -> None:
    ada = add_member(till, "Ada", marketing=True)
    assert read(till, ada).has_marketing
    assert result(till.set_consent(ada.id, "marketing", given=False)) is None
    assert not read(till, ada).has_marketing


def test_replaced_cards_and_cards_of_other_systems_are_counted(till: Till) -> None:
    ada = add_member(till, "Ada", alias="7788")
    result(till.replace_card(ada.id))
    about = read(till, ada)
    assert (about.good_cards, about.revoked_cards, about.aliases) == (1, 1, 1)


def test_nobody_has_no_profile(till: Till) -> None:
    assert result(till.read(lambda store: profile(store, Id(b"z" * 16)))) is None

"""The decisions of the preferences on a real shop, without a screen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop.answers import StaffRow
from desktop.staff import CASHIER, OWNER
from desktop.store.backup import Backup
from desktop.store.shop import Category, Item, Shop
from desktop.till import Till
from desktop.trouble import Trouble
from regulars.codes import card_text, slip_text
from regulars.money import CURRENCIES
from regulars.refusals import Refusal
from tests.ui.shop import (
    CASHIER_NAME,
    CASHIER_PIN,
    OWNER_PIN,
    add_cashier,
    make_till,
    result,
    sign_in,
    till,
)
from tests.ui.shop import OWNER as OWNER_NAME
from ui.doing import at_once
from ui.preferences.goods import BadRow, Row
from ui.preferences.people import StaffDone, StaffProblem
from ui.preferences.presenter import (
    BackupRow,
    PreferencesPresenter,
    Saved,
    ScanKind,
    backup_row,
)
from ui.preferences.rates import Example, Rates, example, programme_of, rates_of

__all__ = ["till"]


@dataclass
class FakeView:
    """Remembers the last of everything, and all that was said."""

    log: list[tuple[object, ...]] = field(default_factory=list)
    shop: Shop | None = None
    may_change: bool = True
    owners: list[str] = field(default_factory=list)
    example: Example | None = None
    staff: list[StaffRow] = field(default_factory=list)
    backups: list[BackupRow] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    looks: int = 0

    def show_shop(self, shop: Shop) -> None:
        self.shop = shop

    def show_right(self, *, may_change: bool, owners: Sequence[str]) -> None:
        self.may_change, self.owners = may_change, list(owners)

    def show_example(self, worked: Example | None) -> None:
        self.example = worked

    def show_staff(self, rows: Sequence[StaffRow]) -> None:
        self.staff = list(rows)

    def show_backups(self, rows: Sequence[BackupRow]) -> None:
        self.backups = list(rows)

    def show_backing_up(self, *, is_running: bool) -> None:
        self.log.append(("backing-up", is_running))

    def show_rows(self, kind: str, rows: Sequence[Row]) -> None:
        self.rows[kind] = list(rows)

    def show_scan(self, kind: ScanKind, length: int, *, as_scan: bool) -> None:
        self.log.append(("scan", kind, length, as_scan))

    def saved(self, what: Saved) -> None:
        self.log.append(("saved", what))

    def look_is_new(self) -> None:
        self.looks += 1

    def name_missing(self) -> None:
        self.log.append(("name-missing",))

    def bad_rate(self, name: str) -> None:
        self.log.append(("bad-rate", name))

    def bad_row(self, kind: str, bad: BadRow) -> None:
        self.log.append(("bad-row", kind, bad.why))

    def staff_done(self, what: StaffDone, name: str) -> None:
        self.log.append(("staff", what, name))

    def staff_problem(self, problem: StaffProblem) -> None:
        self.log.append(("staff-problem", problem))

    def refuse(self, why: Refusal) -> None:
        self.log.append(("refused", why.code))

    def show_trouble(self, trouble: Trouble) -> None:
        self.log.append(("trouble", trouble.code))


@pytest.fixture
def view() -> FakeView:
    return FakeView()


@pytest.fixture
def own(till: Till, view: FakeView) -> PreferencesPresenter:
    made = PreferencesPresenter(till, view, at_once)
    made.open()
    return made


def person(view: FakeView, name: str) -> StaffRow:
    return next(one for one in view.staff if one.name == name)


@pytest.mark.usefixtures("own")
def test_an_owner_may_change_things(view: FakeView) -> None:
    assert view.may_change
    assert view.owners == [OWNER_NAME]


def test_a_cashier_may_look_and_is_told_who_may_change(till: Till, view: FakeView) -> None:
    add_cashier(till)
    sign_in(till, CASHIER_NAME, CASHIER_PIN)
    own = PreferencesPresenter(till, view, at_once)
    own.open()
    assert not view.may_change
    assert view.owners == [OWNER_NAME]
    before = till.shop
    own.set("palette", "dark")
    own.rename("Mine", "")
    own.publish(rates_of(before))
    own.keep_goods([("T", "", "no")], [])
    own.people.hire("Me", OWNER, pin="7391", again="7391")
    own.back_up()
    assert [entry for entry in view.log if entry[0] != "refused"] == []
    assert len(view.log) == 6
    assert till.shop == before


def test_a_setting_is_written_and_a_look_is_worn_at_once(
    own: PreferencesPresenter, view: FakeView, till: Till
) -> None:
    own.set("palette", "dark")
    own.set("print_slips", "yes")
    assert till.shop.setting("palette") == "dark"
    assert till.shop.setting("print_slips") == "yes"
    assert view.looks == 1
    assert view.log == [("saved", Saved.SETTING)] * 2


def test_a_value_a_setting_cannot_have_is_refused(
    own: PreferencesPresenter, view: FakeView
) -> None:
    own.set("palette", "pink")
    assert view.log == [("refused", "bad-setting")]
    assert view.looks == 0


def test_shop_and_till_are_renamed_but_never_to_nothing(
    own: PreferencesPresenter, view: FakeView, till: Till
) -> None:
    own.rename(" ", "Till 1")
    own.rename(" 陈店 ", "Till 1")
    own.rename("陈店", "Till 1")
    assert (till.shop.name, till.shop.till_name) == ("陈店", "Till 1")
    assert view.log[0] == ("name-missing",)


def test_the_programme_is_published_for_sales_from_now_on(
    own: PreferencesPresenter, view: FakeView, till: Till
) -> None:
    rates = Rates("2.00", "1.50", "200", 12)
    own.try_rates(rates)
    assert view.example is not None
    assert view.example.earned == 64
    own.publish(rates)
    rules = till.shop.programme
    assert (rules.earn_per_minor, rules.worth_minor, rules.redeem_min, rules.expiry_months) == (
        200,
        150,
        200,
        12,
    )
    assert rates_of(till.shop) == rates
    assert ("saved", Saved.PROGRAMME) in view.log


@pytest.mark.parametrize(
    ("rates", "name"),
    [
        (Rates("", "1", "100", 0), "earn_amount"),
        (Rates("1", "0", "100", 0), "worth_amount"),
        (Rates("1", "1", "0", 0), "redeem_min"),
        (Rates("1", "1", "٣", 0), "redeem_min"),
    ],
)
def test_a_rate_that_cannot_be_read_is_pointed_at(
    own: PreferencesPresenter, view: FakeView, rates: Rates, name: str
) -> None:
    own.try_rates(rates)
    assert view.example is None
    own.publish(rates)
    assert view.log == [("bad-rate", name)]


def test_goods_are_kept_and_what_earns_nothing_joins_the_programme(
    own: PreferencesPresenter, view: FakeView, till: Till
) -> None:
    own.keep_goods([("T", "Tobacco", "no"), ("F", "Food", "yes")], [("1", "Bread", "F")])
    assert till.shop.categories == (Category("T", "Tobacco", earns=False), Category("F", "Food"))
    assert till.shop.items == (Item("1", "Bread", "F"),)
    assert till.shop.programme.no_points == ("T",)
    assert view.log == [("saved", Saved.GOODS)]


def test_goods_with_a_bad_row_are_not_kept_at_all(
    own: PreferencesPresenter, view: FakeView, till: Till
) -> None:
    own.keep_goods([("T", "", "no")], [("1", "Gin", "S")])
    own.keep_goods([("", "Gin", "no")], [])
    assert view.log == [
        ("bad-row", "items", "category-unknown"),
        ("bad-row", "categories", "key-missing"),
    ]
    assert till.shop.categories == ()


def test_a_pasted_list_and_a_file_fill_the_table_and_save_nothing(
    own: PreferencesPresenter, view: FakeView, till: Till, tmp_path: Path
) -> None:
    own.paste_goods("categories", "T\tTobacco\tno")
    (tmp_path / "items.csv").write_text("1,Bread,F", encoding="utf-8")
    own.import_goods("items", tmp_path / "items.csv")
    own.import_goods("items", tmp_path / "gone.csv")
    assert view.rows == {"categories": [("T", "Tobacco", "no")], "items": [("1", "Bread", "F")]}
    assert view.log == [("trouble", "file-unreadable")]
    assert till.shop.categories == ()


def test_somebody_new_can_sign_in_at_once(
    own: PreferencesPresenter, view: FakeView, till: Till
) -> None:
    own.people.hire("阿美", CASHIER, pin="8264", again="8264")
    assert view.log == [("staff", StaffDone.HIRED, "阿美")]
    assert sign_in(till, "阿美", "8264").role == CASHIER


@pytest.mark.parametrize(
    ("name", "pin", "again", "said"),
    [
        (" ", "8264", "8264", ("refused", "name-missing")),
        ("Ho", "1234", "1234", ("refused", "weak-pin")),
        ("Ho", "8264", "8265", ("staff-problem", StaffProblem.PIN_DIFFERENT)),
    ],
)
def test_nobody_is_hired_without_a_name_and_a_good_pin(
    own: PreferencesPresenter,
    view: FakeView,
    name: str,
    pin: str,
    again: str,
    said: tuple[object, ...],
) -> None:
    own.people.hire(name, CASHIER, pin=pin, again=again)
    assert view.log == [said]
    assert len(view.staff) == 1


def test_a_new_pin_replaces_the_old_one(
    own: PreferencesPresenter, view: FakeView, till: Till
) -> None:
    me = person(view, OWNER_NAME)
    own.people.set_pin(me, pin="1111", again="1111")
    own.people.set_pin(me, pin="9182", again="9182")
    assert view.log == [("refused", "weak-pin"), ("staff", StaffDone.PIN_SET, OWNER_NAME)]
    assert isinstance(result(till.sign_in(me.id, OWNER_PIN)), Refusal)
    assert sign_in(till, OWNER_NAME, "9182").name == OWNER_NAME


def test_the_last_owner_is_never_let_go(own: PreferencesPresenter, view: FakeView) -> None:
    own.people.set_active(person(view, OWNER_NAME), is_active=False)
    assert view.log == [("staff-problem", StaffProblem.LAST_OWNER)]
    assert person(view, OWNER_NAME).is_active


def test_a_cashier_is_let_go_and_taken_back(own: PreferencesPresenter, view: FakeView) -> None:
    own.people.hire("Ho", CASHIER, pin="8264", again="8264")
    own.people.set_active(person(view, "Ho"), is_active=False)
    assert not person(view, "Ho").is_active
    own.people.set_active(person(view, "Ho"), is_active=True)
    assert person(view, "Ho").is_active
    assert [entry[1] for entry in view.log] == [
        StaffDone.HIRED,
        StaffDone.LET_GO,
        StaffDone.TAKEN_BACK,
    ]


def test_a_pause_after_wrong_pins_can_be_ended(
    own: PreferencesPresenter, view: FakeView, till: Till
) -> None:
    own.people.hire("Ho", CASHIER, pin="8264", again="8264")
    ho = person(view, "Ho")
    for _ in range(6):
        result(till.sign_in(ho.id, "0001"))
    own.people.unlock(ho)
    assert sign_in(till, "Ho", "8264").name == "Ho"


def test_a_backup_is_made_proved_and_listed(own: PreferencesPresenter, view: FakeView) -> None:
    assert view.backups == []
    own.back_up()
    assert len(view.backups) == 1
    assert view.backups[0].made_ms > 0
    assert view.log == [("backing-up", True), ("backing-up", False), ("saved", Saved.BACKUP)]


def test_a_backup_that_fails_is_said(own: PreferencesPresenter, view: FakeView, till: Till) -> None:
    till.folder.backups.write_text("in the way", encoding="utf-8")
    own.back_up()
    assert ("trouble", "backup-failed") in view.log
    assert view.log[-1] != ("saved", Saved.BACKUP)


def test_a_backup_somebody_named_has_no_moment() -> None:
    assert backup_row(Backup(Path("x"), "by hand", 0)).made_ms == 0
    stamp = "2026-11-22 10-31-00 (2)"
    assert backup_row(Backup(Path("x"), stamp, 0)).made_ms == 1_795_343_460_000


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (card_text(bytes(13)), ScanKind.CARD),
        (slip_text(bytes(16)), ScanKind.SLIP),
        ("2900000000001", ScanKind.NUMBER),
        ("hello, world", ScanKind.FOREIGN),
    ],
)
def test_the_test_field_says_what_was_read_and_never_the_text(
    own: PreferencesPresenter, view: FakeView, text: str, kind: ScanKind
) -> None:
    own.scan(text, as_scan=True)
    assert view.log == [("scan", kind, len(text), True)]


def test_a_currency_without_cents_has_an_example_without_cents(tmp_path: Path) -> None:
    till = make_till(tmp_path, currency=CURRENCIES["TWD"])
    try:
        programme = programme_of(Rates("100", "100", "1", 0), till.shop)
        assert programme is not None
        worked = example(programme, till.shop.currency)
        assert (worked.sale_minor, worked.earned) == (1285, 12)
    finally:
        till.close()

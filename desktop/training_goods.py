"""What the training shop sells, in the trainee's language, and the rules of its programme."""

from dataclasses import dataclass
from typing import Final

from desktop.store.shop import Category, Item
from regulars.money import CURRENCIES, Currency
from regulars.programme.programme import Programme

GIFT: Final = "gift"


@dataclass(frozen=True, slots=True)
class Counter:
    """A made-up shop: its name, where it is, its money, its goods with prices in minor units."""

    shop_name: str
    trainer: str
    region: str
    zone: str
    currency: Currency
    programme: Programme
    categories: tuple[Category, ...]
    items: tuple[Item, ...]
    prices: tuple[int, ...]
    reward: str


_KEYS = ("coffee", "tea", "bakery", "beans", GIFT)
_CODES = (
    ("C1", "coffee", 3),
    ("C2", "coffee", 4),
    ("C3", "coffee", 5),
    ("C4", "coffee", 5),
    ("C5", "coffee", 6),
    ("T1", "tea", 3),
    ("T2", "tea", 4),
    ("T3", "tea", 5),
    ("B1", "bakery", 2),
    ("B2", "bakery", 3),
    ("B3", "bakery", 4),
    ("B4", "bakery", 6),
    ("S1", "beans", 14),
    ("S2", "beans", 18),
    ("G1", GIFT, 20),
)
_WORDS = {
    "en": (
        "Harbour Coffee (training)",
        "Trainer",
        ("Coffee", "Tea", "Bakery", "Beans", "Gift cards"),
        (
            "Espresso|Americano|Cappuccino|Latte|Mocha|Green tea|Oolong|Milk tea|Biscuit|Croissant"
            "|Muffin|Sandwich|House blend 250 g|Ethiopia 250 g|Gift card"
        ),
        "A free coffee",
    ),
    "zh_Hans": (
        "港口咖啡（练习）",
        "练习店员",
        ("咖啡", "茶", "烘焙", "咖啡豆", "礼品卡"),
        (
            "浓缩咖啡|美式咖啡|卡布奇诺|拿铁|摩卡|绿茶|乌龙茶|奶茶|饼干|牛角包|玛芬|三明治"
            "|招牌豆 250 克|埃塞俄比亚豆 250 克|礼品卡"
        ),
        "免费咖啡一杯",
    ),
    "zh_Hant": (
        "港口咖啡（練習）",
        "練習店員",
        ("咖啡", "茶", "烘焙", "咖啡豆", "禮品卡"),
        (
            "濃縮咖啡|美式咖啡|卡布奇諾|拿鐵|摩卡|綠茶|烏龍茶|奶茶|餅乾|可頌|瑪芬|三明治"
            "|招牌豆 250 克|衣索比亞豆 250 克|禮物卡"
        ),
        "免費咖啡一杯",
    ),
}
_PLACES = {
    "en": ("US", "America/New_York", "USD", 95),
    "zh_Hans": ("CN", "Asia/Shanghai", "CNY", 580),
    "zh_Hant": ("TW", "Asia/Taipei", "TWD", 25),
}


def counter(language: str) -> Counter:
    """Give the made-up shop in a language; English for any other."""
    known = language if language in _WORDS else "en"
    shop_name, trainer, kinds, names, reward = _WORDS[known]
    region, zone, code, step = _PLACES[known]
    unit = 10 ** CURRENCIES[code].exponent
    return Counter(
        shop_name=shop_name,
        trainer=trainer,
        region=region,
        zone=zone,
        currency=CURRENCIES[code],
        programme=Programme(
            earn_points=10 if known == "en" else 1,
            earn_per_minor=unit,
            worth_points=100,
            worth_minor=5 * unit if known != "en" else unit // 2,
            redeem_min=100,
            expiry_months=12,
        ),
        categories=tuple(
            Category(key, kind, earns=key != GIFT) for key, kind in zip(_KEYS, kinds, strict=True)
        ),
        items=tuple(
            Item(code, name, kind)
            for (code, kind, _), name in zip(_CODES, names.split("|"), strict=True)
        ),
        prices=tuple(step * size for _, _, size in _CODES),
        reward=reward,
    )

"""Names as members write them, and how a cashier finds them again. The one door to pypinyin.

Nothing here decides whether two people are the same.
"""

import unicodedata
from functools import cache, lru_cache

LENGTH_MAX = 60
MARKS_MAX = 3
"""Combining marks kept on one letter: Vietnamese needs two, a prank uses thousands."""
TERMS_MAX = 8
"""Words of a search that are looked at."""

_RAW_MAX = 2_000
_BASIC_PLANE = range(0x10000)
_LATIN_MARKS = range(0x300, 0x370)
_BASIC_HAN = frozenset(map(chr, range(0x4E00, 0xA000)))
_HAN = (  # Unicode blocks of Chinese characters, the rare ones of names included
    range(0x4E00, 0xA000),
    range(0x3400, 0x4DC0),
    range(0xF900, 0xFB00),
    range(0x20000, 0x323B0),
)
# Letters that show nothing, and marks that only pick a glyph: neither can be typed in a search.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | frozenset(
    chr(point) for point in (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10))
)
_FOLDS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"}
)
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´")

# Characters that are read one way in words and another as a surname. Where both are in use,
# the more common one stands here.
_SURNAMES = {
    surname: syllables.split("/")
    for syllables, surnames in {
        "bi": "秘祕",
        "bo": "薄",
        "bu": "卜",
        "chong": "种",
        "ge": "盖蓋",
        "kan": "阚闞",
        "miao": "缪繆",
        "mu": "牟",
        "nai": "佴",
        "ou": "区區",
        "piao": "朴",
        "po": "繁",
        "qin": "覃",
        "qiu": "仇",
        "shan": "单單",
        "shao": "召",
        "wei": "隗",
        "xian": "洗",
        "xie": "解",
        "xun": "郇",
        "yue": "乐樂",
        "yun": "员員",
        "zeng": "曾",
        "zha": "查",
        "zhai": "翟",
    }.items()
    for surname in surnames
} | {
    "万俟": ["mo", "qi"],
    "萬俟": ["mo", "qi"],
    "单于": ["chan", "yu"],
    "單于": ["chan", "yu"],
    "尉迟": ["yu", "chi"],
    "尉遲": ["yu", "chi"],
    "澹台": ["tan", "tai"],
    "澹臺": ["tan", "tai"],
    "长孙": ["zhang", "sun"],
    "長孫": ["zhang", "sun"],
}


def clean_name(text: str) -> str | None:
    """A name fit to be stored, shown and printed, at most 60 characters; None if none is left.

    Line breaks become blanks. What cannot be seen, turns the line around, or is
    in no printing font (emoji, symbols, private use) is dropped.
    """
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text[:_RAW_MAX]):
        if character.isspace():
            character = " "  # noqa: PLW2901 - every kind of blank is one kind from here on
        if not _is_printed(character):
            continue
        marks = marks + 1 if _is_mark(character) else 0
        has_a_letter = bool(kept) and kept[-1] != " "
        if marks == 0 or (marks <= MARKS_MAX and has_a_letter):
            kept.append(character)
    name = " ".join(unicodedata.normalize("NFC", "".join(kept)).split())
    return name[:LENGTH_MAX].rstrip() or None


def initials(name: str) -> str:
    """First letters, as cashiers type them: 张三 "zs", Ada Byron "ab". ASCII lower case."""
    return found_under(name)[0]


def pinyin(name: str) -> str:
    """The whole name in Latin letters without blanks: 张三 "zhangsan". ASCII lower case."""
    return "".join(_syllables(name))


def folded(name: str) -> str:
    """The name as it compares: without case, width, accents, marks and blanks."""
    return "".join(_chunks(name))


def search_text(name: str) -> str:
    """What the full-text index holds for a name: words between blanks.

    Every Chinese character stands alone, so two of them make a phrase; then
    come the syllables, the whole name in letters, and the initials.
    """
    return found_under(name)[1]


@lru_cache(maxsize=256)
def found_under(name: str) -> tuple[str, str]:
    """Give `initials` and `search_text` of a name at once; each name is asked for twice."""
    chunks = _chunks(name)
    words = _words(chunks)
    syllables = _read(chunks)
    first = "".join(syllable[0] for syllable in syllables)
    extra = [*syllables, "".join(syllables), first]
    new = [word for word in dict.fromkeys(extra) if word and word not in words]
    return first, " ".join([*words, *new])


def search_query(text: str) -> str | None:
    """An FTS5 expression for what a cashier typed; None if there is nothing to look for.

    Always valid: every term is letters and digits between quotes. All terms
    must be found; Chinese characters typed together must stand together; the
    last word may be unfinished.
    """
    chunks = _chunks(text[:LENGTH_MAX])[:TERMS_MAX]
    if not chunks:
        return None
    terms = [" ".join(chunk) if _is_han(chunk[0]) else chunk for chunk in chunks]
    query = " ".join(f'"{term}"' for term in terms)
    return query if _is_han(chunks[-1][0]) else query + "*"


def _is_printed(character: str) -> bool:
    """Whether paper and screen have a shape for a character, or it is a plain blank."""
    if character.isascii():
        return character.isprintable()
    if character in _INVISIBLE:
        return False
    if ord(character) not in _BASIC_PLANE:
        return _is_han(character)
    category = unicodedata.category(character)
    return category[0] in "LNP" or category in ("Mn", "Mc")


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def _is_han(character: str) -> bool:
    if character in _BASIC_HAN or character.isascii():
        return character in _BASIC_HAN
    return any(ord(character) in block for block in _HAN) or character == "〇"


def _fold(text: str) -> str:
    """Lower case, full width narrowed, Latin letters without their marks; other scripts keep all.

    Decomposing everything would tear Korean and Japanese syllables apart.
    """
    if text.isascii():
        return text.casefold().translate(_APOSTROPHES)
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    letters = []
    for character in folded.translate(_FOLDS):
        parts = unicodedata.normalize("NFD", character)
        letters.append(parts[0] if parts[0].isascii() else character)
    return "".join(c for c in letters if ord(c) not in _LATIN_MARKS)


def _chunks(text: str) -> list[str]:
    """Cut folded text into runs of Chinese characters and words of anything else."""
    if text and _BASIC_HAN.issuperset(text):
        return [text]  # as most names are, and none of it folds
    chunks: list[str] = []
    last = ""
    for character in _fold(text):
        kind = "han" if _is_han(character) else "word" if _is_word(character) else ""
        if kind and kind == last:
            chunks[-1] += character
        elif kind:
            chunks.append(character)
        last = kind
    return chunks


def _is_word(character: str) -> bool:
    return character.isalnum() or _is_mark(character)


def _words(chunks: list[str]) -> list[str]:
    """The words of a name as they stand, each Chinese character one word."""
    words: list[str] = []
    for chunk in chunks:
        words.extend(chunk if _is_han(chunk[0]) else [chunk])
    return words


def _syllables(name: str) -> list[str]:
    """The name in ASCII: a syllable for every Chinese character, a word for every Latin word."""
    return _read(_chunks(name))


def _read(chunks: list[str]) -> list[str]:
    syllables: list[str] = []
    is_surname = True
    for chunk in chunks:
        if _is_han(chunk[0]):
            syllables.extend(_read_han(chunk, is_surname=is_surname))
            is_surname = False
        elif chunk.isascii():
            syllables.append(chunk)
    return [syllable for syllable in syllables if syllable]


def _read_han(chunk: str, *, is_surname: bool) -> tuple[str, ...]:
    surname: list[str] = []
    if is_surname:
        surname = _SURNAMES.get(chunk[:2]) or _SURNAMES.get(chunk[:1]) or []
    rest = chunk[len(surname) :]
    begins = _phrase_beginnings()
    syllables = [*surname]
    last = ""
    for character in rest:  # a new till reads a million names
        if last + character in begins:
            return (*surname, *_pinyin(rest))
        syllables += _read_one(character)
        last = character
    return tuple(syllables)


@cache
def _phrase_beginnings() -> frozenset[str]:
    """Give with which two characters any phrase begins; what has none is read one by one."""
    from pypinyin.phrases_dict import phrases_dict

    return frozenset(phrase[:2] for phrase in phrases_dict)


@lru_cache(maxsize=1 << 15)
def _read_one(character: str) -> tuple[str, ...]:
    return _pinyin(character)


def _pinyin(text: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # here, not above: loading its tables takes 240 ms

    # Characters its tables do not know are left out.
    return tuple(one for one in lazy_pinyin(text, errors="ignore") if one.isascii())

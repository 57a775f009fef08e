"""Tell a scanner from a person.

A keyboard-wedge scanner types a code faster than any hand. `Wedge` is fed every
key with its time and says what to do with it, so that a scan never lands in a
text field and a person never loses a letter. It owns no clock and no Qt, and it
does not know what a code means.

    quiet    ── R or ] ─────────────▶ heading (held)
    quiet    ── 8 keys at speed, passed on ── an end ───▶ Scan, saying what leaked
                                          └── a command ─▶ burst
    quiet    ── prefix key ─────────▶ burst
    heading  ── RG1, RS1 or ]Q1 ────▶ burst (held)
    heading  ── anything else ──────▶ Release, quiet
    burst    ── an end or silence ──▶ Scan, quiet
    burst    ── a person's speed ───▶ Release, quiet
"""

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from regulars.codes import narrow

GAP_MS_MAX = 100
"""Silence that ends a scan without a prefix key."""
GAP_MS_MAX_PREFIXED = 400
"""Silence that ends a scan with one."""
PERSON_MS = 60
"""Keys this far apart on average are a person's."""
SCANNER_MS = 50
"""Keys this close on average are a scanner's, if there are LENGTH_MIN of them."""
LENGTH_MIN = 8
LENGTH_MAX = 5_000
"""Characters kept of one scan; the rest is swallowed all the same."""
DEFAULT_PREFIXES = frozenset({"Ctrl+B"})

_STX = "\x02"
_HEADING = re.compile(r"R(?:[GS]1?)?|\](?:[A-Z][0-9A-Z]?)?", re.ASCII | re.IGNORECASE)
_HEADING_LENGTH = 3
_END_TEXTS = frozenset({"\r", "\n", "\r\n", "\t", "\x03"})
_END_NAMES = frozenset({"Return", "Enter", "Tab"})
_MODIFIERS = frozenset(
    {"Shift", "Control", "Ctrl", "Alt", "AltGr", "Meta", "CapsLock", "NumLock", "ScrollLock"}
)
_COMMANDS = ("Ctrl+", "Alt+", "Meta+")


@dataclass(frozen=True, slots=True)
class Pass:
    """Give this key to the focused widget. From `idle`: nothing was held."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Keep this key back, after the others held. From `idle`: it is too early to tell."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Forget this key: it belongs to a scan, or does nothing by itself."""


Then = Pass | Hold | Drop


@dataclass(frozen=True, slots=True)
class Release:
    """The keys held, `count` of them, were a person's: give them all back, in order.

    Then do `then` with this key; None when there is no key, from `idle`.
    """

    count: int
    then: Then | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """A whole scan: forget the keys held. `then` None: forget this key too, else do that with it.

    `leaked` characters had already reached the focused field; take them out again.
    """

    text: str
    leaked: int = 0
    then: Then | None = None


Verdict = Pass | Hold | Drop | Release | Scan


@dataclass(slots=True)
class _Run:
    """Keys in a row that typed something, with the gaps between them in milliseconds."""

    keys: list[str] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    length: int = 0
    """Characters typed, also those too many to keep."""

    @property
    def text(self) -> str:
        return "".join(self.keys)[:LENGTH_MAX]

    def add(self, text: str, gap_ms: int) -> None:
        self.length += len(text)
        if len(self.keys) < LENGTH_MAX:
            if self.keys:
                self.gaps.append(gap_ms)
            self.keys.append(text)

    def is_a_persons(self) -> bool:
        return bool(self.gaps) and sum(self.gaps) >= PERSON_MS * len(self.gaps)

    def is_a_scanners(self, length_min: int) -> bool:
        """So many characters at speed, and not one key held down, which repeats as fast."""
        return (
            self.length >= length_min
            and len(set(self.keys)) > 1
            and sum(self.gaps) <= SCANNER_MS * len(self.gaps)
        )

    def without_person(self) -> "_Run":
        """The run without what a person typed just before the scanner began."""
        slow = 0
        while slow < len(self.gaps) and self.gaps[slow] >= PERSON_MS:
            slow += 1
        typed = sum(map(len, self.keys[:slow]))
        return _Run(self.keys[slow:], self.gaps[slow:], self.length - typed)


@dataclass(slots=True)
class Wedge:
    """One per program, fed from the one place where keys arrive. Not for several threads.

    `prefixes` names the keys that a scanner may be set to send first, such as
    "F9"; the character STX always counts as one.
    """

    prefixes: frozenset[str] = DEFAULT_PREFIXES
    _state: Literal["quiet", "heading", "burst"] = "quiet"
    _run: _Run = field(default_factory=_Run)
    _held: int = 0
    _leaked: int = 0
    _is_prefixed: bool = False
    _last_ms: int = 0
    _ended_ms: int | None = None

    @property
    def patience_ms(self) -> int | None:
        """How long after the last key to call `idle`; None while no key is held."""
        if self._state == "quiet":
            return None
        return GAP_MS_MAX_PREFIXED if self._is_prefixed else GAP_MS_MAX

    def key(self, text: str, at_ms: int, *, named: str = "") -> Verdict:
        """Say what to do with a key that was pressed.

        `text` is what it types. `named` is its name ("Return", "F9", "Ctrl+A",
        "Shift") unless it plainly types a character. `at_ms` is when it was
        pressed, not when it was delivered: a busy program must not make a
        scanner look like a slow hand.
        """
        if named in _MODIFIERS and not text:
            return Drop() if self._state == "burst" else Pass()
        gap_ms = max(0, at_ms - self._last_ms)
        patience_ms = self.patience_ms
        if patience_ms is not None and gap_ms > patience_ms:
            outcome = self._given_up(self._last_ms + patience_ms)
            self._last_ms = at_ms
            return replace(outcome, then=self._afresh(text, named, gap_ms))
        self._last_ms = max(at_ms, self._last_ms)
        match self._state:
            case "quiet":
                return self._quiet(text, named, gap_ms)
            case "heading":
                return self._heading(text, named, gap_ms)
            case "burst":
                return self._burst(text, named, gap_ms)

    def idle(self, at_ms: int) -> Verdict:
        """Say what to do with the keys held, when none has come for `patience_ms`."""
        if self.patience_ms is None:
            return Pass()
        if at_ms - self._last_ms < self.patience_ms:
            return Hold()
        return self._given_up(at_ms)

    # --- quiet: keys reach the widget, and are watched

    def _quiet(self, text: str, named: str, gap_ms: int) -> Then | Scan:
        if gap_ms > GAP_MS_MAX:
            self._run = _Run()
        if text == _STX or named in self.prefixes:
            self._run = _Run()
            return self._enter("burst", is_prefixed=True)
        if _is_end(text, named):
            return self._end_while_quiet()
        if _is_command(text, named):
            return self._command_while_quiet(text, gap_ms)
        if _may_head(text) and not self._is_inside_a_scan(gap_ms):
            self._run = _Run()
            self._run.add(text, gap_ms)
            return self._enter("heading")
        self._run.add(text, gap_ms)
        return Pass()

    def _afresh(self, text: str, named: str, gap_ms: int) -> Then:
        """Judge a key that broke off what was held. Too little went before it to be a scan."""
        verdict = self._quiet(text, named, gap_ms)
        assert not isinstance(verdict, Scan)
        return verdict

    def _is_inside_a_scan(self, gap_ms: int) -> bool:
        """Whether an R at this moment stands in the middle of somebody else's code."""
        return gap_ms < PERSON_MS and self._run.without_person().is_a_scanners(_HEADING_LENGTH)

    def _end_while_quiet(self) -> Pass | Drop | Scan:
        run, self._run = self._run.without_person(), _Run()
        if run.is_a_scanners(LENGTH_MIN):
            self._ended_ms = self._last_ms
            return Scan(run.text, leaked=run.length)
        if self._ended_ms is not None and self._last_ms - self._ended_ms <= GAP_MS_MAX:
            # The LF after a CR, or both once more: one scan ends once.
            self._ended_ms = self._last_ms
            return Drop()
        return Pass()

    def _command_while_quiet(self, text: str, gap_ms: int) -> Pass | Hold:
        """A command in the middle of a scan is part of it and must not be obeyed."""
        run, self._run = self._run.without_person(), _Run()
        if not run.is_a_scanners(LENGTH_MIN):
            return Pass()
        self._run, self._leaked = run, run.length
        self._run.add(text, gap_ms)
        return self._enter("burst")

    def _enter(self, state: Literal["heading", "burst"], *, is_prefixed: bool = False) -> Hold:
        self._state, self._is_prefixed = state, is_prefixed
        return self._hold()

    # --- heading: up to three keys held that may begin a code

    def _heading(self, text: str, named: str, gap_ms: int) -> Verdict:
        if _is_command(text, named) or not _may_head(self._run.text + text):
            count = self._held
            self._be_quiet()
            return Release(count, self._afresh(text, named, gap_ms))
        self._run.add(text, gap_ms)
        if self._run.length < _HEADING_LENGTH:
            return self._hold()
        self._state = "burst"
        return self._release_or_hold()

    # --- burst: everything is held until the end

    def _burst(self, text: str, named: str, gap_ms: int) -> Verdict:
        if _is_end(text, named):
            return self._scanned(self._last_ms)
        self._run.add(text, gap_ms)
        if self._is_prefixed or self._leaked or self._run.length > LENGTH_MIN:
            return self._hold()
        return self._release_or_hold()

    def _release_or_hold(self) -> Hold | Release:
        if not self._run.is_a_persons():
            return self._hold()
        count = self._held
        self._be_quiet()
        return Release(count, Pass())

    def _hold(self) -> Hold:
        self._held += 1
        return Hold()

    # --- the end

    def _given_up(self, at_ms: int) -> Release | Scan:
        """No more keys came: a burst was a scan without an end, anything less a person's keys."""
        if self._state == "burst" and self._run.keys:
            return self._scanned(at_ms)
        count = self._held
        self._be_quiet()
        self._run = _Run()
        return Release(count)

    def _scanned(self, at_ms: int) -> Scan:
        scan = Scan(self._run.text, self._leaked)
        self._be_quiet()
        self._run = _Run()
        self._ended_ms = at_ms
        return scan

    def _be_quiet(self) -> None:
        """Hold nothing any more; the run goes on, for what was held has been typed after all."""
        self._state = "quiet"
        self._held = self._leaked = 0
        self._is_prefixed = False


def _may_head(text: str) -> bool:
    return _HEADING.fullmatch(narrow(text)) is not None


def _is_end(text: str, named: str) -> bool:
    return text in _END_TEXTS or named in _END_NAMES


def _is_command(text: str, named: str) -> bool:
    """Whether a key does something other than type: it has no text, or a modifier besides Shift."""
    return not text or not text.isprintable() or named.startswith(_COMMANDS)

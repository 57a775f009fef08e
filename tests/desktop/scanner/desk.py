"""A desk for the tests: a text field and its keys, behind a wedge."""

from dataclasses import dataclass, field

from desktop.scanner.wedge import Drop, Hold, Pass, Release, Scan, Verdict, Wedge

ENTER = ("\r", "Return")
Key = tuple[str, str]


def keys(text: str) -> list[Key]:
    return [(character, "") for character in text]


@dataclass
class Desk:
    """A text field behind a wedge, treated as the caller of `Wedge` must treat it."""

    wedge: Wedge = field(default_factory=Wedge)
    now_ms: int = 1_000
    shown: str = ""
    obeyed: list[Key] = field(default_factory=list)
    scans: list[str] = field(default_factory=list)
    held: list[Key] = field(default_factory=list)
    dropped: int = 0

    def press(self, key: Key, *, after_ms: int, is_timer_late: bool = False) -> None:
        patience_ms = self.wedge.patience_ms
        if patience_ms is not None and after_ms > patience_ms and not is_timer_late:
            self.take(self.wedge.idle(self.now_ms + patience_ms), None)
        self.now_ms += after_ms
        self.take(self.wedge.key(key[0], self.now_ms, named=key[1]), key)

    def type(self, pressed: list[Key], *, gap_ms: int) -> "Desk":
        for key in pressed:
            self.press(key, after_ms=gap_ms)
        return self

    def scan(self, text: str, *, gap_ms: int = 5, end: Key | None = ENTER) -> "Desk":
        return self.type(keys(text) + ([end] if end else []), gap_ms=gap_ms)

    def wait(self, ms: int = 1_000) -> "Desk":
        self.now_ms += ms
        self.take(self.wedge.idle(self.now_ms), None)
        return self

    def take(self, verdict: Verdict, key: Key | None) -> None:
        then: Pass | Hold | Drop | None = None
        match verdict:
            case Release(count, then):
                assert count == len(self.held)
                for held in self.held:
                    self._reach(held)
                self.held.clear()
            case Scan(text, leaked, then):
                assert leaked <= len(self.shown)
                self.shown = self.shown[: len(self.shown) - leaked]
                self.scans.append(text)
                self.held.clear()
            case Pass() | Hold() | Drop():
                then = verdict
        if key is not None:
            self._then(then, key)

    def _then(self, then: Pass | Hold | Drop | None, key: Key) -> None:
        match then:
            case Pass():
                self._reach(key)
            case Hold():
                self.held.append(key)
            case Drop():
                self.dropped += 1
            case None:
                pass

    def _reach(self, key: Key) -> None:
        text, named = key
        if text.isprintable() and text and not named.startswith(("Ctrl+", "Alt+")):
            self.shown += text
        elif named not in ("Shift", "Alt", "Control"):
            self.obeyed.append(key)

"""Figures for whoever watches the service: Prometheus' text form, written by hand.

Counts and times by door and outcome; no shop, no device, no person. Belongs to one event loop.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BOUNDS_MS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)


@dataclass(slots=True)
class _Times:
    """How long something took: how many up to each bound, how many in all, and their sum."""

    buckets: list[int] = field(default_factory=lambda: [0] * len(_BOUNDS_MS))
    count: int = 0
    sum_ms: float = 0.0


@dataclass(slots=True)
class Metrics:
    """The figures of one process."""

    requests: Counter[tuple[str, int]] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    wrong_codes: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    _times: dict[str, _Times] = field(default_factory=dict)

    def note(self, door: str, status: int, took_ms: float, *, is_waiting: bool) -> None:
        """Count an answer; one that waited for news on purpose says nothing about speed."""
        self.requests[door, status] += 1
        if is_waiting:
            return
        times = self._times.setdefault(door, _Times())
        times.count += 1
        times.sum_ms += took_ms
        for place, bound in enumerate(_BOUNDS_MS):
            times.buckets[place] += took_ms <= bound

    def text(self, now: Mapping[str, int]) -> str:
        """Write everything; `now` holds figures that are what they are at this moment."""
        return "\n".join([*self._counts(), *self._durations(), *_gauges(now), ""])

    def _counts(self) -> Iterator[str]:
        yield "# TYPE regulars_requests_total counter"
        for (door, status), count in sorted(self.requests.items()):
            yield f'regulars_requests_total{{door="{door}",status="{status}"}} {count}'
        yield "# TYPE regulars_problems_total counter"
        for problem, count in sorted(self.problems.items()):
            yield f'regulars_problems_total{{problem="{problem}"}} {count}'
        plain = {"wrong_codes": self.wrong_codes, "bytes_in": self.bytes_in}
        for name, count in {**plain, "bytes_out": self.bytes_out}.items():
            yield f"# TYPE regulars_{name}_total counter"
            yield f"regulars_{name}_total {count}"

    def _durations(self) -> Iterator[str]:
        name = "regulars_request_seconds"
        yield f"# TYPE {name} histogram"
        for door, times in sorted(self._times.items()):
            for bound, count in zip(_BOUNDS_MS, times.buckets, strict=True):
                yield f'{name}_bucket{{door="{door}",le="{bound / 1_000:g}"}} {count}'
            yield f'{name}_bucket{{door="{door}",le="+Inf"}} {times.count}'
            yield f'{name}_sum{{door="{door}"}} {times.sum_ms / 1_000:.6f}'
            yield f'{name}_count{{door="{door}"}} {times.count}'


def _gauges(now: Mapping[str, int]) -> Iterator[str]:
    for name, value in now.items():
        yield f"# TYPE regulars_{name} gauge"
        yield f"regulars_{name} {value}"

"""One measured line: ours beside the bare figure of the same work without us."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from time import perf_counter


@dataclass(frozen=True)
class Figure:
    """ours, bare: in the unit. goal: in words, from the design; met: whether ours is within it."""

    what: str
    ours: float
    bare: float | None
    bare_is: str
    goal: str
    met: bool
    runs: int
    unit: str = "ms"

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def timed_ms(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """share 0.95 is p95; at least the largest of few."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def table(figures: Sequence[Figure]) -> str:
    """A plain table for a terminal."""
    lines = [f"{'what':<66} {'ours':>12} {'bare':>12}  goal"]
    for each in figures:
        bare = _shown(each.bare, each.unit) if each.bare is not None else "—"
        sign = "ok" if each.met else "MISSED"
        lines.append(f"{each.what:<66} {_shown(each.ours, each.unit):>12} {bare:>12}  {each.goal} [{sign}]")
        lines.append(f"{'':<66} bare: {each.bare_is}; {each.runs} runs")
    return "\n".join(lines)


def _shown(amount: float, unit: str) -> str:
    return f"{amount:,.2f} {unit}" if amount < 1000 else f"{amount:,.0f} {unit}"

"""A patient's checks through time, each beside what it changed against the one before."""

from dataclasses import dataclass, replace

from app.eligibility.answer import Check
from app.eligibility.differences import Difference, differences, held_card, new_patient


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """changes: against the answer before it that told of one person; None where there is nothing to compare."""

    check: Check
    changes: tuple[Difference, ...] | None


def through_time(checks: tuple[Check, ...]) -> tuple[HistoryLine, ...]:
    """checks: of one patient, newest first; so are the lines."""
    lines: list[HistoryLine] = []
    before: Check | None = None
    for check in reversed(checks):
        lines.append(HistoryLine(check, changes_between(before, check)))
        if check.answer is not None and check.answer.single is not None:
            before = check
    return tuple(reversed(lines))


def changes_between(before: Check | None, after: Check) -> tuple[Difference, ...] | None:
    """What the later answer says differently; None when either tells of nobody, or of several."""
    if before is None or before.answer is None or after.answer is None:
        return None
    earlier, later = before.answer.single, after.answer.single
    if earlier is None or later is None:
        return None
    as_then_known = replace(new_patient(earlier), cards=(held_card(earlier, before.answer.checked_at),))
    return differences(as_then_known, later)

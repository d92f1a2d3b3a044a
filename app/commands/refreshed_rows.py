"""Appointments written back: insured numbers as the service has them now, and what came of each row."""

from collections.abc import Sequence

from app.appointments.appointment import Item
from app.appointments.exceptions import ExceptionalItem
from app.scheme.burden import burden_of
from app.sheets import written_for_sheets

HEADER = (
    *("line", "on", "at", "chart_number", "name", "kana", "birth"),
    *("insurer", "symbol", "number", "branch"),
    *("outcome", "ratio_percent", "limit_class", "lost_on", "changed", "exception", "problem"),
)
"""on to branch are named as `batch` itself knows them: the file can be read again. changed: labels in Japanese,
parted by 「・」. exception: codes, the most pressing first, parted by a blank. problem: the code of a refusal."""


def refreshed_csv(items: Sequence[Item], exceptions: Sequence[ExceptionalItem]) -> bytes:
    """For a sheet; rows in the file's order."""
    by_item = {each.item.id: each for each in exceptions}
    return written_for_sheets([HEADER, *(_row(item, by_item.get(item.id)) for item in items)])


def _row(item: Item, exceptional: ExceptionalItem | None) -> tuple[object, ...]:
    """Columns that nothing is known about stay empty."""
    asked, answer = item.appointment, item.answer
    information = answer.single if answer is not None else None
    insured = information.cover.insured if information is not None else asked.insured
    limit = information.limit_certificate(asked.on) if information is not None else None
    valid = information is not None and information.cover.is_valid_on(asked.on)
    lost_on = information.cover.lost_on if information is not None else None
    return (
        *(asked.line, asked.on.isoformat(), asked.at, asked.chart_number, asked.name, asked.kana),
        asked.birth_on.isoformat() if asked.birth_on is not None else asked.month_day,
        *(insured.insurer.digits, insured.symbol, insured.number, insured.branch or ""),
        answer.outcome.value if answer is not None else "",
        _percent(burden_of(information, asked.on).percent) if information is not None and valid else "",
        limit.class_words if limit is not None else "",
        lost_on.isoformat() if lost_on is not None else "",
        "・".join(_changed(item, exceptional)),
        " ".join(exceptional.kinds) if exceptional is not None else "",
        item.failure_code or "",
    )


def _percent(percent: int | None) -> str:
    return "" if percent is None else str(percent)


def _changed(item: Item, exceptional: ExceptionalItem | None) -> Sequence[str]:
    """Against the ledger where the patient is known there, else against the file."""
    information = item.answer.single if item.answer is not None else None
    if exceptional is not None and exceptional.patient is not None:
        return [each.label for each in exceptional.differences]
    if information is None or information.cover.insured.branch == item.appointment.insured.branch:
        return []
    return ["枝番"]

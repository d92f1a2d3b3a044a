"""The person's costs of a year: the six items of the tax notice, who paid the rest, and a file for the return (R17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.central.records.costs import CostLine
from app.central.registry.known import KnownPerson, is_known
from app.central.storage.database import Statements
from app.scheme.days import months_from
from app.sheets import written_for_sheets

_INSURED_HERSELF = "1"
_KIND_WORDS = {"medical": "医科", "dental": "歯科", "pharmacy": "調剤"}
_HEADER = (
    *("被保険者等の氏名", "診療年月", "診療を受けた方", "医療機関・薬局", "種別", "日数"),
    *(
        "支払った医療費の額（円）",
        "保険者等の名称",
        "保険者の負担額（円）",
        "公費の負担額（円）",
        "医療費の総額（円）",
    ),
)

_INSURED = f"""
    SELECT person_detail.name FROM card_key AS own
    JOIN card_key AS same ON same.insurer_key = own.insurer_key AND same.symbol_key = own.symbol_key
        AND same.number_key = own.number_key AND {is_known("same", 2)}
    JOIN cover ON cover.period_id = same.period_id AND cover.relationship = '{_INSURED_HERSELF}'
        AND {is_known("cover", 2)}
    JOIN period ON period.id = same.period_id
    JOIN person_detail ON person_detail.person_id = period.person_id AND {is_known("person_detail", 2)}
    WHERE own.period_id = $1 AND {is_known("own", 2)}
    ORDER BY cover.acquired_on DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class CostShown:
    """One receipt. insured: 被保険者, "" where the register does not know."""

    insured: str
    month: date
    patient: str
    institution: str
    kind: str
    days: int
    paid_yen: int | None
    insurer: str
    insurer_yen: int | None
    public_yen: int
    total_yen: int


@dataclass(frozen=True, slots=True)
class YearOfCosts:
    """not_known: receipts whose paid amount the receipts do not tell; they are in no sum of what was paid."""

    year: int
    lines: tuple[CostShown, ...]
    paid_yen: int
    insurer_yen: int
    public_yen: int
    total_yen: int
    not_known: int


async def insured_by(
    tx: Statements, person: KnownPerson | None, lines: Sequence[CostLine], now: datetime
) -> dict[tuple[str, date], str]:
    """Under whose insurance, by insurer and month: the person's own name, or that of the insured she belongs to."""
    found: dict[tuple[str, date], str] = {}
    for period in person.periods if person else ():
        months = [
            each.month
            for each in lines
            if each.insurer == period.cover.insurer_name
            and _touches(each.month, period.cover.acquired_on, period.cover.lost_on)
        ]
        if not months or person is None:
            continue
        name = person.details.name
        if period.cover.relationship != _INSURED_HERSELF:
            row = await tx.fetch_one(_INSURED, period.id, now)
            name = row["name"] if row else ""
        found |= {(period.cover.insurer_name, month): name for month in months}
    return found


def year_of(
    year: int, lines: Sequence[CostLine], patient: str, insured: dict[tuple[str, date], str]
) -> YearOfCosts:
    shown = tuple(
        CostShown(
            insured=insured.get((each.insurer, each.month), ""),
            month=each.month,
            patient=patient,
            institution=each.institution,
            kind=_KIND_WORDS.get(each.kind, each.kind),
            days=each.days,
            paid_yen=each.paid_yen,
            insurer=each.insurer,
            insurer_yen=each.insurer_yen,
            public_yen=each.public_yen,
            total_yen=each.total_yen,
        )
        for each in lines
    )
    return YearOfCosts(
        year=year,
        lines=shown,
        paid_yen=sum(each.paid_yen or 0 for each in shown),
        insurer_yen=sum(each.insurer_yen or 0 for each in shown),
        public_yen=sum(each.public_yen for each in shown),
        total_yen=sum(each.total_yen for each in shown),
        not_known=sum(each.paid_yen is None for each in shown),
    )


def complete_until(today: date) -> date:
    """The last month whose receipts have had their time: claimed by the 10th of the next month, reviewed by its end."""
    return months_from(today, -2)


def as_csv(costs: YearOfCosts) -> bytes:
    rows = (
        (
            *(each.insured, f"{each.month.year}年{each.month.month}月", each.patient, each.institution),
            *(each.kind, each.days, each.paid_yen, each.insurer, each.insurer_yen),
            *(each.public_yen, each.total_yen),
        )
        for each in costs.lines
    )
    return written_for_sheets((_HEADER, *rows))


def _touches(month: date, acquired_on: date, lost_on: date | None) -> bool:
    following = months_from(month, 1)
    return acquired_on < following and (lost_on is None or lost_on > month)

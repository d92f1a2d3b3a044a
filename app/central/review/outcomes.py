"""What was told of a submission, in pages, as CSV, and as a returned-receipt file (R14)."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime

from app.central.storage.database import Transaction
from app.contract.receipts import OutcomeReply, ReviewCounts
from app.scheme.days import JAPAN
from app.scheme.receipts.routing import OUTCOME_WORDS, REASON_WORDS, ReviewOutcome, ReviewReason
from app.sheets import written_for_sheets

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Run:
    """The newest run. done_at: None while it goes on."""

    run: int
    known_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """An outcome, and the receipt's records as the clinic sent them, lines; none on paper."""

    outcome: OutcomeReply
    original: tuple[str, ...]


async def newest_run(tx: Transaction, receipt_number: str) -> Run | None:
    row = await tx.fetch_one(
        "SELECT run, known_at, done_at FROM review_run WHERE receipt_number = $1 ORDER BY run DESC LIMIT 1",
        receipt_number,
    )
    return Run(*row) if row else None


async def counts_of(tx: Transaction, receipt_number: str, run: int) -> ReviewCounts:
    rows = await tx.fetch(
        "SELECT forwarded, reassigned, split, kokuho, returned FROM review_work"
        " WHERE receipt_number = $1 AND run = $2 AND done_at IS NOT NULL",
        *(receipt_number, run),
    )
    totals = [sum(column) for column in zip(*(tuple(row) for row in rows), strict=True)] or [0] * 5
    forwarded, reassigned, split, kokuho, returned = totals
    return ReviewCounts(
        forwarded=forwarded, reassigned=reassigned, split=split, kokuho=kokuho, returned=returned
    )


async def told_after(
    tx: Transaction, receipt_number: str, run: int, place: int | None, changed_only: bool, limit: int
) -> list[Told]:
    """By place, paper (below 0) first. place: the last one of the page before, None for the first page."""
    first = -(2**31) + 1 if place is None else place + 1
    narrowed = " AND changed" if changed_only else ""
    rows = await tx.fetch(
        "SELECT told, original FROM review_told WHERE receipt_number = $1 AND run = $2 AND place >= $3"
        f"{narrowed} ORDER BY place LIMIT $4",
        *(receipt_number, run, first, limit),
    )
    return [
        Told(
            OutcomeReply.model_validate_json(row["told"]),
            tuple(row["original"].split("\n")) if row["original"] else (),
        )
        for row in rows
    ]


async def all_told(tx: Transaction, receipt_number: str, run: int) -> AsyncIterator[Told]:
    place: int | None = None
    while page := await told_after(tx, receipt_number, run, place, False, _PAGE):
        for each in page:
            yield each
        place = page[-1].outcome.place


HEADINGS = (
    *("順", "レセプト番号", "カルテ番号", "氏名", "診療年月", "処理区分", "理由", "確認区分", "喪失日"),
    *("請求:保険者番号", "請求:記号", "請求:番号", "請求:枝番", "請求:算定日", "請求:点数"),
    *("確認:保険者番号", "確認:記号", "確認:番号", "確認:枝番", "確認:算定日", "確認:点数"),
    *("請求:負担割合", "確認:負担割合", "差額（円）", "登録情報の時点"),
)


def csv_of(told: Iterable[OutcomeReply], known_at: datetime) -> bytes:
    """A row a payer, both sides beside each other, for a spreadsheet. known_at: as known at that moment."""
    at = f"{known_at.astimezone(JAPAN):%Y-%m-%d %H:%M}"
    return written_for_sheets((HEADINGS, *((*row, at) for each in told for row in _rows(each))))


def _rows(told: OutcomeReply) -> list[tuple[object, ...]]:
    stated = told.stated
    claimed = (
        *(
            told.place,
            told.receipt_number,
            told.chart,
            told.name,
            f"{told.month:%Y-%m}" if told.month else "",
        ),
        *(outcome_words(told), reason_words(told), told.confirmation, told.lapsed_on or ""),
        *((stated.insurer, stated.symbol, stated.number, stated.branch or "") if stated else ("",) * 4),
        *(days_words(told.days), told.points),
    )
    parts: list[tuple[object, ...]] = [
        (
            *(part.insurer, part.symbol, part.number, part.branch or "", days_words(part.days), part.points),
            *(part.stated_ratio_percent or "", part.ratio_percent or ""),
            "" if part.difference_yen is None else part.difference_yen,
        )
        for part in told.parts
    ]
    return [(*claimed, *part) for part in parts or [("",) * 9]]


def days_words(days: Iterable[object]) -> str:
    """ "5 20": days of the month."""
    return " ".join(str(getattr(day, "day", day)) for day in days)


def outcome_words(told: OutcomeReply) -> str:
    return OUTCOME_WORDS[ReviewOutcome(told.outcome)]


def reason_words(told: OutcomeReply) -> str:
    return REASON_WORDS[ReviewReason(told.reason)]

"""What `receipts precheck` and `send` print: for machines receipts by number and chart, for people a line each."""

from datetime import date
from typing import Any

from app.claims.month import MonthFile
from app.claims.ports import MonthSummary, ReceiptPage
from app.claims.precheck import Prediction
from app.claims.words import DAY_WORDS, PREDICTION_WORDS, reason_words


def precheck_document(month: MonthFile, summary: MonthSummary, noted: list[ReceiptPage]) -> dict[str, Any]:
    """Receipts by number and chart, never by name."""
    return {
        "receipts": month.receipts,
        "claims": month.claims,
        "points": month.points,
        "predictions": {each: summary.predictions.get(each, 0) for each in Prediction},
        "differing": summary.differing,
        "complaints": {each: number for each, number in summary.complaints.items()},
        "attention": [
            {
                "place": page.row.place,
                "receipt_number": page.row.number,
                "chart": page.row.chart,
                "prediction": page.row.prediction,
                "reason": page.row.reason,
                "lapsed_on": _day(page.precheck.lapsed_on) if page.precheck else None,
                "days": [
                    {"on": _day(each.day), "status": each.status}
                    for each in (page.precheck.days if page.precheck else ())
                ],
                "differences": [each.item for each in (page.precheck.fixes if page.precheck else ())],
            }
            for page in noted
        ],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def precheck_text(month: MonthFile, summary: MonthSummary, noted: list[ReceiptPage]) -> str:
    counts = "　".join(
        f"{PREDICTION_WORDS[each]} {summary.predictions[each]:,}"
        for each in Prediction
        if each in summary.predictions
    )
    lines = [f"レセプト {month.receipts:,}　件数 {month.claims:,}　合計 {month.points:,}点", counts]
    for page in noted:
        found = page.precheck.days if page.precheck else ()
        days = "、".join(f"{each.day:%m-%d} {DAY_WORDS[each.status]}" for each in found)
        predicted = PREDICTION_WORDS[page.row.prediction] if page.row.prediction else ""
        reason = reason_words(page.row.reason) if page.row.reason else ""
        lines.append(f"{page.row.number}　{predicted}　{reason}　{days}".rstrip())
    return "\n".join(lines)


def sent_document(month: MonthFile) -> dict[str, Any]:
    return {
        "receipt_number": month.receipt_number,
        "state": month.state,
        "receipts": month.receipts,
        "points": month.points,
        "length": month.length,
        "sent": month.sent,
        "refusal": month.refusal,
    }

"""Months, receipts and questions as rows. Every function works inside the caller's connection."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlite_utils import Database

from app.adapters.ledger.claim_documents import (
    fixes_of,
    lines_of,
    question_document,
    question_of,
    whole_document,
    whole_of,
)
from app.adapters.ledger.documents import day_of, day_text, moment_of, moment_text
from app.adapters.ledger.patient_search import search_key
from app.claims.claimed import ClaimedReceipt
from app.claims.month import ClaimState, MonthFile, MonthId
from app.claims.ports import (
    CardQuestion,
    CopiedReceipt,
)
from app.scheme.names import kana_key
from app.scheme.numbers import InsuredNumber, InsurerNumber
from app.scheme.receipts.complaints import Complaint

OF_COPY = ("claim_receipt", "claim_copy", "claim_complaint", "claim_answer")
FACTS = (
    *("number", "chart", "name", "kana", "search", "kana_key", "birth_on", "month"),
    *("payer", "insurer", "symbol_key", "number_key", "symbol", "card_number", "points"),
)


OPEN_QUESTIONS = """
    SELECT insurer, symbol_key, number_key, min(symbol), min(card_number), birth_on, ask_on FROM claim_receipt
    WHERE month_seq = ? AND ask_on IS NOT NULL AND insurer IS NOT NULL AND birth_on IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM claim_answer AS told WHERE told.month_seq = claim_receipt.month_seq
            AND told.insurer = claim_receipt.insurer AND told.symbol_key = claim_receipt.symbol_key
            AND told.number_key = claim_receipt.number_key AND told.birth_on = claim_receipt.birth_on
            AND told.day = claim_receipt.ask_on)
    GROUP BY insurer, symbol_key, number_key, birth_on, ask_on LIMIT ?
"""
AFFECTED = """
    UPDATE claim_receipt SET stands = 0, ask_on = NULL WHERE month_seq = ?
    AND (insurer, symbol_key, number_key, birth_on) = (
        SELECT insurer, symbol_key, number_key, birth_on FROM claim_answer WHERE month_seq = ? AND item = ?)
"""


def questions_of(db: Database, seq: int) -> tuple[CardQuestion, ...]:
    sql = "SELECT * FROM claim_answer WHERE month_seq = ? AND told = 0 ORDER BY item"
    return tuple(
        CardQuestion(
            item=row["item"],
            insured=InsuredNumber(InsurerNumber(row["insurer"]), row["symbol"], row["card_number"]),
            birth_on=date.fromisoformat(row["birth_on"]),
            on=date.fromisoformat(row["day"]),
        )
        for row in db.execute(sql, [seq])
    )


def row_of_month(db: Database, month_id: MonthId) -> Any:
    return db.execute("SELECT * FROM claim_month WHERE id = ?", [month_id]).fetchone()


def known_month(db: Database, month_id: MonthId) -> Any:
    """Raises: KeyError."""
    row = row_of_month(db, month_id)
    if row is None:
        raise KeyError(month_id)
    return row


def forget_month(db: Database, seq: int) -> None:
    drop_copy(db, seq)
    db.execute("DELETE FROM claim_month WHERE seq = ?", [seq])


def drop_copy(db: Database, seq: int) -> None:
    for table in OF_COPY:
        db.execute(f"DELETE FROM {table} WHERE month_seq = ?", [seq])


def keep_month(db: Database, month: MonthFile) -> None:
    """Raises: KeyError."""
    columns = columns_of(month)
    settings = ", ".join(f"{each} = :{each}" for each in columns)
    if not db.execute(f"UPDATE claim_month SET {settings} WHERE id = :id", columns).rowcount:
        raise KeyError(month.id)


def add_complaints(db: Database, seq: int, complaints: Sequence[Complaint]) -> None:
    db.conn.executemany(
        "INSERT INTO claim_complaint VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(seq, each.receipt, each.line, each.weight.rank, each.code),
                *(each.record, each.item, each.expected),
            )
            for each in complaints
        ],
    )


def facts_of(told: ClaimedReceipt) -> tuple[object, ...]:
    stated = told.stated
    key = stated.key if stated is not None else (None, None, None)
    return (
        *(told.number, told.chart, told.name, told.kana, search_key(told.name), kana_key(told.kana)),
        *(day_text(told.birth_on), day_text(told.month), told.payer, *key),
        *(
            stated.symbol if stated is not None else None,
            stated.number if stated is not None else None,
            told.points,
        ),
    )


def copy_of(row: Any) -> CopiedReceipt:
    return CopiedReceipt(row["place"], row["line"], lines_of(row["lines"]), fixes_of(row["fixes"]))


def columns_of(month: MonthFile) -> dict[str, Any]:
    return {
        "id": month.id,
        "file_name": month.file_name,
        "entered_at": moment_text(month.entered_at),
        "staff_name": month.staff_name,
        "state": month.state.value,
        "whole": whole_document(month.whole) if month.whole is not None else None,
        "receipts": month.receipts,
        "claims": month.claims,
        "points": month.points,
        "wants_sending": int(month.wants_sending),
        "receipt_number": month.receipt_number,
        "length": month.length,
        "sent": month.sent,
        "refusal": month.refusal,
        "sent_at": moment_text(month.sent_at) if month.sent_at is not None else None,
        "run": month.run,
        "closes_on": day_text(month.closes_on),
        "asking": question_document(month.asking) if month.asking is not None else None,
    }


def month_of_row(row: Any) -> MonthFile:
    """Raises: LedgerTooNew."""
    return MonthFile(
        id=MonthId(row["id"]),
        file_name=row["file_name"],
        entered_at=moment_of(row["entered_at"]),
        staff_name=row["staff_name"],
        state=ClaimState(row["state"]),
        whole=whole_of(row["whole"]) if row["whole"] is not None else None,
        receipts=row["receipts"],
        claims=row["claims"],
        points=row["points"],
        wants_sending=bool(row["wants_sending"]),
        receipt_number=row["receipt_number"],
        length=row["length"],
        sent=row["sent"],
        refusal=row["refusal"],
        sent_at=moment_of(row["sent_at"]) if row["sent_at"] is not None else None,
        run=row["run"],
        closes_on=day_of(row["closes_on"]),
        asking=question_of(row["asking"]) if row["asking"] is not None else None,
    )

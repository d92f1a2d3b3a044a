"""Working copies of the months' receipts: taken in, compared, fixed, sent; gone once they are settled."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlite_utils import Database

from app.adapters.ledger import claim_rows
from app.adapters.ledger.claim_documents import (
    fixes_document,
    fixes_of,
    lines_blob,
    lines_of,
    precheck_document,
    precheck_of,
    question_document,
    question_of,
    whole_document,
    whole_of,
)
from app.adapters.ledger.claim_evidence import known_of
from app.adapters.ledger.documents import answer_document, day_of, day_text, moment_of, moment_text
from app.adapters.ledger.file import LedgerFile, inserted
from app.adapters.ledger.patient_search import search_key
from app.claims.claimed import ClaimedReceipt, claimed
from app.claims.evidence import Known
from app.claims.fixes import Fix, mended
from app.claims.month import ClaimState, MonthFile, MonthId
from app.claims.ports import (
    CardQuestion,
    CopiedReceipt,
    MonthSummary,
    ReceiptPage,
    ReceiptRow,
    ToldOutcome,
    View,
)
from app.claims.precheck import Precheck
from app.claims.taking_in import TakenBlock, TakenFile
from app.eligibility.answer import Answer
from app.scheme.names import kana_key
from app.scheme.numbers import InsuredNumber, InsurerNumber
from app.scheme.receipts.complaints import Complaint
from app.scheme.receipts.receipt import Receipt
from app.scheme.receipts.routing import ReviewOutcome

_OF_COPY = ("claim_receipt", "claim_copy", "claim_complaint", "claim_answer")
_FACTS = (
    *("number", "chart", "name", "kana", "search", "kana_key", "birth_on", "month"),
    *("payer", "insurer", "symbol_key", "number_key", "symbol", "card_number", "points"),
)


class LedgerClaimBook:
    """Fulfils `ClaimBook`."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def begin(self, month: MonthFile) -> None:
        with self._file.writing() as db:
            for row in db.execute("SELECT seq FROM claim_month WHERE state = 'reading'").fetchall():
                _forget(db, row["seq"])
            if _row(db, month.id) is not None:
                raise ValueError("this month was begun already")
            inserted(db, "claim_month", _columns(month))

    def take(self, month_id: MonthId, block: TakenBlock) -> None:
        with self._file.writing() as db:
            seq = _known(db, month_id)["seq"]
            columns = ("month_seq", "place", *_FACTS, "weight")
            marks = ", ".join("?" * len(columns))
            db.conn.executemany(
                f"INSERT INTO claim_receipt ({', '.join(columns)}) VALUES ({marks})",
                [
                    (
                        seq,
                        each.claimed.place,
                        *_facts(each.claimed),
                        each.weight.rank if each.weight else None,
                    )
                    for each in block.receipts
                ],
            )
            db.conn.executemany(
                "INSERT INTO claim_copy (month_seq, place, line, lines) VALUES (?, ?, ?, ?)",
                [
                    (seq, each.claimed.place, each.claimed.line, lines_blob(each.lines))
                    for each in block.receipts
                ],
            )
            _add_complaints(db, seq, block.complaints)

    def taken(self, month: MonthFile, file: TakenFile) -> None:
        with self._file.writing() as db:
            _add_complaints(db, _known(db, month.id)["seq"], file.complaints)
            _keep(db, month)

    def keep(self, month: MonthFile) -> None:
        with self._file.writing() as db:
            _keep(db, month)
            if month.state is ClaimState.SETTLED:
                _drop_copy(db, _known(db, month.id)["seq"])

    def forget(self, month_id: MonthId) -> None:
        with self._file.writing() as db:
            row = _row(db, month_id)
            if row is not None:
                _forget(db, row["seq"])

    def month(self, month_id: MonthId) -> MonthFile:
        with self._file.reading() as db:
            return _month(_known(db, month_id))

    def months(self) -> tuple[MonthFile, ...]:
        with self._file.reading() as db:
            sql = "SELECT * FROM claim_month WHERE state <> 'reading' ORDER BY entered_at DESC, seq DESC"
            return tuple(map(_month, db.execute(sql).fetchall()))

    def copies(self, month_id: MonthId, after: int, most: int) -> tuple[CopiedReceipt, ...]:
        with self._file.reading() as db:
            seq = _known(db, month_id)["seq"]
            sql = "SELECT * FROM claim_copy WHERE month_seq = ? AND place > ? ORDER BY place LIMIT ?"
            return tuple(map(_copy, db.execute(sql, [seq, after, most]).fetchall()))

    def to_compare(self, month_id: MonthId, most: int) -> tuple[tuple[CopiedReceipt, Known], ...]:
        with self._file.reading() as db:
            seq = _known(db, month_id)["seq"]
            sql = """SELECT claim_copy.* FROM claim_receipt JOIN claim_copy USING (month_seq, place)
                WHERE claim_receipt.month_seq = ? AND stands = 0 ORDER BY claim_receipt.place LIMIT ?"""
            copies = tuple(map(_copy, db.execute(sql, [seq, most]).fetchall()))
            if not copies:
                return ()
            known = known_of(db, seq, [each.place for each in copies])
            return tuple((each, known[each.place]) for each in copies)

    def keep_prechecks(self, month_id: MonthId, found: Sequence[Precheck]) -> None:
        with self._file.writing() as db:
            seq = _known(db, month_id)["seq"]
            db.conn.executemany(
                "UPDATE claim_receipt SET stands = 1, prediction = ?, reason = ?, ask_on = ?, open_fixes = ?"
                " WHERE month_seq = ? AND place = ?",
                [
                    (
                        each.prediction.value,
                        each.reason,
                        day_text(each.ask_on),
                        len(each.fixes),
                        seq,
                        each.place,
                    )
                    for each in found
                ],
            )
            db.conn.executemany(
                "UPDATE claim_copy SET precheck = ? WHERE month_seq = ? AND place = ?",
                [(precheck_document(each), seq, each.place) for each in found],
            )

    def compare_again(self, month_id: MonthId, place: int | None = None) -> None:
        with self._file.writing() as db:
            seq = _known(db, month_id)["seq"]
            if place is None:
                db.execute("DELETE FROM claim_answer WHERE month_seq = ?", [seq])
            which = "" if place is None else " AND place = ?"
            values = [seq] if place is None else [seq, place]
            db.execute(
                f"UPDATE claim_receipt SET stands = 0, ask_on = NULL WHERE month_seq = ?{which}", values
            )

    def questions(self, month_id: MonthId, most: int) -> tuple[CardQuestion, ...]:
        with self._file.writing() as db:
            seq = _known(db, month_id)["seq"]
            first = db.execute(
                "SELECT coalesce(max(item), 0) FROM claim_answer WHERE month_seq = ?", [seq]
            ).fetchone()[0]
            found = db.execute(_OPEN_QUESTIONS, [seq, most]).fetchall()
            db.conn.executemany(
                "INSERT INTO claim_answer (month_seq, item, insurer, symbol_key, number_key, symbol, card_number,"
                " birth_on, day) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(seq, item, *row) for item, row in enumerate(found, start=first + 1)],
            )
            return _questions(db, seq)

    def asked(self, month_id: MonthId) -> tuple[CardQuestion, ...]:
        with self._file.reading() as db:
            return _questions(db, _known(db, month_id)["seq"])

    def answer(self, month: MonthFile, answers: Sequence[tuple[int, Answer | None]]) -> None:
        with self._file.writing() as db:
            seq = _known(db, month.id)["seq"]
            _keep(db, month)
            for item, answer in answers:
                document = answer_document(answer) if answer is not None else None
                db.execute(
                    "UPDATE claim_answer SET told = 1, answer = ? WHERE month_seq = ? AND item = ?",
                    [document, seq, item],
                )
                db.execute(_AFFECTED, [seq, seq, item])

    def fix(self, month_id: MonthId, place: int, fixes: Sequence[Fix]) -> None:
        self._change_fixes(month_id, place, lambda held: (*held, *fixes))

    def undo_fix(self, month_id: MonthId, place: int) -> None:
        self._change_fixes(month_id, place, lambda held: held[:-1])

    def _change_fixes(self, month_id: MonthId, place: int, change: Any) -> None:
        with self._file.writing() as db:
            row = _known(db, month_id)
            seq, whole = row["seq"], _month(row).whole
            held = db.execute(
                "SELECT * FROM claim_copy WHERE month_seq = ? AND place = ?", [seq, place]
            ).fetchone()
            if held is None or whole is None:
                raise KeyError(place)
            copy = _copy(held)
            copy = replace(copy, fixes=tuple(change(copy.fixes)))
            receipt = mended(Receipt(whole.kind, copy.line, copy.lines), copy.fixes)
            db.execute(
                "UPDATE claim_copy SET fixes = ? WHERE month_seq = ? AND place = ?",
                [fixes_document(copy.fixes), seq, place],
            )
            settings = ", ".join(f"{each} = ?" for each in _FACTS)
            db.execute(
                f"UPDATE claim_receipt SET {settings}, fixed = ?, stands = 0, ask_on = NULL"
                " WHERE month_seq = ? AND place = ?",
                [*_facts(claimed(place, receipt)), len(copy.fixes), seq, place],
            )

    def keep_outcomes(self, month: MonthFile, outcomes: Sequence[ToldOutcome]) -> None:
        with self._file.writing() as db:
            seq = _known(db, month.id)["seq"]
            _keep(db, month)
            db.execute(
                "UPDATE claim_receipt SET outcome = ?, outcome_reason = '' WHERE month_seq = ?",
                [ReviewOutcome.FORWARDED.value, seq],
            )
            db.conn.executemany(
                "UPDATE claim_receipt SET outcome = ?, outcome_reason = ? WHERE month_seq = ? AND place = ?",
                [(each.outcome, each.reason, seq, each.place) for each in outcomes],
            )

    def count(self, month_id: MonthId, view: View) -> int:
        with self._file.reading() as db:
            return claim_rows.count(db, _known(db, month_id)["seq"], view)

    def rows(self, month_id: MonthId, view: View, start: int, most: int) -> tuple[ReceiptRow, ...]:
        with self._file.reading() as db:
            return claim_rows.rows(db, _known(db, month_id)["seq"], view, start, most)

    def page(self, month_id: MonthId, place: int) -> ReceiptPage:
        with self._file.reading() as db:
            seq = _known(db, month_id)["seq"]
            row = claim_rows.row_at(db, seq, place)
            copy = db.execute("SELECT * FROM claim_copy WHERE month_seq = ? AND place = ?", [seq, place])
            held = copy.fetchone()
            told = claim_rows.complaints(
                db, "month_seq = ? AND receipt = ? ORDER BY rank, line", [seq, place]
            )
            reviewed = db.execute(
                "SELECT outcome, outcome_reason FROM claim_receipt WHERE month_seq = ? AND place = ?",
                [seq, place],
            ).fetchone()
            outcome = (
                ToldOutcome(place, reviewed["outcome"], reviewed["outcome_reason"])
                if reviewed["outcome"]
                else None
            )
            found = precheck_of(place, held["precheck"]) if held["precheck"] else None
            return ReceiptPage(row, _copy(held), found, told, outcome)

    def complaints(self, month_id: MonthId, most: int) -> tuple[Complaint, ...]:
        with self._file.reading() as db:
            seq = _known(db, month_id)["seq"]
            return claim_rows.complaints(db, "month_seq = ? ORDER BY rank, line LIMIT ?", [seq, most])

    def summary(self, month_id: MonthId) -> MonthSummary:
        with self._file.reading() as db:
            return claim_rows.summary(db, _known(db, month_id)["seq"])


_OPEN_QUESTIONS = """
    SELECT insurer, symbol_key, number_key, min(symbol), min(card_number), birth_on, ask_on FROM claim_receipt
    WHERE month_seq = ? AND ask_on IS NOT NULL AND insurer IS NOT NULL AND birth_on IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM claim_answer AS told WHERE told.month_seq = claim_receipt.month_seq
            AND told.insurer = claim_receipt.insurer AND told.symbol_key = claim_receipt.symbol_key
            AND told.number_key = claim_receipt.number_key AND told.birth_on = claim_receipt.birth_on
            AND told.day = claim_receipt.ask_on)
    GROUP BY insurer, symbol_key, number_key, birth_on, ask_on LIMIT ?
"""
_AFFECTED = """
    UPDATE claim_receipt SET stands = 0, ask_on = NULL WHERE month_seq = ?
    AND (insurer, symbol_key, number_key, birth_on) = (
        SELECT insurer, symbol_key, number_key, birth_on FROM claim_answer WHERE month_seq = ? AND item = ?)
"""


def _questions(db: Database, seq: int) -> tuple[CardQuestion, ...]:
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


def _row(db: Database, month_id: MonthId) -> Any:
    return db.execute("SELECT * FROM claim_month WHERE id = ?", [month_id]).fetchone()


def _known(db: Database, month_id: MonthId) -> Any:
    """Raises: KeyError."""
    row = _row(db, month_id)
    if row is None:
        raise KeyError(month_id)
    return row


def _forget(db: Database, seq: int) -> None:
    _drop_copy(db, seq)
    db.execute("DELETE FROM claim_month WHERE seq = ?", [seq])


def _drop_copy(db: Database, seq: int) -> None:
    for table in _OF_COPY:
        db.execute(f"DELETE FROM {table} WHERE month_seq = ?", [seq])


def _keep(db: Database, month: MonthFile) -> None:
    """Raises: KeyError."""
    columns = _columns(month)
    settings = ", ".join(f"{each} = :{each}" for each in columns)
    if not db.execute(f"UPDATE claim_month SET {settings} WHERE id = :id", columns).rowcount:
        raise KeyError(month.id)


def _add_complaints(db: Database, seq: int, complaints: Sequence[Complaint]) -> None:
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


def _facts(told: ClaimedReceipt) -> tuple[object, ...]:
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


def _copy(row: Any) -> CopiedReceipt:
    return CopiedReceipt(row["place"], row["line"], lines_of(row["lines"]), fixes_of(row["fixes"]))


def _columns(month: MonthFile) -> dict[str, Any]:
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


def _month(row: Any) -> MonthFile:
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

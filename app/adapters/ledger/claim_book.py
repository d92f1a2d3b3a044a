"""Working copies of the months' receipts: taken in, compared, fixed, sent; gone once they are settled."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.adapters.ledger import claim_rows
from app.adapters.ledger.claim_documents import (
    fixes_document,
    lines_blob,
    precheck_document,
    precheck_of,
)
from app.adapters.ledger.claim_evidence import known_of
from app.adapters.ledger.claim_month_rows import (
    AFFECTED,
    FACTS,
    OPEN_QUESTIONS,
    add_complaints,
    columns_of,
    copy_of,
    drop_copy,
    facts_of,
    forget_month,
    keep_month,
    known_month,
    month_of_row,
    questions_of,
    row_of_month,
)
from app.adapters.ledger.documents import answer_document, day_text
from app.adapters.ledger.file import LedgerFile, inserted
from app.claims.claimed import claimed
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
from app.scheme.receipts.complaints import Complaint
from app.scheme.receipts.receipt import Receipt
from app.scheme.receipts.routing import ReviewOutcome


class LedgerClaimBook:
    """Fulfils `ClaimBook`."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def begin(self, month: MonthFile) -> None:
        with self._file.writing() as db:
            for row in db.execute("SELECT seq FROM claim_month WHERE state = 'reading'").fetchall():
                forget_month(db, row["seq"])
            if row_of_month(db, month.id) is not None:
                raise ValueError("this month was begun already")
            inserted(db, "claim_month", columns_of(month))

    def take(self, month_id: MonthId, block: TakenBlock) -> None:
        with self._file.writing() as db:
            seq = known_month(db, month_id)["seq"]
            columns = ("month_seq", "place", *FACTS, "weight")
            marks = ", ".join("?" * len(columns))
            db.conn.executemany(
                f"INSERT INTO claim_receipt ({', '.join(columns)}) VALUES ({marks})",
                [
                    (
                        seq,
                        each.claimed.place,
                        *facts_of(each.claimed),
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
            add_complaints(db, seq, block.complaints)

    def taken(self, month: MonthFile, file: TakenFile) -> None:
        with self._file.writing() as db:
            add_complaints(db, known_month(db, month.id)["seq"], file.complaints)
            keep_month(db, month)

    def keep(self, month: MonthFile) -> None:
        with self._file.writing() as db:
            keep_month(db, month)
            if month.state is ClaimState.SETTLED:
                drop_copy(db, known_month(db, month.id)["seq"])

    def forget(self, month_id: MonthId) -> None:
        with self._file.writing() as db:
            row = row_of_month(db, month_id)
            if row is not None:
                forget_month(db, row["seq"])

    def month(self, month_id: MonthId) -> MonthFile:
        with self._file.reading() as db:
            return month_of_row(known_month(db, month_id))

    def months(self) -> tuple[MonthFile, ...]:
        with self._file.reading() as db:
            sql = "SELECT * FROM claim_month WHERE state <> 'reading' ORDER BY entered_at DESC, seq DESC"
            return tuple(map(month_of_row, db.execute(sql).fetchall()))

    def copies(self, month_id: MonthId, after: int, most: int) -> tuple[CopiedReceipt, ...]:
        with self._file.reading() as db:
            seq = known_month(db, month_id)["seq"]
            sql = "SELECT * FROM claim_copy WHERE month_seq = ? AND place > ? ORDER BY place LIMIT ?"
            return tuple(map(copy_of, db.execute(sql, [seq, after, most]).fetchall()))

    def to_compare(self, month_id: MonthId, most: int) -> tuple[tuple[CopiedReceipt, Known], ...]:
        with self._file.reading() as db:
            seq = known_month(db, month_id)["seq"]
            sql = """SELECT claim_copy.* FROM claim_receipt JOIN claim_copy USING (month_seq, place)
                WHERE claim_receipt.month_seq = ? AND stands = 0 ORDER BY claim_receipt.place LIMIT ?"""
            copies = tuple(map(copy_of, db.execute(sql, [seq, most]).fetchall()))
            if not copies:
                return ()
            known = known_of(db, seq, [each.place for each in copies])
            return tuple((each, known[each.place]) for each in copies)

    def keep_prechecks(self, month_id: MonthId, found: Sequence[Precheck]) -> None:
        with self._file.writing() as db:
            seq = known_month(db, month_id)["seq"]
            db.conn.executemany(
                "UPDATE claim_receipt SET stands = 1, prediction = ?, reason = ?, ask_on = ?, open_fixes = ?"
                " WHERE month_seq = ? AND place = ? AND fixed = ?",
                [
                    (
                        each.prediction.value,
                        each.reason,
                        day_text(each.ask_on),
                        len(each.fixes),
                        seq,
                        each.place,
                        each.fixed,
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
            seq = known_month(db, month_id)["seq"]
            if place is None:
                db.execute("DELETE FROM claim_answer WHERE month_seq = ?", [seq])
            which = "" if place is None else " AND place = ?"
            values = [seq] if place is None else [seq, place]
            db.execute(
                f"UPDATE claim_receipt SET stands = 0, ask_on = NULL WHERE month_seq = ?{which}", values
            )

    def questions(self, month_id: MonthId, most: int) -> tuple[CardQuestion, ...]:
        with self._file.writing() as db:
            seq = known_month(db, month_id)["seq"]
            first = db.execute(
                "SELECT coalesce(max(item), 0) FROM claim_answer WHERE month_seq = ?", [seq]
            ).fetchone()[0]
            found = db.execute(OPEN_QUESTIONS, [seq, most]).fetchall()
            db.conn.executemany(
                "INSERT INTO claim_answer (month_seq, item, insurer, symbol_key, number_key, symbol, card_number,"
                " birth_on, day) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(seq, item, *row) for item, row in enumerate(found, start=first + 1)],
            )
            return questions_of(db, seq)

    def asked(self, month_id: MonthId) -> tuple[CardQuestion, ...]:
        with self._file.reading() as db:
            return questions_of(db, known_month(db, month_id)["seq"])

    def answer(self, month: MonthFile, answers: Sequence[tuple[int, Answer | None]]) -> None:
        with self._file.writing() as db:
            seq = known_month(db, month.id)["seq"]
            keep_month(db, month)
            for item, answer in answers:
                document = answer_document(answer) if answer is not None else None
                db.execute(
                    "UPDATE claim_answer SET told = 1, answer = ? WHERE month_seq = ? AND item = ?",
                    [document, seq, item],
                )
                db.execute(AFFECTED, [seq, seq, item])

    def fix(self, month_id: MonthId, place: int, fixes: Sequence[Fix]) -> None:
        self._change_fixes(month_id, place, lambda held: (*held, *fixes))

    def undo_fix(self, month_id: MonthId, place: int) -> None:
        self._change_fixes(month_id, place, lambda held: held[:-1])

    def _change_fixes(self, month_id: MonthId, place: int, change: Any) -> None:
        with self._file.writing() as db:
            row = known_month(db, month_id)
            seq, whole = row["seq"], month_of_row(row).whole
            held = db.execute(
                "SELECT * FROM claim_copy WHERE month_seq = ? AND place = ?", [seq, place]
            ).fetchone()
            if held is None or whole is None:
                raise KeyError(place)
            copy = copy_of(held)
            copy = replace(copy, fixes=tuple(change(copy.fixes)))
            receipt = mended(Receipt(whole.kind, copy.line, copy.lines), copy.fixes)
            db.execute(
                "UPDATE claim_copy SET fixes = ? WHERE month_seq = ? AND place = ?",
                [fixes_document(copy.fixes), seq, place],
            )
            settings = ", ".join(f"{each} = ?" for each in FACTS)
            db.execute(
                f"UPDATE claim_receipt SET {settings}, fixed = ?, stands = 0, ask_on = NULL"
                " WHERE month_seq = ? AND place = ?",
                [*facts_of(claimed(place, receipt)), len(copy.fixes), seq, place],
            )

    def keep_outcomes(self, month: MonthFile, outcomes: Sequence[ToldOutcome]) -> None:
        with self._file.writing() as db:
            seq = known_month(db, month.id)["seq"]
            keep_month(db, month)
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
            return claim_rows.count(db, known_month(db, month_id)["seq"], view)

    def rows(self, month_id: MonthId, view: View, start: int, most: int) -> tuple[ReceiptRow, ...]:
        with self._file.reading() as db:
            return claim_rows.rows(db, known_month(db, month_id)["seq"], view, start, most)

    def page(self, month_id: MonthId, place: int) -> ReceiptPage:
        with self._file.reading() as db:
            seq = known_month(db, month_id)["seq"]
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
            return ReceiptPage(row, copy_of(held), found, told, outcome)

    def complaints(self, month_id: MonthId, most: int) -> tuple[Complaint, ...]:
        with self._file.reading() as db:
            seq = known_month(db, month_id)["seq"]
            return claim_rows.complaints(db, "month_seq = ? ORDER BY rank, line LIMIT ?", [seq, most])

    def summary(self, month_id: MonthId) -> MonthSummary:
        with self._file.reading() as db:
            return claim_rows.summary(db, known_month(db, month_id))

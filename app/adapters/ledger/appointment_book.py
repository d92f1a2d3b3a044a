"""Batches of appointments: what was entered, how far each has come, what staff made of it (R10)."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

from app.adapters.ledger.documents import (
    answer_document,
    answer_of,
    day_of,
    day_text,
    moment_of,
    moment_text,
)
from app.adapters.ledger.file import LedgerFile, inserted
from app.appointments.appointment import (
    Appointment,
    Batch,
    BatchId,
    BatchState,
    FollowUp,
    Item,
    ItemId,
    ItemState,
)
from app.appointments.file import Complaint
from app.appointments.ports import ItemResult
from app.eligibility.answer import Answer
from app.patients.patient import PatientId
from app.scheme.days import business_day
from app.scheme.numbers import InsuredNumber, InsurerNumber

_KEPT = timedelta(days=30)
"""After the last visit of a batch, or after it was entered where all visits were over by then."""
_APPOINTMENT = (
    *("batch_seq", "item", "line", "day", "time", "chart_number", "name", "kana", "birth_on", "month_day"),
    *("insurer", "symbol", "number", "branch", "state"),
)


class LedgerAppointmentBook:
    """Fulfils `AppointmentBook`."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def enter(
        self, batch: Batch, appointments: Sequence[Appointment], left_out: Sequence[Complaint] = ()
    ) -> Batch:
        """Raises: ValueError where this id was entered already."""
        today = business_day(batch.entered_at)
        last_on = max([today, *(each.on for each in appointments)])
        with self._file.writing() as db:
            _sweep(db, today)
            if _row(db, batch.id) is not None:
                raise ValueError("this batch was entered already")
            columns = {"id": batch.id, "old_on": day_text(last_on + _KEPT), **_columns(batch)}
            seq = inserted(db, "appointment_batch", columns)
            marks = ", ".join("?" * len(_APPOINTMENT))
            db.conn.executemany(
                f"INSERT INTO appointment ({', '.join(_APPOINTMENT)}) VALUES ({marks})",
                [_appointment_row(seq, item, each) for item, each in enumerate(appointments, start=1)],
            )
            db.conn.executemany(
                "INSERT INTO appointment_left_out VALUES (?, ?, ?, ?)",
                [(seq, each.line, each.field, each.reason) for each in left_out],
            )
        return batch

    def batch(self, batch_id: BatchId) -> Batch:
        with self._file.reading() as db:
            return _batch(_known(db, batch_id))

    def batches(self) -> tuple[Batch, ...]:
        return self._batches("ORDER BY entered_at DESC, seq DESC")

    def unfinished(self) -> tuple[Batch, ...]:
        return self._batches("WHERE state IN ('entered', 'working') ORDER BY entered_at, seq")

    def _batches(self, which: str) -> tuple[Batch, ...]:
        with self._file.reading() as db:
            rows = db.execute(f"SELECT * FROM appointment_batch {which}").fetchall()
        return tuple(_batch(row) for row in rows)

    def items(self, batch_id: BatchId) -> tuple[Item, ...]:
        """Raises: KeyError."""
        with self._file.reading() as db:
            seq = _known(db, batch_id)["seq"]
            rows = db.execute("SELECT * FROM appointment WHERE batch_seq = ? ORDER BY item", [seq]).fetchall()
        return tuple(_item(row) for row in rows)

    def left_out(self, batch_id: BatchId) -> tuple[Complaint, ...]:
        with self._file.reading() as db:
            seq = _known(db, batch_id)["seq"]
            rows = db.execute(
                "SELECT line, field, reason FROM appointment_left_out WHERE batch_seq = ? ORDER BY line",
                [seq],
            ).fetchall()
        return tuple(Complaint(*row) for row in rows)

    def answers_of(self, patient_id: PatientId) -> tuple[Answer, ...]:
        with self._file.reading() as db:
            rows = db.execute(
                "SELECT answer FROM appointment WHERE answer IS NOT NULL"
                " AND patient_id IN (SELECT id FROM patient WHERE id = ?1 OR merged_into = ?1)",
                [patient_id],
            ).fetchall()
        answers = (answer_of(row["answer"]) for row in rows)
        return tuple(sorted(answers, key=lambda each: each.checked_at, reverse=True))

    def advance(
        self, batch: Batch, results: Sequence[ItemResult], charts: Mapping[ItemId, PatientId]
    ) -> None:
        with self._file.writing() as db:
            seq = _known(db, batch.id)["seq"]
            db.execute(
                "UPDATE appointment_batch SET file_name = :file_name, entered_at = :entered_at,"
                " start_at = :start_at, staff_name = :staff_name, state = :state,"
                " receipt_number = :receipt_number, cursor = :cursor, total = :total, done = :done,"
                " paused_until = :paused_until WHERE seq = :seq",
                _columns(batch) | {"seq": seq},
            )
            for each in results:
                _settle(db, seq, each, charts.get(each.item_id))

    def settle(
        self,
        batch_id: BatchId,
        item_id: ItemId,
        answer: Answer,
        patient_id: PatientId | None,
        several: Answer | None = None,
    ) -> Item:
        what = "answer = ?, several = ?, patient_id = ?, follow_up = ?"
        before = answer_document(several) if several is not None else None
        answers = answer_document(answer), before
        return self._change(batch_id, item_id, what, *answers, patient_id, FollowUp.OPEN.value)

    def link(self, batch_id: BatchId, item_id: ItemId, patient_id: PatientId | None) -> Item:
        return self._change(batch_id, item_id, "patient_id = ?", patient_id)

    def follow_up(self, batch_id: BatchId, item_id: ItemId, what: FollowUp, note: str) -> Item:
        return self._change(batch_id, item_id, "follow_up = ?, note = ?", what.value, note)

    def _change(self, batch_id: BatchId, item_id: ItemId, what: str, *values: object) -> Item:
        """Raises: KeyError."""
        with self._file.writing() as db:
            place = (_known(db, batch_id)["seq"], item_id)
            db.execute(f"UPDATE appointment SET {what} WHERE batch_seq = ? AND item = ?", [*values, *place])
            row = db.execute("SELECT * FROM appointment WHERE batch_seq = ? AND item = ?", place).fetchone()
        if row is None:
            raise KeyError(item_id)
        return _item(row)

    def mapping(self, header_key: str) -> dict[str, str] | None:
        with self._file.reading() as db:
            row = db.execute(
                "SELECT mapping FROM column_mapping WHERE header_key = ?", [header_key]
            ).fetchone()
        return None if row is None else dict(json.loads(row["mapping"]))

    def keep_mapping(self, header_key: str, mapping: dict[str, str]) -> None:
        text = json.dumps(mapping, ensure_ascii=False)
        with self._file.writing() as db:
            db.execute("INSERT OR REPLACE INTO column_mapping VALUES (?, ?)", [header_key, text])


def _sweep(db: Database, today: date) -> None:
    old = "SELECT seq FROM appointment_batch WHERE old_on < ?"
    for table in ("appointment", "appointment_left_out"):
        db.execute(f"DELETE FROM {table} WHERE batch_seq IN ({old})", [day_text(today)])
    db.execute("DELETE FROM appointment_batch WHERE old_on < ?", [day_text(today)])


def _row(db: Database, batch_id: BatchId) -> Any:
    return db.execute("SELECT * FROM appointment_batch WHERE id = ?", [batch_id]).fetchone()


def _known(db: Database, batch_id: BatchId) -> Any:
    """Raises: KeyError."""
    row = _row(db, batch_id)
    if row is None:
        raise KeyError(batch_id)
    return row


def _columns(batch: Batch) -> dict[str, Any]:
    return {
        "file_name": batch.file_name,
        "entered_at": moment_text(batch.entered_at),
        "start_at": moment_text(batch.start_at),
        "staff_name": batch.staff_name,
        "state": batch.state.value,
        "receipt_number": batch.receipt_number,
        "cursor": batch.cursor,
        "total": batch.total,
        "done": batch.done,
        "paused_until": moment_text(batch.paused_until) if batch.paused_until is not None else None,
    }


def _batch(row: Any) -> Batch:
    return Batch(
        id=BatchId(row["id"]),
        file_name=row["file_name"],
        entered_at=moment_of(row["entered_at"]),
        start_at=moment_of(row["start_at"]),
        staff_name=row["staff_name"],
        state=BatchState(row["state"]),
        receipt_number=row["receipt_number"],
        cursor=row["cursor"],
        total=row["total"],
        done=row["done"],
        paused_until=moment_of(row["paused_until"]) if row["paused_until"] is not None else None,
    )


def _appointment_row(seq: int, item: int, each: Appointment) -> tuple[object, ...]:
    insured = each.insured
    return (
        *(seq, item, each.line, day_text(each.on), each.at, each.chart_number, each.name, each.kana),
        *(day_text(each.birth_on), each.month_day),
        *(insured.insurer.digits, insured.symbol, insured.number, insured.branch),
        ItemState.WAITING.value,
    )


def _settle(db: Database, seq: int, result: ItemResult, patient_id: PatientId | None) -> None:
    """Raises: KeyError. A chart that was settled before stays where none is given now."""
    answer = answer_document(result.answer) if result.answer is not None else None
    state = ItemState.ANSWERED if result.answer is not None else ItemState.REFUSED
    done = db.execute(
        "UPDATE appointment SET state = ?, answer = ?, several = NULL, failure_code = ?,"
        " patient_id = coalesce(?, patient_id)"
        " WHERE batch_seq = ? AND item = ?",
        [state.value, answer, result.problem, patient_id, seq, result.item_id],
    )
    if not done.rowcount:
        raise KeyError(result.item_id)


def _item(row: Any) -> Item:
    """Raises: LedgerTooNew."""
    insured = InsuredNumber(InsurerNumber(row["insurer"]), row["symbol"], row["number"], row["branch"])
    return Item(
        id=ItemId(str(row["item"])),
        appointment=Appointment(
            line=row["line"],
            on=date.fromisoformat(row["day"]),
            at=row["time"],
            chart_number=row["chart_number"],
            name=row["name"],
            kana=row["kana"],
            birth_on=day_of(row["birth_on"]),
            month_day=row["month_day"],
            insured=insured,
        ),
        state=ItemState(row["state"]),
        answer=answer_of(row["answer"]) if row["answer"] is not None else None,
        failure_code=row["failure_code"],
        patient_id=PatientId(row["patient_id"]) if row["patient_id"] is not None else None,
        follow_up=FollowUp(row["follow_up"]),
        note=row["note"],
        several=answer_of(row["several"]) if row["several"] is not None else None,
    )

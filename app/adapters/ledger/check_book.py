"""The day book (受付簿): every check from the moment it is entered, and the outbox of those without an answer."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

from sqlite_utils import Database

from app.adapters.ledger.documents import (
    answer_document,
    answer_of,
    day_of,
    day_text,
    moment_of,
    moment_text,
    question_document,
    question_of,
)
from app.adapters.ledger.file import LedgerFile, inserted
from app.eligibility.answer import Answer, Check, CheckId, CheckState, LastKnown
from app.eligibility.ports import InsurerNotice
from app.eligibility.question import Question, SignedQuestion, TypedQuestion
from app.patients.patient import PatientId
from app.scheme.days import business_day
from app.scheme.numbers import InsuredNumber
from app.staff.member import StaffId

_CHECKS = "SELECT checks.*, der FROM checks LEFT JOIN card_certificate ON sha256 = certificate_sha256 "

_KNOWN = "checks WHERE outcome = 'valid'"
_OF_CARD = """insurer = ? AND symbol_key = ? AND number_key = ? AND birth_on LIKE ?
    AND (? IS NULL OR branch IS NULL OR branch = ?)"""


class LedgerCheckBook:
    """Fulfils `CheckBook`."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def enter(self, check: Check) -> None:
        """Raises: ValueError where this id was entered already."""
        with self._file.writing() as db:
            if _row(db, check.id) is not None:
                raise ValueError("this check was entered already")
            certificate = _certificate(check.question)
            if certificate is not None:
                row = (hashlib.sha256(certificate).digest(), certificate)
                db.execute("INSERT OR IGNORE INTO card_certificate VALUES (?, ?)", row)
            inserted(db, "checks", _columns(check))

    def settle(self, check_id: CheckId, answer: Answer, answered_in_s: float | None) -> Check:
        return self._change(
            check_id,
            state=CheckState.ANSWERED,
            answer=answer,
            failure_code=None,
            answered_in_s=answered_in_s,
        )

    def refuse(self, check_id: CheckId, failure_code: str, dropped: bool = False) -> Check:
        state = CheckState.DROPPED if dropped else CheckState.REFUSED
        return self._change(check_id, state=state, failure_code=failure_code)

    def link(self, check_id: CheckId, patient_id: PatientId | None) -> Check:
        return self._change(check_id, patient_id=patient_id)

    def ask_again(self, check_id: CheckId, on: date | None) -> Check:
        return self._change(check_id, ask_again_on=on)

    def _change(self, check_id: CheckId, **fields: Any) -> Check:
        """Raises: KeyError."""
        with self._file.writing() as db:
            row = _row(db, check_id)
            if row is None:
                raise KeyError(check_id)
            changed = replace(_check(row), **fields)
            if changed.state is not CheckState.WAITING:
                changed = replace(changed, question=_spent(changed.question))
            db.table("checks").update(row["seq"], _columns(changed))
        return changed

    def get(self, check_id: CheckId) -> Check:
        found = self._checks("WHERE id = ?", check_id)
        if not found:
            raise KeyError(check_id)
        return found[0]

    def waiting(self) -> tuple[Check, ...]:
        return self._checks("WHERE state = 'waiting' ORDER BY entered_at, seq")

    def due_again(self, today: date) -> tuple[Check, ...]:
        return self._checks(
            "WHERE ask_again_on <= ? AND state = 'answered' AND outcome <> 'valid' ORDER BY entered_at, seq",
            today.isoformat(),
        )

    def of_day(self, day: date) -> tuple[Check, ...]:
        return self._checks("WHERE day = ? ORDER BY entered_at DESC, seq DESC", day.isoformat())

    def of_days(self, first: date, last: date) -> tuple[Check, ...]:
        """Entered on these Japanese days, both included, oldest first."""
        return self._checks(
            "WHERE day BETWEEN ? AND ? ORDER BY entered_at, seq", first.isoformat(), last.isoformat()
        )

    def of_patient(self, patient_id: PatientId) -> tuple[Check, ...]:
        return self._checks("WHERE patient_id = ? ORDER BY entered_at DESC, seq DESC", patient_id)

    def last_known(
        self, insured: InsuredNumber, month_day: str | None, birth_on: date | None
    ) -> LastKnown | None:
        """None, too, where the card may be one of several people's, such as twins without a branch."""
        if birth_on is not None:
            born = birth_on.isoformat()
        elif month_day is not None:
            born = f"____-{month_day[:2]}-{month_day[2:]}"
        else:
            return None
        branch = insured.branch
        where = _OF_CARD, (*insured.key, born, branch, branch)
        return None if self._branches(*where) > 1 else self._newest(*where)

    def last_known_of_certificate(self, certificate: bytes) -> LastKnown | None:
        return self._newest("certificate_sha256 = ?", (hashlib.sha256(certificate).digest(),))

    def insurer_name(self, digits: str) -> str | None:
        with self._file.reading() as db:
            row = db.execute("SELECT name FROM insurer WHERE number = ?", [digits]).fetchone()
        return None if row is None else str(row["name"])

    def usual_delay_days(self, digits: str) -> int | None:
        with self._file.reading() as db:
            row = db.execute("SELECT usual_delay_days FROM insurer WHERE number = ?", [digits]).fetchone()
        return None if row is None else row["usual_delay_days"]

    def insurers(self) -> tuple[InsurerNotice, ...]:
        with self._file.reading() as db:
            rows = db.execute("SELECT number, name, usual_delay_days FROM insurer ORDER BY number").fetchall()
        return tuple(InsurerNotice(row["number"], row["name"], row["usual_delay_days"]) for row in rows)

    def keep_insurers(self, insurers: tuple[InsurerNotice, ...]) -> None:
        """An insurer that is no longer listed keeps its name: past checks are with it."""
        rows = [
            {"number": each.number, "name": each.name, "usual_delay_days": each.usual_delay_days}
            for each in insurers
        ]
        with self._file.writing() as db:
            db.table("insurer").upsert_all(rows, pk="number")

    def _checks(self, where: str, *values: object) -> tuple[Check, ...]:
        with self._file.reading() as db:
            rows = db.execute(_CHECKS + where, values).fetchall()
        return tuple(map(_check, rows))

    def _newest(self, where: str, values: tuple[object, ...]) -> LastKnown | None:
        sql = (
            f"SELECT answer, patient_id FROM {_KNOWN} AND {where} ORDER BY checked_at DESC, seq DESC LIMIT 1"
        )
        with self._file.reading() as db:
            row = db.execute(sql, values).fetchone()
        answer = answer_of(row["answer"]) if row else None
        if answer is None or answer.single is None:
            return None
        return LastKnown(answer.single, answer.checked_at, row["patient_id"])

    def _branches(self, where: str, values: tuple[object, ...]) -> int:
        with self._file.reading() as db:
            sql = f"SELECT count(DISTINCT branch) FROM {_KNOWN} AND {where}"
            return int(db.execute(sql, values).fetchone()[0])


def _row(db: Database, check_id: CheckId) -> Any:
    return db.execute(f"{_CHECKS} WHERE id = ?", [check_id]).fetchone()


def _certificate(question: Question) -> bytes | None:
    return None if isinstance(question, TypedQuestion) else question.certificate


def _spent(question: Question) -> Question:
    """A signature stays only until it is answered or dropped: nobody may find one lying in the ledger."""
    return replace(question, signature=b"") if isinstance(question, SignedQuestion) else question


def _columns(check: Check) -> dict[str, Any]:
    answer = check.answer
    single = answer.single if answer else None
    certificate = _certificate(check.question)
    key = single.cover.insured.key if single else None
    return {
        "id": check.id,
        "state": check.state.value,
        "entered_at": moment_text(check.entered_at),
        "day": day_text(business_day(check.entered_at)),
        "staff_id": check.staff_id,
        "staff_name": check.staff_name,
        "question": question_document(check.question),
        "certificate_sha256": hashlib.sha256(certificate).digest() if certificate is not None else None,
        "answer": answer_document(answer) if answer else None,
        "outcome": answer.outcome.value if answer else None,
        "checked_at": moment_text(answer.checked_at) if answer else None,
        "insurer": key.insurer if key else None,
        "symbol_key": key.symbol if key else None,
        "number_key": key.number if key else None,
        "branch": single.cover.insured.branch if single else None,
        "birth_on": day_text(single.person.birth_on) if single else None,
        "failure_code": check.failure_code,
        "patient_id": check.patient_id,
        "ask_again_on": day_text(check.ask_again_on),
        "answered_in_s": check.answered_in_s,
    }


def _check(row: Any) -> Check:
    return Check(
        id=CheckId(row["id"]),
        question=question_of(row["question"], row["der"]),
        staff_id=StaffId(row["staff_id"]),
        staff_name=row["staff_name"],
        entered_at=moment_of(row["entered_at"]),
        state=CheckState(row["state"]),
        answer=answer_of(row["answer"]) if row["answer"] else None,
        failure_code=row["failure_code"],
        patient_id=row["patient_id"],
        ask_again_on=day_of(row["ask_again_on"]),
        answered_in_s=row["answered_in_s"],
    )

"""What the patients' presenters work with, in memory."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.eligibility.answer import Answer, Check, CheckId, CheckState
from app.eligibility.question import TypedQuestion
from app.patients.patient import PatientId
from app.scheme.cover import Cover, EligibilityInformation, PersonDetails
from app.scheme.numbers import InsuredNumber
from app.scheme.outcome import DocumentKind, Level, Outcome
from tests.patients.fakes import NOON, SATO

TODAY = date(2026, 11, 22)


def information(
    branch: str | None = "02", ratio: int | None = 30, name: str = "架空　花"
) -> EligibilityInformation:
    insured = InsuredNumber.parse("06139992", "701", "442", branch or "")
    return EligibilityInformation(
        cover=Cover(insured, "見本健康保険組合", "2", date(2024, 4, 1), None, None),
        person=PersonDetails(name, "カクウ　ハナ", "2", date(1988, 2, 14), "100-0001", "東京都見本区1-2-3"),
        ratio_percent=ratio,
        certificates=(),
        withheld=(),
        registered_at=NOON,
    )


def check(
    days_ago: int = 0,
    told: EligibilityInformation | None = None,
    outcome: Outcome = Outcome.VALID,
    state: CheckState = CheckState.ANSWERED,
) -> Check:
    at = NOON - timedelta(days=days_ago)
    question = TypedQuestion(
        DocumentKind.CONFIRMATION,
        InsuredNumber.parse("06139992", "701", "442", "02"),
        "0214",
        None,
        at.date(),
    )
    answer = Answer(outcome, Level.TYPED, at.date(), at, (told,) if told else ())
    return Check(
        id=CheckId(f"00000000-0000-4000-8000-{days_ago:012}"),
        question=question,
        staff_id=SATO.id,
        staff_name=SATO.name,
        entered_at=at,
        state=state,
        answer=answer if state is CheckState.ANSWERED else None,
        failure_code=None,
        patient_id=PatientId(1),
    )


class Book:
    """The part of the day book that a patient's page reads."""

    def __init__(self, **checks: tuple[Check, ...]) -> None:
        self._checks = checks

    def of_patient(self, patient_id: PatientId) -> tuple[Check, ...]:
        return self._checks.get(f"p{patient_id}", ())

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the page has no business with {name}")


class HeldTicket:
    def __init__(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._work = work
        self._done = done
        self._dropped = False

    def drop(self) -> None:
        self._dropped = True

    def finish(self) -> None:
        result = self._work()
        if not self._dropped:
            self._done(result)


class Held:
    """A lane that keeps its work until the test lets it run, newest or oldest first."""

    def __init__(self) -> None:
        self.waiting: list[HeldTicket] = []

    def run(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> Any:
        ticket = HeldTicket(work, done)
        self.waiting.append(ticket)
        return ticket


def clock() -> datetime:
    return NOON.astimezone(UTC)

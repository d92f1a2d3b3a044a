"""Reading health information: allowed, on record, then shown (R15, R16)."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.eligibility.ports import LineError, RefusedByCentral
from app.health_records.access import Access, Act
from app.health_records.ports import RecordsLine
from app.health_records.records import Answered, CheckupHistory, DrugHistory


def view_drug_history(access: Access, line: RecordsLine) -> DrugHistory:
    """What was dispensed, newest first; the reading is on record before anything is shown.

    Raises: NotAllowed, LineError, RefusedByCentral.
    """
    with _on_record(access, Act.READ):
        return line.drugs(access.consent, access.staff.name)


def view_checkups(access: Access, line: RecordsLine) -> CheckupHistory:
    """As view_drug_history, for 特定健診."""
    with _on_record(access, Act.READ):
        return line.checkups(access.consent, access.staff.name)


def answer_alert(
    access: Access, alert: tuple[str, str], answer: tuple[str, str], line: RecordsLine
) -> Answered:
    """alert: key and facts; answer: code and note. Kept by the service alone. Raises: as view_drug_history."""
    with _on_record(access, Act.ANSWERED):
        return line.answer(access.consent, *alert, *answer, access.staff.name)


@contextmanager
def _on_record(access: Access, act: Act) -> Iterator[None]:
    """Before the service is asked; then also that nothing came of it."""
    access.enter(act)
    try:
        yield
    except RefusedByCentral:
        access.note(Act.REFUSED)
        raise
    except LineError:
        access.note(Act.UNANSWERED)
        raise

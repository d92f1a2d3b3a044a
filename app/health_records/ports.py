"""What reading health information needs from outside."""

from typing import Protocol

from app.consent.consent import ConsentInForce
from app.health_records.records import Answered, CheckupHistory, DrugHistory


class RecordsLine(Protocol):
    """The way to the central service; on the `line` lane. Raises: LineError, RefusedByCentral.

    Who holds a ConsentInForce has looked; the service looks again, by its own clock.
    """

    def drugs(self, consent: ConsentInForce, staff_name: str) -> DrugHistory: ...

    def checkups(self, consent: ConsentInForce, staff_name: str) -> CheckupHistory: ...

    def answer(
        self, consent: ConsentInForce, alert: str, facts: str, answer: str, note: str, staff_name: str
    ) -> Answered:
        """Kept by the service under the institution: silences the alert until its facts change."""

"""What checking cover needs from outside. Fakes and real adapters pass the same promises."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from app.eligibility.answer import Answer, Check, CheckId, LastKnown
from app.eligibility.question import Question
from app.errors import ClinicError
from app.patients.patient import PatientId
from app.scheme.numbers import InsuredNumber
from app.scheme.statement import Purpose, Statement


@dataclass(frozen=True, slots=True)
class InsurerNotice:
    """number: digits. usual_delay_days: median from acquisition to registration, None when not published."""

    number: str
    name: str
    usual_delay_days: int | None


@dataclass(frozen=True, slots=True)
class InstitutionNotice:
    """What the service says of the asker. practice: its database holds the invented town. now: its clock."""

    code: str
    name: str
    practice: bool
    now: datetime


class EligibilityLine(Protocol):
    """The way to the central service. Every call blocks, has a limit in seconds, and runs on the `line` lane."""

    def ask(self, check_id: CheckId, question: Question, staff_name: str) -> Answer:
        """Asking again with the same id is the same check. Raises: LineError or RefusedByCentral."""

    def new_statement(self, purpose: Purpose, consent_kinds: tuple[str, ...]) -> Statement:
        """A statement with a fresh nonce of the service, ready to be signed. Raises: as ask."""

    def insurers(self) -> tuple[InsurerNotice, ...]:
        """All insurers that take part, with their usual delay. Raises: as ask."""

    def whoami(self) -> InstitutionNotice:
        """The institution these credentials belong to. Raises: as ask."""


class CheckBook(Protocol):
    """The day book (受付簿) in the ledger. Each write is on disk when the call returns."""

    def enter(self, check: Check) -> None:
        """Into the outbox, before anything is sent."""

    def settle(self, check_id: CheckId, answer: Answer, answered_in_s: float | None) -> Check:
        """The answer; leaves the outbox. A second answer to one check replaces the first."""

    def refuse(self, check_id: CheckId, failure_code: str, dropped: bool = False) -> Check:
        """The service refused, or it cannot be asked again; leaves the outbox."""

    def link(self, check_id: CheckId, patient_id: PatientId | None) -> Check: ...

    def ask_again(self, check_id: CheckId, on: date | None) -> Check:
        """Sets the day from which it is asked again by itself; None forgets it."""

    def get(self, check_id: CheckId) -> Check:
        """Raises: KeyError."""

    def waiting(self) -> tuple[Check, ...]:
        """The outbox, oldest first."""

    def due_again(self, today: date) -> tuple[Check, ...]:
        """Answered other than valid and due to be asked again by today."""

    def of_day(self, day: date) -> tuple[Check, ...]:
        """Entered on this Japanese day, newest first."""

    def of_patient(self, patient_id: PatientId) -> tuple[Check, ...]:
        """Newest first."""

    def last_known(
        self, insured: InsuredNumber, month_day: str | None, birth_on: date | None
    ) -> LastKnown | None:
        """The newest valid answer for this card whose birth date agrees."""

    def last_known_of_certificate(self, certificate: bytes) -> LastKnown | None:
        """The newest valid answer got with this very certificate."""

    def insurer_name(self, digits: str) -> str | None: ...

    def usual_delay_days(self, digits: str) -> int | None: ...

    def keep_insurers(self, insurers: tuple[InsurerNotice, ...]) -> None: ...


class LineError(ClinicError):
    """No answer came: the check stays in the outbox and is asked again by itself."""

    code = "line.failed"


class NetworkDown(LineError):
    """This PC reaches no network, or the name cannot be resolved."""

    code = "line.network"


class CentralUnreachable(LineError):
    """The network stands but the service does not accept connections, or its certificate is not trusted."""

    code = "line.unreachable"


class CentralUntrusted(LineError):
    """The service's TLS certificate is not one we trust."""

    code = "line.untrusted"


class CentralSlow(LineError):
    """No answer within the limit."""

    code = "line.slow"


class CentralFailing(LineError):
    """The service answered with an error of its own (5xx, or nothing we understand)."""

    code = "line.failing"


class CredentialsRefused(LineError):
    """The service does not accept the institution's secret. Checks wait until it is set right."""

    code = "line.credentials"


class NotConnected(LineError):
    """No line is set up on this PC (R20)."""

    code = "line.not_connected"


class PracticeRefused(LineError):
    """A practice service answered a connected desk, or the other way round."""

    code = "line.practice"


class RefusedByCentral(ClinicError):
    """The service understood and said no; `reason` is its problem code. Asking the same again is no use.

    starts_on: first day of a service that was asked too early (R19).
    """

    code = "central.refused"

    def __init__(self, reason: str, starts_on: date | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.starts_on = starts_on

    @property
    def failure_code(self) -> str:
        """As the book keeps it: the reason, and behind an @ the first day of a service that has not started."""
        return f"{self.reason}@{self.starts_on}" if self.starts_on else self.reason

"""A line to nowhere that answers what the test says, or fails the way lines fail."""

from collections.abc import Callable
from datetime import UTC, datetime

from app.eligibility.answer import Answer, CheckId
from app.eligibility.ports import CentralUnreachable, InstitutionNotice, InsurerNotice
from app.eligibility.question import Question
from app.errors import ClinicError
from app.scheme.statement import Purpose, Statement


class LineInMemory:
    """`respond` gives the answer to a question; `trouble`, when set, is raised instead. asked: what came through."""

    def __init__(self, respond: Callable[[Question], Answer]) -> None:
        self.respond = respond
        self.trouble: ClinicError | None = None
        self.asked: list[tuple[CheckId, Question]] = []

    def cut(self) -> None:
        self.trouble = CentralUnreachable()

    def mend(self) -> None:
        self.trouble = None

    def ask(self, check_id: CheckId, question: Question, staff_name: str) -> Answer:
        if self.trouble is not None:
            raise self.trouble
        self.asked.append((check_id, question))
        return self.respond(question)

    def new_statement(self, purpose: Purpose, consent_kinds: tuple[str, ...]) -> Statement:
        if self.trouble is not None:
            raise self.trouble
        expires_at = datetime(2026, 11, 22, 1, 37, tzinfo=UTC)
        return Statement(purpose, "central", "1319990014", consent_kinds, expires_at, "nonce")

    def insurers(self) -> tuple[InsurerNotice, ...]:
        return (InsurerNotice("06139992", "見本健康保険組合", 6),)

    def whoami(self) -> InstitutionNotice:
        return InstitutionNotice("1319990014", "見本医院", True, datetime(2026, 11, 22, 1, 32, tzinfo=UTC))

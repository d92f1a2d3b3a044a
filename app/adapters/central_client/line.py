"""The port EligibilityLine over HTTP, and the line of a desk that has none (R20)."""

from app.adapters.central_client.translation import answer_of, request_of
from app.adapters.central_client.transport import Transport
from app.contract.access import InstitutionReply, InsurersReply
from app.contract.eligibility import EligibilityReply, NonceReply
from app.eligibility.answer import Answer, CheckId
from app.eligibility.ports import CentralFailing, InstitutionNotice, InsurerNotice, LineError, NotConnected
from app.eligibility.question import Question
from app.scheme.statement import Purpose, Statement


class CentralLine:
    """The way to the central service; see EligibilityLine."""

    def __init__(self, transport: Transport, institution: str) -> None:
        self._transport = transport
        self._institution = institution

    def ask(self, check_id: CheckId, question: Question, staff_name: str) -> Answer:
        route, message = request_of(check_id, question, staff_name)
        reply = self._transport.post(f"/v1/eligibility/{route}", message, EligibilityReply)
        try:
            return answer_of(reply)
        except ValueError:
            raise CentralFailing("an outcome this desk does not know") from None

    def new_statement(self, purpose: Purpose, consent_kinds: tuple[str, ...]) -> Statement:
        reply = self._transport.post("/v1/nonces", None, NonceReply)
        return Statement(
            purpose=purpose,
            audience=reply.audience,
            institution=self._institution,
            consent_kinds=consent_kinds,
            expires_at=reply.expires_at,
            nonce=reply.nonce,
        )

    def insurers(self) -> tuple[InsurerNotice, ...]:
        found: list[InsurerNotice] = []
        cursor: str | None = None
        while True:
            page = self._transport.get("/v1/insurers", InsurersReply, {"cursor": cursor} if cursor else None)
            found += [InsurerNotice(each.number, each.name, each.usual_delay_days) for each in page.insurers]
            cursor = page.next_cursor
            if cursor is None:
                return tuple(found)

    def whoami(self) -> InstitutionNotice:
        reply = self._transport.get("/v1/institution", InstitutionReply)
        return InstitutionNotice(reply.code, reply.name, reply.practice, reply.now)


class NoLine:
    """A desk that takes no part (R20), or whose connection is not whole: the reason is always the same."""

    def __init__(self, reason: type[LineError] = NotConnected) -> None:
        self._reason = reason

    def ask(self, check_id: CheckId, question: Question, staff_name: str) -> Answer:
        raise self._reason

    def new_statement(self, purpose: Purpose, consent_kinds: tuple[str, ...]) -> Statement:
        raise self._reason

    def insurers(self) -> tuple[InsurerNotice, ...]:
        raise self._reason

    def whoami(self) -> InstitutionNotice:
        raise self._reason

"""Failures as problem documents (RFC 9457): a stable code, never the input."""

import secrets
from datetime import date
from typing import NamedTuple

from app.contract.problem import ProblemCode
from app.errors import ClinicError


class ProblemKind(NamedTuple):
    status: int
    title: str


KINDS = {
    ProblemCode.MESSAGE_MALFORMED: ProblemKind(422, "The message does not have the shape it must have"),
    ProblemCode.NOT_FOUND: ProblemKind(404, "There is nothing at this address for this method"),
    ProblemCode.CREDENTIALS_REFUSED: ProblemKind(401, "Institution and secret do not fit"),
    ProblemCode.TOKEN_MISSING: ProblemKind(401, "A bearer token of this service is needed"),
    ProblemCode.TOKEN_EXPIRED: ProblemKind(401, "The token has expired: fetch a new one"),
    ProblemCode.SCOPE_MISSING: ProblemKind(403, "The token does not allow this"),
    ProblemCode.MISSES_EXCEEDED: ProblemKind(429, "Too many questions of this institution found nobody"),
    ProblemCode.DAY_REFUSED: ProblemKind(400, "This day cannot be asked about"),
    ProblemCode.SERVICE_NOT_STARTED: ProblemKind(400, "This service has not started yet"),
    ProblemCode.NUMBER_REFUSED: ProblemKind(400, "No card carries this number or combination"),
    ProblemCode.CERTIFICATE_UNKNOWN: ProblemKind(400, "The register knows nobody by this card certificate"),
    ProblemCode.CERTIFICATE_EXPIRED: ProblemKind(400, "The card certificate is not valid any more"),
    ProblemCode.CERTIFICATE_REVOKED: ProblemKind(400, "The card certificate was revoked"),
    ProblemCode.CERTIFICATE_UNTRUSTED: ProblemKind(400, "No trusted issuer signed this card certificate"),
    ProblemCode.SIGNATURE_REFUSED: ProblemKind(400, "The card's signature does not fit the statement"),
    ProblemCode.NONCE_REFUSED: ProblemKind(400, "The nonce is unknown, spent or out of time"),
    ProblemCode.CHECK_ID_REUSED: ProblemKind(409, "This check id was used for another question"),
    ProblemCode.BATCH_UNKNOWN: ProblemKind(404, "This institution has no such batch, or not any more"),
    ProblemCode.RECEIPTS_UNKNOWN: ProblemKind(404, "This institution handed in nothing by this number"),
    ProblemCode.RECEIPTS_NOT_REVIEWED: ProblemKind(409, "The review is not done yet: ask again later"),
    ProblemCode.RECEIPTS_TOO_MUCH: ProblemKind(429, "This institution handed in too much for now"),
    ProblemCode.DELIVERY_UNKNOWN: ProblemKind(404, "Nothing for this insurer goes by this id"),
    ProblemCode.NOTICE_UNKNOWN: ProblemKind(404, "This institution has no such notice"),
    ProblemCode.NOTICE_CHANGED: ProblemKind(409, "Somebody changed this notice meanwhile: look at it anew"),
    ProblemCode.BATCH_ID_REUSED: ProblemKind(409, "This batch id was used for other items"),
    ProblemCode.BATCH_TOO_MANY: ProblemKind(429, "This institution has too many batches under way"),
    ProblemCode.CONSENT_MISSING: ProblemKind(403, "No consent of this kind is in force here"),
    ProblemCode.CONSENT_PAPER_REFUSED: ProblemKind(403, "This institution may not record consents on paper"),
    ProblemCode.CONSENT_PAPER_LIMIT: ProblemKind(429, "The day's number of consents on paper is reached"),
    ProblemCode.CONSENT_IDENTITY_MISSING: ProblemKind(
        400, "This check does not show surely who the person is"
    ),
    ProblemCode.CONSENT_FORM_REUSED: ProblemKind(
        409, "A form with this number was recorded for another check"
    ),
    ProblemCode.PORTAL_TOO_MANY_TRIES: ProblemKind(429, "This address tries to sign in too often: wait"),
    ProblemCode.BRANCH_NOT_GIVEN: ProblemKind(400, "This insurer's members have no branches"),
    ProblemCode.BRANCH_EXHAUSTED: ProblemKind(409, "All branches of this symbol and number are taken"),
    ProblemCode.FINDING_UNKNOWN: ProblemKind(
        404, "No open finding of this insurer waits for a word under this id"
    ),
    ProblemCode.FINDING_OF_OTHERS: ProblemKind(403, "Only the insurer of the person can say who they are"),
    ProblemCode.REGISTRATION_CLOSED: ProblemKind(503, "This service takes no registrations"),
    ProblemCode.IDEMPOTENCY_KEY_REUSED: ProblemKind(409, "This key was used for another body"),
    ProblemCode.IDEMPOTENCY_KEY_IN_USE: ProblemKind(
        409, "The first request with this key is still worked on"
    ),
    ProblemCode.OVERLOADED: ProblemKind(503, "The service is busy: ask again in a moment"),
    ProblemCode.INTERNAL: ProblemKind(500, "The service failed: the request id names it in its log"),
}


class Refused(ClinicError):
    """A request that gets a problem document.

    problem: its code. fields: names of the message's wrong fields. detail: for people, without any input.
    retry_after_s: when asking again makes sense. starts_on: the first day of a service that has not started.
    """

    code = "central.refused"

    def __init__(
        self,
        problem: ProblemCode,
        *fields: str,
        detail: str | None = None,
        retry_after_s: int | None = None,
        status: int | None = None,
        starts_on: date | None = None,
    ) -> None:
        super().__init__(problem.value, *fields)
        self.problem = problem
        self.fields = fields
        self.detail = detail
        self.retry_after_s = retry_after_s
        self.starts_on = starts_on
        self.status = status or KINDS[problem].status


def new_request_id() -> str:
    """Named in the document and in the log, so that both can be laid side by side."""
    return secrets.token_hex(8)

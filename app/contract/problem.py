"""Failures on the wire: problem documents (RFC 9457) with a stable code. They never repeat the input."""

from datetime import date
from enum import StrEnum

from app.contract.message import Reply

MEDIA_TYPE = "application/problem+json"
PRACTICE_HEADER = "Madoguchi-Practice"
"""Present with value "1" on every reply of a service whose database holds the invented town."""


class ProblemCode(StrEnum):
    """Codes of this reference service (the national service's list is not public)."""

    MESSAGE_MALFORMED = "message.malformed"  # 422, the message's shape only
    NOT_FOUND = "route.not_found"  # 404, 405
    CREDENTIALS_REFUSED = "credentials.refused"  # 401, at the token endpoint
    TOKEN_MISSING = "token.missing"  # 401
    TOKEN_EXPIRED = "token.expired"  # 401
    SCOPE_MISSING = "scope.missing"  # 403
    MISSES_EXCEEDED = "misses.exceeded"  # 429 with Retry-After: the limit on guessing
    DAY_REFUSED = "day.refused"  # 400, day of confirmation in the future or before the service's reach
    SERVICE_NOT_STARTED = (
        "service.not_started"  # 400, with starts_on: asked before the service's first day (R19)
    )
    NUMBER_REFUSED = "number.refused"  # 400, an insurer number or combination that R6 does not allow
    CERTIFICATE_UNKNOWN = "certificate.unknown"  # 400, no bound person; equal in time to the next two
    CERTIFICATE_EXPIRED = (
        "certificate.expired"  # 400, more than 3 months past, or any time past for pin-only matters
    )
    CERTIFICATE_REVOKED = "certificate.revoked"  # 400
    CERTIFICATE_UNTRUSTED = "certificate.untrusted"  # 400, no pinned anchor signed it
    SIGNATURE_REFUSED = "signature.refused"  # 400, also a DigestInfo without NULL
    NONCE_REFUSED = "nonce.refused"  # 400, unknown, spent, expired or another institution's
    CHECK_ID_REUSED = "check_id.reused"  # 409, the same check id with another question
    BATCH_UNKNOWN = "batch.unknown"  # 404, none of this institution, or its time is over
    RECEIPTS_UNKNOWN = "receipts.unknown"  # 404, none of this institution
    RECEIPTS_NOT_REVIEWED = "receipts.not_reviewed"  # 409, their review is not done yet
    RECEIPTS_TOO_MUCH = (
        "receipts.too_much"  # 429 with Retry-After, as much as may be handed in a day, or be open at a time
    )
    DELIVERY_UNKNOWN = "delivery.unknown"  # 404, none for this insurer
    NOTICE_UNKNOWN = "notice.unknown"  # 404, none of this institution
    NOTICE_CHANGED = "notice.changed"  # 409, not the version that was looked at
    BATCH_ID_REUSED = "batch_id.reused"  # 409, the same batch id with other items
    BATCH_TOO_MANY = "batch.too_many"  # 429 with Retry-After, as many as may be under way at a time
    CONSENT_MISSING = "consent.missing"  # 403, none of this institution, kind and moment
    CONSENT_PAPER_REFUSED = "consent.paper_refused"  # 403, not allowed to this institution
    CONSENT_PAPER_LIMIT = "consent.paper_limit"  # 429, as many forms as a day allows
    CONSENT_IDENTITY_MISSING = "consent.identity_missing"  # 400, the check does not show surely who it is
    CONSENT_FORM_REUSED = "consent.form_reused"  # 409, the form number stands for another check
    PORTAL_TOO_MANY_TRIES = "portal.too_many_tries"  # 429 with Retry-After, one network address
    BRANCH_NOT_GIVEN = "branch.not_given"  # 400, 後期高齢 has no branches (R1)
    BRANCH_EXHAUSTED = "branch.exhausted"  # 409, all hundred of this symbol and number are taken
    FINDING_UNKNOWN = (
        "finding.unknown"  # 404, none of this insurer that is open and about details that differ
    )
    FINDING_OF_OTHERS = (
        "finding.of_others"  # 403, the person is another insurer's: only that one can vouch for them
    )
    REGISTRATION_CLOSED = "registration.closed"  # 503, this service has no intermediary
    IDEMPOTENCY_KEY_REUSED = "idempotency_key.reused"  # 409, the same key with another body
    IDEMPOTENCY_KEY_IN_USE = (
        "idempotency_key.in_use"  # 409 with Retry-After, the first request is still worked on
    )
    OVERLOADED = "service.overloaded"  # 503 with Retry-After
    INTERNAL = "service.internal"  # 500


class Problem(Reply):
    """A problem document. `fields` names the message's fields that are wrong, without their values; one in a list
    with its place, from 0: `rows[2].number`.

    starts_on: with `service.not_started` the service's first day, else null.
    """

    type: str
    title: str
    status: int
    code: str
    detail: str | None
    fields: tuple[str, ...]
    starts_on: date | None
    request_id: str

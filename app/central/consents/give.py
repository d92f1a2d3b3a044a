"""Recording a consent: signed by the card together with a check, or on paper within limits (R15)."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta

from app.central.consents.consent import LASTS, SERVICE_OF, ConsentKind, ConsentLevel
from app.central.consents.paper import forms_per_day
from app.central.consents.whose import person_checked
from app.central.problems import Refused
from app.central.service import Service
from app.central.storage.database import Transaction
from app.central.verification.audit import Asking
from app.central.verification.decide import Finding
from app.contract.consent import PaperConsentRequest
from app.contract.problem import ProblemCode
from app.scheme.days import JAPAN, business_day
from app.scheme.outcome import Outcome

_ID_BYTES = 18
_CHECK_SERVES = timedelta(hours=1)
_COLUMNS = (
    *("consent_id", "person_id", "institution", "check_id", "kind", "level", "staff"),
    *("form_number", "identity_document", "given_at", "until"),
)
_RECORD = (
    f"INSERT INTO consent ({', '.join(_COLUMNS)})"
    f" VALUES ({', '.join(f'${place}' for place in range(1, len(_COLUMNS) + 1))}) ON CONFLICT DO NOTHING"
)


async def note_eligibility_only(service: Service, asking: Asking) -> None:
    """The card certificate of this check was past its end: no consent may hang on it."""
    await service.database.append(
        "INSERT INTO eligibility_only_check (institution, check_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        [(asking.institution, asking.check_id)],
    )


async def record_signed(
    service: Service, asking: Asking, kinds: Sequence[str], found: Sequence[Finding]
) -> None:
    """What the PIN signed becomes a consent where the check ends valid; asked again, the first one stands.

    Kinds that this service does not know, or whose information has not started (R19), open nothing and are passed
    over: the eligibility was asked for as well, and is answered.
    """
    if len(found) != 1 or found[0].outcome is not Outcome.VALID:
        return
    today = business_day(asking.at)
    started = [
        kind
        for kind in ConsentKind
        if kind in kinds and service.settings.calendar.has_started(SERVICE_OF[kind], today)
    ]
    if started:
        await service.database.append(_RECORD, _signed_rows(found[0].person.id, asking, started))


async def record_paper(
    tx: Transaction, institution: str, request: PaperConsentRequest, now: datetime
) -> None:
    """A signed form on paper; sent again, the first one stands. Raises: Refused.

    consent.paper_refused: not allowed to this institution; consent.paper_limit: no more today;
    consent.identity_missing: the check shows nobody surely; consent.form_reused: the form is another check's.
    """
    kinds = kinds_of(request.kinds)
    per_day = await forms_per_day(tx, institution)
    if per_day is None:
        raise Refused(ProblemCode.CONSENT_PAPER_REFUSED)
    staff = request.staff.strip()
    if not staff:
        raise Refused(ProblemCode.MESSAGE_MALFORMED, "staff")
    person_id = await _identified(tx, institution, request, now)
    used = await tx.fetch(
        "SELECT check_id FROM consent WHERE institution = $1 AND form_number = $2",
        *(institution, request.form_number),
    )
    if any(row["check_id"] != request.check_id for row in used):
        raise Refused(ProblemCode.CONSENT_FORM_REUSED, "form_number")
    if not used and await _forms_today(tx, institution, now) >= per_day:
        raise Refused(ProblemCode.CONSENT_PAPER_LIMIT)
    document = (request.identity_document or "").strip() or None
    for kind in kinds:
        await tx.execute(
            _RECORD,
            *(secrets.token_urlsafe(_ID_BYTES), person_id, institution, request.check_id, kind.value),
            *(ConsentLevel.PAPER.value, staff, request.form_number, document, now, now + LASTS),
        )


def kinds_of(asked: Iterable[str]) -> list[ConsentKind]:
    """Raises: Refused (message.malformed) for a kind we do not know."""
    if unknown := set(asked) - set(ConsentKind):
        raise Refused(ProblemCode.MESSAGE_MALFORMED, "kinds", detail=f"{len(unknown)} of them unknown")
    return [kind for kind in ConsentKind if kind in asked]


async def _identified(tx: Transaction, institution: str, request: PaperConsentRequest, now: datetime) -> int:
    """The one person whom a check of the last hour found, with the photograph or a noted document. Raises: Refused."""
    checked = await person_checked(tx, institution, request.check_id, now - _CHECK_SERVES)
    if checked is None:
        raise Refused(ProblemCode.CONSENT_IDENTITY_MISSING, "check_id")
    if not checked.by_card and not (request.identity_document or "").strip():
        raise Refused(ProblemCode.CONSENT_IDENTITY_MISSING, "identity_document")
    return checked.person_id


async def _forms_today(tx: Transaction, institution: str, now: datetime) -> int:
    """Of the business day; withdrawn ones count."""
    begin = datetime.combine(business_day(now), time(), JAPAN).astimezone(UTC)
    rows = await tx.fetch(
        "SELECT form_number FROM consent WHERE institution = $1 AND level = 'paper' AND given_at >= $2",
        *(institution, begin),
    )
    return len({row["form_number"] for row in rows})


def _signed_rows(person_id: int, asking: Asking, kinds: Iterable[ConsentKind]) -> list[tuple[object, ...]]:
    return [
        (
            *(secrets.token_urlsafe(_ID_BYTES), person_id, asking.institution, asking.check_id, kind.value),
            *(ConsentLevel.PIN.value, asking.staff, "", None, asking.at, asking.at + LASTS),
        )
        for kind in kinds
    ]

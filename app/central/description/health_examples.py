"""An example of every message about consents and health information. All persons and places are invented."""

from datetime import UTC, datetime

from pydantic import BaseModel

from app.contract.consent import ConsentReply, ConsentsReply, PaperConsentRequest, WithdrawRequest

_CHECK_ID = "3b0c6a52-1d6f-4a5e-9c3e-0f7a2b9d4c11"
_GIVEN = datetime(2026, 4, 1, 0, 30, tzinfo=UTC)
_CONSENT = ConsentReply(
    consent_id="b3BhcXVlLWNvbnNlbnQtaWQx",
    check_id=_CHECK_ID,
    kind="drug",
    level="pin",
    given_at=_GIVEN,
    until=datetime(2026, 4, 2, 0, 30, tzinfo=UTC),
    withdrawn_at=None,
)

HEALTH_EXAMPLES: tuple[BaseModel, ...] = (
    _CONSENT,
    ConsentsReply(consents=(_CONSENT,), now=datetime(2026, 4, 1, 1, 15, tzinfo=UTC)),
    PaperConsentRequest(
        check_id=_CHECK_ID,
        kinds=("drug", "checkup"),
        form_number="2026-0117",
        identity_document="運転免許証",
        staff="佐藤",
    ),
    WithdrawRequest(staff="佐藤"),
)

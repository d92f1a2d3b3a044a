"""An example of every message. All persons and numbers are invented."""

from base64 import b64encode
from datetime import UTC, date, datetime

from pydantic import BaseModel

from app.central.description.health_examples import HEALTH_EXAMPLES
from app.central.description.insurer_examples import INSURER_EXAMPLES
from app.central.description.notice_examples import NOTICE_EXAMPLES
from app.central.description.portal_examples import PORTAL_EXAMPLES
from app.central.description.receipt_examples import RECEIPT_EXAMPLES
from app.contract.access import InstitutionReply, InsurerReply, InsurersReply, TokenReply, TokenRequest
from app.contract.batch import BatchItem, BatchProgress, BatchRequest, BatchResult, BatchResults
from app.contract.eligibility import (
    CertificateReply,
    EligibilityReply,
    InformationReply,
    NonceReply,
    PhotoCheckRequest,
    SignedCheckRequest,
    TypedCheckRequest,
)

_DAY = date(2026, 4, 1)
_NOW = datetime(2026, 4, 1, 0, 30, tzinfo=UTC)
_SOON = datetime(2026, 4, 1, 0, 35, tzinfo=UTC)
_CHECK_ID = "3b0c6a52-1d6f-4a5e-9c3e-0f7a2b9d4c11"
_AUDIENCE = "madoguchi:0f1e2d3c4b5a6978"
_NONCE = "Zk9yZXhhbXBsZS1vbmx5LW5vdC1hLXJlYWwtbm9uY2U"
_CERTIFICATE_DER = b64encode(b"DER of the card's certificate")
_SIGNATURE = b64encode(b"256 bytes that the card's key made of the statement")

_LIMIT = CertificateReply(
    kind="limit",
    class_code="A03",
    ratio_percent=None,
    valid_from=date(2025, 8, 1),
    valid_until=date(2026, 7, 31),
)
_INFORMATION = InformationReply(
    insurer="06139992",
    insurer_name="見本健康保険組合",
    symbol="12",
    number="3456",
    branch="00",
    relationship="1",
    acquired_on=date(2019, 4, 1),
    lost_on=None,
    loss_reason=None,
    registered_at=datetime(2021, 3, 1, tzinfo=UTC),
    name="架空　花",
    kana="カクウ　ハナ",
    sex="2",
    birth_on=date(1988, 2, 14),
    postcode="100-0000",
    address="東京都架空区見本一丁目",
    ratio_percent=None,
    certificates=(_LIMIT,),
    withheld=("specific_disease",),
)
_ITEM = BatchItem(
    item_id="1",
    on=date(2026, 4, 2),
    insurer="06139992",
    symbol="12",
    number="3456",
    branch="00",
    month_day="0214",
    birth_on=None,
)
_RESULT = BatchResult(
    item_id="1",
    outcome="valid",
    problem=None,
    on=date(2026, 4, 2),
    checked_at=_NOW,
    information=(_INFORMATION,),
)
_INSURER = InsurerReply(number="06139992", name="見本健康保険組合", usual_delay_days=12)

EXAMPLES: tuple[BaseModel, ...] = (
    *INSURER_EXAMPLES,
    *HEALTH_EXAMPLES,
    *PORTAL_EXAMPLES,
    *RECEIPT_EXAMPLES,
    *NOTICE_EXAMPLES,
    TokenRequest(
        grant_type="client_credentials", client_id="1319990014", client_secret="(the secret, told once)"
    ),
    TokenReply(access_token="(opaque)", token_type="Bearer", expires_in=900),
    InstitutionReply(code="1319990014", name="見本医院", practice=False, audience=_AUDIENCE, now=_NOW),
    _INSURER,
    InsurersReply(insurers=(_INSURER,), next_cursor=None),
    NonceReply(nonce=_NONCE, audience=_AUDIENCE, expires_at=_SOON),
    TypedCheckRequest(
        check_id=_CHECK_ID,
        on=_DAY,
        staff="佐藤",
        specific_disease_agreed=False,
        document="confirmation",
        insurer="06139992",
        symbol="12",
        number="3456",
        branch="00",
        month_day="0214",
        birth_on=None,
    ),
    PhotoCheckRequest(
        check_id=_CHECK_ID, on=_DAY, staff="佐藤", specific_disease_agreed=False, certificate=_CERTIFICATE_DER
    ),
    SignedCheckRequest(
        check_id=_CHECK_ID,
        on=_DAY,
        staff="佐藤",
        specific_disease_agreed=False,
        certificate=_CERTIFICATE_DER,
        signature=_SIGNATURE,
        nonce=_NONCE,
        expires_at=_SOON,
        consent_kinds=(),
        photograph_confirmed=True,
    ),
    _LIMIT,
    _INFORMATION,
    EligibilityReply(
        check_id=_CHECK_ID,
        outcome="valid",
        level="typed",
        on=_DAY,
        checked_at=_NOW,
        information=(_INFORMATION,),
    ),
    _ITEM,
    BatchRequest(batch_id="8f1c1d0e-2f64-4a0b-9b7d-5f2f8f1f6c22", staff="佐藤", items=(_ITEM,)),
    BatchProgress(
        receipt_number="0c9f4e7b21d35a6f8e10",
        state="working",
        total=120,
        done=50,
        paused_until=None,
        kept_until=datetime(2026, 4, 3, 0, 30, tzinfo=UTC),
    ),
    _RESULT,
    BatchResults(results=(_RESULT,), next_cursor="1"),
)

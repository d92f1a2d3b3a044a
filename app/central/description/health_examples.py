"""An example of every message about consents and health information. All persons and places are invented."""

from datetime import UTC, date, datetime
from decimal import Decimal

from pydantic import BaseModel

from app.contract.consent import ConsentReply, ConsentsReply, PaperConsentRequest, WithdrawRequest
from app.contract.records import (
    AlertAnswerRequest,
    AnsweredAlert,
    CheckupReply,
    CheckupsReply,
    CheckupValue,
    DispensingReply,
    DrugHistoryReply,
    GenericOffer,
    MedicineReply,
    NotAnswered,
    RecordsRequest,
)

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
    form_number=None,
)

_MEDICINE = MedicineReply(
    code="1129009F2010",
    name="見本ゾルピ錠１０ｍｇ",
    ingredient="ゾルピデム酒石酸塩錠１０ｍｇ",
    class_code="1129",
    class_name="催眠鎮静剤・抗不安剤",
    unit="錠",
    is_generic=False,
)
_GENERIC = GenericOffer(name="ゾルピデム酒石酸塩錠１０ｍｇ「架空」", saving_yen=720)
_DISPENSING = DispensingReply(
    dispensing_id="5d0c9a1be77f42d0a1c39b54",
    dispensed_on=date(2026, 2, 12),
    place="例示薬局",
    place_token="9b1f4e2c7a50d386",
    own=False,
    medicine=_MEDICINE,
    quantity=Decimal(28),
    days_supply=28,
    form="internal",
    source="pharmacy_receipt",
    known_at=datetime(2026, 3, 12, 2, tzinfo=UTC),
    generic=_GENERIC,
)
_NOT_ANSWERED = NotAnswered(
    insurer_name="見本自衛官等療養給付",
    reason="not_entrusted",
    valid_from=date(2023, 4, 1),
    valid_until=date(2024, 3, 31),
)
_ANSWERED = AnsweredAlert(
    alert="ingredient:4c1f0a9d22e8b7f3",
    facts="0d7be1c4a9f35268",
    answer="intended",
    note="頓用として併用中",
    staff="佐藤",
    answered_at=datetime(2026, 4, 1, 0, 40, tzinfo=UTC),
)
_VALUE = CheckupValue(
    item="9A751000000000001",
    name="収縮期血圧",
    value="138",
    unit="mmHg",
    low=None,
    high=Decimal(129),
    visit_low=None,
    visit_high=Decimal(139),
)
_CHECKUP = CheckupReply(
    held_on=date(2025, 6, 3),
    insurer_name="見本健康保険組合",
    registered_at=datetime(2025, 9, 1, tzinfo=UTC),
    values=(_VALUE,),
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
    RecordsRequest(consent_id=_CONSENT.consent_id, staff="佐藤"),
    _MEDICINE,
    _GENERIC,
    _DISPENSING,
    _NOT_ANSWERED,
    _ANSWERED,
    DrugHistoryReply(
        consent_id=_CONSENT.consent_id,
        read_at=_GIVEN,
        complete_from=date(2023, 4, 1),
        newest_month="2026-02",
        dispensings=(_DISPENSING,),
        not_answered=(_NOT_ANSWERED,),
        answered=(_ANSWERED,),
        generics_declined=(),
    ),
    _VALUE,
    _CHECKUP,
    CheckupsReply(
        consent_id=_CONSENT.consent_id,
        read_at=_GIVEN,
        complete_from=date(2021, 4, 1),
        checkups=(_CHECKUP,),
        not_answered=(),
    ),
    AlertAnswerRequest(
        consent_id=_CONSENT.consent_id,
        alert="ingredient:4c1f0a9d22e8b7f3",
        facts="0d7be1c4a9f35268",
        answer="intended",
        note="頓用として併用中",
        staff="佐藤",
    ),
)

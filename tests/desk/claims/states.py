"""A month of invented receipts as its page shows it."""

from dataclasses import replace
from datetime import date, timedelta

from app.claims.evidence import KnownCover, Source
from app.claims.fixes import ChangedLine, Fix, FixItem
from app.claims.month import ClaimState, MonthFile, MonthId, Question, WholeFile
from app.claims.ports import (
    CopiedReceipt,
    MonthSummary,
    PayerSum,
    ReceiptPage,
    ReceiptRow,
    ToldOutcome,
)
from app.claims.precheck import DayFinding, DayStatus, Precheck, Prediction
from app.claims.typed_fixes import TypedReceipt
from app.desk.claims.month.state import Mending, MonthPageState, Rows
from app.scheme.cover import Cover
from app.scheme.receipts.agencies import ReviewAgency
from app.scheme.receipts.complaints import Complaint, Fault, Weight
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.letters import FileForm
from app.scheme.receipts.routing import ReviewOutcome
from tests.people import NOW, insured

WHOLE = WholeFile(ReceiptKind.MEDICAL, FileForm(), ("IR,1",), ("GO",), "1319990014", date(2026, 11, 1))
MONTH = MonthFile(MonthId("1"), "RECEIPTC.UKE", NOW, "佐藤", ClaimState.PREPARED, WHOLE, 612, 640, 349_990)
SENDING = replace(MONTH, wants_sending=True, receipt_number="20261122-1", length=1000, sent=420)
SENT = replace(MONTH, state=ClaimState.SENT, sent_at=NOW)
REVIEWED = replace(SENT, state=ClaimState.REVIEWED, run=1, closes_on=date(2026, 12, 20))
SETTLED = replace(REVIEWED, state=ClaimState.SETTLED)
PAUSED = replace(MONTH, asking=Question("1", "R", None, NOW + timedelta(minutes=40)))
LOST_ON = date(2026, 10, 12)
OLD = KnownCover(
    Cover(insured(), "見本健康保険組合", "2", date(2024, 4, 1), LOST_ON, "03"), NOW, Source.BATCH
)
_NEW_CARD = insured("01139997", "13990001", "7", "01")
NEW = KnownCover(
    Cover(_NEW_CARD, "全国見本健康保険協会東京支部", "1", LOST_ON, None, None), NOW, Source.CHART
)


def row(place: int = 1, **changes: object) -> ReceiptRow:
    found = ReceiptRow(
        place=place,
        number=str(place),
        chart="000231",
        name="架空　花",
        kana="カクウハナ",
        birth_on=date(1988, 2, 14),
        month=date(2026, 10, 1),
        payer="06139992",
        payer_name="見本健康保険組合",
        points=424,
        prediction=Prediction.REASSIGNED,
        reason="other_cover",
        weight=None,
        outcome=None,
        fixed=0,
        open_fixes=1,
    )
    return replace(found, **changes)  # type: ignore[arg-type]


ROWS = (
    row(),
    row(
        7, name="例示　一郎", prediction=Prediction.SPLIT, reason="cover_changed", open_fixes=0, points=1_240
    ),
    row(31, name="仮名　海", prediction=Prediction.RETURNED, reason="unknown_person", open_fixes=0),
    row(88, name="見本　正", prediction=Prediction.KOKUHO, reason="no_cover", open_fixes=0, payer="138024"),
    row(
        402,
        name="架空　長五郎左衛門",
        prediction=Prediction.UNCONFIRMED,
        reason="unconfirmed",
        weight=Weight.RECEIPT,
    ),
)
NUMBER = Fix(
    FixItem.NUMBER,
    str(insured()),
    str(_NEW_CARD),
    ("01139997", "13990001", "7", "01"),
    Source.CHART,
)
KANA = Fix(FixItem.KANA, "カクウハナ", "カクウハル", ("カクウハル",), Source.BATCH)
PRECHECK = Precheck(
    1,
    Prediction.REASSIGNED,
    "other_cover",
    (
        DayFinding(date(2026, 10, 13), DayStatus.OTHER, NEW),
        DayFinding(date(2026, 10, 20), DayStatus.OTHER, NEW),
    ),
    (NUMBER, KANA),
    LOST_ON,
)
SPLIT = Precheck(
    7,
    Prediction.SPLIT,
    "cover_changed",
    (
        DayFinding(date(2026, 10, 5), DayStatus.STATED, OLD),
        DayFinding(date(2026, 10, 13), DayStatus.NEWER, OLD),
        DayFinding(date(2026, 10, 20), DayStatus.NEWER, OLD),
        DayFinding(date(2026, 10, 27), DayStatus.UNCOVERED, OLD),
        DayFinding(date(2026, 10, 28), DayStatus.NOBODY),
        DayFinding(date(2026, 10, 29), DayStatus.UNCONFIRMED),
    ),
    (),
    LOST_ON,
)
COMPLAINTS = (
    Complaint(Fault.TOTAL_POINTS, 12, "HO", "合計点数", "424", 1),
    Complaint(Fault.PAYER_DIGIT, 13, "KO", "負担者番号", "", 1),
)
COPY = CopiedReceipt(1, 2, ("RE", "HO", "SI"), ())
PAGE = ReceiptPage(ROWS[0], COPY, PRECHECK, (), None)
FIXED = replace(PAGE, copy=replace(COPY, fixes=(KANA,)), row=replace(ROWS[0], fixed=1))
PREVIEW = (
    ChangedLine(3, "HO,06139992,７０１,４４２,2,424,,,,,,,,,", "HO,01139997,13990001,7,2,424,,,,,,,,,"),
    ChangedLine(4, "SN,1,01,,,,02,,", "SN,1,01,,,,01,,"),
)
TYPED = TypedReceipt("06139992", "701", "442", "02", "架空　花", "カクウハナ", "昭和63年2月14日", "2")
LOOKED_AT = Mending(fixes=(NUMBER, KANA), lines=PREVIEW)
TYPING = Mending(TYPED, TYPED)
REFUSED = replace(
    TYPING, wrong=(("insurer", "input.insurer_number"), ("name", "input.letter"), ("birth", "input.day"))
)
TO_LATE_ELDERLY = Mending(
    TYPED,
    TYPED,
    fixes=(
        Fix(
            FixItem.NUMBER,
            str(insured()),
            "39139993 00000123",
            ("39139993", "", "00000123", ""),
            Source.STAFF,
        ),
    ),
    lines=(PREVIEW[0],),
    retyped=("1116", "1318"),
    elsewhere=ReviewAgency.FEDERATION,
)
LOOKED_AT_AS_TYPED = replace(TYPING, fixes=(replace(KANA, source=Source.STAFF),), lines=PREVIEW[1:])
SUMMARY = MonthSummary(
    compared=612,
    predictions={
        Prediction.FORWARDED: 570,
        Prediction.REASSIGNED: 22,
        Prediction.SPLIT: 9,
        Prediction.KOKUHO: 3,
        Prediction.RETURNED: 6,
        Prediction.UNCONFIRMED: 2,
    },
    differing=14,
    faulty=1,
    questions=0,
    payers=(
        PayerSum("06139992", "見本健康保険組合", 410, 240_120),
        PayerSum("138024", "", 202, 109_870),
    ),
    complaints={Weight.RECEIPT: 1, Weight.WARNING: 1},
    fixed=0,
    elsewhere={},
    outcomes={},
    unlike=0,
)


def page(**changes: object) -> MonthPageState:
    found = MonthPageState(
        NOW,
        MONTH,
        SUMMARY,
        rows=Rows(1, len(ROWS), 0, ROWS),
        chosen=PAGE,
        complaints=COMPLAINTS,
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def reviewed() -> MonthPageState:
    rows = (
        replace(ROWS[0], outcome=ReviewOutcome.REASSIGNED),
        replace(ROWS[1], outcome=ReviewOutcome.RETURNED),
        *ROWS[2:],
    )
    chosen = ReceiptPage(rows[1], COPY, SPLIT, (), ToldOutcome(7, "returned", "uncovered_days"))
    outcomes = {
        ReviewOutcome.FORWARDED: 572,
        ReviewOutcome.REASSIGNED: 22,
        ReviewOutcome.SPLIT: 8,
        ReviewOutcome.KOKUHO: 3,
        ReviewOutcome.RETURNED: 7,
    }
    summary = replace(SUMMARY, outcomes=outcomes, unlike=1, fixed=3)
    return page(month=REVIEWED, summary=summary, rows=Rows(2, len(rows), 0, rows), chosen=chosen)

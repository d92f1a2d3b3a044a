"""A morning's appointments with invented people: what the batch screen shows of them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.appointments.appointment import (
    Appointment,
    Batch,
    BatchId,
    BatchState,
    FollowUp,
    Item,
    ItemId,
    ItemState,
)
from app.appointments.exceptions import ExceptionalItem, ExceptionKind, exception_of
from app.appointments.file import Complaint
from app.desk.appointments.batch.state import BatchPageState, Exceptions
from app.eligibility.answer import Answer
from app.eligibility.linking import Candidate
from app.scheme.certificates import LIMIT, EntitlementCertificate
from app.scheme.outcome import Outcome
from tests.fakes.ledger import PatientsInMemory
from tests.people import NOW, answer, held, information, insured, patient

Person = dict[str, Any]
ADDRESS = "東京都見本区例示1-2-3"
TUESDAY = date(2026, 11, 24)
BATCH = Batch(
    id=BatchId("00000000-0000-4000-8000-000000000086"),
    file_name="予約_20261124.csv",
    entered_at=NOW - timedelta(minutes=4),
    start_at=NOW - timedelta(minutes=4),
    staff_name="佐藤",
    state=BatchState.DONE,
    receipt_number="20261122-000031",
    cursor=None,
    total=86,
    done=86,
)
WORKING = replace(BATCH, state=BatchState.WORKING, done=31)
WAITING = replace(
    BATCH, state=BatchState.ENTERED, receipt_number=None, done=0, start_at=NOW + timedelta(hours=31)
)
PAUSED = replace(WORKING, paused_until=NOW + timedelta(minutes=12))
LEFT_OUT = (
    Complaint(14, "insurer", "8桁（国保は6桁）ではありません"),
    Complaint(52, "birth", "枝番のない証には、年月日がそろった生年月日が要ります"),
    Complaint(60, "", "引用符か列の数が合いません"),
    Complaint(77, "on", "暦にない日付か、読めない書き方です"),
)


def appointment(line: int = 2, **changes: object) -> Appointment:
    values: dict[str, object] = {
        "on": TUESDAY,
        "at": "9:30",
        "chart_number": "1024",
        "name": "架空　花",
        "kana": "カクウ　ハナ",
        "birth_on": date(1988, 2, 14),
        "month_day": None,
        "insured": insured(),
    }
    return Appointment(line=line, **(values | changes))  # type: ignore[arg-type]


def item(number: int, told: Answer | None, problem: str | None = None, **changes: object) -> Item:
    state = ItemState.REFUSED if told is None else ItemState.ANSWERED
    return Item(ItemId(str(number)), appointment(number + 1, **changes), state, told, problem, None)


UNCHANGED = patient(4, held(insured(number="700", branch="01")), name="例示　葉", kana="レイジ　ヨウ",
                    birth_on=date(1990, 3, 4), address=ADDRESS)  # fmt: skip


def patients() -> PatientsInMemory:
    """架空 花 whose ratio changes, 例示 一郎 who lapses, 見本 正 whose certificate ends."""
    return PatientsInMemory(
        patient(1, held(ratio_percent=30), phone="03-1234-5678", address=ADDRESS),
        patient(2, held(insured(number="501", branch="00")), name="例示　一郎", kana="レイジ　イチロウ", sex="1",
                birth_on=date(1979, 6, 2), phone="090-0000-1111", address=ADDRESS),
        patient(3, held(insured(number="612", branch="00")), name="見本　正", kana="ミホン　タダシ", sex="1",
                birth_on=date(1951, 1, 9), address=ADDRESS),
        UNCHANGED,
    )  # fmt: skip


def changed() -> Item:
    now = information(
        insured(branch="03"), ratio_percent=20, address="東京都見本区例示9丁目8番7号　架空荘202"
    )
    return item(1, answer(Outcome.VALID, now))


def lapsed() -> Item:
    card = insured(number="501", branch="00")
    person: dict[str, Any] = {
        "name": "例示　一郎",
        "kana": "レイジ　イチロウ",
        "sex": "1",
        "birth_on": date(1979, 6, 2),
    }
    told = information(card, lost_on=date(2026, 11, 1), **person)
    return item(7, answer(Outcome.LAPSED_NEWER, told), at="9:45", chart_number="377", insured=card,
                name="例示　一郎", kana="レイジ　イチロウ", birth_on=date(1979, 6, 2))  # fmt: skip


def none() -> Item:
    return item(19, answer(Outcome.NONE), at="10:15", chart_number="2210", name="仮名　海", kana="カメイ　ウミ",
                birth_on=None, month_day="0731", insured=insured("138024", "東京", "88012", "01"))  # fmt: skip


def several() -> Item:
    twins = [information(insured(number="777", branch=each), name=f"双子　{name}", kana=f"フタゴ　{kana}")
             for each, name, kana in (("03", "一", "ハジメ"), ("04", "二", "ツギ"))]  # fmt: skip
    return item(33, answer(Outcome.SEVERAL, *twins), at="11:00", name="双子　一", kana="フタゴ　ハジメ",
                insured=insured(number="777", branch=""))  # fmt: skip


def expiring() -> Item:
    card = insured(number="612", branch="00")
    limit = EntitlementCertificate(LIMIT, "A03", None, date(2026, 8, 1), date(2026, 11, 30))
    person: dict[str, Any] = {
        "name": "見本　正",
        "kana": "ミホン　タダシ",
        "sex": "1",
        "birth_on": date(1951, 1, 9),
    }
    return item(40, answer(Outcome.VALID, information(card, (limit,), **person)), at="11:15", name="見本　正",
                kana="ミホン　タダシ", birth_on=date(1951, 1, 9), insured=card)  # fmt: skip


def unknown() -> Item:
    card = insured(number="901", branch="00")
    told = information(card, name="長谷川仮名之助　見本右衛門", kana="ハセガワカメイノスケ　ミホンエモン",
                       birth_on=date(1993, 12, 31))  # fmt: skip
    return item(52, answer(Outcome.VALID, told), at="14:00", chart_number="", insured=card,
                name="長谷川仮名之助　見本右衛門", kana="ハセガワカメイノスケ　ミホンエモン",
                birth_on=date(1993, 12, 31))  # fmt: skip


def refused() -> Item:
    return item(60, None, "number.refused", at="15:30", name="例示　葉", kana="レイジ　ヨウ")


def exceptional(found: Item) -> ExceptionalItem:
    told = exception_of(found, patients())
    assert told is not None
    return told


def all_exceptions() -> tuple[ExceptionalItem, ...]:
    items = (changed(), lapsed(), none(), several(), expiring(), unknown(), refused())
    return tuple(map(exceptional, items))


def with_candidates() -> ExceptionalItem:
    told = exceptional(unknown())
    alike = tuple(
        Candidate(patients().get(each.id), ("生年月日", "カナ氏名"), ("氏名", "被保険者番号"))
        for each in (patient(1), patient(2))
    )
    return replace(told, candidates=alike, kinds=(ExceptionKind.UNKNOWN_PATIENT,))


def page(**changes: object) -> BatchPageState:
    found = all_exceptions()
    values: dict[str, Any] = {"batch": BATCH, "exceptions": found, "chosen": found[0]} | changes
    return BatchPageState(NOW, **(values | {"exceptions": Exceptions.of(values["exceptions"])}))


def put_off(found: ExceptionalItem, note: str) -> ExceptionalItem:
    return replace(found, item=replace(found.item, follow_up=FollowUp.PUT_OFF, note=note))

"""The reception in each of its states, with invented people, to be looked at."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from app.desk.advice import advice_of
from app.desk.reception.form.hints import insurer_hint
from app.desk.reception.panel import ReceptionPanel
from app.desk.reception.state import (
    EMPTY_FORM,
    AnswerState,
    CardPhase,
    CardState,
    FormState,
    ReceptionState,
    TodayState,
)
from app.desk.shell.window import MainWindow
from app.eligibility.answer import Check, CheckState, LastKnown
from app.eligibility.card import CardKind
from app.eligibility.counter import Shown
from app.eligibility.differences import differences
from app.eligibility.linking import Candidate, Linked, NotHeld, ShortList
from app.eligibility.look_alikes import LookAlike
from app.eligibility.ports import CentralUnreachable
from app.eligibility.question import TypedForm
from app.eligibility.reasons import Evidence, explain
from app.patients.patient import PatientId
from app.scheme.certificates import ELDERLY, LIMIT, SPECIFIC_DISEASE, EntitlementCertificate
from app.scheme.cover import EligibilityInformation
from app.scheme.outcome import DocumentKind, Level, Outcome
from app.scheme.transitions import document_hint
from tests.desk.reception.counter import READER, lies_there, reading
from tests.desk.shell.shell import FOLDER, window
from tests.people import NOW, TODAY, answer, check, held, information, insured, patient, photo, signed, typed

_UNTIL = date(2027, 7, 31)
_LIMIT = EntitlementCertificate(LIMIT, "A03", None, date(2026, 8, 1), _UNTIL)
_WORKING = EntitlementCertificate(LIMIT, "B03", None, date(2026, 8, 1), _UNTIL)
_RATIO = EntitlementCertificate(ELDERLY, None, 20, date(2026, 8, 1), _UNTIL)
_DIALYSIS = EntitlementCertificate(SPECIFIC_DISEASE, "1", None, date(2026, 8, 1), None)
_LIMIT_OF_JULY = EntitlementCertificate(LIMIT, "B09", None, date(2025, 8, 1), date(2026, 7, 31))
HANA = information(certificates=(_LIMIT,), ratio_percent=None)
ICHIRO = information(
    insured("31139942", "118", "20418", "01"),
    name="例示　一郎",
    kana="レイジ　イチロウ",
    sex="1",
    birth_on=date(1993, 8, 3),
    insurer_name="見本共済組合",
    relationship="1",
    acquired_on=date(2016, 4, 1),
    lost_on=date(2026, 10, 31),
    loss_reason="03",
)
LONG_NAME = information(
    insured("39139990", "", "12345678", ""),
    ratio_percent=10,
    name="長谷川仮名之助　見本●衛門",
    kana="ハセガワカメイノスケ　ミホンエモン",
    sex="1",
    birth_on=date(1948, 3, 20),
    insurer_name="東京都見本後期高齢者医療広域連合（仮）",
    relationship="1",
)
ELDER = information(
    certificates=(_WORKING, _RATIO, _DIALYSIS),
    birth_on=date(1953, 5, 5),
    name="見本　正",
    kana="ミホン　タダシ",
)
MIDORI_IN_JULY = information(
    insured("39139993", "", "12345678", ""),
    certificates=(_LIMIT_OF_JULY,),
    ratio_percent=20,
    birth_on=date(1948, 5, 5),
    name="仮名　緑",
    kana="カメイ　ミドリ",
)
UNKNOWN_RATIO = information(birth_on=date(1953, 5, 5), name="仮名　緑", kana="カメイ　ミドリ")
TWINS = (
    information(
        insured(branch="03"), name="仮名　海", kana="カメイ　ウミ", sex="2", birth_on=date(2018, 6, 1)
    ),
    information(
        insured(branch="04"), name="仮名　空", kana="カメイ　ソラ", sex="1", birth_on=date(2018, 6, 1)
    ),
)


def _answered(number: int, told: EligibilityInformation | None, outcome: Outcome, **changes: Any) -> Check:
    people = (told,) if told else ()
    values: dict[str, Any] = {
        "state": CheckState.ANSWERED,
        "answer": answer(outcome, *people, level=Level.PIN),
        "entered_at": NOW - timedelta(minutes=3 * number),
        "answered_in_s": 0.4,
        "patient_id": PatientId(231 + number),
    }
    return check(f"00000000-0000-4000-8000-{number:012}", **(values | changes))


VALID = _answered(1, HANA, Outcome.VALID, question=signed(), answered_in_s=0.9)
LAPSED = _answered(2, ICHIRO, Outcome.LAPSED, ask_again_on=date(2026, 11, 25))
NONE = _answered(4, None, Outcome.NONE, question=typed(insured("06139993")), patient_id=None)
SEVERAL = _answered(5, None, Outcome.SEVERAL, patient_id=None)
SEVERAL = replace(
    SEVERAL,
    answer=answer(Outcome.SEVERAL, *TWINS),
    question=typed(insured(branch=""), month_day=None, birth_on=date(2018, 6, 1)),
)
WAITING = check("00000000-0000-4000-8000-000000000006", entered_at=NOW - timedelta(minutes=20))
TODAYS = (
    VALID,
    LAPSED,
    _answered(3, ELDER, Outcome.VALID, question=photo()),
    SEVERAL,
    NONE,
    WAITING,
    replace(WAITING, id=VALID.id, state=CheckState.DROPPED, failure_code="line.not_connected"),
    _answered(8, LONG_NAME, Outcome.VALID, question=typed(document=DocumentKind.INSURANCE_CARD)),
)


def shown(told: Check, **changes: Any) -> Shown:
    """As the counter shows it, with the explanation that belongs to it."""
    evidence = Evidence(TODAY, 6, (ALIKE,))
    explanation = explain(told.question, told.answer, evidence) if told.answer else None
    day = None if told.answer and told.answer.outcome is Outcome.VALID else date(2026, 11, 25)
    values: dict[str, Any] = {"explanation": explanation, "ask_again_on": day}
    return Shown(told, **(values | changes))


ALIKE = LookAlike(patient(417, name="見本　正", kana="ミホン　タダシ"), held(), "番号", "442")
_HANA_HELD = patient(231, held(insured(branch="")), address="東京都見本区例示1-2-3")
_READ = CardState(CardPhase.READ, READER, 3, reading(3), TODAY)
_DONE = replace(_READ, photograph_confirmed=True, done=True)
_EMPTY = CardState(CardPhase.EMPTY, READER, today=TODAY)
_TYPED = TypedForm("０６１３９９９", "", "", "", "")


def _form(form: TypedForm = EMPTY_FORM, **changes: Any) -> FormState:
    return FormState(form, revision=1, insurer=insurer_hint(form.insurer), **changes)


def _state(
    told: Shown | None = None,
    card: CardState = _EMPTY,
    form: FormState | None = None,
    today: TodayState | None = None,
    **changes: Any,
) -> ReceptionState:
    return ReceptionState(
        card,
        form or _form(),
        AnswerState(told, TODAY, **changes),
        today or TodayState(TODAYS, chosen=told.check.id if told else ""),
    )


def _valid(told: EligibilityInformation, **changes: Any) -> Shown:
    return shown(_answered(1, told, Outcome.VALID, question=typed()), **changes)


def _in_july(told: EligibilityInformation, **changes: Any) -> Shown:
    on = date(2026, 7, 15)
    asked = _answered(
        1, told, Outcome.VALID, question=typed(on=on), answer=answer(Outcome.VALID, told, on=on)
    )
    return shown(asked, **changes)


def _provisional() -> Shown:
    known = LastKnown(HANA, datetime(2026, 10, 20, 1, 0, tzinfo=UTC), PatientId(231))
    return Shown(WAITING, CentralUnreachable(), known)


def _refused(code: str) -> Shown:
    return Shown(replace(WAITING, state=CheckState.REFUSED, failure_code=code))


_LINKED = Linked(patient(231), ("生年月日", "被保険者番号"))
_LIKELY = ShortList(
    (
        Candidate(patient(231), ("生年月日", "カナ氏名", "性別"), ("被保険者番号", "氏名")),
        Candidate(
            patient(1204, name="架空　華子"), ("生年月日", "性別"), ("被保険者番号", "カナ氏名", "氏名")
        ),
    )
)
_LAST_TRY = replace(
    _READ,
    reading=reading(3, valid_until=datetime(2026, 12, 24, tzinfo=UTC), tries_left=1),
    tries_left=1,
    trouble=advice_of("pin.wrong"),
)

STATES: dict[str, ReceptionState] = {
    "start": _state(today=TodayState()),
    "no-service": _state(card=CardState(CardPhase.NO_SERVICE, today=TODAY)),
    "no-reader": _state(card=CardState(CardPhase.NO_READER, today=TODAY)),
    "reading": _state(card=CardState(CardPhase.READING, READER, 3, today=TODAY, busy=True)),
    "card-read": _state(card=_READ),
    "last-try": _state(card=_LAST_TRY),
    "phone": _state(card=replace(_READ, reading=reading(3, kind=CardKind.IPHONE))),
    "other-card": _state(
        card=CardState(CardPhase.FAILED, READER, 3, today=TODAY, trouble=advice_of("card.other_card"))
    ),
    "valid": _state(
        shown(VALID, link=_LINKED, differences=differences(_HANA_HELD, HANA)),
        replace(_DONE, pin_given=True),
        _form(_TYPED),
    ),
    "valid-new-patient": _state(_valid(LONG_NAME, link=NotHeld()), _DONE),
    "valid-contradiction": _state(_valid(ELDER, link=_LINKED), may_see_disease=True),
    "valid-in-july": _state(_in_july(MIDORI_IN_JULY, link=_LINKED)),
    "valid-ratio-not-given": _state(_valid(UNKNOWN_RATIO, link=_LINKED)),
    "short-list": _state(_valid(HANA, link=_LIKELY)),
    "lapsed": _state(shown(LAPSED, link=_LINKED)),
    "lapsed-newer": _state(shown(_answered(2, ICHIRO, Outcome.LAPSED_NEWER), link=NotHeld())),
    "none": _state(
        shown(NONE),
        form=_form(TypedForm("06139993", "701", "442", "", "S63.2.14"), look_alikes=(ALIKE,)),
    ),
    "several": _state(shown(SEVERAL)),
    "provisional": _state(_provisional(), _DONE),
    "waiting": _state(Shown(WAITING, CentralUnreachable())),
    "refused": _state(_refused("misses.exceeded")),
    "card-seen": _state(_refused("line.not_connected")),
    "form-old-card": _state(
        form=_form(
            TypedForm("06139992", "701", "442", document=DocumentKind.INSURANCE_CARD),
            insurer_name="見本健康保険組合",
            document_hint=document_hint(DocumentKind.INSURANCE_CARD, TODAY),
        )
    ),
    "form-complaint": _state(
        form=_form(
            TypedForm("06139992", "701", "442", "2", "0214"),
            insurer_name="見本健康保険組合",
            wrong_field="branch",
            complaint="枝番は2桁です。なければ空欄にしてください。",
        )
    ),
}


def reception_in_window(state: ReceptionState, shell: MainWindow) -> MainWindow:
    panel = ReceptionPanel()
    panel.show_state(state)
    shell.add_screen("reception", lambda: panel)
    shell.readers_changed(lies_there())
    shell.line_said(None)
    shell.show_desk()
    return shell


def _shot(state: ReceptionState) -> Callable[[], QWidget]:
    return lambda: reception_in_window(state, window(FOLDER))


SHOTS: dict[str, Callable[[], QWidget]] = {
    f"reception-{name}": _shot(state) for name, state in STATES.items()
}

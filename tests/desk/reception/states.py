"""States of the reception with invented people, one for each outcome: for panels' tests and for pictures."""

from dataclasses import replace
from datetime import UTC, date, datetime

from app.desk.reception.form.hints import insurer_hint
from app.desk.reception.state import AnswerState, CardPhase, CardState, FormState, ReceptionState, TodayState
from app.eligibility.answer import Check, CheckState, LastKnown
from app.eligibility.card import CardKind, CardReading
from app.eligibility.counter import Shown
from app.eligibility.differences import differences
from app.eligibility.linking import Candidate, Linked, NotHeld, ShortList
from app.eligibility.ports import CentralUnreachable
from app.eligibility.question import TypedForm
from app.eligibility.reasons import Evidence, explain
from app.patients.patient import PatientId
from app.scheme.certificates import EntitlementCertificate
from app.scheme.cover import EligibilityInformation
from app.scheme.outcome import DocumentKind, Outcome
from tests.people import NOW, TODAY, answer, check, held, information, insured, patient, photo, signed, typed

LIMIT = EntitlementCertificate("limit", "A03", None, date(2026, 8, 1), date(2027, 7, 31))
VALID = information(certificates=(LIMIT,))
LAPSED = information(
    insured("31139942", "118", "20418", "01"),
    name="例示　一郎",
    kana="レイジ　イチロウ",
    sex="1",
    birth_on=date(1993, 8, 3),
    relationship="1",
    insurer_name="見本共済組合",
    acquired_on=date(2016, 4, 1),
    lost_on=date(2026, 10, 31),
    loss_reason="03",
)
LAPSED = replace(LAPSED, registered_at=datetime(2026, 11, 4, 3, 0, tzinfo=UTC))
TWINS = tuple(
    information(insured(branch=branch), name=name, kana=kana, sex=sex, birth_on=date(2017, 8, 26))
    for branch, name, kana, sex in (
        ("02", "仮名　海", "カメイ　ウミ", "2"),
        ("03", "仮名　空", "カメイ　ソラ", "1"),
    )
)
READING = CardReading(
    "SONY FeliCa RC-S300/P 00 00",
    7,
    CardKind.PLASTIC,
    b"certificate",
    datetime(2024, 2, 1, tzinfo=UTC),
    datetime(2029, 2, 14, tzinfo=UTC),
    3,
)
EMPTY = CardState(CardPhase.EMPTY, "SONY FeliCa RC-S300/P 00 00", today=TODAY)
READ = CardState(CardPhase.READ, READING.reader, 7, READING, TODAY)
DONE = replace(READ, photograph_confirmed=True, pin_given=True, done=True)
TYPING = FormState(TypedForm("0613999"), 1, insurer_hint("0613999"))


def _check(number: int, minute: int, **changes: object) -> Check:
    moment = NOW.replace(minute=minute)
    return check(f"00000000-0000-4000-8000-{number:012}", entered_at=moment, **changes)


def _answered(
    number: int, minute: int, outcome: Outcome, *people: EligibilityInformation, **changes: object
) -> Check:
    came = answer(outcome, *people, checked_at=NOW.replace(minute=minute))
    return _check(number, minute, state=CheckState.ANSWERED, answer=came, answered_in_s=0.4, **changes)


BY_PIN = _answered(1, 32, Outcome.VALID, VALID, question=signed(), patient_id=PatientId(231))
BY_LAPSED = _answered(
    2,
    29,
    Outcome.LAPSED,
    LAPSED,
    question=typed(document=DocumentKind.INSURANCE_CARD),
    patient_id=PatientId(118),
    ask_again_on=date(2026, 11, 25),
)
BY_TWINS = _answered(4, 20, Outcome.SEVERAL, *TWINS, question=typed(insured(branch="")))
BY_NONE = _answered(5, 15, Outcome.NONE, question=typed(insured("06139993")))
WAITING = _check(6, 12, question=photo())
LIST = (
    BY_PIN,
    BY_LAPSED,
    _answered(
        3, 24, Outcome.VALID, information(name="見本　正"), question=photo(), patient_id=PatientId(417)
    ),
    BY_TWINS,
    BY_NONE,
    WAITING,
)


def _explained(made: Check, delay: int | None = 6) -> Shown:
    assert made.answer is not None
    told = explain(made.question, made.answer, Evidence(TODAY, delay))
    return Shown(made, explanation=told, ask_again_on=date(2026, 11, 25))


KNOWN = patient(231, held(insured(branch="")))
CHART = patient(118, held(LAPSED.cover.insured), name="例示　一郎", kana="レイジ　イチロウ")
SHOWN = {
    "valid": Shown(
        BY_PIN,
        link=Linked(KNOWN, ("生年月日", "被保険者番号")),
        differences=differences(KNOWN, information(address=None)),
    ),
    "valid-new": Shown(replace(BY_PIN, patient_id=None), link=NotHeld()),
    "valid-which": Shown(
        replace(BY_PIN, patient_id=None),
        link=ShortList(
            (
                Candidate(KNOWN, ("生年月日", "カナ氏名"), ("被保険者番号",)),
                Candidate(patient(502), ("生年月日", "性別"), ("カナ氏名", "被保険者番号")),
            )
        ),
    ),
    "lapsed": replace(_explained(BY_LAPSED), link=Linked(CHART, ("生年月日", "被保険者番号"))),
    "lapsed-newer": replace(
        _explained(replace(BY_LAPSED, answer=answer(Outcome.LAPSED_NEWER, LAPSED))),
        link=Linked(CHART, ("生年月日", "被保険者番号")),
    ),
    "none": _explained(BY_NONE),
    "several": _explained(BY_TWINS),
    "provisional": Shown(
        WAITING, CentralUnreachable(), LastKnown(VALID, datetime(2026, 11, 1, 1, 0, tzinfo=UTC), None)
    ),
    "waiting": Shown(WAITING, CentralUnreachable()),
    "refused": Shown(replace(WAITING, state=CheckState.REFUSED, failure_code="certificate.revoked")),
    "card-seen": Shown(replace(WAITING, state=CheckState.DROPPED, failure_code="line.not_connected")),
}


def reception(name: str, card: CardState = EMPTY, form: FormState = TYPING) -> ReceptionState:
    """The reception with this answer and today's list."""
    shown = SHOWN[name]
    return ReceptionState(
        card=card,
        form=form,
        answer=AnswerState(shown, TODAY, may_see_disease=False),
        today=TodayState(LIST, chosen=shown.check.id),
    )

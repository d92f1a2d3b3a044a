"""An answer as words and facts, ready to be painted: no widget decides what a code means."""

from dataclasses import dataclass
from datetime import date

from app.desk.advice import advice_for, advice_of
from app.desk.reception import keys
from app.desk.reception.answer.cells import Cell, cells_of
from app.desk.theme_tones import Tone
from app.eligibility.answer import Check, CheckState
from app.eligibility.counter import Shown
from app.eligibility.differences import Difference
from app.eligibility.linking import Linked, ShortList
from app.eligibility.question import way_words
from app.eligibility.reasons import Cause, NextStep
from app.patients.patient import patient_number
from app.scheme.burden import contradiction
from app.scheme.cover import EligibilityInformation
from app.scheme.days import JAPAN, age_on, business_day, written, written_short
from app.scheme.outcome import Outcome

_TONES: dict[Outcome, Tone] = {
    Outcome.VALID: "valid",
    Outcome.LAPSED: "lapsed",
    Outcome.LAPSED_NEWER: "lapsed",
    Outcome.NONE: "caution",
    Outcome.SEVERAL: "several",
}
STEP_KEYS = {
    NextStep.TYPE_AGAIN: keys.FORM,
    NextStep.CHECK_BY_CARD: keys.PHOTOGRAPH,
    NextStep.TYPE_NEW_CARD: keys.FORM,
    NextStep.PRINT_DECLARATION: keys.DECLARATION,
    NextStep.ASK_AGAIN_LATER: keys.ASK_AGAIN,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A person or a chart to choose by key."""

    title: str
    detail: str
    key: str


@dataclass(frozen=True, slots=True)
class Person:
    kana: str
    name: str
    born: str
    age: str
    sex: str


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Everything on the answer card, top to bottom."""

    tone: Tone
    verdict: str
    lead: str
    confirmed: str = ""
    way: str = ""
    person: Person | None = None
    chart: str = ""
    cells: tuple[Cell, ...] = ()
    warnings: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()
    evidence: str = ""
    words: str = ""
    steps: tuple[tuple[str, str, NextStep], ...] = ()
    people: tuple[Choice, ...] = ()
    charts: tuple[Choice, ...] = ()
    differences: tuple[Difference, ...] = ()
    can_take_over: bool = False
    can_enter_new: bool = False


def answer_page(shown: Shown, today: date, may_see_disease: bool) -> AnswerPage:
    """The page of a check in whatever state it is."""
    check = shown.check
    if check.answer is not None:
        return _answered(shown, today, may_see_disease)
    if check.state is CheckState.WAITING:
        return _provisional(shown, may_see_disease)
    return _refused(check)


def _answered(shown: Shown, today: date, may_see_disease: bool) -> AnswerPage:
    check, answer = shown.check, shown.check.answer
    assert answer is not None
    information = answer.single
    explanation = shown.explanation
    day = answer.on
    return AnswerPage(
        tone=_TONES[answer.outcome],
        verdict=explanation.verdict if explanation else "有効",
        lead=explanation.lead if explanation else "窓口負担をいただいて受付できます",
        confirmed=_confirmed(check, today),
        way=way_words(check.question),
        person=_person(information, day) if information else None,
        chart=_chart(shown),
        cells=cells_of(information, answer.outcome, day, may_see_disease) if information else (),
        warnings=_warnings(information, answer.outcome, day) if information else (),
        causes=explanation.causes if explanation else (),
        evidence=explanation.evidence if explanation else "",
        words=explanation.words if explanation else "",
        steps=_steps(shown),
        people=_people(answer.information) if answer.outcome is Outcome.SEVERAL else (),
        charts=_charts(shown),
        differences=shown.differences,
        can_take_over=bool(shown.differences) and shown.patient is not None,
        can_enter_new=information is not None and shown.patient is None,
    )


def _confirmed(check: Check, today: date) -> str:
    assert check.answer is not None
    moment = check.answer.checked_at.astimezone(JAPAN)
    when = f"{moment:%H:%M}" if moment.date() == today else f"{moment.month}月{moment.day}日 {moment:%H:%M}"
    took = _took(check.answered_in_s)
    past = "" if check.answer.on == moment.date() else f"　{written_short(check.answer.on)} 時点"
    return f"確認 {when}{took}{past}"


def _took(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"（{seconds:.1f}秒）" if seconds >= 0.1 else "（0.1秒未満）"


def _person(information: EligibilityInformation, day: date) -> Person:
    person = information.person
    return Person(
        kana=person.kana,
        name=person.name,
        born=f"{written(person.birth_on)}（{person.birth_on.year}）",
        age=f"{age_on(person.birth_on, day)}歳",
        sex=person.sex_words,
    )


def _chart(shown: Shown) -> str:
    match shown.link:
        case Linked(patient, agrees):
            return f"患者 {patient_number(patient.id)} と一致：{'・'.join(agrees[:2])}"
        case ShortList():
            return "同じ人かもしれない患者がいます"
        case _:
            return "台帳にない方です" if shown.check.answer and shown.check.answer.single else ""


def _warnings(information: EligibilityInformation, outcome: Outcome, day: date) -> tuple[str, ...]:
    found = []
    if outcome is Outcome.VALID and (told := contradiction(information, day)):
        found.append(told)
    if "●" in information.person.name:
        found.append("氏名の ● は、センターが表示できない文字です。券面の文字を確かめてください。")
    return tuple(found)


def _steps(shown: Shown) -> tuple[tuple[str, str, NextStep], ...]:
    if shown.explanation is None:
        return ()
    return tuple(
        (_step_words(step, shown.ask_again_on), STEP_KEYS[step], step)
        for step in shown.explanation.steps
        if step in STEP_KEYS
    )


def _step_words(step: NextStep, ask_again_on: date | None) -> str:
    if step is NextStep.ASK_AGAIN_LATER and ask_again_on is not None:
        return f"保留にして{ask_again_on.month}/{ask_again_on.day}から再確認する"
    return step.value


def _people(several: tuple[EligibilityInformation, ...]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            title=each.person.name,
            detail=f"{each.person.kana}　{each.person.sex_words}　枝番 {each.cover.insured.branch or 'なし'}",
            key=key,
        )
        for each, key in zip(several, keys.CHOICES, strict=False)
    )


def _charts(shown: Shown) -> tuple[Choice, ...]:
    if not isinstance(shown.link, ShortList):
        return ()
    return tuple(
        Choice(
            title=f"{patient_number(each.patient.id)}　{each.patient.name}",
            detail=f"同じ：{'・'.join(each.agrees)}\n違う：{'・'.join(each.differs) or 'なし'}",
            key=key,
        )
        for each, key in zip(shown.link.candidates, keys.CHOICES, strict=False)
    )


def _provisional(shown: Shown, may_see_disease: bool) -> AnswerPage:
    check = shown.check
    why = advice_for(shown.trouble).what if shown.trouble else "センターの答えを待っています。"
    known = shown.last_known
    if known is None:
        return AnswerPage(
            tone="caution",
            verdict="送信待ち",
            lead=f"{why}番号は保存しました。回線が戻ると自動で確認します",
            way=way_words(check.question),
        )
    seen_on = business_day(known.checked_at)
    age_days = (business_day(check.entered_at) - seen_on).days
    return AnswerPage(
        tone="caution",
        verdict="仮の受付",
        lead=f"{why}前回 {written(seen_on)}（{age_days}日前）の内容です。回線が戻ると自動で確認します",
        way=way_words(check.question),
        person=_person(known.information, check.question.on),
        cells=cells_of(known.information, Outcome.VALID, check.question.on, may_see_disease),
    )


def _refused(check: Check) -> AnswerPage:
    advice = advice_of(check.failure_code or "") or advice_of("central.refused")
    assert advice is not None
    without_line = check.failure_code == "line.not_connected"
    return AnswerPage(
        tone="caution",
        verdict="証を確認（記録のみ）" if without_line else "確認できませんでした",
        lead=f"{advice.what}{advice.next_step}",
        way=way_words(check.question),
    )

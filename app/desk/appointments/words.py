"""How batches and their exceptions are written on this screen."""

from datetime import date, datetime

from app.appointments.appointment import Appointment, Batch, BatchState, FollowUp
from app.appointments.exceptions import EXCEPTION_WORDS, ExceptionalItem, ExceptionKind
from app.desk.theme_tones import Tone
from app.scheme.cover import EligibilityInformation
from app.scheme.days import JAPAN, business_day, written, written_short
from app.scheme.outcome import Outcome

NOT_GIVEN = "—"
_WEEKDAYS = "月火水木金土日"
_TONES: dict[ExceptionKind, Tone] = {
    ExceptionKind.NONE: "caution",
    ExceptionKind.LAPSED: "lapsed",
    ExceptionKind.LAPSED_NEWER: "lapsed",
    ExceptionKind.SEVERAL: "several",
    ExceptionKind.REFUSED: "caution",
    ExceptionKind.CHANGED: "accent",
    ExceptionKind.EXPIRING: "caution",
    ExceptionKind.UNKNOWN_PATIENT: "neutral",
}
FOLLOW_UP_WORDS = {
    FollowUp.OPEN: "",
    FollowUp.TAKEN_OVER: "取り込み済み",
    FollowUp.CHOSEN: "選択済み",
    FollowUp.CALLED: "電話済み",
    FollowUp.PUT_OFF: "後で",
}


def tone_of(exceptional: ExceptionalItem) -> Tone:
    """Of its most pressing kind."""
    return _TONES[exceptional.kinds[0]]


def kinds_words(exceptional: ExceptionalItem) -> str:
    """変更あり・期限まもなく"""
    return "・".join(EXCEPTION_WORDS[kind] for kind in exceptional.kinds)


def name_of(exceptional: ExceptionalItem) -> str:
    """As the clinic's file, its chart or the answer has it."""
    appointment, patient, information = (
        exceptional.item.appointment,
        exceptional.patient,
        exceptional.information,
    )
    if appointment.name or appointment.kana:
        return appointment.name or appointment.kana
    if patient is not None:
        return patient.name
    return information.person.name if information is not None else NOT_GIVEN


def born_of(exceptional: ExceptionalItem) -> str:
    """S63.2.14, or 2月14日生 where the file had no year and nobody told it since."""
    appointment = exceptional.item.appointment
    known = appointment.birth_on
    if known is None and exceptional.patient is not None:
        known = exceptional.patient.birth_on
    if known is not None:
        return written_short(known)
    month_day = appointment.month_day
    return f"{int(month_day[:2])}月{int(month_day[2:])}日生" if month_day else NOT_GIVEN


def visit_words(appointment: Appointment) -> str:
    """11月24日（火）9:30"""
    return f"{day_words(appointment.on)}{appointment.at}"


def day_words(day: date) -> str:
    return f"{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"


def what_words(exceptional: ExceptionalItem) -> str:
    """What is different, in one line: 枝番 01→02、負担割合 3割→2割."""
    told = [f"{each.label} {each.held or 'なし'}→{each.given or 'なし'}" for each in exceptional.differences]
    told += [f"{each.label} {each.last_on.month}月{each.last_on.day}日まで" for each in exceptional.endings]
    if not told and exceptional.candidates:
        return f"台帳の{len(exceptional.candidates)}人のうちどの方か"
    return "、".join(told)


def asked_words(exceptional: ExceptionalItem) -> str:
    """照会した証　06139992　701・442・02, as the file has it: to be compared with the card."""
    insured = exceptional.item.appointment.insured
    numbers = "・".join(part for part in (insured.symbol, insured.number, insured.branch) if part)
    return f"照会した証　{insured.insurer.digits}　{numbers}"


def answer_words(exceptional: ExceptionalItem) -> str:
    """What the service knows of a card that is no good: when it lapsed.

    Whose a good one is, where no chart has it or somebody chose among several.
    """
    answer, information = exceptional.item.answer, exceptional.information
    to_be_compared = exceptional.can_enter_new or exceptional.item.several is not None
    if to_be_compared and information is not None and answer is not None and answer.outcome is Outcome.VALID:
        return f"センターの回答　{information.person.name}\n{person_words(information)}"
    if answer is None or answer.outcome in (Outcome.VALID, Outcome.SEVERAL):
        return ""
    lost = [each.cover for each in answer.information if each.cover.lost_on is not None]
    return "\n".join(f"{each.insurer_name}　{written(each.lost_on)} 喪失" for each in lost if each.lost_on)


def person_words(information: EligibilityInformation) -> str:
    """What tells one of several people from the others: カナ, sex and branch, and whether that cover is lost."""
    person, cover = information.person, information.cover
    lost = f"　{written(cover.lost_on)} 喪失" if cover.lost_on is not None else ""
    return f"{person.kana}　{person.sex_words}　枝番 {cover.insured.branch or 'なし'}{lost}"


def follow_up_words(exceptional: ExceptionalItem) -> str:
    """後で（受付で確認）, or nothing while it is open."""
    item = exceptional.item
    words = FOLLOW_UP_WORDS[item.follow_up]
    return f"{words}（{item.note}）" if words and item.note else words


def batch_words(batch: Batch, now: datetime) -> str:
    """What a batch is at: 86件 確認済み, 40 / 86件, 11月23日 18:00 に自動で確認."""
    if batch.state is BatchState.DONE:
        return f"{batch.total}件　確認済み"
    if batch.state is BatchState.CANCELLED:
        return f"{batch.done} / {batch.total}件　中止"
    if batch.state is BatchState.ENTERED and batch.start_at > now:
        return f"{batch.total}件　{moment_words(batch.start_at, now)} に自動で確認"
    return f"{batch.done} / {batch.total}件　確認中"


def moment_words(at: datetime, now: datetime) -> str:
    """本日 18:00, 11月23日 18:00 in Japanese time."""
    day = business_day(at)
    told = "本日" if day == business_day(now) else f"{day.month}月{day.day}日"
    return f"{told} {at.astimezone(JAPAN):%H:%M}"


def time_left_words(seconds: float | None) -> str:
    """残り約2分, 残り約30秒; "" while nobody knows yet."""
    if seconds is None:
        return ""
    if seconds < 5:
        return "まもなく終わります"
    if seconds < 90:
        return f"残り約{-(-int(seconds) // 10) * 10}秒"
    return f"残り約{round(seconds / 60)}分"

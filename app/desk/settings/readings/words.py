"""How accesses to health information are written: on the screen, on paper and in a file."""

from app.consent.consent import KIND_WORDS, ConsentLevel, ConsentRecord
from app.desk.patients.words import birth_long, moment_long
from app.desk.theme_tones import Tone
from app.health_records.access import Act
from app.health_records.readings import ReadersSet, Reading, RecordsUse
from app.patients.patient import patient_number
from app.scheme.days import JAPAN, business_day, written_short
from app.staff.member import roles_words

ACT_WORDS = {
    Act.READ: "開いた",
    Act.ANSWERED: "回答を残した",
    Act.COPIED: "コピーした",
    Act.PRINTED: "印刷した",
    Act.SLIP_PRINTED: "後発品の案内を印刷",
    Act.REFUSED: "開けず（断られた）",
    Act.UNANSWERED: "開けず（回線の不調）",
    Act.NOT_ALLOWED: "開けず（役割にない）",
}
_TONES: dict[Act, Tone] = {Act.REFUSED: "lapsed", Act.NOT_ALLOWED: "lapsed", Act.UNANSWERED: "neutral"}
_LEVEL_WORDS = {ConsentLevel.PIN: "暗証番号", ConsentLevel.PAPER: "用紙"}
NO_CHART = "カルテなし"
NOT_NOTED = "控えなし"
HEADINGS = ("日時", "職員", "患者", "内容", "同意")


def tone_of(reading: Reading) -> Tone:
    if isinstance(reading, ReadersSet):
        return "caution"
    return _TONES.get(reading.act, "accent")


def moment_words(reading: Reading) -> str:
    """R8.11.22 10:32"""
    return f"{written_short(business_day(reading.at))} {reading.at.astimezone(JAPAN):%H:%M}"


def whose_words(reading: Reading) -> str:
    if isinstance(reading, ReadersSet):
        return "—"
    return reading.whose.name if reading.whose is not None else NO_CHART


def what_words(reading: Reading) -> str:
    if isinstance(reading, ReadersSet):
        return f"開ける役割：{readers_words(reading)}"
    return f"{KIND_WORDS[reading.kind]}　{ACT_WORDS[reading.act]}"


def readers_words(reading: ReadersSet) -> str:
    return roles_words(reading.readers) or "なし"


def consent_words(reading: Reading) -> str:
    """用紙 K-12　11/23 10:10まで; what was withdrawn says so instead."""
    if isinstance(reading, ReadersSet):
        return "—"
    consent = reading.consent
    if consent is None:
        return NOT_NOTED
    end = consent.withdrawn_at
    at, what = (end, "取り消し") if end is not None else (consent.until, "まで")
    local = at.astimezone(JAPAN)
    return f"{level_words(consent)}　{local.month}/{local.day} {local:%H:%M}{what}"


def level_words(consent: ConsentRecord) -> str:
    words = _LEVEL_WORDS[consent.level]
    return f"{words} {consent.form_number}" if consent.form_number else words


def whole_words(reading: Reading) -> str:
    """Everything that is known of one entry, in sentences."""
    if isinstance(reading, ReadersSet):
        return (
            f"{moment_long(reading.at)}　{reading.staff_name} が、薬と健診の情報を開ける役割を変えました。\n"
            f"この時から：{readers_words(reading)}"
        )
    return f"{_whose_whole(reading)}\n{_use_whole(reading)}\n{_consent_whole(reading.consent)}"


def _whose_whole(reading: RecordsUse) -> str:
    whose = reading.whose
    if whose is None:
        return f"{NO_CHART}（台帳に登録のないまま、受付で資格を確認した方）"
    return f"{whose.name}　患者番号 {patient_number(whose.id)}　{birth_long(whose.birth_on)}"


def _use_whole(reading: RecordsUse) -> str:
    return f"{moment_long(reading.at)}　{reading.staff_name}　{what_words(reading)}"


def _consent_whole(consent: ConsentRecord | None) -> str:
    if consent is None:
        return "同意：控えなし（同意を記録し始める前の版で開いたもの）"
    told = f"同意：{level_words(consent)}　{moment_long(consent.given_at)}から"
    if consent.withdrawn_at is None:
        return f"{told} {moment_long(consent.until)}まで"
    return f"{told}　{moment_long(consent.withdrawn_at)}に取り消し"

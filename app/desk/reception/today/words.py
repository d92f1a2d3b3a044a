"""What a check of today's list says: its result, whose it is, what is still to be done."""

from app.desk.theme_tones import Tone
from app.eligibility.answer import Check, CheckState
from app.scheme.outcome import Outcome

_OUTCOMES: dict[Outcome, tuple[Tone, str]] = {
    Outcome.VALID: ("valid", "✓ 有効"),
    Outcome.LAPSED: ("lapsed", "✕ 喪失"),
    Outcome.LAPSED_NEWER: ("lapsed", "✕ 喪失"),
    Outcome.NONE: ("caution", "! 該当なし"),
    Outcome.SEVERAL: ("several", "⚑ 複数"),
}
_NEXT = {
    Outcome.LAPSED: "新しい証を確認",
    Outcome.LAPSED_NEWER: "新しい証を確認",
    Outcome.NONE: "番号を確認",
    Outcome.SEVERAL: "券面で特定",
}


def result_of(check: Check) -> tuple[Tone, str]:
    """Tone and words of the result column."""
    if check.answer is not None:
        return _OUTCOMES[check.answer.outcome]
    if check.state is CheckState.WAITING:
        return "caution", "… 送信待ち"
    if check.failure_code == "line.not_connected":
        return "neutral", "– 記録のみ"
    return "caution", "! 確認できず"


def name_of(check: Check) -> str:
    single = check.answer.single if check.answer else None
    return single.person.name if single else "—"


def next_step_of(check: Check) -> str:
    """What is still to be done, empty when nothing is."""
    again = check.ask_again_on
    later = f"　{again.month}/{again.day}に再確認" if again else ""
    if check.answer is not None:
        words = _NEXT.get(check.answer.outcome, "")
        if check.answer.outcome is Outcome.VALID and check.patient_id is None:
            words = "台帳に結び付ける"
        return f"{words}{later}"
    if check.state is CheckState.WAITING:
        return "回線が戻ると自動で確認"
    code = check.failure_code or ""
    if code.startswith("certificate."):  # the card is no good however often it is read
        return "証で確認"
    return "" if code == "line.not_connected" else "もう一度確認"


def is_open(check: Check) -> bool:
    """Whether somebody must still do something."""
    return bool(next_step_of(check))


def people(checks: tuple[Check, ...]) -> int:
    """Charts and still unnamed cards: a patient asked about twice is one person."""
    named = {check.patient_id for check in checks if check.patient_id is not None}
    return len(named) + sum(1 for check in checks if check.patient_id is None)

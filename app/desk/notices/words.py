"""How notices are written on these screens."""

from datetime import date

from app.desk.theme_tones import Tone
from app.notices.correcting import corrected_cards
from app.notices.handling import NextStep, next_step
from app.notices.notice import Notice, NoticeKind, NoticeState, Part
from app.notices.story import OWN, day_words, days_words, letters_of
from app.notices.tying import Tie
from app.patients.patient import HeldCard, patient_number
from app.scheme.cover import NOT_GIVEN
from app.scheme.days import business_day, written_short
from app.scheme.numbers import InsuredNumber

_AT_HAND_DAYS = 300
_TONES: dict[str, Tone] = {
    NoticeKind.REASSIGNED: "caution",
    NoticeKind.SPLIT: "several",
    NoticeKind.RETURNED: "lapsed",
    NoticeKind.KOKUHO: "lapsed",
    NoticeKind.LAPSED: "caution",
    NoticeKind.FORWARDED: "valid",
}


def tone_of(notice: Notice) -> Tone:
    return _TONES.get(notice.kind, "neutral")


def short_month(notice: Notice) -> str:
    """10月分; "" where the receipt names no month."""
    month = notice.treatment_month.rpartition("-")[2]
    return f"{int(month)}月分" if month else ""


def due_words(notice: Notice, today: date) -> str:
    """Until when, what is past said first; of what is done the day on which it was."""
    if notice.handling.state is NoticeState.DONE:
        return f"{_short_day(business_day(notice.handling.changed_at), today)} 済"
    words = _short_day(notice.limit_on, today)
    return f"超過 {words}" if notice.is_overdue(today) else f"{words}まで"


def _short_day(day: date, today: date) -> str:
    """12/10; with its year where that is not at hand."""
    return f"{day.month}/{day.day}" if abs((day - today).days) < _AT_HAND_DAYS else written_short(day)


def who_words(notice: Notice, tie: Tie) -> str:
    """Chart, patient number, receipt and the day it was told."""
    patient = f"患者番号 {patient_number(tie.patient.id)}" if tie.patient else "台帳に同じ方が見つかりません"
    chart = f"カルテ {notice.subject.chart_number}" if notice.subject.chart_number else ""
    receipt = f"レセプト {notice.receipt}番" if notice.receipt > 0 else f"紙レセプト {-notice.receipt}番"
    told = f"通知 {day_words(business_day(notice.created_at))}"
    return "　".join(filter(None, (patient, chart, receipt, told)))


def handling_words(notice: Notice) -> str:
    """Who has it in hand until when; "" while nobody has."""
    handling = notice.handling
    if handling.state is NoticeState.OPEN:
        return ""
    if handling.state is NoticeState.DONE:
        return f"{handling.by} が {day_words(business_day(handling.changed_at))}に完了"
    until = f"　{day_words(handling.until)}まで" if handling.until else ""
    return f"{handling.by} が対応中{until}"


def share_words(notice: Notice) -> str:
    """What to collect or to refund; "" where no share changed."""
    yen = notice.share_difference_yen
    if not yen:
        return ""
    what = "患者さんから追加で受け取る額" if yen > 0 else "患者さんに返す額"
    return f"{what}　{abs(yen):,}円（限度額を考えない額）"


def step_words(notice: Notice, tie: Tie) -> str:
    """The next step as its button says it."""
    match next_step(notice, tie):
        case NextStep.TAKE_OVER:
            new = next((each.insurer_name for each in _corrected(notice, tie) if each.lost_on is None), "")
            return f"{new} の資格を台帳に取り込み、完了" if new else "喪失日を台帳に記し、完了"
        case NextStep.NOTE_LOSS:
            return "喪失日を台帳に記し、再請求まで対応中に"
        case NextStep.CLAIM_AGAIN:
            return "再請求まで対応中にする"
        case NextStep.FINISH if notice.kind in (NoticeKind.RETURNED, NoticeKind.KOKUHO):
            return "再請求した・完了"
        case NextStep.FINISH:
            return "確かめた・完了"
        case NextStep.REOPEN:
            return "未対応に戻す"


def _corrected(notice: Notice, tie: Tie) -> tuple[HeldCard, ...]:
    return corrected_cards(notice, tie.patient) if tie.patient else ()


def checks_words(tie: Tie) -> str:
    """What the counter had confirmed that month."""
    if tie.patient is None:
        return ""
    days = sorted({business_day(each.entered_at) for each in tie.checks})
    return f"この月の資格確認　{days_words(days)}" if days else "この月、窓口での資格確認はありません"


def heading_of(notice: Notice, part: Part) -> str:
    """B 見本健保: parts are lettered as in the picture."""
    own = notice.before.insured
    is_own = own is not None and part.insured is not None and part.insured.same_card(own)
    letter = OWN if is_own else letters_of(notice)[part.insurer_name]
    return f"{letter}　{part.insurer_name or insurer_digits(part)}"


def insurer_digits(part: Part) -> str:
    return part.insured.insurer.digits if part.insured else "読み取れません"


def card_words(insured: InsuredNumber | None) -> str:
    """701・442・02"""
    if insured is None:
        return "—"
    return "・".join(each for each in (insured.symbol, insured.number, insured.branch) if each)


def part_words(part: Part) -> tuple[tuple[str, str], ...]:
    """Label and value of each line."""
    share = f"{part.share_percent // 10}割" if part.share_percent is not None else NOT_GIVEN
    return (
        ("保険者番号", insurer_digits(part)),
        ("記号・番号・枝番", card_words(part.insured)),
        ("算定日", f"{days_words(part.days)}（{len(part.days)}日）" if part.days else "—"),
        ("点数", f"{part.points:,}点"),
        ("負担割合", share),
    )

"""Receipts in words: what will become of one, why, on which day, and what to do."""

from datetime import date

from app.claims.evidence import SOURCE_WORDS
from app.claims.month import STATE_WORDS, ClaimState, MonthFile
from app.claims.ports import ReceiptPage, ReceiptRow, Sort
from app.claims.precheck import DayFinding, DayStatus, Precheck, Prediction
from app.claims.words import PREDICTION_WORDS, reason_words
from app.desk.theme_tones import Tone
from app.scheme.days import JAPAN, written, written_short
from app.scheme.receipts.agencies import ReviewAgency
from app.scheme.receipts.complaints import Complaint, Weight
from app.scheme.receipts.routing import ReviewOutcome, ReviewReason

PREDICTION_TONES: dict[Prediction, Tone] = {
    Prediction.FORWARDED: "valid",
    Prediction.REASSIGNED: "caution",
    Prediction.SPLIT: "caution",
    Prediction.KOKUHO: "lapsed",
    Prediction.RETURNED: "lapsed",
    Prediction.UNCONFIRMED: "several",
}
DAY_TONES: dict[DayStatus, Tone] = {
    DayStatus.STATED: "valid",
    DayStatus.OTHER: "caution",
    DayStatus.NEWER: "caution",
    DayStatus.UNCOVERED: "lapsed",
    DayStatus.NOBODY: "lapsed",
    DayStatus.UNCONFIRMED: "several",
}
SORT_WORDS = {
    Sort.PLACE: "番号順",
    Sort.PREDICTION: "注意順",
    Sort.KANA: "カナ順",
    Sort.INSURER: "保険者順",
    Sort.POINTS: "点数順",
}
WEIGHT_WORDS = {
    Weight.FILE: "ファイル全体",
    Weight.RECEIPT: "このレセプト",
    Weight.WARNING: "注意",
}
WEIGHT_TONES: dict[Weight, Tone] = {
    Weight.FILE: "lapsed",
    Weight.RECEIPT: "lapsed",
    Weight.WARNING: "caution",
}
_OUTCOME_OF = {each.value: PREDICTION_WORDS[Prediction(each.value)] for each in ReviewOutcome}
_AGENCY_WORDS = {ReviewAgency.FUND.value: "社保", ReviewAgency.FEDERATION.value: "国保"}

_SEND_AS_IS = "このまま送れます。"
_NEXT_STEPS = {
    Prediction.REASSIGNED: "新しい証を患者さんに確かめ、保険を直してから送ると確実です。このまま送ると、審査で支払先が"
    "振り替わります。負担割合が違えば、窓口負担の精算が要ります。",
    Prediction.SPLIT: "分けずに、このまま送ります。審査で日ごとに分けられます。"
    "負担割合が違えば、窓口負担の精算が要ります。",
    Prediction.KOKUHO: "患者さんに連絡し、今の保険を確かめてください。"
    "このまま送ると、住所地の国保に連絡され、返戻されます。",
    Prediction.RETURNED: "患者さんに連絡し、診療日の保険を確かめてください。このまま送ると、返戻されます。",
    Prediction.UNCONFIRMED: "資格を確認してから送ると安心です。確認できないまま送ることもできます。",
}
_ONCE_SENT = {
    Prediction.REASSIGNED: "審査で支払先が振り替わる見込みです。負担割合が違えば、窓口負担の精算が要ります。",
    Prediction.SPLIT: "審査で日ごとに分けられる見込みです。負担割合が違えば、窓口負担の精算が要ります。",
    Prediction.KOKUHO: "住所地の国保に連絡され、返戻される見込みです。患者さんに連絡し、今の保険を確かめてください。",
    Prediction.RETURNED: "返戻される見込みです。患者さんに連絡し、診療日の保険を確かめてください。",
}
"""Until the review has told: it cannot be changed any more, but what comes can be prepared."""
_ONCE_SENT_BY_REASON = {
    ReviewReason.UNKNOWN_PERSON.value: "返戻される見込みです。番号と生年月日を、証の写しと見比べてください。",
    ReviewReason.BRANCH_ADDED.value: "枝番は審査で補われます。",
    ReviewReason.BRANCH_CORRECTED.value: "枝番は審査で正されます。",
}
_NEXT_STEPS_BY_REASON = {
    ReviewReason.UNKNOWN_PERSON.value: "番号と生年月日を、証の写しと見比べてください。このまま送ると、返戻されます。",
    ReviewReason.BEGINS_LATER.value: "前の保険から新しい保険までのあいだの資格を、患者さんに確かめてください。",
    ReviewReason.BRANCH_ADDED.value: "枝番は審査で補われます。ここで補って送ることもできます。",
    ReviewReason.BRANCH_CORRECTED.value: "枝番は審査で正されます。ここで直して送ることもできます。",
    ReviewReason.STATED_VALID.value: _SEND_AS_IS,
    ReviewReason.NOTHING_TO_CONFIRM.value: _SEND_AS_IS,
}


def reason_of_row_words(row: ReceiptRow, is_sent: bool) -> str:
    """Nobody is asked about what was sent any more: what the review makes of it comes by itself."""
    if is_sent and row.prediction in (None, Prediction.UNCONFIRMED):
        return "資格を確認する前に送信しました。"
    return reason_words(row.reason) if row.reason else ""


def next_step_words(found: Precheck, elsewhere: ReviewAgency | None = None) -> str:
    """elsewhere: whose file it belongs into since its card was corrected."""
    if elsewhere is not None:
        return elsewhere_words(elsewhere)
    if found.reason in _NEXT_STEPS_BY_REASON:
        return _NEXT_STEPS_BY_REASON[found.reason]
    return _NEXT_STEPS.get(found.prediction, _SEND_AS_IS)


def sent_words(found: Precheck, elsewhere: ReviewAgency | None = None) -> str:
    """What comes of it, from the sending on and until it is reviewed; "" where there is nothing to do but to wait."""
    if elsewhere is not None:
        return (
            f"今の保険では、{elsewhere.word}に請求するものですが、{elsewhere.other.word}あてのファイルに入っています。"
            f"返戻されたときは、{elsewhere.word}あてに請求し直してください。"
        )
    return _ONCE_SENT_BY_REASON.get(found.reason) or _ONCE_SENT.get(found.prediction, "")


def elsewhere_words(agency: ReviewAgency) -> str:
    """What is to be done with a receipt whose card is not settled by this file's agency."""
    return (
        f"今の保険では、{agency.word}に請求します。このファイルは{agency.other.word}あてです。"
        f"レセプトコンピューターで保険を直し、このレセプトを{agency.word}あてのファイルに移してください。"
    )


def elsewhere_preview_words(agency: ReviewAgency) -> str:
    return (
        f"直すと、{agency.word}への請求になります。このファイルは{agency.other.word}あてです。書き込まずに、"
        f"レセプトコンピューターで保険を直し、{agency.word}あてのファイルに移してください。"
    )


def prediction_words(row: ReceiptRow) -> str:
    return PREDICTION_WORDS[row.prediction] if row.prediction is not None else ""


def result_words(row: ReceiptRow) -> str:
    """What the review made of it, marked where it was predicted otherwise."""
    if row.outcome is None:
        return ""
    words = _OUTCOME_OF[row.outcome.value]
    return f"{words}（予測外）" if row.is_unlike else words


def reviewed_words(page: ReceiptPage) -> str:
    """The outcome with its reason; where it was predicted otherwise, what may have happened in between."""
    told = page.reviewed
    if told is None:
        return ""
    words = f"審査の結果：{_OUTCOME_OF.get(told.outcome, told.outcome)}"
    words += f"　{reason_words(told.reason)}" if told.reason else ""
    if page.row.prediction is Prediction.UNCONFIRMED:
        return f"{words}\n送る前には、確認した記録がありませんでした。"
    if page.row.is_unlike:
        return f"{words}\n予測のあとに、保険者の登録が変わったものと思われます。"
    return words


def day_words(finding: DayFinding) -> str:
    return f"{finding.day.month}月{finding.day.day}日"


def known_words(finding: DayFinding) -> str:
    """Whose cover, from when to when, where from and how old."""
    known = finding.known
    if known is None:
        asked = finding.status is DayStatus.NOBODY
        return (
            "この番号と生年月日で問い合わせて、該当なし"
            if asked
            else "台帳にも問い合わせにも記録がありません"
        )
    cover = known.cover
    until = f"{written_short(cover.lost_on)} 喪失" if cover.lost_on else "継続中"
    at = known.known_at.astimezone(JAPAN)
    told = f"{SOURCE_WORDS[known.source]} {at.month}/{at.day} {at:%H:%M}"
    insurer = cover.insurer_name or cover.insured.insurer.digits
    return f"{insurer}　{written_short(cover.acquired_on)} 取得・{until}　{told}"


def payer_words(row: ReceiptRow) -> str:
    return f"{row.payer} {row.payer_name}".strip() or "（番号なし）"


def month_words(month: date | None) -> str:
    """令和8年10月, "" where the file does not say."""
    return written(month).partition("月")[0] + "月" if month is not None else ""


def title_words(month: MonthFile) -> str:
    whole = month.whole
    if whole is None:
        return month.file_name
    claimed = f"{month_words(whole.claim_month)} 請求" if whole.claim_month else ""
    agency = _AGENCY_WORDS.get(whole.agency, "")
    return "　".join(filter(None, (whole.kind.word, agency, claimed, month.file_name)))


def state_words(month: MonthFile) -> str:
    """準備, 受付不可, 送信中 40 %, 送信済 …"""
    if month.wants_sending:
        percent = 100 * month.sent // month.length if month.length else 0
        return f"送信中 {percent} %"
    if month.refusal is not None:
        return "受付不可"
    return STATE_WORDS[month.state]


def state_tone(month: MonthFile) -> Tone:
    if month.refusal is not None:
        return "lapsed"
    if month.state is ClaimState.SETTLED:
        return "valid"
    return "accent" if month.state is ClaimState.PREPARED else "neutral"


def complaint_place(complaint: Complaint) -> str:
    """12行目 RE・氏名"""
    line = f"{complaint.line}行目 " if complaint.line else ""
    where = "・".join(filter(None, (complaint.record, complaint.item)))
    return f"{line}{where}".strip()

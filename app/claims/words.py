"""Predictions in words, on screens and at the terminal alike, and why the agency refused a file."""

from app.claims.precheck import UNCONFIRMED, DayStatus, Prediction
from app.scheme.receipts.routing import REASON_WORDS, ReviewReason

PREDICTION_WORDS = {
    Prediction.FORWARDED: "そのまま",
    Prediction.REASSIGNED: "振替",
    Prediction.SPLIT: "分割",
    Prediction.KOKUHO: "国保連絡",
    Prediction.RETURNED: "返戻",
    Prediction.UNCONFIRMED: "未確認",
}
DAY_WORDS = {
    DayStatus.STATED: "記載の保険が有効",
    DayStatus.OTHER: "別の保険が有効",
    DayStatus.NEWER: "喪失後・新しい資格あり（番号は不明）",
    DayStatus.UNCOVERED: "喪失後・新しい資格は不明",
    DayStatus.NOBODY: "該当者なし",
    DayStatus.UNCONFIRMED: "確認なし",
}
_UNCONFIRMED_WORDS = "資格を確かめた記録がない診療日がある"
_REFUSAL_WORDS = {
    "unreadable": "レセプトのファイルとして読み取れない",
    "other_institution": "別の医療機関のファイル",
    "no_trailer": "末尾の請求書レコード（GO）がない",
    "counts": "総件数が合わない",
    "points": "総合計点数が合わない",
    "items": "請求全体の項目（先頭の医療機関情報・末尾のGO）に正しい値がない",
    "digest": "送信の途中で内容が変わった",
}


def reason_words(reason: str) -> str:
    """A reason that is not known here is shown as itself."""
    if reason == UNCONFIRMED:
        return _UNCONFIRMED_WORDS
    return REASON_WORDS[ReviewReason(reason)] if reason in list(ReviewReason) else reason


def refusal_words(refusal: str) -> str:
    """Why the agency refused a file as a whole; its list is open."""
    return _REFUSAL_WORDS.get(refusal, refusal)

"""What a confirmation of eligibility can come to (R7), and how far the asker is trusted (design: trust levels)."""

from enum import StrEnum


class Outcome(StrEnum):
    VALID = "valid"
    LAPSED = "lapsed"
    LAPSED_NEWER = "lapsed_newer"
    NONE = "none"
    SEVERAL = "several"


class Level(StrEnum):
    TYPED = "typed"
    PHOTO = "photo"
    PIN = "pin"


class DocumentKind(StrEnum):
    """Which paper was typed in at the form 「資格確認書・保険証」 (R6)."""

    CONFIRMATION = "confirmation"  # 資格確認書
    INSURANCE_CARD = "insurance_card"  # 保険証
    NOTICE = "notice"  # 資格情報のお知らせ


OUTCOME_WORDS = {
    Outcome.VALID: "有効",
    Outcome.LAPSED: "喪失",
    Outcome.LAPSED_NEWER: "喪失（新しい資格あり）",
    Outcome.NONE: "該当なし",
    Outcome.SEVERAL: "複数該当",
}
LEVEL_WORDS = {Level.TYPED: "番号入力", Level.PHOTO: "カード＋写真", Level.PIN: "カード＋暗証番号"}
DOCUMENT_WORDS = {
    DocumentKind.CONFIRMATION: "資格確認書",
    DocumentKind.INSURANCE_CARD: "保険証",
    DocumentKind.NOTICE: "資格情報のお知らせ",
}

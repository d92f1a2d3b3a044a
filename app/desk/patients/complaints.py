"""What is wrong with a field, in the words that stand beside it."""

from PySide6.QtCore import QCoreApplication


def _tr(text: str) -> str:
    return QCoreApplication.translate("Complaints", text)


def complaint_words(code: str) -> str:
    """A code of a refused field says what to type instead; an unknown one is shown as itself."""
    return {
        "input.missing": _tr("入力してください"),
        "input.my_number": _tr("個人番号（マイナンバー）は入力できません"),
        "input.too_long": _tr("長すぎます"),
        "input.kana": _tr("かな・カナで入力してください"),
        "input.letter": _tr("レセプトに使えない文字があります"),
        "input.sex": _tr("選んでください"),
        "input.day": _tr("日付として読めません（例 S63.2.14、1988/2/14）"),
        "input.day_ahead": _tr("今日より後の日付です"),
        "input.postcode": _tr("7桁で入力してください（例 100-0001）"),
        "input.phone": _tr("9〜15桁の番号を入力してください"),
        "input.insurer_number": _tr("8桁（国保は6桁）で入力してください"),
        "input.insured_number": _tr("券面のとおりに入力してください"),
    }.get(code, code)

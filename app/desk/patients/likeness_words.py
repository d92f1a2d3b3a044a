"""Why two entries may be one person, in the words of the counter."""

from PySide6.QtCore import QCoreApplication

from app.patients.find import Likeness


def likeness_words(reasons: tuple[Likeness, ...]) -> str:
    def tr(text: str) -> str:
        return QCoreApplication.translate("Likeness", text)

    words = {
        Likeness.SAME_CARD: tr("同じ被保険者番号"),
        Likeness.SAME_BIRTH_AND_KANA: tr("生年月日とカナが同じ"),
        Likeness.SAME_BIRTH_AND_NAME: tr("生年月日と氏名が同じ"),
        Likeness.SAME_HOUSEHOLD_AND_BIRTH: tr("同じ保険証（世帯）で生年月日が同じ"),
    }
    return "、".join(words[reason] for reason in reasons) or tr("同じところは見つかりません")

"""What the forms of staff say of a refusal."""

from PySide6.QtCore import QCoreApplication


def refusal_words(code: str | None) -> str:
    def tr(text: str) -> str:
        return QCoreApplication.translate("StaffRefusal", text)

    if code is None:
        return ""
    return {
        "staff.pin_weak": tr("暗証番号は4〜12桁の数字です。同じ数字や連番（1234 など）は使えません。"),
        "staff.pin_wrong": tr("今の暗証番号が違います。"),
        "staff.name_taken": tr("同じ名前の職員がいます。見分けられる名前にしてください。"),
        "staff.name_missing": tr("お名前を入力してください。"),
        "staff.roles_missing": tr("役割を一つ以上選んでください。"),
        "staff.pins_differ": tr("2回の暗証番号が一致しません。"),
        "staff.last_manager": tr("管理者がいなくなります。先に別の管理者を決めてください。"),
        "first_start.code_differs": tr(
            "復旧コードが控えと一致しません。紙を見て、もう一度入力してください。"
        ),
    }.get(code, code)

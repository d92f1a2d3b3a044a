"""What to say when calling a patient about an appointment: after they have said who they are, politely, no more."""

from collections.abc import Sequence
from datetime import date

from app.appointments.appointment import Item
from app.eligibility.differences import Difference

_BRING = "新しい保険証か資格確認書、またはマイナンバーカードをお持ちください。"
_CARD_LABELS = {"保険", "保険者", "記号", "番号", "枝番", "資格喪失"}


def words_of(
    item: Item, kind: str, differences: Sequence[Difference], endings: Sequence[tuple[str, date]]
) -> str:
    """kind: of the exception, most pressing one. endings: what ends, and its last day. "" for nothing to call about."""
    visit = f"{item.appointment.on.month}月{item.appointment.on.day}日のご予約の件でお電話しました。"
    said = {
        "none": f"ご登録の保険の番号を確かめられませんでした。当日は{_BRING}",
        "lapsed": f"ご登録の保険証は{_since(item)}使えなくなっています。当日は{_BRING}",
        "lapsed_newer": f"ご登録の保険証は{_since(item)}使えなくなっています。当日は{_BRING}",
        "several": "ご登録の番号だけではお一人に決まりませんでした。"
        "当日は保険証か資格確認書、またはマイナンバーカードをお持ちください。",
        "refused": f"ご登録の保険の番号を確かめさせてください。当日は{_BRING}",
        "changed": _changed(differences),
        "expiring": _expiring(endings),
    }.get(kind, "")
    return f"「{visit}{said}」" if said else ""


def _since(item: Item) -> str:
    information = item.answer.single if item.answer is not None else None
    lost_on = information.cover.lost_on if information is not None else None
    return f"{lost_on.month}月{lost_on.day}日から" if lost_on is not None else ""


def _changed(differences: Sequence[Difference]) -> str:
    """Details come with the visit; a changed card must be brought. What changed is not told over the telephone."""
    labels = {each.label for each in differences}
    if labels & _CARD_LABELS:
        return f"保険の内容が変わっているようです。当日は{_BRING}"
    return "ご登録の内容に変更があるようです。当日、受付で確かめさせてください。"


def _expiring(endings: Sequence[tuple[str, date]]) -> str:
    told = "、".join(f"{label}の有効期限が{last.month}月{last.day}日まで" for label, last in endings)
    return f"{told}です。更新されましたら、新しい証をお持ちください。" if told else ""

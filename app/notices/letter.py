"""What a letter to the patient says: about the insurance and the share alone, never about an illness."""

from dataclasses import dataclass

from app.notices.notice import Notice, NoticeKind
from app.notices.story import day_words


@dataclass(frozen=True, slots=True)
class Letter:
    title: str
    paragraphs: tuple[str, ...]
    requests: tuple[str, ...]


_BRING = "マイナンバーカード、または新しい資格確認書（保険証）を、受付でお見せください。"
_RETURN = "前の保険の資格確認書（保険証）は、前の保険者にお返しください。"
_JOIN = "ほかの保険に入っていない場合は、お住まいの市区町村の窓口で国民健康保険の手続きをしてください。"


def letter_of(notice: Notice) -> Letter:
    """By kind, with what is to be collected or refunded."""
    month = notice.month_words or "先ごろの受診"
    own = notice.before.insurer_name or "お届けの保険"
    if notice.kind in (NoticeKind.REASSIGNED, NoticeKind.SPLIT):
        new = next((each.insurer_name for each in notice.after if each.insurer_name != own), "")
        what = f"{month}の診療費を、{own}に代わり{new}へ請求することになりました。"
        return Letter("保険の変更のお知らせ", (what, *_share(notice)), (_BRING, _RETURN))
    if notice.kind is NoticeKind.FORWARDED:
        return Letter("保険の確認のお知らせ", (f"{month}の診療費は、{own}へ請求しました。",), (_BRING,))
    if notice.lapsed_on is not None:
        lost = f"お届けの保険（{own}）は、{day_words(notice.lapsed_on)}から使えなくなっていました。"
        asked = (_BRING, _RETURN, _JOIN) if notice.kind is NoticeKind.KOKUHO else (_BRING, _RETURN)
        return Letter("保険の確認のお願い", (lost, *_claimed(notice, month)), asked)
    unknown = f"{month}の診療費を請求しましたが、お届けの保険の番号では確認できませんでした。"
    return Letter("保険の確認のお願い", (unknown,), (_BRING, _JOIN))


def _claimed(notice: Notice, month: str) -> tuple[str, ...]:
    if notice.kind is NoticeKind.LAPSED:
        return ()
    return (f"このため、{month}の診療費を請求できていません。新しい保険が分かりしだい、請求し直します。",)


def _share(notice: Notice) -> tuple[str, ...]:
    yen = notice.share_difference_yen
    if not yen:
        return ()
    if yen > 0:
        return (
            f"負担割合が変わるため、窓口でのお支払いに{yen:,}円の不足があります。次の受診のときに頂戴します。",
        )
    return (f"負担割合が変わるため、{-yen:,}円をお返しします。次の受診のときに受付へお声がけください。",)

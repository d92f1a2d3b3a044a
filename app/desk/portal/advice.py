"""What to tell a person at home: the counter's advice speaks to staff, who have a photograph, a form and a patient."""

from dataclasses import replace

from app.desk.advice import Advice, advice_for, advice_of
from app.eligibility.card import PinWrong
from app.scheme.calendar import NotStarted

_MUNICIPALITY = "お住まいの市区町村の窓口でご案内しています。"
_AGAIN = "カードを置き直し、もう一度行ってください。"
_LATER = "しばらくしてから、もう一度行ってください。"

_WORDS: dict[str, Advice] = {
    "card.no_service": Advice(
        "カードリーダーの仕組み（スマートカード サービス）が動いていません。",
        "リーダーを差し直してください。",
    ),
    "card.no_reader": Advice("カードリーダーが見つかりません。", "USB を差し直してください。"),
    "card.old_resident_card": Advice(
        "住民基本台帳カードです。サインインには使えません。", "マイナンバーカードを置いてください。"
    ),
    "card.no_certificate": Advice("カードに利用者証明用の電子証明書が入っていません。", _MUNICIPALITY),
    "card.swapped": Advice("先ほどと別のカードです。", "ご自分のカードを置き直してください。"),
    "pin.wrong": Advice("暗証番号が違います。", "もう一度入力してください。続けて3回違うとロックされます。"),
    "pin.blocked": Advice("暗証番号がロックされています。", f"解除は{_MUNICIPALITY}"),
    "line.not_connected": Advice(
        "どのセンターに接続するかが決まっていません。", "--central でアドレスを指定してください。"
    ),
    "line.failed": Advice("センターに問い合わせできませんでした。", _LATER),
    "line.network": Advice(
        "このパソコンがネットワークにつながっていません。", "LAN ケーブルや Wi-Fi を確かめてください。"
    ),
    "line.unreachable": Advice("センターにつながりません。", _LATER),
    "line.slow": Advice("センターの応答が遅れています。", _LATER),
    "line.failing": Advice("センターで障害が起きています。", _LATER),
    NotStarted.code: Advice("ご本人のページはまだ始まっていません。", ""),
    "certificate.unknown": Advice(
        "このカードは、まだどなたのものとも登録されていません。", "加入している保険者にお問い合わせください。"
    ),
    "certificate.expired": Advice("カードの電子証明書の期限が切れています。", f"更新は{_MUNICIPALITY}"),
    "certificate.revoked": Advice("このカードの電子証明書は失効しています。", _MUNICIPALITY),
    "certificate.untrusted": Advice("このカードの電子証明書を確かめられません。", _MUNICIPALITY),
    "signature.refused": Advice("カードの署名を確かめられませんでした。", _AGAIN),
    "nonce.refused": Advice("サインインの有効時間が過ぎました。", _AGAIN),
}


def advice_to_person(error: Exception) -> Advice:
    """Raises the error itself when it is unexpected."""
    usual = advice_for(error)
    code = str(getattr(error, "reason", getattr(error, "code", "")))
    advice = _WORDS.get(code, usual)
    if isinstance(error, PinWrong):
        return replace(advice, what=f"{advice.what}あと{error.tries_left}回入力できます。")
    return _with_first_day(advice, usual)


def explained_to_person(code: str) -> str:
    """For the terminal; "" for a code of a newer service."""
    advice = _WORDS.get(code) or advice_of(code)
    return f"{advice.what}{advice.next_step}" if advice else ""


def _with_first_day(advice: Advice, usual: Advice) -> Advice:
    """The day from which there is something to see stands in the usual words alone."""
    if advice is not _WORDS[NotStarted.code]:
        return advice
    day, found, _ = usual.next_step.partition("に始まります。")
    return replace(advice, next_step=f"{day}{found}") if found else advice

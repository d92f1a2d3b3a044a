"""What to tell the counter about an expected failure: what happened, what to do next, never whose fault."""

from dataclasses import dataclass
from datetime import date

from app.errors import ClinicError
from app.scheme.calendar import NotStarted
from app.scheme.days import written
from app.scheme.receipts.letters import LetterOutside, named


@dataclass(frozen=True, slots=True)
class Advice:
    """what: what happened. next_step: what to do now, empty where nothing is to be done."""

    what: str
    next_step: str


def advice_for(error: Exception) -> Advice:
    """Raises the error itself when it is unexpected: a bug belongs to the crash window and the log."""
    if not isinstance(error, ClinicError):
        raise error
    if isinstance(error, NotStarted):
        return _not_started(error.starts_on)
    if isinstance(error, LetterOutside):
        return _letter_outside(error)
    code = getattr(error, "failure_code", error.code) if error.code == "central.refused" else error.code
    return advice_of(code) or ADVICE[error.code]


def advice_of(code: str) -> Advice | None:
    """The advice of a code that was stored, e.g. of a refused check; None for one of a newer service.

    A service's first day stands behind an @ and is told.
    """
    plain, _, starts_on = code.partition("@")
    if plain == NotStarted.code and starts_on:
        return _not_started(date.fromisoformat(starts_on))
    return ADVICE.get(plain)


def while_cut(advice: Advice, meanwhile: str) -> Advice:
    """Of a line that comes back by itself: what that means where no patient waits; any other advice as it is."""
    return Advice(advice.what, meanwhile) if advice in _COMES_BACK else advice


def _letter_outside(error: LetterOutside) -> Advice:
    """Where it stands, and the one letter, by which it is found in a month of receipts."""
    words = ADVICE[error.code]
    line = f"{error.line}行目 " if error.line else ""
    where = f"{line}{'・'.join(filter(None, (error.record, error.field)))}"
    return Advice(f"{words.what}{where}：{named(error.letter)}", words.next_step)


def _not_started(starts_on: date) -> Advice:
    words = ADVICE[NotStarted.code]
    return Advice(words.what, f"{written(starts_on)}に始まります。{words.next_step}")


_CALL_SUPPORT = "［設定］の「報告を保存」で記録を保存し、担当者に渡してください。"
_MUNICIPALITY = "お住まいの市区町村の窓口でご案内しています。"
_TYPE_CARD = "資格確認書か保険証があれば、番号を入力して確認できます。"

ADVICE: dict[str, Advice] = {
    # Notices of the review
    "notice.unknown": Advice("この通知は見つかりません。", "一覧を読み込み直してください。"),
    # Consent to show health information
    "consent.missing": Advice(
        "有効な同意がありません（終了・撤回・別の種類を含みます）。",
        "患者さんに、もう一度同意をお願いしてください。",
    ),
    "consent.paper_refused": Advice(
        "この医療機関では、同意書（紙）による同意を登録できません。",
        "マイナンバーカードと暗証番号で同意していただくか、管理者にご相談ください。",
    ),
    "consent.paper_limit": Advice(
        "本日登録できる同意書（紙）の件数に達しました。",
        "マイナンバーカードと暗証番号で同意していただいてください。",
    ),
    "consent.identity_missing": Advice(
        "この資格確認では、ご本人の確認が足りません。",
        "顔写真で確認し直すか、本人確認書類を確かめて書類名を入力してください。",
    ),
    "consent.form_reused": Advice(
        "この同意書番号は、ほかの方の同意に使われています。", "同意書の番号を確かめて、入力し直してください。"
    ),
    "eligibility.chart_without_card": Advice(
        "この患者さんの保険の番号が、まだ登録されていません。",
        "受付（F2）でマイナンバーカードを読み取るか、保険証の番号を入力してください。",
    ),
    "eligibility.chart_not_confirmed": Advice(
        "登録されている保険では、この患者さんの今日の資格を確認できませんでした。",
        "受付（F2）でマイナンバーカードを読み取るか、今お持ちの資格確認書の番号を入力してください。",
    ),
    # A person signing in to the own page
    "portal.too_many_tries": Advice(
        "サインインの操作が続いたため、センターがいったん受け付けを止めています。",
        "10分ほどおいて、もう一度行ってください。",
    ),
    # Cards and readers
    "card.failed": Advice("カードを読み取れませんでした。", "カードを置き直してください。"),
    "card.no_service": Advice(
        "カードリーダーの仕組み（スマートカード サービス）が動いていません。",
        "リーダーを差し直してください。番号の入力でも受付できます。",
    ),
    "card.no_reader": Advice(
        "カードリーダーが見つかりません。", "USB を差し直してください。番号の入力でも受付できます。"
    ),
    "card.no_card": Advice("カードが置かれていません。", "マイナンバーカードをリーダーに置いてください。"),
    "card.other_card": Advice("マイナンバーカードではありません。", "マイナンバーカードを置いてください。"),
    "card.old_resident_card": Advice("住民基本台帳カードです。資格確認には使えません。", _TYPE_CARD),
    "card.no_certificate": Advice(
        "カードに利用者証明用の電子証明書が入っていません。", f"{_TYPE_CARD}{_MUNICIPALITY}"
    ),
    "card.taken_away": Advice(
        "読み取りの途中でカードが離れました。", "カードを置き直し、手を離してお待ちください。"
    ),
    "card.swapped": Advice("先ほどと別のカードです。", "確認する方のカードを置き直してください。"),
    "card.reader_in_use": Advice(
        "ほかのプログラムがリーダーを使っています。", "ほかの画面を閉じて、カードを置き直してください。"
    ),
    "card.mute": Advice("カードが応答しません。", "表裏と位置を確かめ、置き直してください。"),
    "pin.malformed": Advice("暗証番号は数字4桁です。", "4桁で入力してください。"),
    "pin.wrong": Advice("暗証番号が違います。", "もう一度入力するか、写真で確認してください。"),
    "pin.blocked": Advice("暗証番号がロックされています。", f"写真で確認できます。解除は{_MUNICIPALITY}"),
    "pin.outcome_unknown": Advice(
        "暗証番号の照合結果が届きませんでした。", "カードを置き直し、残り回数を確かめてください。"
    ),
    # The line
    "line.failed": Advice(
        "センターに問い合わせできませんでした。", "受付は続けられます。回線が戻ると自動で確認します。"
    ),
    "line.network": Advice(
        "このパソコンがネットワークにつながっていません。",
        "LAN ケーブルや Wi-Fi を確かめてください。受付は続けられます。",
    ),
    "line.unreachable": Advice(
        "センターにつながりません。", "受付は続けられます。回線が戻ると自動で確認します。"
    ),
    "line.untrusted": Advice(
        "つながった先がセンターだと確かめられません。",
        "パソコンの時計を確かめ、続くときは担当者に連絡してください。",
    ),
    "line.slow": Advice(
        "センターの応答が遅れています。", "受付は続けられます。届いた答えは本日の受付に表示します。"
    ),
    "line.failing": Advice(
        "センターで障害が起きています。", "受付は続けられます。復旧すると自動で確認します。"
    ),
    "line.credentials": Advice(
        "医療機関の接続情報がセンターに受け付けられません。",
        "管理者が接続をやり直してください（connect）。受付は続けられます。",
    ),
    "line.not_connected": Advice(
        "このパソコンはセンターに接続していません。",
        "証の提示の記録はできます。接続は管理者が行います（connect）。",
    ),
    "line.practice": Advice(
        "練習用と本番用のつなぎ先が混ざっています。", "接続先を確かめてください。この答えは使いません。"
    ),
    # Refused by the service
    "central.refused": Advice("センターが問い合わせを受け付けませんでした。", _CALL_SUPPORT),
    "message.malformed": Advice("問い合わせの形式が合いませんでした。", _CALL_SUPPORT),
    "route.not_found": Advice(
        "センターがこの問い合わせを知りません。", "接続先のアドレスを確かめてください。"
    ),
    "scope.missing": Advice("この医療機関には許されていない問い合わせです。", "管理者に確かめてください。"),
    "misses.exceeded": Advice(
        "該当なしが続いたため、番号での問い合わせが一時止められました。",
        "しばらく待つか、カードと暗証番号で確認してください。",
    ),
    "day.refused": Advice("その確認日では問い合わせできません。", "確認日を直してください。"),
    "service.not_started": Advice(
        "この問い合わせはまだ始まっていません。", "それまでは、これまでどおり券面で受付してください。"
    ),
    "number.refused": Advice("番号の組み合わせが正しくありません。", "券面を見て入力し直してください。"),
    "certificate.unknown": Advice(
        "このカードはまだ保険証として登録されていません。", f"{_TYPE_CARD}登録はマイナポータルでできます。"
    ),
    "certificate.expired": Advice(
        "カードの電子証明書の期限が切れています。", f"{_TYPE_CARD}更新は{_MUNICIPALITY}"
    ),
    "certificate.revoked": Advice("このカードの電子証明書は失効しています。", f"{_TYPE_CARD}{_MUNICIPALITY}"),
    "certificate.untrusted": Advice("このカードの電子証明書を確かめられません。", _TYPE_CARD),
    "signature.refused": Advice(
        "カードの署名を確かめられませんでした。", "カードを置き直し、もう一度確認してください。"
    ),
    "nonce.refused": Advice("確認の有効時間が過ぎました。", "カードを置き直し、もう一度確認してください。"),
    "check.statement_stale": Advice(
        "送信できないまま、カードの署名の有効時間が過ぎました。",
        "カードを置き直し、もう一度確認してください。",
    ),
    "idempotency_key.reused": Advice(
        "同じ送信番号で別の内容が送られました。", "もう一度はじめから送ってください。"
    ),
    "idempotency_key.in_use": Advice(
        "センターが、同じ送信をまだ処理しています。", "少し待ってから、もう一度送ってください。"
    ),
    "check_id.reused": Advice("同じ受付番号で別の問い合わせがありました。", "もう一度確認してください。"),
    "batch.unknown": Advice(
        "センターに、この一括確認の受付がありません。", "もう一度取り込んでください。確認済みの分は残ります。"
    ),
    "batch.paused": Advice(
        "該当なしが続いたため、一括確認がしばらく止められました。",
        "時間がたつとセンターで自動で続きます。あとで同じ操作をすると続きを受け取れます。",
    ),
    "batch_id.reused": Advice(
        "同じ受付番号で別の一括確認がありました。", "ファイルをもう一度取り込んでください。"
    ),
    "batch.too_many": Advice(
        "この医療機関の一括確認が、センターで多数進行中です。",
        "先の分が終わると、自動で続きます。急ぐときは、不要な一括確認を中止してください。",
    ),
    # What was typed
    "input.refused": Advice("入力した内容を受け付けられません。", "赤い欄を直してください。"),
    "input.my_number": Advice(
        "個人番号（マイナンバー）は入力できません。", "消去しました。保険証の番号を入力してください。"
    ),
    "input.insurer_number": Advice("保険者番号は8桁か6桁です。", "券面を見て入力し直してください。"),
    "input.insured_number": Advice(
        "記号・番号・枝番の形が正しくありません。", "券面を見て入力し直してください。"
    ),
    "input.institution_code": Advice("医療機関コードは10桁です。", "入力し直してください。"),
    "input.form_number": Advice(
        "同意書の番号がないか、使えない文字があります。",
        "数字・英字・ハイフンの20文字までで入力してください。",
    ),
    "input.file": Advice(
        "ファイルを読み書きできません。", "場所と名前を確かめ、ほかの画面で開いていたら閉じてください。"
    ),
    "input.form": Advice("直すところがあります。", "赤い欄を直してください。"),
    "input.birth": Advice(
        "生年月日を確かめてください。", "枝番があれば月日4桁、なければ生年月日を入力します。"
    ),
    "input.day": Advice("日付を読み取れません。", "S63.2.14 や 1988/2/14 のように入力してください。"),
    "input.day_ahead": Advice("先の日付です。", "今日までの日付を入力してください。"),
    "input.missing": Advice("入力されていない欄があります。", "赤い欄に入力してください。"),
    "input.too_long": Advice("文字が多すぎます。", "短くしてください。"),
    "input.kana": Advice("カナ氏名に使えない文字があります。", "カタカナで入力してください。"),
    "input.letter": Advice("レセプトに使えない文字があります。", "ほかの文字か●で入力してください。"),
    "input.sex": Advice("性別が選ばれていません。", "選んでください。"),
    "input.postcode": Advice("郵便番号は7桁です。", "入力し直してください。"),
    "input.phone": Advice("電話番号に使えない文字があります。", "数字とハイフンで入力してください。"),
    "connect.address": Advice(
        "センターのアドレスが正しくありません。", "https:// から始まるアドレスを指定してください。"
    ),
    "connect.file_damaged": Advice(
        "接続の設定ファイルが壊れています。", "管理者が接続をやり直してください（connect）。"
    ),
    "connect.file_unwritable": Advice(
        "接続の設定を保存できませんでした。", "フォルダーの権限とディスクを確かめてください。元のままです。"
    ),
    # Staff
    "staff.not_allowed": Advice("この操作は担当者の役割では行えません。", "管理者に頼んでください。"),
    "staff.pin_wrong": Advice("名前と暗証番号が合いません。", "もう一度入力してください。"),
    "staff.pin_weak": Advice(
        "推測されやすい暗証番号です。", "4〜12桁で、同じ数字の並びや連番を避けてください。"
    ),
    "staff.pins_differ": Advice("2回の暗証番号が一致しません。", "同じ番号を2回入力してください。"),
    "staff.name_taken": Advice("同じ名前の担当者がいます。", "見分けられる名前にしてください。"),
    "staff.name_missing": Advice("名前が入力されていません。", "名前を入力してください。"),
    "staff.roles_missing": Advice("役割が選ばれていません。", "一つ以上選んでください。"),
    "staff.last_manager": Advice("管理者がいなくなります。", "先にほかの人を管理者にしてください。"),
    "staff.too_early": Advice("台帳がまだ開いていません。", "画面の案内に従ってください。"),
    "staff.paused": Advice(
        "間違いが続いたため、入力を止めています。", "1分ほど待ってからやり直してください。"
    ),
    # Ledger, keyring, home
    "ledger.failed": Advice("台帳を読み書きできませんでした。", _CALL_SUPPORT),
    "ledger.missing": Advice("台帳のファイルが見つかりません。", "バックアップから戻せます。"),
    "ledger.exists": Advice("この場所にはすでに台帳があります。", "窓口をもう一度開いてください。"),
    "ledger.locked": Advice("台帳の鍵が合いません。", "復旧コードを入力すると開けます。"),
    "ledger.damaged": Advice("台帳のファイルが壊れています。", "バックアップから戻してください。"),
    "ledger.too_new": Advice(
        "この台帳は新しい版の窓口で使われています。", "窓口を最新の版にしてください。台帳は変えていません。"
    ),
    "ledger.in_use": Advice(
        "この台帳はほかの窓口で開いています。", "開いている窓口を使うか、閉じてからやり直してください。"
    ),
    "ledger.unreachable": Advice(
        "台帳の場所に書き込めません。", "フォルダーの権限とディスクを確かめてください。"
    ),
    "ledger.disk_full": Advice(
        "ディスクに空きがありません。",
        "不要なファイルを消してからやり直してください。入力は失われていません。",
    ),
    "ledger.recovery_missing": Advice(
        "復旧コードの記録が見つかりません。", "元のパソコンから台帳のフォルダーごと移してください。"
    ),
    "ledger.recovery_mistyped": Advice(
        "復旧コードに打ち間違いがあります。", "印の付いた組を確かめてください。"
    ),
    "ledger.recovery_wrong": Advice(
        "この台帳の復旧コードではありません。", "紙に印刷した新しいほうのコードを確かめてください。"
    ),
    "ledger.restore_would_lose": Advice(
        "戻すと、その後の記録が失われます。", "いまのファイルは別の名前で残します。よければ続けてください。"
    ),
    "first_start.code_differs": Advice(
        "表示したコードと一致しません。", "印刷した紙を見て入力してください。"
    ),
    "keyring.missing": Advice(
        "このパソコンに、鍵を保管する仕組みがありません。",
        "資格情報マネージャーやキーチェーンを使えるようにしてください。",
    ),
    "keyring.locked": Advice(
        "鍵を保管する仕組みがロックされています。",
        "パソコンにサインインし直すか、キーリングを開いてください。",
    ),
    "keyring.failed": Advice(
        "鍵を保管する仕組みが応答しません。", "パソコンを再起動してやり直してください。"
    ),
    "home.not_set_up": Advice(
        "この場所ではまだ窓口を始めていません。", "窓口を一度開いて、管理者を登録してください。"
    ),
    "report.not_written": Advice("報告を保存できませんでした。", "書き込める場所を選んでください。"),
    "readings.not_written": Advice("一覧を保存できませんでした。", "書き込める場所を選んでください。"),
    # Appointments
    "appointments.file": Advice("予約のファイルを読み取れません。", "予約の CSV ファイルを選んでください。"),
    "appointments.file_empty": Advice(
        "ファイルに予約がありません。", "予約システムで出力し直したファイルを選んでください。"
    ),
    "appointments.file_no_header": Advice(
        "1行目に列の名前がありません。",
        "見出しの行（予約日、氏名、保険者番号など）を付けて出力してください。",
    ),
    "appointments.file_too_large": Advice(
        "ファイルが大きすぎます。1回に1万件までです。", "日ごとに分けて出力してください。"
    ),
    "appointments.file_not_text": Advice(
        "文字のファイルではありません。", "Excel などでは「CSV」を選んで保存し直してください。"
    ),
    "appointments.file_unreadable": Advice(
        "ファイルを開けません。", "ほかのソフトで開いていれば閉じて、選び直してください。"
    ),
    "appointments.batch_gone": Advice(
        "この一括確認の記録は、もう残っていません。",
        "最後の予約日から30日で消えます。新しい結果が要るときは、確認し直してください。",
    ),
    "appointments.not_written": Advice("一覧を保存できませんでした。", "書き込める場所を選んでください。"),
    "appointments.columns_missing": Advice(
        "保険者番号・番号・生年月日の列が分かりません。", "列の対応を選んでください。"
    ),
    # Patients
    "patients.merge_not_undoable": Advice(
        "この統合は元に戻せません。", "あとから行った統合を先に戻してください。"
    ),
    # Practice
    "practice.unavailable": Advice(
        "練習用のセンターを始められませんでした。",
        "センターの部品を含めて入れ直してください（madoguchi[central]）。",
    ),
    "practice.no_such_card": Advice(
        "その名前の練習用カードはありません。", "town --list の名前を確かめてください。"
    ),
    # Notices
    "notice.changed": Advice(
        "ほかの端末でこの通知の状態が変わりました。", "新しい内容を確かめて、もう一度操作してください。"
    ),
    # Receipts
    "receipts.unknown": Advice(
        "この受付番号のレセプトはセンターにありません。", "もう一度送信してください。"
    ),
    "receipts.not_reviewed": Advice(
        "レセプトの資格確認がまだ終わっていません。", "しばらくしてから開き直してください。"
    ),
    "receipts.too_much": Advice(
        "センターで一度に受け付けられるレセプトの量を超えました。",
        "しばらく待ってから、もう一度送信してください。",
    ),
    "receipt.cannot_be_split": Advice(
        "このレセプトは日ごとに分けると合計が合いません。",
        "記載の保険者へそのまま請求されます。算定日と点数を確かめてください。",
    ),
    "receipts.unreadable": Advice(
        "レセプトのファイルとして読み取れません。", "RECEIPTC.UKE などのファイルを選び直してください。"
    ),
    "receipts.letter_outside": Advice(
        "レセプトに使えない文字が入っています。", "JIS 第1・第2水準の文字に置き換えてください。"
    ),
    "claims.file_unusable": Advice(
        "ファイルを開けませんでした。", "ファイルの場所を確かめて、もう一度この画面に置いてください。"
    ),
    "claims.not_open": Advice(
        "この月のレセプトは送信中か、送信済みです。", "直すときは、送信を止めてからにしてください。"
    ),
    "claims.empty": Advice(
        "送信するレセプトがありません。", "レセプトコンピューターで作り直したファイルを置いてください。"
    ),
    "claims.not_written": Advice(
        "選んだ場所に保存できませんでした。", "ほかのフォルダーを選んで、もう一度保存してください。"
    ),
    "claims.worker_ended": Advice(
        "レセプトの処理が途中で終わりました。", "自動でやり直します。続くときは、窓口を開き直してください。"
    ),
    "clinic.error": Advice("処理できませんでした。", _CALL_SUPPORT),
}

_COMES_BACK = tuple(
    ADVICE[f"line.{each}"] for each in ("failed", "network", "unreachable", "slow", "failing")
)

"""What a bad outcome probably means, judged at the desk alone (R7): causes, words to the patient, next steps."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.eligibility.answer import Answer
from app.eligibility.look_alikes import LookAlike
from app.eligibility.question import Question, TypedQuestion
from app.scheme.cover import NOT_GIVEN, EligibilityInformation
from app.scheme.days import written
from app.scheme.outcome import Outcome


class NextStep(Enum):
    """What the counter can do now. Asking for the whole fee is not among them."""

    CHECK_BY_CARD = "マイナンバーカードで確認する"
    TYPE_NEW_CARD = "新しい証を入力する"
    TYPE_AGAIN = "券面を見て入力し直す"
    CHOOSE_PERSON = "券面で本人を選ぶ"
    PRINT_DECLARATION = "資格申立書を印刷して受付する"
    ASK_AGAIN_LATER = "保留にして再確認を予約する"


@dataclass(frozen=True, slots=True)
class Cause:
    """A likely cause with the evidence for it; most likely first in a list."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """verdict and lead: the two lines of the head. evidence: what the causes were judged from."""

    verdict: str
    lead: str
    causes: tuple[Cause, ...]
    evidence: str
    words: str
    steps: tuple[NextStep, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the desk itself knows: nothing of it comes from what the register holds."""

    today: date
    usual_delay_days: int | None = None
    look_alikes: tuple[LookAlike, ...] = ()


def explain(question: Question, answer: Answer, evidence: Evidence) -> Explanation | None:
    """None for a valid answer. Who showed the My Number card is not asked for it again."""
    match answer.outcome:
        case Outcome.VALID:
            return None
        case Outcome.LAPSED | Outcome.LAPSED_NEWER:
            return _lapsed(question, answer, evidence)
        case Outcome.SEVERAL:
            return _several()
        case Outcome.NONE:
            return _none(question, evidence)


def _lapsed(question: Question, answer: Answer, evidence: Evidence) -> Explanation:
    typed = isinstance(question, TypedQuestion)
    information = answer.single
    newer = answer.outcome is Outcome.LAPSED_NEWER
    lost_on = information.cover.lost_on if information else None
    causes = [_cause_of_loss(information, lost_on)]
    if newer:
        causes.append(
            Cause(
                "新しい資格があります", "ほかの資格がすでに登録されています。新しい証か、カードで確認できます"
            )
        )
    else:
        causes.append(Cause("新しい保険者の登録待ち", _delay_words("移った先の登録", evidence)))
    since = f"喪失から{(evidence.today - lost_on).days}日" if lost_on else "喪失日は提供なし"
    told = f"{lost_on.month}月{lost_on.day}日から" if lost_on else ""
    return Explanation(
        verdict="喪失した資格です",
        lead="新しい資格を確認してください",
        causes=tuple(causes),
        evidence=f"根拠：喪失理由 {_reason(information)}、{since}、{_delay_evidence(evidence)}",
        words=f"「この保険証は{told}使えなくなっています。新しい保険証か資格確認書、または"
        "マイナンバーカードをお持ちですか。」"
        if typed
        else f"「これまでの保険の資格が{told}なくなっています。新しい保険証か資格確認書をお持ちですか。」",
        steps=(
            *((NextStep.CHECK_BY_CARD,) if typed else ()),
            NextStep.TYPE_NEW_CARD,
            NextStep.PRINT_DECLARATION,
            NextStep.ASK_AGAIN_LATER,
        ),
    )


def _cause_of_loss(information: EligibilityInformation | None, lost_on: date | None) -> Cause:
    when = f"{written(lost_on)}に喪失" if lost_on else "喪失日は提供なし"
    reason = information.cover.loss_reason if information else None
    titles = {"01": "死亡の届け出", "02": "生活保護の開始", "03": "退職・転職など"}
    words = information.cover.loss_reason_words if information else ""
    return Cause(titles.get(reason or "", "資格の異動"), f"{when}（{words}）" if words else when)


def _reason(information: EligibilityInformation | None) -> str:
    return (information.cover.loss_reason if information else None) or NOT_GIVEN


def _delay_words(what: str, evidence: Evidence) -> str:
    """The figure is of the insurer that was asked about: of whoever comes after it the desk knows nothing."""
    told = f"{what}がまだのことがあります"
    if evidence.usual_delay_days is None:
        return told
    return f"{told}（この保険者の登録は、ふつう{evidence.usual_delay_days}日ほど）"


def _delay_evidence(evidence: Evidence) -> str:
    if evidence.usual_delay_days is None:
        return "登録の遅れ 公表なし"
    return f"登録の遅れ 中央値{evidence.usual_delay_days}日"


def _several() -> Explanation:
    return Explanation(
        verdict="複数の方が該当します",
        lead="券面の氏名・性別を見て選んでください",
        causes=(Cause("双子など", "同じ記号・番号で生年月日も同じ方がいます"),),
        evidence="根拠：枝番のない証では、お一人に決まりません",
        words="「お名前を確かめさせてください。」",
        steps=(NextStep.CHOOSE_PERSON, NextStep.CHECK_BY_CARD),
    )


def _none(question: Question, evidence: Evidence) -> Explanation:
    typed = isinstance(question, TypedQuestion)
    causes = []
    proofs = []
    if isinstance(question, TypedQuestion):
        insurer = question.insured.insurer
        if not insurer.has_valid_check_digit:
            causes.append(
                Cause(
                    "保険者番号の入力誤り",
                    f"検証番号が合いません。末尾は {insurer.likely_last_digit} のはずです",
                )
            )
            proofs.append("検証番号が不一致")
        for alike in evidence.look_alikes:
            causes.append(
                Cause("よく似た証が台帳にあります", f"{alike.patient.name}さん　{alike.field} {alike.held}")
            )
            proofs.append("台帳に似た番号")
        causes.append(Cause("入力の誤り", "保険者番号・記号・番号・枝番・生年月日を券面と見比べてください"))
    causes.append(Cause("登録待ち", _delay_words("この方の登録", evidence)))
    proofs.append(_delay_evidence(evidence))
    return Explanation(
        verdict="該当する資格がありません",
        lead="入力の誤りか、登録待ちです。無保険とは限りません"
        if typed
        else "登録待ちのことがあります。無保険とは限りません",
        causes=tuple(causes[:4]),
        evidence=f"根拠：{'、'.join(dict.fromkeys(proofs))}",
        words="「番号を確かめます。証をもう一度拝見できますか。最近、お勤め先や住所が変わりましたか。」"
        if typed
        else "「資格の登録がまだのようです。保険証か資格確認書をお持ちですか。最近、お勤め先や住所が変わりましたか。」",
        steps=(
            *((NextStep.TYPE_AGAIN, NextStep.CHECK_BY_CARD) if typed else (NextStep.TYPE_NEW_CARD,)),
            NextStep.PRINT_DECLARATION,
            NextStep.ASK_AGAIN_LATER,
        ),
    )

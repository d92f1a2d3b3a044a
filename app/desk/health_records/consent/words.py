"""What the patient is told before agreeing: which information, who sees it, for how long; one page, plain words."""

from app.staff.member import Role, roles_words

ASK = "お薬と健診の情報を、この医療機関に見せてもよいですか。"
DRUGS = "お薬：これまでに薬局や医療機関で出された薬（3年分以上）"
CHECKUPS = "健診：特定健診の結果（5年分以上）"
HOW_LONG = "見られるのは24時間だけです。途中でも、いつでも取り消せます。"
NO_HARM = "見せなくても、診察や調剤はふだんどおり受けられます。"
YES, NO = "見せる", "見せない"
_NOT_TOLD = "どこの医療機関が処方したかは、伝わりません。"


def who(readers: frozenset[Role]) -> str:
    """Who will see it, by the roles that this clinic has set now."""
    if not readers:
        return f"見る係は、ここではまだ決まっていません。{_NOT_TOLD}"
    return f"見るのは、ここの{roles_words(readers)}だけです。{_NOT_TOLD}"

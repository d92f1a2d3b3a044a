"""An example of every message about notices. All persons and numbers are invented."""

from datetime import UTC, date, datetime

from pydantic import BaseModel

from app.contract.notices import NoticeChangeRequest, NoticePart, NoticeReply, NoticeSpan, NoticesReply

_TOLD = datetime(2026, 4, 8, 1, 0, 9, tzinfo=UTC)
_BEFORE = NoticePart(
    insurer="06139992",
    insurer_name="見本健康保険組合",
    symbol="７０１",
    number="４４２",
    branch="02",
    days=(date(2026, 3, 5), date(2026, 3, 20)),
    points=497,
    share_percent=30,
)
_OWN = NoticeSpan(
    insurer_name="見本健康保険組合",
    own=True,
    valid_from=date(2026, 3, 1),
    valid_until=date(2026, 3, 14),
)
_OTHER = NoticeSpan(
    insurer_name="架空市国民健康保険", own=False, valid_from=date(2026, 3, 15), valid_until=None
)
_NOTICE = NoticeReply(
    id="20260408-5f0c2a9be1d3.1",
    kind="split",
    reason="cover_changed",
    reason_words="月の途中で資格が変わった",
    created_at=_TOLD,
    due_on=date(2026, 4, 22),
    treatment_month="2026-03",
    receipt_number="20260408-5f0c2a9be1d3",
    receipt=1,
    chart_number="000231",
    name="架空　花",
    kana="カクウハナ",
    sex="2",
    birth_on=date(1988, 2, 14),
    visits=(date(2026, 3, 5), date(2026, 3, 20)),
    lapsed_on=date(2026, 3, 15),
    before=_BEFORE,
    after=(
        _BEFORE.model_copy(update={"days": (date(2026, 3, 5),), "points": 356}),
        NoticePart(
            insurer="139998",
            insurer_name="架空市国民健康保険",
            symbol="例01",
            number="000123",
            branch="05",
            days=(date(2026, 3, 20),),
            points=141,
            share_percent=20,
        ),
    ),
    share_difference_yen=-140,
    true_spans=(_OWN, _OTHER),
    known_spans=(
        _OWN.model_copy(update={"valid_until": date(2026, 3, 24)}),
        _OTHER.model_copy(update={"valid_from": date(2026, 3, 25)}),
    ),
    state="in_hand",
    in_hand_by="佐藤",
    in_hand_until=date(2026, 4, 15),
    note="次の来院で新しい資格を確かめる",
    changed_at=datetime(2026, 4, 9, 0, 30, tzinfo=UTC),
    version=2,
)

NOTICE_EXAMPLES: tuple[BaseModel, ...] = (
    _BEFORE,
    _OWN,
    _NOTICE,
    NoticesReply(notices=(_NOTICE,), next_cursor=None),
    NoticeChangeRequest(
        state="in_hand",
        staff="佐藤",
        in_hand_until=date(2026, 4, 15),
        note="次の来院で新しい資格を確かめる",
        version=1,
    ),
)

"""An example of every message of insurers. All persons and numbers are invented."""

from datetime import UTC, date, datetime

from pydantic import BaseModel

from app.contract.registration import (
    BranchesReply,
    BranchesRequest,
    BranchReply,
    CardIssueReply,
    ComplaintReply,
    DaysReply,
    DelaysReply,
    EventDelaysReply,
    FindingReply,
    FindingSettleRequest,
    FindingsReply,
    MemberReply,
    MembersReply,
    RegistrationReply,
    RegistrationRequest,
    RegistrationRowRequest,
    RowReply,
    SlowRowReply,
    UnreturnedCardReply,
    UnreturnedCardsReply,
)

_REGISTERED_AT = datetime(2026, 3, 25, 0, 30, tzinfo=UTC)
_CARD = {"cover_ref": "2019-0417", "symbol": "12", "number": "3456", "branch": "01"}
_ROW = RegistrationRowRequest(
    action="lose",
    insurer_number="06139992",
    lost_on="2026-03-11",
    loss_reason="03",
    filed_on="2026-03-18",
    **_CARD,
)
_COMPLAINT = ComplaintReply(field="lost_on", code="day", words="暦にない日付か、読めない書き方です。")
_ANSWERED = RowReply(row=1, status="accepted", complaints=(), warnings=())
_REFUSED = RowReply(row=2, status="refused", complaints=(_COMPLAINT,), warnings=())
_BRANCH = BranchReply(member_ref="employee-0417", branch="01")
_FINDING = FindingReply(
    finding_id=7,
    kind="overlap",
    day_from=date(2026, 3, 11),
    day_until=date(2026, 3, 24),
    detail="",
    alike="",
    found_at=_REGISTERED_AT,
    closed_at=None,
    **_CARD,
)
_DAYS = DaysReply(rows=214, p50=6, p95=19)
_SLOW = SlowRowReply(
    true_on=date(2026, 2, 1),
    filed_on=date(2026, 3, 9),
    known_on=date(2026, 3, 13),
    days=40,
    **_CARD,
)
_EVENT = EventDelaysReply(
    event="acquisition",
    true_to_filed=DaysReply(rows=214, p50=4, p95=15),
    filed_to_known=DaysReply(rows=214, p50=2, p95=4),
    true_to_known=_DAYS,
    slowest=(_SLOW,),
)
_UNRETURNED = UnreturnedCardReply(
    name="架空　花",
    postcode="100-0000",
    address="東京都架空区見本一丁目",
    lost_on=date(2026, 3, 11),
    loss_reason="03",
    issued_on=date(2025, 12, 2),
    **_CARD,
)
_ISSUE = CardIssueReply(issued_on=date(2025, 12, 2), returned_on=None)
_MEMBER = MemberReply(
    relationship="1",
    name="架空　花",
    kana="カクウ　ハナ",
    sex="2",
    birth_on=date(1988, 2, 14),
    postcode="100-0000",
    address="東京都架空区見本一丁目",
    acquired_on=date(2019, 4, 1),
    lost_on=date(2026, 3, 11),
    loss_reason="03",
    ratio_percent=None,
    filed_on=date(2026, 3, 18),
    registered_at=_REGISTERED_AT,
    certificates=(),
    cards=(_ISSUE,),
    **_CARD,
)

INSURER_EXAMPLES: tuple[BaseModel, ...] = (
    _ROW,
    RegistrationRequest(rows=(_ROW,)),
    _COMPLAINT,
    _ANSWERED,
    RegistrationReply(rows=(_ANSWERED, _REFUSED), counts={"accepted": 1, "refused": 1}),
    BranchesRequest(symbol="12", number="3456", member_refs=("employee-0417",)),
    _BRANCH,
    BranchesReply(branches=(_BRANCH,)),
    _FINDING,
    FindingSettleRequest(confirm="other_person"),
    FindingsReply(findings=(_FINDING,), next_cursor=None),
    _DAYS,
    _SLOW,
    _EVENT,
    DelaysReply(insurer="06139992", month="2026-03", usual_delay_days=6, events=(_EVENT,)),
    _UNRETURNED,
    UnreturnedCardsReply(cards=(_UNRETURNED,), next_cursor=None),
    _ISSUE,
    _MEMBER,
    MembersReply(known_at=_REGISTERED_AT, members=(_MEMBER,)),
)

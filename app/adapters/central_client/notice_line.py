"""The port NoticeLine over HTTP, and the one of a desk whose connection is not whole (R14)."""

from datetime import date

from app.adapters.central_client.transport import Transport
from app.contract.notices import NoticeChangeRequest, NoticePart, NoticeReply, NoticeSpan, NoticesReply
from app.contract.problem import ProblemCode
from app.eligibility.ports import CentralFailing, LineError, RefusedByCentral
from app.errors import InputRefused
from app.notices.notice import Handling, Notice, NoticeId, NoticeKind, NoticeState, Part, Span, Subject
from app.notices.ports import NoticeChanged
from app.scheme.numbers import InsuredNumber


class CentralNoticeLine:
    """The way of the inbox to the central service; see NoticeLine."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def notices(self, done_since: date) -> tuple[Notice, ...]:
        found: list[Notice] = []
        cursor = ""
        while True:
            asked = {"done_since": done_since.isoformat(), "cursor": cursor}
            page = self._transport.get("/v1/notices", NoticesReply, asked)
            found += map(_notice, page.notices)
            if page.next_cursor is None:
                return tuple(found)
            cursor = page.next_cursor

    def handle(
        self, notice: Notice, state: NoticeState, staff_name: str, until: date | None, note: str
    ) -> Notice:
        message = NoticeChangeRequest(
            state=state.value,
            staff=staff_name,
            in_hand_until=until,
            note=note,
            version=notice.handling.version,
        )
        try:
            return _notice(self._transport.post(f"/v1/notices/{notice.id}", message, NoticeReply))
        except RefusedByCentral as refused:
            if refused.reason == ProblemCode.NOTICE_CHANGED:
                raise NoticeChanged from None
            raise

    def notice(self, notice_id: NoticeId) -> Notice:
        return _notice(self._transport.get(f"/v1/notices/{notice_id}", NoticeReply))


class NoNoticeLine:
    """A desk whose connection is not whole: the reason is always the same."""

    def __init__(self, reason: type[LineError]) -> None:
        self._reason = reason

    def notices(self, done_since: date) -> tuple[Notice, ...]:
        raise self._reason

    def handle(
        self, notice: Notice, state: NoticeState, staff_name: str, until: date | None, note: str
    ) -> Notice:
        raise self._reason

    def notice(self, notice_id: NoticeId) -> Notice:
        raise self._reason


def _notice(reply: NoticeReply) -> Notice:
    """Raises: CentralFailing for a state this desk does not know."""
    try:
        state = NoticeState(reply.state)
    except ValueError:
        raise CentralFailing("a state of a notice this desk does not know") from None
    return Notice(
        id=NoticeId(reply.id),
        kind=NoticeKind(reply.kind) if reply.kind in set(NoticeKind) else reply.kind,
        reason=reply.reason,
        reason_words=reply.reason_words,
        created_at=reply.created_at,
        due_on=reply.due_on,
        treatment_month=reply.treatment_month,
        receipt_number=reply.receipt_number,
        receipt=reply.receipt,
        subject=Subject(reply.chart_number, reply.name, reply.kana, reply.sex, reply.birth_on),
        visits=reply.visits,
        lapsed_on=reply.lapsed_on,
        before=_part(reply.before),
        after=tuple(map(_part, reply.after)),
        share_difference_yen=reply.share_difference_yen,
        true_spans=tuple(map(_span, reply.true_spans)),
        known_spans=tuple(map(_span, reply.known_spans)),
        handling=Handling(
            state, reply.in_hand_by, reply.in_hand_until, reply.note, reply.changed_at, reply.version
        ),
    )


def _part(reply: NoticePart) -> Part:
    try:
        insured = InsuredNumber.parse(reply.insurer, reply.symbol, reply.number, reply.branch or "")
    except InputRefused:
        insured = None
    return Part(insured, reply.insurer_name, reply.days, reply.points, reply.share_percent)


def _span(reply: NoticeSpan) -> Span:
    return Span(reply.insurer_name, reply.own, reply.valid_from, reply.valid_until)

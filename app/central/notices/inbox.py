"""Notices read and changed: a page of an institution's inbox, one of them, and who was first of two desks."""

import base64
import binascii
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

from app.central.notices.making import DONE, OPEN, TAKEN_BACK
from app.central.notices.spans import Tellable, known_spans, true_spans, versions_of
from app.central.storage.database import Row, Transaction
from app.contract.notices import NoticeChangeRequest, NoticePart, NoticeReply
from app.contract.receipts import OutcomePart, OutcomeReply, StatedCard
from app.errors import ClinicError, InputRefused
from app.scheme.days import JAPAN
from app.scheme.numbers import CardKey, InsuredNumber
from app.scheme.receipts.routing import REASON_WORDS, ReviewReason

_NEWEST = datetime(9999, 1, 1, tzinfo=UTC), ""
_TAKEN_BACK_WORDS = "再審査の結果、記載の保険者へ送付"
_COLUMNS = (
    "SELECT notice.notice_id, notice.receipt_number, notice.place, notice.kind, notice.created_at, notice.due_on,"
    " notice.state, notice.in_hand_by, notice.in_hand_until, notice.note, notice.changed_at, notice.version,"
    " review_told.told, review_told.person_id"
    " FROM notice JOIN review_told ON review_told.receipt_number = notice.receipt_number"
    " AND review_told.run = notice.run AND review_told.place = notice.place"
)
_PAGE = (
    f"{_COLUMNS} WHERE notice.institution = $1 AND (notice.created_at, notice.notice_id) < ($2, $3)"
    f" AND (notice.state <> '{DONE}' OR notice.changed_at >= $4)"
    " ORDER BY notice.created_at DESC, notice.notice_id DESC LIMIT $5"
)


class NoticeUnknown(ClinicError):
    """The institution has none by this id."""

    code = "notice.unknown"


class NoticeOutdated(ClinicError):
    """It was changed since it was looked at."""

    code = "notice.changed"


class CursorMalformed(ClinicError):
    """No cursor of ours."""

    code = "notice.cursor"


async def page_of(
    tx: Transaction, institution: str, cursor: str, done_since: date, limit: int, now: datetime
) -> tuple[list[NoticeReply], str | None]:
    """Newest first, those done only if changed since that day; the next cursor. Raises: CursorMalformed."""
    at, before = _read_cursor(cursor) if cursor else (_NEWEST[0], _NEWEST[1])
    since = datetime.combine(done_since, time(), JAPAN)
    rows = list(await tx.fetch(_PAGE, institution, at, before, since, limit + 1))
    page = rows[:limit]
    more = _cursor_of(page[-1]) if len(rows) > limit else None
    return await _replies(tx, page, now), more


async def notice_of(tx: Transaction, institution: str, notice_id: str, now: datetime) -> NoticeReply:
    """Raises: NoticeUnknown, also for another institution's."""
    row = await tx.fetch_one(
        f"{_COLUMNS} WHERE notice.institution = $1 AND notice.notice_id = $2", institution, notice_id
    )
    if row is None:
        raise NoticeUnknown
    (found,) = await _replies(tx, [row], now)
    return found


async def change(
    tx: Transaction, institution: str, notice_id: str, asked: NoticeChangeRequest, now: datetime
) -> None:
    """The same change sent again, its answer lost, changes nothing more.

    Raises: NoticeUnknown; NoticeOutdated where it is not the version that was looked at.
    """
    by = "" if asked.state == OPEN else asked.staff
    changed = await tx.execute(
        "UPDATE notice SET state = $4, in_hand_by = $5, in_hand_until = $6, note = $7, changed_at = $8,"
        " version = version + 1 WHERE institution = $1 AND notice_id = $2 AND version = $3",
        *(institution, notice_id, asked.version, asked.state, by, asked.in_hand_until, asked.note, now),
    )
    if changed:
        await tx.execute(
            "INSERT INTO notice_change (notice_id, version, state, staff, in_hand_until, note, at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7)",
            *(notice_id, asked.version + 1, asked.state, asked.staff, asked.in_hand_until, asked.note, now),
        )
    elif not await _is_a_repeat(tx, institution, notice_id, asked):
        raise NoticeOutdated


async def _is_a_repeat(tx: Transaction, institution: str, notice_id: str, asked: NoticeChangeRequest) -> bool:
    """Raises: NoticeUnknown."""
    row = await tx.fetch_one(
        "SELECT version FROM notice WHERE institution = $1 AND notice_id = $2", institution, notice_id
    )
    if row is None:
        raise NoticeUnknown
    made = await tx.fetch_one(
        "SELECT state, staff, in_hand_until, note FROM notice_change WHERE notice_id = $1 AND version = $2",
        *(notice_id, asked.version + 1),
    )
    told = asked.state, asked.staff, asked.in_hand_until, asked.note
    return row["version"] == asked.version + 1 and made is not None and tuple(made) == told


async def _replies(tx: Transaction, rows: Sequence[Row], now: datetime) -> list[NoticeReply]:
    versions = await versions_of(tx, (row["person_id"] for row in rows if row["person_id"] is not None))
    told = [OutcomeReply.model_validate_json(row["told"]) for row in rows]
    names = await _insurer_names(tx, told)
    replies = []
    for row, outcome in zip(rows, told, strict=True):
        tellable = _tellable(outcome)
        held = versions.get(row["person_id"], [])
        month = outcome.month
        replies.append(
            NoticeReply(
                id=row["notice_id"],
                kind=row["kind"],
                reason=outcome.reason,
                reason_words=_reason_words(row["kind"], outcome.reason),
                created_at=row["created_at"],
                due_on=row["due_on"],
                treatment_month=f"{month:%Y-%m}" if month else "",
                receipt_number=row["receipt_number"],
                receipt=row["place"],
                chart_number=outcome.chart,
                name=outcome.name,
                kana=outcome.kana,
                sex=outcome.sex,
                birth_on=outcome.birth_on,
                visits=outcome.days,
                lapsed_on=outcome.lapsed_on,
                before=_before(outcome, names),
                after=tuple(_after(each, names) for each in outcome.parts) if _is_moved(outcome) else (),
                share_difference_yen=_difference(outcome),
                true_spans=true_spans(held, tellable, month, now) if month else (),
                known_spans=known_spans(held, tellable, month) if month else (),
                state=row["state"],
                in_hand_by=row["in_hand_by"],
                in_hand_until=row["in_hand_until"],
                note=row["note"],
                changed_at=row["changed_at"],
                version=row["version"],
            )
        )
    return replies


def _is_moved(told: OutcomeReply) -> bool:
    return told.outcome in ("reassigned", "split")


def _reason_words(kind: str, reason: str) -> str:
    return _TAKEN_BACK_WORDS if kind == TAKEN_BACK else REASON_WORDS[ReviewReason(reason)]


def _tellable(told: OutcomeReply) -> Tellable:
    parts = told.parts if _is_moved(told) else ()
    confirmed = {key for each in parts if (key := _key_of(each)) is not None}
    return Tellable(_key_of(told.stated) if told.stated else None, frozenset(confirmed))


def _key_of(card: StatedCard | OutcomePart) -> CardKey | None:
    try:
        return InsuredNumber.parse(card.insurer, card.symbol, card.number, card.branch or "").key
    except InputRefused:
        return None


def _difference(told: OutcomeReply) -> int | None:
    """Of all parts together, where a share changed and each is known (R14)."""
    differences = [each.difference_yen for each in told.parts]
    changed = any(each.ratio_percent != each.stated_ratio_percent for each in told.parts)
    if not changed or any(each is None for each in differences):
        return None
    return sum(each for each in differences if each is not None)


def _before(told: OutcomeReply, names: dict[str, str]) -> NoticePart:
    """As claimed; nothing in it where no readable card is stated."""
    stated = told.stated or StatedCard(insurer="", symbol="", number="", branch=None)
    shares = {each.stated_ratio_percent for each in told.parts}
    return _part(stated, names, told.days, told.points, shares.pop() if len(shares) == 1 else None)


def _after(part: OutcomePart, names: dict[str, str]) -> NoticePart:
    return _part(part, names, part.days, part.points, part.ratio_percent)


def _part(
    card: StatedCard | OutcomePart,
    names: dict[str, str],
    days: tuple[date, ...],
    points: int,
    share_percent: int | None,
) -> NoticePart:
    return NoticePart(
        insurer=card.insurer,
        insurer_name=names.get(card.insurer, ""),
        symbol=card.symbol,
        number=card.number,
        branch=card.branch,
        days=days,
        points=points,
        share_percent=share_percent,
    )


async def _insurer_names(tx: Transaction, told: Iterable[OutcomeReply]) -> dict[str, str]:
    numbers = {each.stated.insurer for each in told if each.stated}
    numbers |= {part.insurer for each in told for part in each.parts}
    if not numbers:
        return {}
    places = ", ".join(f"${place}" for place in range(1, len(numbers) + 1))
    rows = await tx.fetch(f"SELECT number, name FROM insurer WHERE number IN ({places})", *sorted(numbers))
    return {row["number"]: row["name"] for row in rows}


def _cursor_of(row: Row) -> str:
    return base64.urlsafe_b64encode(f"{row['created_at'].isoformat()} {row['notice_id']}".encode()).decode()


def _read_cursor(text: str) -> tuple[datetime, str]:
    try:
        at, _, notice_id = base64.urlsafe_b64decode(text.encode()).decode().partition(" ")
        moment = datetime.fromisoformat(at)
    except (ValueError, binascii.Error):
        raise CursorMalformed from None
    if moment.tzinfo is None:
        raise CursorMalformed
    return moment, notice_id

"""Findings are kept where insurers look for them: told once, closed when they hold no longer, opened again."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.central.registration.applied import Applied, SetAside, ToldRight
from app.central.registration.findings import DueFinding, FindingKind, Stretch, findings_of, keys_of
from app.central.registration.held import HeldPeriod, HeldPerson, known
from app.central.registration.row import RegistrationRow
from app.central.registry.load import take_ids
from app.central.storage.database import Transaction
from app.central.storage.lists import in_parts, listed, listed_rows

_KEYS_AT_ONCE = 500
_COLUMNS = (
    *("id", "insurer", "kind", "period_id", "day_from", "day_until", "detail", "told_key"),
    *("found_at", "closed_at", "about", "cover_ref", "symbol", "number", "branch", "alike"),
)
_NOT_BY_A_ROW = (None, None, None, None)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A finding as it stands in the database."""

    id: int
    kind: str
    days: tuple[date | None, date | None]
    is_open: bool


@dataclass(slots=True)
class _Telling:
    """New rows without their ids, by insurer and told_key: two rows of one block may find the same."""

    moment: datetime
    new: dict[tuple[str, str], tuple[object, ...]] = field(default_factory=dict)

    def add(
        self,
        insurer: str,
        kind: FindingKind,
        period_id: int | None,
        days: tuple[date | None, date | None],
        detail: str,
        told_key: str,
        about: str | None = None,
        told_by: tuple[str | None, ...] = _NOT_BY_A_ROW,
        alike: str = "",
    ) -> None:
        """told_by: cover_ref, symbol, number and branch of the row, where the insurer has no period. alike: for one
        that has and did not tell the row."""
        row = (insurer, kind.value, period_id, *days, detail, told_key, self.moment, None, about)
        self.new.setdefault((insurer, told_key), (*row, *told_by, alike))


async def tell_findings(tx: Transaction, applied: Applied, moment: datetime) -> None:
    """applied: its people as they are now; every one of them is written by now."""
    telling = _Telling(moment)
    await _tell_of_periods(tx, applied.touched.values(), telling)
    await _tell_set_aside(tx, applied.set_aside, telling)
    if telling.new:
        ids = await take_ids(tx, "finding", len(telling.new))
        rows = [(number, *row) for number, row in zip(ids, telling.new.values(), strict=True)]
        await tx.insert_many("finding", _COLUMNS, rows)
    await _close_told_right(tx, applied.told_right.values(), moment)


async def _tell_of_periods(tx: Transaction, touched: Iterable[HeldPerson], telling: _Telling) -> None:
    due: dict[tuple[str, str], DueFinding] = {}
    asked: list[tuple[str, str]] = []
    for person in touched:
        stretches = [_stretch(period) for period in person.periods]
        due.update({(each.insurer, each.told_key): each for each in findings_of(stretches)})
        if not person.is_new:
            asked.extend(keys_of(stretches))
    kept = await _kept(tx, asked)
    closed = [each.id for key, each in kept.items() if each.is_open and key not in due]
    for part in in_parts(closed):
        places = listed(len(part), 2)
        await tx.execute(f"UPDATE finding SET closed_at = $1 WHERE id IN {places}", telling.moment, *part)
    for key, each in due.items():
        days = (each.day_from, each.day_until)
        if key not in kept:
            telling.add(each.insurer, each.kind, each.period_id, days, "", each.told_key)
        elif not kept[key].is_open or kept[key].days != days:
            await tx.execute(
                "UPDATE finding SET day_from = $1, day_until = $2, closed_at = NULL WHERE id = $3",
                *(*days, kept[key].id),
            )


async def _tell_set_aside(tx: Transaction, set_aside: Sequence[SetAside], telling: _Telling) -> None:
    """The insurer of the row, and each that has the person; detail names the fields that differ."""
    told = {
        (insurer, each.told_key): (period, each)
        for each in set_aside
        for insurer, period in _concerned(each).items()
    }
    kept = await _kept(tx, told)
    for (insurer, told_key), (period, each) in told.items():
        held = kept.get((insurer, told_key))
        if held is None:
            period_id = period.id if period else None
            told_by = _NOT_BY_A_ROW if period else _as_told(each.row)
            detail = ",".join(each.fields)
            kind = FindingKind.DETAILS_DIFFER
            alike = "" if insurer == each.row.insurer.digits else ",".join(each.alike)
            days = (None, None)
            telling.add(insurer, kind, period_id, days, detail, told_key, each.about, told_by, alike)
        elif held.kind == FindingKind.DETAILS_AGREE:
            await tx.execute(
                "UPDATE finding SET kind = $1, closed_at = NULL WHERE id = $2",
                *(FindingKind.DETAILS_DIFFER.value, held.id),
            )


def _as_told(row: RegistrationRow) -> tuple[str | None, ...]:
    return (row.cover_ref, row.symbol or "", row.number, row.branch)


async def _close_told_right(tx: Transaction, told_right: Collection[ToldRight], moment: datetime) -> None:
    """For every insurer that was told of the same row, where each field that differed has been told right since."""
    fields = {each.about: each.fields for each in told_right}
    for part in in_parts(fields, _KEYS_AT_ONCE):
        rows = await tx.fetch(
            "SELECT id, about, detail FROM finding WHERE kind = $1 AND closed_at IS NULL"
            f" AND about IN {listed(len(part), 2)}",
            *(FindingKind.DETAILS_DIFFER.value, *part),
        )
        for row in rows:
            if set(row["detail"].split(",")) <= fields[row["about"]]:
                await tx.execute(
                    "UPDATE finding SET kind = $1, closed_at = $2 WHERE id = $3",
                    *(FindingKind.DETAILS_AGREE.value, moment, row["id"]),
                )


def _concerned(each: SetAside) -> dict[str, HeldPeriod | None]:
    found: dict[str, HeldPeriod | None] = {each.row.insurer.digits: None}
    for period in sorted(each.person.periods, key=lambda period: known(period.cover).acquired_on):
        found[period.insurer] = period
    return found


async def _kept(tx: Transaction, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], _Kept]:
    found: dict[tuple[str, str], _Kept] = {}
    for part in in_parts(dict.fromkeys(keys), _KEYS_AT_ONCE):
        rows = await tx.fetch(
            "SELECT id, kind, insurer, told_key, day_from, day_until, closed_at FROM finding"
            f" WHERE (insurer, told_key) IN {listed_rows(len(part), 2)}",
            *(value for key in part for value in key),
        )
        for row in rows:
            days = (row["day_from"], row["day_until"])
            found[row["insurer"], row["told_key"]] = _Kept(
                row["id"], row["kind"], days, row["closed_at"] is None
            )
    return found


def _stretch(period: HeldPeriod) -> Stretch:
    cover = known(period.cover)
    return Stretch(period.id, period.insurer, cover.acquired_on, cover.lost_on, cover.loss_reason)

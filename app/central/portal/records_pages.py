"""The pages of health information: medicines, checkups and costs of the session's person (R15–R17)."""

from datetime import date

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from app.central.edge import TheService
from app.central.portal.checkups_shown import trends
from app.central.portal.costs_shown import (
    YearOfCosts,
    as_csv,
    complete_until,
    insured_by,
    year_of,
)
from app.central.portal.drugs_shown import Span, by_visit, timeline
from app.central.portal.site import guarded, page
from app.central.portal.visitor import TheVisitor, Visitor
from app.central.records.checkups import checkups_of_person
from app.central.records.costs import costs_of_person
from app.central.records.own_drugs import drugs_of_person
from app.central.registry.known import history_of
from app.central.service import Service
from app.scheme.calendar import NamedService
from app.scheme.days import business_day, months_from

router = APIRouter()
_YEARS_OF_CHECKUPS = 10
_YEARS_OF_COSTS = 5
_YEARS_OF_DRUGS = 5


@router.get("/drugs")
async def drugs(request: Request, visitor: TheVisitor, service: TheService, year: str = "") -> Response:
    """The last twelve months, or a calendar year: as a timeline and by visit."""
    service.must_have_started(NamedService.DRUG_INFORMATION)
    today = business_day(visitor.at)
    years = range(today.year, today.year - _YEARS_OF_DRUGS - 1, -1)
    chosen = _chosen(year, years)
    span = Span(months_from(today, -12), today)
    if chosen is not None:
        span = Span(date(chosen, 1, 1), min(today, date(chosen + 1, 1, 1)))
    async with service.database.transaction() as tx:
        found = await drugs_of_person(tx, visitor.person_id, date(years[-1], 1, 1))
    held = [each for each in found if span.since <= each.on <= span.until]
    newest = max((each.on for each in found), default=None)
    known_until = months_from(newest, 1) if newest else None
    return page(
        request,
        "drugs.html",
        visitor=visitor,
        visits=by_visit(held),
        timeline=timeline(held, span, known_until),
        years=years,
        chosen=chosen,
        newest=newest,
    )


@router.get("/checkups")
async def checkups(request: Request, visitor: TheVisitor, service: TheService) -> Response:
    """Each item through the years, and every checkup whole."""
    service.must_have_started(NamedService.CHECKUP_INFORMATION)
    since = months_from(business_day(visitor.at), -12 * _YEARS_OF_CHECKUPS)
    async with service.database.transaction() as tx:
        found = await checkups_of_person(tx, visitor.person_id, since, visitor.at)
    return page(request, "checkups.html", visitor=visitor, checkups=found, trends=trends(found))


@router.get("/costs")
async def costs(request: Request, visitor: TheVisitor, service: TheService, year: str = "") -> Response:
    """A calendar year, as the tax return wants it."""
    years = _years_of_costs(visitor)
    found = await _costs(visitor, service, _chosen(year, years) or years[0])
    complete = complete_until(business_day(visitor.at))
    return page(request, "costs.html", visitor=visitor, costs=found, years=years, complete=complete)


@router.get("/costs.csv")
async def costs_file(request: Request, visitor: TheVisitor, service: TheService, year: str = "") -> Response:
    """The same year as a file for the tax return (医療費控除)."""
    years = _years_of_costs(visitor)
    found = await _costs(visitor, service, _chosen(year, years) or years[0])
    response = Response(as_csv(found), media_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="iryohi-{found.year}.csv"'
    return guarded(request, response)


async def _costs(visitor: Visitor, service: Service, year: int) -> YearOfCosts:
    service.must_have_started(NamedService.COST_INFORMATION)
    async with service.database.transaction() as tx:
        lines = await costs_of_person(tx, visitor.person_id, date(year, 1, 1), date(year, 12, 31))
        person = await history_of(tx, visitor.person_id, visitor.at)
        insured = await insured_by(tx, person, lines, visitor.at)
    return year_of(year, lines, person.details.name if person else "", insured)


def _years_of_costs(visitor: Visitor) -> range:
    """Newest first: who claims money back may do so for five years."""
    today = business_day(visitor.at)
    return range(today.year, today.year - _YEARS_OF_COSTS - 1, -1)


def _chosen(typed: str, years: range) -> int | None:
    """None where nothing was chosen. Raises: HTTPException for a year that is not offered."""
    if not typed:
        return None
    if typed.isascii() and typed.isdigit() and len(typed) == 4 and int(typed) in years:
        return int(typed)
    raise HTTPException(404)

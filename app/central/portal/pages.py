"""The pages: signing in and out, and what the session's person sees. No address names a person."""

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.exceptions import HTTPException

from app.central.consents.consent import consents_of_person, withdraw_by_person
from app.central.edge import TheService
from app.central.phr import permission_pages
from app.central.portal import records_pages
from app.central.portal.checks_shown import MOST, checks_of_person, sign_ins_of_person
from app.central.portal.consents_shown import ACTION_WORDS, consents_shown, institution_names
from app.central.portal.endpoints import source_of_request
from app.central.portal.insurance_shown import periods_shown
from app.central.portal.pace import DONE, Action, must_not_hurry, note_try
from app.central.portal.sessions import begin_session, end_session
from app.central.portal.sign_in import redeem
from app.central.portal.site import FAILURES, page, redirect, style
from app.central.portal.visitor import (
    TheVisitor,
    confirmed_form,
    forget_cookie,
    form_of,
    set_cookie,
    visitor_of,
)
from app.central.records.access import accesses_of_person
from app.central.registry.known import history_of
from app.central.service import Service
from app.scheme.calendar import NamedService
from app.scheme.days import business_day

MOUNTED_AT = "/portal"
HOME = f"{MOUNTED_AT}/"
_TICKET_REFUSED = "portal.ticket_refused"
router = APIRouter()


def build_site(service: Service) -> FastAPI:
    """The pages as an application of their own: its failures are pages too, never problem documents."""
    site = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    site.state.service = service
    for kind, answer in FAILURES.items():
        site.add_exception_handler(kind, answer)
    for part in (router, records_pages.router, permission_pages.router):
        site.include_router(part)
    return site


@router.get("/portal.css")
async def style_sheet(request: Request) -> Response:
    return style(request)


@router.get("/")
async def home(request: Request, service: TheService) -> Response:
    """What there is to see; without a session, how to sign in."""
    service.must_have_started(NamedService.PORTAL)
    visitor = await visitor_of(request, service)
    if visitor is None:
        return page(request, "welcome.html")
    async with service.database.transaction() as tx:
        person = await history_of(tx, visitor.person_id, visitor.at)
        consents = consents_shown(await consents_of_person(tx, visitor.person_id), {}, visitor.at)
    periods = periods_shown(person, business_day(visitor.at))
    return page(
        request,
        "home.html",
        visitor=visitor,
        name=person.details.name if person else "",
        periods=[each for each in periods if each.state == "有効"],
        waiting=await permission_pages.waiting_name(request, visitor, service),
        open_consents=sum(each.is_in_force for each in consents),
    )


@router.get("/enter/{ticket}")
async def enter(ticket: str, request: Request) -> Response:
    """Uses nothing up: whatever looks at an address before the person does must not sign anybody in."""
    return page(request, "enter.html", ticket=ticket)


@router.post("/session")
async def begin(request: Request, service: TheService) -> Response:
    """The ticket, pressed for: once, within its minute."""
    service.must_have_started(NamedService.PORTAL)
    fields = await form_of(request)
    now, source = service.clock(), source_of_request(request, service)
    async with service.database.transaction() as tx:
        await must_not_hurry(tx, source, Action.SESSION, now)
        holder = await redeem(tx, fields.get("ticket", ""), now)
        token = await begin_session(tx, holder, now) if holder is not None else None
    outcome = DONE if token is not None else _TICKET_REFUSED
    person_id = holder.person_id if holder is not None else None
    await note_try(service.database, source, Action.SESSION, outcome, now, person_id)
    if token is None:
        return page(
            request,
            "failure.html",
            403,
            title="サインインできませんでした",
            text="サインインの有効時間（1分）が過ぎたか、すでに使われています。",
            next_step="サインインの画面から、もう一度カードを読み取ってください。",
        )
    response = redirect(request, HOME)
    set_cookie(request, response, token)
    return response


@router.post("/sign-out")
async def sign_out(request: Request, visitor: TheVisitor, service: TheService) -> Response:
    await confirmed_form(request, visitor)
    async with service.database.transaction() as tx:
        await end_session(tx, visitor.token, visitor.at)
    response = page(request, "welcome.html", signed_out=True)
    forget_cookie(request, response)
    return response


@router.get("/insurance")
async def insurance(request: Request, visitor: TheVisitor, service: TheService) -> Response:
    """Every period of cover, lapsed ones too, with what was issued for it."""
    async with service.database.transaction() as tx:
        person = await history_of(tx, visitor.person_id, visitor.at)
    periods = periods_shown(person, business_day(visitor.at))
    return page(request, "insurance.html", visitor=visitor, periods=periods)


@router.get("/accesses")
async def accesses(request: Request, visitor: TheVisitor, service: TheService) -> Response:
    """Who confirmed the insurance, who read health information, and when this page was opened."""
    async with service.database.transaction() as tx:
        checks = await checks_of_person(tx, visitor.person_id)
        sign_ins = await sign_ins_of_person(tx, visitor.person_id)
        reads = await accesses_of_person(tx, visitor.person_id, MOST)
    return page(
        request,
        "accesses.html",
        visitor=visitor,
        reads=reads,
        actions=ACTION_WORDS,
        checks=checks,
        sign_ins=sign_ins,
        most=MOST,
    )


@router.get("/consents")
async def consents(request: Request, visitor: TheVisitor, service: TheService) -> Response:
    """All ever given, newest first; those in force can be withdrawn."""
    async with service.database.transaction() as tx:
        found = await consents_of_person(tx, visitor.person_id)
        names = await institution_names(tx, (each.institution for each in found))
    return page(request, "consents.html", visitor=visitor, consents=consents_shown(found, names, visitor.at))


@router.post("/consents/{consent_id}/withdraw")
async def withdraw(consent_id: str, request: Request, visitor: TheVisitor, service: TheService) -> Response:
    """From this moment on nothing opens under it. Somebody else's consent is as absent."""
    await confirmed_form(request, visitor)
    async with service.database.transaction() as tx:
        if not await withdraw_by_person(tx, visitor.person_id, consent_id, visitor.at):
            raise HTTPException(404)
    return redirect(request, f"{MOUNTED_AT}/consents")

"""On the person's own page: a service that asks, services that were allowed, and what they read (R18)."""

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from app.central.edge import TheService
from app.central.phr.asking import Asked, answer_once, asked_by
from app.central.phr.grants import Ending, allow, grants_of_person, revoke_by_person
from app.central.phr.oauth import ASKED_COOKIE, answer_to, origin_of
from app.central.phr.reads import reads_of_person
from app.central.phr.scopes import BY_SCOPE, OFFLINE, ordered, words_of
from app.central.portal.site import page, redirect
from app.central.portal.visitor import TheVisitor, Visitor, confirmed_form, cookie_name, forget_cookie
from app.central.service import Service
from app.scheme.calendar import NamedService

router = APIRouter()
_SERVICES = "/portal/services"
_ENDING_WORDS = {
    Ending.PERSON.value: "あなたが取り消しました",
    Ending.CLIENT.value: "サービスが返しました",
    Ending.REPLACED.value: "新しい許可に置き換わりました",
    Ending.REUSE.value: "鍵の二重使用を見つけたため止めました",
}


@router.get("/request")
async def asked(request: Request, visitor: TheVisitor, service: TheService) -> Response:
    """Who asks for what; each kind can be left out."""
    service.must_have_started(NamedService.PHR)
    found, _ = await _asked(request, visitor, service)
    return page(
        request,
        "request.html",
        leads_to=(origin_of(found.redirect_uri),),
        visitor=visitor,
        asked=found,
        kinds=[BY_SCOPE[each] for each in found.scopes if each in BY_SCOPE],
        offline=OFFLINE in found.scopes,
        leads_to_host=origin_of(found.redirect_uri),
    )


@router.post("/request")
async def answered(request: Request, visitor: TheVisitor, service: TheService) -> Response:
    """Back to the service with a code, or with a no. One answer a request."""
    service.must_have_started(NamedService.PHR)
    fields = await confirmed_form(request, visitor)
    found, token = await _asked(request, visitor, service)
    chosen = ordered(each for each in found.scopes if each in fields)
    told = {"error": "access_denied", "state": found.state}
    async with service.database.transaction() as tx:
        if not await answer_once(tx, token, visitor.at):
            raise HTTPException(404)
        if fields.get("answer") == "allow" and set(chosen) & set(BY_SCOPE):
            code = await allow(tx, found, chosen, visitor.person_id, visitor.at)
            told = {"code": code, "state": found.state}
    response = answer_to(request, found.redirect_uri, told)
    forget_cookie(request, response, ASKED_COOKIE)
    return response


@router.get("/services")
async def services(request: Request, visitor: TheVisitor, service: TheService) -> Response:
    """All ever allowed, newest first; those that hold can be ended."""
    service.must_have_started(NamedService.PHR)
    async with service.database.transaction() as tx:
        grants = await grants_of_person(tx, visitor.person_id)
        reads = await reads_of_person(tx, visitor.person_id)
    return page(
        request,
        "services.html",
        visitor=visitor,
        grants=[(each, words_of(each.scopes), _ENDING_WORDS.get(each.ended_by or "", "")) for each in grants],
        reads=reads,
    )


@router.post("/services/{grant_id}/revoke")
async def revoke(grant_id: str, request: Request, visitor: TheVisitor, service: TheService) -> Response:
    """From this moment on nothing is read under it. Somebody else's permission is as absent."""
    await confirmed_form(request, visitor)
    async with service.database.transaction() as tx:
        if not await revoke_by_person(tx, visitor.person_id, grant_id, visitor.at):
            raise HTTPException(404)
    return redirect(request, _SERVICES)


async def waiting_name(request: Request, visitor: Visitor, service: Service) -> str:
    """Of the service that asked in this browser and has no answer yet; "" where none did."""
    token = request.cookies.get(cookie_name(request, ASKED_COOKIE), "")
    if not token:
        return ""
    async with service.database.session() as session:
        found = await asked_by(session, token, visitor.at)
    return found.client.name if found else ""


async def _asked(request: Request, visitor: Visitor, service: Service) -> tuple[Asked, str]:
    """Raises: HTTPException where this browser brought no request, or it is answered or over."""
    token = request.cookies.get(cookie_name(request, ASKED_COOKIE), "")
    async with service.database.session() as session:
        found = await asked_by(session, token, visitor.at)
    if found is None:
        raise HTTPException(404)
    return found, token

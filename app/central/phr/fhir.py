"""The FHIR endpoint: one person, those kinds she allowed, every failure an OperationOutcome."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from starlette.exceptions import HTTPException

from app.central.edge import TheService
from app.central.phr.capability import PATIENT_PARAMETER, capability_statement, smart_configuration
from app.central.phr.grants import Grant, grant_of_access
from app.central.phr.reads import note_read
from app.central.phr.resources import Resource, Teller
from app.central.phr.scopes import BY_SCOPE, READABLE
from app.central.problems import Refused
from app.central.records.checkups import checkups_of_person
from app.central.records.checkups import reach_of as reach_of_checkups
from app.central.records.drugs import reach_of as reach_of_drugs
from app.central.records.own_drugs import drugs_of_person
from app.central.registry.known import history_of
from app.central.service import Service
from app.central.storage.database import DatabaseBusy
from app.contract.problem import ProblemCode
from app.scheme.calendar import NamedService
from app.scheme.days import business_day

MOUNTED_AT = "/fhir"
MEDIA_TYPE = "application/fhir+json"
_KINDS = {each.resource for each in READABLE}
_SERVICES = {
    "MedicationDispense": NamedService.DRUG_INFORMATION,
    "Observation": NamedService.CHECKUP_INFORMATION,
}
_A_PAGE, _LONGEST_PAGE = 50, 200
_COUNT, _FROM = "_count", "_from"
_KNOWN_PARAMETERS = frozenset({"_id", "patient", _COUNT, _FROM, "_format"})
router = APIRouter()


class OutcomeTold(Exception):
    """code: of FHIR's issue types. challenge: of the bearer scheme (RFC 6750 §3.1)."""

    def __init__(self, status: int, code: str, text: str, challenge: str = "") -> None:
        super().__init__(text)
        self.status = status
        self.code = code
        self.text = text
        self.challenge = challenge


@dataclass(frozen=True, slots=True)
class Reader:
    """A service with a permission that holds now."""

    grant: Grant
    at: datetime

    def must_be_allowed(self, kind: str) -> None:
        """Raises: OutcomeTold."""
        if kind not in _KINDS:
            raise OutcomeTold(404, "not-supported", "This server has no such resource.")
        if not any(BY_SCOPE[each].resource == kind for each in self.grant.scopes if each in BY_SCOPE):
            challenge = f'error="insufficient_scope", scope="patient/{kind}.read"'
            raise OutcomeTold(403, "forbidden", "The person did not allow this kind.", challenge)


def build_fhir(service: Service) -> FastAPI:
    """An application of its own: FHIR has its own shape of everything."""
    made = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    made.state.service = service
    for kind in (OutcomeTold, Refused, HTTPException, DatabaseBusy, Exception):
        made.add_exception_handler(kind, _on_failure)
    made.include_router(router)
    return made


async def _reader(request: Request, service: TheService) -> Reader:
    """Raises: OutcomeTold, Refused (service.not_started)."""
    service.must_have_started(NamedService.PHR)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise OutcomeTold(401, "login", "An access token is needed.", 'realm="phr"')
    now = service.clock()
    async with service.database.session() as session:
        grant = await grant_of_access(session, token.strip(), now)
    if grant is None:
        raise OutcomeTold(401, "login", "The token is over, or not ours.", 'error="invalid_token"')
    return Reader(grant, now)


TheReader = Annotated[Reader, Depends(_reader)]


@router.get("/metadata")
async def metadata(request: Request) -> Response:
    return _told(capability_statement(_root(request)))


@router.get("/.well-known/smart-configuration")
async def configuration(request: Request) -> Response:
    response = _told(smart_configuration(_root(request)))
    response.headers["Content-Type"] = "application/json"
    return response


@router.get("/{kind}")
async def search(kind: str, request: Request, reader: TheReader, service: TheService) -> Response:
    """All of a kind, page by page, newest first. The person is named, or nobody is: then it is she."""
    reader.must_be_allowed(kind)
    asked = request.query_params
    if unknown := set(asked) - _KNOWN_PARAMETERS:
        raise OutcomeTold(400, "not-supported", f"{len(unknown)} search parameters are not known here.")
    teller = Teller(service.settings.key, reader.grant)
    named = asked.get(PATIENT_PARAMETER.get(kind, "patient"))
    if named is not None and named.removeprefix("Patient/") != teller.patient_id:
        raise OutcomeTold(403, "forbidden", "The token is another person's.")
    found = await _all(kind, reader, service, teller)
    first = _whole(asked, _FROM, 0, len(found))
    size = min(_whole(asked, _COUNT, _A_PAGE, _LONGEST_PAGE), _LONGEST_PAGE)
    return _told(_bundle(_root(request), kind, found, first, size, teller))


@router.get("/{kind}/{resource_id}")
async def read(kind: str, resource_id: str, reader: TheReader, service: TheService) -> Response:
    """One of the person's own; anything else is not there."""
    reader.must_be_allowed(kind)
    teller = Teller(service.settings.key, reader.grant)
    found = await _all(kind, reader, service, teller)
    one = next((each for each in found if each["id"] == resource_id), None)
    if one is None:
        raise OutcomeTold(404, "not-found", "There is no such resource.")
    return _told(one)


async def _all(kind: str, reader: Reader, service: Service, teller: Teller) -> list[Resource]:
    """On record before anything is read."""
    if kind in _SERVICES:
        service.must_have_started(_SERVICES[kind])
    person_id, now = reader.grant.person_id, reader.at
    await note_read(service.database, reader.grant, kind, now)
    today = business_day(now)
    async with service.database.transaction() as tx:
        match kind:
            case "MedicationDispense":
                return teller.dispenses(await drugs_of_person(tx, person_id, reach_of_drugs(service, today)))
            case "Observation":
                since = reach_of_checkups(service, today)
                return teller.observations(await checkups_of_person(tx, person_id, since, now))
        person = await history_of(tx, person_id, now)
    if person is None:
        return []
    return [teller.patient(person)] if kind == "Patient" else teller.coverages(person, today)


def _bundle(root: str, kind: str, found: list[Resource], first: int, size: int, teller: Teller) -> Resource:
    base = f"{root}{MOUNTED_AT}"
    named = f"{PATIENT_PARAMETER.get(kind, 'patient')}={teller.patient_id}"

    def link(relation: str, begin: int) -> Resource:
        return {"relation": relation, "url": f"{base}/{kind}?{named}&{_COUNT}={size}&{_FROM}={begin}"}

    following = first + size
    shown = found[first:following] if size else []
    links = [link("self", first)]
    if size and following < len(found):
        links.append(link("next", following))
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(found),
        "link": links,
        **({"entry": [_entry(base, kind, each) for each in shown]} if shown else {}),
    }


def _entry(base: str, kind: str, resource: Resource) -> Resource:
    return {
        "fullUrl": f"{base}/{kind}/{resource['id']}",
        "resource": resource,
        "search": {"mode": "match"},
    }


def _whole(asked: Mapping[str, str], name: str, usual: int, most: int) -> int:
    """Raises: OutcomeTold for what is no number."""
    text = asked.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise OutcomeTold(400, "invalid", f"{name} is a whole number.")
    return min(int(text), most)


def _root(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


def _told(document: Mapping[str, Any], status: int = 200) -> Response:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(text, status, headers, MEDIA_TYPE)


async def _on_failure(_request: Request, error: Exception) -> Response:
    """A bug is told as such, and logged by the guard."""
    headers = {}
    match error:
        case OutcomeTold():
            status, code, text = error.status, error.code, error.text
            if error.challenge:
                headers["WWW-Authenticate"] = f"Bearer {error.challenge}"
        case Refused(problem=ProblemCode.SERVICE_NOT_STARTED):
            status, code, text = 403, "forbidden", error.detail or ""
        case DatabaseBusy():
            status, code, text = 503, "transient", "Busy: ask again in a moment."
            headers["Retry-After"] = "2"
        case HTTPException(status_code=404 | 405):
            status, code, text = error.status_code, "not-supported", "This server cannot do that."
        case HTTPException():
            status, code, text = error.status_code, "invalid", "The request cannot be read."
        case _:
            status, code, text = 500, "exception", "The service failed."
    issue = {"severity": "error", "code": code, "diagnostics": text}
    response = _told({"resourceType": "OperationOutcome", "issue": [issue]}, status)
    response.headers.update(headers)
    return response

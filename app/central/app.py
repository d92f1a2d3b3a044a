"""The web application: its endpoints, its guard and its description."""

import json
from math import ceil

from fastapi import FastAPI, Response
from starlette.types import ASGIApp

from app.central.access import endpoints as access
from app.central.batch import endpoints as batch
from app.central.cards.lists import stale_lists
from app.central.consents import endpoints as consents
from app.central.description.failures import may_fail
from app.central.description.openapi import about, describe
from app.central.description.page import page_of
from app.central.guard import PROBLEMS, Guard, on_failure
from app.central.institutions import endpoints as institutions
from app.central.notices import endpoints as notices
from app.central.phr import fhir, oauth
from app.central.portal import endpoints as portal
from app.central.portal.pages import MOUNTED_AT, build_site
from app.central.records import endpoints as records
from app.central.registration import endpoints as registration
from app.central.registration import reading_endpoints as registered
from app.central.registry import endpoints as registry
from app.central.registry.moments import ahead_of
from app.central.review import endpoints as review
from app.central.review import insurer_endpoints as deliveries
from app.central.service import Service
from app.central.short_way import ShortWay
from app.central.verification import endpoints as verification

_LONGEST_BODIES = {
    "/v1/insurer/registrations": registration.LONGEST_BODY,
    "/v1/batches": batch.LONGEST_BODY,
    **review.LONGEST_BODIES,
}
"""In bytes. Every other message has at most what the guard allows."""


def build_app(service: Service) -> ASGIApp:
    """Everything under one guard, the busiest endpoints by a short way."""
    whole = ShortWay(build_api(service), service, verification.WAYS)
    return Guard(whole, service.settings.practice, _LONGEST_BODIES)


def build_api(service: Service) -> FastAPI:
    """Every endpoint; the service's parts reach them through its state."""
    api = FastAPI(
        title="Madoguchi central service",
        version="1",
        description=about(),
        docs_url=None,
        redoc_url=None,
    )
    for kind, answer in PROBLEMS.items():
        api.add_exception_handler(kind, answer)
    api.add_exception_handler(Exception, on_failure)
    api.state.service = service
    for part in (
        access,
        batch,
        consents,
        deliveries,
        institutions,
        portal,
        notices,
        records,
        registration,
        registered,
        registry,
        review,
        verification,
    ):
        api.include_router(part.router)

    @api.get("/health", tags=["service"], responses=may_fail())
    async def health() -> Response:
        """Whether the service and its database answer, how many revocation lists are past their next update, and by how
        many seconds the register's newest change lies ahead of the clock: 0, unless a clock was wrong."""
        now = service.clock()
        async with service.database.transaction() as tx:
            stale = await stale_lists(tx, now)
            ahead = await ahead_of(tx, now)
        said = {
            "status": "ok",
            "stale_revocation_lists": stale,
            "register_ahead_s": ceil(ahead.total_seconds()),
        }
        return Response(json.dumps(said), media_type="application/json")

    @api.get("/docs", include_in_schema=False)
    async def docs() -> Response:
        return Response(page_of(api.openapi()), media_type="text/html")

    api.mount(MOUNTED_AT, build_site(service))
    api.mount(oauth.MOUNTED_AT, oauth.build_oauth(service))
    api.mount(fhir.MOUNTED_AT, fhir.build_fhir(service))
    describe(api)
    return api

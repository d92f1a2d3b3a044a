"""Who looks at a page: the session behind the cookie, and forms that it showed itself."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request, Response
from starlette.exceptions import HTTPException

from app.central.edge import TheService
from app.central.portal.sessions import session_of
from app.central.portal.site import FormStale, SignedOut, is_secure
from app.central.service import Service
from app.scheme.calendar import NamedService

_COOKIE = "madoguchi-portal"
_MOST_FIELDS = 20


@dataclass(frozen=True, slots=True, repr=False)
class Visitor:
    """The person, and nobody else: no page takes a person from its address. token: of the session."""

    person_id: int
    csrf: str
    token: str = field(repr=False)
    at: datetime


async def _visitor(request: Request, service: TheService) -> Visitor:
    """Raises: SignedOut, Refused (service.not_started)."""
    service.must_have_started(NamedService.PORTAL)
    found = await visitor_of(request, service)
    if found is None:
        raise SignedOut
    return found


async def visitor_of(request: Request, service: Service) -> Visitor | None:
    """None where nobody is signed in, or not any more."""
    token = request.cookies.get(cookie_name(request))
    if not token:
        return None
    now = service.clock()
    async with service.database.session() as session:
        found = await session_of(session, service.settings.key, token, now)
    return Visitor(found.person_id, found.csrf, token, now) if found else None


TheVisitor = Annotated[Visitor, Depends(_visitor)]


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form sent from a page of ours. Raises: FormStale, HTTPException."""
    must_be_our_page(request)
    try:
        text = (await request.body()).decode("ascii")
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise HTTPException(400) from None


async def confirmed_form(request: Request, visitor: Visitor) -> dict[str, str]:
    """Of this very session's page. Raises: FormStale, HTTPException."""
    fields = await form_of(request)
    if not _same(fields.pop("csrf", ""), visitor.csrf):
        raise FormStale
    return fields


def must_be_our_page(request: Request) -> None:
    """By what the browser says of itself; a program that says nothing is stopped by the form's own secret.

    Raises: FormStale.
    """
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise FormStale
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise FormStale


def cookie_name(request: Request, name: str = _COOKIE) -> str:
    return f"__Host-{name}" if is_secure(request) else name


def set_cookie(
    request: Request, response: Response, value: str, name: str = _COOKIE, max_age_s: int | None = None
) -> None:
    """For this service alone, out of reach of scripts, sent with no request that another site began."""
    response.set_cookie(
        cookie_name(request, name),
        value,
        max_age=max_age_s,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="strict",
    )


def forget_cookie(request: Request, response: Response, name: str = _COOKIE) -> None:
    response.delete_cookie(
        cookie_name(request, name), path="/", secure=is_secure(request), httponly=True, samesite="strict"
    )


def _same(offered: str, expected: str) -> bool:
    return hmac.compare_digest(offered.encode(), expected.encode())

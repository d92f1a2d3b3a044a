"""How pages leave: one layout, one style sheet, headers that shut everything else out, failures in plain words."""

import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException

from app.central.problems import Refused
from app.central.storage.database import DatabaseBusy
from app.contract.problem import ProblemCode
from app.scheme.days import JAPAN, written

_LOG = logging.getLogger("madoguchi.central")
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'{also};"
    " base-uri 'none'; frame-ancestors 'none'"
)
_YEAR_S = 365 * 24 * 3600
_RETRY_S = "5"


class SignedOut(Exception):
    """Nobody is signed in, or not any more: the page says how to."""


class FormStale(Exception):
    """A form that this session never showed, or one sent from another site."""


def _japanese_day(day: date) -> str:
    """2026年11月20日（令和8年）."""
    return f"{day.year}年{day.month}月{day.day}日（{written(day).split('年')[0]}年）"


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"


def _japanese_moment(moment: datetime) -> str:
    local = moment.astimezone(JAPAN)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def _yen(amount: int | None) -> str:
    return "不明" if amount is None else f"{amount:,}円"


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("app.central.portal"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"day": _japanese_day, "month": _month, "moment": _japanese_moment, "yen": _yen}
    return made


_PAGES = _environment()
_STYLE = files("app.central.portal").joinpath("templates/portal.css").read_bytes()


def page(
    request: Request,
    template: str,
    status: int = 200,
    leads_to: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
    **shown: Any,
) -> Response:
    """leads_to: other sites' origins to which this page's form may lead."""
    practice = request.app.state.service.settings.practice
    text = _PAGES.get_template(template).render(practice=practice, **shown)
    made = Response(text, status, media_type="text/html; charset=utf-8", headers=dict(headers or {}))
    return guarded(request, made, leads_to)


def guarded(request: Request, response: Response, leads_to: Sequence[str] = ()) -> Response:
    """What a browser may do with an answer of ours: show it, keep nothing of it."""
    also = "".join(f" {origin}" for origin in leads_to)
    response.headers.update(
        {
            "Content-Security-Policy": _POLICY.format(also=also),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        }
    )
    if is_secure(request):
        response.headers["Strict-Transport-Security"] = f"max-age={_YEAR_S}"
    return response


def is_secure(request: Request) -> bool:
    """Plain HTTP is served on this computer alone; browsers take no `__Host-` cookie there."""
    return request.url.scheme == "https"


def redirect(request: Request, path: str) -> Response:
    """After a form: the browser asks for the page anew, so that reloading sends nothing twice."""
    return guarded(request, Response(status_code=303, headers={"Location": path}))


def style(request: Request) -> Response:
    """The same for everybody, so it may be kept for a while."""
    response = guarded(request, Response(_STYLE, media_type="text/css; charset=utf-8"))
    response.headers["Cache-Control"] = "public, max-age=600"
    return response


async def on_signed_out(request: Request, _error: Exception) -> Response:
    return page(request, "signed_out.html", 403)


async def on_stale_form(request: Request, _error: Exception) -> Response:
    return page(
        request,
        "failure.html",
        403,
        title="送信を受け付けませんでした",
        text="画面が古いか、別のサイトから送られたため、何も変更していません。",
        next_step="ページを開き直して、もう一度操作してください。",
    )


async def on_refused(request: Request, error: Exception) -> Response:
    """Raises it again where no page has words for it: then it is a bug."""
    if not isinstance(error, Refused):
        raise error
    if error.problem is ProblemCode.SERVICE_NOT_STARTED and error.starts_on:
        return page(
            request,
            "failure.html",
            403,
            title="まだ始まっていないサービスです",
            text=f"{_japanese_day(error.starts_on)}に始まります。",
            next_step="その日からご覧いただけます。",
        )
    if error.problem is ProblemCode.PORTAL_TOO_MANY_TRIES:
        return page(
            request,
            "failure.html",
            429,
            headers={"Retry-After": str(error.retry_after_s or 1)},
            title="しばらくお待ちください",
            text="この回線からの操作が続いたため、いったん受け付けを止めています。",
            next_step="10分ほどおいて、サインインからやり直してください。",
        )
    raise error


async def on_http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    return page(
        request,
        "failure.html",
        status,
        title="ページが見つかりません" if status in (404, 405) else "表示できません",
        text="アドレスが違うか、ほかの方のもの、またはもう無くなったものです。",
        next_step="最初のページからお進みください。",
    )


async def on_busy(request: Request, _error: Exception) -> Response:
    _LOG.warning("request %s: the database is busy or away", request.state.request_id)
    return page(
        request,
        "failure.html",
        503,
        headers={"Retry-After": _RETRY_S},
        title="混み合っています",
        text="いまは表示できません。何も失われていません。",
        next_step="少し待って、開き直してください。",
    )


async def on_failure(request: Request, _error: Exception) -> Response:
    """A bug of ours; the guard logs it."""
    return page(
        request,
        "failure.html",
        500,
        title="表示できませんでした",
        text="システムの不具合です。何も変更していません。",
        next_step=f"続くときは、受付番号 {request.state.request_id} を窓口にお伝えください。",
    )


FAILURES = {
    SignedOut: on_signed_out,
    FormStale: on_stale_form,
    Refused: on_refused,
    HTTPException: on_http_error,
    RequestValidationError: on_http_error,
    DatabaseBusy: on_busy,
    Exception: on_failure,
}

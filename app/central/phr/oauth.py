"""Where a service asks for permission and fetches its tokens: OAuth 2.0, authorization code with PKCE (S256 alone)."""

import json
from base64 import b64decode
from datetime import timedelta
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

from fastapi import APIRouter, FastAPI, Request, Response

from app.central.access.credentials import SecretInForce
from app.central.edge import TheService
from app.central.phr.asking import LIFE, Asked, is_challenge, keep_asked
from app.central.phr.clients import Client, client_of, client_with_secret, may_redirect
from app.central.phr.grants import ACCESS_LIFE, Tokens, exchange, give_back, refresh
from app.central.phr.identity import patient_id
from app.central.phr.reads import forget_old_reads
from app.central.phr.scopes import scopes_of
from app.central.portal.endpoints import source_of_request
from app.central.portal.pace import DONE, Action, must_not_hurry, note_try
from app.central.portal.site import FAILURES, guarded, page
from app.central.portal.visitor import set_cookie
from app.central.service import Service
from app.scheme.calendar import NamedService

MOUNTED_AT = "/phr"
ASKED_COOKIE = "madoguchi-asked"
_MOST_FIELDS = 20
_LONGEST_STATE = 500
_VERIFIER = range(43, 129)
router = APIRouter()


class OAuthRefused(Exception):
    """error: a code of RFC 6749 §5.2."""

    def __init__(self, error: str, status: int = 400) -> None:
        super().__init__(error)
        self.error = error
        self.status = status


def build_oauth(service: Service) -> FastAPI:
    """An application of its own: its failures are pages, or RFC 6749's where a program asks."""
    made = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    made.state.service = service
    for kind, answer in FAILURES.items():
        made.add_exception_handler(kind, answer)
    made.add_exception_handler(OAuthRefused, _on_refused)
    made.include_router(router)
    return made


@router.get("/authorize")
async def authorize(request: Request, service: TheService) -> Response:
    """Keeps what is asked and says by whom; the answer is given on the person's own page, after signing in. Where
    the service or its address is not known, nobody is sent anywhere."""
    service.must_have_started(NamedService.PHR)
    asked = request.query_params
    now, source = service.clock(), source_of_request(request, service)
    async with service.database.session() as session:
        await must_not_hurry(session, source, Action.ASKED, now)
    await note_try(service.database, source, Action.ASKED, DONE, now)
    async with service.database.transaction() as tx:
        client = await client_of(tx, asked.get("client_id", ""))
        uri = asked.get("redirect_uri", "")
        if client is None or not await may_redirect(tx, client.client_id, uri):
            return page(
                request,
                "failure.html",
                400,
                title="連携できません",
                text="サービスが登録されていないか、戻り先のアドレスが登録と違います。",
                next_step="サービスの提供元にお問い合わせください。",
            )
        state = asked.get("state", "")
        scopes = scopes_of(asked.get("scope", ""))
        problem = _problem(asked.get("response_type"), asked.get("code_challenge_method"), scopes is not None)
        challenge = asked.get("code_challenge", "")
        if (
            not is_challenge(challenge)
            or len(state) > _LONGEST_STATE
            or len(asked) != len(asked.multi_items())
        ):
            problem = problem or "invalid_request"
        if problem or scopes is None:
            return answer_to(request, uri, {"error": problem or "invalid_scope", "state": state})
        token = await keep_asked(tx, Asked(client, uri, scopes, state, challenge), now)
    response = page(request, "asked.html", client_name=client.name)
    set_cookie(request, response, token, ASKED_COOKIE, int(LIFE.total_seconds()))
    return response


@router.post("/token")
async def token(request: Request, service: TheService) -> Response:
    """Tokens for a code, or for a refresh token, which serves once."""
    service.must_have_started(NamedService.PHR)
    fields = await _fields(request)
    client, secret = await _client(request, service, fields)
    now = service.clock()
    life = secret.life_left(ACCESS_LIFE, now)
    async with service.database.transaction() as tx:
        match fields.get("grant_type"):
            case "authorization_code":
                verifier = fields.get("code_verifier", "")
                if len(verifier) not in _VERIFIER:
                    raise OAuthRefused("invalid_request")
                uri = fields.get("redirect_uri", "")
                code = fields.get("code", "")
                made = await exchange(tx, client.client_id, code, uri, verifier, now, life)
            case "refresh_token":
                made = await refresh(tx, client.client_id, fields.get("refresh_token", ""), now, life)
            case _:
                raise OAuthRefused("unsupported_grant_type")
        await forget_old_reads(tx, now)
    if made is None:  # said after the transaction: what a second use ended stays ended
        raise OAuthRefused("invalid_grant")
    return _told(_tokens_told(made, service, life))


@router.post("/revoke")
async def revoke(request: Request, service: TheService) -> Response:
    """A service gives its permission back (RFC 7009); a token that is not its own changes nothing."""
    fields = await _fields(request)
    client, _ = await _client(request, service, fields)
    async with service.database.transaction() as tx:
        await give_back(tx, client.client_id, fields.get("token", ""), service.clock())
    return _told({})


def answer_to(request: Request, uri: str, fields: dict[str, str]) -> Response:
    """Back to the service, with what is its own business: an address it registered."""
    query = urlencode({name: value for name, value in fields.items() if value})
    parted = "&" if urlsplit(uri).query else "?"
    response = Response(status_code=303, headers={"Location": f"{uri}{parted}{query}"})
    return guarded(request, response, (origin_of(uri),))


def origin_of(uri: str) -> str:
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}"


def _problem(response_type: str | None, method: str | None, scopes_known: bool) -> str:
    if response_type != "code":
        return "unsupported_response_type"
    if method != "S256":
        return "invalid_request"
    return "" if scopes_known else "invalid_scope"


async def _fields(request: Request) -> dict[str, str]:
    """Raises: OAuthRefused for what is no form, or says something twice."""
    try:
        text = (await request.body()).decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise OAuthRefused("invalid_request") from None
    if len(pairs) != len(dict(pairs)):
        raise OAuthRefused("invalid_request")
    return dict(pairs)


async def _client(request: Request, service: Service, fields: dict[str, str]) -> tuple[Client, SecretInForce]:
    """By the header or by the form, one of the two (RFC 6749 §2.3.1). Raises: OAuthRefused, Refused."""
    offered = _basic(request.headers.get("authorization", ""))
    if offered is None:
        offered = fields.get("client_id", ""), fields.get("client_secret", "")
    now, source = service.clock(), source_of_request(request, service)
    async with service.database.transaction() as tx:
        await must_not_hurry(tx, source, Action.CLIENT, now)
        found = await client_with_secret(tx, *offered, now)
    if found is None:
        await note_try(service.database, source, Action.CLIENT, "invalid_client", now)
        raise OAuthRefused("invalid_client", 401)
    return found


def _basic(header: str) -> tuple[str, str] | None:
    scheme, _, rest = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, secret = b64decode(rest, validate=True).decode().partition(":")
    except ValueError:
        raise OAuthRefused("invalid_client", 401) from None
    return unquote_plus(name), unquote_plus(secret)


def _tokens_told(made: Tokens, service: Service, life: timedelta) -> dict[str, str | int]:
    told: dict[str, str | int] = {
        "access_token": made.access,
        "token_type": "Bearer",
        "expires_in": int(life.total_seconds()),
        "scope": " ".join(made.grant.scopes),
        "patient": patient_id(service.settings.key, made.grant),
    }
    return told | ({"refresh_token": made.refresh} if made.refresh else {})


def _told(document: dict[str, str | int], status: int = 200) -> Response:
    headers = {"Cache-Control": "no-store", "Pragma": "no-cache"}
    return Response(json.dumps(document), status, headers, "application/json")


async def _on_refused(_request: Request, error: Exception) -> Response:
    if not isinstance(error, OAuthRefused):
        raise error
    response = _told({"error": error.error}, error.status)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="phr"'
    return response

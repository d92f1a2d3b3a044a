"""The way in: a token for a secret."""

from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from app.central.access.tokens import DELIVERIES, ELIGIBILITY, REGISTRATION, TOKEN_LIFE, issue_token
from app.central.description.failures import may_fail
from app.central.edge import TheService, told
from app.central.institutions.credentials import INSTITUTIONS
from app.central.problems import Refused
from app.central.registration.credentials import INSURERS
from app.contract.access import TokenReply, TokenRequest
from app.contract.problem import ProblemCode

_INSTITUTION_DIGITS = 10
"""An institution's code has ten; an insurer's number has six or eight."""

GRANT = "client_credentials"
_FORM = "application/x-www-form-urlencoded"
router = APIRouter(prefix="/v1", tags=["access"])


@router.post(
    "/token",
    response_model=TokenReply,
    responses=may_fail(ProblemCode.MESSAGE_MALFORMED, ProblemCode.CREDENTIALS_REFUSED),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {_FORM: {"schema": {"$ref": "#/components/schemas/TokenRequest"}}},
        }
    },
)
async def token(request: Request, service: TheService) -> Response:
    """A bearer token for an institution's code or an insurer's number and its secret (RFC 6749 §4.4, in the form's
    fields). What it allows hangs on who asks: institutions confirm eligibility, insurers register their members
    and fetch what the review delivers to them."""
    asked = _read_form(await request.body())
    asks_as_institution = len(asked.client_id) == _INSTITUTION_DIGITS
    kept, now = INSTITUTIONS if asks_as_institution else INSURERS, service.clock()
    async with service.database.transaction() as tx:
        secret = await kept.in_force(tx, asked.client_id, asked.client_secret, now)
    if secret is None:
        raise Refused(ProblemCode.CREDENTIALS_REFUSED)
    scopes = (ELIGIBILITY,) if asks_as_institution else (REGISTRATION, DELIVERIES)
    life = secret.life_left(TOKEN_LIFE, now)
    key = await service.tokens.signing_key(now)
    made = issue_token(key, asked.client_id, scopes, now, life, secret.mark)
    return told(TokenReply(access_token=made, token_type="Bearer", expires_in=int(life.total_seconds())))


def _read_form(body: bytes) -> TokenRequest:
    """Raises: Refused (message.malformed) naming the fields."""
    try:
        fields = dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=10))
        asked = TokenRequest.model_validate(fields)
    except ValidationError as error:
        raise Refused(
            ProblemCode.MESSAGE_MALFORMED, *(_field(each["loc"]) for each in error.errors())
        ) from None
    except ValueError:
        raise Refused(ProblemCode.MESSAGE_MALFORMED) from None
    if asked.grant_type != GRANT:
        raise Refused(ProblemCode.MESSAGE_MALFORMED, "grant_type", detail=f"only {GRANT}")
    return asked


def _field(where: tuple[int | str, ...]) -> str:
    """Names of our own only: what somebody else called a field is input."""
    name = str(where[0]) if where else ""
    return name if name in TokenRequest.model_fields else "(unknown)"

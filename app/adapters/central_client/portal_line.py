"""The port SignInLine over HTTP: no institution stands behind it, the card alone speaks."""

from app.adapters.central_client.transport import Transport
from app.contract.portal import SignInNonceReply, TicketReply, TicketRequest
from app.eligibility.ports import CentralFailing
from app.scheme.statement import Purpose, Statement

_NO_INSTITUTION = "-"
_PAGES = "/portal/"


class CentralSignInLine:
    """The way of a person to the own page; see SignInLine."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def new_statement(self) -> Statement:
        reply = self._transport.post_open("/v1/portal/nonces", None, SignInNonceReply)
        return Statement(
            purpose=Purpose.PORTAL_SIGN_IN,
            audience=reply.audience,
            institution=_NO_INSTITUTION,
            consent_kinds=(),
            expires_at=reply.expires_at,
            nonce=reply.nonce,
        )

    def page_of(self, certificate: bytes, statement: Statement, signature: bytes) -> str:
        message = TicketRequest.model_construct(
            certificate=certificate,
            signature=signature,
            nonce=statement.nonce,
            expires_at=statement.expires_at,
        )
        reply = self._transport.post_open("/v1/portal/tickets", message, TicketReply)
        if not reply.page.startswith(_PAGES):
            raise CentralFailing("a page that is not the service's own")
        return self._transport.address_of(reply.page)

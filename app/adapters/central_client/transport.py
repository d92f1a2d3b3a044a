"""HTTP to the central service: one requests session a thread, honest limits, every failure named."""

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import TypeVar
from urllib.parse import urlsplit

import requests
from pydantic import BaseModel, ValidationError

from app.contract.access import TokenReply
from app.contract.problem import PRACTICE_HEADER, Problem, ProblemCode
from app.eligibility.ports import (
    CentralFailing,
    CentralSlow,
    CentralUnreachable,
    CentralUntrusted,
    CredentialsRefused,
    LineError,
    NetworkDown,
    PracticeRefused,
    RefusedByCentral,
)
from app.errors import InputRefused

CONNECT_TIMEOUT_S = 3.0
READ_TIMEOUT_S = 10.0
_TOKEN_MARGIN_S = 30.0
_NO_ROUTE = frozenset({101, 113, 10051, 10065})  # ENETUNREACH, EHOSTUNREACH and their Windows numbers

Reply = TypeVar("Reply", bound=BaseModel)


class AddressRefused(InputRefused):
    """Plain HTTP would leave this PC, or it is no address of a service."""

    code = "connect.address"


@dataclass(frozen=True, slots=True)
class Connection:
    """Where the service is and who we are there. practice: what the service must say of itself, None for either."""

    url: str
    institution: str
    secret: str
    ca_file: Path | None = None
    practice: bool | None = False

    def __post_init__(self) -> None:
        must_be_safe(self.url)

    def __repr__(self) -> str:
        return f"Connection({self.url!r}, {self.institution!r}, ••••)"


def must_be_safe(url: str) -> None:
    """HTTPS, or plain HTTP on this very PC. Raises: AddressRefused."""
    parts = urlsplit(url)
    loopback = parts.hostname in {"127.0.0.1", "::1", "localhost"}
    if (
        not parts.hostname
        or parts.scheme not in {"http", "https"}
        or (parts.scheme == "http" and not loopback)
    ):
        raise AddressRefused("central", "https://…, or http:// on this PC only")


class Transport:
    """Sends messages and keeps the token fresh. Safe to use from several lane threads at once.

    kept_secret: asked once more where the service refuses the secret: it may have been renewed meanwhile.
    """

    def __init__(self, connection: Connection, kept_secret: Callable[[], str | None] = lambda: None) -> None:
        self._connection = connection
        self._kept_secret = kept_secret
        self._base = connection.url.rstrip("/")
        self._local = threading.local()
        self._sessions: list[requests.Session] = []
        self._token_lock = threading.Lock()
        self._token: str | None = None
        self._token_until = 0.0

    def get(self, path: str, reply: type[Reply], params: dict[str, str] | None = None) -> Reply:
        return _parsed(self._authorised("GET", path, params=params), reply)

    def post(
        self,
        path: str,
        message: BaseModel | None,
        reply: type[Reply],
        headers: dict[str, str] | None = None,
    ) -> Reply:
        body = message.model_dump_json() if message is not None else None
        return _parsed(self._authorised("POST", path, body=body, headers=headers), reply)

    def put(self, path: str, content: bytes, reply: type[Reply], params: dict[str, str]) -> Reply:
        """Bytes that are no message."""
        headers = {"Content-Type": "application/octet-stream"}
        return _parsed(self._authorised("PUT", path, params, content, headers), reply)

    def post_open(self, path: str, message: BaseModel | None, reply: type[Reply]) -> Reply:
        """Where no token is asked for."""
        body = message.model_dump_json() if message is not None else None
        response = self._send("POST", path, {"Content-Type": "application/json"}, data=body)
        problem = _problem_of(response)
        if problem is not None:
            raise _failure_of(problem)
        return _parsed(response, reply)

    def address_of(self, path: str) -> str:
        """For a browser."""
        return self._base + path

    def delete(self, path: str, reply: type[Reply]) -> Reply:
        return _parsed(self._authorised("DELETE", path), reply)

    def close(self) -> None:
        for session in self._sessions:
            session.close()

    def _authorised(
        self,
        method: str,
        path: str,
        params: dict[str, str] | None = None,
        body: str | bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> requests.Response:
        """Once more with a new token where the service no longer knows the old one."""
        token = self._fresh_token()
        response = self._with_token(token, method, path, params, body, headers)
        problem = _problem_of(response)
        if problem is not None and problem.code in {ProblemCode.TOKEN_MISSING, ProblemCode.TOKEN_EXPIRED}:
            self._forget_token(token)
            response = self._with_token(self._fresh_token(), method, path, params, body, headers)
            problem = _problem_of(response)
        if problem is not None:
            raise _failure_of(problem)
        return response

    def _with_token(
        self,
        token: str,
        method: str,
        path: str,
        params: dict[str, str] | None,
        body: str | bytes | None,
        headers: dict[str, str] | None,
    ) -> requests.Response:
        told = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"} | (headers or {})
        return self._send(method, path, told, params=params, data=body)

    def _fresh_token(self) -> str:
        with self._token_lock:
            if self._token is None or monotonic() > self._token_until:
                self._token = self._new_token()
            return self._token

    def _forget_token(self, token: str) -> None:
        with self._token_lock:
            if self._token == token:
                self._token = None

    def _new_token(self) -> str:
        response = self._asked_for_token()
        problem = _problem_of(response)
        if problem is not None and problem.status == 401 and self._was_renewed():
            response = self._asked_for_token()
            problem = _problem_of(response)
        if problem is not None:
            raise _failure_of(problem)
        reply = _parsed(response, TokenReply)
        self._token_until = monotonic() + reply.expires_in - _TOKEN_MARGIN_S
        return reply.access_token

    def _asked_for_token(self) -> requests.Response:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._connection.institution,
            "client_secret": self._connection.secret,
        }
        return self._send("POST", "/v1/token", {}, data=form)

    def _was_renewed(self) -> bool:
        secret = self._kept_secret()
        if secret is None or secret == self._connection.secret:
            return False
        self._connection = replace(self._connection, secret=secret)
        return True

    def _send(
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        params: dict[str, str] | None = None,
        data: str | bytes | dict[str, str] | None = None,
    ) -> requests.Response:
        session = self._session()
        try:
            response = session.request(
                method,
                self._base + path,
                headers=headers,
                params=params,
                data=data,
                verify=session.verify,  # said with each request, else REQUESTS_CA_BUNDLE would win over our own
                timeout=(CONNECT_TIMEOUT_S, READ_TIMEOUT_S),
                allow_redirects=False,
            )
        except requests.RequestException as cause:
            raise _line_error(cause) from cause
        except OSError as cause:  # requests' own error is one too; this is a trust anchor that cannot be read
            raise CentralUntrusted from cause
        says_practice = response.headers.get(PRACTICE_HEADER) == "1"
        if self._connection.practice is not None and says_practice != self._connection.practice:
            raise PracticeRefused
        return response

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            session.trust_env = not self._base.startswith("http://")  # no proxy stands between us and this PC
            session.verify = str(self._connection.ca_file) if self._connection.ca_file else True
            self._local.session = session
            self._sessions.append(session)
        return session


def _parsed(response: requests.Response, reply: type[Reply]) -> Reply:
    try:
        return reply.model_validate_json(response.content)
    except ValidationError:
        # Without its cause, which would repeat what was answered about a person.
        raise CentralFailing(f"unexpected reply, status {response.status_code}") from None


def _problem_of(response: requests.Response) -> Problem | None:
    if response.ok:
        return None
    try:
        return Problem.model_validate_json(response.content)
    except ValidationError:
        raise CentralFailing(f"status {response.status_code} without a problem document") from None


def _failure_of(problem: Problem) -> LineError | RefusedByCentral:
    if problem.status == 401:
        return CredentialsRefused(problem.code)
    if problem.status >= 500:
        return CentralFailing(problem.code)
    return RefusedByCentral(problem.code, problem.starts_on)


def _line_error(cause: requests.RequestException) -> LineError:
    if isinstance(cause, requests.exceptions.SSLError):
        return CentralUntrusted()
    if isinstance(cause, requests.Timeout):
        return CentralSlow()
    return NetworkDown() if _is_offline(cause) else CentralUnreachable()


def _is_offline(cause: BaseException) -> bool:
    """Whether, below requests' own error, no name could be resolved or no route leads out."""
    below: object = cause
    for _ in range(8):
        if isinstance(below, socket.gaierror):
            return True
        if isinstance(below, OSError) and below.errno in _NO_ROUTE:
            return True
        if not isinstance(below, BaseException):
            return False
        first = below.args[0] if below.args else None
        reason = getattr(below, "reason", None) or first
        below = reason if isinstance(reason, BaseException) else below.__cause__ or below.__context__
    return False

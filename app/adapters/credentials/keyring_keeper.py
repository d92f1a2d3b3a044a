"""Secrets in the system's keyring: Secret Service, KWallet, the macOS keychain, Windows' credential store."""

from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend

from app.adapters.credentials.errors import KeyringError, KeyringLocked, KeyringMissing

Value = TypeVar("Value")

TIME_LIMIT_S = 30.0
"""Long enough to type the keyring's password into its own question, short enough to be told."""

_TRUSTED = frozenset(
    f"keyring.backends.{name}" for name in ("SecretService", "libsecret", "kwallet", "macOS", "Windows")
)
# By name, because which of these libraries is installed depends on the system.
_NAMED: dict[str, type[KeyringError]] = {
    "KeyringLocked": KeyringLocked,
    "LockedException": KeyringLocked,
    "PromptDismissedException": KeyringLocked,
    "NoKeyringError": KeyringMissing,
    "SecretServiceNotAvailableException": KeyringMissing,
    "FileNotFoundError": KeyringMissing,  # the session bus is named but not there
    "ConnectionRefusedError": KeyringMissing,
}


def system_keyring() -> KeyringBackend:
    """The keyring this system offers, or the first trusted one of several. Raises: KeyringMissing.

    Anything else (none at all, one that forgets, one that writes a plain file) is refused.
    """
    offered = keyring.get_keyring()
    for backend in offered.backends if isinstance(offered, ChainerBackend) else (offered,):
        if type(backend).__module__ in _TRUSTED:
            return backend
    raise KeyringMissing


class KeyringKeeper:
    """Fulfils `KeyKeeper`. Two homes never meet: the home is part of the service's name."""

    def __init__(
        self,
        home: Path,
        backend: Callable[[], KeyringBackend] = system_keyring,
        time_limit_s: float = TIME_LIMIT_S,
    ) -> None:
        self._service = f"Madoguchi {home.resolve()}"
        self._backend = backend
        self._time_limit_s = time_limit_s

    def get(self, name: str) -> str | None:
        return self._ask(lambda backend: backend.get_password(self._service, name))

    def put(self, name: str, secret: str) -> None:
        self._ask(lambda backend: backend.set_password(self._service, name, secret))

    def forget(self, name: str) -> None:
        if self.get(name) is not None:
            self._ask(lambda backend: backend.delete_password(self._service, name))

    def _ask(self, work: Callable[[KeyringBackend], Value]) -> Value:
        """A locked keyring may wait for its user for ever: it does so on a thread nobody waits for."""
        answers: SimpleQueue[tuple[Value] | Exception] = SimpleQueue()
        Thread(target=_answered, args=(self._backend, work, answers), name="keyring", daemon=True).start()
        try:
            answer = answers.get(timeout=self._time_limit_s)
        except Empty:
            raise KeyringLocked(f"no answer in {self._time_limit_s:g} s") from None
        if isinstance(answer, Exception):
            raise _named(answer) from None
        return answer[0]


def _answered(
    backend: Callable[[], KeyringBackend],
    work: Callable[[KeyringBackend], Value],
    answers: SimpleQueue[tuple[Value] | Exception],
) -> None:
    try:
        answers.put((work(backend()),))
    except Exception as failure:
        # Each system's library has errors of its own, without a common root; the caller names them.
        answers.put(failure)


def _named(failure: Exception) -> KeyringError:
    """Tells the kinds of failure, not their texts: a keyring may repeat there what it was given."""
    if isinstance(failure, KeyringError):
        return failure
    chain = tuple(_with_causes(failure))
    kinds = (kind.__name__ for each in chain for kind in type(each).__mro__)
    named = next((_NAMED[kind] for kind in kinds if kind in _NAMED), KeyringError)
    return named(" from ".join(type(each).__name__ for each in chain))


def _with_causes(failure: BaseException | None) -> Iterator[BaseException]:
    while failure is not None:
        yield failure
        failure = failure.__cause__

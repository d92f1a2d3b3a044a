"""What a soft card's JPKI application holds: elementary files, keys, and PINs with their counters."""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import NoDigestInfo
from cryptography.hazmat.primitives.serialization import load_der_private_key

from app.contract.soft_card import SoftCardFile

_FILLER = b"\xff"
_FILE_STEP = 256
_TOKEN_INFO_LENGTH = 160  # a serialised PKCS #11 CK_TOKEN_INFO, its label first
_LONGEST_INPUT = 245  # of PKCS #1 v1.5 with a key of 2048 bits


@dataclass
class SecretNumber:
    """A PIN or password with its counter, which a success sets back. in_force: given since the card has power."""

    value: bytes
    most_tries: int
    tries_left: int
    in_force: bool = False

    def verify(self, given: bytes) -> bool:
        """Whether it fits; a wrong one costs a try, a blocked one never fits."""
        if self.tries_left == 0:
            return False
        self.in_force = given == self.value
        self.tries_left = self.most_tries if self.in_force else self.tries_left - 1
        return self.in_force


@dataclass
class ElementaryFile:
    """Readable bytes; guard: the secret number that must be in force."""

    content: bytes
    guard: SecretNumber | None = None

    @property
    def is_open(self) -> bool:
        return self.guard is None or self.guard.in_force


@dataclass
class PrivateKey:
    """A key that signs while its secret number is in force. The PKCS #8 form is read at the first signature."""

    pkcs8: bytes
    guard: SecretNumber
    _key: RSAPrivateKey | None = field(default=None, repr=False)

    def sign(self, given: bytes) -> bytes | None:
        """PKCS #1 v1.5 padding of the bytes exactly as given, as the chip does; None where they do not fit."""
        if not 0 < len(given) <= _LONGEST_INPUT:
            return None
        if self._key is None:
            # Proving the primes takes far longer than the signature; this key is invented and opens nothing.
            key = load_der_private_key(self.pkcs8, password=None, unsafe_skip_rsa_key_validation=True)
            assert isinstance(key, RSAPrivateKey), "the card format has RSA keys"
            self._key = key
        return self._key.sign(given, PKCS1v15(), NoDigestInfo())


CardObject = ElementaryFile | PrivateKey | SecretNumber


def jpki_files(card: SoftCardFile) -> dict[int, CardObject]:
    """The objects of the application by file identifier. Source: open clients and what they met on real cards."""
    pin = SecretNumber(card.pin.encode("ascii"), 3, card.tries_left)
    password = SecretNumber(card.signing_password.encode("ascii"), 5, 5)
    label = card.token_label.encode("ascii").ljust(32)
    return {
        0x0001: ElementaryFile(_filled(card.signing_certificate), guard=password),
        0x0002: ElementaryFile(_filled(card.signing_ca)),
        0x0006: ElementaryFile(label.ljust(_TOKEN_INFO_LENGTH, b"\0")),
        0x0008: ElementaryFile(
            bytes([_there(card.signing_certificate), _there(card.authentication_certificate), 0])
        ),
        0x000A: ElementaryFile(_filled(card.authentication_certificate)),
        0x000B: ElementaryFile(_filled(card.authentication_ca)),
        0x0017: PrivateKey(card.authentication_key, guard=pin),
        0x0018: pin,
        0x001A: PrivateKey(card.signing_key, guard=password),
        0x001B: password,
    }


def _filled(content: bytes) -> bytes:
    """Files on the chip are larger than what they hold."""
    return content.ljust((len(content) // _FILE_STEP + 1) * _FILE_STEP, _FILLER)


def _there(certificate: bytes) -> int:
    return 0x8F if certificate else 0

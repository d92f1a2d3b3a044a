"""A card's X.509 certificate: who signed it, until when it serves, and what its key signed."""

import hashlib
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.errors import ClinicError

_SHORTEST_KEY_BITS = 2048
_GRACE_MONTHS = 3
UNREADABLE = (
    ValueError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


class CertificateMalformed(ClinicError):
    """Not an X.509 certificate with an RSA key of 2048 bits or more, signed with SHA-256."""

    code = "card.certificate_malformed"


@dataclass(frozen=True, slots=True, repr=False)
class Anchor:
    """A pinned issuer. key_hash: SHA-256 of its public key (SubjectPublicKeyInfo)."""

    key_hash: bytes
    key: RSAPublicKey
    valid_from: datetime
    valid_until: datetime

    def signed(self, card: "CardCertificate") -> bool:
        """Whether this very key signed it, while the anchor was in force. Generations share a name, never a key."""
        if not self.valid_from <= card.valid_from <= self.valid_until:
            return False
        try:
            self.key.verify(card.signature, card.signed_part, PKCS1v15(), SHA256())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True, repr=False)
class CardCertificate:
    """serial: hex, as short as it is: no length may be assumed."""

    der: bytes
    serial: str
    key: RSAPublicKey
    valid_from: datetime
    valid_until: datetime
    signature: bytes
    signed_part: bytes

    def is_usable(self, now: datetime) -> bool:
        """Within validity, or past it by three months at most: good for eligibility alone, as at today's terminal."""
        return self.valid_from <= now <= _months_later(self.valid_until, _GRACE_MONTHS)

    def is_past(self, now: datetime) -> bool:
        return now > self.valid_until

    def has_signed(self, statement: bytes, signature: bytes) -> bool:
        """PKCS #1 v1.5 with SHA-256, strictly: a DigestInfo without its NULL is no signature."""
        try:
            self.key.verify(signature, statement, PKCS1v15(), SHA256())
        except InvalidSignature:
            return False
        return True


def read_card_certificate(der: bytes) -> CardCertificate:
    """Raises: CertificateMalformed — also for the certificate of an issuer."""
    certificate, key = _read(der)
    if _is_issuer(certificate):
        raise CertificateMalformed
    return CardCertificate(
        der=der,
        serial=f"{certificate.serial_number:x}",
        key=key,
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        signature=certificate.signature,
        signed_part=certificate.tbs_certificate_bytes,
    )


@lru_cache(maxsize=32)
def read_anchor(der: bytes) -> Anchor:
    """Raises: CertificateMalformed — also for a certificate that may not issue any."""
    certificate, key = _read(der)
    if not _is_issuer(certificate):
        raise CertificateMalformed
    key_info = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return Anchor(
        hashlib.sha256(key_info).digest(),
        key,
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
    )


def der_of(file_content: bytes) -> bytes:
    """DER from a PEM or DER file. Raises: CertificateMalformed."""
    if b"-----BEGIN" not in file_content:
        return file_content
    try:
        return x509.load_pem_x509_certificate(file_content).public_bytes(Encoding.DER)
    except ValueError:
        raise CertificateMalformed from None


def _read(der: bytes) -> tuple[x509.Certificate, RSAPublicKey]:
    try:
        certificate = x509.load_der_x509_certificate(der)
        key = certificate.public_key()
        digest = certificate.signature_hash_algorithm
        _is_issuer(certificate)  # reads the extensions, which may be broken too
    except UNREADABLE:
        raise CertificateMalformed from None
    if certificate.serial_number <= 0:
        raise CertificateMalformed
    if (
        not isinstance(key, RSAPublicKey)
        or key.key_size < _SHORTEST_KEY_BITS
        or not isinstance(digest, SHA256)
    ):
        raise CertificateMalformed
    return certificate, key


def _is_issuer(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _months_later(moment: datetime, months: int) -> datetime:
    """The same day of a later month, or its last day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)

"""Issuers of card certificates for tests: generations that share one name, and cards whose keys can sign."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

_ONE_NAME = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "JPKI-TEST")])
_HOLDER = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "0000000AAAAA0000000A")])
_DIGEST_INFO_WITHOUT_NULL = bytes.fromhex("302f300b0609608648016503040201" + "0420")
VALID_FROM = datetime(2023, 2, 14, tzinfo=UTC)
LISTED_AT = datetime(2026, 11, 20, tzinfo=UTC)
LISTED_UNTIL = datetime(2026, 11, 22, tzinfo=UTC)
VALID_UNTIL = datetime(2028, 2, 14, 14, 59, 59, tzinfo=UTC)


@cache
def _key(name: str) -> RSAPrivateKey:
    """Keys are slow to make, so tests share them by name."""
    return generate_private_key(65537, 2048)


@dataclass(frozen=True)
class SoftCard:
    certificate: bytes
    key: RSAPrivateKey = field(repr=False)

    def signs(self, statement: bytes) -> bytes:
        return self.key.sign(statement, PKCS1v15(), SHA256())

    def signs_without_null(self, statement: bytes) -> bytes:
        """What a card does with a DigestInfo that lacks its NULL: it pads and signs any bytes."""
        digest_info = _DIGEST_INFO_WITHOUT_NULL + hashlib.sha256(statement).digest()
        size = self.key.key_size // 8
        padded = b"\x00\x01" + b"\xff" * (size - 3 - len(digest_info)) + b"\x00" + digest_info
        numbers = self.key.private_numbers()
        signed = pow(int.from_bytes(padded), numbers.d, numbers.public_numbers.n)
        return signed.to_bytes(size)


@dataclass(frozen=True)
class Issuer:
    """A generation, told apart from the others by its key alone."""

    generation: str
    since: datetime = datetime(2019, 9, 14, tzinfo=UTC)
    until: datetime = datetime(2029, 9, 14, tzinfo=UTC)

    @property
    def certificate(self) -> bytes:
        key = _key(self.generation)
        ca = x509.BasicConstraints(ca=True, path_length=0)
        builder = self._builder(_ONE_NAME, key, 1, self.since, self.until).add_extension(ca, critical=True)
        return builder.sign(key, SHA256()).public_bytes(Encoding.DER)

    def card(
        self,
        serial: int = 7,
        since: datetime = VALID_FROM,
        until: datetime = VALID_UNTIL,
        holder: str = "holder",
    ) -> SoftCard:
        builder = self._builder(_HOLDER, _key(holder), serial, since, until)
        certificate = builder.sign(_key(self.generation), SHA256())
        return SoftCard(certificate.public_bytes(Encoding.DER), _key(holder))

    def revocation_list(
        self,
        *serials: int,
        since: datetime = LISTED_AT,
        until: datetime = LISTED_UNTIL,
        number: int | None = 1,
        extensions: Iterable[tuple[x509.ExtensionType, bool]] = (),
    ) -> bytes:
        """DER."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(_ONE_NAME)
            .last_update(since)
            .next_update(until)
        )
        if number is not None:
            builder = builder.add_extension(x509.CRLNumber(number), critical=False)
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        for serial in serials:
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since).build()
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(_key(self.generation), SHA256()).public_bytes(Encoding.DER)

    @staticmethod
    def _builder(
        subject: x509.Name, key: RSAPrivateKey, serial: int, since: datetime, until: datetime
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(_ONE_NAME)
            .public_key(key.public_key())
            .serial_number(serial)
            .not_valid_before(since)
            .not_valid_after(until)
        )


OLDER, NEWER, STRANGER = Issuer("older"), Issuer("newer"), Issuer("stranger")

"""Invented cards for these tests, in the shape of real ones."""

from base64 import b64encode
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from app.contract.soft_card import SoftCardFile

PIN = "1234"
WRONG_PIN = "9999"
VALID_FROM = datetime(2024, 4, 1, tzinfo=UTC)
VALID_UNTIL = datetime(2029, 4, 1, 14, 59, 59, tzinfo=UTC)


@cache
def key(use: str) -> RSAPrivateKey:
    """One key a use for the whole run; making one takes a tenth of a second."""
    return generate_private_key(65537, 2048)


def invented_card(
    holder: int = 1, *, token_label: str = "JPKIAPICCTOKEN2", tries_left: int = 3, kind: str = "jpki"
) -> SoftCardFile:
    return SoftCardFile(
        case=f"holder-{holder}",
        label="架空 花",
        photo_of="眼鏡の女性",
        token_label=token_label,
        pin=PIN,
        signing_password="ABC123",
        authentication_certificate=b64encode(certificate(holder, "user authentication")),
        authentication_ca=b64encode(authority("user authentication")),
        authentication_key=b64encode(_private(key(f"user authentication {holder}"))),
        signing_certificate=b64encode(certificate(holder, "digital signature")),
        signing_ca=b64encode(authority("digital signature")),
        signing_key=b64encode(_private(key(f"digital signature {holder}"))),
        tries_left=tries_left,
        kind=kind,
    )


@cache
def certificate(holder: int, use: str) -> bytes:
    subject = _name((NameOID.COMMON_NAME, f"INVENTED{holder:014}A"))
    signer = key(f"{use} authority")
    return _signed(_builder(subject, _issuer(use), f"{use} {holder}", 1000 + holder), signer)


@cache
def authority(use: str) -> bytes:
    return _signed(_builder(_issuer(use), _issuer(use), f"{use} authority", 1), key(f"{use} authority"))


def _builder(subject: x509.Name, issuer: x509.Name, use: str, serial: int) -> x509.CertificateBuilder:
    built = x509.CertificateBuilder(issuer, subject, key(use).public_key(), serial, VALID_FROM, VALID_UNTIL)
    filler = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.392.200149.8.5.9"), bytes(500))
    return built.add_extension(filler, critical=False)


def _signed(built: x509.CertificateBuilder, signer: RSAPrivateKey) -> bytes:
    return built.sign(signer, SHA256()).public_bytes(Encoding.DER)


def _issuer(use: str) -> x509.Name:
    return _name(
        (NameOID.ORGANIZATION_NAME, "JPKI-PRACTICE"), (NameOID.ORGANIZATIONAL_UNIT_NAME, f"JPKI for {use}")
    )


def _name(*parts: tuple[x509.ObjectIdentifier, str]) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"), *(x509.NameAttribute(*part) for part in parts)]
    )


def _private(private: RSAPrivateKey) -> bytes:
    return private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

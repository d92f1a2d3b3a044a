"""A certification authority of a clinic's own, and a server certificate for this computer under it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


@dataclass(frozen=True)
class ServerFiles:
    """ca: what a desk is given as trust anchor. certificate, key: for `serve`."""

    ca: Path
    certificate: Path
    key: Path


def server_files(folder: Path) -> ServerFiles:
    """All PEM; good for a day."""
    folder.mkdir()
    files = ServerFiles(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    authority, server = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    name = _name("Clinic Authority")
    ca = (
        _builder(name, name, authority.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(authority.public_key()), critical=False)
        .sign(authority, SHA256())
    )
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        _builder(_name("127.0.0.1"), name, server.public_key())
        .add_extension(here, critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False
        )
        .sign(authority, SHA256())
    )
    files.ca.write_bytes(ca.public_bytes(Encoding.PEM))
    files.certificate.write_bytes(certificate.public_bytes(Encoding.PEM))
    files.key.write_bytes(server.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, words)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = datetime.now(tz=UTC)
    serial = x509.random_serial_number()
    began, ends = now - timedelta(hours=1), now + timedelta(days=1)
    return x509.CertificateBuilder(issuer, subject, key, serial, began, ends)

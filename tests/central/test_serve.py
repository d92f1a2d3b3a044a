"""The running service, in a process of its own as desks meet it."""

import json
import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.central.__main__ import main

ROOT = Path(__file__).resolve().parents[2]


class Served:
    """The service until the test ends, or ends it."""

    def __init__(self, folder: Path, cache: Path, *arguments: str) -> None:
        environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "TMPDIR": str(folder)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app.central", "serve", "--listen", "127.0.0.1:0", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=environment,
        )
        self.said: dict[str, Any] = json.loads(cast(Any, self.process.stdout).readline() or b"{}")

    def get(self, path: str, **options: Any) -> httpx.Response:
        with httpx.Client(base_url=self.said["listening"], **options) as line:
            return line.get(path)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                stream.close()


@pytest.fixture
def practice(tmp_path: Path, cache: Path) -> Iterator[Served]:
    served = Served(tmp_path, cache, "--practice", "--stop-with-stdin")
    yield served
    served.close()


@pytest.fixture
def url(tmp_path: Path) -> str:
    found = f"sqlite:///{tmp_path / 'central.sqlite3'}"
    main(["migrate", "--database", found])
    return found


def test_practice_serves_the_town_and_goes_with_its_standard_input(practice: Served) -> None:
    assert set(practice.said) == {"listening", "institution", "secret", "cards", "receipts"}
    folder = Path(practice.said["cards"])
    assert any(folder.glob("*.json"))
    assert Path(practice.said["receipts"]).parent == folder
    reply = practice.get("/health")
    assert (reply.status_code, reply.headers["Madoguchi-Practice"]) == (200, "1")
    cast(Any, practice.process.stdin).close()
    assert practice.process.wait(timeout=10) == 0
    assert not folder.exists(), "the cards go with the town"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
def test_a_service_told_to_stop_ends_cleanly(url: str, tmp_path: Path, cache: Path) -> None:
    served = Served(tmp_path, cache, "--database", url)
    try:
        assert list(served.said) == ["listening"]
        assert served.get("/health").status_code == 200
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(timeout=10) == 0
    finally:
        served.close()


def test_a_database_out_of_shape_is_not_served(tmp_path: Path, cache: Path) -> None:
    served = Served(tmp_path, cache, "--database", f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    try:
        assert served.process.wait(timeout=10) == 3
        assert served.said == {}
    finally:
        served.close()


def test_with_a_certificate_it_speaks_tls_alone(url: str, tmp_path: Path, cache: Path) -> None:
    certificate, key = _tls(tmp_path)
    served = Served(tmp_path, cache, "--database", url, "--tls-cert", str(certificate), "--tls-key", str(key))
    try:
        assert served.said["listening"].startswith("https://127.0.0.1:")
        trusting = ssl.create_default_context(cafile=str(certificate))
        assert served.get("/health", verify=trusting).status_code == 200
        plain = served.said["listening"].replace("https", "http")
        with pytest.raises(httpx.HTTPError), httpx.Client(base_url=plain) as line:
            line.get("/health")
    finally:
        served.close()


def _tls(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(tz=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, SHA256())
    )
    files = folder / "cert.pem", folder / "key.pem"
    files[0].write_bytes(certificate.public_bytes(Encoding.PEM))
    files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files

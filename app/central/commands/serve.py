"""`serve`: the service on a port of this computer."""

import argparse
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Self

from app.central.commands.on_database import add_database, default_database, intermediary_place
from app.errors import InputRefused

if TYPE_CHECKING:
    from app.central.intermediary.opening import IntermediaryPlace

HELP = "run the service; one JSON line on standard output says when it is ready"
_LOCALHOST = "localhost"


@dataclass(frozen=True, slots=True)
class Listen:
    """port 0: any that is free."""

    host: str
    port: int

    @classmethod
    def parse(cls, typed: str) -> Self:
        """HOST:PORT, an IPv6 address in brackets. Raises: InputRefused."""
        host, _, port = typed.rpartition(":")
        if not host or not port.isdecimal() or int(port) > 65535:
            raise InputRefused("listen", "HOST:PORT, such as 127.0.0.1:8443")
        return cls(host.strip("[]"), int(port))

    @property
    def is_loopback(self) -> bool:
        if self.host == _LOCALHOST:
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--listen",
        default="127.0.0.1:8443",
        metavar="HOST:PORT",
        help="default: %(default)s; port 0: any free",
    )
    parser.add_argument(
        "--tls-cert", type=Path, metavar="FILE", help="the service's certificate and chain, PEM"
    )
    parser.add_argument("--tls-key", type=Path, metavar="FILE", help="its key, PEM")
    parser.add_argument(
        "--misses-per-hour",
        type=int,
        default=30,
        metavar="N",
        help="questions of one institution that may find nobody (default: %(default)s)",
    )
    parser.add_argument(
        "--workers",
        type=int,
        default=1,
        metavar="N",
        help="processes on the one port, PostgreSQL only; about one a core (default: %(default)s)",
    )
    parser.add_argument("--practice", action="store_true", help="an invented town in memory, gone at the end")
    parser.add_argument("--stop-with-stdin", action="store_true", help="stop when standard input closes")
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    listen = Listen.parse(arguments.listen)
    if bool(arguments.tls_cert) != bool(arguments.tls_key):
        raise InputRefused("tls-cert", "--tls-cert and --tls-key come together")
    if not arguments.tls_cert and not listen.is_loopback:
        raise InputRefused("listen", "plain HTTP stays on this computer: give --tls-cert and --tls-key")
    if arguments.practice and arguments.database:
        raise InputRefused("practice", "has a database of its own")
    url = None if arguments.practice else arguments.database or default_database()
    if arguments.workers < 1:
        raise InputRefused("workers", "at least 1")
    if arguments.workers > 1 and (url is None or url.startswith("sqlite:")):
        raise InputRefused("workers", "SQLite is served by one process: several need PostgreSQL")
    from app.central.running import Running, serve
    from app.central.workers import serve_by_workers

    running = Running(
        host=listen.host,
        port=listen.port,
        tls_cert=arguments.tls_cert,
        tls_key=arguments.tls_key,
        misses_per_hour=arguments.misses_per_hour,
        stop_with_stdin=arguments.stop_with_stdin,
        intermediary=None if arguments.practice else _intermediary(arguments),
    )
    if url is not None and arguments.workers > 1:
        return serve_by_workers(running, url, arguments.workers)
    return serve(running, url)


def _intermediary(arguments: argparse.Namespace) -> "IntermediaryPlace | None":
    """Where nothing is named, the sibling that `migrate` made; without one the service takes no registrations."""
    place = intermediary_place(arguments)
    if place is None or not (arguments.intermediary or place.is_there):
        return None
    return place

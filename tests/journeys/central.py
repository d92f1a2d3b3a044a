"""The central service as a clinic meets it: its register filled, its own process, a port of this computer.

The people are the invented town's, but the database is no practice one: a desk connects to it like to any other, so
anchors are pinned, cards bound and institutions created by the service's own commands.
"""

import asyncio
import io
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from app.central.__main__ import main
from app.central.commands.town import PRACTICE_PEOPLE, PRACTICE_SEED
from app.central.practice.cards import CardSet, MadeCard, make_cards
from app.central.practice.case import CaseRow, TokenLabel
from app.central.practice.keys import KeyRing, default_folder
from app.central.practice.town import Town, build
from app.central.registry.load import load_insurers, load_persons
from app.central.storage.database import open_database
from app.contract.soft_card import SoftCardFile
from tests.journeys.clock import MovedClock

ROOT = Path(__file__).resolve().parents[2]
_PHONES = (TokenLabel.ANDROID, TokenLabel.IPHONE)


def central(*arguments: str) -> str:
    """What a command of the service printed as data; it must succeed."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        status = main(arguments)
    out.seek(0)
    err.seek(0)
    assert status == 0, err.read()
    return out.read()


@dataclass(frozen=True)
class Register:
    """A database with the town's people as they stood when `town.day` began."""

    folder: Path
    town: Town = field(repr=False)
    cards: CardSet = field(repr=False)

    @classmethod
    def fill(cls, folder: Path, day: date) -> Self:
        town = build(PRACTICE_PEOPLE, PRACTICE_SEED, day)
        register = cls(folder, town, make_cards(town, KeyRing(default_folder())))
        register.command("migrate")
        asyncio.run(register._pour())
        register._enter_cards()
        return register

    @property
    def file(self) -> Path:
        return self.folder / "central.sqlite3"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    def command(self, *arguments: str) -> str:
        return central(*arguments, "--database", self.url)

    def create_institution(self, code: str, name: str) -> str:
        """Its secret."""
        return self.command("create-institution", code, "--name", name).strip()

    def card(self, case: str) -> SoftCardFile:
        return self._made(case).file

    def case(self, name: str) -> CaseRow:
        """A row of `town --list`."""
        return next(each.row() for each in self.town.cases() if each.name == name)

    def attempts(self, institution: str) -> list[tuple[str, bytes, str]]:
        """Check id, hash of the question and outcome of all that the institution asked, in order."""
        with closing(sqlite3.connect(self.file)) as db:
            asked = "SELECT check_id, question_hash, outcome FROM check_audit WHERE institution = ? ORDER BY rowid"
            return db.execute(asked, [institution]).fetchall()

    async def _pour(self) -> None:
        database = await open_database(self.url)
        try:
            async with database.transaction() as tx:
                await load_insurers(tx, self.town.insurers)
                await load_persons(tx, self.town.people())
        finally:
            await database.close()

    def _enter_cards(self) -> None:
        for anchor in self.cards.anchors:
            self.command("card", "trust", self._pem("anchor", anchor))
        for made in self.cards.cards:
            if made.plan.holder is None:
                continue
            file = self._pem(made.plan.case, made.certificate)
            self.command("card", "bind", file, *_holder(made))
            if made.plan.revoked:
                self.command("card", "revoke", file)

    def _pem(self, name: str, der: bytes) -> str:
        file = self.folder / f"{name}.pem"
        file.write_bytes(x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM))
        return str(file)

    def _made(self, case: str) -> MadeCard:
        return next(each for each in self.cards.cards if each.plan.case == case)


def _holder(made: MadeCard) -> Sequence[str]:
    assert made.plan.holder is not None
    insured = made.plan.holder.covers[-1].cover.insured
    told = ["--insurer", insured.insurer.digits, "--symbol", insured.symbol, "--number", insured.number]
    told += ["--branch", insured.branch or "", "--birth", made.plan.holder.details.birth_on.isoformat()]
    return [*told, "--kind", "phone" if made.plan.token_label in _PHONES else "card"]


class CentralService:
    """One `serve` process after another on the same port; log: everything it ever said on standard error.

    clock: where the service does not live in the present.
    """

    def __init__(self, folder: Path, *arguments: str, clock: MovedClock | None = None) -> None:
        self.log = folder / "service.log"
        self._program = ("tests.journeys.clock", str(clock.file)) if clock else ("app.central",)
        self._arguments = arguments
        self._listen = "127.0.0.1:0"
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self) -> None:
        """Returns when it answers; does nothing where it runs."""
        if self._process is not None:
            return
        command = [sys.executable, "-m", *self._program, "serve", "--listen", self._listen, *self._arguments]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--stop-with-stdin"],
                cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip
        assert self._process.stdout
        said = self._process.stdout.readline()
        if not said:
            self.stop()
            raise RuntimeError(self.log.read_text(errors="replace"))
        self.url = json.loads(said)["listening"]
        self._listen = self.url.partition("://")[2]

    def stop(self) -> None:
        """The port is closed when this returns."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()


@contextmanager
def serving(folder: Path, *arguments: str, clock: MovedClock | None = None) -> Iterator[CentralService]:
    service = CentralService(folder, *arguments, clock=clock)
    try:
        service.start()
        yield service
    finally:
        service.stop()

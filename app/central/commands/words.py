"""What the commands say of failures that an operator can do something about."""

from app.errors import ClinicError

_WORDS = {
    "database.url": "--database: sqlite:///FILE or postgresql://…",
    "database.busy": "the database cannot be reached, or another program is writing",
    "database.full": "the disk under the database is full, or takes no more: once there is room, begin again",
    "database.refused": "the server has no such database, or does not let this user in: its password comes from"
    " PGPASSWORD or ~/.pgpass",
    "database.unusable": "the file cannot be opened as a database: is its folder there, may you write, is it one?",
    "database.newer": "the database was written by a newer version of this program",
    "database.not_migrated": "the database lacks what this version needs: run migrate",
    "database.not_for_practice": "the database holds something real: the town needs one of its own",
    "intermediary.key_missing": "the intermediary's key file is not there: run migrate, or --intermediary-key FILE",
    "intermediary.key_foreign": "another key made this intermediary: bring its file back, or --intermediary-key FILE",
    "town.stands_already": "the database holds a town already: take another",
    "registration.nothing_to_confirm": "this insurer has no open finding of that id about details that differ",
    "insurer.exists": "this insurer has a secret already: renew-secret insurer NUMBER gives it a new one",
    "insurer.member_not_one": "not one alone has cover under these numbers: a card is of one member (--branch)",
    "insurer.unknown": "the register has no insurer with this number: create-insurer first",
    "institution.unknown": "no institution with this code may ask: create-institution first",
    "institution.exists": "an institution with this code is there already:"
    " renew-secret institution CODE gives it a new secret",
    "phr_client.exists": "a service of this name is there already: renew-secret phr-client {} gives it a new secret",
    "credentials.none_yet": "has no secret that could be renewed: create-institution, create-insurer or"
    " create-phr-client gives the first",
    "review.closed": "nothing by this number that is reviewed and, to be reviewed again, before its closing day",
    "review.worker_failed": "a worker ended early: start again, what it was at is free in some minutes",
    "card.certificate_malformed": "not a certificate of the right kind (X.509, RSA of 2048 bits or more, SHA-256)",
    "card.issuer_untrusted": "no trusted issuer signed this certificate: card trust first",
    "card.already_bound": "the certificate is bound to a person already",
    "crl.malformed": "not a revocation list (X.509 CRL, PEM or DER, signed with SHA-256)",
    "crl.delta": "a delta list: only whole lists are read, ask the issuer for the full one",
    "crl.unsupported": "a list of other issuers, of some reasons only, or with a part unknown to this program",
    "crl.untrusted": "no trusted issuer signed this list: card trust first",
    "crl.older": "a newer list of this issuer is kept already",
    "crl.ahead": "the list begins on a day to come: is this computer's clock right?",
    "crl.unreachable": "the address does not answer as it should",
    "crl.too_long": "longer than any issuer's list",
    "card.not_exactly_one": "exactly one person must stand under these numbers: --branch or --birth may tell",
}


def words_of(failure: ClinicError) -> str:
    """One whose text an operator needs has a place for it."""
    return words_of_code(failure.code).format(failure)


def words_of_code(code: str) -> str:
    """A code without words is told as itself."""
    return _WORDS.get(code, code)

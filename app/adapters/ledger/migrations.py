"""The ledger's tables, as steps that are added and never edited.

Days are ISO text, moments ISO text in UTC with microseconds, so that text order is time order.
"""

from sqlite_utils import Database, Migrations

migrations = Migrations("madoguchi")


def _run(db: Database, *statements: str) -> None:
    for statement in statements:
        db.execute(statement)


@migrations()
def m001_patients(db: Database) -> None:
    """current_card and last_confirmed_at repeat what held_card says: the search list reads them by row id."""
    _run(
        db,
        """CREATE TABLE patient (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL, kana TEXT NOT NULL, sex TEXT NOT NULL, birth_on TEXT NOT NULL,
            postcode TEXT, address TEXT, phone TEXT, note TEXT,
            current_card INTEGER, last_confirmed_at TEXT,
            merged_into INTEGER REFERENCES patient(id)
        ) STRICT""",
        "CREATE INDEX patient_by_birth ON patient(birth_on, last_confirmed_at)",
        "CREATE INDEX patient_by_recency ON patient(last_confirmed_at, id) WHERE merged_into IS NULL",
        "CREATE INDEX patient_gone ON patient(merged_into) WHERE merged_into IS NOT NULL",
        """CREATE TABLE held_card (
            id INTEGER PRIMARY KEY,
            patient_id INTEGER NOT NULL REFERENCES patient(id),
            insurer TEXT NOT NULL, symbol_key TEXT NOT NULL, number_key TEXT NOT NULL,
            symbol TEXT NOT NULL, number TEXT NOT NULL, branch TEXT,
            insurer_name TEXT NOT NULL, relationship TEXT NOT NULL,
            acquired_on TEXT, lost_on TEXT, ratio_percent INTEGER, certificates TEXT NOT NULL, confirmed_at TEXT
        ) STRICT""",
        "CREATE INDEX held_card_by_patient ON held_card(patient_id)",
        "CREATE INDEX held_card_by_key ON held_card(insurer, symbol_key, number_key)",
    )


@migrations()
def m002_search(db: Database) -> None:
    """patient_key holds each way a patient is looked up by; recency is last_confirmed_at in µs, 0 for never.

    A short beginning fits thousands: indexes on the first one to four letters (タカハシ) hold them in the order in
    which they are shown, so that a list ends after its first rows. Longer ones fit few, which are sorted.
    """
    _run(
        db,
        """CREATE TABLE patient_key (
            patient_id INTEGER NOT NULL REFERENCES patient(id), key TEXT NOT NULL, recency INTEGER NOT NULL
        ) STRICT""",
        "CREATE INDEX patient_key_by_patient ON patient_key(patient_id)",
        "CREATE INDEX patient_key_whole ON patient_key(key, recency DESC, patient_id DESC)",
        "CREATE INDEX patient_key_1 ON patient_key(substr(key, 1, 1), recency DESC, patient_id DESC)",
        "CREATE INDEX patient_key_2 ON patient_key(substr(key, 1, 2), recency DESC, patient_id DESC)",
        "CREATE INDEX patient_key_3 ON patient_key(substr(key, 1, 3), recency DESC, patient_id DESC)",
        "CREATE INDEX patient_key_4 ON patient_key(substr(key, 1, 4), recency DESC, patient_id DESC)",
    )


@migrations()
def m003_checks(db: Database) -> None:
    """question and answer are documents (documents.py); the columns beside them are what is searched.

    insurer … birth_on come from the answer where it is about one person, for last known data.
    """
    _run(
        db,
        "CREATE TABLE card_certificate (sha256 BLOB PRIMARY KEY, der BLOB NOT NULL) STRICT, WITHOUT ROWID",
        """CREATE TABLE checks (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE, state TEXT NOT NULL, entered_at TEXT NOT NULL, day TEXT NOT NULL,
            staff_id INTEGER NOT NULL, staff_name TEXT NOT NULL,
            question TEXT NOT NULL, certificate_sha256 BLOB REFERENCES card_certificate(sha256),
            answer TEXT, outcome TEXT, checked_at TEXT,
            insurer TEXT, symbol_key TEXT, number_key TEXT, branch TEXT, birth_on TEXT,
            failure_code TEXT, patient_id INTEGER REFERENCES patient(id), ask_again_on TEXT, answered_in_s REAL
        ) STRICT""",
        "CREATE INDEX checks_waiting ON checks(entered_at, seq) WHERE state = 'waiting'",
        "CREATE INDEX checks_due ON checks(ask_again_on) WHERE ask_again_on IS NOT NULL",
        "CREATE INDEX checks_by_day ON checks(day, entered_at, seq)",
        "CREATE INDEX checks_by_patient ON checks(patient_id, entered_at, seq)",
        """CREATE INDEX checks_by_card ON checks(insurer, symbol_key, number_key, checked_at)
            WHERE outcome = 'valid'""",
        """CREATE INDEX checks_by_certificate ON checks(certificate_sha256, checked_at)
            WHERE outcome = 'valid'""",
        """CREATE TABLE insurer (
            number TEXT PRIMARY KEY, name TEXT NOT NULL, usual_delay_days INTEGER
        ) STRICT, WITHOUT ROWID""",
    )


@migrations()
def m004_merges(db: Database) -> None:
    """The cards and details of both before and after are documents; a check that moved is a row."""
    _run(
        db,
        """CREATE TABLE merge (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kept_id INTEGER NOT NULL REFERENCES patient(id), gone_id INTEGER NOT NULL REFERENCES patient(id),
            kept_before TEXT NOT NULL, kept_after TEXT NOT NULL, gone TEXT NOT NULL,
            merged_by INTEGER NOT NULL, merged_at TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0
        ) STRICT""",
        "CREATE INDEX merge_by_kept ON merge(kept_id)",
        """CREATE TABLE merged_check (
            merge_id INTEGER NOT NULL REFERENCES merge(id), check_seq INTEGER NOT NULL REFERENCES checks(seq),
            PRIMARY KEY (merge_id, check_seq)
        ) STRICT, WITHOUT ROWID""",
    )


@migrations()
def m005_staff(db: Database) -> None:
    """The audit trail only grows: triggers refuse anything else, whoever asks."""
    _run(
        db,
        """CREATE TABLE staff (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL, roles TEXT NOT NULL, is_active INTEGER NOT NULL, pin_hash TEXT NOT NULL
        ) STRICT""",
        "CREATE UNIQUE INDEX staff_by_name ON staff(name) WHERE is_active",
        """CREATE TABLE sign_in (
            staff_id INTEGER NOT NULL REFERENCES staff(id), at TEXT NOT NULL, fitted INTEGER NOT NULL
        ) STRICT""",
        "CREATE INDEX sign_in_by_staff ON sign_in(staff_id, fitted, at)",
        """CREATE TABLE audit (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL, staff_id INTEGER, staff_name TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX audit_by_subject ON audit(subject, seq)",
        "CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit only grows'); END",
        "CREATE TRIGGER audit_as_written BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit only grows'); END",
        "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    )


@migrations()
def m006_appointments(db: Database) -> None:
    """answer is a document (documents.py). old_on: the first day on which a batch may go."""
    _run(
        db,
        """CREATE TABLE appointment_batch (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE, file_name TEXT NOT NULL, entered_at TEXT NOT NULL, start_at TEXT NOT NULL,
            staff_name TEXT NOT NULL, state TEXT NOT NULL, receipt_number TEXT, cursor TEXT,
            total INTEGER NOT NULL, done INTEGER NOT NULL, paused_until TEXT, old_on TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE appointment (
            batch_seq INTEGER NOT NULL REFERENCES appointment_batch(seq), item INTEGER NOT NULL,
            line INTEGER NOT NULL, day TEXT NOT NULL, time TEXT NOT NULL, chart_number TEXT NOT NULL,
            name TEXT NOT NULL, kana TEXT NOT NULL, birth_on TEXT, month_day TEXT,
            insurer TEXT NOT NULL, symbol TEXT NOT NULL, number TEXT NOT NULL, branch TEXT,
            state TEXT NOT NULL, answer TEXT, failure_code TEXT, patient_id INTEGER REFERENCES patient(id),
            follow_up TEXT NOT NULL DEFAULT 'open', note TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (batch_seq, item)
        ) STRICT, WITHOUT ROWID""",
        "CREATE TABLE column_mapping (header_key TEXT PRIMARY KEY, mapping TEXT NOT NULL) STRICT, WITHOUT ROWID",
    )


@migrations()
def m007_claims(db: Database) -> None:
    """Working copies of the months' receipts. claim_receipt is the list; claim_copy has the records, fixes and days.

    weight: rank of the heaviest complaint. stands: whether the prediction holds what is known. claim_answer: what was
    asked about a card on a day; told is 0 until it was answered or refused. lapsed cards are looked up like valid ones.
    """
    _run(
        db,
        """CREATE TABLE claim_month (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE, file_name TEXT NOT NULL, entered_at TEXT NOT NULL, staff_name TEXT NOT NULL,
            state TEXT NOT NULL, whole TEXT,
            receipts INTEGER NOT NULL, claims INTEGER NOT NULL, points INTEGER NOT NULL,
            wants_sending INTEGER NOT NULL, receipt_number TEXT, length INTEGER NOT NULL, sent INTEGER NOT NULL,
            refusal TEXT, sent_at TEXT, run INTEGER NOT NULL, closes_on TEXT, asking TEXT
        ) STRICT""",
        """CREATE TABLE claim_receipt (
            month_seq INTEGER NOT NULL REFERENCES claim_month(seq), place INTEGER NOT NULL,
            number TEXT NOT NULL, chart TEXT NOT NULL, name TEXT NOT NULL, kana TEXT NOT NULL,
            search TEXT NOT NULL, kana_key TEXT NOT NULL, birth_on TEXT, month TEXT,
            payer TEXT NOT NULL, insurer TEXT, symbol_key TEXT, number_key TEXT, symbol TEXT, card_number TEXT,
            points INTEGER NOT NULL, weight INTEGER, stands INTEGER NOT NULL DEFAULT 0,
            prediction TEXT, reason TEXT NOT NULL DEFAULT '', ask_on TEXT,
            fixed INTEGER NOT NULL DEFAULT 0, open_fixes INTEGER NOT NULL DEFAULT 0,
            outcome TEXT, outcome_reason TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (month_seq, place)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX claim_receipt_open ON claim_receipt(month_seq, place) WHERE stands = 0",
        "CREATE INDEX claim_receipt_asks ON claim_receipt(month_seq, place) WHERE ask_on IS NOT NULL",
        """CREATE INDEX claim_receipt_by_card
            ON claim_receipt(month_seq, insurer, symbol_key, number_key, birth_on)""",
        """CREATE TABLE claim_copy (
            month_seq INTEGER NOT NULL, place INTEGER NOT NULL, line INTEGER NOT NULL, lines BLOB NOT NULL,
            fixes TEXT NOT NULL DEFAULT '', precheck TEXT,
            PRIMARY KEY (month_seq, place)
        ) STRICT""",
        """CREATE TABLE claim_complaint (
            month_seq INTEGER NOT NULL, receipt INTEGER NOT NULL, line INTEGER NOT NULL, rank INTEGER NOT NULL,
            fault TEXT NOT NULL, record TEXT NOT NULL, item TEXT NOT NULL, expected TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX claim_complaint_by_rank ON claim_complaint(month_seq, rank, line)",
        "CREATE INDEX claim_complaint_by_receipt ON claim_complaint(month_seq, receipt)",
        """CREATE TABLE claim_answer (
            month_seq INTEGER NOT NULL REFERENCES claim_month(seq), item INTEGER NOT NULL,
            insurer TEXT NOT NULL, symbol_key TEXT NOT NULL, number_key TEXT NOT NULL,
            symbol TEXT NOT NULL, card_number TEXT NOT NULL, birth_on TEXT NOT NULL, day TEXT NOT NULL,
            told INTEGER NOT NULL DEFAULT 0, answer TEXT,
            PRIMARY KEY (month_seq, item)
        ) STRICT, WITHOUT ROWID""",
        """CREATE UNIQUE INDEX claim_answer_by_card
            ON claim_answer(month_seq, insurer, symbol_key, number_key, birth_on, day)""",
        """CREATE INDEX checks_lapsed_by_card ON checks(insurer, symbol_key, number_key)
            WHERE outcome IN ('lapsed', 'lapsed_newer')""",
    )


@migrations()
def m008_appointments_of_patients(db: Database) -> None:
    _run(
        db,
        "CREATE INDEX appointment_of_patient ON appointment(patient_id) WHERE patient_id IS NOT NULL",
    )


@migrations()
def m009_readings(db: Database) -> None:
    """consent: of audit, the one under which health information was used, NULL for everything else and before.

    The table consent holds what the service told of each, and the number of its form; nothing read under it.
    """
    _run(
        db,
        """CREATE TABLE consent (
            id TEXT PRIMARY KEY, check_id TEXT NOT NULL, kind TEXT NOT NULL, level TEXT NOT NULL,
            given_at TEXT NOT NULL, until TEXT NOT NULL, withdrawn_at TEXT, form_number TEXT
        ) STRICT, WITHOUT ROWID""",
        "ALTER TABLE audit ADD COLUMN consent TEXT",
        "CREATE INDEX audit_of_records ON audit(at) WHERE action >= 'records.' AND action < 'records/'",
    )


@migrations()
def m010_rows_left_out(db: Database) -> None:
    """Rows of a file of appointments that could not be read: line, field and reason, never what stood there."""
    _run(
        db,
        """CREATE TABLE appointment_left_out (
            batch_seq INTEGER NOT NULL REFERENCES appointment_batch(seq), line INTEGER NOT NULL,
            field TEXT NOT NULL, reason TEXT NOT NULL,
            PRIMARY KEY (batch_seq, line)
        ) STRICT, WITHOUT ROWID""",
    )


@migrations()
def m011_chosen_again(db: Database) -> None:
    """several: of appointment, the answer about several people from which somebody chose one, NULL where nobody did."""
    _run(db, "ALTER TABLE appointment ADD COLUMN several TEXT")

"""Health information: medicines and prices, what receipts tell, checkups, entrustments, answers and who read what."""

STATEMENTS = (
    # receipt_code: 9 digits, as receipts write it. code: 12 digits of the price list, "" for none; generic_group: its
    # first nine, the same ingredient, form and strength. Prices are decimal text, yen a unit.
    """
    CREATE TABLE medicine (
        receipt_code text PRIMARY KEY,
        code text NOT NULL,
        generic_group text NOT NULL,
        name text NOT NULL,
        ingredient text NOT NULL,
        unit text NOT NULL,
        form text NOT NULL,
        is_generic boolean NOT NULL,
        ended_on date
    )
    """,
    "CREATE INDEX medicine_by_group ON medicine (generic_group)",
    """
    CREATE TABLE medicine_price (
        receipt_code text NOT NULL REFERENCES medicine (receipt_code),
        valid_from date NOT NULL,
        price text NOT NULL,
        PRIMARY KEY (receipt_code, valid_from)
    )
    """,
    # Blocks whose newest reviewed run is still to be read for health information. read: how many receipts are.
    """
    CREATE TABLE records_waiting (
        receipt_number text NOT NULL,
        block integer NOT NULL,
        run integer NOT NULL,
        read integer NOT NULL DEFAULT 0,
        PRIMARY KEY (receipt_number, block)
    )
    """,
    "INSERT INTO records_waiting (receipt_number, block, run) SELECT receipt_number, block, max(run)"
    " FROM review_work WHERE done_at IS NOT NULL GROUP BY receipt_number, block",
    # One medicine on one day. insurer: who pays for that day. quantity: decimal text, of the whole dispensing. What it
    # holds may go to clinics; who prescribed stands in dispensing_prescriber, for the person alone (R15). Both are
    # written and forgotten together.
    """
    CREATE TABLE dispensing (
        dispensing_id text PRIMARY KEY,
        receipt_number text NOT NULL,
        place integer NOT NULL,
        person_id integer NOT NULL REFERENCES person (id),
        institution text NOT NULL REFERENCES institution (code),
        insurer text NOT NULL,
        dispensed_on date NOT NULL,
        receipt_code text NOT NULL,
        quantity text NOT NULL,
        days_supply bigint,
        form text NOT NULL,
        source text NOT NULL,
        known_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX dispensing_by_person ON dispensing (person_id, dispensed_on)",
    "CREATE INDEX dispensing_by_receipt ON dispensing (receipt_number, place)",
    """
    CREATE TABLE dispensing_prescriber (
        dispensing_id text PRIMARY KEY,
        receipt_number text NOT NULL,
        place integer NOT NULL,
        code text NOT NULL,
        name text NOT NULL
    )
    """,
    "CREATE INDEX dispensing_prescriber_by_receipt ON dispensing_prescriber (receipt_number, place)",
    # One receipt's cost (R17): month is the first day of the month of treatment. paid_yen: by the person; None where
    # the share is not known, and then insurer_yen too. claim_key: keyed, the same for a claim handed in again.
    """
    CREATE TABLE cost (
        receipt_number text NOT NULL,
        place integer NOT NULL,
        part integer NOT NULL,
        person_id integer NOT NULL REFERENCES person (id),
        institution text NOT NULL REFERENCES institution (code),
        insurer text NOT NULL,
        month date NOT NULL,
        kind text NOT NULL,
        days bigint NOT NULL,
        total_yen bigint NOT NULL,
        paid_yen bigint,
        insurer_yen bigint,
        public_yen bigint NOT NULL,
        known_at timestamptz NOT NULL,
        claim_key text NOT NULL,
        received_at timestamptz NOT NULL,
        PRIMARY KEY (receipt_number, place, part)
    )
    """,
    "CREATE INDEX cost_by_person ON cost (person_id, month)",
    "CREATE INDEX cost_by_claim ON cost (claim_key)",
    # One value of one checkup (特定健診); item: JLAC10 code.
    """
    CREATE TABLE checkup_value (
        person_id integer NOT NULL REFERENCES person (id),
        insurer text NOT NULL REFERENCES insurer (number),
        held_on date NOT NULL,
        item text NOT NULL,
        value text NOT NULL,
        registered_at timestamptz NOT NULL,
        PRIMARY KEY (person_id, held_on, insurer, item)
    )
    """,
    # An insurer lets the service answer for one kind (drug, checkup), on the days of asking from … until, both in it.
    """
    CREATE TABLE entrustment (
        insurer text NOT NULL REFERENCES insurer (number),
        kind text NOT NULL,
        valid_from date NOT NULL,
        valid_until date,
        entered_at timestamptz NOT NULL,
        PRIMARY KEY (insurer, kind, valid_from)
    )
    """,
    # Written before anything is answered. action: drug, checkup, answer. outcome: answered, or why not. staff: the
    # institution's claim. person_id: None where no such consent was ever given.
    """
    CREATE TABLE record_access (
        at timestamptz NOT NULL,
        person_id integer,
        institution text NOT NULL REFERENCES institution (code),
        staff text NOT NULL,
        action text NOT NULL,
        consent_id text,
        outcome text NOT NULL
    )
    """,
    "CREATE INDEX record_access_by_person ON record_access (person_id, at)",
    "CREATE INDEX record_access_by_institution ON record_access (institution, at)",
    # What an institution answered to an alert, or why a generic was declined: its own, read under consent only.
    """
    CREATE TABLE alert_answer (
        person_id integer NOT NULL REFERENCES person (id),
        institution text NOT NULL REFERENCES institution (code),
        alert text NOT NULL,
        facts text NOT NULL,
        answer text NOT NULL,
        note text NOT NULL,
        staff text NOT NULL,
        answered_at timestamptz NOT NULL,
        PRIMARY KEY (person_id, institution, alert, facts)
    )
    """,
)

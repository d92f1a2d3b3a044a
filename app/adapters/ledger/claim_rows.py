"""The list of a month's receipts: chosen, found, sorted and counted by SQL."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from app.adapters.ledger.claim_month_rows import copy_of, month_of_row
from app.adapters.ledger.documents import day_of
from app.adapters.ledger.patient_search import search_key
from app.claims.month import SENT, WholeFile
from app.claims.other_agency import other_agency
from app.claims.ports import MonthSummary, PayerSum, ReceiptRow, Sort, View
from app.claims.precheck import Prediction
from app.scheme.receipts.agencies import ReviewAgency
from app.scheme.receipts.complaints import Complaint, Fault, Weight
from app.scheme.receipts.routing import ReviewOutcome

_FAULTS = {each.code: each for each in Fault}
_WEIGHTS = {each.rank: each for each in Weight}
_WORST_FIRST = ("returned", "kokuho", "unconfirmed", "split", "reassigned", "forwarded")
_SORTS = {
    Sort.PLACE: "place",
    Sort.KANA: "kana_key",
    Sort.INSURER: "payer",
    Sort.POINTS: "-points",
    Sort.PREDICTION: "CASE coalesce(outcome, shown) "
    + " ".join(f"WHEN '{word}' THEN {rank}" for rank, word in enumerate(_WORST_FIRST))
    + f" ELSE {len(_WORST_FIRST)} END",
}
_UNLIKE = "(outcome <> prediction AND prediction <> 'unconfirmed')"


def _prediction(db: Database, month_seq: int) -> str:
    """In SQL. What was sent before it was compared stays unconfirmed: nobody is asked about it any more."""
    month = db.execute("SELECT state FROM claim_month WHERE seq = ?", [month_seq]).fetchone()
    return "coalesce(prediction, 'unconfirmed')" if month["state"] in SENT else "prediction"


def _row(prediction: str) -> str:
    return (
        f"SELECT claim_receipt.*, {prediction} AS shown, insurer.name AS payer_name FROM claim_receipt"
        " LEFT JOIN insurer ON insurer.number = payer"
    )


def count(db: Database, month_seq: int, view: View) -> int:
    where, values = _where(month_seq, view, _prediction(db, month_seq))
    return int(db.execute(f"SELECT count(*) FROM claim_receipt WHERE {where}", values).fetchone()[0])


def rows(db: Database, month_seq: int, view: View, start: int, most: int) -> tuple[ReceiptRow, ...]:
    prediction = _prediction(db, month_seq)
    where, values = _where(month_seq, view, prediction)
    direction = "DESC" if view.descending else "ASC"
    order = f"ORDER BY {_SORTS[view.sort]} {direction}, place LIMIT ? OFFSET ?"
    found = db.execute(f"{_row(prediction)} WHERE {where} {order}", [*values, most, start])
    return tuple(map(row_of, found))


def _where(month_seq: int, view: View, prediction: str) -> tuple[str, list[object]]:
    """Text is looked for at the beginning of name and number, and anywhere in the reading."""
    clauses = ["month_seq = ?"]
    values: list[object] = [month_seq]
    if view.predictions:
        marks = ", ".join("?" * len(view.predictions))
        clauses.append(f"({prediction} IN ({marks}) OR outcome IN ({marks}))")
        values += 2 * sorted(each.value for each in view.predictions)
        if len(view.predictions) > 1:
            # Nothing is to be done any more about what went on unconfirmed.
            clauses.append(f"NOT ({prediction} IS 'unconfirmed' AND outcome IS 'forwarded')")
    if view.only_differing:
        clauses.append("open_fixes > 0")
    if view.only_faulty:
        clauses.append("weight < 2")
    if view.only_unlike:
        clauses.append(_UNLIKE)
    if key := search_key(view.text):
        clauses.append(
            "(instr(search, ?) = 1 OR instr(kana_key, ?) > 0 OR claim_receipt.number = ?"
            " OR ltrim(chart, '0') = ltrim(?, '0') OR instr(number_key, ?) = 1)"
        )
        values += [key] * 5
    return " AND ".join(clauses), values


def row_of(row: Any) -> ReceiptRow:
    outcome = row["outcome"]
    return ReceiptRow(
        place=row["place"],
        number=row["number"],
        chart=row["chart"],
        name=row["name"],
        kana=row["kana"],
        birth_on=day_of(row["birth_on"]),
        month=day_of(row["month"]),
        payer=row["payer"],
        payer_name=row["payer_name"] or "",
        points=row["points"],
        prediction=Prediction(row["shown"]) if row["shown"] else None,
        reason=row["reason"],
        weight=_WEIGHTS[row["weight"]] if row["weight"] is not None else None,
        outcome=ReviewOutcome(outcome) if outcome in list(ReviewOutcome) else None,
        fixed=row["fixed"],
        open_fixes=row["open_fixes"],
    )


def row_at(db: Database, month_seq: int, place: int) -> ReceiptRow:
    """Raises: KeyError."""
    found = db.execute(
        f"{_row(_prediction(db, month_seq))} WHERE month_seq = ? AND place = ?", [month_seq, place]
    ).fetchone()
    if found is None:
        raise KeyError(place)
    return row_of(found)


def complaints(db: Database, sql: str, values: Sequence[object]) -> tuple[Complaint, ...]:
    """A fault that this version no longer knows is left out."""
    return tuple(
        Complaint(
            _FAULTS[row["fault"]], row["line"], row["record"], row["item"], row["expected"], row["receipt"]
        )
        for row in db.execute(f"SELECT * FROM claim_complaint WHERE {sql}", values)
        if row["fault"] in _FAULTS
    )


def _elsewhere(db: Database, month_seq: int, whole: WholeFile) -> dict[ReviewAgency, int]:
    """Only what was fixed can have changed; that is little, since each is looked at."""
    sql = """SELECT claim_copy.* FROM claim_receipt JOIN claim_copy USING (month_seq, place)
        WHERE month_seq = ? AND fixed > 0"""
    found = (other_agency(whole, copy_of(row)) for row in db.execute(sql, [month_seq]))
    return dict(Counter(filter(None, found)))


def summary(db: Database, month: Any) -> MonthSummary:
    """month: its row."""
    month_seq, whole = month["seq"], month_of_row(month).whole

    def counts(what: str, where: str = "true") -> dict[Any, int]:
        sql = f"SELECT {what}, count(*) FROM claim_receipt WHERE month_seq = ? AND {where} GROUP BY 1"
        return {row[0]: row[1] for row in db.execute(sql, [month_seq])}

    def number(where: str) -> int:
        sql = f"SELECT count(*) FROM claim_receipt WHERE month_seq = ? AND {where}"
        return int(db.execute(sql, [month_seq]).fetchone()[0])

    waiting = db.execute("SELECT count(*) FROM claim_answer WHERE month_seq = ? AND told = 0", [month_seq])
    faults = db.execute(
        "SELECT rank, count(*) FROM claim_complaint WHERE month_seq = ? GROUP BY rank", [month_seq]
    )
    payers = db.execute(
        "SELECT payer, name, receipts, points FROM (SELECT payer, count(*) AS receipts, sum(points) AS points"
        " FROM (SELECT payer, points FROM claim_receipt WHERE month_seq = ?) GROUP BY payer)"
        " LEFT JOIN insurer ON insurer.number = payer ORDER BY points DESC, payer",
        [month_seq],
    )
    known = {each.value for each in ReviewOutcome}
    return MonthSummary(
        compared=number("stands = 1"),
        predictions={
            Prediction(each): found for each, found in counts(_prediction(db, month_seq)).items() if each
        },
        differing=number("open_fixes > 0"),
        faulty=number("weight < 2"),
        questions=int(waiting.fetchone()[0]),
        payers=tuple(
            PayerSum(row["payer"], row["name"] or "", row["receipts"], row["points"]) for row in payers
        ),
        complaints={_WEIGHTS[row[0]]: row[1] for row in faults},
        fixed=number("fixed > 0"),
        elsewhere=_elsewhere(db, month_seq, whole) if whole is not None else {},
        outcomes={ReviewOutcome(each): found for each, found in counts("outcome").items() if each in known},
        unlike=number(_UNLIKE),
    )

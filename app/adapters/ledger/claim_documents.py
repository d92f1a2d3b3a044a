"""Values of claims as JSON documents, each with the version of its shape; as `documents` has those of the counter."""

from datetime import date

from app.adapters.ledger.documents import day_of, day_text, insured_fields, insured_of, moment_of, moment_text
from app.adapters.ledger.versioned import Fields, document_of, fields_of
from app.claims.evidence import KnownCover, Source
from app.claims.fixes import Fix, FixItem
from app.claims.month import Question, WholeFile
from app.claims.precheck import DayFinding, DayStatus, Precheck, Prediction
from app.scheme.cover import Cover
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.letters import Encoding, FileForm

_LINE = "\n"


def lines_blob(lines: tuple[str, ...]) -> bytes:
    """Bytes that were no letter stay what they were."""
    return _LINE.join(lines).encode("utf-8", "surrogatepass")


def lines_of(blob: bytes) -> tuple[str, ...]:
    return tuple(bytes(blob).decode("utf-8", "surrogatepass").split(_LINE)) if blob else ()


def whole_document(whole: WholeFile) -> str:
    form = whole.form
    return document_of(
        {
            "kind": whole.kind.value,
            "encoding": form.encoding.value,
            "line_end": form.line_end,
            "last_end": form.last_end,
            "closing": form.closing.hex(),
            "bom": form.bom,
            "head": [lines_blob((line,)).hex() for line in whole.head],
            "trailer": [lines_blob((line,)).hex() for line in whole.trailer],
            "institution": whole.institution,
            "claim_month": day_text(whole.claim_month),
        }
    )


def whole_of(document: str) -> WholeFile:
    """Raises: LedgerTooNew."""
    fields = fields_of(document)
    form = FileForm(
        Encoding(fields["encoding"]),
        fields["line_end"],
        fields["last_end"],
        bytes.fromhex(fields["closing"]),
        fields["bom"],
    )
    head, trailer = (
        tuple(line for each in fields[name] for line in lines_of(bytes.fromhex(each)) or ("",))
        for name in ("head", "trailer")
    )
    month = day_of(fields["claim_month"])
    return WholeFile(ReceiptKind(fields["kind"]), form, head, trailer, fields["institution"], month)


def question_document(question: Question) -> str:
    paused = question.paused_until
    return document_of(
        {
            "batch_id": question.batch_id,
            "receipt_number": question.receipt_number,
            "cursor": question.cursor,
            "paused_until": moment_text(paused) if paused is not None else None,
        }
    )


def question_of(document: str) -> Question:
    """Raises: LedgerTooNew."""
    fields = fields_of(document)
    paused = fields["paused_until"]
    return Question(
        fields["batch_id"], fields["receipt_number"], fields["cursor"], moment_of(paused) if paused else None
    )


def fixes_document(fixes: tuple[Fix, ...]) -> str:
    """ "" for none."""
    return document_of({"fixes": [_fix_fields(each) for each in fixes]}) if fixes else ""


def fixes_of(document: str) -> tuple[Fix, ...]:
    """Raises: LedgerTooNew."""
    return tuple(map(_fix, fields_of(document)["fixes"])) if document else ()


def precheck_document(found: Precheck) -> str:
    return document_of(
        {
            "prediction": found.prediction.value,
            "reason": found.reason,
            "days": [_day_fields(each) for each in found.days],
            "fixes": [_fix_fields(each) for each in found.fixes],
            "lapsed_on": day_text(found.lapsed_on),
            "ask_on": day_text(found.ask_on),
        }
    )


def precheck_of(place: int, document: str) -> Precheck:
    """Raises: LedgerTooNew."""
    fields = fields_of(document)
    return Precheck(
        place=place,
        prediction=Prediction(fields["prediction"]),
        reason=fields["reason"],
        days=tuple(map(_day, fields["days"])),
        fixes=tuple(map(_fix, fields["fixes"])),
        lapsed_on=day_of(fields["lapsed_on"]),
        ask_on=day_of(fields["ask_on"]),
    )


def _fix_fields(fix: Fix) -> Fields:
    return {
        "item": fix.item.value,
        "stated": fix.stated,
        "known": fix.known,
        "values": list(fix.values),
        "source": fix.source.value,
    }


def _fix(fields: Fields) -> Fix:
    return Fix(
        FixItem(fields["item"]),
        fields["stated"],
        fields["known"],
        tuple(fields["values"]),
        Source(fields["source"]),
    )


def _day_fields(finding: DayFinding) -> Fields:
    known = finding.known
    fields: Fields = {"day": day_text(finding.day), "status": finding.status.value, "known": None}
    if known is not None:
        cover = known.cover
        fields["known"] = insured_fields(cover.insured) | {
            "insurer_name": cover.insurer_name,
            "relationship": cover.relationship,
            "acquired_on": day_text(cover.acquired_on),
            "lost_on": day_text(cover.lost_on),
            "loss_reason": cover.loss_reason,
            "known_at": moment_text(known.known_at),
            "source": known.source.value,
        }
    return fields


def _day(fields: Fields) -> DayFinding:
    told = fields["known"]
    known = None
    if told is not None:
        cover = Cover(
            insured_of(told),
            told["insurer_name"],
            told["relationship"],
            date.fromisoformat(told["acquired_on"]),
            day_of(told["lost_on"]),
            told["loss_reason"],
        )
        known = KnownCover(cover, moment_of(told["known_at"]), Source(told["source"]))
    return DayFinding(date.fromisoformat(fields["day"]), DayStatus(fields["status"]), known)

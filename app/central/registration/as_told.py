"""What a row makes of facts that are known: empty cells leave them, and each action tells of its own things only."""

from dataclasses import replace

from app.central.registration.held import CardIssue, CoverFacts
from app.central.registration.matching import insured_of
from app.central.registration.row import Action, Cleared, RegistrationRow
from app.scheme.cover import PersonDetails
from app.scheme.names import better_name, kana_key, name_key
from app.scheme.numbers import InsuredNumber


def cover_as_told(row: RegistrationRow, held: CoverFacts) -> CoverFacts:
    cover = held
    if row.action is Action.CORRECT and row.acquired_on:
        cover = cover._replace(acquired_on=row.acquired_on)
    if row.action is not Action.LOSE:
        cover = cover._replace(
            relationship=row.relationship or cover.relationship,
            ratio_percent=cover.ratio_percent if row.ratio_percent is None else row.ratio_percent,
        )
    if row.action in (Action.MOVE, Action.REISSUE):
        return cover
    cover = cover._replace(filed_on=row.filed_on or cover.filed_on)
    if isinstance(row.lost_on, Cleared):
        return cover._replace(lost_on=None, loss_reason=None)
    lost_on = row.lost_on or cover.lost_on
    reason = (row.loss_reason or cover.loss_reason) if lost_on else None
    return cover._replace(lost_on=lost_on, loss_reason=reason)


def card_as_told(row: RegistrationRow, held: InsuredNumber) -> InsuredNumber:
    """Another symbol or number only by `correct`; a branch by whatever speaks of the card."""
    if row.action in (Action.LOSE, Action.MOVE):
        return held
    branch = row.branch or held.branch
    if row.action is Action.CORRECT:
        symbol = held.symbol if row.symbol is None else row.symbol
        told = replace(insured_of(row), symbol=symbol, branch=branch)
        return told if told.key != held.key else replace(held, branch=branch)
    return replace(held, branch=branch)


def details_as_told(row: RegistrationRow, held: PersonDetails) -> PersonDetails:
    """Another spelling of blanks, widths or small kana is no news, nor are letters lost to ●."""
    moved = replace(held, postcode=row.postcode or held.postcode, address=row.address or held.address)
    if row.action is Action.MOVE:
        return moved
    name, kana = held.name, held.kana
    if row.name is not None and name_key(row.name) != name_key(name):
        name = better_name(name, row.name)
    if row.kana is not None and kana_key(row.kana) != kana_key(kana):
        kana = row.kana
    return replace(
        moved, name=name, kana=kana, sex=row.sex or held.sex, birth_on=row.birth_on or held.birth_on
    )


def issue_as_told(row: RegistrationRow, held: CardIssue) -> CardIssue:
    """One that was taken back is issued anew."""
    if isinstance(row.card_returned_on, Cleared):
        return held.as_void()
    returned_on = None if held.is_void else held.returned_on
    return held._replace(returned_on=row.card_returned_on or returned_on)

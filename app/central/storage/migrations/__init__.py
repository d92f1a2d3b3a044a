"""The database's shape, step by step. A migration once released is never edited; the next one is added."""

from app.central.storage.migrations import (
    m001_register,
    m002_asking,
    m003_registration,
    m004_idempotency,
    m005_revocation_lists,
    m006_batch,
    m007_review,
    m008_notices,
    m009_consents,
    m010_records,
    m011_portal,
    m012_phr,
    m013_deliveries,
    m014_told_right,
    m015_own_page,
    m016_told_by_row,
)

MIGRATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("m001_register", m001_register.STATEMENTS),
    ("m002_asking", m002_asking.STATEMENTS),
    ("m003_registration", m003_registration.STATEMENTS),
    ("m004_idempotency", m004_idempotency.STATEMENTS),
    ("m005_revocation_lists", m005_revocation_lists.STATEMENTS),
    ("m006_batch", m006_batch.STATEMENTS),
    ("m007_review", m007_review.STATEMENTS),
    ("m008_notices", m008_notices.STATEMENTS),
    ("m009_consents", m009_consents.STATEMENTS),
    ("m010_records", m010_records.STATEMENTS),
    ("m011_portal", m011_portal.STATEMENTS),
    ("m012_phr", m012_phr.STATEMENTS),
    ("m013_deliveries", m013_deliveries.STATEMENTS),
    ("m014_told_right", m014_told_right.STATEMENTS),
    ("m015_own_page", m015_own_page.STATEMENTS),
    ("m016_told_by_row", m016_told_by_row.STATEMENTS),
)

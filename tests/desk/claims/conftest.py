"""A desk with a ledger of its own."""

import pytest

from tests.claims.conftest import empty_home, office
from tests.claims.month_files import Office
from tests.desk.claims.work import ClaimsDesk

__all__ = ["empty_home", "office"]


@pytest.fixture
def desk(office: Office) -> ClaimsDesk:
    return ClaimsDesk(office)

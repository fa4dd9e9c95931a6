"""Options of the test run."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings
from private_postgres import emptied, private_postgres

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

os.environ["JAICP_CACHE"] = "off"  # nothing outside of the folders of tests


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what is rendered now into the files of tests/golden; review the difference",
    )


@pytest.fixture(scope="session")
def postgres_of_the_run():
    with private_postgres() as address:
        yield address


@pytest.fixture
def postgres(postgres_of_the_run):
    """The address of an empty PostgreSQL."""
    return emptied(postgres_of_the_run)

"""Test set-up: a data folder of its own, the three rings, and the small world."""

from __future__ import annotations

import os
import tempfile

os.environ["ZAOCHA_DATA"] = tempfile.mkdtemp(prefix="zaocha-test-")
os.environ.setdefault("ZAOCHA_SECRET_KEY", "only-for-tests")

import pytest
from hypothesis import HealthCheck, settings
from tests.world import world  # noqa: F401  (a fixture)

# Machines are shared: how long an example takes says nothing about the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_configure(config: pytest.Config) -> None:
    for ring, meaning in {
        "pure": "no database",
        "area": "database and client; runs on SQLite and PostgreSQL",
        "both": "a journey that is repeated on PostgreSQL",
    }.items():
        config.addinivalue_line("markers", f"{ring}: {meaning}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort every test into its ring by what it uses, so that nobody has to remember a marker."""
    for item in items:
        if item.get_closest_marker("journey"):
            continue
        uses = DATABASE & set(getattr(item, "fixturenames", ()))
        item.add_marker("area" if uses or item.get_closest_marker("django_db") else "pure")


@pytest.fixture(autouse=True)
def _english() -> object:
    """Tests read English; what is about Chinese asks for it."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _quick_passwords(settings: object) -> None:
    """Argon2 is slow on purpose; the tests make hundreds of accounts."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]

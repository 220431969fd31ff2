"""What the environment says: data folder, database, secret, hosts."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit


def flag(name: str, *, default: bool = False) -> bool:
    """Read a yes/no variable; anything but 1, true, yes, on counts as no."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """Read a whole number of nought or more."""
    value = os.environ.get(name, "").strip()
    if value and not value.isdecimal():
        raise ValueError(f"{name} must be a whole number, not {value!r}")
    return int(value or default)


def words(name: str, default: str = "") -> list[str]:
    """Read a comma-separated variable."""
    return [w.strip() for w in os.environ.get(name, default).split(",") if w.strip()]


def data_folder() -> Path:
    """The one folder that holds everything of an embedded installation; made when missing."""
    folder = Path(os.environ.get("ZAOCHA_DATA") or "data").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """`ZAOCHA_SECRET_KEY`, else a secret that is made once and kept in the data folder."""
    if given := os.environ.get("ZAOCHA_SECRET_KEY"):
        return given
    path = folder / "secret.key"
    if not path.exists():
        # Exclusive creation: two processes that start together must end with the same secret.
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def database(folder: Path) -> dict[str, object]:
    """Django's description of the database: SQLite in the data folder, or `ZAOCHA_DATABASE_URL`."""
    url = os.environ.get("ZAOCHA_DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://")):
        parts = urlsplit(url)
        return {
            "ENGINE": "zaocha.kernel.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": False,
        }
    if url and not url.startswith("sqlite:///"):
        raise ValueError("ZAOCHA_DATABASE_URL must begin with postgresql:// or sqlite:///")
    name = url.removeprefix("sqlite:///") or str(folder / "zaocha.sqlite3")
    return {
        "ENGINE": "zaocha.kernel.sqlite",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; "
                "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=8000;"
            ),
        },
    }

"""Every environment variable Sprengel reads, in one place.

Each setting is documented in ``docs/reference/settings.md``; a test holds the two together.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from sprengel.reading.engines import Engine


class BadSetting(Exception):
    """An environment variable holds something that cannot be meant."""


@dataclass(frozen=True)
class Setting:
    name: str
    default: str
    meaning: str
    """One English sentence for the reference."""


SETTINGS: tuple[Setting, ...] = (
    Setting("SPRENGEL_DATA_DIR", "var", "Folder for the database, the original files and the key."),
    Setting(
        "DATABASE_URL",
        "",
        "Database, e.g. postgres://user:pw@host/name; empty: SQLite in the data folder.",
    ),
    Setting(
        "SPRENGEL_SECRET_KEY",
        "",
        "Key for sessions and tokens; empty: one is made and kept in the data folder.",
    ),
    Setting("SPRENGEL_DEBUG", "0", "1 shows tracebacks in the browser; never on a public server."),
    Setting(
        "SPRENGEL_ALLOWED_HOSTS",
        "localhost,127.0.0.1,[::1]",
        "Host names the server answers to, separated by commas.",
    ),
    Setting(
        "SPRENGEL_BASE_URL",
        "http://127.0.0.1:8000",
        "Address under which people reach the server, for feeds and mails.",
    ),
    Setting("SPRENGEL_HTTPS", "0", "1 when served over https: secure cookies and redirects."),
    Setting("SPRENGEL_MAX_UPLOAD_MB", "100", "Largest file that may be uploaded, in megabytes."),
    Setting(
        "SPRENGEL_TODAY", "", "A date (YYYY-MM-DD) to show the demo as of that day; empty: today."
    ),
    Setting(
        "SPRENGEL_DEMO", "0", "1 shows the demo logins on the login page; set by `sprengel demo`."
    ),
    Setting(
        "SPRENGEL_LAND",
        "BW",
        "Land whose public and school holidays speak against a meeting's date: BW, BY, BE, BB, HB, HH, HE, MV, NI, NW, RP, SL, SN, ST, SH or TH.",
    ),
    Setting(
        "SPRENGEL_ASK_DAYS",
        "14",
        "Days before a matter's check date on which the responsible is asked by mail; 0: only when the office asks.",
    ),
    Setting(
        "SPRENGEL_SMTP_URL",
        "",
        "Mail server: smtp://, smtp+starttls:// or smtps://, with user:password@host:port; empty: mails are files in the data folder's outbox.",
    ),
    Setting(
        "SPRENGEL_MAIL_FROM",
        "",
        "Sender of all mails, e.g. Geschäftsstelle <sitzungen@verband.example>; calendar replies go there too; empty: sprengel@ the host of SPRENGEL_BASE_URL.",
    ),
    Setting(
        "SPRENGEL_MAILDIR",
        "",
        "Maildir in which calendar replies arrive, looked at every minute; empty: none.",
    ),
    Setting(
        "SPRENGEL_LLM_URL",
        "",
        "Address of an OpenAI-compatible service that may propose statements; empty: none, nothing leaves the house.",
    ),
    Setting("SPRENGEL_LLM_MODEL", "", "Name of the model at SPRENGEL_LLM_URL."),
    Setting("SPRENGEL_LLM_KEY", "", "Key for SPRENGEL_LLM_URL; empty: none is sent."),
    Setting(
        "SPRENGEL_LLM_TIMEOUT",
        "60",
        "Seconds the service at SPRENGEL_LLM_URL may take for one document, at most 240.",
    ),
    Setting(
        "SPRENGEL_ONNX_MODEL",
        "",
        "Folder with a token classifier in ONNX that may propose statements; empty: none.",
    ),
)

_DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


def text(name: str) -> str:
    """The variable's value, or its documented default."""
    return os.environ.get(name) or _DEFAULTS[name]


def flag(name: str) -> bool:
    value = text(name).strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise BadSetting(f"{name}={value!r}: use 1 or 0")


def number(name: str) -> int:
    value = text(name)
    try:
        return int(value)
    except ValueError:
        raise BadSetting(f"{name}={value!r}: use a whole number") from None


def day(name: str) -> date | None:
    value = text(name)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise BadSetting(f"{name}={value!r}: use a date like 2026-10-01") from None


LANDS = "BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH"


def land(name: str) -> str:
    value = text(name).strip().upper()
    if value not in LANDS.split(", "):
        raise BadSetting(f"{name}={value!r}: use one of {LANDS}")
    return value


def words(name: str) -> list[str]:
    return [word.strip() for word in text(name).split(",") if word.strip()]


def folder(name: str) -> Path:
    return Path(text(name)).expanduser().resolve()


def database(url: str, data_dir: Path) -> dict[str, Any]:
    """Django's settings for ``DATABASE_URL``; SQLite in ``data_dir`` when it is empty."""
    if not url:
        return _sqlite(data_dir / "sprengel.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(url.removeprefix("sqlite:///"))))
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "OPTIONS": dict(parse_qsl(parts.query)),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise BadSetting(f"DATABASE_URL: {parts.scheme!r} is not known; use postgres:// or sqlite:///")


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            # Immediate: a writer waits for its turn instead of failing halfway through.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=NORMAL;"
                "PRAGMA foreign_keys=ON;"
                "PRAGMA busy_timeout=20000;"
            ),
        },
    }


@dataclass(frozen=True)
class Smtp:
    """Where mails are handed over."""

    host: str
    port: int
    user: str
    password: str
    is_tls: bool
    """TLS from the first byte (smtps)."""
    is_starttls: bool


SMTP_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def smtp(url: str) -> Smtp | None:
    """The mail server of ``SPRENGEL_SMTP_URL``; None when it is empty."""
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in SMTP_PORTS or not parts.hostname:
        raise BadSetting(
            "SPRENGEL_SMTP_URL: use smtp://, smtp+starttls:// or smtps:// with a host, "
            "e.g. smtp+starttls://user:password@mail.example:587"
        )
    try:
        port = parts.port or SMTP_PORTS[parts.scheme]
    except ValueError:
        raise BadSetting("SPRENGEL_SMTP_URL: the port is no number from 1 to 65535") from None
    return Smtp(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=parts.scheme == "smtps",
        is_starttls=parts.scheme == "smtp+starttls",
    )


def mail_from(given: str, base_url: str) -> str:
    """The sender as one line; checked here, so that a typing error stops the start, not a mail."""
    sender = " ".join(given.split()) or f"Sprengel <sprengel@{urlsplit(base_url).hostname}>"
    if "@" not in parseaddr(sender)[1]:
        raise BadSetting(f"SPRENGEL_MAIL_FROM={given!r}: use an address like Name <a@b.example>")
    return sender


def engines() -> tuple[Engine, ...]:
    """The optional second opinions the operator has configured; none by default.

    Raises ``reading.engines.EngineProblem`` with a sentence where the configuration cannot work.
    """
    url, folder = text("SPRENGEL_LLM_URL"), text("SPRENGEL_ONNX_MODEL")
    if not url and not folder:
        return ()
    from sprengel.reading.engines import LlmSettings, engines_from  # only where one is wanted

    llm = None
    if url:
        llm = LlmSettings(
            url,
            text("SPRENGEL_LLM_MODEL"),
            text("SPRENGEL_LLM_KEY"),
            number("SPRENGEL_LLM_TIMEOUT"),
        )
    return engines_from(llm=llm, onnx_folder=Path(folder) if folder else None)


def secret_key(data_dir: Path) -> str:
    """The configured key, else one kept in the data folder so that sessions survive a restart."""
    given = text("SPRENGEL_SECRET_KEY")
    if given:
        return given
    path = data_dir / "secret_key"
    if not path.exists():
        import secrets  # only on the very first start

        data_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii").strip()

"""Two ways out: a mail server, or files in the data folder where none is configured."""

from __future__ import annotations

import errno
import os
import smtplib
import socket
import ssl
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from django.conf import settings
from django.utils.translation import gettext as _

from sprengel.mail.message import ascii_address, sender_address

TIMEOUT_SECONDS = 30
TOO_LARGE = 552
SHUTTING_DOWN = 421


class RouteDown(Exception):
    """Nothing can be sent now, whoever it is for; the text is for the office."""


class Refused(Exception):
    """This one letter was not taken; the text is for the office."""

    def __init__(self, reason: str, *, is_final: bool) -> None:
        super().__init__(reason)
        self.is_final = is_final


class Transport(Protocol):
    """Open for one round of delivery."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def send(self, message: EmailMessage, to_email: str) -> None:
        """Raises RouteDown or Refused."""


class SmtpServer(Protocol):
    """As ``config.env.smtp`` reads it from the address."""

    host: str
    port: int
    user: str
    password: str
    is_tls: bool
    is_starttls: bool


def transport() -> Transport:
    return SmtpTransport(settings.SMTP) if settings.SMTP else FileTransport(settings.OUTBOX_DIR)


class FileTransport:
    """Each mail a file that any mail program opens; the same mail again is the same file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Self:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise RouteDown(_not_written(self.folder, problem)) from problem
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def send(self, message: EmailMessage, to_email: str) -> None:
        name = message["Message-ID"].strip("<>").partition("@")[0]
        path = self.folder / f"{name}.eml"
        try:
            # A name of its own for each process: two may write, the last whole file stands.
            half = path.with_suffix(f".{os.getpid()}.part")
            half.write_bytes(message.as_bytes())
            half.replace(path)
        except OSError as problem:
            raise RouteDown(_not_written(self.folder, problem)) from problem


class SmtpTransport:
    """One connection for a round; opened again where the server closed it between two mails."""

    def __init__(self, server: SmtpServer) -> None:
        self.server = server
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        self._smtp = self._connected()
        return self

    def __exit__(self, *_error: object) -> None:
        if self._smtp is not None and self._smtp.sock is not None:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self._smtp.close()

    def send(self, message: EmailMessage, to_email: str) -> None:
        if self._smtp is None or self._smtp.sock is None:
            self._smtp = self._connected()
        try:
            self._smtp.send_message(
                message, from_addr=sender_address(), to_addrs=[ascii_address(to_email)]
            )
        except smtplib.SMTPRecipientsRefused as problem:
            code, text = next(iter(problem.recipients.values()))
            raise _refused(_("Die Adresse wurde abgewiesen"), code, text) from problem
        except smtplib.SMTPSenderRefused as problem:
            if problem.smtp_code == TOO_LARGE:
                raise _refused(
                    _("Die Nachricht ist zu groß"), problem.smtp_code, problem.smtp_error
                ) from problem
            raise RouteDown(
                _("Der Mailserver nimmt den Absender nicht an (%(answer)s).")
                % {"answer": _answer(problem.smtp_code, problem.smtp_error)}
            ) from problem
        except smtplib.SMTPDataError as problem:
            raise _refused(
                _("Die Nachricht wurde abgewiesen"), problem.smtp_code, problem.smtp_error
            ) from problem
        except (OSError, smtplib.SMTPException) as problem:
            # Also when the server hung up after it had everything: nobody knows whether it took
            # the mail. It goes out once more under the same Message-ID.
            self._smtp.close()
            raise Refused(
                _("Die Verbindung zum Mailserver brach ab (%(problem)s).")
                % {"problem": _in_words(problem)},
                is_final=False,
            ) from problem

    def _connected(self) -> smtplib.SMTP:
        server = self.server
        try:
            if server.is_tls:
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host,
                    server.port,
                    timeout=TIMEOUT_SECONDS,
                    context=ssl.create_default_context(),
                )
            else:
                smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
            if server.is_starttls:
                smtp.starttls(context=ssl.create_default_context())
            if server.user:
                smtp.login(server.user, server.password)
        except smtplib.SMTPAuthenticationError as problem:
            raise RouteDown(
                _("Der Mailserver %(host)s nimmt die Anmeldung nicht an (%(answer)s).")
                % {
                    "host": server.host,
                    "answer": _answer(problem.smtp_code, problem.smtp_error),
                }
            ) from problem
        except (OSError, smtplib.SMTPException) as problem:
            raise RouteDown(
                _("Der Mailserver %(host)s ist nicht erreichbar (%(problem)s).")
                % {"host": server.host, "problem": _in_words(problem)}
            ) from problem
        return smtp


def _refused(sentence: str, code: int, text: bytes | str) -> Exception:
    answer = _answer(code, text)
    if code == SHUTTING_DOWN:
        return RouteDown(
            _("Der Mailserver nimmt gerade nichts an (%(answer)s).") % {"answer": answer}
        )
    return Refused(f"{sentence} ({answer}).", is_final=code >= 500)


def _answer(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {_one_line(words)}".strip()


def _in_words(problem: Exception) -> str:
    """The usual failures in German; of a rare one what the system says about it."""
    if isinstance(problem, smtplib.SMTPServerDisconnected):
        # What broke the line while an answer was read stands behind this one.
        problem = problem.__context__ if isinstance(problem.__context__, OSError) else problem
    for kind, words in (
        (TimeoutError, _("keine Antwort innerhalb der Wartezeit")),
        (ConnectionRefusedError, _("die Verbindung wird dort nicht angenommen")),
        (socket.gaierror, _("zu diesem Servernamen findet sich keine Adresse")),
        (ssl.SSLCertVerificationError, _("das Zertifikat des Servers ist nicht gültig")),
        (ssl.SSLError, _("die verschlüsselte Verbindung kommt nicht zustande")),
        (smtplib.SMTPNotSupportedError, _("der Server kann das Verlangte nicht")),
        (ConnectionError, _("der Server hat aufgelegt")),
        (smtplib.SMTPServerDisconnected, _("der Server hat aufgelegt")),
        (PermissionError, _("die Schreibrechte fehlen")),
    ):
        if isinstance(problem, kind):
            return words
    by_number = {
        errno.ENETUNREACH: _("kein Weg ins Netz"),
        errno.EHOSTUNREACH: _("kein Weg zu diesem Server"),
        errno.ENOSPC: _("kein Platz mehr auf dem Datenträger"),
        errno.EROFS: _("nur lesbar"),
        errno.ENOTDIR: _("kein Ordner"),
        errno.EEXIST: _("kein Ordner"),
    }
    number = getattr(problem, "errno", None)
    return by_number.get(number) or _one_line(str(problem) or type(problem).__name__)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]


def _not_written(folder: Path, problem: OSError) -> str:
    return _("Der Ausgangsordner %(folder)s lässt sich nicht beschreiben (%(problem)s).") % {
        "folder": folder.name,
        "problem": _in_words(problem),
    }

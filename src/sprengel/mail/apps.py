from __future__ import annotations

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "sprengel.mail"

    def ready(self) -> None:
        # Needs the models, so it cannot stand at the top of this file.
        from sprengel.accounts import rounds
        from sprengel.mail import rules  # noqa: F401 - names the permission
        from sprengel.mail.delivery import deliver_due
        from sprengel.mail.incoming import poll_maildir

        rounds.register("mail in", poll_maildir)
        rounds.register("mail out", deliver_due)

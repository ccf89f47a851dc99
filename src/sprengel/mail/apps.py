from __future__ import annotations

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "sprengel.mail"

    def ready(self) -> None:
        # Needs the models, so it cannot stand at the top of this file.
        from sprengel.accounts import rounds
        from sprengel.mail.delivery import deliver_due

        rounds.register("mail", deliver_due)

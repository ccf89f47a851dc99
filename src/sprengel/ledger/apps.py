from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "sprengel.ledger"
    label = "ledger"

    def ready(self) -> None:
        from sprengel.ledger import rules  # noqa: F401  registers the permissions

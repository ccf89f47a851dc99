from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "sprengel.ledger"
    label = "ledger"

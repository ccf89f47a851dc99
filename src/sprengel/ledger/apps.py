from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "sprengel.ledger"
    label = "ledger"

    def ready(self) -> None:
        from sprengel.accounts import rounds
        from sprengel.archive.sections import register_section as on_documents
        from sprengel.bodies.sections import register_section as on_actors
        from sprengel.ledger import rules, sections  # rules register the permissions
        from sprengel.ledger.views.documents import reading_section

        assert rules
        on_documents(reading_section)
        on_actors("said", sections.said, order=10)
        on_actors("asked", sections.asked, order=20)
        rounds.register("readings", _recover_runs)
        rounds.register("inquiries", _ask_and_remind)


def _recover_runs() -> None:
    """What a killed worker left half-read is queued again."""
    from sprengel.ledger.actions import recover_runs  # loads the reader: not at every start

    recover_runs()


def _ask_and_remind() -> None:
    from sprengel.ledger.inquiries import actions  # as above

    actions.ask_due()
    actions.remind_due()

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "sprengel.meetings"
    label = "meetings"

    def ready(self) -> None:
        # Needs the models, so it cannot stand at the top of this file.
        from sprengel.bodies.sections import register_section
        from sprengel.ledger.inquiries.dates import register_next_meetings
        from sprengel.meetings import queries, rules

        assert rules  # names the permissions
        from sprengel.meetings.section import meetings_section

        register_next_meetings(queries.next_days)
        register_section("sitzungen", meetings_section, order=30)

"""Position papers and hearings: drafts, the members' comments, what the Land adopted."""

from django.apps import AppConfig


class HearingsConfig(AppConfig):
    name = "sprengel.hearings"
    label = "hearings"

    def ready(self) -> None:
        # Needs the models, so it cannot stand at the top of this file.
        from sprengel.accounts import rounds
        from sprengel.accounts.models import Role
        from sprengel.archive.sections import register_section
        from sprengel.hearings import notices, rules
        from sprengel.hearings.commenting.asking import remind_due
        from sprengel.hearings.sections import hearing_section
        from sprengel.meetings.notices import register_notices

        assert rules  # names the permissions
        rounds.register("hearing reminders", remind_due)
        register_section(hearing_section)
        register_notices("hearings", Role.OFFICE, notices.for_office)
        register_notices("hearings", Role.MEMBER, notices.for_member)

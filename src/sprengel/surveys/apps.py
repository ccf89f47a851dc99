from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "sprengel.surveys"
    label = "surveys"

    def ready(self) -> None:
        # Needs the models, so it cannot stand at the top of this file.
        from sprengel.accounts import rounds
        from sprengel.accounts.models import Role
        from sprengel.meetings.notices import register_notices
        from sprengel.surveys import notices, rules
        from sprengel.surveys.asking.actions import close_due, remind_due

        assert rules  # names the permissions
        rounds.register("survey reminders", remind_due)
        rounds.register("surveys at their end", close_due)
        register_notices("surveys", Role.MEMBER, notices.for_member)
        register_notices("surveys", Role.OFFICE, notices.for_office)

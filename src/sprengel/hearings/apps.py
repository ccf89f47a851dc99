from django.apps import AppConfig


class HearingsConfig(AppConfig):
    name = "sprengel.hearings"
    label = "hearings"

    def ready(self) -> None:
        # Needs the models, so it cannot stand at the top of this file.
        from sprengel.hearings import rules

        assert rules  # names the permissions

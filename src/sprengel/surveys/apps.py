from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "sprengel.surveys"
    label = "surveys"

    def ready(self) -> None:
        # Needs the models, so it cannot stand at the top of this file.
        from sprengel.surveys import rules

        assert rules  # names the permissions

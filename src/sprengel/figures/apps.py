from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "sprengel.figures"
    label = "figures"

    def ready(self) -> None:
        # Needs the models, so it cannot stand at the top of this file.
        from sprengel.figures import rules

        assert rules  # names the permissions

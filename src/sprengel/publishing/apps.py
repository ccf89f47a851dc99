from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "sprengel.publishing"
    label = "publishing"

    def ready(self) -> None:
        # Names the permissions; needs the models, so it cannot stand at the top of this file.
        from sprengel.publishing import rules  # noqa: F401

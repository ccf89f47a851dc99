from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "sprengel.archive"
    label = "archive"

    def ready(self) -> None:
        from sprengel.archive import rules  # noqa: F401  registers the permissions

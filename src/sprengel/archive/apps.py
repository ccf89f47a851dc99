from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "sprengel.archive"
    label = "archive"

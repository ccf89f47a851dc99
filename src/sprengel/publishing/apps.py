from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "sprengel.publishing"
    label = "publishing"

from django.apps import AppConfig


class UIConfig(AppConfig):
    name = "sprengel.ui"
    label = "ui"

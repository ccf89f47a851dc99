from django.apps import AppConfig


class BodiesConfig(AppConfig):
    name = "sprengel.bodies"
    label = "bodies"

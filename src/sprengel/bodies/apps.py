from django.apps import AppConfig


class BodiesConfig(AppConfig):
    name = "sprengel.bodies"
    label = "bodies"

    def ready(self) -> None:
        import sprengel.bodies.rules  # noqa: F401  (permissions are known once it is imported)

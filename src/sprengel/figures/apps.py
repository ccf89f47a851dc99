"""Every number is a Figure: value, unit, definition, key date, base, passage, who entered it."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "sprengel.figures"
    label = "figures"

    def ready(self) -> None:
        # Need the models, so they cannot stand at the top of this file.
        from sprengel.bodies.sections import register_section
        from sprengel.figures import rules, sections

        assert rules  # names the permissions
        register_section("figures", sections.counted, order=40)

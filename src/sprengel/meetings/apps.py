from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "sprengel.meetings"
    label = "meetings"

    def ready(self) -> None:
        # Needs the models, so it cannot stand at the top of this file.
        from sprengel.bodies.sections import register_section
        from sprengel.meetings import rules  # noqa: F401 - names the permissions
        from sprengel.meetings.section import meetings_section

        register_section("sitzungen", meetings_section, order=30)

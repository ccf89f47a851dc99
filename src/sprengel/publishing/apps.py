from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "sprengel.publishing"
    label = "publishing"

    def ready(self) -> None:
        # Needs the models, so it cannot stand at the top of this file.
        from sprengel.meetings.sections import register_meeting_links
        from sprengel.publishing import rules
        from sprengel.publishing.links import meeting_links

        assert rules  # names the permissions
        register_meeting_links("veröffentlichtes", meeting_links)

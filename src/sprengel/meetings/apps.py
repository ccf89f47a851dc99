from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "sprengel.meetings"
    label = "meetings"

    def ready(self) -> None:
        # Needs the models, so it cannot stand at the top of this file.
        from sprengel.archive.sections import register_section as on_documents
        from sprengel.bodies.sections import register_section
        from sprengel.ledger.inquiries.dates import register_next_meetings
        from sprengel.meetings import queries, rules

        assert rules  # names the permissions
        from sprengel.meetings.minutes.section import version_section
        from sprengel.meetings.section import meetings_section

        register_next_meetings(queries.next_days)
        register_section("sitzungen", meetings_section, order=30)
        on_documents(version_section)
        _register_invitations()


def _register_invitations() -> None:
    from sprengel.accounts import rounds
    from sprengel.bodies.sections import register_section
    from sprengel.mail import incoming
    from sprengel.meetings.attendance.section import attendance_section
    from sprengel.meetings.invitations.replies import is_reply
    from sprengel.meetings.invitations.sending import remind_due

    rounds.register("invitation reminders", remind_due)
    incoming.register("calendar replies", is_reply)
    register_section("teilnahme", attendance_section, order=35)

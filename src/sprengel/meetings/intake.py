"""Taking a document in for a meeting: the ledger's intake, and then it lies with the meeting."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from sprengel.archive.actions import Added
from sprengel.archive.models import DocumentKind
from sprengel.ledger.views.intake import IntakeView
from sprengel.meetings import actions, views
from sprengel.meetings.minutes import fixing as minutes
from sprengel.meetings.models import Meeting, MeetingDocumentRole

ROLE_OF = {
    DocumentKind.MINUTES: MeetingDocumentRole.MINUTES,
    DocumentKind.PRESS_RELEASE: MeetingDocumentRole.PRESS,
}
"""Any other kind of document is a paper."""


class MeetingIntakeView(IntakeView):
    template_name = "meetings/intake.html"
    meeting: Meeting

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.meeting = views.found_meeting(request, int(str(kwargs["pk"])))

    def initial(self) -> dict[str, object]:
        return {
            "organization": self.meeting.series.organization_id,
            "kind": DocumentKind.MINUTES,
        }

    def context(self) -> dict[str, object]:
        return {"meeting": self.meeting}

    def taken_in(self, added: Added) -> None:
        role = ROLE_OF.get(DocumentKind(added.document.kind), MeetingDocumentRole.PAPER)
        actions.attach_document(
            actor=self.request.user, meeting=self.meeting, document=added.document, role=role
        )
        if role == MeetingDocumentRole.MINUTES:
            minutes.uploaded(actor=self.request.user, meeting=self.meeting, document=added.document)

    def success_url(self, added: list[Added]) -> str:
        return reverse("meetings:record", args=[self.meeting.pk])

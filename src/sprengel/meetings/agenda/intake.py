"""Uploading a paper for a point: the ledger's intake, and then it lies with the point."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sprengel.archive.actions import Added
from sprengel.archive.models import DocumentKind
from sprengel.ledger.views.intake import IntakeView
from sprengel.meetings import views
from sprengel.meetings.agenda import papers
from sprengel.meetings.models import AgendaItem, AgendaState, Meeting


class PaperIntakeView(IntakeView):
    template_name = "meetings/paper_intake.html"
    meeting: Meeting
    item: AgendaItem

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.meeting = views.found_meeting(request, int(str(kwargs["pk"])))
        self.item = get_object_or_404(
            AgendaItem.objects.visible_to(request.user).select_related("meeting", "matter"),
            meeting=self.meeting,
            pk=int(str(kwargs["item_pk"])),
            state=AgendaState.TAKEN,
        )

    def initial(self) -> dict[str, object]:
        return {
            "organization": self.meeting.series.organization_id,
            "kind": DocumentKind.OTHER,
            "visibility": self.item.visibility,
        }

    def context(self) -> dict[str, object]:
        return {"meeting": self.meeting, "item": self.item}

    def taken_in(self, added: Added) -> None:
        papers.lay_paper(actor=self.request.user, item=self.item, document=added.document)

    def success_url(self, added: list[Added]) -> str:
        return reverse("meetings:edit_item", args=[self.meeting.pk, self.item.pk])

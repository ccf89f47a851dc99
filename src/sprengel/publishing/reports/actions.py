"""Issuing a report: its rows are kept as they were on that day."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sprengel.accounts.actions import log
from sprengel.accounts.models import ActivityVerb, User
from sprengel.bodies.models import Organization
from sprengel.meetings.rules import narrowest
from sprengel.publishing.models import ReportRow, StatusReport
from sprengel.publishing.reports import queries
from sprengel.publishing.reports.queries import Wanted


@transaction.atomic
def issue(*, actor: User | None, wanted: Wanted) -> StatusReport:
    """Give the report its number and keep it. Raises ValidationError where nothing is to report."""
    # Two at the same moment would give out the same numbers.
    organization = Organization.objects.select_for_update().get(pk=wanted.organization.pk)
    found = queries.draft(wanted)
    if not found.lines:
        raise ValidationError(_("In diesem Zeitraum gibt es nichts zu berichten."))
    earlier = StatusReport.objects.filter(organization=organization, visibility=wanted.visibility)
    report = StatusReport.objects.create(
        organization=organization,
        number=earlier.count() + 1,
        from_on=wanted.from_on,
        to_on=wanted.to_on,
        issued_on=found.as_of,
        user=actor,
        user_name=str(actor) if actor else "Sprengel",
        visibility=wanted.visibility,
    )
    for position, line in enumerate(found.lines):
        ReportRow.objects.create(
            report=report,
            position=position,
            matter_id=line.matter_id,
            state=line.state,
            cells=line.cells(),
        )
    log(
        actor=actor,
        verb=ActivityVerb.MATTER_CHANGED,
        sentence=_("Sachstandsbericht Nr. %(number)s für %(name)s ausgegeben.")
        % {"number": report.number, "name": organization.name},
        path=report.get_absolute_url(),
        about=[organization.get_absolute_url(), organization.body.get_absolute_url()],
        visibility=narrowest(report.visibility, organization.visibility),
    )
    return report

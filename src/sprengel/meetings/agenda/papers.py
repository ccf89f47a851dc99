"""Papers of a point: laid, sent, withdrawn. What was sent is never simply gone."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sprengel.accounts.models import User
from sprengel.archive.models import Document
from sprengel.meetings.agenda.log import log_point
from sprengel.meetings.models import AgendaItem, AgendaPaper, AgendaState, Meeting
from sprengel.meetings.rules import narrowest


class WithdrawalNeedsReason(Exception):
    """Participants have the paper already: they are told why it does not count any more."""


@transaction.atomic
def lay_paper(*, actor: User | None, item: AgendaItem, document: Document) -> AgendaPaper:
    """One that was withdrawn counts again, and has to be sent again."""
    paper, is_new = AgendaPaper.objects.get_or_create(item=item, document=document)
    if not is_new and paper.withdrawn_at is None:
        return paper
    paper.withdrawn_at, paper.withdrawn_because = None, ""
    paper.save()
    _log(actor, paper, _("Unterlage „%(document)s“ gelegt zu: %(title)s."))
    return paper


@transaction.atomic
def withdraw_paper(*, actor: User | None, paper: AgendaPaper, reason: str = "") -> bool:
    """Before it was sent it is taken away; afterwards (True) it stays, marked as withdrawn."""
    # It may have been sent since somebody opened the page.
    paper = (
        AgendaPaper.objects.select_for_update(of=("self",))
        .select_related("item__meeting", "item__matter", "document")
        .get(pk=paper.pk)
    )
    if paper.sent_at is None:
        _log(actor, paper, _("Unterlage „%(document)s“ entfernt von: %(title)s."))
        paper.delete()
        return False
    if not reason.strip():
        raise WithdrawalNeedsReason
    paper.withdrawn_at, paper.withdrawn_because = timezone.now(), reason.strip()
    paper.save(update_fields=["withdrawn_at", "withdrawn_because"])
    _log(actor, paper, _("Unterlage „%(document)s“ zurückgezogen von: %(title)s."))
    return True


@transaction.atomic
def mark_sent(*, meeting: Meeting) -> int:
    """Called by whatever sends the agenda's papers to participants; how many were new."""
    return AgendaPaper.objects.filter(
        item__meeting=meeting,
        item__state=AgendaState.TAKEN,
        sent_at__isnull=True,
        withdrawn_at__isnull=True,
    ).update(sent_at=timezone.now())


def _log(actor: User | None, paper: AgendaPaper, sentence: str) -> None:
    document = paper.document
    log_point(
        actor,
        paper.item,
        sentence,
        about=[document.get_absolute_url()],
        visibility=narrowest(paper.item.visibility, document.visibility),
        document=document.title,
    )

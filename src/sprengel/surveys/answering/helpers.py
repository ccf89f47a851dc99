"""Several people of one city fill in one answer: each by a link of their own."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sprengel.mail import actions as mail
from sprengel.mail import links
from sprengel.mail.models import LinkPurpose
from sprengel.surveys.answering import letters
from sprengel.surveys.answering.drafts import NotOpen, locked
from sprengel.surveys.answering.seats import Seat
from sprengel.surveys.models import Helper
from sprengel.surveys.problems import SurveyProblem

MOST = 12


@dataclass(frozen=True, slots=True)
class Added:
    helper: Helper
    is_new: bool


@transaction.atomic
def add(*, seat: Seat, name: str, email: str, sections: list[str]) -> Added:
    """Asked by mail at once; the same address is not asked twice."""
    if not seat.may_invite_helpers:
        raise NotOpen
    seat = locked(seat)
    email = mail.valid_address(email).lower()
    there = Helper.objects.filter(asked=seat.asked, removed_at=None)
    known = there.filter(email__iexact=email).first()
    if known is not None:
        return Added(known, is_new=False)
    if there.count() >= MOST:
        raise SurveyProblem(
            _("Es können höchstens %(most)s Personen mitarbeiten.") % {"most": MOST}
        )
    helper = Helper.objects.create(
        asked=seat.asked,
        name=mail.one_line(name, 200),
        email=email,
        sections=sections,
        added_by=mail.one_line(seat.name, 200),
    )
    _write_to(helper)
    return Added(helper, is_new=True)


@transaction.atomic
def remove(*, seat: Seat, pk: int) -> Helper | None:
    """Their link ends; what they typed stays in the draft."""
    if not seat.may_invite_helpers:
        raise NotOpen
    seat = locked(seat)
    helper = Helper.objects.filter(asked=seat.asked, removed_at=None, pk=pk).first()
    if helper is not None:
        end(helper)
    return helper


def end(helper: Helper) -> None:
    helper.removed_at = timezone.now()
    helper.save(update_fields=["removed_at"])
    mail.cancel(key_prefix=_key(helper))
    links.revoke(purpose=LinkPurpose.SURVEY, object_id=helper.asked_id, holder_id=helper.pk)


@override(settings.LANGUAGE_CODE)
def _write_to(helper: Helper) -> None:
    address = links.address(
        purpose=LinkPurpose.SURVEY, object_id=helper.asked_id, holder_id=helper.pk
    )
    mail.queue(
        key=f"{_key(helper)}bitte",
        to_email=helper.email,
        to_name=helper.name,
        subject=letters.helper_subject(helper.asked),
        text=letters.for_helper(helper, address=address),
        about_path=helper.asked.survey.get_absolute_url(),
    )


def _key(helper: Helper) -> str:
    return f"umfrage/{helper.asked_id}/mitarbeit/{helper.pk}/"

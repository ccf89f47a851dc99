"""What must hold of a programme and its rounds before they are kept."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sprengel.programmes.models import ApplicantKind, Programme, Provision, Round
from sprengel.programmes.problems import TermsProblem
from sprengel.ui.days import EARLIEST, LATEST

DAYS = ("opens_on", "deadline_on", "starts_on", "ends_on")
MOST_REMINDERS = 6
LONGEST_LEAD_DAYS = 365

ENDS_BEFORE_START = gettext_noop(
    "Die Laufzeit endet, bevor sie beginnt. Bitte Anfang und Ende prüfen."
)
DEADLINE_BEFORE_OPENING = gettext_noop(
    "Die Antragsfrist liegt vor der Ausschreibung. Bitte beide Tage prüfen."
)


def check_programme(programme: Programme) -> None:
    if not programme.name:
        raise TermsProblem(_("Bitte einen Namen angeben."), field="name")
    _check_is_no_part_of_itself(programme)
    check_fields(programme)


def _check_is_no_part_of_itself(programme: Programme) -> None:
    seen = {programme.pk} - {None}
    above = programme.part_of
    while above is not None:
        if above.pk in seen:
            raise TermsProblem(
                _("Ein Programm kann nicht Teil von sich selbst sein."), field="part_of"
            )
        seen.add(above.pk)
        above = above.part_of


def check_round(terms: Round) -> None:
    if not terms.name:
        raise TermsProblem(_("Bitte einen Namen für die Runde angeben."), field="name")
    for field in DAYS:
        day = getattr(terms, field)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise TermsProblem(
                _("Bitte das Jahr prüfen: möglich sind %(first)s bis %(last)s.")
                % {"first": EARLIEST.year, "last": LATEST.year},
                field=field,
            )
    if terms.starts_on and terms.ends_on and terms.ends_on < terms.starts_on:
        raise TermsProblem(_(ENDS_BEFORE_START), field="ends_on")
    if terms.opens_on and terms.deadline_on and terms.deadline_on < terms.opens_on:
        raise TermsProblem(_(DEADLINE_BEFORE_OPENING), field="deadline_on")
    if terms.is_permanent and terms.ends_on:
        raise TermsProblem(
            _(
                "Was dauerhaft gilt, hat kein Ende. Bitte das Ende leeren oder „dauerhaft“ "
                "abwählen."
            ),
            field="ends_on",
        )
    _check_applicants(terms)
    _check_remind_days(terms)
    check_fields(terms)


def _check_applicants(terms: Round) -> None:
    foreign = [one for one in terms.applicants if one not in ApplicantKind.values]
    if foreign:
        raise TermsProblem(
            _("Diese Art von Antragstellern gibt es nicht: %(what)s") % {"what": str(foreign[0])},
            field="applicants",
        )


def _check_remind_days(terms: Round) -> None:
    days = terms.remind_days
    fits = all(
        isinstance(one, int) and not isinstance(one, bool) and 0 <= one <= LONGEST_LEAD_DAYS
        for one in days
    )
    if not fits or len(days) > MOST_REMINDERS:
        raise TermsProblem(
            _(
                "Erinnert wird höchstens %(most)s-mal, jeweils 0 bis %(days)s Tage vor der "
                "Frist, etwa „28, 7“."
            )
            % {"most": MOST_REMINDERS, "days": LONGEST_LEAD_DAYS},
            field="remind_days",
        )


def check_provision(provision: Provision) -> None:
    if not provision.wording:
        raise TermsProblem(_("Bitte sagen, was bestimmt ist."), field="wording")
    if provision.passage is None and not provision.source:
        raise TermsProblem(
            _("Ohne Quelle keine Bestimmung: Bitte eine Fundstelle oder eine Quelle angeben."),
            field="source",
        )
    check_fields(provision)


def check_fields(row: models.Model) -> None:
    """Lengths and choices as the model has them; and what no database keeps."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(value, str) and "\x00" in value:
            raise TermsProblem(
                _("%(field)s enthält ein Zeichen, das nicht gespeichert werden kann.")
                % {"field": field.verbose_name},
                field=field.name,
            )
    relations = {field.name for field in row._meta.concrete_fields if field.is_relation}
    try:
        row.clean_fields(exclude=relations)
    except ValidationError as e:
        name, messages = next(iter(e.message_dict.items()))
        label = row._meta.get_field(name).verbose_name
        raise TermsProblem(f"{label}: {' '.join(messages)}", field=name) from e

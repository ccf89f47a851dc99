"""What is done with results: published, kept as figures, laid to a matter as evidence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.accounts.actions import log, narrow_lines
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.archive.actions import add_document, keep_own_text, mark_passage, set_state
from sprengel.archive.models import Document, DocumentKind, DocumentState, Passage
from sprengel.bodies.models import Body
from sprengel.figures import actions as figures
from sprengel.figures.models import Definition, Figure, Theme
from sprengel.ledger.actions import EvidenceInput, add_entry
from sprengel.ledger.models import Entry, EntryKind, Matter
from sprengel.surveys.models import Question, Survey, SurveyState
from sprengel.surveys.problems import SurveyProblem
from sprengel.surveys.results import wording
from sprengel.surveys.results.document import written
from sprengel.surveys.results.figures import Candidate, Wanted, candidates
from sprengel.surveys.results.reckoning import Results, reckon
from sprengel.ui.wording import long_date

ENDED = (SurveyState.CLOSED, SurveyState.PUBLISHED)


# ── Publishing ────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def publish(*, actor: User, survey: Survey, visibility: str) -> Survey:
    """Shown to ``visibility`` from now on, with everything small kept back."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.state not in ENDED:
        raise SurveyProblem(
            _("Die Umfrage läuft noch. Bitte erst beenden, dann das Ergebnis veröffentlichen.")
        )
    if visibility not in (Visibility.PUBLIC, Visibility.MEMBERS):
        raise SurveyProblem(_("Bitte wählen, wer das Ergebnis sehen soll."))
    if survey.state == SurveyState.PUBLISHED and survey.visibility == visibility:
        return survey
    survey.state, survey.visibility = SurveyState.PUBLISHED, visibility
    survey.published_at = survey.published_at or timezone.now()
    survey.version += 1
    survey.save()
    narrow_lines(path=survey.get_absolute_url(), visibility=visibility)
    sentence = _("Ergebnis der Umfrage „%(title)s“ veröffentlicht (%(who)s). %(rate)s")
    _log(
        actor,
        survey,
        sentence
        % {
            "title": survey.title,
            "who": survey.get_visibility_display(),
            "rate": wording.standing(reckon_for_others(survey)),
        },
    )
    return survey


@transaction.atomic
def take_back(*, actor: User, survey: Survey) -> Survey:
    """No longer shown to others; whoever has it in print keeps it."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.state != SurveyState.PUBLISHED:
        return survey
    survey.state, survey.published_at = SurveyState.CLOSED, None
    survey.version += 1
    survey.save()
    _log(
        actor,
        survey,
        _("Ergebnis der Umfrage „%(title)s“ nicht mehr veröffentlicht.") % {"title": survey.title},
    )
    return survey


def reckon_for_others(survey: Survey) -> Results:
    """What may leave this page: small cells are kept back, whoever asks."""
    return reckon(survey, sees_all=False)


def _log(actor: User, survey: Survey, sentence: str, *, visibility: str = "") -> None:
    log(
        actor=actor,
        verb=ActivityVerb.SURVEY_CHANGED,
        sentence=sentence,
        path=survey.get_absolute_url(),
        visibility=visibility or survey.visibility,
    )


def _must_have_ended(survey: Survey) -> None:
    if survey.state not in ENDED:
        raise SurveyProblem(
            _("Die Umfrage läuft noch. Ein Ergebnis gibt es erst, wenn sie beendet ist.")
        )


# ── Figures ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Entered:
    new: int
    corrected: int
    as_before: int


@transaction.atomic
def take_as_figures(
    *, actor: User, survey: Survey, keys: Collection[str], visibility: str
) -> Entered:
    """Keep the chosen results as figures; what was kept before is corrected, never doubled."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    _must_have_ended(survey)
    results = reckon_for_others(survey)
    chosen = [one for one in candidates(results) if one.key in keys]
    if not chosen:
        raise SurveyProblem(_("Bitte mindestens ein Ergebnis auswählen."))
    done = [_enter(actor, results, one, visibility) for one in chosen]
    entered = Entered(done.count("new"), done.count("corrected"), done.count("as_before"))
    if entered.new or entered.corrected:
        sentence = ngettext(
            "Umfrage „%(title)s“: %(n)s Ergebnis als Kennzahl übernommen.",
            "Umfrage „%(title)s“: %(n)s Ergebnisse als Kennzahlen übernommen.",
            entered.new + entered.corrected,
        )
        words = {"title": survey.title, "n": entered.new + entered.corrected}
        _log(actor, survey, sentence % words, visibility=Visibility.OFFICE)
    return entered


def _enter(actor: User, results: Results, one: Candidate, visibility: str) -> str:
    survey, total = results.survey, results.response.total
    definition = _definition(actor, one.wanted, visibility)
    facts = {
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "gap": one.gap,
        "key_on": survey.closes_on,
        "base_n": one.base_n,
        "base_of": total.asked if one.base_n is not None else None,
        "note": _note(results),
        "visibility": visibility,
    }
    path = reverse("surveys:results", args=[survey.public_id])
    before = Figure.objects.current().filter(definition=definition, source_path=path).first()
    if before is None:
        figures.enter(
            actor=actor,
            definition=definition,
            scope=_("Städte, die geantwortet haben")[:200],
            counted_by=survey.asked_by,
            source=_source(survey),
            source_path=path,
            **facts,
        )
        return "new"
    if all(getattr(before, name) == value for name, value in facts.items()):
        return "as_before"
    figures.correct(
        actor=actor, figure=before, because=_("Aus der Umfrage neu übernommen."), **facts
    )
    return "corrected"


def _definition(actor: User, wanted: Wanted, visibility: str) -> Definition:
    """Asked the same way before, it is the same definition."""
    there = Definition.objects.filter(slug=wanted.slug).first()
    if there is None:
        return figures.define(
            actor=actor,
            slug=wanted.slug,
            name=wanted.name,
            theme=Theme.SURVEY,
            wording=wanted.wording,
            unit_kind=wanted.unit_kind,
            unit=wanted.unit,
            decimals=wanted.decimals,
            visibility=visibility,
        )
    order = list(Visibility.values)
    if order.index(visibility) < order.index(there.visibility):
        # The words of the question are no secret where its result is none.
        return figures.change_definition(actor=actor, definition=there, visibility=visibility)
    return there


def _source(survey: Survey) -> str:
    words = {"title": survey.title, "by": survey.asked_by.name}
    return (_("Umfrage „%(title)s“ (%(by)s)") % words)[:400]


def _note(results: Results) -> str:
    found = results.response
    sentences = [wording.n_of_all(found)]
    if found.reasons:
        sentences.append(f"{wording.verdict(found)}: ")
        sentences[-1] += " ".join(wording.reasons(found, results.tables))
    text = " ".join(sentences)
    return text if len(text) <= 500 else f"{text[:499]}…"


# ── Evidence ──────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def lay_to_matter(
    *, actor: User, survey: Survey, question: Question, matter: Matter, sentence: str
) -> Entry:
    """The result goes into the archive; the lines of one question become evidence of a matter."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    _must_have_ended(survey)
    results = reckon_for_others(survey)
    if not results.response.total.answered:
        raise SurveyProblem(_("Es hat niemand geantwortet: Das ist noch kein Beleg."))
    document, passage = _passage(actor, results, question)
    entry = add_entry(
        actor=actor,
        matter=matter,
        kind=EntryKind.NOTE,
        sentence=sentence.strip() or default_sentence(results),
        evidence=[EvidenceInput(passage=passage)],
        visibility=document.visibility,
    )
    _log(
        actor,
        survey,
        _("Ergebnis der Umfrage „%(title)s“ als Beleg zu einem Vorgang genommen.")
        % {"title": survey.title},
        visibility=Visibility.OFFICE,
    )
    return entry


def default_sentence(results: Results) -> str:
    return _("Umfrage „%(title)s“: %(standing)s") % {
        "title": results.survey.title,
        "standing": wording.standing(results),
    }


def _passage(actor: User, results: Results, question: Question) -> tuple[Document, Passage]:
    survey = results.survey
    text = written(results)
    document = _document(actor, survey, text.text.encode())
    revision = document.latest_revision
    assert revision is not None
    start, end = text.passages[question.pk]
    return document, mark_passage(revision=revision, start=start, end=end)


def _document(actor: User, survey: Survey, data: bytes) -> Document:
    """As visible as the result; nothing to be read by the machine, it holds no promises."""
    is_published = survey.state == SurveyState.PUBLISHED
    asked_by = Body.objects.filter(pk=survey.asked_by_id).first()
    day = survey.closes_on
    added = add_document(
        actor=actor,
        data=data,
        file_name=f"{day.isoformat() if day else ''} Umfrageergebnis {survey.pk}.txt".strip(),
        title=(_("Ergebnis der Umfrage „%(title)s“") % {"title": survey.title})[:300],
        kind=DocumentKind.NOTE,
        body=asked_by,
        dated_on=day,
        provenance=_("In Sprengel ausgezählt, gefragt bis %(day)s.")
        % {"day": long_date(day) if day else "–"},
        visibility=survey.visibility if is_published else Visibility.OFFICE,
    )
    document = added.document
    if document.latest_revision is None:
        keep_own_text(document=document, data=data)
        set_state(document=document, state=DocumentState.READ)
    return document

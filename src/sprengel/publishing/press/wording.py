"""From an accepted statement to a sentence of the press release, by the association's rules.

The words between the quotation marks are the document's own, character by character; around them
stand only the rule's words and the names.
"""

from __future__ import annotations

import re
import string
import tomllib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from sprengel.language.verbs import NONE, Form, form_of
from sprengel.language.words import DETERMINERS, looks_plural, word_set
from sprengel.ledger import spans
from sprengel.ledger.models import Statement, Vote
from sprengel.meetings.models import DatePrecision, Meeting
from sprengel.publishing.press import quotations
from sprengel.ui.wording import long_date

OURS = Path(__file__).with_name("wording.toml")
FILE = "pressewortlaut.toml"

Rules = dict[str, dict[str, str]]

_ALLOWED = {
    "lead": {"organization", "place", "day", "title"},
    "vote": {"item", "result", "counts", "yes", "no", "abstain"},
    "until": {"until"},
}
_OF_ACTS = {"who", "whom", "what", "name"}


class BadWording(Exception):
    """The office's rules cannot be used; the message says where and why."""


def own_file() -> Path:
    return Path(settings.DATA_DIR) / "vorlagen" / FILE


def source() -> str:
    """The rules as text: the office's own, else ours."""
    own = own_file()
    return own.read_text("utf-8") if own.is_file() else OURS.read_text("utf-8")


def rules() -> Rules:
    return parsed(source())


def keep(text: str) -> None:
    """Make these the office's own rules. Raises BadWording and keeps the ones before."""
    parsed(text)
    own = own_file()
    own.parent.mkdir(parents=True, exist_ok=True)
    trial = own.with_suffix(".neu")
    trial.write_text(text, "utf-8")
    trial.replace(own)


def back_to_ours() -> None:
    own_file().unlink(missing_ok=True)


@lru_cache(maxsize=4)
def parsed(text: str) -> Rules:
    """Ours, with whatever ``text`` has otherwise. Raises BadWording."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadWording(_("Das ist kein gültiges TOML: %(what)s.") % {"what": problem}) from None
    base: Rules = tomllib.loads(OURS.read_text("utf-8"))
    for section, lines in given.items():
        if section not in base or not isinstance(lines, dict):
            raise BadWording(_("Den Abschnitt [%(name)s] gibt es nicht.") % {"name": section})
        for name, pattern in lines.items():
            if name not in base[section] or not isinstance(pattern, str):
                raise BadWording(
                    _("In [%(section)s] gibt es „%(name)s“ nicht.")
                    % {"section": section, "name": name}
                )
            _check(section, pattern)
            base[section][name] = pattern
    return base


def _check(section: str, pattern: str) -> None:
    allowed = _ALLOWED.get(section, _OF_ACTS)
    try:
        parts = string.Formatter().parse(pattern)
        fields = [(name, spec or how) for _text, name, spec, how in parts if name is not None]
    except ValueError as problem:
        raise BadWording(
            _("In [%(section)s] stimmt eine geschweifte Klammer nicht: %(what)s.")
            % {"section": section, "what": problem}
        ) from None
    for name, how in fields:
        # Plain names only: "{who.__class__}" would reach into the program.
        if name not in allowed or how:
            raise BadWording(
                _("In [%(section)s] steht das unbekannte Feld {%(name)s}.")
                % {"section": section, "name": name}
            )


def lead(meeting: Meeting) -> str:
    """When and where; from the record of the meeting."""
    lines = rules()["lead"]
    if meeting.date_precision != DatePrecision.DAY:
        pattern = lines["without_day"]
    else:
        pattern = lines["sentence"] if meeting.place else lines["without_place"]
    return pattern.format(
        organization=meeting.organization.name,
        place=meeting.place,
        day=long_date(meeting.starts_on, meeting.date_precision),
        title=meeting.title,
    )


def sentence(statement: Statement) -> str:
    lines = rules()[statement.act]
    number = _number(statement)
    text = lines[number].format(
        who=_who(statement, number),
        whom=_whom(statement, lines["whom"], number),
        what=_inner(statement.message_text or spans.words(statement.spans, "cue")),
        name=spans.one_line(statement.addressee_name),
    )
    if statement.due_text and statement.due_text not in statement.message_text:
        text += rules()["until"]["sentence"].format(until=_inner(statement.due_text))
    return text


def _who(statement: Statement, number: str) -> str:
    """As the document puts it where it is the subject of a verb; else by name."""
    source = spans.one_line(statement.source_text)
    name = spans.one_line(statement.actor_name)
    if number == "plain" or not source or source.lower() in _PRONOUNS:
        return name or source or _("ohne Namen")
    return _capital(source)


def _whom(statement: Statement, pattern: str, number: str) -> str:
    """ "von Auenstadt"; "das Land" would have to be declined and is put in brackets instead."""
    whom = spans.one_line(statement.addressee_name)
    if not whom or not pattern:
        return ""
    if number == "plain":
        return _(", an: %(name)s") % {"name": whom}
    if whom.split(" ")[0].lower() in _WITH_ARTICLE:
        return _(" (an: %(name)s)") % {"name": whom}
    return pattern.format(name=whom)


def vote_sentence(vote: Vote) -> str:
    lines = rules()["vote"]
    counts = ""
    if vote.yes is not None and vote.no is not None:
        counts = lines["counts"].format(yes=vote.yes, no=vote.no, abstain=vote.abstain or 0)
    result = " ".join(filter(None, [vote.get_majority_display(), vote.get_outcome_display()]))
    return lines["sentence"].format(
        item=vote.item_label or _("Abstimmung"),
        result=result,
        counts=counts,
        yes=_count(vote.yes),
        no=_count(vote.no),
        abstain=_count(vote.abstain),
    )


def _count(votes: int | None) -> str:
    return "–" if votes is None else str(votes)


_PRONOUNS = word_set(
    "er sie es man wir ich dieser diese dieses jener jene der die das dieselbe derselbe"
)
_NOT_A_SUBJECT = word_set(
    "von vom laut nach seitens durch bei beim gemäß so mit aus zufolge für an am im in"
)
_PASSIVE = word_set("wird werden wurde wurden worden")
_WITH_ARTICLE = DETERMINERS | word_set(
    "land bund landesregierung bundesregierung verwaltung stadtverwaltung ministerium landtag "
    "bundestag gemeinderat stadtrat regierungspräsidium verband geschäftsstelle vorstand"
)
"""A name that begins so is declined; "von Land" is no German."""


def _number(statement: Statement) -> str:
    """One or many, by the verb of the document; where it does not show, neither is claimed."""
    source = spans.one_line(statement.source_text).lower()
    if not source or source.split(" ")[0] in _NOT_A_SUBJECT:
        return "plain"
    cue = spans.words(statement.spans, "cue").split(" ")[0].strip("„“,.:;").lower()
    form = NONE if cue in _PASSIVE else form_of(cue)
    if source in _PRONOUNS and form & (Form.PLURAL | Form.PAST_PLURAL):
        # "Sie forderten" with the name of the circle in its place: the circle is one.
        return "many" if _is_many(statement.actor_name) else "one"
    if form & (Form.PLURAL | Form.PAST_PLURAL):
        # "beschlossen" is the participle as well: only a source of many makes it the verb.
        return "many" if _is_many(source) or not cue.endswith("ossen") else "plain"
    if form & (Form.PAST | Form.THIRD) and not form & Form.PARTICIPLE:
        return "one"
    return "plain"


def _is_many(source: str) -> bool:
    words = spans.one_line(source).lower().split(" ")
    return "und" in words or (words[0] == "die" and looks_plural(words[-1]))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _inner(text: str) -> str:
    """Within a quotation the inner marks are single ones (Duden K 12)."""
    line = _STRAIGHT.sub(r"‚\1‘", quotations.usual_marks(spans.one_line(text)))
    return _DOUBLED.sub(r"\1", line.translate(_TO_SINGLE)).rstrip(".")


_STRAIGHT = re.compile(r'"([^"]*)"')
_TO_SINGLE = str.maketrans({"„": "‚", "“": "‘", "”": "‘", "»": "‚", "«": "‘", '"': "‘"})
_DOUBLED = re.compile(r"([‚‘’'])\1+")


def stands_in(quote: str, passage: str) -> bool:
    """Whether the quoted words are the passage's own, whole words in their order.

    An omission may be shown by … or […].
    """
    plain = _plain(passage)
    place = 0
    for part in quote.replace("[…]", "…").replace("...", "…").split("…"):
        wanted = _plain(part)
        if not wanted:
            continue
        found = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)").search(plain, place)
        if found is None:
            return False
        place = found.end()
    return True


def _plain(text: str) -> str:
    """Which marks stand around a word is no part of what was said."""
    return spans.one_line(quotations.without_marks(text)).strip(" .,;:").lower()

"""From an accepted statement to a sentence of the press release, by the association's rules.

The words between the quotation marks are the document's own, character by character; around them
stand only the rule's words and the names.
"""

from __future__ import annotations

import string
import tomllib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from sprengel.ledger import spans
from sprengel.ledger.models import ActChoice, Statement, Vote
from sprengel.meetings.models import Meeting
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
        fields = [(name, spec) for _t, name, spec, _c in string.Formatter().parse(pattern) if name]
    except ValueError as problem:
        raise BadWording(
            _("In [%(section)s] stimmt eine geschweifte Klammer nicht: %(what)s.")
            % {"section": section, "what": problem}
        ) from None
    for name, spec in fields:
        # Plain names only: "{who.__class__}" would reach into the program.
        if name not in allowed or spec:
            raise BadWording(
                _("In [%(section)s] steht das unbekannte Feld {%(name)s}.")
                % {"section": section, "name": name}
            )


def lead(meeting: Meeting) -> str:
    """When and where; from the record of the meeting."""
    lines = rules()["lead"]
    pattern = lines["sentence"] if meeting.place else lines["without_place"]
    return pattern.format(
        organization=meeting.organization.name,
        place=meeting.place,
        day=long_date(meeting.starts_on, meeting.date_precision),
        title=meeting.title,
    )


def sentence(statement: Statement) -> str:
    lines = rules()[statement.act]
    who = spans.one_line(statement.source_text) or statement.actor_name or _("Ohne Namen")
    whom = spans.one_line(statement.addressee_name)
    text = lines[_number(statement)].format(
        who=_capital(who),
        whom=lines["whom"].format(name=whom) if whom and lines["whom"] else "",
        what=_inner(statement.message_text or spans.words(statement.spans, "cue")),
        name=whom,
    )
    if statement.due_text and statement.due_text not in statement.message_text:
        text += rules()["until"]["sentence"].format(until=_inner(statement.due_text))
    return text


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
        yes=vote.yes,
        no=vote.no,
        abstain=vote.abstain,
    )


def _number(statement: Statement) -> str:
    """One or many, by the verb of the document; where it does not show, neither is claimed."""
    source = spans.one_line(statement.source_text)
    if not source or statement.act not in ActChoice.values:
        return "plain"
    cue = spans.words(statement.spans, "cue").split(" ")[0].strip("„“,.:;").lower()
    if " und " in source or cue.endswith(("ten", "hen", "ssen", "ben", "den", "gen")):
        return "many"
    if cue.endswith(("te", "t", "ß", "ach", "ies", "ob", "oss", "ab", "hob", "iess")):
        return "one"
    return "plain"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _inner(text: str) -> str:
    """Within a quotation the inner marks are single ones (Duden K 12)."""
    return spans.one_line(text).replace("„", "‚").replace("“", "‘").rstrip(".")


def exact_quotes(text: str) -> list[str]:
    """What stands between „ and “ in a sentence, with the inner marks turned back."""
    found, rest = [], text
    while "„" in rest:
        _before, _mark, rest = rest.partition("„")
        inner, mark, rest = rest.partition("“")
        if mark:
            found.append(inner)
    return found


def stands_in(quote: str, passage: str) -> bool:
    """Whether the quoted words are the passage's own; an omission may be shown by … or […]."""
    plain = _plain(passage)
    place = 0
    for part in quote.replace("[…]", "…").split("…"):
        wanted = _plain(part)
        if not wanted:
            continue
        found = plain.find(wanted, place)
        if found < 0:
            return False
        place = found + len(wanted)
    return True


def _plain(text: str) -> str:
    marks = str.maketrans({"„": "'", "“": "'", "”": "'", "‚": "'", "‘": "'", "’": "'", '"': "'"})
    return spans.one_line(text).translate(marks).strip(" .,").lower()

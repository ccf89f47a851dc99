"""The English catalogue is complete, keeps its placeholders, and is what the screens are given.

Read with the standard library alone, so that it runs where gettext's tools are not installed.
"""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.utils.translation import trim_whitespace
from django.utils.translation.template import block_re, endblock_re, inline_re, plural_re
from tests.conftest import PROJECT

SOURCE = PROJECT / "src" / "sprengel"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"

PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[a-z]|\{\w*\}|%%|<[^<>]+>")
MARKING = {
    name: count
    for names, count in (
        ("_ gettext gettext_lazy gettext_noop", 1),
        ("ngettext ngettext_lazy", 2),
        ("pgettext pgettext_lazy", -1),
    )
    for name in names.split()
}
"""How many leading arguments are texts; -1: a context and a text."""
TEMPLATE_TAG = re.compile(r"{%(.*?)%}", re.DOTALL)
IN_TEMPLATE = re.compile(r"""\b_\((?:"([^"]+)"|'([^']+)')\)""")


@dataclass
class Message:
    context: str = ""
    source: str = ""
    plural: str = ""
    texts: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.context}\x04{self.source}" if self.context else self.source


@cache
def messages() -> tuple[Message, ...]:
    blocks = CATALOGUE.read_text(encoding="utf-8").split("\n\n")
    return tuple(read(block) for block in blocks if 'msgid "' in block)[1:]  # the first is the head


def read(block: str) -> Message:
    found: dict[str, list[str]] = {}
    current: list[str] = []
    message = Message()
    for line in block.splitlines():
        if line.startswith("#,"):
            message.flags |= {flag.strip() for flag in line[2:].split(",")}
        elif line.startswith("#"):
            message.comments.append(line)
        else:
            keyword, _, text = line.partition('"')
            if keyword:
                current = found.setdefault(keyword.strip(), [])
            current.append(ast.literal_eval(f'"{text}'))
    words = {keyword: "".join(parts) for keyword, parts in found.items()}
    message.context = words.get("msgctxt", "")
    message.source = words["msgid"]
    message.plural = words.get("msgid_plural", "")
    message.texts = [text for keyword, text in words.items() if keyword.startswith("msgstr")]
    return message


GERMAN_ONLY_SO_FAR = ("figures/", "programmes/", "surveys/", "hearings/")
"""Rooms whose screens nobody has translated yet: their texts stay German in an English page."""


def waits(message: Message) -> bool:
    """Whether a text has no English yet and stands in nothing but these rooms."""
    lines = [line[2:] for line in message.comments if line.startswith("#:")]
    places = [place for line in lines for place in line.split()]
    return not any(message.texts) and all(p.startswith(GERMAN_ONLY_SO_FAR) for p in places)


@cache
def translated() -> tuple[Message, ...]:
    return tuple(one for one in messages() if not waits(one))


def test_every_german_text_has_an_english_one() -> None:
    assert len(translated()) > 900
    assert [one.source for one in translated() if not all(one.texts) or not one.texts] == []
    assert [one.source for one in translated() if one.plural and len(one.texts) != 2] == []


def test_nothing_is_guessed_and_nothing_left_over() -> None:
    assert [one.source for one in translated() if "fuzzy" in one.flags] == []
    assert "\n#~ " not in CATALOGUE.read_text(encoding="utf-8")


def test_both_languages_have_the_same_placeholders() -> None:
    wrong = []
    for one in translated():
        for source, text in zip((one.source, one.plural or one.source), one.texts, strict=False):
            if sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(text)):
                wrong.append((source, text))
    assert wrong == []


def test_a_text_begins_and_ends_as_its_source_does() -> None:
    def edge(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    def same(source: str, text: str) -> bool:
        return source[-1] == text[-1]

    assert [one.source for one in translated() if edge(one.source) != edge(one.texts[0])] == []
    ends = [(one.source, one.texts[0]) for one in translated()]
    assert [
        pair for pair in ends if {pair[0][-1], pair[1][-1]} & set(":?…") and not same(*pair)
    ] == []


def test_no_german_quotation_marks_are_left() -> None:
    assert [text for one in translated() for text in one.texts if "„" in text] == []


def test_the_catalogue_names_no_machine() -> None:
    places = [line for one in messages() for line in one.comments if line.startswith("#:")]
    assert places
    assert not [line for line in places if " /" in line or ".." in line]


def test_the_compiled_catalogue_is_the_one_that_is_read() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    expected: dict[object, str] = {}
    for one in translated():
        if one.plural:
            expected |= {(one.key, number): text for number, text in enumerate(one.texts)}
        else:
            expected[one.key] = one.texts[0]
    assert {key: text for key, text in compiled.items() if key != ""} == expected


# ── Every text in the source is in the catalogue ──────────────────────────────────────────────


def marked_in_python(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        count = MARKING.get(name, 0)
        texts = [
            argument.value
            for argument in node.args[: abs(count) + (count < 0)]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        if texts:
            yield "\x04".join(texts) if count < 0 else texts[0]


def marked_in_template(path: Path) -> Iterator[str]:
    """As Django's own collector sees it: single tags, and blocks up to their end."""
    block: list[str] | None = None
    is_trimmed = False
    at = 0
    source = path.read_text(encoding="utf-8")
    for tag in TEMPLATE_TAG.finditer(source):
        between, inner = source[at : tag.start()], tag[1].strip()
        at = tag.end()
        if block is not None:
            block.append(named(between))
            if endblock_re.match(inner) or plural_re.match(inner):
                text = "".join(block)
                yield trim_whitespace(text) if is_trimmed else text
                block = None
        elif block_re.match(inner):
            block, is_trimmed = [], " trimmed" in inner
        elif single := inline_re.match(inner):
            yield single[1].strip("\"'")
    yield from (double or quoted for double, quoted in IN_TEMPLATE.findall(source))


def named(text: str) -> str:
    text = text.replace("%", "%%")
    return re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", text)


def sources() -> list[Path]:
    python = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
    return sorted(
        [*python, *SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")]
    )


def marked_in(path: Path) -> set[str]:
    return set(marked_in_python(path) if path.suffix == ".py" else marked_in_template(path))


def test_every_marked_text_is_in_the_catalogue() -> None:
    """When this fails: ``make messages``, write the English, ``make messages`` again."""
    known = {one.key for one in messages()}
    missing = {str(path.relative_to(SOURCE)): marked_in(path) - known for path in sources()}
    assert {path: texts for path, texts in missing.items() if texts} == {}


def test_every_text_of_the_catalogue_is_used() -> None:
    """Also proof that the scan sees what there is; it would pass as well if it saw nothing."""
    marked = set().union(*(marked_in(path) for path in sources()))
    assert [one.source for one in messages() if one.key not in marked] == []

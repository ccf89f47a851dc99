"""The agenda items of minutes: where each begins, what it is called, what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_NUMBER = r"\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?"
_HEADING = re.compile(
    rf"^[^\S\n]*(?:und\s+|[Zz]u\s+)?(?:(?:Tagesordnungsp|P)unkt|TOP|Top|§)\s*(?:[ÖN]\s?)?"
    rf"(?P<number>{_NUMBER})\b\.?[:)]?(?P<rest>[^\n]*)$",
    re.M,
)
_NO_HEADING = re.compile(
    r"\s*(?!der\s+(?:\w+\s+)?Tagesordnung)[a-zäöü(]|.*\bzur Behandlung auf\b|"
    r"[\s,:]*(?:Vorlage|Ziff|Nr\b|Antrag\b.*:\s*(?:[Bb]ei|[Mm]it|[Mm]ehrh\w+|[Ee]inst\w+|[Kk]eine|\d+)\b)|.*\b(?:zugestimmt|Zustimmung|abgelehnt|Ablehnung|"
    r"angenommen|Abstimmung|Kenntnisnahme|erledigt|[Vv]erwiesen)\W*(?:\(.*\)\s*)?$"
)
"""What follows a number in running text or in a list of results, never in a title."""
_PLAIN_HEADING = re.compile(
    rf"^[^\S\n]*(?P<number>{_NUMBER})[.)]?[^\S\n]+(?P<rest>[A-ZÄÖÜ„\"][^\n]*)$", re.M
)
_RESULT_LABEL = re.compile(
    r"^[^\S\n]*(?:(?:Abstimmungs|Wahl)ergebniss?e?|Beratungsergebnis|Beschlussergebnis|Abstimmung(?=[^\S\n]*:))"
    r"(?:\s+zu\s+(?P<items>[^:\n]{1,60}))?[^\S\n]*:?",
    re.M | re.I,
)
_DECISION_LABEL = re.compile(
    r"^[^\S\n]*(?:Beschl(?:uss|uß|üsse)(?:fassung|antrag)?)\b[^:\n]{0,60}?[^\S\n]*:", re.M
)
_SUB_ITEM = re.compile(
    r"^[^\S\n]*(?:und\s+)?(?:(?:Punkt|TOP|Top|Tagesordnungspunkt|Antr(?:ag|äge))\s+)?"
    r"(?P<number>[1-9]\d{0,2}(?:\.[1-9]\d{0,2})+|(?<=Antrag\s)\d{1,3})(?![.\s]+\d{4}\b)[.:]?(?=[\s(])",
    re.M,
)
_AMENDS = re.compile(r"(?:änderungs|ergänzungs|zusatz)", re.I)
_WIDE_GAP = re.compile(r"(?<=\S)[^\S\n]*\n(?:[^\S\n]*\n){2,}")
_SENTENCE_END = re.compile(r"[a-zäöüß]{2}[.][^\S\n]*$", re.M)
PAPER = re.compile(
    r"(?<!jahre\s)(?<!jahr\s)(?<!jahren\s)(?<!haushalt\s)\b\d{2,4}/\d{2,5}(?:/\d{1,3})?\b"
)
"""The number of a paper; "Haushaltsjahre 2026/2027" is none."""
_KIND = re.compile(
    r"^[^\S\n]*(?:(?:Punkt|TOP)?\s*[\d.]+:?\s+)?(?:\w+(?:ter|ler|er|tellen?|amen?)\s+)?"
    r"(?P<kind>[\w/-]*(?:antr[aä]ge?|anfragen?))\b:?(?P<movers>[^\n]*)",
    re.M | re.I,
)
_OWN_TITLE = re.compile(r"(?:(?!^[^\S\n]*(?:dazu:|(?:Ergänzende\s+)?Vorlage)).)*", re.M | re.S)
"""An item's lines down to its paper; motions below that are motions on it."""
_MOVER = re.compile(r"[A-ZÄÖÜ][\wÄÖÜß]*")


@dataclass(frozen=True, slots=True)
class Item:
    """One number of the agenda; ``12.3`` is an item of its own beside ``12``."""

    number: str
    is_enquiry: bool = False
    """An Anfrage: the answer is taken note of, nothing is decided."""
    is_motion: bool = False
    papers: frozenset[str] = frozenset()
    amending_papers: frozenset[str] = frozenset()
    """Papers of amendments to it, which have no number of their own."""
    motion: str = ""
    """Of which kind it is as a motion ("ergänzungsantrag"), and whose."""
    movers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """What the minutes say on one item, or on several taken together."""

    start: int
    end: int
    items: tuple[Item, ...]
    head_end: int
    """Where the title ends and decision, result or debate begin."""
    results: tuple[tuple[int, int, str], ...] = field(default=())
    """Start and end of each result block, and the items it names in its label."""
    decisions: tuple[tuple[int, int], ...] = field(default=())
    decision_labels: tuple[tuple[int, int], ...] = field(default=())

    def item(self, number: str) -> Item | None:
        return next((i for i in self.items if i.number == number), None)


def sections(text: str) -> Iterator[Section]:
    starts = _starts(text)
    if not starts:
        yield _section(text, 0, len(text), "")
        return
    bounds = [*(start for start, _ in starts), len(text)]
    for (start, number), end in zip(starts, bounds[1:], strict=True):
        yield _section(text, start, end, number)


def _starts(text: str) -> list[tuple[int, str]]:
    """Headings; those with neither decision nor result between them are taken together."""
    found: list[tuple[int, str]] = []
    seen: set[str] = set()
    has_paragraphs = False
    for match in _HEADING.finditer(text):
        formal = "der Tagesordnung" in match["rest"]
        if _NO_HEADING.match(match["rest"]) or not (
            formal or _begins_paragraph(text, match.start())
        ):
            continue
        # A number seen before, or one below it without a title, introduces a part of the
        # decision or the result, not an item.
        number = match["number"]
        is_paragraph = match[0].lstrip().startswith("§")
        if is_paragraph and found and not has_paragraphs:
            continue  # of a by-law that is being decided
        has_paragraphs = is_paragraph
        is_bare = not match["rest"].strip(" .:)\t\r")
        if number in seen or (is_bare and number.rpartition(".")[0] in seen):
            continue
        seen.add(number)
        found.append((match.start(), number))
    if not found:
        found = _plain_starts(text)
    kept: list[tuple[int, str]] = []
    previous = 0
    for start, number in found:
        if not kept or not _is_one_heading(text, previous, start):
            kept.append((start, number))
        previous = start
    return kept


def _plain_starts(text: str) -> list[tuple[int, str]]:
    """Minutes that only number their items: taken if every number follows the one before."""
    found: list[tuple[int, str]] = []
    for match in _PLAIN_HEADING.finditer(text):
        number = match["number"]
        expected = str(len(found) + 1)
        if number == expected and _begins_paragraph(text, match.start()):
            found.append((match.start(), number))
    if len(found) > 1 and _RESULT_LABEL.search(text, found[0][0]):
        return found
    return _only_start(text)


def _only_start(text: str) -> list[tuple[int, str]]:
    """An extract on one item: its number and title stand right above the decision."""
    label = _DECISION_LABEL.search(text) or _RESULT_LABEL.search(text)
    if label is None or not _RESULT_LABEL.search(text, label.start()):
        return []
    above = list(_PLAIN_HEADING.finditer(text, max(0, label.start() - 300), label.start()))
    titles = [m for m in above if _begins_paragraph(text, m.start()) and m["rest"][-1:] not in ".:"]
    return [(m.start(), m["number"]) for m in titles] if len(titles) == 1 else []


def _begins_paragraph(text: str, start: int) -> bool:
    if start == 0:
        return True
    last = text[text.rfind("\n", 0, start - 1) + 1 : start - 1].strip()
    # After a blank line, another heading, a paper number or the word that joins two headings.
    return not last or last in ("und", "dazu:") or bool(re.match(r"Vorlage|\d|[–-]", last))


def _is_one_heading(text: str, start: int, end: int) -> bool:
    """Titles and papers only, no result and no sentence: the items are called up together."""
    return not any(
        p.search(text, start, end) for p in (_RESULT_LABEL, _DECISION_LABEL, _SENTENCE_END)
    )


def _section(text: str, start: int, end: int, number: str) -> Section:
    results = [
        (m.start(), m.end(), (m["items"] or "").strip())
        for m in _RESULT_LABEL.finditer(text, start, end)
    ]
    decisions = [(m.start(), m.end()) for m in _DECISION_LABEL.finditer(text, start, end)]
    labels = sorted([s for s, *_ in results] + [s for s, _ in decisions])
    head_end = labels[0] if labels else min(end, start + 1_500)
    bounds = [*labels, end]
    return Section(
        start=start,
        end=end,
        items=_items(text[start:head_end], number),
        head_end=head_end,
        results=tuple((e, _block_end(text, e, bounds, s), named) for s, e, named in results),
        decisions=tuple(
            (e, _decision_end(text, e, _block_end(text, e, bounds, s), bool(results)))
            for s, e in decisions
        ),
        decision_labels=tuple(decisions),
    )


def _next(bounds: list[int], start: int) -> int:
    return next(b for b in bounds if b > start)


_BLOCK_STOP = re.compile(
    r"^[^\S\n]*(?:(?:Der|Die)\s+(?:\w+\s+)?(?:Vorsitzende|Bürgermeister|Oberbürgermeister|Erste)|"
    r"(?:Vorsitzende[r]?|Stadtr[aä]t|Gemeinder[aä]t|Stadtverordnete|Bürgermeister|Oberbürgermeister|Ortsvorsteher)\w*\s|"
    r"Zur Beurkundung|Begründung|Sachverhalt|Protokoll|Hauptamt)",
    re.M,
)


def _block_end(text: str, start: int, bounds: list[int], label_start: int) -> int:
    end = min(_next(bounds, label_start), start + 20_000)
    stop = _BLOCK_STOP.search(text, start, end)
    return stop.start() if stop else end


def _decision_end(text: str, start: int, end: int, has_result: bool) -> int:
    """Without a result below it, a decision ends where the minutes leave more than one line."""
    gap = None if has_result else _WIDE_GAP.search(text, start, end)
    return gap.start() if gap else end


def _items(head: str, number: str) -> tuple[Item, ...]:
    """The item of the heading and its sub-items, each with the papers named below it."""
    marks = [(0, number)]
    for match in [*_HEADING.finditer(head), *_SUB_ITEM.finditer(head)]:
        marks.append((match.start(), match["number"]))
    marks.sort()
    items: dict[str, Item] = {}
    for (start, found), (end, _) in zip(marks, [*marks[1:], (len(head), "")], strict=True):
        part = head[start:end]
        kind = _KIND.search(_OWN_TITLE.match(part)[0])  # type: ignore[index]
        is_enquiry = bool(kind and "anfrage" in kind["kind"].lower())
        before = items.get(found)
        items[found] = Item(
            number=found,
            is_enquiry=is_enquiry or bool(before and before.is_enquiry),
            is_motion=bool(kind and not is_enquiry) or bool(before and before.is_motion),
            papers=frozenset(PAPER.findall(part)) | (before.papers if before else frozenset()),
            amending_papers=_amending_papers(part),
            motion=kind["kind"].lower() if kind else before.motion if before else "",
            movers=movers(kind["movers"]) if kind else before.movers if before else frozenset(),
        )
    return tuple(items.values())


def _amending_papers(part: str) -> frozenset[str]:
    """Papers that follow the word "Änderungsantrag" or the like rather than a title."""
    found: set[str] = set()
    is_amendment = False
    for line in part.splitlines():
        if _KIND.match(line):
            is_amendment = bool(_AMENDS.search(line))
        elif papers := PAPER.findall(line):
            found.update(papers if is_amendment else ())
            is_amendment = False
    return frozenset(found)


def movers(text: str) -> frozenset[str]:
    """The names of groups and persons in a line, to be compared with those in another."""
    return frozenset(name.casefold() for name in _MOVER.findall(text))

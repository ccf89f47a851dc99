"""Which items of a heading a label speaks of: "Antrag SPD", "Punkt 12.3", "Vorlage 2026/0240"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .agenda import PAPER, Section, movers

_ITEM_NUMBER = re.compile(
    r"(?<![\d./,])(\d{1,3}(?:[.:]\d{1,3}){1,3})(?![\d/]|[.,]\d|\s*(?:Euro|€|Uhr|%|Prozent|Mio))|"
    r"\b(?:Tagesordnungsp|P)unkte?s?\s+(\d{1,3})\b(?![./]\d)|\bTOPs?\s*(\d{1,3})\b(?![./]\d)|"
    r"^\s*(\d{1,3})[.:)]?\s*$",
    re.I,
)
_CALLED_ITEM = re.compile(r"(?:Punkte?|TOPs?|Anträge?|Antrag)\s*$", re.I)
MAIN = re.compile(
    r"(?:beschluss|verwaltungs)-?vorlage|(?:unver|ge|ver)änderte\w*\s+(?:vorlage|beschluss)",
    re.I,
)
_MOTION = re.compile(r"(?P<kind>\w*antrag)\b[:\s]*(?P<movers>[^:]*)", re.I)
PROCEDURAL = re.compile(r"geschäftsordnungsantr|antrag\s+auf\s+(?:vertagung|schluss)", re.I)
_ORAL = re.compile(r"\bmündl", re.I)


def default_items(section: Section) -> tuple[str, ...]:
    """Whose result it is if nothing is said: the items' taken together, not their sub-items'."""
    first, *others = section.items
    below = [i for i in others if i.number.startswith(f"{first.number}.")]
    if len(others) == 1 and below and not first.papers:
        return (below[0].number,)  # one motion, called up under a heading
    beside = [i.number for i in others if "." not in i.number and not i.is_enquiry]
    return (first.number, *beside)


def numbers_in(label: str, section: Section) -> tuple[str, ...]:
    """The items a label speaks of: by number, else by the number of a paper of theirs."""
    known = {item.number for item in section.items}
    found: list[str] = []
    end = 0
    for match in _ITEM_NUMBER.finditer(label):
        number = next(filter(None, match.groups())).replace(":", ".")
        called = bool(match[2] or match[3] or _CALLED_ITEM.search(label, 0, match.start()))
        if not _belongs(number, known, called, bare=bool(match[4])):
            continue  # a paragraph of the paper, a list number
        if found and re.fullmatch(r"\s*(?:bis|–|-)\s*(?:Punkt\s*)?", label[end : match.start()]):
            found.extend(_between(found[-1], number))
        found.append(number)
        end = match.end()
    if found:
        return tuple(dict.fromkeys(found))
    papers = set(PAPER.findall(re.sub(r"\([^)]*\)", "", label)))
    owners = [item.number for item in section.items if papers & item.papers]
    return (owners[-1],) if owners else ()


def _belongs(number: str, known: set[str], called: bool, bare: bool) -> bool:
    if number in known:
        return True
    if known == {""}:
        return called  # without a heading any sum could be taken for an item
    return not bare and any(number.startswith(f"{item}.") for item in known)


def _between(first: str, last: str) -> Iterator[str]:
    """The items between "8.8" and "8.13"."""
    stem, _, low = first.rpartition(".")
    other_stem, _, high = last.rpartition(".")
    if stem == other_stem and low.isdecimal() and high.isdecimal():
        for number in range(int(low) + 1, min(int(high), int(low) + 100)):
            yield f"{stem}.{number}" if stem else str(number)


def numbers_by_motion(label: str, section: Section) -> tuple[str, ...]:
    """The sub-item that is the motion a label names: "Ergänzungsantrag SPD" is 12.3."""
    if PROCEDURAL.search(label):
        return default_items(section)
    if len(section.items) < 2 or _ITEM_NUMBER.search(label) or _ORAL.search(label):
        return ()
    if MAIN.search(label):
        if PAPER.search(re.sub(r"\([^)]*\)", "", label)):
            return ()
        papers = [i.number for i in section.items if not i.motion and i.papers]
        return (papers[0],) if papers else ()
    named = _MOTION.search(label)
    if named is None or PAPER.search(label):
        return ()
    kind, who = named["kind"].lower(), movers(named["movers"])
    motions = [i for i in section.items if i.is_motion and (not who or who & i.movers)]
    stem = kind.removesuffix("antrag")
    alike = [i for i in motions if i.motion == kind or (stem and stem in i.motion)]
    same = [i for i in alike if not who or who <= i.movers]
    # "Antrag CDU" is said of an amendment, too, where the CDU has made only that one.
    chosen = same or (motions if who and kind == "antrag" else [])
    return (chosen[0].number,) if len(chosen) == 1 else ()

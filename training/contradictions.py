"""Write ``docs/explanation/contradicting-records.md``: where record and minutes differ.

    python training/contradictions.py            write the page
    python training/contradictions.py --print    show it

Needs pyarrow beside the project, and the shared council archive. The rules alone are asked, not the
model that was fitted to these records: it would repeat their habits.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet
from corpus import PROJECT, shared_folder

from sprengel.reading.agenda import Section, sections
from sprengel.reading.document import Outcome, ReadDocument, Vote
from sprengel.reading.vote_model import NEIGHBOURS
from sprengel.reading.votes import find_votes

TARGET = PROJECT / "docs" / "explanation" / "contradicting-records.md"
HEAD = Path(__file__).with_name("contradictions.md")
OURS = {
    (
        "610619",
        "3.2",
    ): "one vote on 3.1 and 3.2 together; we take the motion for not put to the vote",
    ("614914", "16"): "paragraphs not put to the vote make it partly adopted in our eyes",
    ("620747", "10.3"): "an item of the extract without a result of its own",
    ("625547", "11.4"): "one paragraph refused, of the others nothing is said",
    ("642724", "26"): "one paragraph adopted, of the others nothing is said",
    ("649205", "1"): "the referral is told in the debate only; we read no result",
    ("665501", "7.1"): "the motion itself was not put to the vote, its amendments were",
}
"""Read wrong or incompletely: no contradiction."""
BY_VOTE = (Outcome.ADOPTED, Outcome.PARTLY_ADOPTED, Outcome.REJECTED)


@dataclass(frozen=True)
class Case:
    file: str
    item: str
    recorded: str
    outcome: str
    read: str
    kind: str
    quote: str


def main() -> int:
    records, texts = load(shared_folder() / "karlsruhe")
    cases, majorities = [], []
    for record in records:
        text = texts[record["file_id"]]
        vote = chosen(text, record["agenda_number"].strip(". "))
        read = vote.outcome.value if vote else ""
        if read != record["outcome"]:
            cases.append(case_of(record, text, vote))
        elif record["majority"] and vote and (vote.majority or "") != record["majority"]:
            majorities.append((record, vote, text))
    page = "\n".join(lines(len(records), cases, majorities)) + "\n"
    if "--print" in sys.argv:
        print(page)
    else:
        TARGET.write_text(page, encoding="utf-8")
    return 0


def load(folder: Path) -> tuple[list[dict[str, str]], dict[str, str]]:
    with (folder / "decisions.csv").open(encoding="utf-8", newline="") as handle:
        records = list(csv.DictReader(handle))
    wanted = {r["file_id"] for r in records}
    texts: dict[str, str] = {}
    for batch in pyarrow.parquet.ParquetFile(folder / "texts.parquet").iter_batches(2_000):
        for row in batch.to_pylist():
            if str(row["file_id"]) in wanted:
                texts[str(row["file_id"])] = row["text"]
    return records, texts


def chosen(text: str, number: str) -> Vote | None:
    """By the rule of ``score_votes.py``: the vote on the item, else the first one."""
    votes = find_votes(ReadDocument(name="", text=text), choose=lambda closing: closing.outcome)
    same = (v for v in votes if v.item.strip(". ") == number)
    return next(same, votes[0] if votes else None)


def case_of(record: dict[str, str], text: str, vote: Vote | None) -> Case:
    number = record["agenda_number"].strip(". ")
    found = list(sections(text))
    section = next((s for s in found if s.item(number)), found[0])
    kind = kind_of(record, number, section, vote)
    return Case(
        record["file_id"], number or "(none)", record["result"], record["outcome"],
        vote.outcome.value if vote else "nothing", kind, quote(text, section, vote),
    )  # fmt: skip


def kind_of(record: dict[str, str], number: str, section: Section, vote: Vote | None) -> str:
    if (record["file_id"], number) in OURS:
        return "ours"
    if vote is None or vote.item.strip(". ") != number or not section.item(number):
        return "absent"
    recorded = Outcome(record["outcome"])
    if vote.outcome in NEIGHBOURS and recorded in NEIGHBOURS:
        return "closing"
    if vote.outcome in BY_VOTE:
        return "voted"
    return "elsewhere" if vote.outcome in NEIGHBOURS else vote.outcome.value


def quote(text: str, section: Section, vote: Vote | None) -> str:
    decision = " ".join(" ".join(text[a:b].split()) for a, b in section.decisions)
    result = " ".join(" ".join(text[a:b].split()) for a, b, _ in section.results)
    if vote and vote.outcome in BY_VOTE:
        result = " ".join(vote.span.of(text).split()) or result
    parts = [cut(decision, 110), cut(result, 110)]
    said = " / ".join(p for p in parts if p)
    if not said and vote:
        said = cut(" ".join(vote.span.of(text).split()), 110)
    return re.sub(r"(?<=\w)- (?=[a-zäöü])", "", said).replace("|", "\\|")


def cut(words: str, length: int) -> str:
    return words if len(words) <= length else words[:length].rsplit(" ", 1)[0] + " …"


KINDS = {
    "closing": "Closed without a vote: noted, reply accepted or settled",
    "elsewhere": "Recorded as referred or adopted; the minutes close it",
    "referred": "Referred in the minutes",
    "voted": "Voted on in the minutes",
    "withdrawn": "Withdrawn in the minutes",
    "postponed": "Postponed in the minutes",
    "absent": "The extract holds no result of its own for the item",
    "ours": "Read wrong by us",
}


def lines(total: int, cases: list[Case], majorities: list) -> Iterator[str]:
    counts = Counter(c.kind for c in cases)
    yield HEAD.read_text(encoding="utf-8").format(
        total=total, differing=len(cases), ours=counts["ours"], rest=len(cases) - counts["ours"],
        plain=sum(counts[k] for k in ("referred", "voted", "withdrawn", "postponed", "elsewhere")),
        closing=counts["closing"],
    ).rstrip()  # fmt: skip
    yield "\n## Count by kind\n\n| kind | items |\n|---|---|"
    for kind, title in KINDS.items():
        yield f"| {title} | {counts[kind]} |"
    yield f"| *Outcome alike, majority not* | {len(majorities)} |"
    for kind, title in KINDS.items():
        yield f"\n## {title}\n\n| file | item | recorded | read | the minutes: decision / result |"
        yield "|---|---|---|---|---|"
        for c in cases:
            if c.kind == kind:
                why = f"{c.quote} ({OURS[c.file, c.item]})" if kind == "ours" else c.quote
                yield f"| {c.file} | {c.item} | {c.recorded} | {c.read} | {why} |"
    yield "\n## Outcome alike, majority not\n\n| file | item | recorded | the minutes |"
    yield "|---|---|---|---|"
    for record, vote, text in majorities:
        said = cut(" ".join(vote.span.of(text).split()), 140).replace("|", "\\|")
        yield f"| {record['file_id']} | {record['agenda_number']} | {record['result']} | {said} |"


if __name__ == "__main__":
    sys.exit(main())

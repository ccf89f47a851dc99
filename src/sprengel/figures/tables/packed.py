"""Opening the zipped XML of .xlsx and .ods without being blown up by it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from sprengel.figures.problems import FigureProblem
from sprengel.figures.tables.grid import MEGABYTE, MOST_BYTES
from sprengel.reading.files.container import Container
from sprengel.reading.files.extracted import Limits
from sprengel.reading.problems import DAMAGED, ENCRYPTED, FileProblem

LIMITS = Limits(
    max_bytes=MOST_BYTES,
    max_unpacked_bytes=120 * MEGABYTE,
    max_xml_bytes=48 * MEGABYTE,
    max_members=500,
)


def opened(data: bytes) -> Container:
    try:
        container = Container(data, LIMITS)
        container.check_declared_total()
    except FileProblem as e:
        raise as_figure_problem(e) from e
    return container


def parsed(container: Container, part: str) -> Any:
    """The root of one XML part, or None where the package has none of that name."""
    if part not in container.names:
        return None
    try:
        xml = container.read(part, LIMITS.max_xml_bytes)
    except FileProblem as e:
        raise as_figure_problem(e) from e
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as e:
        raise FigureProblem(_(DAMAGED)) from e
    if root.getroottree().docinfo.internalDTD is not None:
        # No program writes a document type here; whoever does wants to define entities.
        raise FigureProblem(_(DAMAGED))
    return root


def as_figure_problem(problem: FileProblem) -> FigureProblem:
    sentence = _(problem.message)
    return FigureProblem(sentence % problem.params if problem.params else sentence)


def encrypted() -> FigureProblem:
    return FigureProblem(_(ENCRYPTED))

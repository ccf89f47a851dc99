"""What other rooms add to a document's page, without this room knowing them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sprengel.accounts.models import Viewer
from sprengel.archive.models import Document


@dataclass(frozen=True, slots=True)
class DocumentSection:
    template_name: str
    context: Mapping[str, object] = field(default_factory=dict)


SectionMaker = Callable[[Viewer, Document], DocumentSection | None]
_makers: list[SectionMaker] = []


def register_section(maker: SectionMaker) -> None:
    """Called once from the ``ready()`` of the room that knows more about documents."""
    if maker not in _makers:
        _makers.append(maker)


def sections(user: Viewer, document: Document) -> list[DocumentSection]:
    made = (maker(user, document) for maker in _makers)
    return [section for section in made if section is not None]

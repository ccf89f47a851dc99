"""What rooms above add to the page of a body, an organization or a person.

This room may not know what is promised or when one meets, yet its pages are where people look for
it. So a room above hands in a maker when it starts, in its ``AppConfig.ready``::

    from sprengel.bodies.sections import Section, register_section

    def said(user: Viewer, actor: Actor) -> Section | None:
        statements = queries.said_by(user, actor)
        if not statements:
            return None
        return Section(
            title=_("Was gesagt wurde"),
            template="ledger/section_said.html",
            context={"statements": statements},
        )

    register_section("said", said, order=10)

The maker gets whoever looks and whose page it is (``actor`` is a Body, Organization or Person)
and decides itself what that user may see. None leaves the section out. The template is a fragment
(no ``extends``) that begins with the content; the heading comes from ``title``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sprengel.accounts.models import Viewer
from sprengel.bodies.models import Actor


@dataclass(frozen=True)
class Section:
    title: str
    template: str
    context: Mapping[str, object] = field(default_factory=dict)


SectionMaker = Callable[[Viewer, Actor], Section | None]


@dataclass(frozen=True)
class RenderedSection:
    name: str
    """Also the section's address on the page (``#said``)."""
    title: str
    html: SafeString


@dataclass(frozen=True)
class _Registered:
    order: int
    name: str
    maker: SectionMaker


_registered: dict[str, _Registered] = {}


def register_section(name: str, maker: SectionMaker, *, order: int = 50) -> None:
    """Adds a section to every actor's page; lower ``order`` stands further up.

    A second registration under the same name replaces the first, so that ``ready`` may run twice.
    """
    _registered[name] = _Registered(order, name, maker)


def sections_for(request: HttpRequest, actor: Actor) -> list[RenderedSection]:
    """The sections other rooms have for ``actor``, rendered for whoever asks."""
    rendered = []
    for registered in sorted(_registered.values(), key=lambda one: (one.order, one.name)):
        section = registered.maker(request.user, actor)
        if section is None:
            continue
        html = render_to_string(
            section.template, {**section.context, "actor": actor}, request=request
        )
        rendered.append(RenderedSection(registered.name, section.title, html))
    return rendered

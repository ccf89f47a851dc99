"""A paper of the openly fictional Städtebund Musterland, and the cities that are asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sprengel.accounts.models import Role, User, Visibility
from sprengel.bodies import actions as bodies
from sprengel.bodies.models import Body, Organization
from sprengel.hearings.commenting import actions as commenting
from sprengel.hearings.commenting.actions import Given
from sprengel.hearings.commenting.asking import ask_cities
from sprengel.hearings.commenting.page import drafts_of
from sprengel.hearings.drafting import actions as drafting
from sprengel.hearings.drafting import texts
from sprengel.hearings.models import Comment, Consulted, Hearing, Paragraph, Version
from sprengel.mail import links
from sprengel.mail.models import LinkPurpose

TODAY = date(2026, 3, 2)
TEXT = """Stellungnahme zum Musterförderungsgesetz

1. Das Land erstattet den Städten die vollen Kosten der Betreuung.

2. Die Förderung wird auf fünf Jahre verlängert und jährlich an die Löhne angepasst.

3. Die Nachweise werden auf ein Blatt im Jahr beschränkt.
"""


@pytest.fixture(autouse=True)
def _fixed(settings: Any, tmp_path: Path) -> None:
    settings.TODAY = TODAY
    settings.FILES_DIR = tmp_path / "files"


@dataclass
class World:
    office: User
    colleague: User
    member: User
    other_member: User
    stray_member: User
    guest: User
    league: Body
    circle: Organization
    ministry: Body
    auenstadt: Body
    lindach: Body
    hohenfurt: Body

    def start(self, text: str = TEXT, **changes: Any) -> Hearing:
        values: dict[str, Any] = {
            "kind": "hearing",
            "title": "Musterförderungsgesetz",
            "organization": self.circle,
            "requested_by": self.ministry,
            "occasion": "Anlass nur für Mitglieder",
            "received_on": TODAY - timedelta(days=2),
            "deadline_on": TODAY + timedelta(days=10),
            "comments_until": TODAY + timedelta(days=6),
            "legal_note": "Um Verlängerung gebeten",
            **changes,
        }
        return drafting.start(
            actor=self.office, facts=drafting.Facts(**values), text=texts.pasted(text)
        )

    def asked(self, text: str = TEXT, **changes: Any) -> Hearing:
        hearing = self.start(text, **changes)
        ask_cities(actor=self.office, hearing=hearing)
        hearing.refresh_from_db()
        return hearing

    def of(self, hearing: Hearing, city: Body) -> Consulted:
        return Consulted.objects.select_related("hearing", "city").get(hearing=hearing, city=city)

    def comment(
        self,
        hearing: Hearing,
        city: Body,
        position: int = 2,
        stance: str = "reservation",
        text: str = "Das reicht nicht.",
        wording: str = "",
    ) -> Comment:
        consulted = self.of(hearing, city)
        paragraph = self.paragraph(hearing, position)
        draft = consulted.drafts.filter(line=paragraph.line).first()
        commenting.keep_draft(
            actor=None,
            consulted=consulted,
            paragraph=paragraph,
            given=Given(stance, text, wording, "Hauptamt"),
            seen_count=draft.count if draft else 0,
        )
        self.hand_in(consulted)
        return consulted.comments.latest("pk")

    def hand_in(self, consulted: Consulted, **more: Any) -> int:
        seen = commenting.digest(drafts_of(consulted))
        return commenting.hand_in(
            actor=None, consulted=consulted, by_name="Hauptamt", seen=seen, **more
        )

    def paragraph(self, hearing: Hearing, position: int) -> Paragraph:
        return self.latest(hearing).paragraphs.get(position=position)

    def latest(self, hearing: Hearing) -> Version:
        return hearing.versions.latest("number")

    def revise(self, hearing: Hearing, text: str, **more: Any) -> Version:
        return drafting.new_version(
            actor=self.office,
            hearing=hearing,
            text=texts.pasted(text),
            seen_number=self.latest(hearing).number,
            **more,
        )

    def final(self, hearing: Hearing, visibility: str = Visibility.PUBLIC) -> Version:
        return drafting.make_final(
            actor=self.office,
            hearing=hearing,
            seen_number=self.latest(hearing).number,
            visibility=visibility,
        )

    def link(self, consulted: Consulted) -> str:
        address = links.address(purpose=LinkPurpose.HEARING, object_id=consulted.pk)
        return "/" + address.split("/", 3)[3]


def _user(email: str, name: str, role: str) -> User:
    return User.objects.create_user(f"{email}@musterland.example", name=name, role=role)


@pytest.fixture
def world(db: None) -> World:
    league = bodies.add_body(actor=None, name="Städtebund Musterland", kind="association")
    ministry = bodies.add_body(actor=None, name="Musterministerium", kind="ministry")
    circle = bodies.add_organization(actor=None, name="Bezirk Nord", body=league, kind="sprengel")
    cities = []
    for name in ("Auenstadt", "Lindach", "Hohenfurt"):
        city = bodies.add_body(actor=None, name=name, kind="city")
        bodies.add_membership(actor=None, member=city, organization=circle)
        cities.append(city)
    for city in cities[:2]:
        city.email = f"post@{city.slug}.example"
        city.save()
    member = _user("auenstadt", "Büro Auenstadt", Role.MEMBER)
    other = _user("lindach", "Büro Lindach", Role.MEMBER)
    bodies.represent(actor=None, user=member, body=cities[0])
    bodies.represent(actor=None, user=other, body=cities[1])
    return World(
        office=_user("weber", "Kim Weber", Role.OFFICE),
        colleague=_user("amsel", "Toni Amsel", Role.OFFICE),
        member=member,
        other_member=other,
        stray_member=_user("fremd", "Büro ohne Stadt", Role.MEMBER),
        guest=_user("gast", "Gast", Role.GUEST),
        league=league,
        circle=circle,
        ministry=ministry,
        auenstadt=cities[0],
        lindach=cities[1],
        hohenfurt=cities[2],
    )


@pytest.fixture
def client_of() -> Callable[[User | None], Client]:
    def client_for(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return client_for

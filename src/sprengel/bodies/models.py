"""Who is who: everyone who can say, promise or be asked something is an Actor.

Body, Organization and Person are OParl's; Actor is what they share, so that a statement, a matter
or an alias can point at any of them.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import VisibleModel, VisibleQuerySet


class ActorKind(models.TextChoices):
    BODY = "body", _("Körperschaft")
    ORGANIZATION = "organization", _("Gremium")
    PERSON = "person", _("Person")


class Actor(VisibleModel):
    actor_kind = models.CharField(max_length=20, choices=ActorKind.choices, editable=False)
    name = models.CharField(_("Name"), max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    note = models.TextField(_("Anmerkung"), blank=True)
    source = models.CharField(_("Quelle"), max_length=400, blank=True)
    """Where these facts come from."""
    email = models.EmailField(_("dienstliche E-Mail-Adresse"), blank=True)
    """Of the office, not of a private person; only the association's office sees it."""

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor_kind__in=ActorKind.values), name="bodies_actor_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse(f"bodies:{self.actor_kind}", args=[self.slug])


class BodyKind(models.TextChoices):
    ASSOCIATION = "association", _("Verband")
    CITY = "city", _("Stadt")
    DISTRICT_GOVERNMENT = "district_government", _("Regierungspräsidium")
    STATE = "state", _("Land")
    MINISTRY = "ministry", _("Ministerium")
    FEDERATION = "federation", _("Bund")
    COUNTY = "county", _("Landkreis")
    OTHER = "other", _("Andere")


class CityStatus(models.TextChoices):
    STADTKREIS = "stadtkreis", _("Stadtkreis")
    GROSSE_KREISSTADT = "grosse_kreisstadt", _("Große Kreisstadt")
    STADT = "stadt", _("Stadt")


class Body(Actor):
    """A corporation: association, city, district government, state (OParl ``Body``)."""

    actor_ptr = models.OneToOneField(
        Actor, parent_link=True, on_delete=models.CASCADE, related_name="as_body"
    )
    kind = models.CharField(_("Art"), max_length=30, choices=BodyKind.choices)
    short_name = models.CharField(_("Kurzname"), max_length=80, blank=True)
    region = models.CharField(_("Regierungsbezirk"), max_length=80, blank=True)
    county = models.CharField(_("Landkreis"), max_length=80, blank=True)
    ags = models.CharField(_("Amtlicher Gemeindeschlüssel"), max_length=8, blank=True)
    city_status = models.CharField(max_length=20, choices=CityStatus.choices, blank=True)
    city_status_since = models.DateField(_("Rang seit"), null=True, blank=True)
    """None: not known. Then one cannot say which rank it had at an earlier day."""
    city_status_before = models.CharField(
        _("Rang davor"), max_length=20, choices=CityStatus.choices, blank=True
    )
    population = models.PositiveIntegerField(_("Einwohner"), null=True, blank=True)
    population_on = models.DateField(_("Stichtag"), null=True, blank=True)
    latitude = models.DecimalField(
        _("Geografische Breite"), max_digits=6, decimal_places=3, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("Geografische Länge"), max_digits=6, decimal_places=3, null=True, blank=True
    )
    """Degrees, WGS 84, to about a hundred metres: a dot on a map of the Land."""
    ended_on = models.DateField(_("aufgelöst am"), null=True, blank=True)
    """The day from which it no longer exists."""
    succeeded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    """What it went into when it was merged."""

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=BodyKind.values), name="bodies_body_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(population__isnull=True) | Q(population_on__isnull=False),
                name="bodies_body_population_has_key_date",
            ),
            models.UniqueConstraint(
                fields=["ags"], condition=~Q(ags=""), name="bodies_body_ags_unique"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="bodies_body_position_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(succeeded_by__isnull=True)
                | (Q(ended_on__isnull=False) & ~Q(succeeded_by=F("actor_ptr"))),
                name="bodies_body_successor_is_another",
            ),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        self.actor_kind = ActorKind.BODY
        super().save(*args, **kwargs)


class OrganizationKind(models.TextChoices):
    SPRENGEL = "sprengel", _("Sprengel")
    GROUP = "group", _("Städtegruppe")
    BOARD = "board", _("Vorstand")
    COMMITTEE = "committee", _("Ausschuss")
    DEPARTMENT = "department", _("Dezernat")
    COUNCIL = "council", _("Gemeinderat")
    WORKING_GROUP = "working_group", _("Arbeitsgemeinschaft")
    OTHER = "other", _("Anderes Gremium")


class Quorum(models.TextChoices):
    """How many of the members must be there for a valid decision."""

    NONE = "none", _("keine Regel")
    HALF = "half", _("mindestens die Hälfte")
    MAJORITY = "majority", _("mehr als die Hälfte")
    TWO_THIRDS = "two_thirds", _("mindestens zwei Drittel")


class Organization(Actor):
    """A circle or part of a body (OParl ``Organization``): Sprengel, board, committee."""

    actor_ptr = models.OneToOneField(
        Actor, parent_link=True, on_delete=models.CASCADE, related_name="as_organization"
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="organizations")
    kind = models.CharField(_("Art"), max_length=30, choices=OrganizationKind.choices)
    region = models.CharField(_("Regierungsbezirk"), max_length=80, blank=True)

    quorum = models.CharField(
        _("Beschlussfähigkeit"), max_length=12, choices=Quorum.choices, default=Quorum.NONE
    )
    quorum_source = models.CharField(_("Regel steht in"), max_length=300, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum__in=Quorum.values), name="bodies_organization_quorum_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OrganizationKind.values),
                name="bodies_organization_kind_known",
            ),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        self.actor_kind = ActorKind.ORGANIZATION
        super().save(*args, **kwargs)


class Person(Actor):
    """A person in a public role; nothing about them but their name, title and posts."""

    actor_ptr = models.OneToOneField(
        Actor, parent_link=True, on_delete=models.CASCADE, related_name="as_person"
    )
    title = models.CharField(_("Titel"), max_length=60, blank=True)
    given_name = models.CharField(_("Vorname"), max_length=100, blank=True)
    family_name = models.CharField(_("Familienname"), max_length=100)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["family_name", "given_name"]
        verbose_name_plural = "people"

    @property
    def with_title(self) -> str:
        """How one addresses them: "Dr. Anna Weber"; ``name`` stays without the title."""
        return f"{self.title} {self.name}".strip()

    def save(self, *args: object, **kwargs: object) -> None:
        self.actor_kind = ActorKind.PERSON
        super().save(*args, **kwargs)


class DatedQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Rows in force on that day; an unknown beginning or end counts as open."""
        return self.filter(
            Q(start_on__isnull=True) | Q(start_on__lte=day),
            Q(end_on__isnull=True) | Q(end_on__gte=day),
        )


class Dated(models.Model):
    start_on = models.DateField(_("von"), null=True, blank=True)
    end_on = models.DateField(_("bis"), null=True, blank=True)
    dates_note = models.CharField(_("Anmerkung zur Zeit"), max_length=200, blank=True)
    """For what the record does not say to the day ("spätestens 2017")."""
    source = models.CharField(_("Quelle"), max_length=400, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_over(self, day: date) -> bool:
        return self.end_on is not None and self.end_on < day


class Post(Dated):
    """An office a person holds from-to; a speaker is a person in a post at that date."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    at = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="posts_here")
    """The body or organization the office belongs to."""
    title = models.CharField(_("Amt"), max_length=200)

    class Meta:
        ordering = [F("start_on").desc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_on__isnull=True)
                | Q(end_on__isnull=True)
                | Q(end_on__gte=F("start_on")),
                name="bodies_post_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.at.name}"


class Membership(Dated):
    """A city belongs to an organization from-to: it becomes Große Kreisstadt, it merges."""

    member = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="memberships"
    )

    class Meta:
        ordering = ["member__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_on__isnull=True)
                | Q(end_on__isnull=True)
                | Q(end_on__gte=F("start_on")),
                name="bodies_membership_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["member", "organization"],
                condition=Q(end_on__isnull=True),
                name="bodies_membership_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.organization}"


class Alias(models.Model):
    """Another name for the same actor: one circle has four names in the press."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("auch genannt"), max_length=200)
    source = models.CharField(_("Quelle"), max_length=400, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "aliases"
        constraints = [
            models.UniqueConstraint(fields=["actor", "name"], name="bodies_alias_unique")
        ]

    def __str__(self) -> str:
        return self.name


class Representative(models.Model):
    """A user works for this body: a mayor's office sees what its city was asked."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="representative"
    )
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="representatives")

    def __str__(self) -> str:
        return f"{self.user} für {self.body}"

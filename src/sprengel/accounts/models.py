"""Users, what they may see, and the log of what they did."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OFFICE = "office", _("Geschäftsstelle")
    MEMBER = "member", _("Mitgliedsstadt")
    GUEST = "guest", _("Gast")


class Visibility(models.TextChoices):
    """Who may see an object; every object has exactly one of these."""

    PUBLIC = "public", _("öffentlich")
    MEMBERS = "members", _("nur Mitglieder")
    OFFICE = "office", _("nur Geschäftsstelle")


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, email: str, password: str | None = None, *, name: str = "", role: str = Role.GUEST
    ) -> User:
        user = self.model(email=self.normalize_email(email), name=name, role=role)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, name: str = "") -> User:
        user = self.create_user(email, password, name=name, role=Role.OFFICE)
        user.is_superuser = True
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("E-Mail-Adresse"), unique=True)
    name = models.CharField(_("Name"), max_length=200)
    role = models.CharField(_("Rolle"), max_length=10, choices=Role.choices, default=Role.GUEST)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    seen_changes_at = models.DateTimeField(null=True, blank=True)
    """When this user last looked at "what changed" on the home page."""

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="accounts_user_role_known"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    @property
    def is_staff(self) -> bool:
        return self.is_superuser


Viewer = User | AnonymousUser | None
"""Whoever asks: queries take this and nothing else decides what is visible."""


def visible_levels(user: Viewer) -> tuple[str, ...]:
    """The visibilities this user may see; the one place that knows."""
    if user is None or not user.is_authenticated or not user.is_active:
        return (Visibility.PUBLIC,)
    if user.is_superuser or user.role == Role.OFFICE:
        return (Visibility.PUBLIC, Visibility.MEMBERS, Visibility.OFFICE)
    if user.role == Role.MEMBER:
        return (Visibility.PUBLIC, Visibility.MEMBERS)
    return (Visibility.PUBLIC,)


class VisibleQuerySet(models.QuerySet):
    """For models with a ``visibility`` of their own."""

    def visible_to(self, user: Viewer) -> Self:
        return self.filter(visibility__in=visible_levels(user))


class VisibleModel(models.Model):
    visibility = models.CharField(
        _("Sichtbarkeit"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.OFFICE,
        db_index=True,
    )

    class Meta:
        abstract = True


class ActivityVerb(models.TextChoices):
    """What can have happened; the sentence beside it is written for people."""

    DOCUMENT_ADDED = "document_added", _("Dokument aufgenommen")
    DOCUMENT_READ = "document_read", _("Dokument gelesen")
    READING_FAILED = "reading_failed", _("Lesen gescheitert")
    REVISION_ADDED = "revision_added", _("Neue Textfassung")
    STATEMENT_REVIEWED = "statement_reviewed", _("Aussage geprüft")
    STATEMENT_ADDED = "statement_added", _("Aussage ergänzt")
    MATTER_OPENED = "matter_opened", _("Vorgang angelegt")
    MATTER_CHANGED = "matter_changed", _("Vorgang fortgeschrieben")
    MEETING_CHANGED = "meeting_changed", _("Sitzung geändert")
    AGENDA_CHANGED = "agenda_changed", _("Tagesordnung geändert")
    BODY_CHANGED = "body_changed", _("Wer ist wer geändert")
    FIGURE_CHANGED = "figure_changed", _("Kennzahl geändert")
    PROGRAMME_CHANGED = "programme_changed", _("Programm geändert")
    SURVEY_CHANGED = "survey_changed", _("Umfrage geändert")
    HEARING_CHANGED = "hearing_changed", _("Anhörung geändert")


class Activity(VisibleModel):
    """One line of what happened; only grows."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL)
    user_name = models.CharField(max_length=200)
    """Kept beside the user: the line stays true when the account is gone."""
    verb = models.CharField(max_length=30, choices=ActivityVerb.choices)
    sentence = models.TextField()
    path = models.CharField(max_length=300, blank=True)
    """Where to look, as a path of this site."""
    about = models.TextField(blank=True)
    """The paths of whatever else the sentence names, each between spaces."""

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verb__in=ActivityVerb.values),
                name="accounts_activity_verb_known",
            )
        ]

    def __str__(self) -> str:
        return self.sentence

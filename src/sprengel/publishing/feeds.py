"""The Atom feed of public matters: one entry for everything that was told about one."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from sprengel.accounts.models import Visibility
from sprengel.bodies.models import Organization
from sprengel.ledger.models import Entry
from sprengel.publishing import queries
from sprengel.publishing.models import PressRelease, ReleaseState, StatusReport
from sprengel.publishing.press import queries as press
from sprengel.publishing.reports import queries as reports
from sprengel.ui.wording import long_date, quoted, sentence

LONGEST_TITLE = 160
LONGEST_TEXT = 1000


class MattersFeed(Feed):
    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Vorgänge: was gesagt wurde, und was daraus wurde")

    def subtitle(self) -> str:
        return _("Zusagen, Forderungen, Beschlüsse und Aufträge mit ihrem Sachstand")

    def author_name(self) -> str:
        """Atom asks for one; the house and not a person of it."""
        return "Sprengel"

    def link(self) -> str:
        return absolute(reverse("meetings:home"))

    def feed_url(self) -> str:
        return absolute(reverse("publishing:matters_feed"))

    def feed_guid(self) -> str:
        return absolute(reverse("publishing:matters_feed"))

    def items(self) -> QuerySet[Entry]:
        return queries.entries()[: queries.ENTRIES_SHOWN]

    def item_title(self, item: Entry) -> str:
        matter = item.matter
        what = item.get_state_display() if item.state else item.get_kind_display()
        who = f" ({matter.actor_name})" if matter.actor_name else ""
        quote = quoted(_shortened(matter.quote))
        return f"{matter.get_act_display()}{who}: {quote} – {what}"

    def item_description(self, item: Entry) -> str:
        day = long_date(item.happened_on) if item.happened_on else item.happened_note
        told = sentence(item.sentence)
        # Readers take the summary for HTML; what people wrote is text.
        return escape(f"{day}: {told}" if day and told else told or day)

    def item_link(self, item: Entry) -> str:
        return absolute(item.matter.get_absolute_url())

    def item_guid(self, item: Entry) -> str:
        """The same for ever, also when the site moves to another address."""
        return uuid.uuid5(item.matter.public_id, f"entry-{item.pk}").urn

    def item_pubdate(self, item: Entry) -> datetime:
        return item.at

    def item_updateddate(self, item: Entry) -> datetime:
        """Entries only grow: one is never updated after it was made."""
        return item.at


class OrganizationFeed(MattersFeed):
    """The same for the matters of one circle."""

    def get_object(self, request: HttpRequest, slug: str) -> Organization:
        found = queries.organization(slug)
        if found is None:
            raise Http404
        return found

    def title(self, circle: Organization) -> str:
        return _("Vorgänge: %(circle)s") % {"circle": circle.name}

    def link(self, circle: Organization) -> str:
        return absolute(circle.get_absolute_url())

    def feed_url(self, circle: Organization) -> str:
        return absolute(reverse("publishing:organization_feed", args=[circle.slug]))

    def feed_guid(self, circle: Organization) -> str:
        return self.feed_url(circle)

    def items(self, circle: Organization) -> QuerySet[Entry]:
        return queries.entries(circle)[: queries.ENTRIES_SHOWN]


class ReportsFeed(Feed):
    """Public status reports as they were issued: how many matters stand how."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Sachstandsberichte")

    def author_name(self) -> str:
        return "Sprengel"

    def link(self) -> str:
        return absolute(reverse("publishing:reports"))

    def feed_url(self) -> str:
        return absolute(reverse("publishing:reports_feed"))

    def feed_guid(self) -> str:
        return absolute(reverse("publishing:reports_feed"))

    def items(self) -> QuerySet[StatusReport]:
        """In the order in which they were issued; whoever asks, the public ones."""
        found = reports.reports(queries.EVERYONE).filter(visibility=Visibility.PUBLIC)
        return found.prefetch_related("rows").order_by("-created_at")[: queries.ENTRIES_SHOWN]

    def item_title(self, item: StatusReport) -> str:
        return _("%(circle)s: Sachstandsbericht Nr. %(number)s") % {
            "circle": item.organization.name,
            "number": item.number,
        }

    def item_description(self, item: StatusReport) -> str:
        lights = Counter(row.cells["light_word"] for row in item.rows.all())
        told = ", ".join(f"{count} {word}" for word, count in lights.most_common())
        return escape(
            _("%(from)s bis %(to)s, Stand %(day)s. %(told)s.")
            % {
                "from": long_date(item.from_on),
                "to": long_date(item.to_on),
                "day": long_date(item.issued_on),
                "told": told or _("Nichts zu berichten"),
            }
        )

    def item_link(self, item: StatusReport) -> str:
        return absolute(item.get_absolute_url())

    def item_guid(self, item: StatusReport) -> str:
        return item.public_id.urn

    def item_pubdate(self, item: StatusReport) -> datetime:
        return item.created_at

    def item_updateddate(self, item: StatusReport) -> datetime:
        """An issued report stays as it was."""
        return item.created_at


class PressFeed(Feed):
    """What was released; a correction makes an entry new, never another one."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Pressemitteilungen")

    def author_name(self) -> str:
        return "Sprengel"

    def link(self) -> str:
        return absolute(reverse("publishing:press_releases"))

    def feed_url(self) -> str:
        return absolute(reverse("publishing:press_feed"))

    def feed_guid(self) -> str:
        return absolute(reverse("publishing:press_feed"))

    def items(self) -> QuerySet[PressRelease]:
        """Also those withdrawn: a reader that has kept one is told."""
        found = press.releases(queries.EVERYONE).prefetch_related("sentences", "corrections")
        return found[: queries.ENTRIES_SHOWN]

    def item_title(self, item: PressRelease) -> str:
        if item.state == ReleaseState.WITHDRAWN:
            return _("%(title)s (zurückgezogen)") % {"title": item.title}
        corrected = _(" (berichtigt)") if item.corrections.all() else ""
        return f"{item.title}{corrected}"

    def item_description(self, item: PressRelease) -> str:
        if item.state == ReleaseState.WITHDRAWN:
            return _("Diese Mitteilung wurde zurückgezogen.")
        notes = [_("Berichtigt: %(note)s") % {"note": one.note} for one in item.corrections.all()]
        text = " ".join(row.text for row in item.sentences.all())
        return escape("\n".join([*notes, item.subtitle, _shortened_text(text)]).strip())

    def item_link(self, item: PressRelease) -> str:
        return absolute(item.get_absolute_url())

    def item_guid(self, item: PressRelease) -> str:
        return item.public_id.urn

    def item_pubdate(self, item: PressRelease) -> datetime:
        assert item.released_at is not None
        return item.released_at

    def item_updateddate(self, item: PressRelease) -> datetime:
        if item.state == ReleaseState.WITHDRAWN:
            return item.edited_at
        times = [one.at for one in item.corrections.all()]
        return max(times, default=self.item_pubdate(item))


def _shortened_text(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1].rstrip()}…"


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1].rstrip()}…"

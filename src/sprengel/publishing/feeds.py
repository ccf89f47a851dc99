"""The Atom feed of public matters: one entry for everything that was told about one."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from sprengel.ledger.models import Entry
from sprengel.publishing import queries
from sprengel.ui.wording import long_date, quoted, sentence

LONGEST_TITLE = 160


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


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1].rstrip()}…"

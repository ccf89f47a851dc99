"""Filters and tags of the screen; the wording itself stands in ``ui.wording``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sprengel.ui import wording
from sprengel.ui.elements import Crumb

register = template.Library()


def as_day(value: date | datetime) -> date:
    if not isinstance(value, datetime):
        return value
    return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()


@register.filter
def in_days(value: date | datetime | None, today: date) -> str:
    """A deadline: "in 12 Tagen", "heute", "seit 3 Monaten überfällig"."""
    return wording.until_due(as_day(value), today) if value else ""


@register.filter
def when(value: date | datetime | None, today: date) -> str:
    """Any day: "in 12 Tagen", "heute", "vor 3 Monaten"."""
    return wording.seen_from(as_day(value), today) if value else ""


@register.filter
def since(value: date | datetime | None, today: date) -> str:
    """ "seit 14 Monaten"."""
    return wording.since_span(as_day(value), today) if value else ""


@register.filter
def long_date(value: date | datetime | None, precision: str = "day") -> str:
    """ "15. März 2024", or less exactly where it is known less exactly."""
    return wording.long_date(as_day(value), precision or "day") if value else ""


@register.filter
def sentence(value: object) -> str:
    return wording.sentence(str(value or ""))


@register.filter
def quoted(value: object) -> str:
    return wording.quoted(str(value or ""))


@register.filter
def up_to_quote(value: object) -> str:
    return wording.up_to_quote(str(value or ""))


@register.filter
def on_from_quote(value: object) -> str:
    return wording.on_from_quote(str(value or ""))


@register.filter
def listed(values: Iterable[object]) -> str:
    return wording.listed([str(value) for value in values])


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside a word; never in its place, so it is hidden from screen readers."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("ui/icons.svg"),
        name,
    )


@register.inclusion_tag("ui/components/nav_item.html", takes_context=True)
def nav_item(context: template.Context, view_name: str, title: str, icon_name: str) -> dict:
    """An entry of the main navigation; nothing where no room answers to that name."""
    try:
        url = reverse(view_name)
    except NoReverseMatch:
        return {}
    request: HttpRequest | None = context.get("request")
    path = request.path if request else ""
    home = reverse("meetings:home") if view_name == "meetings:home" else ""
    is_current = path == url if url == home else path.startswith(url)
    return {"url": url, "title": title, "icon_name": icon_name, "is_current": is_current}


@register.inclusion_tag("ui/components/breadcrumb.html")
def breadcrumb(*titles_and_urls: str) -> dict[str, list[Crumb]]:
    """``{% breadcrumb title url title url … %}``: the way up, without the page itself."""
    titles, urls = titles_and_urls[::2], titles_and_urls[1::2]
    return {"crumbs": [Crumb(str(t), str(u)) for t, u in zip(titles, urls, strict=True)]}

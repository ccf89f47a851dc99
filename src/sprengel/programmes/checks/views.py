"""Asked and answered on one page.

What is answered about a city or a person is nowhere kept: it comes in a POST and goes out in the
page that answers it. No row, no session, no address, no log line and no cache holds it.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from sprengel.programmes.checks import rule_sets
from sprengel.programmes.checks.forms import CheckForm
from sprengel.programmes.checks.words import said
from sprengel.programmes.engines import eligibility
from sprengel.programmes.tabs import tabs


@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    every = rule_sets.all_rule_sets()
    context = {
        "tabs": tabs(""),
        "city": [one for one in every if one.about == "city"],
        "person": [one for one in every if one.about == "person"],
    }
    return render(request, "programmes/checks/list.html", context)


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, key: str) -> HttpResponse:
    """A query string is not read: answers would stand in histories and server logs."""
    rules = rule_sets.rule_set(key)
    if rules is None:
        raise Http404
    is_asked = request.method == "POST"
    form = CheckForm(request.POST if is_asked else None, rules=rules)
    result = eligibility.check(rules, form.answers()) if is_asked and form.is_valid() else None
    context = {"rules": rules, "form": form, "result": said(result) if result else None}
    return render(
        request, "programmes/checks/check.html", context, status=422 if form.errors else 200
    )

"""Taking documents in: files or a pasted text. Other rooms may build on :class:`IntakeView`."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from sprengel.archive.actions import Added
from sprengel.ledger import actions
from sprengel.ledger.forms import IntakeForm
from sprengel.ledger.uploads import limit_uploads
from sprengel.ledger.views.access import needs


class IntakeView(View):
    """``/dokumente/neu/``. To take in for something of yours, override the methods marked so.

    The token is checked inside ``dispatch``: the limit on uploads has to be in place before
    anything reads the form, and checking the token reads it.
    """

    form_class = IntakeForm
    template_name = "ledger/intake.html"

    @method_decorator(csrf_exempt)
    @method_decorator(needs("ledger.add_document"))
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        limit_uploads(request)
        try:
            return self._checked(request, *args, **kwargs)
        except RequestDataTooBig:
            return self._refused(request, too_much_text())
        except TooManyFilesSent:
            return self._refused(request, too_many_files())

    @method_decorator(csrf_protect)
    def _checked(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self._page(request, self.form_class(user=request.user, initial=self.initial()))

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = self.form_class(
            request.POST,
            request.FILES,
            user=request.user,
            too_large=request.too_large,
            initial=self.initial(),
        )
        if not form.is_valid():
            return self._page(request, form)
        added = self._take_in(request, form)
        self._say(request, added)
        return redirect(self.success_url(added))

    # Override these

    def initial(self) -> dict[str, object]:
        """What the form begins with, e.g. the organization of a meeting."""
        return {}

    def context(self) -> dict[str, object]:
        """More for the template, e.g. a heading of its own."""
        return {}

    def taken_in(self, added: Added) -> None:
        """Called for each document, e.g. to attach it to a meeting."""

    def success_url(self, added: list[Added]) -> str:
        if len(added) == 1:
            return added[0].document.get_absolute_url()
        return reverse("archive:documents")

    # The work

    def _take_in(self, request: HttpRequest, form: IntakeForm) -> list[Added]:
        given = form.cleaned_data
        contents = [(file.name, file.read()) for file in given["files"]]
        pasted = given["text"].replace("\r\n", "\n")
        if pasted.strip():
            name = given["title"] or _("Eingefügter Text")
            contents.append((f"{name}.txt", pasted.encode()))
        result = []
        for name, data in contents:
            added = actions.take_in(
                actor=request.user,
                data=data,
                file_name=name,
                # One title cannot be that of several files.
                title=given["title"] if len(contents) == 1 else "",
                kind=given["kind"],
                body=given["body"],
                organization=given["organization"],
                dated_on=given["dated_on"],
                source_url=given["source_url"],
                visibility=given["visibility"],
            )
            self.taken_in(added)
            result.append(added)
        return result

    def _say(self, request: HttpRequest, added: list[Added]) -> None:
        new = [one for one in added if one.is_new]
        if new:
            messages.success(request, _taken_in(new))
        for one in added:
            if not one.is_new:
                link = format_html(
                    '<a href="{}">{}</a>', one.document.get_absolute_url(), one.document.title
                )
                sentence = _(
                    "Diese Datei ist schon da: {link}. Sie wurde nicht noch einmal aufgenommen."
                )
                messages.info(request, format_html(sentence, link=link))

    def _refused(self, request: HttpRequest, sentence: str) -> HttpResponse:
        form = self.form_class({}, user=request.user, initial=self.initial())
        form.errors.clear()
        form.add_error(None, sentence)
        return self._page(request, form, status=413)

    def _page(self, request: HttpRequest, form: IntakeForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "max_megabytes": settings.MAX_UPLOAD_BYTES // 1024 // 1024,
            **self.context(),
        }
        return render(request, self.template_name, context, status=status)


def _taken_in(new: list[Added]) -> str:
    # Not ngettext: one document is named, several are counted.
    if len(new) == 1:
        return _("„%(title)s“ wurde aufgenommen und wird jetzt gelesen.") % {
            "title": new[0].document.title
        }
    return _("%(n)s Dokumente wurden aufgenommen und werden jetzt gelesen.") % {"n": len(new)}


def too_much_text() -> str:
    return _("Der eingefügte Text ist zu lang. Bitte als Datei speichern und die Datei hochladen.")


def too_many_files() -> str:
    return _(
        "Das sind zu viele Dateien auf einmal; erlaubt sind %(n)s. Bitte in mehreren Schritten "
        "oder als .zip hochladen."
    ) % {"n": settings.DATA_UPLOAD_MAX_NUMBER_FILES}

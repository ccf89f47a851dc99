"""All addresses. Each room owns its own; German, because people read and type them."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("sprengel.meetings.urls")),
    path("", include("sprengel.publishing.urls")),
    path("", include("sprengel.programmes.urls")),
    path("", include("sprengel.surveys.urls")),
    path("", include("sprengel.hearings.urls")),
    path("", include("sprengel.figures.urls")),
    path("", include("sprengel.ledger.urls")),
    path("", include("sprengel.archive.urls")),
    path("", include("sprengel.bodies.urls")),
    path("", include("sprengel.mail.urls")),
    path("", include("sprengel.accounts.urls")),
    path("konto/", include("allauth.account.urls")),
]

handler400 = "sprengel.accounts.views.bad_request"
handler403 = "sprengel.accounts.views.forbidden"
handler404 = "sprengel.accounts.views.not_found"
handler500 = "sprengel.accounts.views.server_error"

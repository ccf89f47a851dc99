from django.urls import include, path

from sprengel.programmes import editing_views, views

app_name = "programmes"
urlpatterns = [
    path("programme/", views.overview, name="list"),
    path("programme/neu/", editing_views.add_programme, name="add"),
    # Each sub-package's own addresses, before those with a programme's name in them:
    # path("", include("sprengel.programmes.<subject>.urls")),
    path("", include("sprengel.programmes.checks.urls")),
    path("", include("sprengel.programmes.scenarios.urls")),
    path("", include("sprengel.programmes.enrolment.urls")),
    path("", include("sprengel.programmes.forecasts.urls")),
    path("", include("sprengel.programmes.distributions.urls")),
    path("", include("sprengel.programmes.housing.urls")),
    path("", include("sprengel.programmes.staff.urls")),
    path("programme/<slug:slug>/", views.programme, name="programme"),
    path("programme/<slug:slug>/bearbeiten/", editing_views.edit_programme, name="edit"),
    path("programme/<slug:slug>/beteiligte/", editing_views.add_party, name="add_party"),
    path(
        "programme/<slug:slug>/beteiligte/<int:pk>/entfernen/",
        editing_views.remove_party,
        name="remove_party",
    ),
    path("programme/<slug:slug>/vorgaenge/", editing_views.link_matters, name="link_matters"),
    path("programme/<slug:slug>/runde/neu/", editing_views.add_round, name="add_round"),
    path("programme/<slug:slug>/runde/<slug:round_slug>/", views.round_page, name="round"),
    path(
        "programme/<slug:slug>/runde/<slug:round_slug>/bearbeiten/",
        editing_views.edit_round,
        name="edit_round",
    ),
    path(
        "programme/<slug:slug>/runde/<slug:round_slug>/zahl/neu/",
        editing_views.add_number,
        name="add_number",
    ),
    path(
        "programme/<slug:slug>/runde/<slug:round_slug>/bestimmung/neu/",
        editing_views.add_provision,
        name="add_provision",
    ),
    path(
        "programme/<slug:slug>/runde/<slug:round_slug>/bestimmung/<int:pk>/",
        editing_views.edit_provision,
        name="edit_provision",
    ),
]

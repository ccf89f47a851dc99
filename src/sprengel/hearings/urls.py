"""Addresses of this room."""

from django.urls import path

from sprengel.hearings import views
from sprengel.hearings.commenting import views as commenting
from sprengel.hearings.drafting import views as drafting
from sprengel.hearings.files import views as files
from sprengel.hearings.outcomes import views as outcomes
from sprengel.hearings.weighing import views as weighing

ONE = "anhoerungen/<uuid:public_id>/"

app_name = "hearings"
urlpatterns = [
    path("anhoerungen/", views.overview, name="list"),
    path("anhoerungen/neu/", drafting.StartView.as_view(), name="start"),
    path(ONE, views.hearing, name="hearing"),
    path(f"{ONE}angaben/", drafting.change, name="change"),
    path(f"{ONE}neue-fassung/", drafting.NewVersionView.as_view(), name="new_version"),
    path(f"{ONE}endgueltig/", drafting.make_final, name="make_final"),
    path(f"{ONE}sichtbarkeit/", drafting.audience, name="audience"),
    path(f"{ONE}fassung/<int:number>/", weighing.version, name="version"),
    path(f"{ONE}fassung/<int:number>.docx", files.version_docx, name="version_docx"),
    path(f"{ONE}vergleich/", weighing.comparison, name="compare"),
    path(f"{ONE}anmerkung/<int:pk>/", weighing.handle, name="handle"),
    path(f"{ONE}anmerkungen.xlsx", files.synopsis_xlsx, name="synopsis_xlsx"),
    path(f"{ONE}anmerkungen.docx", files.synopsis_docx, name="synopsis_docx"),
    path(f"{ONE}staedte-fragen/", commenting.ask_cities, name="ask_cities"),
    path(f"{ONE}staedte/<int:pk>/fragen/", commenting.ask_again, name="ask_again"),
    path(f"{ONE}rueckmeldung/", commenting.logged_in, name="comment"),
    path(f"{ONE}rueckmeldung/absenden/", commenting.hand_in_logged_in, name="hand_in"),
    path(f"{ONE}forderungen/", outcomes.make_points, name="make_points"),
    path(f"{ONE}ergebnis/", outcomes.overview, name="outcomes"),
    path(f"{ONE}ergebnis/<int:pk>/", outcomes.record, name="record"),
    path("a/anhoerung/<str:token>/", commenting.by_link, name="link"),
    path("a/anhoerung/<str:token>/absenden/", commenting.hand_in_by_link, name="hand_in_link"),
]

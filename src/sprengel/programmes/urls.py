from django.urls import include, path

from sprengel.programmes import views

app_name = "programmes"
urlpatterns = [
    path("programme/", views.overview, name="list"),
    # Each sub-package's own addresses, before those with a programme's name in them:
    # path("", include("sprengel.programmes.<subject>.urls")),
    path("", include("sprengel.programmes.scenarios.urls")),
    path("", include("sprengel.programmes.forecasts.urls")),
    path("", include("sprengel.programmes.staff.urls")),
    path("programme/<slug:slug>/", views.overview, name="programme"),
    path("programme/<slug:slug>/runde/<slug:round_slug>/", views.overview, name="round"),
]

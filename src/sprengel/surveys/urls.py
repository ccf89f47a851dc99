from django.urls import include, path

from sprengel.surveys import views

app_name = "surveys"
urlpatterns = [
    path("umfragen/", views.overview, name="list"),
    path("", include("sprengel.surveys.building.urls")),
    path("", include("sprengel.surveys.asking.urls")),
    path("", include("sprengel.surveys.answering.urls")),
    path("umfragen/<uuid:public_id>/", views.survey, name="survey"),
]

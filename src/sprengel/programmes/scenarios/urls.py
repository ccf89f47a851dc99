from django.urls import path

from sprengel.programmes.scenarios import views

urlpatterns = [
    path("programme/szenarien/", views.scenario_list, name="scenarios"),
    path("programme/szenarien/<uuid:public_id>/", views.latest, name="scenario"),
    path("programme/szenarien/<uuid:public_id>/kopieren/", views.copy, name="copy_scenario"),
    path(
        "programme/szenarien/<uuid:public_id>/sichtbarkeit/",
        views.visibility,
        name="scenario_visibility",
    ),
    path("programme/szenarien/<uuid:public_id>/vergleich/", views.compare, name="compare_scenario"),
    path(
        "programme/szenarien/<uuid:public_id>/<int:number>/",
        views.version,
        name="scenario_version",
    ),
]

from django.urls import path

from sprengel.programmes.distributions import views

urlpatterns = [
    path("programme/verteilung/", views.distribution, name="distribution"),
    path(
        "programme/szenarien/<uuid:public_id>/<int:number>/verteilung.xlsx",
        views.version_excel,
        name="distribution_version_excel",
    ),
]

from django.urls import path

from sprengel.programmes.forecasts import views

urlpatterns = [
    path("programme/vorausrechnung/", views.forecast, name="forecast"),
    path("programme/vorausrechnung/excel/", views.excel, name="forecast_excel"),
    path(
        "programme/szenarien/<uuid:public_id>/<int:number>/vorausrechnung.xlsx",
        views.version_excel,
        name="forecast_version_excel",
    ),
    path(
        "programme/szenarien/<uuid:public_id>/<int:number>/kennzahl/",
        views.keep_figure,
        name="keep_forecast_figure",
    ),
]

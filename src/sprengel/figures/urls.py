from django.urls import path

from sprengel.figures import views

app_name = "figures"
urlpatterns = [
    path("kennzahlen/", views.overview, name="list"),
    path("kennzahlen/zahl/<uuid:public_id>/", views.figure, name="figure"),
    path("kennzahlen/<slug:slug>/", views.definition, name="definition"),
]

from django.urls import path

from sprengel.figures import editing, views

app_name = "figures"
urlpatterns = [
    path("kennzahlen/", views.overview, name="list"),
    path("kennzahlen/neu/", editing.define, name="define"),
    path("kennzahlen/zahl/<uuid:public_id>/", views.figure, name="figure"),
    path("kennzahlen/zahl/<uuid:public_id>/berichtigen/", editing.correct, name="correct"),
    path("kennzahlen/<slug:slug>/", views.definition, name="definition"),
    path("kennzahlen/<slug:slug>/vergleich/", views.compare, name="compare"),
    path("kennzahlen/<slug:slug>/festlegung/", editing.change_definition, name="change"),
    path("kennzahlen/<slug:slug>/eintragen/", editing.enter, name="enter"),
    path("kennzahlen/<slug:slug>/bruch/", editing.add_break, name="break"),
]

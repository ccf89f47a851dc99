from django.urls import path

from sprengel.bodies import editing, views

app_name = "bodies"
urlpatterns = [
    path("koerperschaften/", views.directory, name="list"),
    path("koerperschaften/neu/", editing.add_body, name="add_body"),
    path("koerperschaften/verzeichnis/", editing.load_register, name="load_register"),
    path("koerperschaften/<slug:slug>/", views.body, name="body"),
    path("koerperschaften/<slug:slug>/bearbeiten/", editing.change_body, name="change_body"),
    path("gremien/neu/", editing.add_organization, name="add_organization"),
    path("gremien/<slug:slug>/", views.organization, name="organization"),
    path(
        "gremien/<slug:slug>/bearbeiten/", editing.change_organization, name="change_organization"
    ),
    path("gremien/<slug:slug>/mitglieder/neu/", editing.add_membership, name="add_membership"),
    path("mitgliedschaften/<int:pk>/", editing.change_membership, name="change_membership"),
    path("personen/neu/", editing.add_person, name="add_person"),
    path("personen/<slug:slug>/", views.person, name="person"),
    path("personen/<slug:slug>/bearbeiten/", editing.change_person, name="change_person"),
    path("personen/<slug:slug>/aemter/neu/", editing.add_post, name="add_post"),
    path("aemter/<int:pk>/", editing.change_post, name="change_post"),
]

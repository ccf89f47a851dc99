from django.urls import path

from sprengel.bodies import views

app_name = "bodies"
urlpatterns = [
    path("koerperschaften/", views.directory, name="list"),
    path("koerperschaften/<slug:slug>/", views.body, name="body"),
    path("gremien/<slug:slug>/", views.organization, name="organization"),
    path("personen/<slug:slug>/", views.person, name="person"),
]

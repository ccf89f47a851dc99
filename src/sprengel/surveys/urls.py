from django.urls import path

from sprengel.surveys import views

app_name = "surveys"
urlpatterns = [
    path("umfragen/", views.overview, name="list"),
]

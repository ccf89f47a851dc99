from django.urls import path

from sprengel.figures import views

app_name = "figures"
urlpatterns = [
    path("kennzahlen/", views.overview, name="list"),
]

from django.urls import path

from sprengel.hearings import views

app_name = "hearings"
urlpatterns = [
    path("anhoerungen/", views.overview, name="list"),
]

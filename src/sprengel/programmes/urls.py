from django.urls import path

from sprengel.programmes import views

app_name = "programmes"
urlpatterns = [
    path("programme/", views.overview, name="list"),
]

from django.urls import path

from sprengel.programmes.checks import views

urlpatterns = [
    path("programme/pruefen/", views.checks, name="checks"),
    path("programme/pruefen/<slug:key>/", views.check, name="check"),
]

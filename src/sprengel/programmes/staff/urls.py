from django.urls import path

from sprengel.programmes.staff import views

urlpatterns = [
    path("programme/personal/", views.staff, name="staff"),
    path("programme/personal/speichern/", views.save, name="save_staff"),
    path("programme/personal/tabelle.xlsx", views.xlsx, name="staff_xlsx"),
]

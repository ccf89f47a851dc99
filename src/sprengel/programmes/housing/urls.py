from django.urls import path

from sprengel.programmes.housing import entering, uploading, views

urlpatterns = [
    path("programme/unterbringung/", views.housing, name="housing"),
    path("programme/unterbringung/tabelle.xlsx", views.xlsx, name="housing_xlsx"),
    path("programme/unterbringung/stadt/<slug:slug>/", views.city, name="housing_city"),
    path("programme/unterbringung/festlegungen/", entering.define, name="define_housing"),
    path("programme/unterbringung/erfassen/", entering.enter, name="enter_housing"),
    path("programme/unterbringung/laden/", uploading.upload, name="upload_housing"),
    path("programme/unterbringung/melden/", entering.report, name="report_housing"),
]

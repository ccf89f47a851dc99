from django.urls import path

from sprengel.programmes.enrolment import editing, listing, views

_LIST = "programme/<slug:slug>/beteiligung/"
_ONE = f"{_LIST}<slug:round_slug>/<slug:body_slug>/"

urlpatterns = [
    path(_LIST, views.enrolments, name="enrolments"),
    path(f"{_LIST}tabelle.xlsx", views.enrolments_as_excel, name="enrolments_as_excel"),
    path(f"{_LIST}presse/", views.press_list, name="press_list"),
    path(f"{_LIST}presse.txt", views.press_list_as_text, name="press_list_as_text"),
    path(f"{_LIST}neu/", editing.enter_enrolment, name="enter_enrolment"),
    path(f"{_LIST}liste/", listing.enter_list, name="enter_list"),
    path(f"{_LIST}eigene/", editing.state_own, name="state_own_enrolment"),
    path(_ONE, views.enrolment, name="enrolment"),
    path(f"{_ONE}aendern/", editing.change_enrolment, name="change_enrolment"),
    path(f"{_ONE}frueher/", editing.add_earlier_step, name="add_earlier_step"),
]

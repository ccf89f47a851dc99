from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def later(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


app_name = "ledger"
urlpatterns = [
    path("dokumente/neu/", later, name="add_document"),
    path("dokumente/<uuid:public_id>/pruefen/", later, name="review"),
    path("vorgaenge/", later, name="matters"),
    path("vorgaenge/<uuid:public_id>/", later, name="matter"),
]

from django.urls import path

from sprengel.archive import views

app_name = "archive"
urlpatterns = [
    path("dokumente/", views.document_list, name="documents"),
    path("dokumente/<uuid:public_id>/", views.document_page, name="document"),
    path("dokumente/<uuid:public_id>/original/", views.original, name="original"),
    path(
        "dokumente/<uuid:public_id>/seiten/<int:page_number>.png",
        views.page_picture,
        name="page_picture",
    ),
]

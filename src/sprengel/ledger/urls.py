from django.urls import path

from sprengel.ledger.inquiries.urls import urlpatterns as inquiries
from sprengel.ledger.views import documents, intake, matters, review
from sprengel.ledger.votes import urls as votes

app_name = "ledger"

_document = "dokumente/<uuid:public_id>"
_statement = f"{_document}/pruefen/<int:pk>"
_matter = "vorgaenge/<uuid:public_id>"

urlpatterns = [
    *inquiries,
    *votes.urlpatterns,
    path("dokumente/neu/", intake.IntakeView.as_view(), name="add_document"),
    path(f"{_document}/stand/", documents.reading_state, name="reading_state"),
    path(f"{_document}/lesen/", documents.read_again, name="read_again"),
    path(f"{_document}/angaben/", documents.change_document, name="change_document"),
    path(f"{_document}/pruefen/", review.review, name="review"),
    path(f"{_document}/pruefen/ergaenzen/", review.add, name="add_statement"),
    path(f"{_statement}/annehmen/", review.accept, name="accept"),
    path(f"{_statement}/berichtigen/", review.correct, name="correct"),
    path(f"{_statement}/verwerfen/", review.reject, name="reject"),
    path(f"{_statement}/zuruecknehmen/", review.undo, name="undo"),
    path(f"{_statement}/zuordnen/", review.attach, name="attach"),
    path("vorgaenge/", matters.matter_list, name="matters"),
    path(f"{_matter}/", matters.matter_page, name="matter"),
    path(f"{_matter}/eintrag/", matters.add_entry, name="add_entry"),
    path(f"{_matter}/wiedervorlage/", matters.set_check, name="set_check"),
    path(f"{_matter}/angaben/", matters.change_matter, name="change_matter"),
]

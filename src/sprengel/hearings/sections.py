"""What this room adds to a document's page: which hearing it is a version or the draft law of."""

from __future__ import annotations

from sprengel.accounts.models import Viewer
from sprengel.archive.models import Document
from sprengel.archive.sections import DocumentSection
from sprengel.hearings.models import Hearing, Version


def hearing_section(user: Viewer, document: Document) -> DocumentSection | None:
    version = (
        Version.objects.visible_to(user).filter(document=document).select_related("hearing").first()
    )
    about = list(Hearing.objects.visible_to(user).filter(law=document)[:10])
    if version is None and not about:
        return None
    return DocumentSection(
        "hearings/document_section.html", {"version": version, "hearings": about}
    )

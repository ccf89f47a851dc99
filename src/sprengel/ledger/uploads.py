"""Uploads that are too large end in a sentence, not in memory."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadhandler import (
    FileUploadHandler,
    SkipFile,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest


class SizeLimit(FileUploadHandler):
    """Stands before the handlers that keep the bytes and stops a file at the limit.

    The rest of that file is read from the line and thrown away, so that the browser gets an
    answer instead of a broken connection; other files of the same form go through.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        request.too_large = []
        self._size = 0

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._size += len(raw_data)
        if self._size > settings.MAX_UPLOAD_BYTES:
            self.request.too_large.append(self.file_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def limit_uploads(request: HttpRequest) -> None:
    """To be called before anything looks into the body: bytes go to disk, up to the limit."""
    request.upload_handlers = [SizeLimit(request), TemporaryFileUploadHandler(request)]

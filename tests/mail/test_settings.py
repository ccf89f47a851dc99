"""How the mail server and the sender are named."""

from __future__ import annotations

import pytest

from sprengel.config.env import BadSetting, mail_from, smtp


def test_a_server_in_one_address() -> None:
    server = smtp("smtp+starttls://b%C3%BCro%40v.example:ge%3Aheim@mail.example")
    assert server is not None
    assert (server.host, server.port) == ("mail.example", 587)
    assert (server.user, server.password) == ("büro@v.example", "ge:heim")
    assert (server.is_starttls, server.is_tls) == (True, False)
    assert smtp("smtps://mail.example") is not None
    assert smtp("") is None


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://a:x"])
def test_what_is_no_server(url: str) -> None:
    with pytest.raises(BadSetting, match="SPRENGEL_SMTP_URL"):
        smtp(url)


def test_the_sender() -> None:
    assert mail_from("", "https://sprengel.example") == "Sprengel <sprengel@sprengel.example>"
    assert mail_from("Büro <a@b.example>", "") == "Büro <a@b.example>"
    with pytest.raises(BadSetting, match="SPRENGEL_MAIL_FROM"):
        mail_from("Büro", "")

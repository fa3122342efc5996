"""Who the web server lets in, asked by a plain client."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest

from tests.tui.web.conftest import Served

Answer = tuple[int, dict[str, str], str]


def ask(served: Served, path: str, **headers: str) -> Answer:
    """Return status, headers and text of an answer, without going where it leads."""
    client = http.client.HTTPConnection(urlsplit(served.base).netloc, timeout=30)
    try:
        client.request("GET", path, headers=headers)
        answer = client.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
    finally:
        client.close()


def token_path(served: Served) -> str:
    return served.address.removeprefix(served.base)


def test_the_token_is_good_once_and_leads_to_the_page_without_it(served: Served) -> None:
    status, headers, _ = ask(served, token_path(served))
    assert (status, headers["location"]) == (303, "/")
    assert "HttpOnly" in headers["set-cookie"]
    assert "SameSite=Strict" in headers["set-cookie"]
    status, page, text = ask(served, "/", Cookie=headers["set-cookie"].partition(";")[0])
    assert status == 200
    assert 'class="textual-terminal"' in text
    assert "default-src 'none'" in page["content-security-policy"]
    assert ask(served, token_path(served))[0] == 403


@pytest.mark.parametrize("path", ["/", "/ws", "/static/js/textual.js", "/download/1", "/?token=", "/?token=guess"])
def test_without_the_token_nothing_of_the_interface_is_served(served: Served, path: str) -> None:
    assert ask(served, path)[0] == 403


def test_a_name_that_was_made_to_lead_here_is_refused_even_with_the_token(served: Served) -> None:
    assert ask(served, token_path(served), Host="rebound.example")[0] == 403
    assert ask(served, token_path(served))[0] == 303


def test_a_page_of_another_site_cannot_use_the_cookie(served: Served) -> None:
    cookie = ask(served, token_path(served))[1]["set-cookie"].partition(";")[0]
    assert ask(served, "/ws", Cookie=cookie, Origin="http://evil.example")[0] == 403


def test_the_log_itself_needs_no_token(served: Served) -> None:
    status, _, text = ask(served, "/checkpoint")
    assert status == 200
    assert text.startswith("hundred-model-war.demo.example\n")

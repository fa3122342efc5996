"""Who may see the interface: the browser that came first with the token, and no page of another site that it shows."""

from __future__ import annotations

import secrets

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

_OPEN = ("/checkpoint", "/tile/")
"""The log itself is public."""
_SPENT = "This address was opened once already, or is not the one that `jinbang serve --tui` printed.\n"


class Guard:
    """One token, good once; then a cookie of the browser that brought it."""

    def __init__(self, host: str, port: int) -> None:
        self._host = f"{host}:{port}"
        self._cookie = f"jinbang-{port}"
        # Cookies do not tell ports apart.
        self._session = secrets.token_urlsafe(32)
        self.token = secrets.token_urlsafe(24)
        """What the address carries."""
        self._is_spent = False

    def middleware(self) -> Middleware:
        """Return what stands in front of every request."""

        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            self._check_host(request)
            if request.path == _OPEN[0] or request.path.startswith(_OPEN[1]):
                return await handler(request)
            if "token" in request.query:
                self._spend(request.query["token"])
                return self._welcome()
            self._check_session(request)
            return await handler(request)

        return guarded

    async def finish(self, _: web.Request, response: web.StreamResponse) -> None:
        """Have the browser keep to this site, whatever a page would ask for."""
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
            f"img-src 'self' data:; connect-src 'self' ws://{self._host}; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'"
        )
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"

    def _check_host(self, request: web.Request) -> None:
        """Refuse a name that was made to lead here (DNS rebinding)."""
        if request.host != self._host:
            raise web.HTTPForbidden(text="not a name of this server\n")

    def _check_session(self, request: web.Request) -> None:
        brought = request.cookies.get(self._cookie, "")
        if not secrets.compare_digest(brought.encode(), self._session.encode()):
            raise web.HTTPForbidden(text=_SPENT)
        # A page of another site may open a socket to here, and the browser would send the cookie along.
        origin = request.headers.get("Origin")
        if origin not in (None, f"http://{self._host}"):
            raise web.HTTPForbidden(text="asked from another site\n")

    def _spend(self, token: str) -> None:
        is_right = secrets.compare_digest(token.encode(), self.token.encode())
        if self._is_spent or not is_right:
            raise web.HTTPForbidden(text=_SPENT)
        self._is_spent = True

    def _welcome(self) -> web.Response:
        """Return the way to the page without the token, which so stays out of history and screen."""
        answer = web.Response(status=303, headers={"Location": "/", "Cache-Control": "no-store"})
        answer.set_cookie(self._cookie, self._session, httponly=True, samesite="Strict", path="/")
        return answer

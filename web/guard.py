"""What holds for every page and every answer: headers, whose posts are taken, how many."""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from ipaddress import IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# Telegram Web shows Mini Apps in a frame; the phones open them in a view of their own.
_FRAMED_BY = "frame-ancestors 'self' https://web.telegram.org"
# Telegram's script puts an empty style element into every framed page; this is the hash of nothing.
_EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' {_EMPTY_STYLE}",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "media-src 'self' blob:",
        "base-uri 'none'",
        "form-action 'none'",
        _FRAMED_BY,
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(self), screen-wake-lock=(self), geolocation=(), microphone=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}
_MOST_FORM_BYTES = 64 * 1024
_LOOKING = {"GET", "HEAD", "OPTIONS"}
# Telegram posts without an Origin, and proves itself by its secret.
_FROM_ELSEWHERE = {"/webhook"}


class Guard:
    """Adds the headers, and refuses what another site makes a browser post."""

    def __init__(
        self,
        app: App,
        *,
        public_url: str,
        large: dict[str, int],
        answered: Callable[[str, int, float], None] = lambda _path, _status, _seconds: None,
    ) -> None:
        """Let `answered` hear path, status and seconds of each answer."""
        self.app = app
        self.answered = answered
        self.home = urlsplit(public_url).netloc
        # path -> bytes, where more than a form may come.
        self.large = large

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through with our headers on its answer, or refuse it with 403."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        began = time.monotonic()

        async def guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                self.answered(scope["path"], message["status"], time.monotonic() - began)
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        if self._from_another_site(scope):
            refusal = JSONResponse({"error": "cross-site"}, status_code=403)
            await refusal(scope, receive, guarded)
            return
        if self._too_large(scope):
            await JSONResponse({"error": "too-large"}, status_code=413)(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)

    def _from_another_site(self, scope: Scope) -> bool:
        if scope["method"] in _LOOKING or scope["path"] in _FROM_ELSEWHERE:
            return False
        headers = Headers(scope=scope)
        if headers.get("sec-fetch-site") == "cross-site":
            return True
        origin = headers.get("origin")
        if origin is None:
            return False
        return _place(origin) not in {self.home, headers.get("host", "")}

    def _too_large(self, scope: Scope) -> bool:
        """Tell whether more is announced than the page takes; a post of unknown length is."""
        if scope["method"] in _LOOKING or scope["path"] in _FROM_ELSEWHERE:
            return False
        headers = Headers(scope=scope)
        length = headers.get("content-length")
        if length is None:
            return "transfer-encoding" in headers
        most = self.large.get(scope["path"], _MOST_FORM_BYTES)
        return not length.isdigit() or int(length) > most


def _place(origin: str) -> str | None:
    """Return host and port of an origin; None for "null" and for what is none."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None


def caller_address(request: Request, trusted_proxy: str) -> str:
    """Return who really asks: the socket's peer, or what our own proxy says about its peer.

    Anyone can write X-Forwarded-For; only its last entry, written by the proxy that we were told
    of, is believed. An IPv6 house is one address (its /64).
    """
    peer = request.client.host if request.client else ""
    if trusted_proxy and peer == trusted_proxy:
        peer = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip() or peer
    try:
        address = ip_address(peer)
    except ValueError:
        return peer
    if isinstance(address, IPv6Address):
        return str(IPv6Address(int(address) >> 64 << 64))
    return str(address)


class Meter:
    """Counts what each address asks for; `most` in a minute, then no more for a while."""

    def __init__(
        self, most: int, *, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.most = most
        self.seconds = seconds
        self._clock = clock
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def wait_seconds(self, address: str) -> int:
        """Count one request; return 0 if it may go on, else after how long to come again."""
        now = self._clock()
        since, count = self._seen.pop(address, (now, 0))
        if now - since >= self.seconds:
            since, count = now, 0
        self._seen[address] = (since, count + 1)
        # An attacker with many addresses must not fill the memory; he gets his tries anew.
        while len(self._seen) > 10_000:
            self._seen.popitem(last=False)
        return max(1, int(since + self.seconds - now) + 1) if count >= self.most else 0

"""One call of the Bot API: fields read, deed done, everything written down in `calls`."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from rehearsal import edit_methods, fields, profile_methods, say_methods
from rehearsal.api_error import JSON, ApiError, bad_request, forbidden, too_many
from rehearsal.faults import AFTER_THE_DEED, Fault
from rehearsal.fields import Upload
from rehearsal.method_table import METHOD_NAMES, METHODS
from rehearsal.telegram_world import World
from rehearsal.webhook import Courier

_SECRET = re.compile(r"[A-Za-z0-9_-]*\Z")
_PORTS = (None, 443, 80, 88, 8443)
_LOCAL = ("127.0.0.1", "localhost", "::1")
_CALLS = 20_000


@dataclass(frozen=True)
class Call:
    """One call that the bot made: what it asked and what it was told. `fault` befell it."""

    method: str
    fields: JSON
    status: int
    description: str = ""
    result: Any = None
    fault: str = ""


def _without_bytes(values: JSON) -> JSON:
    """Return fields for the log, in which a file is its name, type and size."""
    return {
        name: {"name": each.name, "mime": each.mime, "size": len(each.content)}
        if isinstance(each, Upload)
        else each
        for name, each in values.items()
    }


class BotApi:
    """The methods, one world, and the log of calls."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.calls: list[Call] = []
        self.courier: Courier | None = None
        self._changing_courier = asyncio.Lock()
        self.webhook_secret = ""
        self.webhook_connections = 40
        # Where an invented public address really is, for the webhook.
        self.real_url: Callable[[str], str] = lambda url: url
        self._methods: dict[str, Callable[[World, JSON], Awaitable[Any]]] = {
            **say_methods.METHODS,
            **edit_methods.METHODS,
            **profile_methods.METHODS,
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
            "logOut": self._log_out,
            "close": self._log_out,
        }

    async def call(
        self, named: str, given: JSON, uploads: dict[str, Upload]
    ) -> tuple[int, JSON, Fault | None]:
        """Return HTTP status, body, and the fault that the door has to act out, if any."""
        method = METHOD_NAMES.get(named.lower(), named)
        fault = self.world.faults.for_reply(method, given.get("chat_id"))
        values: JSON = given
        result: Any = None
        try:
            if fault is not None and fault.kind not in AFTER_THE_DEED:
                self._fail(fault)
            table = METHODS.get(method)
            if table is None:
                raise ApiError(404, "Not Found: method not found")
            values = fields.read(method, table, given, uploads)
            result = await self._methods[method](self.world, values | {"_uploads": uploads})
            status, body = 200, {"ok": True, "result": result}
        except ApiError as refused:
            status, body = refused.code, refused.body()
        told = body.get("description", "")
        self._write_down(
            Call(method, _without_bytes(values), status, told, result, fault.kind if fault else "")
        )
        return status, body, fault

    def _write_down(self, call: Call) -> None:
        # An idle bot asks every few seconds all day; what it asked then nobody wants to read.
        if call.method == "getUpdates" and call.result == []:
            return
        self.calls.append(call)
        if len(self.calls) > _CALLS:
            del self.calls[: _CALLS // 2]

    def _fail(self, fault: Fault) -> None:
        if fault.kind == "too_many_requests":
            raise too_many(max(1, round(fault.seconds)))
        if fault.kind == "blocked":
            raise forbidden("bot was blocked by the user")
        if fault.kind == "json_401":
            raise ApiError(401, "Unauthorized")
        if fault.kind == "http_500":
            raise ApiError(500, "Internal Server Error")
        raise ApiError(int(fault.kind[-3:]), "a proxy's page")

    # ---- updates

    async def _get_updates(self, world: World, values: JSON) -> list[JSON]:
        return await world.deliveries.get_updates(
            values.get("offset", 0),
            values.get("limit", 100),
            values.get("timeout", 0),
            values.get("allowed_updates"),
        )

    async def _set_webhook(self, world: World, values: JSON) -> bool:
        url = values["url"]
        parts = urlsplit(url)
        local = parts.hostname in _LOCAL  # as Telegram's own server does in local mode
        if parts.scheme != "https" and not local:
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if parts.port not in _PORTS and not local:
            raise bad_request(
                "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
            )
        secret = values.get("secret_token", "")
        if len(secret) > 256:
            raise bad_request("secret token is too long")
        if not _SECRET.match(secret):
            raise bad_request("secret token contains unallowed characters")
        if values.get("allowed_updates") is not None:
            world.deliveries.allowed = values["allowed_updates"] or None
        world.deliveries.end_poll()
        if values.get("drop_pending_updates"):
            world.deliveries.forget_all()
        self.webhook_secret = secret
        self.webhook_connections = max(1, min(values.get("max_connections", 40), 100))
        world.deliveries.webhook_url = url
        await self.start_courier()
        return True

    async def start_courier(self) -> None:
        """Begin to send updates to the webhook that is set."""
        # Several bots may say at the same moment where they are to be sent.
        async with self._changing_courier:
            await self._dismiss_courier()
            self.courier = Courier(
                self.world.deliveries,
                self.real_url(self.world.deliveries.webhook_url),
                self.webhook_secret,
                self.webhook_connections,
                self.world.now,
            )
            self.courier.answer_method = self._call_from_webhook
            self.courier.start()

    async def _call_from_webhook(self, method: str, given: JSON) -> None:
        await self.call(method, given, {})

    async def stop_courier(self) -> None:
        """Send no more; what was not taken waits."""
        async with self._changing_courier:
            await self._dismiss_courier()

    async def _dismiss_courier(self) -> None:
        if self.courier is not None:
            await self.courier.close()
            self.courier = None

    async def _delete_webhook(self, world: World, values: JSON) -> bool:
        world.deliveries.webhook_url = ""
        await self.stop_courier()
        if values.get("drop_pending_updates"):
            world.deliveries.forget_all()
        return True

    async def _webhook_info(self, world: World, _values: JSON) -> JSON:
        info: JSON = {
            "url": world.deliveries.webhook_url,
            "has_custom_certificate": False,
            "pending_update_count": len(world.deliveries.waiting),
        }
        if world.deliveries.webhook_url:
            info |= {"max_connections": self.webhook_connections, "ip_address": "127.0.0.1"}
        if self.courier is not None and self.courier.last_error is not None:
            info["last_error_date"], info["last_error_message"] = self.courier.last_error
        if world.deliveries.allowed is not None:
            info["allowed_updates"] = world.deliveries.allowed
        return info

    async def _log_out(self, _world: World, _values: JSON) -> bool:
        return True

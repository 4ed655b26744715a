"""What the Bot API says when it refuses: a code, Telegram's sentence, sometimes parameters."""

from typing import Any

JSON = dict[str, Any]


class ApiError(Exception):
    """A method call that Telegram would turn down; nothing has changed in the world."""

    def __init__(self, code: int, description: str, parameters: JSON | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> JSON:
        """Return the JSON that the client receives."""
        answer: JSON = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(words: str) -> ApiError:
    """Return a 400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {words}")


def forbidden(words: str) -> ApiError:
    """Return a 403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {words}")


def too_many(seconds: int) -> ApiError:
    """Return a 429 that names the whole seconds to wait, in words and as a parameter."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})

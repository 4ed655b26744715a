"""The Mini App script that we ship is the published one, unchanged."""

import hashlib
import re
from pathlib import Path

STATIC = Path(__file__).parents[2] / "web" / "static"


def test_the_mini_app_script_is_the_published_file_byte_for_byte() -> None:
    origin = (STATIC / "telegram-web-app.ORIGIN.md").read_text(encoding="utf-8")
    stated = re.search(r"\| sha256 \| `([0-9a-f]{64})` \|", origin)
    assert stated is not None
    actual = hashlib.sha256((STATIC / "telegram-web-app.js").read_bytes()).hexdigest()
    assert actual == stated.group(1)
    assert "MIT License" in origin

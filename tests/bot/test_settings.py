"""Settings: what is written down about them, and that a wrong one stops the start by name."""

import re
import stat
from pathlib import Path

import pytest

from bot.secrets import make_secrets, read_secrets
from bot.settings import Settings, SettingsError, load_settings

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "5308000001:AAF-invented-for-a-test-of-settings-00"


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def _explained() -> dict[str, tuple[str, str]]:
    """Return variable -> (its value in the example, the line of meaning above it)."""
    found, meaning = {}, ""
    for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            meaning = line
        elif line:
            name, _, value = line.partition("=")
            found[name] = (value, meaning)
    return found


def test_the_example_lists_every_setting_with_a_line_of_meaning() -> None:
    explained = _explained()
    assert list(explained) == [name.upper() for name in Settings.model_fields]
    for name, (_, meaning) in explained.items():
        # HOST and PORT share a line; every other has its own.
        assert len(meaning) > 15, name


def test_the_example_holds_the_defaults() -> None:
    for name, (value, _) in _explained().items():
        default = Settings.model_fields[name.lower()].default
        assert value == str(default), name


def test_every_setting_says_what_it_is_for_in_the_code_too() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_example_as_it_stands_starts_the_stage(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text(encoding="utf-8"))
    settings = load_settings()
    assert settings.bot_token == ""
    assert not settings.id_in_form
    assert not settings.by_webhook


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "my-token"),
        ("BOT_TOKEN", "123456:<put the token of BotFather here>"),
        ("BOT_TOKEN", "123456:CHANGEME-CHANGEME-CHANGEME"),
        ("BOT_API_URL", "api.telegram.org"),
        ("DATABASE_URL", "mysql://root@localhost/city"),
        ("DATABASE_URL", "data/city.db"),
        ("DATABASE_URL", "postgresql://user:<password>@host/name"),
        ("PUBLIC_URL", "volunteers.example.org"),
        ("PUBLIC_URL", "http://volunteers.example.org"),
        ("PUBLIC_URL", "https://placeholder.example.org"),
        ("WEBHOOK_SECRET", "short"),
        ("WEBHOOK_SECRET", "with a blank in the middle of it"),
        ("WEBHOOK_SECRET", "a-long-enough-secret-000"),  # without PUBLIC_URL
        ("ID_COLLECTION", "paper"),
        ("ID_COLLECTION", "form"),  # without PUBLIC_URL
        ("PORT", "eighty"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_value_stops_with_one_sentence_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as stopped:
        load_settings()
    sentence = str(stopped.value)
    assert name in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    assert len(re.findall(r"\. [A-Z]", sentence)) == 0
    if name in {"BOT_TOKEN", "WEBHOOK_SECRET"}:
        assert value not in sentence  # a secret is not repeated into a log


def test_a_token_in_the_environment_wins_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("BOT_TOKEN=\nPORT=9000\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    settings = load_settings()
    assert (settings.bot_token, settings.port) == (TOKEN, 9000)


def test_a_secret_may_be_a_file_and_the_environment_wins_over_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / "bot_token").write_text(f"{TOKEN}\n")
    (folder / "metrics_token").write_text("the-token-of-prometheus-1\n")
    (folder / "secrets.json").write_text("{}")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    settings = load_settings()
    assert (settings.bot_token, settings.metrics_token) == (TOKEN, "the-token-of-prometheus-1")
    monkeypatch.setenv("BOT_TOKEN", TOKEN.replace("00", "11"))
    assert load_settings().bot_token == TOKEN.replace("00", "11")
    (folder / "metrics_token").write_text("short")
    with pytest.raises(SettingsError, match=r"^METRICS_TOKEN needs 16"):
        load_settings()


def test_no_secret_shows_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("PUBLIC_URL", "https://volunteers.example.org/")
    monkeypatch.setenv("WEBHOOK_SECRET", "a-secret-of-the-webhook-1")
    monkeypatch.setenv("DATABASE_URL", "postgresql://city:pass-of-the-city@db/city")
    settings = load_settings()
    for secret in (TOKEN, "a-secret-of-the-webhook-1", "pass-of-the-city"):
        assert secret not in repr(settings)
    assert settings.public_url == "https://volunteers.example.org"
    assert settings.by_webhook
    assert settings.id_in_form


def test_the_id_number_can_be_asked_in_the_chat_though_there_are_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://volunteers.example.org")
    monkeypatch.setenv("ID_COLLECTION", "chat")
    assert not load_settings().id_in_form


# ---- the secrets file


def test_secrets_are_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "secrets.json"
    make_secrets(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    with pytest.raises(SettingsError, match=r"SECRETS_FILE .* exists already"):
        make_secrets(path)
    assert path.read_bytes() == before
    ring = read_secrets(path)
    assert ring.open(ring.seal("秘密", "here"), "here") == "秘密"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_secrets_that_others_can_read_are_not_used(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "secrets.json"
    make_secrets(path)
    path.chmod(mode)
    with pytest.raises(SettingsError, match=r"SECRETS_FILE .* chmod 600"):
        read_secrets(path)


def test_missing_secrets_say_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="python -m bot secrets"):
        read_secrets(tmp_path / "secrets.json")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not json",
        "[]",
        "{}",
        '{"masters": {}}',
        '{"masters": {"1": "c2hvcnQ="}}',
        '{"masters": {"one": "x"}}',
        '{"masters": {"1": 5}}',
    ],
)
def test_a_file_without_keys_says_so(tmp_path: Path, content: str) -> None:
    path = tmp_path / "secrets.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(SettingsError, match=r"SECRETS_FILE .* holds no keys"):
        read_secrets(path)

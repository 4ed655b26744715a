"""What `deploy/` names exists: settings, commands, files, addresses, numbers, sections.

No container engine and no running systemd is asked for; deploy/README.md says what was tried how.
"""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.cli import app
from bot.settings import Settings
from rehearsal.clock import StageClock
from tests.cast import CITY, MORNING
from tests.databases import fresh_database
from tests.plain_yaml import read
from tests.proxy import DEPLOY
from tests.test_house import ROOT
from usecases.database import Database
from web.watching import Pageless, build_watch

SETTINGS = {name.upper() for name in Settings.model_fields}
SECRET = {"BOT_TOKEN", "WEBHOOK_SECRET", "METRICS_TOKEN", "DATABASE_URL"}
PROMTOOL = shutil.which("promtool")
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def _commands() -> set[str]:
    return {
        str(command.name or getattr(command.callback, "__name__", ""))
        for command in app.registered_commands
    }


def _text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def _services() -> dict[str, dict[str, Any]]:
    """Return the services of the compose file, each with what it extends filled in."""
    services = read(DEPLOY / "compose.yaml")["services"]
    whole = {}
    for name, service in services.items():
        base = services[service["extends"]["service"]] if "extends" in service else {}
        whole[name] = base | service
    return whole


def _ours() -> dict[str, dict[str, Any]]:
    return {name: each for name, each in _services().items() if each["image"] == "volunteer-city"}


def _address(service: dict[str, Any]) -> str:
    return str(service["networks"]["inside"]["ipv4_address"])


# ---- compose


def test_every_variable_and_secret_of_the_compose_file_is_a_setting() -> None:
    assert len(_ours()) >= 6
    for name, service in _ours().items():
        variables = set(service["environment"])
        assert variables <= SETTINGS, (name, variables - SETTINGS)
        assert not variables & SECRET, "a secret is a file, not a variable"
        secrets = {secret.upper() for secret in service["secrets"]}
        assert secrets == SECRET, name
        command = service.get("command", ["run"])
        assert command[0] in _commands(), name
    every = read(DEPLOY / "compose.yaml")["secrets"]
    used = {secret for service in _services().values() for secret in service.get("secrets", [])}
    assert set(every) == used


def test_every_variable_that_the_compose_file_asks_for_stands_in_its_example() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", _text("compose.yaml")))
    told = set(re.findall(r"^([A-Z_]+)=", _text("compose/city.env"), re.M))
    assert asked == told


def test_proxy_and_watcher_know_the_addresses_of_the_compose_file() -> None:
    services = _services()
    addresses = [_address(service) for service in services.values()]
    assert len(addresses) == len(set(addresses))
    bots = {_address(each) for name, each in services.items() if name.startswith("bot")}
    schedulers = {_address(each) for name, each in services.items() if name.startswith("sched")}
    assert (len(bots), len(schedulers)) == (3, 2)
    assert _ours()["bot1"]["environment"]["TRUSTED_PROXY"] == _address(services["nginx"])
    upstream = re.findall(r"^server ([\d.]+):8080 ", _text("compose/site/upstream.conf"), re.M)
    assert sorted(upstream) == sorted(bots)
    watched = read(DEPLOY / "compose" / "prometheus.yaml")["scrape_configs"][0]
    assert sorted(watched["static_configs"][0]["targets"]) == sorted(
        f"{address}:8080" for address in bots | schedulers
    )
    assert f"@{_address(services['db'])}/" in _text("README.md")
    listened = set(re.findall(r"listen (\d+)", _text("compose/site/listen.conf")))
    listened |= set(re.findall(r"listen (\d+)", _text("compose/site/port80.conf")))
    assert {port.partition(":")[2] for port in services["nginx"]["ports"]} == listened


def test_whatever_the_compose_file_mounts_from_here_exists() -> None:
    mounted = re.findall(r"- (\./[^:\s]+):", _text("compose.yaml"))
    assert len(mounted) >= 4
    for path in mounted:
        assert (DEPLOY / path).exists(), path


def test_each_service_is_started_again_and_has_a_limit() -> None:
    for name, service in _services().items():
        assert service["deploy"]["resources"]["limits"]["memory"], name
        assert service["restart"] == ("no" if name == "backup" else "unless-stopped"), name
    for name, service in _ours().items():
        assert service["read_only"] == "true", name
        assert service["cap_drop"] == ["ALL"], name


# ---- image


def test_the_image_holds_what_runs_and_nothing_of_development() -> None:
    text = _text("Dockerfile")
    copied = set(re.findall(r"^COPY (\w+) \w+$", text, re.M))
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {name.split(".")[0] for name in told["tool"]["setuptools"]["packages"]}
    assert copied == packages - {"rehearsal", "benchmarks"}
    let_in = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.M))
    assert let_in == copied | {"pyproject.toml", "LICENSE", "deploy/requirements.lock"}
    variables = set(re.findall(r"^    ([A-Z_]+)=", text, re.M))
    assert variables - SETTINGS == {"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
    assert not variables & SECRET
    user, *_ = re.findall(r"^USER (\d+):", text, re.M)
    assert f"--uid {user}" in text
    assert "HEALTHCHECK" in text


def _pins(name: str) -> dict[str, frozenset[str]]:
    """Return `name==version; marker` -> its hashes."""
    text = re.sub(r" *\\\n *", " ", (ROOT / name).read_text(encoding="utf-8"))
    pins = {}
    for line in text.splitlines():
        if line and not line.lstrip().startswith("#"):
            pin, *hashes = line.split(" --hash=")
            pins[pin.strip()] = frozenset(each.split()[0] for each in hashes)
    return pins


def test_the_image_has_the_same_pins_and_all_that_the_product_needs() -> None:
    every, shipped = _pins("requirements.lock"), _pins("deploy/requirements.lock")
    for pin, hashes in shipped.items():
        assert every.get(pin) == hashes, f"{pin}: run make lock"
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = {re.split(r"[=; ]", pin)[0] for pin in shipped}

    def named(requirements: list[str]) -> set[str]:
        return {re.split(r"[\[<>=~]", each)[0].lower() for each in requirements}

    assert named(told["project"]["dependencies"]) <= names
    only_ours = named(told["project"]["optional-dependencies"]["dev"])
    assert not {"pytest", "ruff", "mypy"} & names
    assert {"pytest", "ruff", "mypy"} <= only_ours


# ---- units


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_command_and_setting_of_a_unit_is_one(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    for command in re.findall(r"^ExecStart=\S+python -m bot (\w+)", text, re.M):
        assert command in _commands()
    variables = set(re.findall(r"^Environment=(\w+)=", text, re.M))
    assert variables <= SETTINGS
    if "-m bot" in text:
        credentials = {name.upper() for name in re.findall(r"^LoadCredential=(\w+):", text, re.M)}
        assert credentials == SECRET
    for hardening in ("NoNewPrivileges=yes", "ProtectSystem=strict", "SystemCallFilter=@system"):
        assert hardening in text


def test_the_environment_of_the_units_is_of_settings_and_holds_no_secret() -> None:
    text = _text("systemd/city.env")
    variables = set(re.findall(r"^([A-Z_]+)=", text, re.M))
    assert variables <= SETTINGS - SECRET
    # Given by the unit's instance, which a file would overrule.
    assert "PORT" not in variables
    timer = _text("systemd/city-backup.timer")
    assert "OnCalendar=hourly" in timer
    assert (DEPLOY / "systemd" / "city-backup.service").exists()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    names = []
    for file in [*UNITS, *(DEPLOY / "systemd").glob("*.timer")]:
        name = file.name.replace("@.", "@8081.")
        text = file.read_text(encoding="utf-8")
        # What the units start is not installed on the machine that tests.
        text = re.sub(r"^(ExecStart=)\S+", r"\1/bin/true", text, flags=re.M)
        (tmp_path / name).write_text(text, encoding="utf-8")
        names.append(str(tmp_path / name))
    done = subprocess.run(  # noqa: S603 - our own files
        ["systemd-analyze", "verify", "--man=no", *names],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    about_ours = [line for line in done.stderr.splitlines() if "city-" in line]
    assert about_ours == []


# ---- alerts


def _anchors() -> set[str]:
    headings = re.findall(r"^#+ (.+)$", (ROOT / "docs" / "operations.md").read_text("utf-8"), re.M)
    return {re.sub(r"[^a-z0-9 -]", "", each.lower()).replace(" ", "-") for each in headings}


def test_every_alert_tells_what_to_do_in_a_section_that_exists() -> None:
    rules = read(DEPLOY / "alerts.yaml")["groups"][0]["rules"]
    assert len({rule["alert"] for rule in rules}) == len(rules) >= 15
    for rule in rules:
        assert rule["labels"]["severity"] in {"page", "look"}, rule["alert"]
        assert len(rule["annotations"]["summary"]) > 10
        page, _, anchor = rule["annotations"]["runbook"].partition("#")
        assert page == "docs/operations.md"
        assert anchor in _anchors(), rule["alert"]


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not on this machine")
def test_the_alerts_are_raised_when_they_should_and_not_otherwise() -> None:
    done = subprocess.run(  # noqa: S603 - our own files
        [str(PROMTOOL), "test", "rules", DEPLOY / "alerts_test.yaml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_links_within_the_manual_lead_somewhere() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= _anchors()


async def test_every_number_that_an_alert_reads_is_told(tmp_path: Path) -> None:
    (tmp_path / "a-backup").write_text("x")
    with fresh_database("sqlite") as url:
        db, clock = Database(url, CITY), StageClock(MORNING, running=False)
        # What occurs only in a life: a page, a job, an error, a proof.
        db.tally.pages.add("/scan", "2xx")
        db.tally.jobs.add("prune", "failed")
        db.tally.database_errors.add("OperationalError")
        db.tally.proof_holds.value = db.tally.proof_timestamp_seconds.value = 1
        pages = build_watch(Pageless(db, clock, lambda: False, "token", {"backup": tmp_path}))
        transport = httpx.ASGITransport(pages)
        async with httpx.AsyncClient(transport=transport, base_url="http://city.example") as http:
            told = await http.get("/metrics", headers={"Authorization": "Bearer token"})
        await db.close()
    samples = [each for one in text_string_to_metric_families(told.text) for each in one.samples]
    names = {sample.name for sample in samples}
    asked = " ".join(rule["expr"] for rule in read(DEPLOY / "alerts.yaml")["groups"][0]["rules"])
    numbers = set(re.findall(r"\bcity_\w+", asked))
    assert len(numbers) > 12
    assert numbers <= names, numbers - names
    labels = set(re.findall(r"[{,]\s*(\w+)[=!]", asked)) | set(re.findall(r"by \((\w+)\)", asked))
    assert labels <= {"job"} | {label for sample in samples for label in sample.labels}

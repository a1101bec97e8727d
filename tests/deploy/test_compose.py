"""docker-compose.yml as an operator relies on it. No Docker engine is needed to read it."""

import re

import pytest
import yaml

from tests.conftest import ROOT

TEXT = (ROOT / "docker-compose.yml").read_text()
FILE = yaml.safe_load(TEXT)
SERVICES = FILE["services"]
EVERY = pytest.mark.parametrize("name", SERVICES)


def test_it_is_the_whole_program_and_no_more():
    assert set(SERVICES) == {"postgres", "redis", "web", "worker", "beat", "proxy"}


@EVERY
def test_every_service_says_when_it_is_well(name):
    assert SERVICES[name]["healthcheck"]["test"]


@EVERY
def test_no_service_runs_as_root_or_can_become_it(name):
    service = SERVICES[name]
    assert str(service["user"]).split(":")[0] not in {"", "0", "root"}
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["cap_drop"] == ["ALL"]


@EVERY
def test_no_service_writes_outside_its_volumes(name):
    assert SERVICES[name]["read_only"] is True


def test_every_secret_must_be_given_and_none_has_a_default():
    for name, rest in re.findall(r"(?<!\$)\$\{(\w+)([^}]*)\}", TEXT):
        assert rest.startswith(":?"), f"{name}{rest}"
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"):
        assert f"${{{name}:?" in TEXT
    assert not re.search(r"password\w*:\s*[\"']?(?!\$)\w", TEXT, re.IGNORECASE)


def test_only_the_proxy_can_be_reached_from_outside():
    assert [name for name, service in SERVICES.items() if service.get("ports")] == ["proxy"]
    assert FILE["networks"]["inside"]["internal"] is True
    assert SERVICES["postgres"]["networks"] == SERVICES["redis"]["networks"] == ["inside"]


def test_web_worker_and_beat_are_one_image_with_one_environment():
    programs = [SERVICES[name] for name in ("web", "worker", "beat")]
    assert len({program["image"] for program in programs}) == 1
    assert all(program["environment"] == programs[0]["environment"] for program in programs)


def test_exams_do_not_wait_for_redis():
    assert SERVICES["web"]["depends_on"]["redis"]["condition"] == "service_started"


def test_the_commands_are_those_the_process_test_starts():
    assert "gunicorn exam_platform.wsgi" in (ROOT / "deploy" / "web.sh").read_text()
    assert SERVICES["worker"]["command"][:4] == ["celery", "-A", "exam_platform", "worker"]
    assert SERVICES["beat"]["command"][:4] == ["celery", "-A", "exam_platform", "beat"]


def test_every_variable_is_written_down_for_operators():
    manual = (ROOT / "docs" / "operating.md").read_text()
    for name in set(re.findall(r"(?<!\$)\$\{(\w+)", TEXT)):
        assert f"`{name}`" in manual, name


def test_the_proxy_believes_no_client_about_itself():
    conf = (ROOT / "deploy" / "nginx.conf").read_text()
    assert "X-Forwarded-For $remote_addr;" in conf
    assert "$proxy_add_x_forwarded_for" not in conf
    assert conf.count("{") == conf.count("}")


def test_the_image_does_not_run_as_root():
    users = re.findall(r"^USER (\w+)", (ROOT / "deploy" / "Dockerfile").read_text(), re.MULTILINE)
    assert users == ["rehearsal"]

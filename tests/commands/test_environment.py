"""The environment as a schema: every mistake at once, and every setting that is read is known."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from rounds.config.environment import SETTINGS, check_environment
from tests.commands.production import rounds, settings_of

SOURCE = Path(__file__).parents[2] / "src/rounds"


def said_of(**environment):
    with pytest.raises(ImproperlyConfigured) as raised:
        check_environment(environment)
    return str(raised.value).splitlines()


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("ROUNDS_MODE", "prodution", "production, demo, development"),
        ("ROUNDS_SMTP_PORT", "70000", "from 1 to 65,535"),
        ("ROUNDS_SMTP_PORT", "smtp", "from 1 to 65,535"),
        ("ROUNDS_PROXIES", "-1", "from 0 to 10"),
        ("ROUNDS_JOB_BEAT", "soon", "from 0.1 to 600"),
        ("ROUNDS_HTTPS", "maybe", "true or false"),
        ("ROUNDS_BASE_URL", "rounds.example.org", "https://"),
        ("ROUNDS_LOG_LEVEL", "LOUD", "DEBUG, INFO"),
    ],
)
def test_value_out_of_bounds_is_named_with_what_is_allowed(name, value, allowed):
    [line] = said_of(**{name: value})

    assert name in line
    assert repr(value) in line
    assert allowed in line


def test_misspelled_setting_is_named_and_an_unknown_one_is_left_alone():
    check_environment({"ROUNDS_BILLING_CODE": "7", "ROUNDS_OIDC_MERCY_NAME": "Mercy", "ROUNDS_SMTP_PORT": ""})

    assert said_of(ROUNDS_SECOND_FACTR="1") == [
        "ROUNDS_SECOND_FACTR is no setting. Perhaps ROUNDS_SECOND_FACTOR is meant."
    ]


def test_every_setting_that_is_read_is_known():
    read = {
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r"""["'](ROUNDS_[A-Z_]+[A-Z])["']""", path.read_text(encoding="utf-8"))
    }

    assert read <= set(SETTINGS) | {"ROUNDS_TEST_SQLITE"}


def test_a_start_says_all_mistakes_at_once_and_no_traceback(tmp_path):
    done = rounds(
        "manage", "check", environment=settings_of(tmp_path, ROUNDS_SMTP_PORT="0", ROUNDS_PROXIES="many")
    )

    assert done.returncode != 0
    assert "ROUNDS_SMTP_PORT" in done.stderr
    assert "ROUNDS_PROXIES" in done.stderr
    assert "Traceback" not in done.stderr

"""Secrets in scripts and configuration: what is told, what is let be, and that none is ever shown.

The secrets here are put together when the tests run, so that no file holds anything that looks like one.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from jaicp.check.checker import check
from jaicp.cli.check import check as check_command
from jaicp.project.link import load_project
from jaicp.text.diagnostic import Diagnostic

LETTERS = "aB3dE5gH7jK9mN1pQ2sT4vW6xY8zC0fR"
HEX = "3f9a1c77b2e84d05" * 2


def told(folder: Path, **files: str) -> list[Diagnostic]:
    (folder / "src").mkdir()
    texts = {"chatbot_yaml": "entryPoint: main.sc\n", "src_main_sc": "require: code.js\n"}
    for name, text in {**texts, "src_code_js": "", **files}.items():
        parts = name.split("_")
        (folder / Path(*parts[:-2]) / ".".join(parts[-2:])).write_text(text, encoding="utf-8")
    return [one for one in check(load_project(folder)).diagnostics if one.code.id == "JC603"]


@pytest.mark.parametrize(
    ("secret", "what"),
    [
        (f"1234567890:AA{LETTERS}3", "a token of a Telegram bot"),
        (f"AKIA{'B3D5G7J9' * 2}", "an access key of AWS"),
        (f"ghp_{LETTERS}aB3d", "a token of GitHub"),
        (f"glpat-{LETTERS[:20]}", "a token of GitLab"),
        (f"xoxb-{LETTERS}", "a token of Slack"),
        (f"sk-proj-{LETTERS}", "a key of an API"),
        (f"sk_live_{LETTERS}", "a key of an API"),
        (f"AIza{LETTERS}aB3", "a key of Google"),
        (f"SG.{LETTERS[:20]}.{LETTERS}", "a key of SendGrid"),
        (f"y0_{LETTERS}", "a token of Yandex"),
        (f"eyJ{LETTERS}.eyJ{LETTERS}.{LETTERS}", "a signed token"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a private key"),
    ],
)
def test_the_form_of_a_secret_is_known(secret: str, what: str, tmp_path: Path) -> None:
    (found,) = told(tmp_path, src_code_js=f'var some = "{secret}";\n')
    assert found.span.text == secret
    assert found.message.startswith(what)
    assert not found.is_error


@pytest.mark.parametrize(
    ("code", "secret"),
    [
        (f'var apiKey = "{HEX}";', HEX),
        (f"var API_KEY = '{HEX}';", HEX),
        (f'$http.post(url, {{headers: {{"Authorization": "Bearer {LETTERS}"}}}});', LETTERS),
        (f'login({{user: "x", password: "{LETTERS[:12]}"}});', LETTERS[:12]),
        (f'config["clientSecret"] = "{LETTERS}";', LETTERS),
        (f'$http.get("https://example.org/x?q=1&appid={HEX}&units=metric");', HEX),
        (f'$http.get("https://bot:{LETTERS}@example.org/");', LETTERS),
        (f'query({{key: "{HEX}"}});', HEX),
    ],
)
def test_a_secret_is_known_by_its_name(code: str, secret: str, tmp_path: Path) -> None:
    (found,) = told(tmp_path, src_code_js=code)
    assert found.span.text == secret


@pytest.mark.parametrize(
    "code",
    [
        'var token = $secrets.get("BOT_TOKEN_1");',
        'var secretWord = "абракадабра1";',
        'var password = "your-password-1";',
        'var token = "<token 12345678>";',
        'var token = "xxxxxxxx1";',
        "var apiKey = config2.apiKey2",
        'var tokenUrl = "auth2.example.org/v1";',
        'var passwordPrompt = "password1234";',
        'var secret = "1234567890";',
        'var token = "telegram";',
        'var tokenizer = "version2tokenizer";',
        '$http.get("https://example.org/x?token=${token}&key=$apiKey");',
        "// see https://user:<password>@example.org",
    ],
)
def test_what_is_no_secret_is_let_be(code: str, tmp_path: Path) -> None:
    assert told(tmp_path, src_code_js=code) == []


def test_settings_without_quotes_and_comments_count_too(tmp_path: Path) -> None:
    yaml = f"entryPoint: main.sc\ninjector:\n  token: {HEX} # prod\n  # token: {LETTERS}\n"
    found = told(tmp_path, chatbot_yaml=yaml)
    assert [one.span.text for one in found] == [HEX, LETTERS]


def test_a_comment_allows_it(tmp_path: Path) -> None:
    code = f'// jaicp: allow(written-secret) of a test account\nvar token = "{HEX}";\n'
    assert told(tmp_path, src_code_js=code) == []


@pytest.mark.parametrize("form", ["full", "concise", "json", "sarif", "github"])
def test_no_form_shows_it(form: str, tmp_path: Path) -> None:
    (tmp_path / "main.sc").write_text(
        f"""theme: /
    state: Hello || modle = true
        q!: hello
        script: $session.token = "{HEX}"; nowhere();
        a: Hello!
""",
        encoding="utf-8",
    )
    result = CliRunner().invoke(check_command, ["--format", form, str(tmp_path / "main.sc")])
    assert "JC603" in result.output
    assert HEX not in result.output
    assert HEX[:8] not in result.output


def test_it_is_blotted_out_in_what_others_show_as_well(tmp_path: Path) -> None:
    file = tmp_path / "main.sc"
    file.write_text(
        f"""theme: /
    state: Hello
        q!: hello
        # token = "{HEX}"
        go!: /Hell
""",
        encoding="utf-8",
    )
    output = CliRunner().invoke(check_command, [str(file)]).output
    assert "JC201" in output
    assert "•" * len(HEX) in output
    assert HEX not in output


def test_its_place_is_that_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "main.sc").write_text(
        f'theme: /\n    state: A\n        q!: a\n        # пароль 🌷 token: "{HEX}"\n        a: A\n',
        encoding="utf-8",
    )
    result = CliRunner().invoke(check_command, ["--format", "json", str(tmp_path / "main.sc")])
    (found,) = json.loads(result.stdout)["diagnostics"]
    assert (found["line"], found["column"]) == (4, 28)
    assert found["end_column"] - found["column"] == len(HEX)

"""Where packages come from, as a machine's settings of pip and of uv say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tooling import indexes
from tooling.indexes import Sources

LISTED = r"""
:env:.index-url='https://env.test/simple'
:env:.target='/elsewhere'
global.cert='/ca.pem'
global.extra-index-url='https://one.test/simple\nhttps://two.test/simple'
global.index-url='https://global.test/simple'
install.find-links='/wheels /more'
install.no-index='false'
install.trusted-host='one.test'
global.proxy='http://proxy.test:3128'
""".strip()
PIP = Sources(
    index="https://env.test/simple",
    extra=("https://one.test/simple", "https://two.test/simple"),
    links=("/wheels", "/more"),
    trusted=("one.test",),
    cert="/ca.pem",
    proxy="http://proxy.test:3128",
)


def test_pip_lists_its_settings_and_a_variable_wins() -> None:
    assert indexes.of_pip(LISTED) == PIP


def test_uv_s_variables_win_over_its_file(tmp_path: Path) -> None:
    file = tmp_path / "uv.toml"
    file.write_text(
        """
exclude-newer = "2001-01-01T00:00:00Z"
[pip]
find-links = ["/wheels"]
[[index]]
name = "corp"
url = "https://corp.test/simple"
default = true
[[index]]
url = "https://more.test/simple"
[[index]]
url = "https://only-when-named.test/simple"
explicit = true
"""
    )
    environ = {"UV_CONFIG_FILE": str(file)}
    by_file = Sources("https://corp.test/simple", ("https://more.test/simple",), ("/wheels",))
    assert indexes.of_uv(environ) == by_file
    by_variable = indexes.of_uv(environ | {"UV_DEFAULT_INDEX": "corp=https://other.test/simple"})
    assert by_variable.index == "https://other.test/simple"
    assert by_variable.links == ("/wheels",)
    assert indexes.of_uv(environ | {"UV_NO_CONFIG": "1"}) == Sources()


def test_a_broken_file_of_uv_s_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "uv.toml").write_text("[[[")
    assert indexes.of_uv({"UV_CONFIG_FILE": str(tmp_path / "uv.toml")}) == Sources()


def test_both_installers_are_told_the_same() -> None:
    assert PIP.for_pip() == [
        "--index-url=https://env.test/simple",
        "--cert=/ca.pem",
        "--proxy=http://proxy.test:3128",
        "--extra-index-url=https://one.test/simple",
        "--extra-index-url=https://two.test/simple",
        "--find-links=/wheels",
        "--find-links=/more",
        "--trusted-host=one.test",
    ]
    given = PIP.for_uv()
    assert given["UV_DEFAULT_INDEX"] == "https://env.test/simple"
    assert given["UV_INDEX"] == "https://one.test/simple https://two.test/simple"
    assert given["UV_FIND_LINKS"] == "/wheels,/more"
    assert given["SSL_CERT_FILE"] == "/ca.pem"
    assert given["HTTPS_PROXY"] == "http://proxy.test:3128"


@pytest.mark.parametrize(
    "name", ["UV_EXCLUDE_NEWER", "UV_TARGET", "UV_PRERELEASE", "UV_SYSTEM_PYTHON", "PIP_USER"]
)
def test_uv_runs_without_what_would_change_its_work(name: str) -> None:
    given = indexes.variables(Sources(), {name: "1", "UV_CACHE_DIR": "/cache", "HOME": "/me"})
    assert name not in given
    assert given["UV_CACHE_DIR"] == "/cache" and given["HOME"] == "/me"

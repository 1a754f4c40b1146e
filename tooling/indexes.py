"""Where packages come from, as this machine's settings of pip and of uv say.

A machine may be set up for either of the two. Of both, by variable and by file, is used what says where
packages come from: indexes, folders of wheels, certificates, the proxy, time limits. Not used is what says
where they go (PIP_TARGET, PIP_USER), or which they are (UV_EXCLUDE_NEWER, constraints): the locks say that.
Standard library only: bootstrap.py needs it before there is an environment.
"""

import ast
import os
import re
import subprocess
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

# uv's variables that say how it gets and caches files. They cannot change what is installed.
_PASSED_ON = re.compile(
    r"UV_(CACHE_DIR|NO_CACHE|OFFLINE|NATIVE_TLS|SYSTEM_CERTS|HTTP_\w+|REQUEST_TIMEOUT|KEYRING_PROVIDER|"
    r"CONCURRENT_\w+|LINK_MODE|INDEX_\w+_(USERNAME|PASSWORD))"
)
_NAMED = re.compile(r"[\w.-]+=(?=\w+:)")  # an index of uv's may have a name: corp=https://…


@dataclass(frozen=True)
class Sources:
    """Where packages come from. Empty is the installer's own default."""

    index: str = ""
    extra: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    no_index: bool = False
    trusted: tuple[str, ...] = ()
    cert: str = ""
    client_cert: str = ""
    proxy: str = ""
    timeout: str = ""

    def or_else(self, other: "Sources") -> "Sources":
        """These, with what they leave out from the other ones."""
        names = [field.name for field in fields(self)]
        return Sources(**{name: getattr(self, name) or getattr(other, name) for name in names})

    def for_pip(self) -> list[str]:
        """Options of pip."""
        one = {
            "index-url": self.index,
            "cert": self.cert,
            "client-cert": self.client_cert,
            "proxy": self.proxy,
            "timeout": self.timeout,
        }
        many = {"extra-index-url": self.extra, "find-links": self.links, "trusted-host": self.trusted}
        options = [f"--{name}={value}" for name, value in one.items() if value]
        options += [f"--{name}={value}" for name, values in many.items() for value in values]
        return options + (["--no-index"] if self.no_index else [])

    def for_uv(self) -> dict[str, str]:
        """Variables of uv. Of several indexes any may have a file: its hash is in the lock."""
        proxies = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"), self.proxy)
        found = proxies | {
            "UV_DEFAULT_INDEX": self.index,
            "UV_INDEX": " ".join(self.extra),
            "UV_FIND_LINKS": ",".join(self.links),
            "UV_NO_INDEX": "1" if self.no_index else "",
            "UV_INSECURE_HOST": " ".join(self.trusted),
            "SSL_CERT_FILE": self.cert,
            "SSL_CLIENT_CERT": self.client_cert,
            "UV_HTTP_TIMEOUT": self.timeout,
            "UV_INDEX_STRATEGY": "unsafe-best-match" if self.extra else "",
        }
        return {name: value for name, value in found.items() if value}


def sources(python: str, environ: Mapping[str, str] = os.environ) -> Sources:
    """What this machine says. uv's word comes before pip's, a variable's before a file's.

    Args:
        python: an interpreter that has pip, which is asked; its own settings are then known, too.
    """
    listed = subprocess.run(
        [python, "-I", "-m", "pip", "config", "list"], capture_output=True, text=True, env=dict(environ)
    )
    return of_uv(environ).or_else(of_pip(listed.stdout if listed.returncode == 0 else ""))


def variables(found: Sources, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment in which uv runs: these sources, and nothing else that would change what it does."""
    kept = {
        name: value
        for name, value in environ.items()
        if not name.startswith(("UV_", "PIP_")) or _PASSED_ON.fullmatch(name)
    }
    return found.for_uv() | kept | {"UV_NO_CONFIG": "1", "UV_PYTHON_DOWNLOADS": "never"}


def of_pip(listed: str) -> Sources:
    """What `pip config list` printed: https://pip.pypa.io/en/stable/topics/configuration/"""
    settings: dict[str, str] = {}
    scopes = ("global", "install", ":env:")  # the later ones win
    lines = [line.partition("=") for line in listed.splitlines()]
    for scope in scopes:
        for key, _, value in lines:
            if key.startswith(f"{scope}."):
                settings[key.removeprefix(f"{scope}.")] = str(ast.literal_eval(value))
    return Sources(
        index=settings.get("index-url", ""),
        extra=tuple(settings.get("extra-index-url", "").split()),
        links=tuple(settings.get("find-links", "").split()),
        no_index=_is_on(settings.get("no-index", "")),
        trusted=tuple(settings.get("trusted-host", "").split()),
        cert=settings.get("cert", ""),
        client_cert=settings.get("client-cert", ""),
        proxy=settings.get("proxy", ""),
        timeout=settings.get("timeout", settings.get("default-timeout", "")),
    )


def of_uv(environ: Mapping[str, str]) -> Sources:
    """What uv's variables and files say: https://docs.astral.sh/uv/reference/settings/"""

    def value(*names: str) -> str:
        return next((environ[name] for name in names if environ.get(name)), "")

    found = Sources(
        index=_unnamed(value("UV_DEFAULT_INDEX", "UV_INDEX_URL")),
        extra=tuple(map(_unnamed, value("UV_INDEX", "UV_EXTRA_INDEX_URL").split())),
        links=tuple(filter(None, re.split(r"[,\s]+", value("UV_FIND_LINKS")))),
        no_index=_is_on(value("UV_NO_INDEX")),
        trusted=tuple(value("UV_INSECURE_HOST").split()),
        cert=value("SSL_CERT_FILE"),
        client_cert=value("SSL_CLIENT_CERT"),
    )
    for file in _files_of_uv(environ):
        found = found.or_else(_of_file(file))
    return found


def _files_of_uv(environ: Mapping[str, str]) -> Iterable[Path]:
    if environ.get("UV_NO_CONFIG"):
        return
    if named := environ.get("UV_CONFIG_FILE"):
        yield Path(named)
        return
    yield Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "uv" / "uv.toml"
    for folder in (environ.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":"):
        yield Path(folder) / "uv" / "uv.toml"
    yield Path("/etc/uv/uv.toml")


def _of_file(file: Path) -> Sources:
    try:
        content: dict[str, Any] = tomllib.loads(file.read_text())
    except (OSError, ValueError):
        return Sources()
    settings = {**content.get("pip", {}), **content}
    indexes = [each for each in content.get("index", []) if each.get("url") and not each.get("explicit")]
    default = next((each["url"] for each in indexes if each.get("default")), "")
    return Sources(
        index=default or settings.get("index-url", ""),
        extra=tuple(each["url"] for each in indexes if not each.get("default"))
        or tuple(settings.get("extra-index-url", ())),
        links=tuple(settings.get("find-links", ())),
        no_index=bool(settings.get("no-index", False)),
        trusted=tuple(settings.get("allow-insecure-host", ())),
    )


def _unnamed(index: str) -> str:
    return _NAMED.sub("", index, count=1)


def _is_on(setting: str) -> bool:
    return setting.lower() not in ("", "0", "false", "no", "off")

"""From Terraform's diagnostics to the one message a user sees."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tooling import paths
from tooling.errors import PlatformError

_BOX = re.compile(r"[╷│╵]")
_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
_ASIDE = re.compile(r"\n+(This was checked by the validation rule|To see which modules) .*", re.DOTALL)
_LOCK = re.compile(r"Error acquiring the state lock")
_LOCK_ID = re.compile(r"\bID:\s+\S")
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
_CONTENDED = re.compile(r"StatusCode: (409|412)\b")
_NOISE = re.compile(r"execution halted|Terraform encountered problems during initialisation")
_NOT_INITIALIZED = re.compile(
    r"[Ii]nitialization required|terraform init|not installed|module manifest|modules\.json|"
    r"provider binary|failed to instantiate provider|plugin cache|loading the backend|backend state|"
    r"Failed to load state|Backend configuration"
)


@dataclass(frozen=True)
class Diagnostic:
    """One error of Terraform's: https://developer.hashicorp.com/terraform/internals/machine-readable-ui"""

    summary: str
    detail: str
    place: str | None = None
    address: str | None = None

    @classmethod
    def of(cls, found: dict[str, Any], directory: Path) -> Self:
        """Read the `diagnostic` object of an event, or of `validate -json`, of a run in that folder."""
        where = found.get("range") or {}
        line = where.get("start", {}).get("line")
        place = f"{_shown(directory / where['filename'])}:{line}" if where.get("filename") else None
        return cls(found.get("summary", ""), _plain(found.get("detail", "")), place, found.get("address"))

    def __str__(self) -> str:
        where = ", ".join(filter(None, [self.place, self.address]))
        text = f"{self.summary.rstrip('.:')}{f' ({where})' if where else ''}"
        return f"{text}: {self.detail}" if self.detail else text


def of_text(text: str) -> Diagnostic:
    """The error of a command that has no JSON form, from its stderr."""
    lines = [line.strip() for line in _BOX.sub("", _ESCAPE.sub("", text)).splitlines()]
    start = next((number for number, line in enumerate(lines) if line.startswith("Error: ")), None)
    if start is None:
        return Diagnostic(_plain(" ".join(lines)) or "it said nothing", "")
    end = next((n for n in range(start + 1, len(lines)) if lines[n].startswith("Error: ")), len(lines))
    return Diagnostic(lines[start].removeprefix("Error: "), _plain("\n".join(lines[start + 1 : end])))


def of_validation(report: dict[str, Any], directory: Path) -> list[Diagnostic]:
    """The errors of `terraform validate -json`."""
    return [
        Diagnostic.of(found, directory) for found in report["diagnostics"] if found["severity"] == "error"
    ]


def _shown(path: Path) -> str:
    """As the user would open it from the top of the repository."""
    plain = Path(os.path.normpath(path))
    return str(plain.relative_to(paths.ROOT)) if plain.is_relative_to(paths.ROOT) else str(plain)


def not_initialized(found: Sequence[Diagnostic]) -> bool:
    """Whether `terraform init` is what is missing, or would repair `.terraform`."""
    return any(_NOT_INITIALIZED.search(f"{each.summary} {each.detail}") for each in found)


def failure(command: str, found: Sequence[Diagnostic]) -> PlatformError:
    """One error out of many, the same ones said once."""
    unique = list(dict.fromkeys(each for each in found if not _NOISE.match(each.summary)))
    first = unique[:5]
    more = f"\n… and {len(unique) - len(first)} more" if len(unique) > len(first) else ""
    message = "\n".join(str(each) for each in first) + more or "it gave no reason"
    return PlatformError(f"terraform {command} failed: {message}", _next_step("\n".join(map(str, unique))))


def _next_step(text: str) -> str:
    return next(
        (step for pattern, step in _NEXT_STEPS if re.search(pattern, text)),
        "correct it and run the same command again",
    )


_NEXT_STEPS = (
    (
        r"(Failed to query available provider|provider registry|no available releases|"
        r"Could not retrieve the list|Failed to install provider|failed to query provider mirror)",
        "connect to registry.terraform.io, or set PLATFORM_PROVIDER_MIRROR to a folder that holds "
        "registry.terraform.io/hashicorp/aws; then run `./invokew doctor`",
    ),
    (
        r"(?s)127\.0\.0\.1:\d+.*(connection refused|connection reset|EOF)",
        "the local AWS stopped: run the same command again (`./invokew local.logs` shows why)",
    ),
    (
        r"(no valid credential sources|ExpiredToken|InvalidClientTokenId|security token)",
        "sign in to AWS, for example `aws sso login`, and try again",
    ),
    (r"(\.zip|filebase64sha256|unable to load)", "build the Lambda packages: ./invokew packages"),
    (
        r"Runtime\.ImportModuleError|Unable to import module",
        "correct the import in the handler and run the same command again",
    ),
    (r"(?i)no space left on device", "free some space on the disk, and run the same command again"),
    (r"(?i)read-only file system", "use a checkout in a folder that you can write to"),
    (r"(?i)stale", "make a new plan: ./invokew plan"),
    (r"Invalid value for variable", "correct the value as the message says and run the same command again"),
    (
        r"AccessDenied|UnauthorizedOperation|not authorized",
        "ask for the missing permission, then run the same command again",
    ),
)


def _plain(text: str) -> str:
    """The detail without boxes, colours, line breaks and advice that is not ours to give."""
    text = _ASIDE.sub("", _BOX.sub("", _ESCAPE.sub("", text)))
    short = re.sub(r"\s+", " ", text).strip()
    return short if len(short) <= 600 else short[:599] + "…"


def lock_refused(found: Sequence[Diagnostic]) -> bool:
    """Whether another run holds the state lock: Terraform says which, by the lock's ID."""
    return any(_LOCK.search(each.summary) and _LOCK_ID.search(each.detail) for each in found)


def lock_released(found: Sequence[Diagnostic]) -> bool:
    """Whether another run held the state lock and released it before Terraform could read whose it was.

    Then Terraform does not wait for it, whatever -lock-timeout says: internal/states/statemgr/locker.go
    """
    return any(
        _LOCK.search(each.summary) and _CONTENDED.search(each.detail) and not _LOCK_ID.search(each.detail)
        for each in found
    )


def unrecorded(found: Diagnostic) -> bool:
    """Whether AWS may hold what the state does not: a provider crashed, or the state was not saved."""
    return bool(
        re.search(
            r"Plugin did not respond|plugin encountered an error|Failed to (save|persist)|errored\.tfstate",
            f"{found.summary} {found.detail}",
        )
    )


def lock_message(name: str, found: Sequence[Diagnostic]) -> tuple[str, str]:
    """Who holds the state, since when and for what; and what to do about it."""
    text = " ".join(each.detail for each in found)

    def field(label: str, pattern: str = r"\S+") -> str:
        match = re.search(rf"\b{label}:\s+({pattern})", text)
        return match[1] if match else "unknown"

    operation = field("Operation").removeprefix("OperationType").lower()
    return locked(name, field("Who"), operation, field("Created", r".+? UTC"), field("ID"))


def locked(name: str, who: str, operation: str, since: str, identifier: str) -> tuple[str, str]:
    """Message and next step for a held state lock."""
    return (
        f"the state of '{name}' is locked: {who} runs {operation} since {since}",
        "wait until that has ended and try again; if it died, release it: "
        f"./invokew unlock --env {name} --id {identifier}",
    )

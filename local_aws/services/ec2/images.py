"""Public images, and the public parameters of Parameter Store that name them.

https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_suffix(".toml")
_DEBIAN = {"x86_64": "amd64", "arm64": "arm64"}


@dataclass(frozen=True)
class Image:
    """A public image, and the names of the parameters that hold its id."""

    name: str
    owner: str
    architecture: str
    root: str
    parameters: tuple[str, ...]

    @property
    def is_windows(self) -> bool:
        """Whether it runs Windows."""
        return self.name.startswith("Windows")

    def id(self, region: str) -> str:
        """The id, which differs by region as AWS's do."""
        return f"ami-{hashlib.sha256(f'{region} {self.name}'.encode()).hexdigest()[:17]}"


@cache
def images() -> tuple[Image, ...]:
    """All of the table."""
    return tuple(_read())


def parameter(name: str, region: str) -> str | None:
    """The value of a public parameter; None if it is not of an image here."""
    image = _by_parameter().get(name.removeprefix("/aws/service/"))
    if image is None or not name.startswith("/aws/service/"):
        return None
    if name.endswith("/recommended"):
        return json.dumps({"image_id": image.id(region), "image_name": image.name, "schema_version": 1})
    return image.id(region)


@cache
def _by_parameter() -> dict[str, Image]:
    return {name: image for image in images() for name in image.parameters}


def _read() -> Iterator[Image]:
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    for entry in table["image"]:
        for version in table["kubernetes"] if "{version}" in entry["name"] else [""]:
            for architecture in _DEBIAN if "{" in entry["name"] else ["x86_64"]:

                def fill(text: str, version: str = version, architecture: str = architecture) -> str:
                    words = {
                        "{architecture}": architecture,
                        "{debian}": _DEBIAN[architecture],
                        "{version}": version,
                        "{/arm64}": "/arm64" if architecture == "arm64" else "",
                    }
                    for word, value in words.items():
                        text = text.replace(word, value)
                    return text

                yield Image(
                    fill(entry["name"]),
                    entry["owner"],
                    architecture,
                    entry.get("root", "/dev/xvda"),
                    tuple(fill(name) for name in entry["parameters"]),
                )

"""Images: one description, of which a folder and a Dockerfile are made."""

import json
import shlex
from pathlib import Path

import pytest

from tests.unit.test_packages import lock, wheel
from tooling.errors import PlatformError
from tooling.packages import images
from tooling.paths import EXAMPLES

DESCRIPTION = (
    'python = "3.13"\ncommand = ["python", "-m", "greeter"]\nport = 8080\n[environment]\nA = "b \\"c\\""\n'
)


@pytest.fixture
def service(tmp_path: Path) -> Path:
    """A service with one dependency, in a wheel next to it."""
    folder = tmp_path / "services" / "greeter"
    (folder / "greeter").mkdir(parents=True)
    (folder / "greeter" / "__init__.py").write_text("")
    (folder / "greeter" / "__main__.py").write_text("import tiny\n")
    (folder / "image.toml").write_text(DESCRIPTION)
    lock(folder, wheel(tmp_path / "tiny-1.0-py3-none-any.whl", {"tiny.py": b"ANSWER = 42\n"}))
    return folder


def build(service: Path) -> images.Image:
    return images.build(service, service.parent.parent / "images", service.parent.parent / "cache")


def manifest(image: images.Image) -> dict[str, object]:
    said: dict[str, object] = json.loads((image.path.parent / "manifest.json").read_text())
    return said


def instructions(dockerfile: str) -> dict[str, list[str]]:
    """The arguments of a Dockerfile's instructions, by their names."""
    found: dict[str, list[str]] = {}
    for line in dockerfile.splitlines():
        if not line.startswith("#"):
            name, _, rest = line.partition(" ")
            found.setdefault(name, []).append(rest)
    return found


def test_a_folder_has_the_code_its_packages_and_what_runs(service: Path) -> None:
    image = build(service)
    assert {"greeter/__init__.py", "greeter/__main__.py", "tiny.py"} <= {
        str(path.relative_to(image.path)) for path in image.path.rglob("*.py")
    }
    said = manifest(image)
    assert said["command"] == ["python", "-m", "greeter"]
    assert (said["environment"], said["port"], said["workdir"]) == ({"A": 'b "c"'}, 8080, "/app")
    assert said["digest"] == image.digest == image.path.name


def test_the_dockerfile_builds_what_the_folder_has(service: Path) -> None:
    said = manifest(build(service))
    found = instructions((service / "Dockerfile").read_text())
    assert json.loads(found["CMD"][0]) == said["command"]
    assert found["EXPOSE"] == [str(said["port"])]
    assert (found["USER"], found["WORKDIR"]) == ([said["user"]], [said["workdir"]])
    assert (
        dict(each.split("=", 1) for text in found["ENV"] for each in shlex.split(text)) == said["environment"]
    )
    assert found["FROM"] == [f"public.ecr.aws/docker/library/python:{said['python']}-slim"]
    assert found["COPY"] == ["requirements.txt /tmp/requirements.txt", "greeter ./greeter"]
    assert "--require-hashes" in found["RUN"][0] and "--target ." in found["RUN"][0]
    assert (service / ".dockerignore").read_text().splitlines()[:3] == ["*", "!requirements.txt", "!greeter"]


def test_an_unchanged_service_is_the_same_image_and_a_changed_one_another(service: Path) -> None:
    first = build(service)
    assert first.changed and not build(service).changed
    (service / "greeter" / "__main__.py").write_text("print(1)\n")
    second = build(service)
    assert second.changed and second.digest != first.digest
    assert first.path.is_dir()  # tasks may run in it
    (service / "image.toml").write_text(DESCRIPTION.replace("8080", "8081"))
    assert build(service).digest not in (first.digest, second.digest)
    assert "EXPOSE 8081" in (service / "Dockerfile").read_text()


def test_old_builds_go(service: Path) -> None:
    for number in range(14):
        (service / "greeter" / "__main__.py").write_text(f"print({number})\n")
        image = build(service)
    assert len([path for path in image.path.parent.iterdir() if path.is_dir()]) <= 11


@pytest.mark.parametrize(
    ("description", "says"),
    [
        ("", "python"),
        ('python = "3.13"\n', "what runs"),
        (DESCRIPTION.replace("3.13", "3.9"), "3.9"),
        (DESCRIPTION.replace("8080", "0"), "port is 0"),
        (DESCRIPTION.replace('["python", "-m", "greeter"]', '"python"'), "lists of words"),
        (DESCRIPTION + "N = 1\n", "strings"),
        ("colour = 1\n" + DESCRIPTION, "colour"),
        ("not toml", "cannot be used"),
    ],
)
def test_a_wrong_description_is_named(service: Path, description: str, says: str) -> None:
    (service / "image.toml").write_text(description)
    with pytest.raises(PlatformError, match=says):
        build(service)


def test_compiled_packages_are_refused(service: Path) -> None:
    path = wheel(service.parent / "fast-1.0-py3-none-any.whl", {"fast.so": b""})
    lock(service, path)
    with pytest.raises(PlatformError, match=r"fast\.so"):
        build(service)


@pytest.mark.parametrize(
    "found", sorted(EXAMPLES.glob("*/services/*/image.toml")), ids=lambda path: path.parent.name
)
def test_the_dockerfiles_of_the_examples_are_up_to_date(found: Path) -> None:
    described = images.read(found.parent)
    assert (found.parent / "Dockerfile").read_text() == images.dockerfile(described)
    assert (found.parent / ".dockerignore").read_text() == images.ignored(described)

"""A service's own code, as it goes into a zip or an image."""

from pathlib import Path

from tooling import files


def sources(folder: Path) -> files.Files:
    """The top-level packages and modules of a service's folder, with the data files in them."""
    packages = [entry for entry in folder.iterdir() if (entry / "__init__.py").is_file()]
    modules = list(folder.glob("*.py"))
    inside = [path for package in packages for path in package.rglob("*") if path.is_file()]
    return files.read(folder, modules + inside)


def compiled(content: files.Files) -> str:
    """The first file that runs on one platform only; "" if there is none."""
    return min((name for name in content if name.endswith((".so", ".pyd"))), default="")

"""Where things live. Everything the harness writes is under CACHE.

In a checkout of the platform that is the checkout. Installed in another repository, it is that repository:
the nearest folder upwards that has a `tasks.py`. Its folders have these names, or those of `[tool.platform]`
in its pyproject.toml:

    [tool.platform]
    environments = "infrastructure"   # one root each
    modules = "terraform/modules"
    examples = "apps"                 # NAME/services/*/service.toml: Lambda packages
    cache = ".cache"
"""

import os
from pathlib import Path

# Where `tooling` is imported from: a checkout, or the packages of an environment.
CODE = Path(__file__).resolve().parent.parent
INSTALLED = not (CODE / "invokew").is_file()
# What goes with the harness: locks of the side environments, and the local AWS (setup.py).
HOUSE = CODE / "tooling" / "house" if INSTALLED else CODE


def _root() -> Path:
    here = Path(os.environ.get("PLATFORM_ROOT") or Path.cwd()).resolve()
    return next((folder for folder in (here, *here.parents) if (folder / "tasks.py").is_file()), here)


def _names() -> dict[str, str]:
    file = ROOT / "pyproject.toml"
    if not INSTALLED or not file.is_file():
        return {}
    import tomllib

    return dict(tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {}).get("platform", {}))


ROOT = _root() if INSTALLED else CODE
_NAMES = _names()
CACHE = ROOT / _NAMES.get("cache", ".cache")
ENVIRONMENTS = ROOT / _NAMES.get("environments", "environments")
MODULES = ROOT / _NAMES.get("modules", "modules")
EXAMPLES = ROOT / _NAMES.get("examples", "examples")
REQUIREMENTS = HOUSE / "requirements"
PROGRAM = "invoke" if INSTALLED else "./invokew"

"""Where things live. Everything the harness writes is under CACHE."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
ENVIRONMENTS = ROOT / "environments"
MODULES = ROOT / "modules"
EXAMPLES = ROOT / "examples"
REQUIREMENTS = ROOT / "requirements"

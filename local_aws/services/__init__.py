"""A room, that is a folder, for each AWS service, by boto3's name of it (`lambda_` for `lambda`).

A room's `__init__.py` says which engine answers. The other files, where a service needs them:

- `corrections`: what the engine does otherwise than AWS.
- `authorisation`: the permissions that the service asks for.
- `references`: what it refuses to delete because it is in use, and what it needs to exist.
- `values`: the values that it refuses beyond its service model.
- `double`: what a double of the service keeps, where no engine answers.

Files with other names hold what only that service has.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from local_aws.services.room import Room

ROOMS: dict[str, Room] = {
    name: importlib.import_module(f"{__name__}.{name}").ROOM
    for _, name, is_folder in pkgutil.iter_modules(__path__)
    if is_folder
}


def model_of(room: str) -> str:
    """boto3's name of a room's service."""
    return room.rstrip("_").replace("_", "-")


def files(name: str) -> Iterator[tuple[str, ModuleType]]:
    """Each room's file of that name, imported, by room; all files of it where it is a folder."""
    for room in ROOMS:
        package = importlib.import_module(f"{__name__}.{room}")
        whole = f"{package.__name__}.{name}"
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name == whole or found.name.startswith(f"{whole}."):
                yield room, importlib.import_module(found.name)

"""Pickles of what the engines and the double hold, which are data: reading one runs no code of its own.

A pickle can name any function and have it called. Here it can name classes of data: of the engines, of this
package, and a few of Python's. https://docs.python.org/3/library/pickle.html#restricting-globals
"""

import io
import pickle
import re
import threading
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from local_aws.double import SERVICES
from local_aws.double.hints import Kind, Service

_PACKAGES = ("moto", "ministack", "local_aws")
_OF_PYTHON = {
    "builtins": "bytearray complex dict frozenset list object range set slice tuple",
    "collections": "Counter OrderedDict defaultdict deque",
    "datetime": "date datetime time timedelta timezone",
    "decimal": "Decimal",
    "ipaddress": "IPv4Address IPv4Interface IPv4Network IPv6Address IPv6Interface IPv6Network",
    "itertools": "count",
    "types": "SimpleNamespace",
    "uuid": "SafeUUID UUID",
}
_LOCKS = {type(threading.Lock()): "Lock", type(threading.RLock()): "RLock"}


def write(content: io.BytesIO, held: Any) -> None:
    """Write what is held.

    Raises:
        pickle.PicklingError, TypeError, AttributeError, RuntimeError: something in it is not data.
    """
    _Writer(content).dump(held)


def read(content: io.BytesIO) -> Any:
    """Read what `write` has written next.

    Raises:
        pickle.UnpicklingError: it names what is not data.
    """
    return _Reader(content).load()


class _Writer(pickle.Pickler):
    """The tables of the double hold functions: only their names are written. So it is with locks."""

    def persistent_id(self, held: Any) -> Any:
        if type(held) in _LOCKS:
            return ("", _LOCKS[type(held)])
        if isinstance(held, Service):
            return next((name, "") for name, service in SERVICES.items() if service is held)
        if isinstance(held, Kind):
            return next(
                (name, held.name)
                for name, service in SERVICES.items()
                if any(kind is held for kind in service.kinds)
            )
        return None

    def reducer_override(self, held: Any) -> Any:
        if isinstance(held, MethodType):
            return _method, (held.__self__, held.__name__)
        if isinstance(held, re.Pattern):
            return _pattern, (held.pattern, held.flags)
        if isinstance(held, RSAPrivateKey | EllipticCurvePrivateKey):
            return _private_key, (
                held.private_bytes(
                    serialization.Encoding.DER,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                ),
            )
        if isinstance(held, type | FunctionType | BuiltinMethodType) and not _is_data(held):
            raise pickle.PicklingError(f"{held.__module__}.{held.__qualname__} is not a data type")
        return NotImplemented


class _Reader(pickle.Unpickler):
    def persistent_load(self, name: Any) -> Any:
        service, kind = name
        if not service:
            return getattr(threading, kind)() if kind in _LOCKS.values() else None
        if not kind:
            return SERVICES[service]
        return next(each for each in SERVICES[service].kinds if each.name == kind)

    def find_class(self, module: str, name: str) -> Any:
        known = module.partition(".")[0] in _PACKAGES or name in _OF_PYTHON.get(module, "").split()
        found = super().find_class(module, name) if known else None
        # A module of an engine also has what it imports: `os`, `subprocess`.
        if found is None or not _is_data(found):
            raise pickle.UnpicklingError(f"{module}.{name} is not a data type")
        return found


def _is_data(found: Any) -> bool:
    """Whether a pickle may name a class, or one of the functions here."""
    if found in (_method, _pattern, _private_key):
        return True
    if not isinstance(found, type):
        return False
    package = found.__module__.partition(".")[0]
    return package in _PACKAGES or found.__qualname__ in _OF_PYTHON.get(found.__module__, "").split()


def _method(held: Any, name: str) -> Any:
    """A method of an object of the engines, as their tables of filters hold them."""
    found = getattr(held, name)
    if not isinstance(found, MethodType) or not _is_data(type(held)) or name.startswith("__"):
        raise pickle.UnpicklingError(f"{name} is no method of data")
    return found


def _pattern(pattern: str | bytes, flags: int) -> re.Pattern[Any]:
    return re.compile(pattern, flags)


def _private_key(content: bytes) -> Any:
    """A key that signs, such as an asymmetric one of KMS."""
    return serialization.load_der_private_key(content, password=None)

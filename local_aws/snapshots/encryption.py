"""What a snapshot holds, encrypted: passwords and secrets of services are in it.

https://cryptography.io/en/latest/hazmat/primitives/aead/
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from local_aws import sealing

_NONCE = 12


class DamagedError(Exception):
    """It was not encrypted with this user's key, or has changed since."""


def encrypt(content: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    sealed: bytes = _cipher().encrypt(nonce, content, None)
    return nonce + sealed


def decrypt(encrypted: bytes) -> bytes:
    """The content again.

    Raises:
        DamagedError: it cannot be had.
    """
    try:
        content: bytes = _cipher().decrypt(encrypted[:_NONCE], encrypted[_NONCE:], None)
    except (InvalidTag, ValueError) as error:
        raise DamagedError("its content cannot be decrypted") from error
    return content


def _cipher() -> AESGCM:
    return AESGCM(sealing.derived_key("snapshots"))

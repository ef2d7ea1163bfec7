"""The encrypted answer file: sealed on the phone for the server alone.

JSON with base64 members: `key` is a fresh AES-256 key under RSA-OAEP (SHA-256) with the
server's public key, `iv` and `data` are AES-GCM of the content. So nobody who carries a
file can read it, or change a part of it. Who knows how can make a whole file of their
own: what is in it is what a phone says, and no proof.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = "thiso-answers-1"
MOST_BYTES = 1024 * 1024
KEY_BITS = 2048
_OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)


class UnreadableFile(ValueError):
    """Not an answer file, damaged, changed, or sealed for another server."""


def new_private_key() -> bytes:
    """A fresh private key as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def public_key(private_pem: bytes) -> str:
    """The public key as base64 of SPKI, as browsers import it."""
    spki = (
        _load(private_pem)
        .public_key()
        .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return base64.b64encode(spki).decode()


def unseal(data: bytes, private_pem: bytes) -> dict[str, Any]:
    """The content of a file; raises `UnreadableFile`."""
    if len(data) > MOST_BYTES:
        raise UnreadableFile("too large")
    try:
        outer = json.loads(data)
        if not isinstance(outer, dict) or outer.get("format") != FORMAT:
            raise UnreadableFile("not an answer file")
        key, iv, sealed = (
            base64.b64decode(outer[name], validate=True) for name in ("key", "iv", "data")
        )
        opened = _load(private_pem).decrypt(key, _OAEP)
        content = json.loads(AESGCM(opened).decrypt(iv, sealed, FORMAT.encode()))
    except UnreadableFile:
        raise
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error, InvalidTag) as error:
        raise UnreadableFile(type(error).__name__) from None
    if not isinstance(content, dict):
        raise UnreadableFile("no content")
    return content


def _load(private_pem: bytes) -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(private_pem, password=None)
    assert isinstance(key, rsa.RSAPrivateKey)  # noqa: S101 - we made it ourselves
    return key

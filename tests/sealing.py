"""Answer files as a phone makes them, for tests."""

from __future__ import annotations

import base64
import json
import os
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.formats.answer_file import FORMAT


def seal(content: Any, public_key: str) -> bytes:
    """Encrypt a content for the server with this public key (base64 of SPKI)."""
    public = serialization.load_der_public_key(base64.b64decode(public_key))
    assert isinstance(public, rsa.RSAPublicKey)
    key, iv = os.urandom(32), os.urandom(12)
    data = AESGCM(key).encrypt(iv, json.dumps(content).encode(), FORMAT.encode())
    wrapped = public.encrypt(
        key, padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    )
    parts = {"key": wrapped, "iv": iv, "data": data}
    outer = {name: base64.b64encode(value).decode() for name, value in parts.items()}
    return json.dumps({"format": FORMAT, **outer}).encode()

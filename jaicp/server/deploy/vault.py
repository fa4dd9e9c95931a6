"""Secrets at rest: encrypted with Fernet, the key from the environment or from a file of the owner's."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

__all__ = ["KEY_VARIABLE", "Vault", "VaultError", "open_vault"]

KEY_VARIABLE = "JAICP_KEY"


class VaultError(Exception):
    """The key is missing, open to others, or not the one that the secrets were encrypted with."""


class Vault:
    """Encrypts and decrypts texts."""

    def __init__(self, key: bytes) -> None:
        try:
            self._fernet = Fernet(key)
        except ValueError:
            message = "the key is no Fernet key: 32 bytes in URL-safe base64"
            raise VaultError(message) from None

    def hide(self, text: str) -> str:
        """`text` encrypted; an empty one stays empty."""
        return self._fernet.encrypt(text.encode()).decode() if text else ""

    def reveal(self, hidden: str) -> str:
        """What `hide` was given; raises `VaultError` where another key hid it."""
        try:
            return self._fernet.decrypt(hidden.encode()).decode() if hidden else ""
        except InvalidToken:
            message = f"a secret was encrypted with another key; is {KEY_VARIABLE} the right one?"
            raise VaultError(message) from None


def open_vault(file: Path, environment: Mapping[str, str] = os.environ) -> Vault:
    """The vault with the key in `JAICP_KEY`, else in `file`, which is made where it does not exist."""
    if environment.get(KEY_VARIABLE):
        return Vault(environment[KEY_VARIABLE].encode())
    try:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as made:
                made.write(Fernet.generate_key())
        if os.name == "posix" and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise VaultError(f"others may read the key in `{file}`; type\n  chmod 600 {file}")
        return Vault(file.read_bytes().strip())
    except OSError as error:
        raise VaultError(f"cannot use the key in `{file}`: {error.strerror}") from error

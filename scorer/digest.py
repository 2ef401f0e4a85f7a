"""SHA-256 without OpenSSL: loading that library would be a thirtieth of a cold run.

The interpreter has its own, under a name that changes with the version; where it has none, `hashlib` does it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import sha256
else:

    def _found():
        for name in ("_sha2", "_sha256", "hashlib"):
            try:
                return import_module(name).sha256
            except ImportError:
                continue
        raise ImportError("sha256")

    sha256 = _found()

__all__ = ["sha256"]

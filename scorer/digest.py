"""SHA-256 without OpenSSL: loading that library would be a thirtieth of a cold run.

The interpreter has its own, under a name that changes with the version; where it has none, `hashlib` does it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:
        from _sha2 import sha256
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256

__all__ = ["sha256"]

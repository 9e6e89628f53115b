"""Where a server is, as a person writes it, and whether that is this machine."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from qa.errors import ModelError

_SCHEMES = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Address:
    """A server's root, without ``/v1``; ``host`` is what to call it by, with its port.

    ``remote`` says that text sent there leaves this machine, ``plain`` that it isn't encrypted.
    """

    root: str
    host: str
    remote: bool
    plain: bool


def is_address(text: str) -> bool:
    """Whether ``text`` is meant as a server's address rather than a file or a name."""
    return text.strip().lower().startswith(_SCHEMES)


def parse_address(text: str) -> Address:
    """Read ``http://host:port``, with or without ``/v1``. Raises ``ModelError``."""
    text = text.strip()
    if not is_address(text):
        raise ModelError(
            f"“{text}” isn't a server's address: write it as http://127.0.0.1:8080, with http:// "
            "or https://."
        )
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or any(character.isspace() for character in text):
        raise ModelError(f"“{text}” names no host: write it as http://127.0.0.1:8080.")
    if parts.username is not None or parts.password is not None:
        raise ModelError(
            "A name or password doesn't belong in a server's address: leave it out, and give the "
            "key in $SOURCIER_WRITER_KEY."
        )
    if parts.query or parts.fragment:
        raise ModelError(f"“{text}” has more than an address in it: leave out what follows ? or #.")
    shown = f"[{host}]" if ":" in host else host
    place = shown if port is None else f"{shown}:{port}"
    path = parts.path.rstrip("/").removesuffix("/v1").rstrip("/")
    root = f"{parts.scheme}://{place}{path}"
    return Address(root, place, not _is_here(host), parts.scheme == "http")


def _is_here(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified  # 0.0.0.0, as servers print it

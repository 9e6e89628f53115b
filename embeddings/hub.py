"""Asks a model hub what a model consists of, and fetches its files one by one.

The hub's client keeps nothing of a download that breaks off (huggingface_hub 2.4 deletes it), so
files are received here, over the client's session: they go on where they stopped, and their bytes
are compared with what the hub says of them. Nothing else in Sourcier asks the network for a model.
"""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from embeddings.catalogue import nearest
from embeddings.loading import first_line

if TYPE_CHECKING:
    from huggingface_hub.hf_api import ModelInfo

_ENDPOINT = "https://huggingface.co"
_HEADERS = {"user-agent": "sourcier"}  # the client would tell what else is installed
_SECONDS = 15.0  # without a byte
_TRIES = 5
_LONGEST_WAIT = 60.0
_PASSING = (408, 429, 500, 502, 503, 504)
_CHUNK = 1 << 20
_SHA256_LENGTH = 64
_REFUSING = (401, 403)
_NO_SUCH_RANGE = 416

Told = Callable[[int], None]  # bytes there are


class HubError(Exception):
    """A model can't be fetched; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file as the hub lists it. ``digest``: SHA-256 of a large file, git's SHA-1 of others."""

    path: str
    bytes: int
    digest: str

    def matches(self, path: Path) -> bool:
        """Whether the file at ``path`` has just these bytes."""
        return path.is_file() and path.stat().st_size == self.bytes and self._digest(path)

    def sha256(self, path: Path) -> str:
        """Return the SHA-256 of these bytes, which lie at ``path``."""
        large = len(self.digest) == _SHA256_LENGTH
        return self.digest if large else _update(hashlib.sha256(), path)

    def _digest(self, path: Path) -> bool:
        if len(self.digest) == _SHA256_LENGTH:
            return _update(hashlib.sha256(), path) == self.digest
        start = hashlib.sha1(b"blob %d\0" % self.bytes, usedforsecurity=False)
        return _update(start, path) == self.digest


@dataclass(frozen=True, slots=True)
class Listing:
    """A model at one revision (a commit) and the files it has there."""

    id: str
    revision: str
    licence: str
    files: tuple[HubFile, ...]


def list_model(model_id: str, revision: str) -> Listing:
    """Ask the hub for the files of a model at ``revision`` (a branch, tag or commit).

    The hub is ``$HF_ENDPOINT``, by default huggingface.co; ``$HF_TOKEN`` is sent when it is set.
    Raises ``HubError``.
    """
    from huggingface_hub import HfApi

    api = HfApi(endpoint=_endpoint(), headers=_HEADERS)
    wait = 1.0
    for left in reversed(range(_TRIES)):
        try:
            info = api.model_info(
                model_id, revision=revision, files_metadata=True, timeout=_SECONDS
            )
            return _listing(model_id, info)
        except Exception as error:  # the client raises its own and those of the library below it
            if not left or _status(error) not in _PASSING:
                raise HubError(_explained(error, model_id, revision)) from error
            wait = _pause(wait, error)
    raise AssertionError("the last try returns or raises")


def fetch(listing: Listing, file: HubFile, target: Path, told: Told) -> None:
    """Fetch ``file`` to ``target``, which exists only when all its bytes are right.

    What an earlier call received is kept beside it and gone on with. ``told`` hears how many
    bytes there are. Raises ``HubError`` for a network that is gone, a file that is not what
    the hub says it is, and a full disk.
    """
    part = part_of(file, target)
    part.parent.mkdir(parents=True, exist_ok=True)
    begun = part.exists()
    try:
        _receive_all(listing, file, part, told)
        if begun and not file.matches(part):  # what was kept may have been damaged: once anew
            part.unlink()
            _receive_all(listing, file, part, told)
        if not file.matches(part):
            part.unlink()
            raise HubError(
                f"{file.path} of {listing.id} did not arrive as the hub says it is, and was thrown "
                "away: run it again; if it happens twice, something between you and the hub "
                "changes files."
            )
        part.replace(target)
    except OSError as error:
        if error.errno is None:
            raise
        raise HubError(disk_trouble(error, target)) from error


def part_of(file: HubFile, target: Path) -> Path:
    """Return where the bytes of ``file`` are kept until all of them are there."""
    return target.with_name(f"{target.name}.{file.digest[:12]}.part")


def disk_trouble(error: OSError, path: Path) -> str:
    """Return the sentence for a file that can't be written."""
    if error.errno == errno.ENOSPC:
        return "The disk is full: free some space and run it again; what was fetched is kept."
    return (
        f"{path.parent} can't be written ({error.strerror or error}): check the folder, or choose "
        "another with $SOURCIER_MODELS."
    )


def _receive_all(listing: Listing, file: HubFile, part: Path, told: Told) -> None:
    """Receive into ``part`` until it has as many bytes as ``file``, over interruptions."""
    failed, wait = 0, 1.0
    while (before := _size(part)) < file.bytes:
        trouble: Exception = HubError("the connection ends too early")
        try:
            _receive(_url(listing, file), part, max(before, 0), file.bytes, told)
        except Exception as error:  # the client's own, and those of the library below it
            if isinstance(error, OSError) and error.errno is not None:
                raise  # of the disk
            if _status(error) == _NO_SUCH_RANGE:
                part.unlink(missing_ok=True)
            elif not _passes(error):
                raise HubError(_explained(error, listing.id, listing.revision)) from error
            trouble = error
        if _size(part) > before:
            failed, wait = 0, 1.0
            continue
        failed += 1
        if failed == _TRIES:
            raise HubError(_explained(trouble, listing.id, listing.revision)) from trouble
        wait = _pause(wait, trouble)


def _receive(url: str, part: Path, have: int, total: int, told: Told) -> None:
    """Append to ``part``, which has ``have`` bytes, what the hub sends after them."""
    from huggingface_hub import get_session, hf_raise_for_status
    from huggingface_hub.utils import build_hf_headers

    headers = build_hf_headers(headers={**_HEADERS, "accept-encoding": "identity"})
    if have:
        headers["range"] = f"bytes={have}-"
    with get_session().stream("GET", url, headers=headers, timeout=_SECONDS) as response:
        if response.is_error:
            response.read()
        hf_raise_for_status(response)
        goes_on = response.status_code == 206
        done = have if goes_on else 0
        with part.open("ab" if goes_on else "wb") as out:
            for chunk in response.iter_bytes():
                out.write(chunk[: total - done])  # never more than was announced
                out.flush()  # kept, however this ends
                done = min(done + len(chunk), total)
                told(done)
                if done == total:
                    return


def _listing(model_id: str, info: ModelInfo) -> Listing:
    files = []
    for sibling in info.siblings or ():
        pure = PurePosixPath(sibling.rfilename)
        if pure.is_absolute() or ".." in pure.parts or set("\\:") & set(sibling.rfilename):
            raise HubError(
                f"{model_id} holds a file named “{sibling.rfilename}”, which would lie outside of "
                "its folder: choose another model."
            )
        digest = sibling.lfs.sha256 if sibling.lfs else sibling.blob_id
        if sibling.size is not None and digest:
            files.append(HubFile(sibling.rfilename, sibling.size, digest))
    card: Any = info.card_data or {}
    return Listing(model_id, str(info.sha), str(card.get("license") or ""), tuple(files))


def _url(listing: Listing, file: HubFile) -> str:
    from huggingface_hub import hf_hub_url

    url = hf_hub_url(listing.id, file.path, revision=listing.revision, endpoint=_endpoint())
    return str(url)


def _endpoint() -> str:
    return (os.environ.get("HF_ENDPOINT") or _ENDPOINT).rstrip("/")


def _status(error: Exception) -> int:
    """Return the HTTP status an error is about, 0 for none."""
    return int(getattr(getattr(error, "response", None), "status_code", 0))


def _passes(error: Exception) -> bool:
    """Whether another try may help."""
    import httpx2

    return isinstance(error, httpx2.TransportError) or _status(error) in _PASSING


def _pause(wait: float, error: Exception) -> float:
    """Sleep before the next try, as long as the hub asks for if it does; return the next wait."""
    asked = getattr(getattr(error, "response", None), "headers", {}).get("retry-after", "")
    time.sleep(min(float(asked) if asked.isdecimal() else wait, _LONGEST_WAIT))
    return wait * 2


def _explained(error: Exception, model_id: str, revision: str) -> str:
    """Return what went wrong and what to do."""
    from huggingface_hub import errors

    if isinstance(error, HubError):
        return f"{model_id} can't be fetched: {error}"
    if isinstance(error, errors.OfflineModeIsEnabled):
        return "HF_HUB_OFFLINE is set, so the hub isn't asked: unset it and run it again."
    if isinstance(error, errors.GatedRepoError):
        return (
            f"{model_id} is given only to those who accept its terms: do so at {_endpoint()}/"
            f"{model_id}, and set HF_TOKEN to a token of your account."
        )
    if isinstance(error, errors.RevisionNotFoundError):
        return f"{model_id} has no revision “{revision}”: leave --revision out for its own."
    if isinstance(error, errors.RepositoryNotFoundError):
        near = nearest(model_id)
        meant = f"did you mean {near}?" if near and near != model_id else "check the name"
        return f"{_endpoint()} has no model {model_id}, or it is private: {meant}"
    if _status(error) in _REFUSING:
        return (
            f"The hub refuses {model_id} ({_status(error)}): check the token in HF_TOKEN, or unset "
            "it for a model that is open to all."
        )
    if _status(error):
        return (
            f"The hub answered {_status(error)} for {model_id}: run it again later; what was "
            "fetched is kept."
        )
    return (
        f"{_endpoint()} can't be reached ({first_line(error)}): check the network and run it "
        "again; what was fetched is kept."
    )


def _size(path: Path) -> int:
    """Return how many bytes a file has, -1 when it isn't there."""
    return path.stat().st_size if path.exists() else -1


def _update(digest: Any, path: Path) -> str:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return str(digest.hexdigest())

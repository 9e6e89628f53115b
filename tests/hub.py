"""A model hub on this machine, over files given to it: as much as its clients ask for.

It answers as the real one does (https://huggingface.co/docs/hub/api): a model's record with the
size and hash of each file, small files by themselves, large ones through a redirect to a store
of another origin. It can be told to fail.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

_LARGE = (".safetensors", ".onnx", ".gguf", ".bin", ".xml")


@dataclass(frozen=True)
class Asked:
    """A request: its path, the byte it wants to begin with, and whether a token came with it."""

    path: str
    begin: int
    token: bool
    agent: str


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one answer.

    ``status`` instead of the content; the connection ends ``after`` so many bytes; ``stall`` first
    waits there until the hub is closed; ``other`` bytes come instead; the range asked is ignored.
    """

    status: int = 0
    code: str = ""
    after: int | None = None
    stall: bool = False
    other: bool = False
    whole: bool = False


@dataclass
class Hub:
    """A hub of models by id and revision, each a mapping of paths to bytes."""

    models: dict[str, dict[str, Mapping[str, bytes]]] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=dict)  # by path in the model, in turn
    asked: list[Asked] = field(default_factory=list)
    gated: set[str] = field(default_factory=set)
    sizes: dict[str, int] = field(default_factory=dict)  # told instead of the true ones
    address: str = ""
    store: str = ""
    closed: threading.Event = field(default_factory=threading.Event)

    def add(self, model: str, files: Mapping[str, bytes], revision: str = "") -> str:
        """Have ``model`` hold ``files`` at ``main``; return the commit."""
        commit = revision or hashlib.sha1(repr(sorted(files.items())).encode()).hexdigest()
        self.models.setdefault(model, {}).update({"main": files, commit: files})
        return commit

    def commit(self, model: str, revision: str) -> str:
        """Return the commit of a revision."""
        files = self.models[model][revision]
        return next(
            name for name, held in self.models[model].items() if held is files and name != "main"
        )

    def begins(self, path: str) -> list[int]:
        """Return the byte each request for a large file's content wanted to begin with."""
        return [one.begin for one in self.asked if one.path.startswith("/store/" + path)]


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    """Serve ``hub`` on two free ports: the hub itself and its store of large files."""
    handler = type("Handler", (_Handler,), {"hub": hub})
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), handler) for _ in range(2)]
    hub.address, hub.store = (f"http://127.0.0.1:{server.server_port}" for server in servers)
    for server in servers:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield hub
    finally:
        hub.closed.set()
        for server in servers:
            server.shutdown()
            server.server_close()


@contextmanager
def asked_here(monkeypatch: pytest.MonkeyPatch, models: Path) -> Iterator[Hub]:
    """Serve a hub that this process is set to ask, its models to lie in ``models``."""
    with serving(Hub()) as served:
        monkeypatch.setenv("SOURCIER_MODELS", str(models))
        monkeypatch.setenv("HF_ENDPOINT", served.address)
        monkeypatch.delenv("HF_TOKEN", raising=False)
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
        yield served


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def is_large(path: str) -> bool:
    """Whether the hub keeps a file in its store, under its SHA-256."""
    return path.endswith(_LARGE)


def digest(path: str, content: bytes) -> str:
    """Return a file's entity tag: SHA-256 of a large one, git's hash of a small one."""
    if is_large(path):
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def go_online() -> None:
    """Let this process ask the hub, though its client was imported for use without."""
    import huggingface_hub.constants

    huggingface_hub.constants.HF_HUB_OFFLINE = False


class _Handler(BaseHTTPRequestHandler):
    hub: Hub

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def log_message(self, *args: object) -> None:
        pass

    def _answer(self) -> None:
        path = unquote(urlsplit(self.path).path)
        begin = int(self.headers.get("Range", "bytes=0-")[6:].rstrip("-") or 0)
        token, agent = "Authorization" in self.headers, self.headers.get("User-Agent", "")
        self.hub.asked.append(Asked(path, begin, token, agent))
        if path.startswith("/api/models/"):
            self._tell(path.removeprefix("/api/models/"))
        elif path.startswith("/store/"):
            name, _, model = path.removeprefix("/store/").partition("@")
            model, _, commit = model.rpartition("@")
            self._give(name, self.hub.models[model][commit][name], begin)
        else:
            model, _, rest = path[1:].partition("/resolve/")
            commit, _, name = rest.partition("/")
            self._resolve(model, commit, name, begin)

    def _tell(self, path: str) -> None:
        model, _, revision = path.partition("/revision/")
        if self._failed("record"):
            return
        if model not in self.hub.models:
            self._refuse(404, "RepoNotFound")
        elif (revision or "main") not in self.hub.models[model]:
            self._refuse(404, "RevisionNotFound")
        else:
            files = self.hub.models[model][revision or "main"]
            record = {
                "id": model,
                "modelId": model,
                "sha": self.hub.commit(model, revision or "main"),
                "cardData": {"license": "mit"},
                "siblings": [self._sibling(*one) for one in files.items()],
                "tags": [],
                "private": False,
            }
            self._send(200, json.dumps(record).encode(), {"Content-Type": "application/json"})

    def _sibling(self, path: str, content: bytes) -> dict[str, object]:
        size = self.hub.sizes.get(path, len(content))
        told: dict[str, object] = {"rfilename": path, "size": size, "blobId": "0" * 40}
        if is_large(path):
            told["lfs"] = {"sha256": digest(path, content), "size": size, "pointerSize": 130}
        else:
            told["blobId"] = digest(path, content)
        return told

    def _resolve(self, model: str, commit: str, path: str, begin: int) -> None:
        if model in self.hub.gated:
            self._refuse(401, "GatedRepo")
        elif path not in self.hub.models.get(model, {}).get(commit, {}):
            self._refuse(404, "EntryNotFound")
        elif not is_large(path):
            self._give(path, self.hub.models[model][commit][path], begin, commit)
        else:
            content = self.hub.models[model][commit][path]
            to = {
                "Location": f"{self.hub.store}/store/{path}@{model}@{commit}",
                "X-Repo-Commit": commit,
                "X-Linked-Size": str(len(content)),
                "X-Linked-ETag": f'"{digest(path, content)}"',
            }
            self._send(302, b"", to)

    def _give(self, path: str, content: bytes, begin: int, commit: str = "") -> None:
        fault = self._fault(path)
        if fault.status:
            self._refuse(fault.status, fault.code)
            return
        if fault.other:
            content = bytes(byte ^ 1 for byte in content)
        begin = 0 if fault.whole else begin
        told = {"ETag": f'"{digest(path, content)}"', "Accept-Ranges": "bytes"}
        if commit:
            told["X-Repo-Commit"] = commit
        if begin:
            told["Content-Range"] = f"bytes {begin}-{len(content) - 1}/{len(content)}"
        rest = content[begin:]
        until = len(rest) if fault.after is None else fault.after
        self._send(206 if begin else 200, rest, told, until)
        if fault.stall:
            self.wfile.flush()
            self.hub.closed.wait(30)

    def _failed(self, path: str) -> bool:
        fault = self._fault(path)
        if fault.status:
            self._refuse(fault.status, fault.code)
        return bool(fault.status)

    def _fault(self, path: str) -> Fault:
        faults = self.hub.faults.get(path)
        return faults.pop(0) if faults else Fault()

    def _refuse(self, status: int, code: str) -> None:
        self._send(status, b"{}", {"X-Error-Code": code, "Retry-After": "0"})

    def _send(
        self, status: int, content: bytes, headers: Mapping[str, str], until: int | None = None
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content[:until])

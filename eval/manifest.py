"""What was run: enough to run it again, and to refuse to mix two runs in one folder."""

from __future__ import annotations

import hashlib
import os
import platform
import time
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from eval.questions import QuestionSet
from eval.statistics import RESAMPLES, SEED
from qa import Assistant
from qa.answering.gguf import GgufWriter
from qa.answering.server import ServerWriter
from qa.answering.writer import Writer

VERSION = 1
_PACKAGES = ("qa", "embeddings", "prompts")
_VERSIONS = (
    "sourcier",
    "faiss-cpu",
    "llama-cpp-python",
    "numpy",
    "sentence-transformers",
    "tantivy",
    "torch",
)
_IDENTITY = (
    *("version", "set", "code", "library", "encoder", "reranker", "model", "settings"),
    "support by",
)


def make_manifest(
    question_set: QuestionSet, assistant: Assistant, support_by: str
) -> dict[str, Any]:
    """Return the manifest of a run about to begin; hashes are SHA-256.

    ``support_by`` names what judges whether a citation supports its sentence.
    """
    store = assistant.library.store
    articles, passages = store.counts()
    reranker = assistant.reranker
    return {
        "version": VERSION,
        "time": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "set": {
            "name": question_set.name,
            "questions": len(question_set.questions),
            "sha256": question_set.digest,
        },
        "code": code_digest(),
        "library": {
            "articles": articles,
            "passages": passages,
            "sha256": library_digest(assistant),
        },
        "encoder": {**(store.encoder or {}), "sha256": assistant.library.encoder.digest()},
        "reranker": {"name": reranker.model, "sha256": reranker.digest()} if reranker else None,
        "model": _writer_record(assistant.writer) if assistant.writer else None,
        "prompts": prompt_digests(),
        "settings": settings_record(assistant),
        "support by": support_by,
        "seed": {"bootstrap": SEED, "resamples": RESAMPLES, "model": assistant.settings.seed},
        "versions": {name: _version(name) for name in _VERSIONS},
        "machine": {
            "processor": _processor(),
            "cores": os.cpu_count(),
            "system": platform.system(),
            "python": platform.python_version(),
        },
    }


def _writer_record(writer: Writer) -> dict[str, Any]:
    """Name the writer: a file by its hash, a server by its address."""
    named = {"name": writer.name}
    if isinstance(writer, GgufWriter):
        return {**named, "sha256": _file_digest(writer.path)}
    return {**named, "address": writer.address.root} if isinstance(writer, ServerWriter) else named


def differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Return the parts in which two runs aren't the same experiment; machines may differ."""
    return [part for part in _IDENTITY if one.get(part) != other.get(part)]


def code_digest() -> str:
    """Return a hash of all that answers: code, prompts, learnt weights; the harness isn't in it."""
    root = Path(__file__).resolve().parents[1]
    files = sorted(
        path
        for package in _PACKAGES
        for path in (root / package).rglob("*")
        if path.suffix in (".py", ".jinja", ".json", ".gguf")
    )
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def library_digest(assistant: Assistant) -> str:
    """Return a hash of the ids and texts of the library's articles, whatever their order."""
    lines = sorted(
        hashlib.sha256(f"{a.id}\0{a.title}\0{a.date}\0{a.text}".encode()).digest()
        for a in assistant.library.store.articles()
    )
    return hashlib.sha256(b"".join(lines)).hexdigest()


def prompt_digests() -> dict[str, str]:
    """Return the hash of each prompt's file."""
    folder = Path(__file__).resolve().parents[1] / "prompts"
    return {path.name: _file_digest(path) for path in sorted(folder.glob("*.jinja"))}


def settings_record(assistant: Assistant) -> dict[str, Any]:
    """Return the settings as JSON holds them."""
    settings = asdict(assistant.settings)
    return {**settings, "without": sorted(settings["without"])}


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    """Return the processor's name where the system tells it, else its architecture."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "") or platform.processor() or platform.machine()

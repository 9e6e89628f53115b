"""Importing is light, silent and harmless; the public names are the documented ones."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import qa

ROOT = Path(__file__).resolve().parents[1]
HEAVY = (
    "numpy torch faiss tantivy llama_cpp sentence_transformers transformers gradio lxml jinja2 "
    "tqdm filelock Stemmer docx pypdfium2 trafilatura ir_measures matplotlib text_to_num haystack "
    "llama_index txtai huggingface_hub httpx2 onnxruntime openvino tokenizers"
).split()
PUBLIC = {
    *("Assistant", "answer", "Settings", "check_support", "Support"),
    *("Answer", "Article", "Citation", "Failure", "Hit", "IndexReport", "Progress"),
    *("Found", "Quoted", "Waiting", "Read", "Wrote", "Checking", "Done", "Statement"),
    *("SourcierError", "LibraryError", "ModelError", "QuestionError", "ReadingError"),
}

# Run before an import: makes a network connection, a listening socket, a process or a
# written file an error.
GUARD = """
import sys
def guard(event, args):
    if event in ("socket.connect", "socket.bind", "subprocess.Popen", "os.system"):
        raise SystemExit(f"{event} at import: {args}")
    if event == "open" and isinstance(args[0], str) and not args[0].endswith(".pyc"):
        mode = args[1] or ""
        if isinstance(mode, str) and set(mode) & set("wax+") and "__pycache__" not in args[0]:
            raise SystemExit(f"written at import: {args[0]}")
    if event in ("os.mkdir", "os.remove", "os.rename") and "__pycache__" not in str(args[0]):
        raise SystemExit(f"{event} at import: {args}")
sys.dont_write_bytecode = True
sys.addaudithook(guard)
"""


def _python(program: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, timeout=120
    )
    assert ran.returncode == 0, ran.stderr + ran.stdout
    assert ran.stderr == ""
    return ran.stdout


def _modules() -> list[str]:
    """Every module of ours but the page, which only ``serve`` opens."""
    found = []
    for package in ("qa", "embeddings", "prompts", "eval"):
        found.append(package)
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            found.append(module.name)
    return found


@pytest.mark.parametrize(
    "program",
    [
        "import qa",
        "from qa import Assistant, answer, Article",
        "from qa.cli import build_parser; build_parser().format_help()",
        "import qa.commands",
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(program: str) -> None:
    out = _python(f"{program}\nimport sys, json; print(json.dumps(sorted(sys.modules)))")
    loaded = {name.partition(".")[0] for name in json.loads(out)}
    assert not loaded & set(HEAVY)


def test_help_imports_nothing_heavy_either() -> None:
    program = (
        "import sys, json\n"
        "from qa.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print('\\n' + json.dumps(sorted(sys.modules)))"
    )
    out = _python(program)
    assert out.startswith("usage: sourcier")
    loaded = {name.partition(".")[0] for name in json.loads(out.splitlines()[-1])}
    assert not loaded & set(HEAVY)


def test_the_public_names_are_the_documented_ones() -> None:
    assert set(qa.__all__) == PUBLIC
    assert len(qa.__all__) == len(set(qa.__all__))
    assert all(hasattr(qa, name) for name in qa.__all__)


def test_no_module_reaches_out_or_writes_at_import() -> None:
    modules = _modules()
    assert len(modules) > 40
    program = f"{GUARD}\nimport importlib\nfor name in {modules!r}: importlib.import_module(name)"
    assert _python(program) == ""


def test_every_error_is_one_to_show_to_people() -> None:
    for name in ("LibraryError", "ModelError", "QuestionError", "ReadingError"):
        assert issubclass(getattr(qa, name), qa.SourcierError)

"""`sourcier models`: lists, pulls over interruptions, removes; and what is pulled is used."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from embeddings.catalogue import KNOWN, card_prefixes, find_known, nearest
from embeddings.pulled import models_folder
from qa import Assistant, ModelError
from qa.cli import main
from tests.bert import make_cross_encoder
from tests.hub import Fault, Hub, asked_here, files_of, go_online
from tests.running import Running, start
from tests.tiny import make_encoder

WEIGHTS = "model.safetensors"
ENCODER = find_known("e5-small").id  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return files_of(make_encoder(tmp_path_factory.mktemp("command"), dimension=64))


@pytest.fixture
def hub(
    encoder: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Hub]:
    """A hub that has a model under the id of a known one."""
    with asked_here(monkeypatch, tmp_path / "models") as served:
        served.add(ENCODER, encoder)
        yield served


def test_the_list_says_what_can_be_pulled_and_what_is_here(
    hub: Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models"]) == 0
    listed = capsys.readouterr().out
    assert all(known.name in listed and known.licence in listed for known in KNOWN)
    assert "here" not in listed
    assert main(["models", "pull", "e5-small"]) == 0
    pulled = capsys.readouterr().out
    assert f"{ENCODER} is here: revision {hub.commit(ENCODER, 'main')[:12]}, MIT" in pulled
    assert "Use it with --encoder e5-small" in pulled
    assert main(["models", "list", "--json"]) == 0
    records = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert [name for name, one in records.items() if one["here"]] == ["e5-small"]
    assert records["e5-small"]["bytes"] > 0
    assert Path(records["e5-small"]["folder"]).is_dir()
    assert records["granite-4.1-3b"]["size"] == "2.1 GB"
    assert main(["models"]) == 0
    assert "here, 0 MB" in capsys.readouterr().out


def test_a_model_of_any_id_is_listed_too(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    hub.add("somebody/else", hub.models[ENCODER]["main"])
    assert main(["models", "pull", "somebody/else"]) == 0
    assert main(["models"]) == 0
    assert "somebody/else" in capsys.readouterr().out


def test_a_pulled_model_is_removed(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "pull", "e5-small"]) == 0
    assert main(["models", "remove", "e5-smal"]) == 1
    assert "did you mean e5-small?" in capsys.readouterr().err
    assert main(["models", "remove", "e5-small"]) == 0
    assert f"Removed {ENCODER}" in capsys.readouterr().out
    assert main(["models", "remove", "e5-small"]) == 1
    assert "There is no model “e5-small” in" in capsys.readouterr().err


def test_a_mishap_is_a_sentence(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "pull", "e5smal"]) == 1
    error = capsys.readouterr().err
    assert error.startswith("sourcier: There is no model called “e5smal”: did you mean e5-small?")
    assert error.count("\n") == 1


def _pulling(hub: Hub) -> Running:
    """A pull under way, which hangs in the middle of the weights."""
    hub.faults[WEIGHTS] = [Fault(after=3000, stall=True)]
    env = {"HF_ENDPOINT": hub.address, "SOURCIER_MODELS": str(models_folder())}
    running = start("models", "pull", "e5-small", env=env, before=go_online)
    deadline = time.monotonic() + 150  # the first start imports much
    while not any(part.stat().st_size == 3000 for part in models_folder().rglob("*.part")):
        assert running.process.is_alive() and time.monotonic() < deadline, running.wait()
        time.sleep(0.02)
    return running


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_pull_that_is_stopped_goes_on_where_it_was(
    how: signal.Signals, hub: Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    running = _pulling(hub)
    running.kill(how)
    ran = running.wait()
    if how == signal.SIGINT:
        assert (ran.code, ran.err.strip()) == (
            130,
            "sourcier: stopped; what was done so far is kept.",
        )
    assert main(["models", "list", "--json"]) == 0
    assert not any(one["here"] for one in json.loads(capsys.readouterr().out))
    before = len(hub.asked)
    assert main(["models", "pull", "e5-small"]) == 0
    assert hub.begins(WEIGHTS) == [0, 3000]
    again = {one.path.rpartition("/")[2] for one in hub.asked[before:]}
    assert "tokenizer.json" not in again or hub.asked[before - 1].path.endswith(WEIGHTS)


def test_a_library_remembers_a_pulled_encoder_by_its_id(hub: Hub, tmp_path: Path) -> None:
    assert main(["models", "pull", "e5-small"]) == 0
    (tmp_path / "a.txt").write_text("La foire de Cluny a eu lieu le 3 mai 2021.", "utf-8")
    library = tmp_path / "library"
    with Assistant.open(library, model="none", encoder="e5-small") as assistant:
        assistant.add(tmp_path / "a.txt")
        recorded = assistant.library.store.encoder
    assert recorded is not None
    assert (recorded["model"], recorded["query_prefix"]) == (ENCODER, "query: ")
    for written in (None, "e5-small", ENCODER, str(models_folder() / ENCODER.replace("/", "--"))):
        with Assistant.open(library, model="none", encoder=written) as assistant:
            assert assistant.search("foire de Cluny")[0].article.id == "a.txt"


def test_a_writer_is_found_by_its_name(hub: Hub, tmp_path: Path) -> None:
    library = tmp_path / "library"
    with pytest.raises(ModelError, match=r"fetch it with “sourcier models pull qwen3.5-2b”"):
        Assistant.open(library, model="qwen3.5-2b")
    files = {"Qwen3.5-2B-Q4_K_M.gguf": b"GGUF" + bytes(60), "Qwen3.5-2B-Q8_0.gguf": b"GGUF"}
    hub.add("unsloth/Qwen3.5-2B-GGUF", files)
    assert main(["models", "pull", "qwen3.5-2b"]) == 0
    with Assistant.open(library, model="qwen3.5-2b") as assistant:
        assert assistant.writer is not None
        assert assistant.writer.path.read_bytes() == files["Qwen3.5-2B-Q4_K_M.gguf"]


def test_a_reranker_reads_the_best_passages_again(
    hub: Hub, sample_library: Path, tmp_path: Path, quoting: Assistant
) -> None:
    question = "Qui a participé à la réunion du 11 février ?"
    with pytest.raises(ModelError, match="fetch it with “sourcier models pull mmarco-minilm”"):
        Assistant.open(sample_library, model="none", reranker="mmarco-minilm")
    hub.add("somebody/ranks", files_of(make_cross_encoder(tmp_path / "ranks")))
    assert main(["models", "pull", "somebody/ranks"]) == 0
    plain = quoting.search(question)
    with Assistant.open(sample_library, model="none", reranker="somebody/ranks") as assistant:
        reread = assistant.search(question)
        assert assistant.ask(question).hits == tuple(reread)
    assert [hit.score for hit in reread] != [hit.score for hit in plain]
    assert [hit.score for hit in reread] == sorted((hit.score for hit in reread), reverse=True)


def test_names_are_found_and_slips_of_them_guessed() -> None:
    assert find_known("Granite-97M") == find_known(KNOWN[0].id) == KNOWN[0]
    assert find_known("somebody/else") is None
    assert nearest("bge-rerank") == "bge-reranker"
    assert nearest("xyzxyz") == ""
    assert len({known.name for known in KNOWN} | {known.id for known in KNOWN}) == 2 * len(KNOWN)


@pytest.mark.parametrize(
    ("model", "prefixes"),
    [
        ("intfloat/multilingual-e5-small", ("query: ", "passage: ")),
        ("/models/Multilingual-E5-base", ("query: ", "passage: ")),
        ("lightonai/mDenseOn", ("query: ", "document: ")),
        ("ibm-granite/granite-embedding-97m-multilingual-r2", ("", "")),
    ],
)
def test_prefixes_are_those_of_the_card(model: str, prefixes: tuple[str, str]) -> None:
    assert card_prefixes(model) == prefixes

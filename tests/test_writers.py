"""Which model writes: what is asked for, else the environment's, else the remembered one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from embeddings.catalogue import KNOWN, Kind, find_known, suited_writer
from embeddings.pulled import models_folder
from qa import Assistant, ModelError, Settings
from qa.answering.server import ServerWriter, talking
from qa.cli import main
from qa.machine import memory_bytes
from qa.writers import (
    EMBEDDED,
    NO_MODEL,
    Choice,
    choose_writer,
    find_gguf,
    forget_writer,
    open_writer,
    remember_writer,
    remembered_writer,
)
from tests.answering.peer import Peer, sends
from tests.hub import Hub, asked_here

SERVER, ELSEWHERE = "http://127.0.0.1:8080", "http://models.example:8080/v1"
QWEN = "unsloth/Qwen3.5-2B-GGUF"
GGUF = {"Qwen3.5-2B-Q4_K_M.gguf": b"GGUF" + bytes(60)}


@pytest.fixture(autouse=True)
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub with one writer, and a models folder of its own."""
    with asked_here(monkeypatch, tmp_path / "models") as served:
        served.add(QWEN, GGUF)
        yield served


@pytest.fixture
def peer() -> Iterator[Peer]:
    peer = Peer()
    yield peer
    peer.server.shutdown()
    peer.server.server_close()


def test_each_way_of_choosing_goes_before_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    assert choose_writer() == Choice(EMBEDDED, "default")
    remember_writer(Choice(NO_MODEL, "asked"))
    assert choose_writer() == Choice(NO_MODEL, "remembered")
    monkeypatch.setenv("SOURCIER_MODEL", "a.gguf")
    assert choose_writer() == Choice("a.gguf", "environment")
    monkeypatch.setenv("SOURCIER_WRITER", SERVER)
    assert choose_writer() == Choice(SERVER, "environment")
    assert choose_writer("b.gguf") == Choice("b.gguf", "asked")
    assert choose_writer(EMBEDDED) == Choice(EMBEDDED, "asked")
    monkeypatch.setenv("SOURCIER_WRITER_MODEL", "m")
    assert choose_writer(writer=f"{SERVER}/v1") == Choice(f"{SERVER}/v1", "asked", "m")
    with pytest.raises(ModelError, match="leave one of them out"):
        choose_writer("b.gguf", SERVER)
    with pytest.raises(ModelError, match="isn't a server's address"):
        choose_writer(writer="b.gguf")
    monkeypatch.setenv("SOURCIER_WRITER", "b.gguf")
    with pytest.raises(ModelError, match="isn't a server's address"):
        choose_writer()


def test_what_leaves_the_machine_is_said() -> None:
    assert choose_writer(writer=SERVER).note == ""
    note = choose_writer(writer=ELSEWHERE).note
    assert "leave this machine for models.example:8080, unencrypted, which writes" in note
    assert "unencrypted" not in choose_writer(writer="https://models.example").note
    remember_writer(Choice(ELSEWHERE, "asked", "m"))
    assert choose_writer() == Choice(ELSEWHERE, "remembered", "m", note)


def test_a_choice_opens_as_what_it_is(tmp_path: Path) -> None:
    assert open_writer(Choice(NO_MODEL, "asked"), Settings()) is None
    server = open_writer(Choice(SERVER, "asked", "m"), Settings())
    assert isinstance(server, ServerWriter)
    assert (server.name, server.remote) == ("m", False)
    server.close()
    with Assistant.open(tmp_path / "library", writer=ELSEWHERE) as assistant:
        assert isinstance(assistant.writer, ServerWriter)
        assert assistant.writer.remote
        assert assistant.writer_name == "models.example:8080"
        assert "leave this machine" in assistant.writer_note
    with Assistant.open(tmp_path / "library", model=NO_MODEL) as assistant:
        assert (assistant.writer_name, assistant.writer_note) == ("quotes", "")


@pytest.mark.parametrize(
    "record",
    ["", "{}", "[]", "nonsense", '{"format": 2, "writer": "none", "model": ""}', '"none"'],
)
def test_a_damaged_record_is_none(record: str) -> None:
    remember_writer(Choice(NO_MODEL, "asked"))
    (path,) = models_folder().iterdir()
    path.write_text(record, encoding="utf-8")
    assert remembered_writer() is None
    assert choose_writer() == Choice(EMBEDDED, "default")
    forget_writer()
    forget_writer()
    assert not list(models_folder().iterdir())


def test_a_folder_that_cannot_be_written_is_a_sentence() -> None:
    models_folder().write_text("not a folder")
    with pytest.raises(ModelError, match=r"can't be written .* choose another with"):
        remember_writer(Choice(NO_MODEL, "asked"))


def test_an_encoder_does_not_write() -> None:
    with pytest.raises(ModelError, match="e5-small doesn't write: it is a model for --encoder"):
        find_gguf("e5-small")


# The command


def test_a_pulled_writer_is_chosen_and_given_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["models", "use", "qwen3.5-2b"]) == 1
    assert "fetch it with “sourcier models pull qwen3.5-2b”" in capsys.readouterr().err
    assert remembered_writer() is None
    assert main(["models", "pull", "qwen3.5-2b"]) == 0
    assert "always with “sourcier models use qwen3.5-2b”" in capsys.readouterr().out
    assert main(["models", "use", QWEN]) == 0
    assert capsys.readouterr().out == "From now on qwen3.5-2b writes.\n"
    with Assistant.open(tmp_path / "library") as assistant:
        assert assistant.writer_name == "Qwen3.5-2B-Q4_K_M"
    assert main(["models", "list", "--json"]) == 0
    records = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in records if one["in_use"]] == ["qwen3.5-2b"]
    assert main(["models"]) == 0
    listed = capsys.readouterr().out
    (line,) = [line for line in listed.splitlines() if "writing now" in line]
    assert line.strip().startswith("qwen3.5-2b")
    assert "Writing now: qwen3.5-2b (as “sourcier models use” was told)" in listed
    monkeypatch.setenv("SOURCIER_MODEL", "none")
    assert main(["models", "use", "qwen3.5-2b"]) == 0
    assert "But $SOURCIER_MODEL is set to none, which goes before" in capsys.readouterr().out
    assert main(["models", "remove", "qwen3.5-2b"]) == 0
    assert "It was chosen to write: the embedded model does now." in capsys.readouterr().out
    assert remembered_writer() is None


def test_a_chosen_file_that_has_gone_is_said_and_the_embedded_model_writes(
    tmp_path: Path, sample_library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.gguf"
    path.write_bytes(b"not one")
    assert main(["models", "use", str(path)]) == 1
    assert "isn't a GGUF" in capsys.readouterr().err
    path.write_bytes(b"GGUF" + bytes(60))
    assert main(["models", "use", str(path)]) == 0
    assert remembered_writer() == Choice(str(path.resolve()), "remembered")
    path.unlink()
    capsys.readouterr()
    with Assistant.open(sample_library) as assistant:
        assert assistant.writer_name.startswith("SmolLM2")
        assert "mine.gguf, isn't on this machine any more" in assistant.writer_note
    assert main(["models", "use"]) == 0
    said = capsys.readouterr().out
    assert "Writing now: the embedded model (the default)" in said
    assert "mine.gguf, isn't on this machine any more" in said


def test_a_server_is_asked_before_it_is_chosen(
    peer: Peer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talking, "_FIRST_WAIT", 0.01)
    models = [{"id": "m-small", "owned_by": "vllm"}, {"id": "m-large", "owned_by": "vllm"}]
    peer.scripts["/v1/models"] = [sends({"data": models})]
    assert main(["models", "use", peer.address, "--writer-model", "m-tiny"]) == 1
    assert "has no model “m-tiny”, but: m-small, m-large" in capsys.readouterr().err
    assert main(["models", "use", peer.address, "--writer-model", "m-large"]) == 0
    said = capsys.readouterr().out
    assert f"{peer.address} is vLLM: what m-large writes is bound to its citations by it." in said
    assert "From now on m-large writes." in said
    assert choose_writer() == Choice(peer.address, "remembered", "m-large")
    assert main(["models", "use", "http://127.0.0.1:9"]) == 1
    assert "can't be reached" in capsys.readouterr().err
    assert choose_writer() == Choice(peer.address, "remembered", "m-large")
    assert main(["models", "use", "embedded"]) == 0
    assert choose_writer() == Choice(EMBEDDED, "remembered")


def test_info_says_who_writes(sample_library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", "--library", str(sample_library)]) == 0
    assert "Writer    the embedded model (the default)" in capsys.readouterr().out
    remember_writer(Choice(SERVER, "asked", "m"))
    assert main(["info", "--library", str(sample_library), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["writer"] == {"name": SERVER, "model": "m", "by": "remembered"}


def test_the_command_says_what_leaves_the_machine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Assistant.open(tmp_path / "library", model=NO_MODEL):
        pass
    asked = ["ask", "Qui ?", "--library", str(tmp_path / "library")]
    assert main([*asked, "--writer", ELSEWHERE]) == 1  # the library is empty
    assert "leave this machine for models.example:8080" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([*asked, "--writer", SERVER, "--model", "a.gguf"])


# Pulling


def test_size_and_licence_are_said_before_anything_is_fetched(
    hub: Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "pull", "qwen3.5-2b"]) == 0
    first, second, _ = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{QWEN}, revision {hub.commit(QWEN, 'main')[:12]}, Apache-2.0: 0.0 of")
    assert second.startswith(f"{QWEN} is here")
    hub.add("somebody/huge-GGUF", {"huge.gguf": b"GGUF"})
    hub.sizes["huge.gguf"] = 10**16
    assert main(["models", "pull", "somebody/huge-GGUF"]) == 1
    said = capsys.readouterr()
    assert ", mit: 10,000,000,000.0 of 10,000,000,000.0 MB to fetch" in said.out
    assert "are free: free some space" in said.err
    assert not [one for one in hub.asked if "huge.gguf" in one.path]


@pytest.mark.parametrize("asked", [[], ["writer"]])
def test_without_a_name_the_writer_that_suits_the_machine_is_pulled(
    asked: list[str],
    hub: Hub,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    suited = suited_writer(memory_bytes())
    hub.add(suited.id, {suited.file.replace("*", "x-"): b"GGUF" + bytes(60)})
    assert main(["models", "pull", *asked]) == 0
    said = capsys.readouterr().out
    assert f"GB of memory: {suited.name} suits it, {suited.size}." in said
    assert f"{suited.id} is here" in said
    assert main(["models", "list", "--json"]) == 0
    records = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in records if one["suited"]] == [suited.name]


@pytest.mark.parametrize(
    ("gigabytes", "name"),
    [
        (0.0, "qwen3.5-0.8b"),
        (4.0, "qwen3.5-0.8b"),
        (8.0, "qwen3.5-2b"),
        (11.9, "qwen3.5-2b"),
        (16.4, "granite-4.1-3b"),
        (512.0, "granite-4.1-3b"),
    ],
)
def test_a_writer_suits_the_memory(gigabytes: float, name: str) -> None:
    assert suited_writer(int(gigabytes * 1e9)) == find_known(name)


def test_the_machine_tells_its_memory_and_every_writer_has_a_file() -> None:
    assert memory_bytes() > 1e8
    assert all(one.file for one in KNOWN if one.kind is Kind.WRITER)

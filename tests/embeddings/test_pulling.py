"""Pulling from a hub: whole or not at all, over interruptions, with every byte verified."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from embeddings.hub import HubError
from embeddings.pulled import UNFINISHED, find_pulled, models_folder, pulled_models, remove_pulled
from embeddings.pulling import pull
from tests.embeddings.conftest import MODEL, WEIGHTS
from tests.hub import Fault, Hub, files_of


def whole(hub: Hub, model: str = MODEL) -> None:
    """What is in the models folder has the hub's very bytes."""
    found = find_pulled(model)
    assert found is not None
    held = hub.models[found.id][found.revision]
    for file in found.files:
        content = (found.folder / file.path).read_bytes()
        assert content == held[file.path]
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file.bytes, file.sha256)
    on_disk = {path for path in files_of(found.folder) if not path.startswith("sourcier-model")}
    assert on_disk == {file.path for file in found.files}


def unfinished() -> dict[str, bytes]:
    """What lies in the models folder and isn't whole."""
    files = files_of(models_folder() / UNFINISHED)
    return {path: content for path, content in files.items() if not path.endswith(".lock")}


def test_a_model_is_pulled_with_what_it_needs_and_a_record(hub: Hub) -> None:
    told: list[tuple[int, int]] = []
    model = pull(MODEL, told=lambda done, total: told.append((done, total)))
    whole(hub)
    assert model == find_pulled(MODEL)
    assert pulled_models() == [model]
    assert (model.id, model.kind, model.licence) == (MODEL, "encoder", "mit")
    assert model.revision == hub.commit(MODEL, "main")
    paths = {file.path for file in model.files}
    assert {WEIGHTS, "tokenizer.json", "modules.json"} <= paths
    assert not paths & {"pytorch_model.bin", "train.py", "a/b.json", "README.md"}
    assert told[0] == (0, model.bytes)
    assert told[-1] == (model.bytes, model.bytes)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert unfinished() == {}


def test_a_model_that_is_here_is_not_asked_for_again(hub: Hub) -> None:
    model = pull(MODEL)
    hub.asked.clear()
    assert pull(MODEL) == model
    assert hub.asked == []


def test_a_connection_cut_in_the_middle_is_gone_on_with(
    hub: Hub, tiny_files: dict[str, bytes]
) -> None:
    hub.faults[WEIGHTS] = [Fault(after=1000), Fault(after=500)]
    pull(MODEL)
    whole(hub)
    assert hub.begins(WEIGHTS) == [0, 1000, 1500]


def test_a_hub_that_is_busy_is_asked_again(hub: Hub) -> None:
    hub.faults |= {"record": [Fault(status=503)], WEIGHTS: [Fault(status=503), Fault(status=429)]}
    pull(MODEL)
    whole(hub)
    assert hub.begins(WEIGHTS) == [0, 0, 0]


def test_a_hub_that_stays_busy_is_a_sentence_and_what_came_is_kept(hub: Hub) -> None:
    hub.faults[WEIGHTS] = [Fault(after=1000), *[Fault(status=503)] * 5]
    with pytest.raises(HubError, match=r"answered 503 .* what was fetched is kept"):
        pull(MODEL)
    assert find_pulled(MODEL) is None
    assert pulled_models() == []
    hub.asked.clear()
    pull(MODEL)
    whole(hub)
    assert hub.begins(WEIGHTS) == [1000]
    small = [one.path for one in hub.asked if "/resolve/" in one.path and WEIGHTS not in one.path]
    fetched_before = [path for path in small if "tokenizer.json" in path or "config" in path]
    assert len(fetched_before) <= 1  # finished files weren't fetched twice


def test_a_store_that_ignores_ranges_is_read_from_the_start(hub: Hub) -> None:
    hub.faults[WEIGHTS] = [Fault(after=1000), Fault(whole=True)]
    pull(MODEL)
    whole(hub)


def test_a_file_with_other_bytes_is_refused_and_thrown_away(hub: Hub) -> None:
    hub.faults[WEIGHTS] = [Fault(other=True)]
    with pytest.raises(HubError, match=rf"{WEIGHTS} of {MODEL} did not arrive as the hub says"):
        pull(MODEL)
    assert find_pulled(MODEL) is None
    assert not [path for path in unfinished() if WEIGHTS in path]
    pull(MODEL)
    whole(hub)


def test_a_small_file_with_other_bytes_is_refused_too(hub: Hub) -> None:
    hub.faults["tokenizer.json"] = [Fault(other=True)]
    with pytest.raises(HubError, match=r"tokenizer.json of .* did not arrive"):
        pull(MODEL)
    assert find_pulled(MODEL) is None


def test_a_kept_part_that_was_damaged_is_fetched_anew(hub: Hub) -> None:
    hub.faults[WEIGHTS] = [Fault(after=1000), *[Fault(status=503)] * 5]
    with pytest.raises(HubError):
        pull(MODEL)
    (part,) = (models_folder() / UNFINISHED).rglob("*.part")
    part.write_bytes(b"\0" * 1200)
    hub.asked.clear()
    pull(MODEL)
    whole(hub)
    assert hub.begins(WEIGHTS) == [1200, 0]


def test_a_revision_is_kept_until_another_is_named(hub: Hub, tiny_files: dict[str, bytes]) -> None:
    old = pull(MODEL).revision
    new = hub.add(MODEL, {**tiny_files, "modules.json": tiny_files["modules.json"] + b"\n"})
    assert pull(MODEL).revision == old
    hub.asked.clear()
    assert pull(MODEL, revision="main").revision == new
    whole(hub)
    assert hub.begins(WEIGHTS) == []  # it is the same in both
    assert pull(MODEL, revision=old).revision == old
    whole(hub)


def test_another_backend_joins_the_one_that_is_here(hub: Hub, tiny_files: dict[str, bytes]) -> None:
    pull(MODEL)
    hub.models.clear()
    files = {
        **tiny_files,
        "onnx/model.onnx": b"graph" * 50,
        "onnx/model.onnx_data": b"weights" * 90,
    }
    hub.add(MODEL, files, find_revision := "a" * 40)
    both = pull(MODEL, revision="main", backend="onnx")
    assert both.revision == find_revision
    paths = {file.path for file in both.files}
    assert {"onnx/model.onnx", "onnx/model.onnx_data"} <= paths
    assert WEIGHTS not in paths  # of another revision
    pull(MODEL)
    whole(hub)
    paths = {file.path for file in pulled_models()[0].files}
    assert {"onnx/model.onnx", WEIGHTS} <= paths


def test_another_file_takes_the_place_of_the_one_that_is_here(
    hub: Hub, tiny_files: dict[str, bytes]
) -> None:
    files = {**tiny_files, "onnx/model.onnx": b"graph" * 50, "onnx/model_qint8.onnx": b"small" * 9}
    hub.add("somebody/graphs", files)
    pull("somebody/graphs")
    pull("somebody/graphs", backend="onnx")
    model = pull("somebody/graphs", backend="onnx", file="*qint8*")
    paths = {file.path for file in model.files}
    assert {"onnx/model_qint8.onnx", WEIGHTS} <= paths
    assert "onnx/model.onnx" not in paths
    whole(hub, "somebody/graphs")


def test_the_token_is_for_the_hub_alone(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_0123456789")
    pull(MODEL)
    to_store = [one.token for one in hub.asked if one.path.startswith("/store/")]
    to_hub = [one.token for one in hub.asked if not one.path.startswith("/store/")]
    assert to_store and not any(to_store)
    assert to_hub and all(to_hub)


def test_the_hub_learns_nothing_of_the_machine(hub: Hub) -> None:
    pull(MODEL)
    assert {one.agent for one in hub.asked} == {"sourcier"}


def test_a_gguf_is_pulled_alone(hub: Hub) -> None:
    files = {f"w-{name}.gguf": b"GGUF" + name.encode() * 99 for name in ("Q4_K_M", "Q8_0")}
    hub.add("somebody/w-GGUF", {**files, "README.md": b"card", "config.json": b"{}"})
    with pytest.raises(HubError, match=r"has several: w-Q4_K_M.gguf, w-Q8_0.gguf; name one with"):
        pull("somebody/w-GGUF")
    model = pull("somebody/w-GGUF", file="*q8_0.gguf".replace("q", "Q"))
    assert [file.path for file in model.files] == ["w-Q8_0.gguf"]
    assert model.kind == "writer"
    assert model.gguf is not None
    assert model.gguf.read_bytes() == files["w-Q8_0.gguf"]
    with pytest.raises(HubError, match=r"has none like “Q2”, but: w-Q4_K_M\.gguf"):
        pull("somebody/w-GGUF", file="Q2")


def test_a_cross_encoder_is_known_by_its_settings(hub: Hub, tiny_files: dict[str, bytes]) -> None:
    config = {"architectures": ["BertForSequenceClassification"]}
    hub.add("somebody/ranks", {**tiny_files, "config.json": json.dumps(config).encode()})
    assert pull("somebody/ranks").kind == "reranker"


def test_weights_that_are_a_pickle_only_are_never_fetched(
    hub: Hub, tiny_files: dict[str, bytes]
) -> None:
    files = {path: content for path, content in tiny_files.items() if path != WEIGHTS}
    hub.add("somebody/pickled", {**files, "onnx/model.onnx": b"graph"})
    with pytest.raises(HubError, match=r"pytorch_model.bin as a pickle only.*try --backend onnx"):
        pull("somebody/pickled")
    assert not [one for one in hub.asked if "pytorch_model.bin" in one.path]
    model = pull("somebody/pickled", backend="onnx")
    assert "pytorch_model.bin" not in {file.path for file in model.files}


def test_a_backend_the_model_has_nothing_for_is_a_sentence(hub: Hub) -> None:
    with pytest.raises(HubError, match=r"no weights for --backend openvino: try --backend torch"):
        pull(MODEL, backend="openvino")


def test_a_name_of_no_model_is_a_sentence(hub: Hub) -> None:
    with pytest.raises(HubError, match="called “granit-97m”: did you mean granite-97m"):
        pull("granit-97m")
    with pytest.raises(HubError, match=r"has no model intfloat/multilingual-e5-smal, .* did you"):
        pull("intfloat/multilingual-e5-smal")
    with pytest.raises(HubError, match="has no model nobody/nothing, or it is private: check"):
        pull("nobody/nothing")
    with pytest.raises(HubError, match="has no revision “v9”: leave --revision out"):
        pull(MODEL, revision="v9")
    assert hub.asked[-1].path.endswith("/revision/v9")
    assert unfinished() == {}


def test_a_gated_model_is_a_sentence(hub: Hub) -> None:
    hub.gated.add(MODEL)
    with pytest.raises(
        HubError, match=rf"accept its terms: do so at {hub.address}/{MODEL}, .*HF_T"
    ):
        pull(MODEL)


def test_a_token_that_is_refused_is_a_sentence(hub: Hub) -> None:
    hub.faults["record"] = [Fault(status=403)]
    with pytest.raises(HubError, match=r"refuses somebody/tiny \(403\): check the token"):
        pull(MODEL)


def test_no_network_is_a_sentence(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(
        HubError, match=r"^http://127.0.0.1:9 can't be reached .* check the network"
    ):
        pull(MODEL)


def test_being_offline_on_purpose_is_a_sentence(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(HubError, match="HF_HUB_OFFLINE is set"):
        pull(MODEL)
    assert hub.asked == []


def test_a_model_too_large_for_the_disk_is_not_begun(hub: Hub) -> None:
    hub.sizes[WEIGHTS] = 10**16
    with pytest.raises(HubError, match=r"needs 10,000,000,\d{3} MB more in .* are free: free some"):
        pull(MODEL)
    assert not [one for one in hub.asked if "/resolve/" in one.path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_disk_that_fills_up_is_a_sentence(hub: Hub, tiny_files: dict[str, bytes]) -> None:
    folder = models_folder() / UNFINISHED / "somebody--tiny"
    folder.mkdir(parents=True)
    digest = hashlib.sha256(tiny_files[WEIGHTS]).hexdigest()
    (folder / f"{WEIGHTS}.{digest[:12]}.part").symlink_to("/dev/full")
    with pytest.raises(HubError, match="The disk is full: free some space"):
        pull(MODEL)
    assert find_pulled(MODEL) is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_closed_to_writing_is_a_sentence(hub: Hub) -> None:
    models_folder().mkdir()
    models_folder().chmod(0o500)
    with pytest.raises(HubError, match="can't be written"):
        pull(MODEL)


def test_a_file_in_the_place_of_the_folder_is_a_sentence(hub: Hub) -> None:
    models_folder().write_text("not a folder")
    with pytest.raises(HubError, match=r"can't be written .* choose another with"):
        pull(MODEL)


@pytest.mark.parametrize("path", ["../evil.json", "/etc/evil.json", "a\\..\\..\\evil.json", "C:x"])
def test_a_file_that_would_lie_elsewhere_is_refused(
    hub: Hub, tiny_files: dict[str, bytes], path: str, tmp_path: Path
) -> None:
    hub.add("somebody/evil", {**tiny_files, path: b"{}"})
    with pytest.raises(HubError, match="would lie outside of its folder"):
        pull("somebody/evil")
    assert not list(tmp_path.rglob("*evil.json"))


def test_a_removed_model_is_gone(hub: Hub) -> None:
    model = pull(MODEL)
    remove_pulled(model)
    assert find_pulled(MODEL) is None
    assert not model.folder.exists()
    assert unfinished() == {}


def test_two_pulls_at_once_are_kept_apart(hub: Hub) -> None:
    from filelock import FileLock

    folder = models_folder() / UNFINISHED
    folder.mkdir(parents=True)
    with (
        FileLock(folder / "somebody--tiny.lock"),
        pytest.raises(HubError, match="is being pulled by another process"),
    ):
        pull(MODEL)

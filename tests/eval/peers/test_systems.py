"""Every configuration of every system keeps the same contract, for real where installed."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from embeddings import Encoder
from eval.peers.offline import go_offline
from eval.peers.passages import PassageSet
from eval.peers.systems import Configuration, System, find_systems

_MODULES = {
    "sourcier": ("qa",),
    "haystack": ("haystack",),
    "llamaindex": ("llama_index.core", "llama_index.retrievers.bm25"),
    "txtai": ("txtai",),
}
_ALL = [
    pytest.param(key, configuration, id=f"{key}, {configuration.name}")
    for key, system in find_systems().items()
    for configuration in system.configurations
]
_LEXICAL = [
    pytest.param(key, configuration, id=f"{key}, {configuration.name}")
    for key, system in find_systems().items()
    for configuration in system.configurations
    if "vectors" not in configuration.name + configuration.description
]


@pytest.fixture(autouse=True)
def _nobody_calls_out(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test in which a name is looked up: that is how calling out begins."""
    called: list[object] = []
    monkeypatch.setattr("socket.getaddrinfo", lambda *given, **named: called.append(given) or [])
    yield
    assert called == []


def _installed(key: str) -> System:
    system = find_systems()[key]
    go_offline()
    for module in _MODULES[key]:
        pytest.importorskip(module, reason=system.not_installed)
    return system


@pytest.mark.parametrize(("key", "configuration"), _ALL)
def test_a_passages_own_words_find_it_first(
    key: str, configuration: Configuration, pool: PassageSet, encoder: Encoder
) -> None:
    _installed(key)
    with configuration.build(pool, encoder.encode_query, 10) as search:
        for number in (0, 11, len(pool) - 1):
            found = list(search(pool.texts[number]))
            assert found[0] == number
            assert len(found) == len(set(found)) <= 10
            assert set(found) <= set(range(len(pool)))


@pytest.mark.parametrize(("key", "configuration"), _LEXICAL)
def test_words_find_the_town_they_name(
    key: str, configuration: Configuration, pool: PassageSet, encoder: Encoder
) -> None:
    _installed(key)
    with configuration.build(pool, encoder.encode_query, 10) as search:
        found = search("Qui s’installe à Quimper ?")
    assert pool.owners[found[0]] == "16.txt"


@pytest.mark.parametrize("key", ["llamaindex", "txtai"])
def test_the_default_of_those_that_search_vectors_alone_is_the_cosine(
    key: str, pool: PassageSet, encoder: Encoder
) -> None:
    default = next(c for c in _installed(key).configurations if c.role == "default")
    question = "Des fromages à Rodez"
    cosines = pool.vectors @ encoder.encode_query(question)
    with default.build(pool, encoder.encode_query, 5) as search:
        found = search(question)
    assert sorted(cosines[list(found)]) == pytest.approx(sorted(cosines)[-5:], abs=1e-6)


@pytest.mark.parametrize("key", list(_MODULES))
def test_more_can_be_asked_for_than_there_is(key: str, pool: PassageSet, encoder: Encoder) -> None:
    for configuration in _installed(key).configurations:
        with configuration.build(pool, encoder.encode_query, 1_000) as search:
            assert len(search("Le marché de Rodez")) <= len(pool)


def test_every_system_has_a_default_and_a_french_candidate() -> None:
    roles = {
        key: [configuration.role for configuration in system.configurations]
        for key, system in find_systems().items()
    }
    assert roles.pop("sourcier") == ["shipped"]
    for found in roles.values():
        assert found[0] == "default"
        assert set(found[1:]) == {"french"}


def test_telemetry_is_off_before_haystack_loads() -> None:
    _installed("haystack")
    from haystack.telemetry import _telemetry

    assert os.environ["HAYSTACK_TELEMETRY_ENABLED"] == "False"
    assert _telemetry.telemetry is None


def test_what_is_not_installed_is_said_in_a_sentence() -> None:
    system = System("Nonesuch", ("no-such-distribution",), ())
    assert system.versions() == {}
    assert system.not_installed == "Nonesuch is not installed: pip install -e '.[peers]'"


def test_versions_name_every_distribution() -> None:
    assert list(find_systems()["sourcier"].versions()) == ["sourcier"]

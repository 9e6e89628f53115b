"""llama.cpp through llama-cpp-python's low-level API: a GGUF's vocabulary, and a context to run it.

A `Vocabulary` may be used by any thread: llama.cpp's tokenising only reads. A `Context` belongs to
one thread. See llama.cpp's ``include/llama.h``, whose names the binding keeps.
"""

from __future__ import annotations

import ctypes
import os
import re
import weakref
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.loading import let_waiting_threads_sleep
from qa.errors import ModelError

BATCH = 64  # tokens of a prompt read at once: between two batches it can be stopped
_PIECE_BYTES = 64
# What a marker of a template's looks like, among the words a vocabulary adds to its own.
_MARKUP = re.compile(r"(?=.*[<>\[\]{}|]).{3,}", re.DOTALL)


class Vocabulary:
    """The words and the header of a GGUF, without its weights. Raises ``ModelError``."""

    def __init__(self, path: Path) -> None:
        """Load the header of ``path``: a fraction of a second, whatever the model's size."""
        self._llama = library()
        self._model = _load(path, vocab_only=True)
        # Threads may be at it when the owner lets go: freed with the last that holds it.
        weakref.finalize(self, self._llama.llama_model_free, self._model).atexit = False
        self._vocab = self._llama.llama_model_get_vocab(self._model)
        self.size: int = self._llama.llama_vocab_n_tokens(self._vocab)
        self.parameters: int = self._llama.llama_model_n_params(self._model)

    @cached_property
    def metadata(self) -> dict[str, str]:
        """The header's fields, lists left out, and the texts of the tokens templates call for."""
        count = self._llama.llama_model_meta_count(self._model)
        read = (
            self._llama.llama_model_meta_key_by_index,
            self._llama.llama_model_meta_val_str_by_index,
        )
        fields = {
            self._string(read[0], index): self._string(read[1], index) for index in range(count)
        }
        for name in ("bos", "eos"):
            token = getattr(self._llama, f"llama_vocab_{name}")(self._vocab)
            fields[f"{name}_token"] = self._text(token) if token >= 0 else ""
        return fields

    @cached_property
    def pieces(self) -> list[bytes]:
        """What each token writes, as bytes of UTF-8; nothing for control tokens."""
        buffer = ctypes.create_string_buffer(_PIECE_BYTES)
        return [self._piece(token, buffer) for token in range(self.size)]

    @cached_property
    def ends(self) -> frozenset[int]:
        """The tokens that end a turn."""
        is_end = self._llama.llama_vocab_is_eog
        return frozenset(token for token in range(self.size) if is_end(self._vocab, token))

    def first_token(self) -> int | None:
        """The token that every text begins with, for models trained so."""
        if not self._llama.llama_vocab_get_add_bos(self._vocab):
            return None
        token: int = self._llama.llama_vocab_bos(self._vocab)
        return token if token >= 0 else None

    def tokens(self, text: str, markup: bool) -> list[int]:
        """Return the tokens of ``text``; only where it is ``markup`` are markers recognised."""
        if markup or self._added is None:
            return self._tokenise(text, markup)
        # llama.cpp sees the words added to a vocabulary in plain text too: cut them in two.
        cuts = [match.start() + 1 for match in self._added.finditer(text)]
        parts = (text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True))
        return [token for part in parts for token in self._tokenise(part, False)]

    def _tokenise(self, text: str, markup: bool) -> list[int]:
        if not text:
            return []
        data = text.encode("utf-8", "replace")
        room = len(data) + 8  # a token is at least a byte; some tokenizers put a space before
        tokens = (self._llama.llama_token * room)()
        count = self._llama.llama_tokenize(
            self._vocab, data, len(data), tokens, room, False, markup
        )
        if count < 0:
            raise ModelError("The model's tokenizer can't read this text: use another model.")
        return list(tokens[:count])

    @cached_property
    def _added(self) -> re.Pattern[str] | None:
        attributes = self._llama.llama_vocab_get_attr
        added = self._llama.LLAMA_TOKEN_ATTR_USER_DEFINED
        words = [
            text
            for token in range(self.size)
            if attributes(self._vocab, token) & added
            and _MARKUP.fullmatch(text := self._text(token))
        ]
        words.sort(key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words))) if words else None

    def _text(self, token: int) -> str:
        text: bytes = self._llama.llama_vocab_get_text(self._vocab, token)
        return text.decode("utf-8", "replace")

    def _piece(self, token: int, buffer: ctypes.Array[ctypes.c_char]) -> bytes:
        write = self._llama.llama_token_to_piece
        length: int = write(self._vocab, token, buffer, len(buffer), 0, False)
        if length < 0:  # the room it needs
            buffer = ctypes.create_string_buffer(-length)
            length = write(self._vocab, token, buffer, len(buffer), 0, False)
        return buffer.raw[: max(0, length)]

    def _string(self, read: Any, index: int) -> str:
        length: int = read(self._model, index, ctypes.create_string_buffer(1), 1)
        buffer = ctypes.create_string_buffer(max(0, length) + 1)
        read(self._model, index, buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace")


class Context:
    """A loaded model and what it has read: ``tokens``, whose keys and values it remembers.

    Belongs to one thread. Raises ``ModelError`` when llama.cpp refuses a file, and
    ``RuntimeError`` when it fails at work: it is then of no more use.
    """

    def __init__(
        self, path: Path, size: int, threads: int = 0, adapter: Path | None = None
    ) -> None:
        """Load ``path`` with room for ``size`` tokens; no ``threads`` is half the processors.

        It reads without the ``adapter``, a LoRA in llama.cpp's layout, until `use` says otherwise.
        """
        self._llama = llama = library()
        self._model = _load(path, vocab_only=False)
        parameters = llama.llama_context_default_params()
        parameters.n_ctx = size
        parameters.n_batch = parameters.n_ubatch = BATCH
        threads = threads or max(1, (os.cpu_count() or 1) // 2)
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.flash_attn_type = llama.LLAMA_FLASH_ATTN_TYPE_DISABLED
        parameters.no_perf = True
        self._context: Any = llama.llama_init_from_model(self._model, parameters)
        if not self._context:
            llama.llama_model_free(self._model)
            raise _refused(path)
        self._adapted = False
        self._adapter = None
        if adapter is not None:
            self._adapter = self._load_adapter(adapter, path)
        self._memory = llama.llama_get_memory(self._context)
        self._words: int = llama.llama_vocab_n_tokens(llama.llama_model_get_vocab(self._model))
        self._batch = (llama.llama_token * BATCH)()
        self.tokens: list[int] = []

    def use(self, adapter: bool) -> None:
        """Read on with the adapter, or without it; where that is a change, forget all it read.

        The keys and values that one remembers are wrong for the other.
        """
        if adapter == self._adapted:
            return
        if self._adapter is None:
            raise ValueError("no adapter was loaded with this model")
        adapters = (self._llama.llama_adapter_lora_p_ctypes * 1)(self._adapter)
        scales = (ctypes.c_float * 1)(1.0)
        count = 1 if adapter else 0
        code = self._llama.llama_set_adapters_lora(self._context, adapters, count, scales)
        if code != 0:
            raise RuntimeError(f"llama_set_adapters_lora returned {code}")
        self._adapted = adapter
        self.keep([])

    def keep(self, tokens: Sequence[int]) -> int:
        """Forget all but the longest beginning in common with ``tokens``; return its length.

        At least the last of ``tokens`` is left to be read. What is kept is of whole batches, so
        that the rest is read in the same ones whatever came before: sums rounded otherwise may
        choose another word. Models that remember a whole text as one state can't forget its end:
        they forget everything unless ``tokens`` extend it.
        """
        common = 0
        for old, new in zip(self.tokens, tokens[:-1], strict=False):
            if old != new:
                break
            common += 1
        if common < len(self.tokens):
            common -= common % BATCH
            removed = common and self._llama.llama_memory_seq_rm(self._memory, 0, common, -1)
            if not removed:
                common = 0
                self._llama.llama_memory_clear(self._memory, True)
            del self.tokens[common:]
        return common

    def read(self, tokens: Sequence[int]) -> None:
        """Go on reading with ``tokens``, at most ``BATCH`` of them."""
        count = len(tokens)
        self._batch[:count] = tokens
        code = self._llama.llama_decode(
            self._context, self._llama.llama_batch_get_one(self._batch, count)
        )
        if code != 0:
            raise RuntimeError(f"llama_decode returned {code}")
        self.tokens += tokens

    def logits(self) -> NDArray[np.float32]:
        """What the model makes of each word as the next: a view, valid until it reads on."""
        pointer = self._llama.llama_get_logits_ith(self._context, -1)
        if not pointer:
            raise RuntimeError("llama.cpp gives no logits")
        row = (ctypes.c_float * self._words).from_address(ctypes.addressof(pointer.contents))
        return np.frombuffer(memoryview(row), dtype=np.float32)

    def close(self) -> None:
        """Free the memory; closing twice does nothing."""
        if self._context:
            self._llama.llama_free(self._context)
            self._llama.llama_model_free(self._model)  # and its adapter
            self._context = None

    def _load_adapter(self, adapter: Path, path: Path) -> Any:
        loaded = self._llama.llama_adapter_lora_init(self._model, os.fsencode(adapter))
        if not loaded:
            self.close()
            raise ModelError(
                f"The adapter {adapter} can't be used with the model {path}: it is missing or "
                "damaged, or was made for another model. Get it again, or do without it."
            )
        return loaded


@lru_cache(maxsize=1)
def library() -> Any:
    """Return llama-cpp-python, made ready, and silent on people's terminals."""
    let_waiting_threads_sleep()
    import llama_cpp

    llama_cpp.llama_log_set(_silence(), ctypes.c_void_p(0))
    llama_cpp.llama_backend_init()
    return llama_cpp


@lru_cache(maxsize=1)
def _silence() -> object:
    """Return a log that keeps nothing; cached, for llama.cpp calls it as long as it runs."""
    from llama_cpp import llama_log_callback

    @llama_log_callback  # type: ignore[untyped-decorator]
    def ignore(level: int, text: bytes, data: object) -> None:
        pass

    return ignore


def _load(path: Path, vocab_only: bool) -> Any:
    llama = library()
    parameters = llama.llama_model_default_params()
    parameters.vocab_only = vocab_only
    parameters.n_gpu_layers = 0
    model = llama.llama_model_load_from_file(os.fsencode(path), parameters)
    if not model:
        raise _refused(path)
    return model


def _refused(path: Path) -> ModelError:
    return ModelError(
        f"The model {path} can't be loaded: it is damaged, too large for this machine's "
        "memory, or of a kind this llama.cpp doesn't know. Get it again, or use another one."
    )

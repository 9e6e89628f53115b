"""Texts → token ids, each stretch between spaces tokenized once and remembered.

A few thousand words make up most of any archive: looking them up is several times faster than
tokenizing them again.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_SEPARATE = frozenset({"BertPreTokenizer", "Whitespace", "WhitespaceSplit"})
_NORMAL = frozenset({"BertNormalizer", "Lowercase", "NFD", "NFKD", "StripAccents"})
_MOST_KNOWN = 300_000
_LONGEST_KNOWN = 60  # characters; what is longer hardly comes back


class Chunks:
    """A tokenizer with a memory, where spaces only separate; without one elsewhere.

    Safe to share between threads.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Remember for ``tokenizer``, if what stands between spaces is tokenized by itself."""
        self._tokenizer = tokenizer
        self._known: dict[str, list[int]] = {}
        self._lock = threading.Lock()
        self._separable = _is_separable(tokenizer)

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the token ids of each text, without special tokens."""
        if not self._separable:
            return self._tokenize(texts)
        split = [text.replace("\n", " ").split(" ") for text in texts]
        with self._lock:
            known = self._known
            if len(known) > _MOST_KNOWN:
                known.clear()
            new = list({chunk for chunks in split for chunk in chunks if chunk not in known})
            found = dict(zip(new, self._tokenize(new), strict=True))
            known.update((c, ids) for c, ids in found.items() if len(c) <= _LONGEST_KNOWN)
            found.update(
                (chunk, known[chunk]) for chunks in split for chunk in chunks if chunk in known
            )
        return [[token for chunk in chunks for token in found[chunk]] for chunks in split]

    def _tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [encoding.ids for encoding in encodings]


def _is_separable(tokenizer: Tokenizer) -> bool:
    """Whether a text's tokens are those of its stretches between spaces, one after the other."""
    record = json.loads(tokenizer.to_str())
    normalizer = record["normalizer"] or {"type": "Sequence", "normalizers": []}
    steps = normalizer.get("normalizers", [normalizer])
    return (
        record["truncation"] is None
        and _splits_at_spaces(record["pre_tokenizer"])
        and all(step["type"] in _NORMAL or _replaces_a_letter(step) for step in steps)
    )


def _splits_at_spaces(splitter: dict[str, Any] | None) -> bool:
    if splitter is None:
        return False
    words = splitter["type"] == "Split" and splitter["pattern"] == {"Regex": r"\w+"}
    return splitter["type"] in _SEPARATE or (words and splitter["invert"])


def _replaces_a_letter(step: dict[str, Any]) -> bool:
    letter = step["pattern"].get("String", "") if step["type"] == "Replace" else ""
    return len(letter) == 1 and letter.isalpha()

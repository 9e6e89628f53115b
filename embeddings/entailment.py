"""Does one text follow from another? Asked of an NLI model, through sentence-transformers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embeddings.loading import first_line, leave_the_hub_alone, let_waiting_threads_sleep

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_LABEL = "entailment"
_BATCH = 16
_PATH_STARTS = ("/", "./", "../", "~")


class EntailmentError(Exception):
    """The model can't be found, loaded or used; the message is a sentence for people."""


class Entailment:
    """A classifier of sentence pairs whose labels name entailment, from a folder or hub id.

    The label is found by its name, since models number theirs differently.
    """

    def __init__(self, model: str) -> None:
        """Load ``model``, without the network when it is a folder.

        Raises ``EntailmentError`` when it can't be, and when it has no such label.
        """
        self.model = model
        self._network = _load(model)
        self._label = _label(model, self._network.config)

    def entails(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """Say of each (premise, hypothesis) whether entailment is its most likely label.

        Caveat: a pair longer than the model reads is cut at the end of its longer text.
        """
        if not pairs:
            return []
        scores = self._network.predict(
            [list(pair) for pair in pairs], batch_size=_BATCH, show_progress_bar=False
        )
        return [int(row.argmax()) == self._label for row in scores]


def _load(model: str) -> CrossEncoder:
    folder = Path(model).expanduser()
    local = folder.is_dir()
    if not local and model.startswith(_PATH_STARTS):
        raise EntailmentError(
            f"There is no NLI model in {model}: give the folder it lies in, or a hub id."
        )
    if local:
        # A model on disk needs no hub: say so before the library is imported.
        leave_the_hub_alone()
    let_waiting_threads_sleep()
    from sentence_transformers import CrossEncoder
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        return CrossEncoder(
            str(folder) if local else model, local_files_only=local, trust_remote_code=False
        )
    except Exception as error:  # the library raises whatever its parts raise
        raise EntailmentError(
            f"The NLI model “{model}” can't be loaded: {first_line(error)}. Give the folder or "
            "hub id of a sequence classifier trained on natural language inference."
        ) from error


def _label(model: str, config: Any) -> int:
    """Return the number of the label “entailment”."""
    names = {int(number): str(name) for number, name in config.id2label.items()}
    found = [number for number, name in names.items() if name.casefold() == _LABEL]
    if not found:
        raise EntailmentError(
            f"“{model}” is no NLI model: none of its labels ({', '.join(names.values())}) is "
            f"“{_LABEL}”. Give one trained on natural language inference, whose config.json "
            "names its labels."
        )
    return found[0]

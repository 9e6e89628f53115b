"""A progress bar on stderr, a stage after the other, when someone may be looking at it."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tqdm import tqdm


class StageBar:
    """Shows the stage at hand; a new stage gets a bar of its own. Nothing where no terminal is."""

    def __init__(self, **look: Any) -> None:
        """Make a bar that shows at the first it hears of; ``look`` goes to each ``tqdm``."""
        self._look = look
        self._bar: tqdm[Any] | None = None
        self._stage = ""

    def __enter__(self) -> StageBar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, stage: str, done: int, total: int, note: str = "") -> None:
        """Show how far ``stage`` is, and a note beside it."""
        from tqdm import tqdm

        if self._bar is None or self._stage != stage:
            if self._bar is not None:
                self._bar.close()
            self._bar = tqdm(
                total=max(total, 1),
                desc=stage.capitalize(),
                leave=False,
                disable=None,
                **self._look,
            )
            self._stage = stage
        self._bar.total = max(total, done, 1)
        self._bar.set_postfix_str(note, refresh=False)
        self._bar.update(done - self._bar.n)

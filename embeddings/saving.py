"""The files of a vector index: each is written once or only grows, and the stamp comes last.

``vectors.json``, the stamp, names the others; what it doesn't name is left over and deleted.
``….loose`` and ``….codes`` are NumPy archives, with checksums; ``….rows`` is float16 vectors one
after the other, of which the first so many count.
"""

from __future__ import annotations

import json
import os
import secrets
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from zipfile import BadZipFile

from embeddings.scanning import Codes, Told
from embeddings.segments import Coded, Loose

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STAMP = "vectors.json"
_FORMAT = 2
_ROW = "<f2"
_TRIES = 3

# What damaged files raise, NumPy's and FAISS's among them.
DAMAGE = (
    *(OSError, ValueError, KeyError, TypeError, RuntimeError, MemoryError, EOFError, SyntaxError),
    *(BadZipFile, struct.error, zlib.error),
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the index in a folder is: its generation, its size, and the names of its files."""

    generation: int
    dimension: int
    count: int
    loose: str
    codes: str | None
    rows: str | None


def read_stamp(folder: Path) -> Stamp:
    """Return the stamp in ``folder``. Raises one of ``DAMAGE`` when there is none to read."""
    stamp = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
    if stamp["format"] != _FORMAT:
        raise ValueError(f"another format in {folder}")
    return Stamp(
        int(stamp["generation"]),
        int(stamp["dimension"]),
        int(stamp["count"]),
        Path(stamp["loose"]).name,
        stamp["codes"] and Path(stamp["codes"]).name,
        stamp["rows"] and Path(stamp["rows"]).name,
    )


def save(folder: Path, generation: int, loose: Loose, coded: Coded | None) -> None:
    """Write what isn't on disk yet, and the stamp. Raises ``OSError``."""
    import numpy as np

    path = _unused(folder, generation, ".loose")
    gone = np.empty(0, np.int64) if coded is None else np.flatnonzero(coded.gone)
    with _written(path, "xb") as file:
        np.savez(file, ids=loose.ids, rows=loose.rows, gone=gone)
    count = len(loose) + (0 if coded is None else len(coded))
    names = (None, None) if coded is None else (coded.codes_path.name, coded.rows_path.name)
    stamp = Stamp(generation, loose.rows.shape[1], count, path.name, *names)
    draft = folder / (_STAMP + ".new")
    with _written(draft, "wb") as file:
        file.write(json.dumps({"format": _FORMAT, **asdict(stamp)}).encode())
    draft.replace(folder / _STAMP)
    for old in folder.glob("vectors-*"):
        if old.name not in (stamp.loose, *names):
            with suppress(OSError):  # Windows, while another process maps it
                old.unlink()


def code(folder: Path, generation: int, loose: Loose, coded: Coded | None, told: Told) -> Coded:
    """Put ``loose`` on disk too, behind ``coded``. Nothing counts before ``save``.

    Raises ``OSError``.
    """
    import numpy as np

    dimension = loose.rows.shape[1]
    codes_path = _unused(folder, generation, ".codes")
    if coded is None:
        rows_path, mode = _unused(folder, generation, ".rows"), "xb"
        ids, gone, start = loose.ids, loose.ids[:0], 0
        codes = Codes.made(loose.rows, told)
    else:
        rows_path, mode = coded.rows_path, "r+b"
        ids, gone = np.concatenate([coded.ids, loose.ids]), np.flatnonzero(coded.gone)
        start = len(coded.ids)
        codes = coded.codes.extended(loose.rows, told)
    content = np.ascontiguousarray(loose.rows, dtype=_ROW)
    with _written(rows_path, mode) as file:
        file.seek(start * dimension * content.itemsize)
        file.write(content.view(np.uint8).data)
    with _written(codes_path, "xb") as file:
        np.savez(file, ids=ids, codes=codes.to_bytes())
    rows = _mapped(rows_path, len(ids), dimension)
    return Coded.of(ids, rows, codes, gone, codes_path, rows_path)


def is_saved(folder: Path, coded: Coded) -> bool:
    """Whether ``coded`` is what the stamp in ``folder`` names: its files may be added to."""
    try:
        stamp = read_stamp(folder)
    except DAMAGE:
        return False
    paths = [folder / name for name in (stamp.codes, stamp.rows) if name]
    return paths == [coded.codes_path, coded.rows_path]


def load(folder: Path, dimension: int) -> tuple[int, Loose, Coded | None]:
    """Return the generation and parts of the index in ``folder``.

    Raises one of ``DAMAGE`` when there is none, or it isn't what its stamp says.
    """
    for _ in range(_TRIES):
        stamp = read_stamp(folder)
        try:
            return stamp.generation, *_parts(folder, stamp, dimension)
        except FileNotFoundError:
            if read_stamp(folder) == stamp:  # else another process has just saved
                raise
    raise ValueError(f"{folder} keeps changing")


def _parts(folder: Path, stamp: Stamp, dimension: int) -> tuple[Loose, Coded | None]:
    arrays = _arrays(folder / stamp.loose)
    loose, coded = Loose(arrays["ids"], arrays["rows"]), None
    if stamp.codes and stamp.rows:
        on_disk = _arrays(folder / stamp.codes)
        coded = Coded.of(
            on_disk["ids"],
            _mapped(folder / stamp.rows, len(on_disk["ids"]), stamp.dimension),
            Codes.from_bytes(on_disk["codes"]),
            arrays["gone"],
            folder / stamp.codes,
            folder / stamp.rows,
        )
    count = len(loose) + (0 if coded is None else len(coded))
    if stamp.dimension != dimension or loose.rows.shape != (len(loose), dimension):
        raise ValueError(f"another dimension in {folder}")
    if stamp.count != count:
        raise ValueError(f"{count} vectors in {folder}, not {stamp.count}")
    return loose, coded


def _arrays(path: Path) -> dict[str, NDArray[Any]]:
    import numpy as np

    with np.load(path, allow_pickle=False) as arrays:
        return dict(arrays)


def _mapped(path: Path, count: int, dimension: int) -> NDArray[np.float16]:
    import numpy as np

    return np.memmap(path, dtype=_ROW, mode="r", shape=(count, dimension))


def _unused(folder: Path, generation: int, ending: str) -> Path:
    """Return a path where no file ever was: another process may be reading the old ones."""
    return folder / f"vectors-{generation}-{secrets.token_hex(4)}{ending}"


@contextmanager
def _written(path: Path, mode: str) -> Iterator[IO[bytes]]:
    """Open a file for writing; at the end, have all of it on the disk."""
    # Through Python's own files: FAISS doesn't notice a disk that fills up at the last bytes.
    with path.open(mode) as file:
        yield file
        file.flush()
        os.fsync(file.fileno())

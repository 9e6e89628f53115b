"""Articles → passages → stored and indexed, incrementally, crash-safe."""

from qa.library.indexing import FileToRead, Indexing, reembed
from qa.library.library import Library

__all__ = ["FileToRead", "Indexing", "Library", "reembed"]

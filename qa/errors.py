"""Errors a person can cause. Every message says what is wrong and what to do.

``SourcierError`` ─ shown to people as it is, without a traceback
    ├─ ``ReadingError``   a file or folder that can't be read as articles
    ├─ ``LibraryError``   a library that can't be opened, written or matched
    ├─ ``ModelError``     a model file that is missing, broken or too large
    └─ ``QuestionError``  an empty or oversized question, a broken question set
"""


class SourcierError(Exception):
    """The base of every error meant to be shown to people: one sentence and a way out."""


class ReadingError(SourcierError):
    """A file or folder can't be read as articles."""


class LibraryError(SourcierError):
    """A library can't be opened, written, or doesn't match what is asked of it."""


class ModelError(SourcierError):
    """An encoder or a GGUF model is missing, broken, or doesn't fit in memory."""


class QuestionError(SourcierError):
    """A question is empty or too long, or a question set is malformed."""

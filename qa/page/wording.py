"""What the page has words for; French and English each fill all of it.

Placeholders in braces are filled with ``str.format``, never with people's text.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of the page in one language; ``language`` is its ISO 639-1 code."""

    language: str
    tagline: str
    other_language: str

    # Asking
    question: str
    placeholder: str
    send: str
    stop: str
    stopping: str
    retry: str
    clear: str
    welcome: str
    stays_here: str
    leaves: str
    empty_library: str
    try_samples: str
    examples_title: str
    examples: tuple[str, ...]

    # Options: dates, and how sure an answer must be
    options: str
    options_in_force: str
    caution: str
    caution_note: str
    cautions: dict[str, str]
    articles_of: str
    since: str
    until: str
    dates_like: str
    from_to: str
    from_on: str
    up_to: str
    of_day: str
    unread_date: str
    dates_reversed: str

    # An answer on its way
    searched: str
    searching: str
    waiting: str
    ahead: tuple[str, str]
    reading: str
    writing: str
    checking: str
    draft: str

    # An answer
    by_quotes: str
    by_model: str
    written: str
    set_aside: str
    partly: str
    dropped: tuple[str, str]
    unused: str
    reasons: dict[str, str]
    stopped: str
    abstained: str
    refused: str
    unexpected: str

    # Sources
    sources: str
    no_sources: str
    nearest: str
    source_number: str
    show_source: str
    back: str
    opens: str
    also: str
    seconds: str

    # The library
    library: str
    articles: tuple[str, str]
    passages: tuple[str, str]
    holds: str
    add_files: str
    add_folder: str
    cancel: str
    adding_note: str
    copying: str
    stages: dict[str, str]
    rate: str
    writer: str
    no_writer: str
    encoder: str
    reranker: str
    added: tuple[str, str]
    updated: tuple[str, str]
    unchanged: tuple[str, str]
    failures: tuple[str, str]
    nothing_added: str
    took: str
    more_failures: str
    unread_kind: str
    unread_unnamed: str

    # Dates and numbers
    months: tuple[str, ...]
    decimal: str
    thousands: str


# The articles are French, and so are the questions that show what the page can do.
EXAMPLES = (
    "Qui a participé à la réunion du 11 février ?",
    "Combien de personnes ont été évacuées lors de la crue de la Lerne ?",
    "Quand le musée des Tisserands a-t-il rouvert ?",
    "Qui a été élue maire de Vaubrenne ?",
)

"""The Gradio page: layout and events, no logic. ``sourcier serve`` starts it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

# Read once, when gradio and huggingface_hub are imported: nothing here may phone home.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import gradio as gr

from qa import Assistant, LibraryError, Settings, SourcierError
from qa.commands import catch_up
from qa.page import holdings, rendering
from qa.page.cards import render_sources
from qa.page.conversation import Session, converse
from qa.page.dates import render_problem
from qa.page.labels import FRENCH, Labels
from qa.page.models import render_models, writes_elsewhere
from qa.page.options import BALANCED, caution_choices, options_title
from qa.records import answer_record

_FOLDER = Path(rendering.__file__).parent
_FONTS = [gr.themes.Font(name) for name in ("system-ui", "Segoe UI", "Roboto", "sans-serif")]
_HEAD = (  # the browser itself refuses to load anything from another machine
    '<meta http-equiv="Content-Security-Policy" content="default-src \'self\' data: blob: '
    "'unsafe-inline' 'unsafe-eval'; object-src 'none'; form-action 'self'\">"
    '<meta name="referrer" content="no-referrer">'
)
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_AT_ONCE: dict[str, Any] = {"queue": False, **_QUIET}
_ANY_TIME: dict[str, Any] = {"trigger_mode": "multiple", **_QUIET}  # a session minds itself
_PEOPLE = 32  # answered at once: quotes come at once, and the model has a line of its own

_LAUNCH: dict[str, Any] = {
    "theme": gr.themes.Base(font=_FONTS, font_mono=_FONTS),
    "css_paths": _FOLDER / "page.css",
    "js": (_FOLDER / "page.js").read_text(encoding="utf-8"),
    "head": _HEAD,
    "share": False,
    "quiet": True,
    "prevent_thread_lock": True,
    "footer_links": [],
    "run_history": False,
    "allowed_paths": [],
    "enable_monitoring": False,
    "max_threads": 3 * _PEOPLE,  # who waits for the model holds one
    "ssr_mode": False,
    "app_kwargs": {"docs_url": None, "redoc_url": None, "openapi_url": None},
}
_html = partial(gr.HTML, apply_default_css=False)

Updates = dict[Any, Any]


def serve(
    library: Path,
    *,
    model: str | None = None,
    encoder: str | None = None,
    reranker: str | None = None,
    caution: float | None = None,
    host: str = "127.0.0.1",
    port: int = 7860,
    samples: Path | None = None,
) -> None:
    """Serve the page over a library, created if it isn't there, until interrupted.

    ``samples`` is a folder of articles offered to whoever opens an empty library.
    """
    settings = Settings() if caution is None else Settings(caution=caution)
    with (
        Assistant.open(
            library, model=model, encoder=encoder, reranker=reranker, settings=settings
        ) as assistant,
        tempfile.TemporaryDirectory(prefix="sourcier-uploads-") as uploads,
    ):
        # Uploads wait here, readable by nobody else, and are gone when the server stops.
        os.environ["GRADIO_TEMP_DIR"] = uploads
        with suppress(LibraryError):  # what can't be put right now is said to who asks
            catch_up(assistant)
        try:
            blocks = build(assistant, samples)
            _, url, _ = blocks.launch(server_name=host, server_port=port, **_LAUNCH)
            print(f"Sourcier is at {url} (Ctrl-C stops it)", flush=True)
            blocks.block_thread()
        except OSError as error:
            taken = f"The page can't be served at {host}:{port}: try another --port."
            raise SourcierError(taken) from error


def build(assistant: Assistant, samples: Path | None = None) -> gr.Blocks:
    """Return the page over an assistant that stays the caller's to close."""
    return Page(assistant, samples).blocks


class Page:
    """The parts of the page, and what each event does to them.

    Everything a person does lives in their own ``Session``; the assistant alone is shared.
    """

    def __init__(self, assistant: Assistant, samples: Path | None) -> None:
        """Lay the page out and wire its events."""
        self.assistant = assistant
        self.samples = samples
        self._answerable: frozenset[str] = frozenset()
        with gr.Blocks(title="Sourcier", analytics_enabled=False, fill_width=True) as self.blocks:
            self.session = gr.State(Session())
            self._lay_out(FRENCH)
            self._wire()
            gr.api(self.ask, api_name="ask", concurrency_limit=_PEOPLE)

    # Layout

    def _lay_out(self, labels: Labels) -> None:
        with gr.Row(elem_id="top"):
            self.masthead = _html(rendering.render_masthead(labels), elem_id="masthead")
            self.switch = gr.Button(labels.other_language, size="sm", elem_id="language")
        with gr.Row(elem_id="desk"):
            with gr.Column(scale=3, elem_id="conversation"):
                self.past = _html(elem_id="past")
                self.current = _html(elem_id="current")
                with gr.Column(visible=False, elem_id="examples") as self.examples:
                    self.examples_title = _html()
                    self.example_buttons = [gr.Button(each, size="sm") for each in labels.examples]
                self._lay_out_composer(labels)
            with gr.Column(scale=2, elem_id="aside"):
                self.sources = _html(render_sources(None, labels), elem_id="sources")
                self._lay_out_library(labels)
                self.models = _html(render_models(self.assistant, labels), elem_id="models")

    def _lay_out_composer(self, labels: Labels) -> None:
        with gr.Column(elem_id="composer"):
            with gr.Row(elem_id="line"):
                self.question = gr.Textbox(
                    label=labels.question,
                    placeholder=labels.placeholder,
                    max_lines=6,
                    container=False,
                    autofocus=True,
                    scale=5,
                    elem_id="question",
                )
                self.send = gr.Button(labels.send, variant="primary", elem_id="send", min_width=90)
                self.halt = gr.Button(labels.stop, visible=False, elem_id="stop", min_width=90)
            self._lay_out_options(labels)
            with gr.Row(elem_id="tools"):
                self.retry = gr.Button(labels.retry, size="sm", visible=False, elem_id="retry")
                self.clear = gr.Button(labels.clear, size="sm", visible=False, elem_id="clear")

    def _lay_out_options(self, labels: Labels) -> None:
        with gr.Accordion(labels.options, open=False, elem_id="options") as self.options:
            with gr.Row():
                self.since, self.until = (
                    gr.Textbox(
                        "", label=label, placeholder=labels.dates_like, max_lines=1, elem_id=name
                    )
                    for label, name in ((labels.since, "since"), (labels.until, "until"))
                )
            self.dates_problem = _html(elem_id="dates-problem")
            self.caution = gr.Radio(
                caution_choices(labels),
                value=BALANCED,
                label=labels.caution,
                info=labels.caution_note,
                elem_id="caution",
            )

    def _lay_out_library(self, labels: Labels) -> None:
        with gr.Accordion(labels.library, open=False, elem_id="library") as self.library:
            self.note = _html()
            self.try_samples = gr.Button(labels.try_samples, visible=False, elem_id="try-samples")
            with gr.Row():
                self.files = gr.UploadButton(
                    labels.add_files, file_count="multiple", size="sm", elem_id="add-files"
                )
                self.folder = gr.UploadButton(
                    labels.add_folder, file_count="directory", size="sm", elem_id="add-folder"
                )
            self.report = _html(elem_id="report")
            self.cancel = gr.Button(labels.cancel, size="sm", visible=False, elem_id="cancel")

    def _wire(self) -> None:
        session, everything = self.session, list(self._everything(Session()))
        answering = {"concurrency_id": "answering", "concurrency_limit": _PEOPLE, **_ANY_TIME}
        typed, days = [self.question.submit, self.send.click], [self.since, self.until]
        options = [*days, self.caution, session]
        gr.on(typed, self.answer, [self.question, *options], everything, **answering)
        for example in self.example_buttons:
            example.click(self.answer, [example, *options], everything, **answering)
        self.retry.click(self.answer_again, options, everything, **answering)
        chosen = [event for day in days for event in (day.blur, day.submit)]
        last = {"trigger_mode": "always_last", **_AT_ONCE}
        gr.on([*chosen, self.caution.input], self.choose, options, everything, **last)
        self.halt.click(self.stop, session, self.halt, **_AT_ONCE)
        self.clear.click(self.forget, session, everything, **_AT_ONCE)
        # One addition at a time: the others wait for their turn.
        adding = {"concurrency_id": "adding", "concurrency_limit": 1, **_QUIET}
        for button in (self.files, self.folder):
            button.upload(self.add, [button, session], everything, **adding)
        self.try_samples.click(self.add_samples, session, everything, **adding)
        self.cancel.click(self.cancel_adding, session, self.cancel, **_AT_ONCE)
        self.switch.click(self.translate, session, everything, **_AT_ONCE)
        self.blocks.load(self.open, session, everything, **_QUIET)

    # What every part shows

    def _everything(self, session: Session) -> Updates:
        labels = session.labels
        return {
            self.masthead: rendering.render_masthead(labels),
            self.switch: labels.other_language,
            **self._conversation(session),
            **self._library(session),
        }

    def _conversation(self, session: Session) -> Updates:
        labels, busy = session.labels, session.busy
        asked = bool(session.current) and not busy
        return {
            self.past: rendering.render_past(session.past, labels),
            **self._exchange(session),
            **self._examples(session),
            **self._options(session),
            self.question: gr.update(label=labels.question, placeholder=labels.placeholder),
            self.send: gr.update(value=labels.send, visible=not busy),
            self.halt: gr.update(value=labels.stop, visible=busy, interactive=True),
            self.retry: gr.update(value=labels.retry, visible=asked),
            self.clear: gr.update(value=labels.clear, visible=asked),
        }

    def _options(self, session: Session) -> Updates:
        labels, period = session.labels, session.period
        opened = {"open": True} if isinstance(period, str) else {}
        return {
            self.options: gr.update(label=options_title(period, session.caution, labels), **opened),
            self.since: gr.update(label=labels.since, placeholder=labels.dates_like),
            self.until: gr.update(label=labels.until, placeholder=labels.dates_like),
            self.dates_problem: render_problem(period),
            self.caution: gr.update(
                choices=caution_choices(labels), label=labels.caution, info=labels.caution_note
            ),
        }

    def _exchange(self, session: Session) -> Updates:
        labels, exchange, empty = session.labels, session.current, not self._counts()[0]
        return {
            self.current: rendering.render_current(
                exchange, empty, labels, writes_elsewhere(self.assistant)
            ),
            self.sources: render_sources(exchange, labels),
        }

    def _examples(self, session: Session) -> Updates:
        labels, shown = session.labels, bool(self._answerable) and session.current is None
        buttons = {
            button: gr.update(value=question, visible=question in self._answerable)
            for button, question in zip(self.example_buttons, labels.examples, strict=True)
        }
        return {
            self.examples: gr.update(visible=shown),
            self.examples_title: rendering.render_hint(labels.examples_title),
            **buttons,
        }

    def _library(self, session: Session) -> Updates:
        labels, adding, counts = session.labels, session.adding, self._counts()
        offered = self.samples is not None and not counts[0] and not adding
        opened = {} if counts[0] else {"open": True}  # where to begin
        return {
            self.library: gr.update(label=holdings.holding(counts, labels), **opened),
            self.note: rendering.render_hint(holdings.adding_note(labels)),
            self.try_samples: gr.update(value=labels.try_samples, visible=offered),
            self.files: gr.update(label=labels.add_files, interactive=not adding),
            self.folder: gr.update(label=labels.add_folder, interactive=not adding),
            self.report: holdings.render_adding(session),
            self.cancel: gr.update(value=labels.cancel, visible=adding, interactive=True),
            self.models: render_models(self.assistant, labels),
        }

    def _counts(self) -> tuple[int, int]:
        return self.assistant.library.store.counts()

    # Events

    def open(self, session: Session) -> Iterator[Updates]:
        """Show a page just opened, then the example questions that this library can answer."""
        yield self._everything(session)
        self._answerable = holdings.answerable(self.assistant, session.labels.examples)
        yield self._examples(session)

    def translate(self, session: Session) -> Updates:
        """Show the whole page in the other language."""
        session.language = "fr" if session.language == "en" else "en"
        return self._everything(session)

    def choose(self, since: str, until: str, caution: str, session: Session) -> Updates:
        """Show which dates the fields mean or what is wrong with them, and how much caution."""
        session.since, session.until, session.caution = since, until, caution
        return self._options(session)

    def answer(
        self,
        question: str,
        since: str,
        until: str,
        caution: str,
        session: Session,
        again: bool = False,
    ) -> Iterator[Updates]:
        """Answer a question: quotes first, then the draft as it is written, then the answer."""
        if session.busy or not question.strip():
            yield {self.question: gr.skip()}
            return
        chosen = self.choose(since, until, caution, session)
        period = session.period
        if isinstance(period, str):
            yield chosen
            return
        steps = converse(session, self.assistant, question, period, again=again)
        next(steps)
        yield {**self._conversation(session), self.question: ""}
        for _ in steps:
            yield self._exchange(session) if session.busy else self._conversation(session)

    def answer_again(
        self, since: str, until: str, caution: str, session: Session
    ) -> Iterator[Updates]:
        """Ask the last question once more, in the place of its answer."""
        if session.current is not None:
            last = session.current.question
            yield from self.answer(last, since, until, caution, session, again=True)

    def stop(self, session: Session) -> Any:
        """Have the answer under way stop: its quotes stay."""
        session.stop.set()
        return gr.update(value=session.labels.stopping, interactive=False)

    def forget(self, session: Session) -> Updates:
        """Clear the conversation and what was chosen for it."""
        session.clear()
        shown = self._everything(session)
        emptied = {self.since: "", self.until: "", self.caution: BALANCED}
        return shown | {part: {**shown[part], "value": value} for part, value in emptied.items()}

    def add(self, uploads: list[str] | None, session: Session) -> Iterator[Updates]:
        """Add uploaded files to the library."""
        paths = [Path(upload) for upload in uploads or ()]
        yield from self._adding(
            session, lambda told: holdings.add_uploads(self.assistant, paths, session, told)
        )

    def add_samples(self, session: Session) -> Iterator[Updates]:
        """Add the sample articles to the library."""
        samples, cancelled = self.samples or (), session.cancel.is_set
        yield from self._adding(
            session, lambda told: self.assistant.add(samples, told=told, cancelled=cancelled)
        )

    def _adding(self, session: Session, work: holdings.Work) -> Iterator[Updates]:
        for _ in holdings.carry_out(session, work):
            yield self._library(session)
        yield from self.open(session)

    def cancel_adding(self, session: Session) -> Any:
        """Stop adding; what was added until then stays."""
        session.cancel.set()
        return gr.update(value=session.labels.stopping, interactive=False)

    def ask(
        self, question: str, since: str = "", until: str = "", caution: float | None = None
    ) -> dict[str, Any]:
        """Return the answer to a question, as ``sourcier ask --json`` prints it."""
        try:
            answer = self.assistant.ask(question, since=since, until=until, caution=caution)
            return answer_record(answer)
        except SourcierError as error:
            raise gr.Error(str(error), print_exception=False) from error

"""Every word of the page, in French and in English.

Placeholders in braces are filled with ``str.format``, never with people's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
    empty_library: str
    try_samples: str
    examples_title: str
    examples: tuple[str, ...]

    # Dates
    dates: str
    dates_in_force: str
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
    searching: str
    reading: str
    writing: str
    draft: str

    # An answer
    by_quotes: str
    by_model: str
    set_aside: str
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
_EXAMPLES = (
    "Qui a participé à la réunion du 11 février ?",
    "Combien de personnes ont été évacuées lors de la crue de la Lerne ?",
    "Quand le musée des Tisserands a-t-il rouvert ?",
    "Qui a été élue maire de Vaubrenne ?",
)

FRENCH = Labels(
    language="fr",
    tagline="Vos articles répondent, phrases à l’appui.",
    other_language="English",
    question="Votre question",
    placeholder="Qui, quand, où… ?",
    send="Demander",
    stop="Arrêter",
    stopping="Arrêt…",
    retry="Redemander",
    clear="Effacer",
    welcome="Posez une question : Sourcier cherche dans vos articles, cite les phrases qui "
    "répondent, et le dit quand elles n’y sont pas. Rien ne quitte cet ordinateur.",
    empty_library="La bibliothèque est vide : commencez par y ajouter vos articles.",
    try_samples="Essayer avec les articles d’exemple",
    examples_title="Par exemple",
    examples=_EXAMPLES,
    dates="Dates",
    dates_in_force="Dates : {period}",
    articles_of="Articles {period}",
    since="Du",
    until="Au",
    dates_like="11/02/2022, février 2022, 2022…",
    from_to="du {since} au {until}",
    from_on="depuis le {since}",
    up_to="jusqu’au {until}",
    of_day="du {since}",
    unread_date="Le champ « {field} » ne contient pas de date lisible : écrivez par exemple "
    "11/02/2022, février 2022 ou 2022, ou laissez-le vide.",
    dates_reversed="Ces dates vont à l’envers, du {since} au {until} : échangez-les.",
    searching="Recherche dans les articles…",
    reading="Citations trouvées ; le modèle les lit…",
    writing="Rédaction en cours…",
    draft="Brouillon du modèle, pas encore vérifié",
    by_quotes="Citations exactes",
    by_model="Rédigé par {name}, vérifié phrase par phrase",
    set_aside="Le texte du modèle n’a pas passé les vérifications : les citations font réponse.",
    stopped="Rédaction arrêtée : les citations font réponse.",
    abstained="Pas de réponse dans les articles",
    refused="Question sans réponse",
    unexpected="Quelque chose d’inattendu s’est produit ; le détail est dans le journal du "
    "serveur. Vous pouvez reposer la question.",
    sources="Sources",
    no_sources="Les phrases citées apparaîtront ici, dans leur article.",
    nearest="Le plus proche",
    source_number="Source {number}",
    show_source="Voir la source {number}",
    back="Revenir à la réponse",
    opens="ouvre {host} dans un nouvel onglet",
    also="aussi dans {articles}",
    seconds="{seconds} s",
    library="Bibliothèque",
    articles=("article", "articles"),
    passages=("passage", "passages"),
    holds="Bibliothèque : {articles}, {passages}",
    add_files="Ajouter des fichiers",
    add_folder="Ajouter un dossier",
    cancel="Annuler l’ajout",
    adding_note="Formats lus : {kinds}. Les fichiers sont copiés dans la bibliothèque, sur cet "
    "ordinateur.",
    copying="Copie des fichiers…",
    stages={
        "reading": "Lecture des fichiers",
        "indexing": "Indexation",
        "finishing": "Mise à jour des index",
        "calibrating": "Réglage de la recherche",
    },
    rate="{rate} articles par seconde",
    added=("ajouté", "ajoutés"),
    updated=("mis à jour", "mis à jour"),
    unchanged=("déjà là", "déjà là"),
    failures=("{count} n’a pas pu être lu :", "{count} n’ont pas pu être lus :"),
    nothing_added="Aucun article ajouté.",
    took="en {seconds} s",
    more_failures="et {count} de plus",
    unread_kind="Sourcier ne lit pas les fichiers {suffix} ; il lit {kinds}",
    unread_unnamed="Sourcier ne lit pas les fichiers sans extension ; il lit {kinds}",
    months=(
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    decimal=",",
    thousands="\u202f",
)

ENGLISH = Labels(
    language="en",
    tagline="Your articles answer, with the sentences to prove it.",
    other_language="Français",
    question="Your question",
    placeholder="Who, when, where…?",
    send="Ask",
    stop="Stop",
    stopping="Stopping…",
    retry="Ask again",
    clear="Clear",
    welcome="Ask a question: Sourcier searches your articles, quotes the sentences that answer, "
    "and says so when they don’t. Nothing leaves this computer.",
    empty_library="The library is empty: begin by adding your articles.",
    try_samples="Try with the sample articles",
    examples_title="For example",
    examples=_EXAMPLES,
    dates="Dates",
    dates_in_force="Dates: {period}",
    articles_of="Articles {period}",
    since="From",
    until="To",
    dates_like="11/02/2022 (day first), February 2022, 2022…",
    from_to="from {since} to {until}",
    from_on="since {since}",
    up_to="up to {until}",
    of_day="of {since}",
    unread_date="There is no date to be read in “{field}”: write for example 11/02/2022, February "
    "2022 or 2022, or leave it empty.",
    dates_reversed="These dates run backwards, from {since} to {until}: exchange them.",
    searching="Searching the articles…",
    reading="Quotes found; the model is reading them…",
    writing="Writing…",
    draft="The model’s draft, not checked yet",
    by_quotes="Exact quotes",
    by_model="Written by {name}, checked sentence by sentence",
    set_aside="The model’s text did not pass the checks: the quotes are the answer.",
    stopped="Writing stopped: the quotes are the answer.",
    abstained="No answer in the articles",
    refused="Question not answered",
    unexpected="Something unexpected happened; the server’s log has the details. You can ask "
    "again.",
    sources="Sources",
    no_sources="The sentences quoted will appear here, in their article.",
    nearest="Nearest",
    source_number="Source {number}",
    show_source="Show source {number}",
    back="Back to the answer",
    opens="opens {host} in a new tab",
    also="also in {articles}",
    seconds="{seconds} s",
    library="Library",
    articles=("article", "articles"),
    passages=("passage", "passages"),
    holds="Library: {articles}, {passages}",
    add_files="Add files",
    add_folder="Add a folder",
    cancel="Cancel adding",
    adding_note="Files read: {kinds}. They are copied into the library, on this computer.",
    copying="Copying the files…",
    stages={
        "reading": "Reading the files",
        "indexing": "Indexing",
        "finishing": "Updating the indexes",
        "calibrating": "Calibrating the search",
    },
    rate="{rate} articles a second",
    added=("added", "added"),
    updated=("updated", "updated"),
    unchanged=("already there", "already there"),
    failures=("{count} couldn’t be read:", "{count} couldn’t be read:"),
    nothing_added="No article added.",
    took="in {seconds} s",
    more_failures="and {count} more",
    unread_kind="Sourcier doesn’t read {suffix} files; it reads {kinds}",
    unread_unnamed="Sourcier doesn’t read files without an extension; it reads {kinds}",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    decimal=".",
    thousands=",",
)


def labels_for(language: str) -> Labels:
    """Return the English labels for ``"en"``, else the French ones."""
    return ENGLISH if language == "en" else FRENCH


def written_date(day: date, labels: Labels) -> str:
    """Return a date as it is written out: “1er mars 2022”, “1 March 2022”."""
    number = "1er" if day.day == 1 and labels.language == "fr" else str(day.day)
    return f"{number} {labels.months[day.month - 1]} {day.year}"


def written_number(number: float, labels: Labels, decimals: int = 0) -> str:
    """Return a number with the language's separators."""
    whole, _, rest = f"{number:,.{decimals}f}".partition(".")
    whole = whole.replace(",", labels.thousands)
    return f"{whole}{labels.decimal}{rest}" if rest else whole


def counted(number: int, words: tuple[str, str], labels: Labels) -> str:
    """Return ``number`` and its word, singular or plural; French says “0 article”."""
    singular = number == 1 or (number == 0 and labels.language == "fr")
    return f"{written_number(number, labels)} {words[0 if singular else 1]}"

"""Questions made by rule from the sentences of an article, each with the words that answer it."""

"""Measures of the parts of `qa.language`, each on a set marked by hand."""

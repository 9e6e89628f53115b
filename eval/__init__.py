"""Question sets → measures: how good the answers are, on the path that ships."""

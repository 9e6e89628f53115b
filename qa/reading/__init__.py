"""Files → articles."""

from qa.reading.files import read_file
from qa.reading.listing import SUFFIXES, FileList, SourceFile, list_files

__all__ = ["SUFFIXES", "FileList", "SourceFile", "list_files", "read_file"]

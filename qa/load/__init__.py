"""Articles in: files, folders, web pages, feeds and llama-index readers become articles, one file a format."""

from qa.load.door import LoadLimits, Place, load_articles
from qa.load.fetch import is_url
from qa.load.llama import ReaderPlace, check_readers, read_arguments

__all__ = [
    "LoadLimits",
    "Place",
    "ReaderPlace",
    "check_readers",
    "is_url",
    "load_articles",
    "read_arguments",
]

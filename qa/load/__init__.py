"""Articles in: files, folders, web pages and feeds become articles, one file a format behind one door."""

from qa.load.door import LoadLimits, count_places, load_articles

__all__ = ["LoadLimits", "count_places", "load_articles"]

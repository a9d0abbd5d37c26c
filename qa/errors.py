"""The errors a person can mend: each message is one line that names the thing and says what to do."""

from __future__ import annotations


class SourcelineError(Exception):
    """The root of every error that is shown as one line instead of a traceback."""


class ArticleError(SourcelineError):
    """One article, file, page or feed entry cannot be read; the others still can."""


class LimitError(ArticleError):
    """One file or page takes more time, memory or room than one may take."""


class SlowError(LimitError):
    """A document needs more time or memory than one may have."""


class SettingsError(SourcelineError):
    """A setting has a value that cannot work."""


class NoIndexError(SourcelineError):
    """There is no index where one was expected."""


class IndexLockedError(SourcelineError):
    """Another process is writing to the index."""


class IndexBrokenError(SourcelineError):
    """The index on disk cannot be read as this version of Sourceline wrote it."""


class FeedbackError(SourcelineError):
    """What people said about answers cannot be kept or read."""


class QuestionError(SourcelineError):
    """A question cannot be asked as it stands (empty, or too long)."""


class AnswerError(SourcelineError):
    """A stored answer, or a draft, cannot be read."""


class QuestionSetError(SourcelineError):
    """A question set has a row that cannot be used; the message names the row and the mend."""


class ModelError(SourcelineError):
    """A model or its weights cannot be used."""


class WriterError(SourcelineError):
    """The writer model gave no usable text; the quoted answer is shown instead."""


def say_in_one_line(error: BaseException) -> str:
    """Return what somebody else's error says, which may be several lines, as a part of one of ours."""
    return " ".join(str(error).split())

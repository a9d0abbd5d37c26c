"""Authors and titles that a person gave, as against those that a program filled in."""

from __future__ import annotations

import re

from qa.english.titles import one_line

# "von" within a name is a part of it
BEFORE_NAME = re.compile(r"^(?:(?:text |bericht |foto )?(?:von|par)|.*?\bby)[:\s]+", re.IGNORECASE)
AFTER_NAME = re.compile(r"\s+(?:[|•·–—]|on \w+day\b|\d{1,2}[./ ]|(?:updated|published|posted)\b).*$", re.IGNORECASE)
NO_NAME = re.compile(
    r"user ?name|user|admin(?:istrator)?|author|editor|editorial|staff|guest|anonym\w*|unknown|webmaster|redaktion|test"
    r"|default|none|null|undefined|n/?a|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\W*",
    re.IGNORECASE,
)
NO_LETTERS = re.compile(r"https?://|www\.|@|\d{2}")
MOST_WORDS = 6  # of one person's or one desk's name
PROGRAM_TITLE = re.compile(
    r"^(?:microsoft (?:office )?(?:word|power ?point|excel|publisher)(?: - .*)?|untitled[\W\d]*|print(?: \w+)?|template"
    r"|(?:power ?point )?presentation\d*|power ?point[- ]\w+|pr[äa]sentation\d*|présentation\d*|slide \d+|folie \d+"
    r"|diapositiva? \d+|(?:word )?document\d*|dokument\d*|\W*|title)$"
    r"|\.(?:docx?|indd|pdf|qxd|rtf|tex|txt|html?|pptx?|odt|pages|dvi|ps)$",
    re.IGNORECASE,
)


def clean_author(stated: str) -> str:
    """Return the names in an author field, with commas between them: "Monday by Ann Cole" is Ann Cole, "admin" none."""
    names = []
    for part in re.split(r"\s*;\s*", one_line(stated)):
        name = AFTER_NAME.sub("", BEFORE_NAME.sub("", part)).strip(" ,;:|-–—•·")
        if name and not NO_NAME.fullmatch(name) and not NO_LETTERS.search(name) and len(name.split()) <= MOST_WORDS:
            names.append(name)
    return ", ".join(dict.fromkeys(names))


def clean_title(stated: str) -> str:
    """Return a title that a file states, or nothing where a program wrote it: "PowerPoint Presentation"."""
    title = one_line(stated)
    return "" if PROGRAM_TITLE.search(title) else title

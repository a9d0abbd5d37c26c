"""Which version of Sourceline this is."""

from importlib.metadata import PackageNotFoundError, version


def find_version() -> str:
    """Return the version, such as 0.2.0; empty where it runs from a checkout."""
    try:
        return version("sourceline")
    except PackageNotFoundError:
        return ""

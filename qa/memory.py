"""What a process does with memory: one that runs long gives back what it has freed, one that ends soon looks for none.

glibc keeps it, in an arena for each of the threads that ever ran (eight a core): on two cores 60 openings of an index
of 3,600 sentences grow a process from 129 to 231 MB, while it uses as much as before. With few arenas, and with large
pieces that are each mapped apart, it stays at 131 MB. Python looks for circles of freed objects again and again while
modules are imported, and takes every object apart when it ends: a tenth of what one `qa ask` computes.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # the names of these settings in <malloc.h>
ARENAS = 2  # in which threads take memory by turns
LARGE_BYTES = 1_000_000  # a piece of memory from which on it is mapped, and so given back when it is freed


def give_memory_back() -> bool:
    """Have this process return the memory that it frees; return False where its C library cannot. Call it early."""
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # musl, macOS, Windows
        return False
    options = ((_ARENA_MAX, ARENAS), (_MMAP_THRESHOLD, LARGE_BYTES), (_TRIM_THRESHOLD, LARGE_BYTES))
    return all([set_option(name, value) for name, value in options])


@contextmanager
def collect_nothing() -> Iterator[None]:
    """Do what is the last work of this process without looking for circles of freed objects, nor when it ends."""
    gc.disable()
    atexit.register(gc.freeze)
    try:
        yield
    finally:
        gc.enable()

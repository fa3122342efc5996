"""What threads let go of is there for others, and what stays for good is not looked through."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHILD = """
import ctypes, sys, threading
from tui import memory

if sys.argv[1] == "shared":
    memory.share()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
gate = threading.Barrier(4)

def take():
    libc.malloc(ctypes.c_size_t(100_000))
    gate.wait()

threads = [threading.Thread(target=take) for _ in range(4)]
for one in threads:
    one.start()
for one in threads:
    one.join()
libc.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="not the GNU C library")
@pytest.mark.parametrize(("how", "places"), [("shared", 1), ("apart", 5)])
def test_threads_take_memory_in_one_place(how: str, places: int) -> None:
    done = subprocess.run([sys.executable, "-c", CHILD, how], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.count("<heap nr=") == places


STARTED = """
import gc, sys
from pathlib import Path
from tui.session import Session

session = Session(Path(sys.argv[1]))
if sys.argv[2] == "frozen":
    gc.freeze()
begun = gc.get_freeze_count()
session.open(lambda _: None)
opened = gc.get_freeze_count()
session.open(lambda _: None)
print(begun < opened, gc.get_freeze_count() <= opened)
"""


@pytest.mark.parametrize(("how", "said"), [("frozen", "True True"), ("not", "False True")])
def test_what_is_loaded_until_the_ledger_is_open_is_left_out_of_the_search_for_cycles(
    how: str, said: str, ledger: Path
) -> None:
    """Once, as what is made later may be for the search to find; and not where an app is one of many."""
    done = subprocess.run(
        [sys.executable, "-c", STARTED, str(ledger), how], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == said


RESTED = """
import gc, weakref
from tui import memory

class Cycle:
    def __init__(self):
        self.itself = self

def old():
    cycle = Cycle()
    for _ in range(2):
        gc.collect(1)
    return weakref.ref(cycle)

gc.freeze()
memory.settle()
rest, found = memory.Rest(), old()
told = [found() is not None]
rest.look()
told.append(found() is not None)
rest.look()
told.append(found() is None)

busy, found = memory.Rest(), old()
for _ in range(memory._MOST - gc.get_count()[2]):
    gc.collect(1)
    told.append(found() is not None)
    busy.look()
print(all(told), found() is None)
"""


def test_all_is_looked_through_when_nothing_is_made_or_much_was() -> None:
    done = subprocess.run([sys.executable, "-c", RESTED], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "True True"


def test_a_process_that_did_not_begin_so_looks_as_ever() -> None:
    script = (
        "import gc; from tui import memory; old = gc.get_threshold(); memory.settle(); print(gc.get_threshold() == old)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "True"

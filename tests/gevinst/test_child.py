"""The limited child: whatever a file makes a library do, one call ends with one clear error, and the next call works."""

import collections
import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from gevinst.child import ChildFailed, LimitExceeded, Limits, call_limited, close_children

HERE = "tests.gevinst.in_child"
SMALL = Limits(seconds=20, memory_bytes=256 << 20, output_bytes=1 << 20)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """No child of another test."""
    close_children()
    yield
    close_children()


def works() -> bool:
    """Whether an ordinary call is answered by its own answer."""
    return call_limited(f"{HERE}:echo", limits=SMALL, value=["æ", 1, None]) == ["æ", 1, None]


@pytest.mark.parametrize("function", ["loop", "loop_in_one_instruction"])
def test_a_call_that_never_ends_is_ended_in_time(function: str) -> None:
    """After its seconds, not later: also where the file holds every thread of the child."""
    assert works()
    begun = time.monotonic()
    with pytest.raises(LimitExceeded, match="time"):
        call_limited(f"{HERE}:{function}", limits=Limits(seconds=0.3, memory_bytes=SMALL.memory_bytes))
    assert time.monotonic() - begun < 5
    assert works()


def test_a_slow_file_does_not_keep_other_work_waiting() -> None:
    """What is drawn has a child of its own beside that which reads mails: each waits for its own alone."""
    failed: list[Exception] = []

    def draw() -> None:
        try:
            call_limited(f"{HERE}:loop", limits=Limits(seconds=20, memory_bytes=300 << 20))
        except (ChildFailed, LimitExceeded) as error:
            failed.append(error)

    thread = threading.Thread(target=draw)
    thread.start()
    assert works()
    assert not failed
    close_children()
    thread.join()
    assert len(failed) == 1


def test_even_the_first_call_has_no_more_than_its_seconds() -> None:
    """The time that starting takes is not given to the file."""
    begun = time.monotonic()
    with pytest.raises(LimitExceeded, match="time"):
        call_limited(f"{HERE}:loop", limits=Limits(seconds=0.1))
    assert time.monotonic() - begun < 10


def test_a_call_that_eats_five_gigabytes_is_ended() -> None:
    """A small file can ask for any memory; it gets what its limit says, by default one gigabyte."""
    with pytest.raises(LimitExceeded, match="memory"):
        call_limited(f"{HERE}:eat", gigabytes=5)
    with pytest.raises(LimitExceeded, match="memory"):
        call_limited(f"{HERE}:eat_slowly", limits=SMALL)
    assert works()


def test_an_answer_that_is_too_long_is_not_read() -> None:
    """The parent doesn't take into its own memory what the child was not allowed."""
    with pytest.raises(LimitExceeded, match="output"):
        call_limited(f"{HERE}:long_text", limits=SMALL, letters=2 << 20)
    assert works()


def test_an_answer_that_is_too_deep_is_a_limit() -> None:
    """A structure nested a hundred thousand times ends as a limit, not as a crash of the parent."""
    with pytest.raises(LimitExceeded, match="depth"):
        call_limited(f"{HERE}:nested", limits=SMALL, depth=100_000)
    assert works()


@pytest.mark.parametrize("how", ["abort", "segmentation fault", "exit", "leave"])
def test_a_crash_is_one_error_and_takes_nobody_along(how: str) -> None:
    """A library that brings the interpreter down brings the child down; the next call has a new one."""
    with pytest.raises(ChildFailed, match="died"):
        call_limited(f"{HERE}:crash", limits=SMALL, how=how)
    assert works()


def test_prints_don_t_reach_the_answer() -> None:
    """What a library writes to standard output, by whatever road, is no answer; nor can it read the next request."""
    assert call_limited(f"{HERE}:chatter", limits=SMALL) == "answer"
    assert call_limited(f"{HERE}:read_standard_input", limits=SMALL) == ""
    assert works()


def test_the_text_of_an_exception_stays_inside(capfd: pytest.CaptureFixture[str]) -> None:
    """An error may quote the file, so only its class comes out: not in the message, the chain or on standard error."""
    with pytest.raises(ChildFailed) as failed:
        call_limited(f"{HERE}:fail", limits=SMALL, text="070250-1234")
    assert str(failed.value) == "LookupError"
    assert failed.value.__cause__ is None
    assert capfd.readouterr() == ("", "")
    assert works()


@pytest.mark.parametrize("function", [f"{HERE}:no_json", f"{HERE}:no_such_function", "no.such.module:f", "nonsense"])
def test_a_call_that_can_t_be_made_is_an_error(function: str) -> None:
    """Wrong names and answers that aren't JSON are failures of that call only."""
    with pytest.raises(ChildFailed):
        call_limited(function, limits=SMALL)
    assert works()


def test_the_child_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords, keys and every setting of ours are missing from what a file could read out of it."""
    monkeypatch.setenv("GEVINST_SECRET_PENSION_PASSWORD", "tophemmeligt")
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "tophemmeligt")
    told = call_limited(f"{HERE}:environment", limits=SMALL)
    assert "PYTHONPATH" in told
    assert "tophemmeligt" not in str(told)
    assert not [name for name in told if name.startswith("GEVINST")]


def test_a_folder_s_own_modules_are_not_loaded(house: Path) -> None:
    """A file called `json.py` where we stand is not taken for the library."""
    (house / "json.py").write_text("raise SystemExit", encoding="utf-8")
    assert works()


def test_the_child_stays_warm_and_is_renewed_now_and_then() -> None:
    """One process serves many calls, which makes them cheap; after two hundred another takes over."""
    served = [call_limited(f"{HERE}:process_id", limits=SMALL) for _ in range(201)]
    assert served[0] != os.getpid()
    assert set(served[:200]) == {served[0]}
    assert served[200] != served[0]


def test_a_call_that_was_interrupted_answers_nobody_else() -> None:
    """Stopped in the middle by an exception of our own, the answer that still comes isn't the next file's answer."""

    class Interrupted(Exception):
        """What a timeout or a stopping worker raises."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise Interrupted

    forever = itertools.repeat(None)
    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        with pytest.raises(Interrupted):
            collections.deque((call_limited(f"{HERE}:echo", limits=SMALL, value="theirs") for _ in forever), maxlen=0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert call_limited(f"{HERE}:echo", limits=SMALL, value="the second's") == "the second's"


def test_threads_get_each_their_own_answer() -> None:
    """Two cases at a time in one process never read each other's documents."""
    wrong: list[object] = []

    def ask(value: int) -> None:
        for _ in range(40):
            got = call_limited(f"{HERE}:echo", limits=SMALL, value=value)
            if got != value:
                wrong.append(got)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("then", ["idle", "loop", "loop in one instruction"])
def test_the_child_ends_with_its_parent(house: Path, then: str) -> None:
    """A worker that is killed leaves no process behind, idle or in the middle of a hostile file."""
    pipe = house / "alive"
    os.mkfifo(pipe)
    program = (
        "import sys; from gevinst.child import Limits, call_limited\n"
        f"call_limited('{HERE}:hold_open', limits=Limits(seconds=1), path={str(pipe)!r}, then={then!r})\n"
        "sys.stdin.read()"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    parent = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, env=environment)
    with pipe.open() as held:  # held open by the child as long as it lives
        child = int(held.readline())
        assert child != parent.pid
        parent.kill()
        parent.wait()
        assert held.read() == ""  # returns when the child is gone
    if parent.stdin is not None:
        parent.stdin.close()

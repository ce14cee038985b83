"""A Weir that runs for a check, by `./weir run` or what the variable WEIR names, and its end."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.realpath(__file__))
COMMAND = os.environ.get("WEIR", os.path.join(HERE, *[os.pardir] * 4, "weir"))
START_SECONDS = 180  # the first start after a change compiles
STOP_SECONDS = 10


class Weir:
    """Use with `with`; `port` is that of the listener at 127.0.0.1:0."""

    def __init__(self, text):
        self.text = text

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="weir-check-")
        file = os.path.join(self.folder.name, "check.weir")
        self.log = os.path.join(self.folder.name, "log")
        with open(file, "w", encoding="utf-8") as sink:
            sink.write(self.text)
        with open(self.log, "wb") as sink:
            self.process = subprocess.Popen(
                [COMMAND, "run", file], stdin=subprocess.DEVNULL, stdout=sink,
                stderr=subprocess.STDOUT)
        try:
            self.port = self._await_port()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.folder.cleanup()

    def _await_port(self):
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            if found := re.search(r"listening on \S+:(\d+)", self.said()):
                return int(found[1])
            time.sleep(0.05)
        raise RuntimeError(f"'{COMMAND}' did not start to listen; it said:\n{self.said()}")

    def said(self):
        """All that it printed."""
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()


def end_well():
    """Makes a signal an exception, so that what was started is stopped."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))


def run_all(checks):
    """Runs functions, prints a line for each, and exits: 0 if there were some and none failed."""
    failed = 0
    for check in checks:
        name = check.__name__.replace("_", " ")
        began = time.monotonic()
        try:
            check()
            outcome = "ok   "
        except (OSError, EOFError, AssertionError, RuntimeError) as error:
            failed += 1
            outcome, name = "FAIL ", f"{name}: {type(error).__name__} {error}"
        print(f"{outcome} {name} ({time.monotonic() - began:.1f} s)", flush=True)
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 0 if checks and not failed else 1


def in_background(work, *arguments):
    """A daemon thread, so that one that hangs cannot keep a check from ending."""
    thread = threading.Thread(target=work, args=arguments, daemon=True)
    thread.start()
    return thread

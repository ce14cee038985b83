"""Processes that a run starts, measures and stops: only its own, by their id."""

import os
import signal
import subprocess

from .machine import TICK, Trouble

PAGE = os.sysconf("SC_PAGE_SIZE")


def _stat(pid):
    """The fields of /proc/PID/stat from the third on, or None if the process is gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:
            return stat.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


class Child:
    """A program and all it starts, in a session of its own."""

    def __init__(self, name, command, log, env=None):
        self.name = name
        self.log = log
        with open(log, "wb") as sink:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.STDOUT,
                start_new_session=True, env=env)
        self.pid = self.process.pid

    def pids(self):
        """The process and its descendants."""
        parents = {}
        for entry in os.listdir("/proc"):
            if entry.isdigit() and (fields := _stat(entry)):
                parents.setdefault(int(fields[1]), []).append(int(entry))
        found = [self.pid]
        for pid in found:
            found.extend(parents.get(pid, []))
        return found

    def cpu_seconds(self):
        """User and system time of each process, all threads: pid -> seconds."""
        times = {}
        for pid in self.pids():
            if fields := _stat(pid):
                times[pid] = (int(fields[11]) + int(fields[12])) / TICK
        return times

    def rss_bytes(self):
        """Resident memory, added up over the processes."""
        return sum(int(fields[21]) * PAGE for pid in self.pids() if (fields := _stat(pid)))

    def require_alive(self):
        if self.process.poll() is not None:
            raise Trouble(
                f"{self.name} ended with status {self.process.returncode}; it said:\n{self.said()}")

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()[-2000:].strip()

    def stop(self):
        """SIGTERM, then after ten seconds SIGKILL to its session."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                pass
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


def cpu_spent(before, after, name):
    """Seconds between two readings. The processes must be the same ones, but for one that ends
    having done next to nothing: nginx's cache loader does, a minute after the start."""
    ended = before.keys() - after.keys()
    if after.keys() - before.keys() or any(before[pid] > 0.05 for pid in ended):
        raise Trouble(f"{name}: its processes changed from {sorted(before)} to {sorted(after)}")
    return sum(after[pid] - before[pid] for pid in after)

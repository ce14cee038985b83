"""What a JVM says of itself: allocation by thread, collections, flags. Asked through jcmd."""

import os
import re
import subprocess

from .machine import Trouble

UNIT = {"B": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
PAUSE = re.compile(r" (\d+\.\d+)ms$")


class Jvm:
    """The JVM among the processes of a child."""

    def __init__(self, child):
        for pid in child.pids():
            try:
                exe = os.readlink(f"/proc/{pid}/exe")
            except FileNotFoundError:
                continue
            if os.path.basename(exe) == "java":
                self.pid = pid
                self.bin = os.path.dirname(exe)
                return
        raise Trouble(f"found no java among the processes of {child.name}; expected one")

    def tool(self, name, *arguments, limit_seconds=120):
        """Runs a tool of the same JDK and returns what it prints."""
        command = [os.path.join(self.bin, name), *arguments]
        run = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=limit_seconds, check=False)
        if run.returncode != 0:
            raise Trouble(
                f"'{' '.join(command)}' ended with status {run.returncode}: {run.stdout.strip()}")
        return run.stdout

    def jcmd(self, *arguments, limit_seconds=120):
        return self.tool("jcmd", str(self.pid), *arguments, limit_seconds=limit_seconds)

    def allocated_bytes(self):
        """Bytes of heap that the live threads have allocated, to about 1 MiB a thread."""
        sizes = re.findall(r" allocated=(\d+)([BKMG])", self.jcmd("Thread.print", "-e"))
        if not sizes:
            raise Trouble("found no 'allocated=' in jcmd Thread.print -e; expected one a thread")
        return sum(int(number) * UNIT[unit] for number, unit in sizes)

    def collect(self):
        """A full collection."""
        self.jcmd("GC.run")

    def live_heap_bytes(self):
        """What is used of the heap; right after collect() that is what lives."""
        return sum(
            int(used) << 10
            for used in re.findall(
                r"^ *[\w -]+ total [^\[]*?used (\d+)K", self.jcmd("GC.heap_info"), re.M))

    def flags(self):
        """The collector and the limit of the heap, as it runs."""
        text = self.jcmd("VM.flags", "-all")
        chosen = re.findall(r"\bUse(Serial|Parallel|G1|Z|Shenandoah|Epsilon)GC +=\s+true", text)
        heap = re.search(r"\bMaxHeapSize +=\s+(\d+)", text)
        limit = f"{int(heap.group(1)) >> 20} MiB" if heap else "unknown"
        return f"{', '.join(chosen)} collector, heap limit {limit}"


class GcLog:
    """Pauses in a log of -Xlog:gc, from one reading to the next."""

    def __init__(self, path):
        self.path = path
        self.offset = 0

    def pauses_millis(self):
        """The pauses since the last call."""
        with open(self.path, encoding="utf-8") as log:
            log.seek(self.offset)
            lines = log.read()
            self.offset = log.tell()
        return [
            float(found.group(1)) for line in lines.splitlines()
            if "Pause" in line and (found := PAUSE.search(line))]

"""The machine: its cores, its clocks, and how to describe it in a report."""

import os
import platform
import resource
import subprocess

# where Debian keeps what a user other than root may run, too
os.environ["PATH"] += ":/usr/sbin:/sbin"
TICK = os.sysconf("SC_CLK_TCK")


class Trouble(Exception):
    """The run cannot go on; the message says what was found and what was expected."""


class Cores:
    """Which cores the proxies and the load run on. Empty: one core only, so nothing is pinned."""

    def __init__(self, proxy=None):
        allowed = sorted(os.sched_getaffinity(0))
        if proxy is not None and proxy not in allowed:
            raise Trouble(f"found --proxy-core {proxy}; expected one of: {allowed}")
        self.proxy = self.load = None
        if len(allowed) > 1:
            self.proxy = allowed[0] if proxy is None else proxy
            self.load = ",".join(str(core) for core in allowed if core != self.proxy)

    def on_proxy(self):
        return [] if self.proxy is None else ["taskset", "-c", str(self.proxy)]

    def on_load(self):
        return [] if self.load is None else ["taskset", "-c", self.load]

    def describe(self):
        if self.proxy is None:
            return "one core only: nothing pinned, load and proxy share it"
        return f"each proxy on core {self.proxy}; wrk and the origin on {self.load}"


def core_busy_seconds(core):
    """Seconds that a core was not idle, since boot; of all cores together for None."""
    name = "cpu" if core is None else f"cpu{core}"
    with open("/proc/stat", encoding="ascii") as stat:
        for line in stat:
            fields = line.split()
            if fields[0] == name:
                user, nice, system, _idle, _wait, irq, softirq, steal = map(int, fields[1:9])
                return (user + nice + system + irq + softirq + steal) / TICK
    raise Trouble(f"found no '{name}' in /proc/stat")


def allow_files(count):
    """Raises the limit of open files for this process and those it starts."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft >= count:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, max(count, hard)))
    except (ValueError, PermissionError):
        raise Trouble(
            f"found a limit of {hard} open files; expected {count} or the right to raise it"
            f" (run as root, or: ulimit -Hn {count})"
        ) from None


def first_line(*command):
    """The first line that a command prints, or why there is none. Weir may build itself first."""
    try:
        run = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=900, text=True,
            check=False)
    except (OSError, subprocess.TimeoutExpired) as cause:
        raise Trouble(f"cannot run '{' '.join(command)}': {cause}") from None
    said = run.stdout.strip() or run.stderr.strip()
    if not said:
        raise Trouble(f"'{' '.join(command)}' said nothing and ended with {run.returncode}")
    return said.split("\n")[0]


def describe():
    """Lines of (what, value) for the head of a report."""
    model = "unknown"
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        for line in info:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    return [
        ("machine", f"{model}, {os.cpu_count()} cores, {memory} GiB"),
        ("kernel", f"{platform.system()} {platform.release()} {platform.machine()}"),
        ("load before", "%.2f %.2f %.2f" % os.getloadavg()),
    ]

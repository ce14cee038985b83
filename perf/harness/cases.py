"""What is asked of the proxies, and the ratio to nginx that is wanted of Weir."""

import json
import os
import subprocess
from dataclasses import dataclass, field

from .machine import Trouble
from .proxies import SIZES, STOCK

SCRIPT = os.path.join(os.path.dirname(os.path.realpath(__file__)), "load.lua")


@dataclass(frozen=True)
class Case:
    """One kind of request. variants: counts of routes, names of sites, or (None,) for the plain one.
    prepares: GETs before the first round, after which every proxy must answer from its cache."""

    name: str
    title: str
    path: str
    reply_bytes: int
    options: tuple = ()
    skips: tuple = ()
    variants: tuple = (None,)
    wanted_cpu: float | None = None
    prepares: int = 0
    # Octets on the wire, where they are fewer than the reply has for who takes no coding.
    wire_bytes: int | None = None

    def arguments(self, routes):
        return self.options + ((f"routes={routes}",) if isinstance(routes, int) else ())


CASES = (
    Case("proxied-1k", "proxied, 1 KiB reply", "/1k", SIZES["1k"], wanted_cpu=0.95),
    Case("proxied-64k", "proxied, 64 KiB reply", "/64k", SIZES["64k"], wanted_cpu=0.80),
    Case("proxied-1m", "proxied, 1 MiB reply", "/1m", SIZES["1m"], wanted_cpu=1.0),
    Case("post-16k", "proxied, 16 KiB request body, 1 KiB reply", "/1k", SIZES["1k"],
         ("method=POST", "body=16384")),
    Case("browser-1k", "proxied, 1 KiB reply, a browser's 11 request fields", "/1k", SIZES["1k"],
         ("browser=1",)),
    Case("new-connection", "proxied, 1 KiB reply, a new client connection per request", "/1k",
         SIZES["1k"], ("close=1",)),
    Case("static-1k", "static file of 1 KiB", "/static/1k.txt", SIZES["1k"], skips=("haproxy",),
         wanted_cpu=0.90),
    Case("static-1m", "static file of 1 MiB", "/static/1m.txt", SIZES["1m"], skips=("haproxy",)),
    Case("cache-hit-1k", "cache hit of 1 KiB, in memory", "/cached/1k", SIZES["1k"],
         skips=("haproxy",), wanted_cpu=0.45, prepares=4),
    Case("cache-hit-64k", "cache hit of 64 KiB, in memory", "/cached/64k", SIZES["64k"],
         skips=("haproxy",), wanted_cpu=0.70, prepares=4),
    Case("cache-disk-1m", "cache hit of 1 MiB, on disk", "/cached/1m", SIZES["1m"],
         skips=("haproxy",), wanted_cpu=1.0, prepares=4),
    Case("routes", "proxied, 1 KiB reply, requests spread over 10 and over 10,000 routes",
         "/r00007/item", SIZES["1k"], variants=(10, 10_000)),
    Case("gzip-64k", "proxied, 64 KiB of JSON, compressed on its way (gzip, level 1)",
         "/gzip/64k.json", SIZES["64k"], ("gzip=1",), skips=("haproxy",), wanted_cpu=1.0,
         wire_bytes=8 << 10),
    Case("cache-gzip-64k", "hit of a cache, 64 KiB of JSON, for a client that takes gzip",
         "/gzip-cached/64k.json", SIZES["64k"], ("gzip=1",), skips=("haproxy",), wanted_cpu=0.15,
         prepares=4, wire_bytes=8 << 10),
    Case("guarded", "proxied, 1 KiB reply, of 1,048,576 clients in turn, without and with a list of"
         " 1,000,000 networks and two limits", "/1k", SIZES["1k"], (f"clients={1 << 20}",),
         skips=("haproxy", STOCK), variants=("open", "guarded"), wanted_cpu=1.0),
)
WANTED_ROUTES = 1.1
WANTED_GUARDED = 1.05


@dataclass
class Load:
    """What wrk saw."""

    requests: int
    seconds: float
    bytes: int
    p50_micros: int
    p99_micros: int
    faults: dict = field(default_factory=dict)

    def complaint(self, case):
        """Why these counts are no measurement, or None."""
        if self.requests == 0:
            return "no request was answered"
        if self.faults:
            return ", ".join(f"{count} x {kind} error" for kind, count in self.faults.items())
        least = case.wire_bytes or case.reply_bytes
        if self.bytes / self.requests < least:
            return f"{self.bytes / self.requests:.0f} bytes a reply; expected {least}"
        if case.wire_bytes and self.bytes / self.requests > case.reply_bytes / 2:
            return f"{self.bytes / self.requests:.0f} bytes a reply; expected it compressed"
        return None


def drive(cores, case, routes, port, seconds, connections):
    """One wrk, one thread, against one proxy."""
    command = cores.on_load() + [
        "wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "10s",
        "--latency", "-s", SCRIPT, f"http://127.0.0.1:{port}{case.path}", "--",
        *case.arguments(routes)]
    try:
        run = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=seconds + 30, check=False)
    except subprocess.TimeoutExpired:
        raise Trouble(f"wrk did not end within {seconds + 30} s: {' '.join(command)}") from None
    for line in run.stdout.splitlines():
        if line.startswith("RESULT "):
            return _load(json.loads(line.removeprefix("RESULT ")))
    raise Trouble(f"wrk ended with status {run.returncode}; it said:\n{run.stdout.strip()}")


def _load(counts):
    faults = {
        kind: counts[kind] for kind in ("connect", "read", "write", "timeout", "status")
        if counts[kind]}
    return Load(
        counts["requests"], counts["micros"] / 1e6, counts["bytes"], counts["p50"], counts["p99"],
        faults)


def named(names):
    """The cases of a comma-separated list, in the order of the table; all of them for None."""
    if names is None:
        return CASES
    asked = names.split(",")
    known = [case.name for case in CASES]
    for name in asked:
        if name not in known:
            raise Trouble(f"found case '{name}'; expected some of: {', '.join(known)}")
    return tuple(case for case in CASES if case.name in asked)

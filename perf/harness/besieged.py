"""Proxies under attack, and what is said of it."""

import json
import os
import shlex
import subprocess
import sys
from dataclasses import dataclass, field

from .cases import Case, drive
from .child import cpu_spent
from .machine import Trouble
from .proxies import SIZES, free_port, nginx, wait_for

HERE = os.path.dirname(os.path.realpath(__file__))
CONNECTIONS = 600
WANTED_P99 = 2.0
WANTED_COST = 0.5
SERVED = Case("served", "proxied, 1 KiB", "/1k", SIZES["1k"])
SERVED_ONCE = Case("served-once", "proxied, 1 KiB, a connection each", "/1k", SIZES["1k"],
                   ("close=1",))
# name, what is refused, and with what serving is compared
REFUSALS = (
    (Case("denied", "403 of a route", "/denied", 0), SERVED),
    (Case("rate-limited", "429", "/limited", 0), SERVED),
    (Case("malformed", "400, connection closed", "/", 0, ("raw=folded",)), SERVED_ONCE),
    (Case("huge-field", "431, connection closed", "/", 0, ("raw=huge",)), SERVED_ONCE),
)


@dataclass
class Proxy:
    """One that is attacked."""

    name: str
    port: int
    child: object


@dataclass
class Visit:
    """What the good client got."""

    latencies: list
    failures: dict

    @property
    def asked(self):
        return len(self.latencies) + sum(self.failures.values())

    @property
    def success(self):
        return len(self.latencies) / max(1, self.asked)

    def quantile(self, part):
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("inf")


@dataclass
class Found:
    """One attack on one proxy."""

    attack: object
    proxy: str
    calm: Visit
    siege: Visit
    hostile: dict
    core: float
    rss: tuple = field(default_factory=tuple)

    @property
    def all_served(self):
        return not self.siege.failures

    @property
    def slowdown(self):
        return self.siege.quantile(0.99) / self.calm.quantile(0.99)


class Run:
    """The proxies, side by side, each attacked in turn."""

    def __init__(self, lab, names, opts):
        self.lab = lab
        self.opts = opts
        self.limits = "weir" in names and limits_requests(opts.weir)
        self.proxies = [self._start(name) for name in names]

    def warm_up(self):
        half = max(1, self.opts.warmup // 2)
        for proxy in self.proxies:
            drive(self.lab.cores, SERVED_ONCE, None, proxy.port, half, 16)
            drive(self.lab.cores, SERVED, None, proxy.port, half, 16)

    def attack(self, attack):
        """The attack on each proxy in turn."""
        found = []
        for proxy in self.proxies:
            calm = self._visit(proxy, self.opts.calm)
            before, rss = proxy.child.cpu_seconds(), proxy.child.rss_bytes()
            hostile = self._spawn(
                "harness.attacker", attack.name, proxy.port, self.opts.seconds + 1, nice=5)
            # The attack stands before its effect is measured.
            self._visit(proxy, 1)
            siege = self._visit(proxy, self.opts.seconds - 0.5)
            counts = result(hostile)
            spent = cpu_spent(before, proxy.child.cpu_seconds(), proxy.name)
            found.append(Found(
                attack, proxy.name, calm, siege, counts, spent / (self.opts.seconds + 1),
                (rss, proxy.child.rss_bytes())))
            progress(found[-1])
        return found

    def costs(self):
        """CPU microseconds for each kind of refusal: (case, proxy, refused, served)."""
        found = []
        for refused, served in REFUSALS:
            for proxy in self.proxies:
                if refused.name == "rate-limited" and proxy.name == "weir" and not self.limits:
                    continue
                found.append((refused, proxy.name, self._cost(proxy, refused),
                              self._cost(proxy, served)))
        return found

    def _cost(self, proxy, case):
        drive(self.lab.cores, case, None, proxy.port, 2, 32)
        before = proxy.child.cpu_seconds()
        load = drive(self.lab.cores, case, None, proxy.port, 4, 32)
        spent = cpu_spent(before, proxy.child.cpu_seconds(), proxy.name)
        return spent * 1e6 / max(1, load.requests)

    def _visit(self, proxy, seconds):
        visitor = self._spawn("harness.visitor", proxy.port, seconds, self.opts.rate)
        counts = result(visitor)
        return Visit(counts["latencies"], counts["failures"])

    def _spawn(self, module, *arguments, nice=0):
        command = self.lab.cores.on_load() + ["nice", "-n", str(nice), sys.executable, "-m", module]
        return subprocess.Popen(
            command + [str(argument) for argument in arguments], cwd=os.path.join(HERE, ".."),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})

    def _start(self, name):
        port = free_port()
        limited = "  route /limited { limit 10r/s burst 10 per client.ip; to origin }"
        values = {
            "PORT": port, "ORIGIN": self.lab.origin_port, "CONNECTIONS": CONNECTIONS,
            "LIMITED": limited if self.limits else ""}
        if name == "weir":
            config = self.lab.render("siege.weir.in", f"siege-{port}.weir", **values)
            command = shlex.split(self.lab.weir) + ["run", config]
        else:
            config = self.lab.render("siege.nginx.conf.in", f"siege-{port}.conf", **values)
            command = nginx(self.lab, config)
        options = f"{os.environ.get('WEIR_JAVA_OPTS', '')} -Dweir.loops=1"
        child = self.lab.launch(
            name, self.lab.cores.on_proxy() + command,
            os.environ | {"WEIR_JAVA_OPTS": options.strip()})
        wait_for(child, port)
        return Proxy(name, port, child)


def limits_requests(weir):
    """Whether this build of Weir knows `limit RATE`."""
    text = "weir 1\nlisten :0\nhost * { route /** { limit 1r/s per client.ip; respond 200 } }\n"
    run = subprocess.run(
        shlex.split(weir) + ["check", "/dev/stdin"], input=text, text=True, capture_output=True,
        check=False)
    return run.returncode == 0


def result(process):
    said, _ = process.communicate(timeout=120)
    for line in said.splitlines():
        if line.startswith("RESULT "):
            return json.loads(line.removeprefix("RESULT "))
    raise Trouble(f"'{shlex.join(process.args)}' ended with {process.returncode}:\n{said.strip()}")


def progress(found):
    print(
        f"{found.attack.name}: {found.proxy}: {found.siege.success:.1%} served, p99"
        f" {found.calm.quantile(0.99) * 1e3:.2f} -> {found.siege.quantile(0.99) * 1e3:.2f} ms,"
        f" {found.core:.0%} of a core; good: {found.siege.failures}; hostile: {found.hostile}",
        file=sys.stderr, flush=True)


def table(rows):
    if not rows:
        return []
    lines = [
        "| attack | proxy | good client served | p50 calm / siege ms | p99 calm / siege ms | p99 x |"
        " | core used | RSS MiB | what attackers got |", "|---|---|--:|--:|--:|--:|---|--:|--:|---|"]
    for row in rows:
        for found in row:
            holds = found.all_served and found.slowdown <= WANTED_P99
            verdict = "" if found.proxy != "weir" else "holds" if holds else "**missed**"
            lines.append("| " + " | ".join([
                found.attack.name, found.proxy, f"{found.siege.success:.1%}",
                f"{found.calm.quantile(0.5) * 1e3:.2f} / {found.siege.quantile(0.5) * 1e3:.2f}",
                f"{found.calm.quantile(0.99) * 1e3:.2f} / {found.siege.quantile(0.99) * 1e3:.2f}",
                f"{found.slowdown:.2f}", verdict, f"{found.core:.0%}",
                f"{found.rss[0] >> 20} -> {found.rss[1] >> 20}", outcome(found.hostile)]) + " |")
    lines += [""] + [f"- {row[0].attack.name}: {row[0].attack.title}" for row in rows]
    return lines + [""]


def outcome(counts):
    shown = [f"{count} {what}" for what, count in sorted(counts.items())
             if what not in ("messages", "opened")]
    return f"of {counts['messages']} messages: " + (", ".join(shown) or "nothing")


def cost_table(costs):
    if not costs:
        return []
    lines = ["| refused | proxy | CPU us refused | CPU us served | ratio | |",
             "|---|---|--:|--:|--:|---|"]
    for case, proxy, refused, served in costs:
        ratio = refused / served
        verdict = "" if proxy != "weir" else "holds" if ratio < WANTED_COST else "**missed**"
        lines.append(f"| {case.name}: {case.title} | {proxy} | {refused:.1f} | {served:.1f} |"
                     f" {ratio:.2f} | {verdict} |")
    return lines + [""]

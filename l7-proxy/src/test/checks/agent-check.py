#!/usr/bin/env python3
"""A real HAProxy asks Weir's agent how much of the traffic it wants, and does so; what keepalived
would be told by HTTP says the same. The last line is "N passed, N failed"."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from weir import COMMAND, Weir, end_well, run_all

SITE = """\
weir 1
listen 127.0.0.1:0
admin 127.0.0.1:0
agent on 127.0.0.1:0
agent http on 127.0.0.1:0
timeout drain 20s
host * { route /** { respond 200 "weir" } }
"""
HAPROXY = """\
global
  stats socket %s mode 600
defaults
  mode tcp
  timeout connect 2s
  timeout client 5s
  timeout server 5s
listen web
  bind unix@%s
  server weir 127.0.0.1:%d weight 200 agent-check agent-addr 127.0.0.1 agent-port %d agent-inter 100ms
"""
PATIENCE = 20
weir = Weir(SITE)
folder = tempfile.TemporaryDirectory(prefix="weir-check-")
stats = os.path.join(folder.name, "stats")
checks = []


def check(function):
    checks.append(function)


def soon(found, expected):
    """Waits until found() is what is expected."""
    end = time.monotonic() + PATIENCE
    last = None
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            last = found()
            if last == expected:
                return
        time.sleep(0.05)
    raise AssertionError(f"found {last!r}; expected {expected!r}")


def ports():
    """Those of the line agent, the HTTP agent and the admin port."""
    said = weir.said()
    line, http = re.findall(r"agent on \S+:(\d+)", said)
    return int(line), int(http), int(re.search(r"admin on \S+:(\d+)", said)[1])


def told(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/l4/weight", timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def fix(weight):
    admin = f"http://127.0.0.1:{ports()[2]}"
    subprocess.run(
        [COMMAND, "ipvs", "weight", weight, "--admin", admin], check=True,
        stdout=subprocess.DEVNULL)


def server():
    """The weight and the state of the server, as HAProxy has them: "no check", but for a drain."""
    with socket.socket(socket.AF_UNIX) as asking:
        asking.connect(stats)
        asking.sendall(b"show stat\n")
        text = b""
        while part := asking.recv(65536):
            text += part
    lines = text.decode().lstrip("# ").splitlines()
    names = lines[0].split(",")
    rows = (dict(zip(names, line.split(","))) for line in lines[1:])
    row = next(row for row in rows if row.get("svname") == "weir")
    return int(row["weight"]), row["status"].split(" ")[0]


@check
def a_weight_that_an_operator_fixes_is_haproxys():
    fix("75%")
    soon(server, (150, "no"))
    assert told(ports()[1]) == (200, b"75\n"), told(ports()[1])
    assert told(ports()[2]) == (200, b"75\n"), told(ports()[2])


@check
def a_weight_of_nothing_drains():
    fix("0")
    soon(lambda: server()[1], "DRAIN")
    assert told(ports()[1]) == (503, b"0\n"), told(ports()[1])


@check
def a_weight_that_is_back_ends_the_drain():
    fix("100")
    soon(server, (200, "no"))


@check
def an_agent_says_what_it_has_to_say_and_ends():
    with socket.create_connection(("127.0.0.1", ports()[0]), 5) as asking:
        asking.sendall(b"what is sent is not looked at\n")
        answer = b""
        while part := asking.recv(100):
            answer += part
    assert answer == b"ready up 100%\n", answer


@check
def a_weir_that_stops_drains_before_it_ends():
    with socket.create_connection(("127.0.0.1", weir.port), 5) as held:
        held.sendall(b"POST / HTTP/1.1\r\nHost: weir.example\r\nContent-Length: 9\r\n\r\nab")
        assert held.recv(12) == b"HTTP/1.1 200", "the request is not answered while its body comes"
        weir.process.send_signal(signal.SIGTERM)
        soon(lambda: server()[1], "DRAIN")
        weir.process.send_signal(signal.SIGTERM)
        assert weir.process.wait(PATIENCE) == 0


if __name__ == "__main__":
    end_well()
    with weir, folder:
        file = os.path.join(folder.name, "haproxy.cfg")
        with open(file, "w", encoding="utf-8") as sink:
            sink.write(HAPROXY % (stats, os.path.join(folder.name, "in"), weir.port, ports()[0]))
        haproxy = subprocess.Popen(["haproxy", "-db", "-f", file])
        try:
            status = run_all(checks)
        finally:
            haproxy.terminate()
            haproxy.wait()
    sys.exit(status)

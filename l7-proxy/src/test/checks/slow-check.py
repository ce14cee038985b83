#!/usr/bin/env python3
"""Slow clients: Debian's slowhttptest against Weir with the time-outs that it comes with, three
kinds of slowness at once, each against a Weir of its own. The last line is "N passed, N failed"."""

import http.server
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from weir import Weir, end_well, in_background, run_all

CONNECTIONS = 100
SECONDS = 20
SITE = """\
weir 1
listen 127.0.0.1:0
timeout drain 1s, drain-tunnels 1s
pool origin { server 127.0.0.1:%d }
host * { route /** { to origin } }
"""
KINDS = {
    "heads": ["-H", "-i", "3", "-t", "GET"],
    "bodies": ["-B", "-i", "3", "-s", "8192", "-t", "POST"],
    "readers": ["-X", "-w", "10", "-y", "20", "-n", "5", "-z", "32", "-k", "3"],
}


class Page(http.server.BaseHTTPRequestHandler):
    """Reads what it is sent, and answers with more than a slow reader's buffers take."""

    protocol_version = "HTTP/1.1"
    body = b"<p>slow and steady</p>\n" * 50_000

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_):
        pass

    def handle(self):
        try:
            super().handle()
        except OSError:
            pass  # Weir hung up on it, as it should


class Outcome:
    """What slowhttptest saw."""

    def __init__(self, said):
        self.said = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", said)
        self.is_available = self._last("service available") == "YES"
        # Counts are printed every five seconds only, and not at all for the end.
        self.is_over = "No open connections left" in said
        self.is_refused = int(self._last("error") or 0) > 0

    def _last(self, name):
        found = re.findall(rf"(?m)^{name}:\s*(\S+)", self.said)
        return found[-1] if found else None

    def __str__(self):
        return f"available {self.is_available}, all closed {self.is_over}:\n{self.said}"


def attack(kind):
    """Slow clients of one kind, for SECONDS or until Weir has closed them all."""
    with Weir(SITE % origin.server_port) as weir:
        ended = subprocess.run(
            ["slowhttptest", "-c", str(CONNECTIONS), *KINDS[kind], "-r", str(CONNECTIONS),
             "-l", str(SECONDS), "-p", "3", "-u", f"http://127.0.0.1:{weir.port}/"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS + 30,
            check=False)
        return Outcome(ended.stdout + ended.stderr)


def slow_heads_are_cut_off():
    outcome = attacks["heads"].result()
    assert outcome.is_available, outcome
    assert outcome.is_over, outcome


def slow_bodies_are_cut_off():
    outcome = attacks["bodies"].result()
    assert outcome.is_available, outcome
    assert outcome.is_over, outcome


def slow_readers_keep_nobody_out():
    outcome = attacks["readers"].result()
    assert outcome.is_available, outcome
    assert not outcome.is_refused, outcome


if __name__ == "__main__":
    end_well()
    origin = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    origin.daemon_threads = True
    in_background(origin.serve_forever)
    with ThreadPoolExecutor() as pool:
        attacks = {kind: pool.submit(attack, kind) for kind in KINDS}
        status = run_all(
            [slow_heads_are_cut_off, slow_bodies_are_cut_off, slow_readers_keep_nobody_out])
    sys.exit(status)

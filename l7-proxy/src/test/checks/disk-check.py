#!/usr/bin/env python3
"""A cache with a folder: killed while it stores and serves, on a full disk, and two over one folder.
Bodies carry their digest, so that a wrong or torn one is seen. ROUNDS of killing from the command
line, 10 if not said. The last line is "N passed, N failed"."""

import hashlib
import http.client
import http.server
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from weir import COMMAND, START_SECONDS, end_well, in_background, run_all

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 10
REQUESTS = 300  # in each round, at least
MOST = 64 << 20
SITE = """\
weir 1
listen 127.0.0.1:%d
admin 127.0.0.1:%d
cache c { memory 4M; disk "%s" %s }
pool origin { server 127.0.0.1:%d }
host * { route /** { cache c 1h; to origin } }
"""
SIZES = (0, 100, 3_000, 60_000, 200_000, 900_000, 3_000_000)


def content(path, version):
    """What the origin has: made of the path and a version, with a digest of the rest in front."""
    size = SIZES[hash_of(path) % len(SIZES)]
    seed = hashlib.sha256(f"{path} {version}".encode()).digest()
    text = f"{path} {version}\n".encode() + seed * (size // len(seed) + 1)
    return hashlib.sha256(text).hexdigest().encode() + b"\n" + text


def hash_of(path):
    return int.from_bytes(hashlib.sha256(path.encode()).digest()[:4], "big")


def complaint(path, body):
    """Why this is not what the origin has or had under that path, or None."""
    digest, _, text = body.partition(b"\n")
    if hashlib.sha256(text).hexdigest().encode() != digest:
        return f"{path}: {len(body)} octets whose digest does not fit"
    if not text.startswith(path.encode() + b" "):
        return f"{path}: content of {text[:40]!r}"
    return None


class Origin(http.server.BaseHTTPRequestHandler):
    """Each path has a version, which a POST makes void."""

    protocol_version = "HTTP/1.1"
    versions = {}
    asked = 0

    def do_GET(self):
        Origin.asked += 1
        body = content(self.path, self.versions.get(self.path, 0))
        self.send_response(200)
        chunked = hash_of(self.path) % 3 == 0
        if chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if chunked:
            for at in range(0, len(body), 100_000):
                part = body[at:at + 100_000]
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.wfile.write(body)

    def do_POST(self):
        Origin.versions[self.path] = self.versions.get(self.path, 0) + 1
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass

    def handle(self):
        try:
            super().handle()
        except OSError:
            pass  # Weir was killed


class Running:
    """A Weir over a folder; `with` ends it well, `kill` does not."""

    def __init__(self, folder, size="64M", java=""):
        self.port, self.admin = free_port(), free_port()
        self.file = folder + ".weir"
        with open(self.file, "w", encoding="utf-8") as sink:
            sink.write(SITE % (self.port, self.admin, folder, size, origin.server_port))
        self.log = folder + ".log"
        with open(self.log, "ab") as sink:
            self.mark = sink.tell()
            self.process = subprocess.Popen(
                [COMMAND, "run", self.file], stdin=subprocess.DEVNULL, stdout=sink, stderr=sink,
                env=os.environ | {"WEIR_JAVA_OPTS": f"-Xmx256m {java}"})

    def __enter__(self):
        end = time.monotonic() + START_SECONDS
        while "listening on" not in self.said():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"did not start:\n{self.said()}")
            time.sleep(0.02)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)

    def kill(self):
        """As if the machine's plug were pulled, for this process."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            log.seek(self.mark)
            return log.read()

    def ask(self, path, method="GET", connection=None):
        """The body, and whether it was a hit."""
        own = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        # The same in all processes: the port is part of the key.
        own.request(method, path, headers={"Host": "cache.test"})
        reply = own.getresponse()
        body = reply.read()
        assert reply.status in (200, 204), f"{method} {path}: status {reply.status}"
        return body, "; hit" in (reply.getheader("Cache-Status") or "")

    def gauge(self, name):
        own = http.client.HTTPConnection("127.0.0.1", self.admin, timeout=20)
        own.request("GET", "/metrics")
        found = re.search(rf"(?m)^{name}{{[^}}]*}} (\S+)", own.getresponse().read().decode())
        return int(float(found[1])) if found else 0


def free_port():
    with __import__("socket").socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def size_of(folder):
    total = 0
    for entry in os.scandir(folder):
        try:
            total += entry.stat().st_size
        except FileNotFoundError:
            pass  # deleted just now
    return total


def client(weir, stop, wrong, seen, seed):
    """Asks for this and that until the end, and now and then makes something void."""
    chance = random.Random(seed)
    connection = None
    while not stop.is_set():
        path = f"/{int(chance.paretovariate(0.6)) % 400}"
        try:
            connection = connection or http.client.HTTPConnection(
                "127.0.0.1", weir.port, timeout=20)
            if chance.random() < 0.01:
                weir.ask(path, "POST", connection)
                continue
            body, is_hit = weir.ask(path, connection=connection)
            seen.append(is_hit)
            if fault := complaint(path, body):
                wrong.append(fault)
        except (OSError, http.client.HTTPException):
            # Killed, or cut off by that: torn for a client who can see that it is.
            connection = None
            if weir.process.poll() is not None:
                return


def killed_at_any_moment_it_serves_nothing_wrong():
    folder = tempfile.mkdtemp(prefix="weir-disk-")
    wrong, hits_after_start = [], 0
    try:
        for number in range(ROUNDS):
            with Running(folder) as weir:
                # What outlived the last round, before anything is stored anew.
                for path in range(60):
                    body, is_hit = weir.ask(f"/{path}")
                    hits_after_start += is_hit
                    if fault := complaint(f"/{path}", body):
                        wrong.append("after the start: " + fault)
                stop, seen = threading.Event(), []
                threads = [
                    in_background(client, weir, stop, wrong, seen, number * 10 + i)
                    for i in range(4)]
                await_that(lambda: len(seen) >= REQUESTS)
                time.sleep(random.random() * 0.3)
                assert size_of(folder) <= MOST, f"round {number}: {size_of(folder)} octets"
                weir.kill()
                stop.set()
                for thread in threads:
                    thread.join(30)
                assert not wrong, f"round {number}: {wrong[:3]}"
            assert size_of(folder) <= MOST, f"round {number}: {size_of(folder)} octets"
        assert hits_after_start > ROUNDS, f"{hits_after_start} hits after {ROUNDS} starts"
        with Running(folder) as weir:
            assert weir.gauge("weir_cache_disk_errors_total") == 0, weir.said()
        print(f"      {ROUNDS} rounds, {hits_after_start} hits right after a start")
    finally:
        remove(folder)


def what_was_made_void_stays_so_when_it_is_killed():
    folder = tempfile.mkdtemp(prefix="weir-disk-")
    try:
        for number in range(3):
            path = f"/void-{number}"
            with Running(folder) as weir:
                for _ in range(3):
                    weir.ask(path)
                await_that(lambda: weir.gauge("weir_cache_disk_writes_total") >= 1)
                weir.ask(path, "POST")
                purged = subprocess.run(
                    [COMMAND, "purge", "--admin", f"127.0.0.1:{weir.admin}", "--prefix",
                     "http://cache.test/nothing"], check=False, capture_output=True)
                assert purged.returncode == 0, purged.stderr
                weir.kill()
            with Running(folder) as weir:
                body, is_hit = weir.ask(path)
                assert not is_hit and b" 1\n" in body[:200], body[:200]
    finally:
        remove(folder)


def a_full_disk_is_felt_by_nobody():
    if os.geteuid() != 0:
        print("      skipped: only root can mount a small file system")
        return
    folder = tempfile.mkdtemp(prefix="weir-disk-")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24M", "tmpfs", folder], check=False,
        capture_output=True, text=True)
    if mounted.returncode != 0:
        remove(folder)
        print(f"      skipped: no tmpfs here: {mounted.stderr.strip()}")
        return
    try:
        with Running(folder) as weir:
            for number in range(2):
                for path in range(150):
                    name = f"/full-{path}"
                    body, _ = weir.ask(name)
                    assert complaint(name, body) is None, complaint(name, body)
            errors = weir.gauge("weir_cache_disk_errors_total")
            assert errors > 0, "the disk was not full"
            for path in range(150):
                name = f"/full-{path}"
                body, _ = weir.ask(name)
                assert complaint(name, body) is None, complaint(name, body)
            assert "goes on without" in weir.said(), weir.said()
        with Running(folder) as weir:
            body, is_hit = weir.ask("/full-0")
            assert complaint("/full-0", body) is None
    finally:
        subprocess.run(["umount", folder], check=False)
        remove(folder)


def a_folder_is_for_one_process():
    folder = tempfile.mkdtemp(prefix="weir-disk-")
    try:
        with Running(folder) as first:
            with open(folder + ".other", "wb") as sink:
                with open(first.file, encoding="utf-8") as source:
                    other = source.read().replace(str(first.port), str(free_port()))
                other = other.replace(str(first.admin), str(free_port()))
                sink.write(other.encode())
            second = subprocess.run(
                [COMMAND, "run", folder + ".other"], check=False, capture_output=True, text=True,
                timeout=START_SECONDS)
            said = second.stdout + second.stderr
            assert second.returncode == 1, (second.returncode, said)
            assert f"in use by process {first.process.pid}" in said, said
            assert first.ask("/a")[0]
    finally:
        remove(folder)


def await_that(claim):
    end = time.monotonic() + 60
    while not claim():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.02)


def remove(folder):
    shutil.rmtree(folder, ignore_errors=True)
    for ending in (".weir", ".log", ".other"):
        if os.path.exists(folder + ending):
            os.remove(folder + ending)


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


if __name__ == "__main__":
    end_well()
    origin = Server(("127.0.0.1", 0), Origin)
    in_background(origin.serve_forever)
    sys.exit(run_all([
        killed_at_any_moment_it_serves_nothing_wrong,
        what_was_made_void_stays_so_when_it_is_killed,
        a_full_disk_is_felt_by_nobody,
        a_folder_is_for_one_process,
    ]))

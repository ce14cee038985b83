"""The well-behaved client: python3 -m harness.visitor PORT SECONDS RATE. Prints counts as JSON."""

import json
import os
import socket
import sys
import time

REQUEST = b"GET /1k HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: visitor\r\n\r\n"
BODY = 1024
PATIENCE = 5.0
FRESH = 5
KEPT = 4


class Visitor:
    """
    Asks at fixed moments, whatever became of the last request: its latency runs from the moment at
    which it was due. Keeps some connections, and uses a new one for each fifth request. A kept one
    that the server has closed is replaced once, as every client of HTTP does.
    """

    def __init__(self, port, rate):
        self.port = port
        self.rate = rate
        self.kept = []
        self.latencies = []
        self.failures = {}

    def run(self, seconds):
        began = time.monotonic()
        for number in range(int(seconds * self.rate)):
            due = began + number / self.rate
            wait = due - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            why = self._ask(number % FRESH == 0)
            if why is None:
                self.latencies.append(time.monotonic() - due)
            else:
                self.failures[why] = self.failures.get(why, 0) + 1
        return {"latencies": self.latencies, "failures": self.failures}

    def _ask(self, fresh):
        connection = None if fresh or len(self.kept) < KEPT else self.kept.pop(0)
        if connection is not None:
            why = self._exchange(connection)
            if why not in ("closed", "reset"):
                return why
        try:
            connection = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as cause:
            return "connect: " + type(cause).__name__
        return self._exchange(connection)

    def _exchange(self, connection):
        why = self._talk(connection)
        if why is None and len(self.kept) < KEPT:
            self.kept.append(connection)
        else:
            connection.close()
        return why

    @staticmethod
    def _talk(connection):
        try:
            connection.sendall(REQUEST)
            reply = b""
            while (end := reply.find(b"\r\n\r\n")) < 0 or len(reply) < end + 4 + BODY:
                octets = connection.recv(65536)
                if not octets:
                    return "closed" if not reply else "cut"
                reply += octets
            status = reply[9:12].decode()
            return None if status == "200" else "status " + status
        except ConnectionError:
            return "reset"
        except TimeoutError:
            return "timeout"


def main():
    port, seconds, rate = sys.argv[1:]
    try:
        # In front of what else wants its core: it measures the proxy, not the attacker.
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    except PermissionError:
        pass
    found = Visitor(int(port), float(rate)).run(float(seconds))
    print("RESULT " + json.dumps(found), flush=True)


if __name__ == "__main__":
    main()

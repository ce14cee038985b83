"""Carries an attack out: python3 -m harness.attacker NAME PORT SECONDS. Prints its counts as JSON."""

import collections
import errno
import json
import re
import select
import socket
import sys
import time

from .attacks import named

STATUS = re.compile(rb"HTTP/1\.1 (\d\d\d) ")
STEP = 0.005


class Client:
    """One hostile connection."""

    def __init__(self, siege):
        self.siege = siege
        self.pending = b""
        self.waits = 0
        self.socket = socket.socket()
        if siege.attack.receive_buffer:
            self.socket.setsockopt(
                socket.SOL_SOCKET, socket.SO_RCVBUF, siege.attack.receive_buffer)
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        code = self.socket.connect_ex(("127.0.0.1", siege.port))
        if code not in (0, errno.EINPROGRESS):
            raise OSError(code, "connect")
        self.events = 0
        siege.clients[self.socket.fileno()] = self
        self.put(siege.attack.first)

    def put(self, octets, asks=0):
        self.pending += octets
        self.waits += asks
        self.push()

    def push(self):
        if self.pending:
            try:
                self.pending = self.pending[self.socket.send(self.pending):]
            except (BlockingIOError, InterruptedError):
                pass
            except OSError as cause:
                # not connected yet
                if cause.errno != errno.ENOTCONN:
                    return self.lost("send")
        wanted = select.EPOLLIN if self.siege.attack.reads else 0
        wanted |= select.EPOLLOUT if self.pending else 0
        if wanted != self.events:
            change = self.siege.poll.modify if self.events else self.siege.poll.register
            if self.events and not wanted:
                self.siege.poll.unregister(self.socket.fileno())
            else:
                change(self.socket.fileno(), wanted)
            self.events = wanted

    def pull(self):
        try:
            octets = self.socket.recv(1 << 18)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            return self.lost("reset")
        if not octets:
            return self.lost("closed")
        for status in STATUS.findall(octets):
            self.siege.counts["status " + status.decode()] += 1
            self.waits = max(0, self.waits - 1)

    def lost(self, why):
        self.siege.counts[why] += 1
        self.close()

    def close(self):
        self.siege.clients.pop(self.socket.fileno(), None)
        if self.events:
            self.siege.poll.unregister(self.socket.fileno())
            self.events = 0
        self.socket.close()
        self.socket = None


class Siege:
    """All hostile connections of one attack."""

    def __init__(self, attack, port):
        self.attack = attack
        self.port = port
        self.clients = {}
        self.counts = collections.Counter()
        self.poll = select.epoll()
        self.sent = 0
        self.opened = 0
        self.turn = collections.deque()

    def run(self, seconds):
        began = time.monotonic()
        while (now := time.monotonic() - began) < seconds:
            self._open(now)
            self._send(now)
            self._serve(STEP)
        for client in list(self.clients.values()):
            client.close()
        return dict(self.counts) | {"messages": self.sent, "opened": self.opened}

    def _open(self, now):
        if self.attack.fresh:
            return
        while len(self.clients) < self.attack.connections and self.opened < now * self.attack.opens:
            self.opened += 1
            try:
                self.turn.append(Client(self))
            except OSError:
                self.counts["connect"] += 1

    def _send(self, now):
        due = int(now * self.attack.rate)
        looks = 2 * self.attack.connections
        while self.sent < due and looks > 0:
            looks -= 1
            if self.attack.fresh:
                if len(self.clients) >= self.attack.connections:
                    break
                self.opened += 1
                client = Client(self)
            else:
                if not self.turn:
                    break
                client = self.turn.popleft()
                if client.socket is None:
                    continue
                self.turn.append(client)
                if client.pending or client.waits:
                    continue
            client.put(self.attack.message(self.sent), self.attack.asks)
            self.sent += 1
        # What could not be sent in time is not made up for later.
        self.sent = max(self.sent, due)

    def _serve(self, patience):
        for descriptor, events in self.poll.poll(patience):
            client = self.clients.get(descriptor)
            if client is None:
                continue
            if events & (select.EPOLLIN | select.EPOLLHUP | select.EPOLLERR):
                client.pull()
            if client.socket is not None and events & select.EPOLLOUT:
                client.push()
            if client.socket is not None and self.attack.fresh and not client.waits:
                client.close()


def main():
    name, port, seconds = sys.argv[1:]
    counts = Siege(named(name)[0], int(port)).run(float(seconds))
    print("RESULT " + json.dumps(counts), flush=True)


if __name__ == "__main__":
    main()

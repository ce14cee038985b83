#!/usr/bin/env python3
"""A hostile edge, against a director that runs: hostile.py ADDRESS PORT NAME KEY.

Has the key of one edge, and tries what it must not: other edges' names, what it has heard before,
other servers' addresses, a former start, floods, and streams that say nothing. Prints a line for each
check, and exits with 1 if one fails.
"""

import hashlib
import hmac
import os
import socket
import struct
import sys
import time

MAGIC = b"WEIREDGE\x01"
NOT_ALLOWED = 1
OLD_BOOT = 4

director, name, key = (sys.argv[1], int(sys.argv[2])), sys.argv[3].encode(), sys.argv[4].encode()
failed = False


def check(what, holds):
    global failed
    print(f"ok    {what}" if holds else f"FAIL  {what}")
    failed |= not holds


def frame(octets):
    return struct.pack(">H", len(octets)) + octets


def exactly(stream, count):
    octets = b""
    while len(octets) < count:
        more = stream.recv(count - len(octets))
        if not more:
            raise EOFError
        octets += more
    return octets


def read(stream):
    return exactly(stream, struct.unpack(">H", exactly(stream, 2))[0])


def connect():
    stream = socket.create_connection(director, timeout=10)
    stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return stream


def seconds_until_closed(stream):
    """How long until the director ends a stream; 10 or more: it does not."""
    start = time.monotonic()
    try:
        while stream.recv(4096):
            pass
    except OSError:
        pass
    return time.monotonic() - start


class Stream:
    """One that has shown a key; sent is all that was said on it."""

    def __init__(self, epoch, who=name, secret=key):
        self.socket = connect()
        self.sent = b""
        hello = MAGIC + struct.pack(">q", epoch) + os.urandom(32) + who
        self.put(frame(hello))
        nonce = read(self.socket)[len(MAGIC):]
        self.derive = lambda label: hmac.new(
            secret, b"weir edge 1, " + label + b"\n" + nonce + hello, hashlib.sha256).digest()
        self.put(frame(self.derive(b"proof of the EDGE")))
        self.is_believed = read(self.socket) == self.derive(b"proof of the DIRECTOR")
        self.seal = self.derive(b"seal of the EDGE")
        self.count = 0

    def put(self, octets):
        self.sent += octets
        self.socket.sendall(octets)

    def sealed(self, message):
        text = struct.pack(">q", self.count) + message
        self.count += 1
        return frame(text + hmac.new(self.seal, text, hashlib.sha256).digest()[:16])

    def say(self, message):
        self.put(self.sealed(message))
        return self.hear()

    def hear(self):
        return read(self.socket)[8:-16]


def offer(server, port, weight):
    at = struct.pack(">B4sH", 4, socket.inet_aton("10.9.0.100"), port)
    self = struct.pack(">B4sH", 4, socket.inet_aton(server), port)
    return b"\x06" + at + self + b"\x00" + struct.pack(">i", weight)


def register(*offers):
    return b"\x01" + struct.pack(">iB", 3000, len(offers)) + b"".join(offers)


def heartbeat():
    return b"\x02" + struct.pack(">iiB", 0, 0, 0)


def is_refused(opening):
    try:
        return not opening().is_believed
    except (EOFError, OSError):
        return True


def strangers():
    nonsense = {
        "a browser": b"GET / HTTP/1.1\r\n\r\n",
        "a frame of 64 KiB": b"\xff\xff" + b"x" * 500,
        "one of another version": frame(b"WEIREDGE\x02" + b"x" * 50),
    }
    for what, octets in nonsense.items():
        stream = connect()
        stream.sendall(octets)
        check(f"{what} is sent away at once", seconds_until_closed(stream) < 2)
    check("another edge's name without its key is refused", is_refused(lambda: Stream(5, b"edge-1")))
    check("a name that nobody has is refused", is_refused(lambda: Stream(5, b"nobody")))


def replays():
    said = Stream(10)
    said.say(register())
    again = connect()
    again.sendall(said.sent)
    check("a stream that was recorded is refused", seconds_until_closed(again) < 2)
    beat = said.sealed(heartbeat())
    said.put(beat)
    said.hear()
    said.put(beat)
    check("a message that comes twice ends the stream", seconds_until_closed(said.socket) < 2)
    forged = Stream(11)
    beat = bytearray(forged.sealed(heartbeat()))
    beat[-1] ^= 1
    forged.put(bytes(beat))
    check("a message that was altered ends the stream", seconds_until_closed(forged.socket) < 2)


def others():
    stream = Stream(12)
    ack = stream.say(register(offer("10.9.0.4", 9091, 65535), offer("10.9.0.3", 9091, 0)))
    check("another server's address is refused", list(ack[-2:]) == [NOT_ALLOWED] * 2)
    former = Stream(3)
    check("a former start is refused", former.hear() == bytes([6, OLD_BOOT]))
    check("and the later one is not touched", stream.say(register())[0] == 5)


def floods():
    stream = Stream(13)
    answers = 0
    try:
        for i in range(500):
            # Sent without a look at the answers, as others would.
            stream.put(stream.sealed(register(*(offer(f"10.9.{i % 250}.{j}", 9091, 1) for j in range(64)))))
        while stream.hear()[0] == 5:
            answers += 1
    except (EOFError, OSError):
        pass
    check(f"a flood of registrations is cut off ({answers} answered)", answers < 100 and seconds_until_closed(stream.socket) < 2)
    for i in range(60):
        Stream(14 + i).say(register(offer("10.9.0.4", 9091, i)))
    check("a hundred streams one after the other are served", Stream(200).say(register())[0] == 5)


def half_open():
    start = time.monotonic()
    silent = [connect() for _ in range(30)]
    for stream in silent:
        stream.settimeout(0.2)
    held = sum(1 for stream in silent if is_open(stream))
    check(f"of 30 streams that say nothing few are held ({held})", 0 < held <= 8)
    for stream in silent:
        stream.settimeout(10)
    for stream in silent:
        seconds_until_closed(stream)
    took = time.monotonic() - start
    check(f"and those for two seconds ({took:.1f})", took < 5)
    drip = connect()
    start = time.monotonic()
    try:
        for octet in frame(MAGIC + b"x" * 60):
            drip.sendall(bytes([octet]))
            time.sleep(0.2)
    except OSError:
        pass
    check("one that speaks slowly is held no longer", time.monotonic() - start < 5)
    check("and who has a key comes in afterwards", Stream(201).say(register())[0] == 5)


def is_open(stream):
    try:
        return stream.recv(1) != b""
    except TimeoutError:
        return True
    except OSError:
        return False


for attack in (strangers, replays, others, floods, half_open):
    attack()
sys.exit(failed)

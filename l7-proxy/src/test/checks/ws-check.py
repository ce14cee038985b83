#!/usr/bin/env python3
"""WebSockets through Weir, octet by octet: Weir runs in front of a server of this script's own, and
both sides are raw sockets, so that nothing that Weir changes in the handshake or behind it goes
unseen. The last line is "N passed, N failed"."""

import os
import re
import socket
import struct
import sys
import time

from weir import Weir, end_well, in_background, run_all
from ws_origin import Origin, accept_value, field, read_head, reset

KEY = b"dGhlIHNhbXBsZSBub25jZQ=="
SITE = """\
weir 1
listen 127.0.0.1:0
timeout drain 1s, drain-tunnels 1s
pool origin { server 127.0.0.1:%d }
host * { route /** { to origin } }
"""
origin = Origin()
weir = Weir(SITE % origin.port)
checks = []


def check(function):
    checks.append(function)
    return function


def upgrade(path, *fields, behind=b""):
    """Asks for a WebSocket; the connection, the head of the answer and what came behind it."""
    connection = socket.create_connection(("127.0.0.1", weir.port), 10)
    lines = [
        b"GET " + path.encode() + b" HTTP/1.1", b"Host: weir.example", b"Upgrade: websocket",
        b"Connection: Upgrade", b"Sec-WebSocket-Version: 13", b"Sec-WebSocket-Key: " + KEY, *fields]
    connection.sendall(b"\r\n".join(lines) + b"\r\n\r\n" + behind)
    return connection, *read_head(connection)


def receive(connection, length, rest=b""):
    while len(rest) < length:
        octets = connection.recv(1 << 16)
        if not octets:
            raise EOFError(f"closed after {len(rest)} of {length} octets")
        rest += octets
    return rest


def require_echo(octets, path):
    connection, _, rest = upgrade(path)
    with connection:
        in_background(connection.sendall, octets)
        assert receive(connection, len(octets), rest) == octets, "octets were changed"


def frame(payload, opcode=0x82):
    """A whole masked frame: RFC 6455 5.2."""
    size = len(payload)
    if size < 126:
        length = bytes([0x80 | size])
    elif size < 1 << 16:
        length = b"\xfe" + struct.pack(">H", size)
    else:
        length = b"\xff" + struct.pack(">Q", size)
    return bytes([opcode]) + length + os.urandom(4) + payload


@check
def the_handshake_is_the_origins():
    connection, head, _ = upgrade("/echo/handshake")
    connection.close()
    assert head.startswith(b"HTTP/1.1 101 "), head
    assert field(head, b"sec-websocket-accept") == accept_value(KEY), head
    assert field(head, b"upgrade").lower() == b"websocket", head
    assert b"upgrade" in field(head, b"connection").lower(), head


@check
def request_fields_reach_the_origin():
    sent = {
        b"Sec-WebSocket-Protocol": b"chat, superchat",
        b"Sec-WebSocket-Extensions": b"permessage-deflate; client_max_window_bits",
        b"Origin": b"http://weir.example", b"Cookie": b"a=b; c=d"}
    upgrade("/echo/fields", *(name + b": " + value for name, value in sent.items()))[0].close()
    head = origin.heads["/echo/fields"]
    for name, value in sent.items():
        assert field(head, name) == value, head
    assert field(head, b"sec-websocket-key") == KEY, head
    assert field(head, b"sec-websocket-version") == b"13", head
    assert field(head, b"upgrade").lower() == b"websocket", head
    assert b"upgrade" in field(head, b"connection").lower(), head


@check
def response_fields_reach_the_client():
    connection, head, _ = upgrade("/echo/response", b"Sec-WebSocket-Protocol: chat")
    connection.close()
    assert field(head, b"sec-websocket-protocol") == b"chat", head
    assert field(head, b"x-extra") == b"yes", head
    assert not re.search(rb"(?im)^(content-length|transfer-encoding):", head), head


def frame_check(size):
    def whole():
        require_echo(frame(os.urandom(size)), f"/echo/size-{size}")
    whole.__name__ = f"a_frame_of_{size}_octets_is_untouched"
    checks.append(whole)


for _size in (0, 125, 126, 65535, 65536, 1 << 20, 8 << 20):
    frame_check(_size)


@check
def frames_that_break_the_rules_are_untouched():
    reserved = frame(b"reserved bits", 0xF3)
    broken = frame(b"\xff\xfe\xf8\xc0", 0x81)
    require_echo(reserved + broken + frame(b"", 0x89) + frame(b"", 0x0B), "/echo/odd")


@check
def octets_that_come_one_by_one_go_on_one_by_one():
    connection, _, rest = upgrade("/echo/single")
    with connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for octet in frame(b"hello"):
            connection.sendall(bytes([octet]))
            # None waits for the next one.
            assert receive(connection, 1, rest) == bytes([octet])
            rest = b""


@check
def a_frame_in_one_packet_with_the_101_arrives():
    connection, _, rest = upgrade("/eager/x")
    with connection:
        assert receive(connection, 7, rest) == b"\x82\x05eager"


@check
def a_frame_right_behind_the_request_arrives():
    early = frame(b"early")
    connection, _, rest = upgrade("/echo/early", behind=early)
    with connection:
        assert receive(connection, len(early), rest) == early


@check
def a_server_that_only_sends_is_not_held_back():
    connection, _, rest = upgrade("/push/x")
    with connection:
        # A second's worth of them; the first must be here long before the last was sent.
        began = time.monotonic()
        rest = receive(connection, 3, rest)
        first = time.monotonic() - began
        receive(connection, 60, rest)
        assert first < (time.monotonic() - began) / 2, f"the first came after {first:.2f} s"


@check
def a_refusal_reaches_the_client_and_the_connection_lasts():
    connection, head, rest = upgrade("/refuse/x")
    with connection:
        assert head.startswith(b"HTTP/1.1 403 "), head
        assert field(head, b"x-why") == b"closed", head
        assert receive(connection, 4, rest) == b"nope"
        connection.sendall(b"GET /refuse/again HTTP/1.1\r\nHost: weir.example\r\n\r\n")
        assert read_head(connection)[0].startswith(b"HTTP/1.1 403 ")


@check
def the_origins_reset_ends_the_client():
    connection, _, _ = upgrade("/reset/x")
    with connection:
        connection.sendall(b"x")
        try:
            assert connection.recv(1) == b""
        except ConnectionResetError:
            pass


@check
def the_clients_close_ends_the_origin():
    upgrade("/echo/close")[0].close()
    assert origin.await_end("/echo/close"), "the origin's side is open"


@check
def the_clients_reset_ends_the_origin():
    reset(upgrade("/echo/reset")[0])
    assert origin.await_end("/echo/reset"), "the origin's side is open"


@check
def a_client_that_has_said_all_still_hears_the_answer():
    last = frame(b"last")
    connection, _, rest = upgrade("/last-word/x")
    with connection:
        connection.sendall(last)
        connection.shutdown(socket.SHUT_WR)
        assert receive(connection, len(last) + 2, rest) == last + b"\x88\x00"
        assert connection.recv(1) == b"", "more than the answer"


@check
def a_server_that_does_not_read_holds_back_the_client():
    connection, _, _ = upgrade("/deaf/x")
    with connection:
        connection.settimeout(2)
        sent = 0
        try:
            while sent < 256 << 20:
                sent += connection.send(bytes(1 << 20))
        except TimeoutError:
            pass
        # What the kernels' buffers on three sockets take, and no more.
        assert sent < 64 << 20, f"{sent >> 20} MiB were taken"


@check
def three_idle_seconds_end_nothing():
    connection, _, rest = upgrade("/echo/idle")
    with connection:
        time.sleep(3)
        connection.sendall(b"\x89\x80mask")
        assert receive(connection, 6, rest) == b"\x89\x80mask"


@check
def two_hundred_at_once_are_not_mixed_up():
    tunnels = [upgrade(f"/echo/many-{i}") for i in range(200)]
    for i, (connection, _, _) in enumerate(tunnels):
        connection.sendall(b"\x81\x84mask%04d" % i)
    for i, (connection, _, rest) in enumerate(tunnels):
        with connection:
            assert receive(connection, 10, rest) == b"\x81\x84mask%04d" % i


@check
def a_plain_request_is_not_upgraded():
    with socket.create_connection(("127.0.0.1", weir.port), 10) as connection:
        connection.sendall(b"GET /plain HTTP/1.1\r\nHost: weir.example\r\n\r\n")
        assert read_head(connection)[0].startswith(b"HTTP/1.1 403 ")
    assert field(origin.heads["/plain"], b"upgrade") is None, origin.heads["/plain"]


if __name__ == "__main__":
    end_well()
    with weir:
        status = run_all(checks)
    sys.exit(status)

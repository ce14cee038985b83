"""A server of WebSockets that knows no frames: what it does after the handshake is in the path."""

import base64
import hashlib
import re
import socket
import struct
import threading
import time

from weir import in_background

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 1.3


def read_head(connection, rest=b""):
    """Everything up to the empty line, and what came behind it."""
    while b"\r\n\r\n" not in rest:
        octets = connection.recv(65536)
        if not octets:
            raise EOFError(f"closed in the head, after {rest[:80]!r}")
        rest += octets
    head, _, rest = rest.partition(b"\r\n\r\n")
    return head, rest


def field(head, name):
    """The value of a field in a head, or None."""
    found = re.search(rb"(?im)^" + name + rb":[ \t]*(.*?)[ \t]*\r?$", head)
    return found and found[1]


def accept_value(key):
    """Sec-WebSocket-Accept for a key: RFC 6455 4.2.2."""
    return base64.b64encode(hashlib.sha1(key + GUID).digest())


def reset(connection):
    """Closes with RST instead of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


class Origin:
    """Listens on `port`; `heads` has the request head by path, `ended` the paths that are over."""

    def __init__(self):
        self.heads = {}
        self.ended = set()
        self.changed = threading.Condition()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self.listener.getsockname()[1]
        in_background(self._accept)

    def await_end(self, path, seconds=5):
        """Whether the connection of this path is over within that time."""
        with self.changed:
            return self.changed.wait_for(lambda: path in self.ended, seconds)

    def _accept(self):
        while True:
            in_background(self._serve, self.listener.accept()[0])

    def _serve(self, connection):
        path = None
        try:
            rest = b""
            while True:
                head, rest = read_head(connection, rest)
                path = head.split(b" ")[1].decode()
                self.heads[path] = head
                key = field(head, b"sec-websocket-key")
                if key and not path.startswith("/refuse"):
                    break
                connection.sendall(
                    b"HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\nX-Why: closed\r\n\r\nnope")
            self._tunnel(connection, path.split("/")[1], self._handshake(head, key), rest)
        except (OSError, EOFError):
            pass
        finally:
            connection.close()
            with self.changed:
                self.ended.add(path)
                self.changed.notify_all()

    @staticmethod
    def _handshake(head, key):
        lines = [
            b"HTTP/1.1 101 Switching Protocols", b"Upgrade: websocket", b"Connection: Upgrade",
            b"Sec-WebSocket-Accept: " + accept_value(key), b"X-Extra: yes"]
        if b"chat" in (field(head, b"sec-websocket-protocol") or b""):
            lines.append(b"Sec-WebSocket-Protocol: chat")
        return b"\r\n".join(lines) + b"\r\n\r\n"

    @staticmethod
    def _tunnel(connection, kind, handshake, rest):
        if kind == "eager":
            connection.sendall(handshake + b"\x82\x05eager")
            connection.recv(1)
            return
        connection.sendall(handshake)
        if kind == "reset":
            connection.recv(1)
            reset(connection)
        elif kind == "push":
            for i in range(20):
                connection.sendall(b"\x81\x01%d" % (i % 10))
                time.sleep(0.05)
        elif kind == "deaf":
            time.sleep(30)
        elif kind == "last-word":
            while octets := connection.recv(65536):
                rest += octets
            connection.sendall(rest + b"\x88\x00")
        else:
            connection.sendall(rest)
            while octets := connection.recv(65536):
                connection.sendall(octets)

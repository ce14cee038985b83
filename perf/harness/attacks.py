"""What a hostile client sends. Each attack is a paced stream of connections or of messages."""

from dataclasses import dataclass

HEAD = b"Host: siege.example\r\n"
GET = b"GET / HTTP/1.1\r\n" + HEAD + b"\r\n"
POST = b"POST /sink HTTP/1.1\r\n" + HEAD


def _chunked(body):
    return POST + b"Transfer-Encoding: chunked\r\n\r\n" + body


# Each is refused, or answered and the connection closed; none may reach the origin as two requests.
GARBAGE = (
    POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n",
    POST + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
    POST + b"Content-Length: +4\r\n\r\nabcd",
    POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    _chunked(b"0x1\r\na\r\n0\r\n\r\n"),
    _chunked(b"zz\r\na\r\n0\r\n\r\n"),
    b"GET / HTTP/1.1\nHost: x\n\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET  /  HTTP/1.1\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
)


@dataclass(frozen=True)
class Attack:
    """
    connections: how many are held at once; a lost one is opened again.
    rate: messages a second over all of them; of slow attacks, pieces.
    first: what each connection begins with. message(n): what is sent from then on.
    asks: how many replies a message asks for; 0: none is waited for, what comes is thrown away.
    reads: whether the client reads at all. fresh: a connection for each message.
    opens: connections opened a second at most.
    """

    name: str
    title: str
    connections: int
    rate: float
    message: object
    first: bytes = b""
    asks: int = 0
    reads: bool = True
    fresh: bool = False
    opens: int = 2000
    receive_buffer: int = 0


def _always(octets):
    return lambda n: octets


FIELDS = b"".join(b"X-Field-%d: %s\r\n" % (i, b"v" * 8) for i in range(2000))
LONG = POST + b"Transfer-Encoding: chunked\r\n\r\n" + (b"1;" + b"e" * 3000 + b"\r\nx\r\n") * 20
TINY = _chunked(b"1\r\nx\r\n" * 10_000 + b"0\r\n\r\n")

ATTACKS = (
    Attack("slow-head", "500 clients send a head octet by octet, one a second", 500, 500,
           _always(b"a"), first=b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "),
    Attack("slow-body", "300 clients send a body of 1 MB octet by octet, one a second", 300, 300,
           _always(b"b"), first=POST + b"Content-Length: 1000000\r\n\r\n"),
    Attack("slow-read", "200 clients ask for 1 MiB and read nothing", 200, 200, _always(b""),
           first=b"GET /1m HTTP/1.1\r\nHost: x\r\n\r\n", reads=False, receive_buffer=4096),
    Attack("huge-head", "heads of 64 KiB, 500 a second", 20, 500,
           _always(b"GET / HTTP/1.1\r\nHost: x\r\nX-Huge: " + b"h" * (64 << 10) + b"\r\n\r\n"),
           asks=1, fresh=True),
    Attack("header-flood", "heads of 2,000 fields, 500 a second", 20, 500,
           _always(b"GET / HTTP/1.1\r\nHost: x\r\n" + FIELDS + b"\r\n"), asks=1, fresh=True),
    Attack("chunk-extensions", "bodies of 20 octets with 60 KB of extensions, 200 a second", 20,
           200, _always(LONG), asks=1, fresh=True),
    Attack("tiny-chunks", "bodies of 10,000 chunks of one octet, 20 a second", 8, 20,
           _always(TINY), asks=1),
    Attack("pipelining", "1,000 requests in one write, 10 times a second", 10, 10,
           _always(b"GET /denied HTTP/1.1\r\nHost: x\r\n\r\n" * 1000), asks=1000),
    Attack("connections", "1,500 clients connect, 1,000 a second, and say nothing", 1500, 0,
           _always(b""), opens=1000),
    Attack("rate-limited", "2,000 requests a second where 10 are allowed", 20, 2000,
           _always(b"GET /limited HTTP/1.1\r\nHost: x\r\n\r\n"), asks=1),
    Attack("garbage", "malformed and smuggling requests, each on a connection, 1,000 a second", 20,
           1000, lambda n: GARBAGE[n % len(GARBAGE)], asks=1, fresh=True),
    Attack("denied", "3,000 requests a second for what is forbidden", 20, 3000,
           _always(b"GET /denied HTTP/1.1\r\nHost: x\r\n\r\n"), asks=1),
)


def named(names):
    """The attacks of a comma-separated list; all of them for None."""
    if names is None:
        return ATTACKS
    asked = names.split(",")
    known = [attack.name for attack in ATTACKS]
    for name in asked:
        if name not in known:
            raise SystemExit(f"found attack '{name}'; expected some of: {', '.join(known)}")
    return tuple(attack for attack in ATTACKS if attack.name in asked)

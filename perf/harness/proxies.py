"""The origin and the three proxies: their configurations, and how each is started."""

import http.client
import json
import os
import random
import re
import shlex
import shutil
import socket
import tempfile
import time

from .child import Child
from .machine import Trouble, first_line

HERE = os.path.dirname(os.path.realpath(__file__))
CONFIG = os.path.join(HERE, "..", "config")
# nginx with the buffers that it comes with: what most installations run, and what the figures that
# are wanted of Weir were first measured beside. "nginx" has those that suit the cases best.
STOCK = "nginx-stock"
NAMES = ("weir", STOCK, "nginx", "haproxy")
# The cheapest found for replies of 64 KiB and 1 MiB: perf/results/nginx-buffers.md
BUFFERS = """\
  proxy_buffer_size 16k;
  proxy_buffers 4 32k;
  proxy_busy_buffers_size 64k;"""
# What Weir's "compress gzip" does: level 1, from 1 KiB on, for proxied replies too.
GZIP = (
    "gzip on; gzip_comp_level 1; gzip_min_length 1024; gzip_proxied any; gzip_vary on;"
    " gzip_types application/json;")
NETWORKS = 1_000_000
SIZES = {"1k": 1 << 10, "64k": 64 << 10, "1m": 1 << 20}
WORDS = (
    "red green blue small large garden chair table lamp wood steel glass round square light"
    " dark").split()
FIELDS = (
    "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "Via",
    "X-Request-Id", "Host")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def networks():
    """As many as the guarded sites refuse; none has a client of load.lua, which are in 10.0.0.0/8."""
    chosen = random.Random(7)
    found = set()
    while len(found) < NETWORKS:
        length = chosen.randint(24, 32)
        first = chosen.randint(11, 126)
        bits = (first << 24 | chosen.getrandbits(24)) >> (32 - length) << (32 - length)
        found.add((bits, length))
    return [
        f"{bits >> 24}.{bits >> 16 & 255}.{bits >> 8 & 255}.{bits & 255}/{length}"
        for bits, length in sorted(found)]


def label(name, routes):
    """What a report calls a proxy with a site."""
    if routes is None:
        return name
    return f"{name}, {routes:,} routes" if isinstance(routes, int) else f"{name}, {routes}"


def body(size):
    return ("0123456789abcdef" * (size // 16)).encode()


def json_body(size):
    """Items of a shop with random numbers, names and keys, cut to the size: gzip 1 makes a third."""
    chance, items = random.Random(7), []
    while len(text := json.dumps({"items": items})) < size:
        items.append({
            "id": chance.randrange(10**9),
            "name": " ".join(chance.choice(WORDS) for _ in range(3)),
            "price": round(chance.uniform(1, 999), 2),
            "inStock": chance.random() < 0.7,
            "sku": f"{chance.getrandbits(64):016x}",
            "tags": [chance.choice(WORDS) for _ in range(2)]})
    return text[:size].encode()


class Lab:
    """A folder for one run, the origin in it, and whatever else was started. Use with `with`."""

    def __init__(self, cores, weir, connections=4096, java_options=""):
        self.cores = cores
        self.weir = weir
        self.connections = connections
        self.java_options = java_options
        self.children = []
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.dir = tempfile.mkdtemp(prefix="weir-perf-", dir=memory)

    def __enter__(self):
        try:
            self._write_files()
            self.origin = self._start_origin()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        for child in reversed(self.children):
            child.stop()
        shutil.rmtree(self.dir, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.dir, name)

    def start(self, proxy, routes=None):
        """Starts a proxy and returns it once it answers. routes: None for the plain site."""
        return Proxy(self, proxy, routes)

    def launch(self, name, command, env=None):
        label = f"{name}-{len(self.children)}"
        child = Child(name, command, self.path(label + ".log"), env)
        self.children.append(child)
        return child

    def origin_log_size(self):
        """Octets of the origin's log of what may be cached: it grows with each request."""
        log = self.path("cached.log")
        return os.path.getsize(log) if os.path.exists(log) else 0

    def render(self, template, target, **values):
        with open(os.path.join(CONFIG, template), encoding="utf-8") as source:
            text = source.read()
        user = "user root;" if os.geteuid() == 0 else ""
        values = {"DIR": self.dir, "FILES": self.path("files"), "USER": user} | values
        for key, value in values.items():
            text = text.replace(f"@{key}@", str(value))
        with open(self.path(target), "w", encoding="utf-8") as sink:
            sink.write(text)
        return self.path(target)

    def list_of_networks(self, name, end):
        """A file with a network a line, each with this behind it."""
        path = self.path(f"networks.{name}")
        if not os.path.exists(path):
            with open(path, "w", encoding="ascii") as sink:
                sink.writelines(f"{network}{end}\n" for network in networks())
        return path

    def _write_files(self):
        static = self.path("files/static")
        os.makedirs(static)
        for name, size in SIZES.items():
            for target in (self.path("files/" + name), os.path.join(static, name + ".txt")):
                with open(target, "wb") as sink:
                    sink.write(body(size))
        for folder in ("gzip", "gzip-cached"):
            os.makedirs(self.path("files/" + folder))
            with open(self.path(f"files/{folder}/64k.json"), "wb") as sink:
                sink.write(json_body(SIZES["64k"]))

    def _start_origin(self):
        port = free_port()
        config = self.render(
            "origin.conf.in", "origin.conf", PORT=port, BODY_1K=body(SIZES["1k"]).decode())
        child = self.launch("origin", self.cores.on_load() + nginx(self, config))
        wait_for(child, port)
        self.origin_port = port
        return child


class Proxy:
    """One running proxy."""

    def __init__(self, lab, name, routes):
        self.lab = lab
        self.name = name
        self.routes = routes
        self.label = label(name, routes)
        self.port = free_port()
        start = {
            "weir": self._weir, "nginx": self._nginx, STOCK: self._nginx,
            "haproxy": self._haproxy}[name]
        self.child = start()
        wait_for(self.child, self.port)

    def get(self, path):
        """One GET on a connection of its own: (status, body)."""
        return fetch(self.port, path)

    def require_equal_work(self):
        """The origin must get the same fields from every proxy, or the comparison is not fair."""
        status, text = self.get("/fields")
        seen = dict(line.split(": ", 1) for line in text.decode().splitlines())
        missing = [name for name in FIELDS if not seen.get(name)]
        if status != 200 or missing:
            raise Trouble(f"{self.label}: found {seen} with status {status}; expected {FIELDS}")

    def gc_log(self):
        return self.lab.path(f"gc-{self.port}.log")

    def java_options(self):
        return self.lab.java_options.replace("@GC_LOG@", self.gc_log())

    def live_keys(self):
        """How many keys each limit of a guarded Weir has: (limit, keys)."""
        if self.name != "weir" or self.routes != "guarded":
            return []
        _, text = fetch(self.admin_port, "/metrics")
        return re.findall(r'^weir_limit_keys\{limit="([^"]*)"\} (\d+)$', text.decode(), re.M)

    def _values(self, routes):
        return {
            "TOP": "", "PORT": self.port, "ORIGIN": self.lab.origin_port,
            "CONNECTIONS": self.lab.connections, "ROUTES": "\n".join(routes),
            "CACHE": self.lab.path(f"cache-{self.port}")}

    def _prefixes(self):
        return [f"/r{i:05d}/" for i in range(self.routes)]

    def _weir(self):
        values = {}
        if isinstance(self.routes, str):
            routes, values["TOP"] = self._weir_guard()
        elif self.routes is None:
            files = self.lab.path("files/static")
            routes = [
                f'  route /static/** {{ files "{files}" }}',
                "  route /cached/** { cache c 1h; to origin }",
                "  route /gzip/** { compress gzip; to origin }",
                "  route /gzip-cached/** { compress gzip; cache c 1h; to origin }",
                "  route /** { to origin }"]
        else:
            routes = [f"  route {prefix}** {{ to origin }}" for prefix in self._prefixes()]
        options = f"{os.environ.get('WEIR_JAVA_OPTS', '')} -Dweir.loops=1 {self.java_options()}"
        config = self.lab.render(
            "weir.weir.in", f"weir-{self.port}.weir", **self._values(routes) | values)
        return self.lab.launch(
            "weir", self.lab.cores.on_proxy() + shlex.split(self.lab.weir) + ["run", config],
            os.environ | {"WEIR_JAVA_OPTS": options.strip()})

    def _weir_guard(self):
        """The routes, and what stands above them."""
        top = ["trusted [127.0.0.1]"]
        if self.routes == "open":
            return ["  route /** { to origin }"], "\n".join(top)
        self.admin_port = free_port()
        top += [
            f"admin 127.0.0.1:{self.admin_port}",
            f"let bad = file \"{self.lab.list_of_networks('weir', '')}\""]
        # The table of each limit must have room for all clients; so slow a rate keeps their keys.
        rest = "10r/s burst 1000 per {} keys 2000000"
        return [
            "  route /** {", "    deny bad", "    limit " + rest.format("client.ip"),
            "    limit " + rest.format('header "X-Key"'), "    to origin", "  }"], "\n".join(top)

    def _nginx_guard(self):
        """The locations, and what stands above the server."""
        top = ["  set_real_ip_from 127.0.0.1;", "  real_ip_header X-Forwarded-For;"]
        if self.routes == "open":
            return ["    location / { proxy_pass http://origin; }"], "\n".join(top)
        top += [
            f"  geo $bad {{ default 0; include {self.lab.list_of_networks('nginx', ' 1;')}; }}",
            "  limit_req_zone $binary_remote_addr zone=requests:512m rate=10r/s;",
            "  limit_conn_zone $http_x_key zone=connections:512m;"]
        return [
            "    location / {", "      if ($bad) { return 403; }",
            "      limit_req zone=requests burst=1000 nodelay;", "      limit_conn connections 100;",
            "      proxy_pass http://origin;", "    }"], "\n".join(top)

    def _nginx(self):
        to_origin = "proxy_pass http://origin;"
        values = {}
        if isinstance(self.routes, str):
            routes, values["TOP"] = self._nginx_guard()
        elif self.routes is None:
            files = self.lab.path("files")
            routes = [
                f"    location / {{ {to_origin} }}",
                f"    location /static/ {{ root {files}; }}",
                f"    location /cached/ {{ {to_origin} proxy_cache c; proxy_cache_valid 200 1h;"
                " proxy_buffering on; }",
                f"    location /gzip/ {{ {GZIP} {to_origin} }}",
                f"    location /gzip-cached/ {{ {GZIP} {to_origin} proxy_cache c;"
                " proxy_cache_valid 200 1h; proxy_buffering on; }"]
        else:
            routes = [f"    location {prefix} {{ {to_origin} }}" for prefix in self._prefixes()]
            routes.append("    location / { return 404; }")
        buffers = "" if self.name == STOCK else BUFFERS
        config = self.lab.render(
            "nginx.conf.in", f"nginx-{self.port}.conf", BUFFERS=buffers,
            **self._values(routes) | values)
        return self.lab.launch("nginx", self.lab.cores.on_proxy() + nginx(self.lab, config))

    def _haproxy(self):
        if self.routes is None:
            routes = ["  default_backend origin"]
        else:
            table = self.lab.path(f"haproxy-{self.port}.map")
            with open(table, "w", encoding="ascii") as sink:
                sink.writelines(f"{prefix} origin\n" for prefix in self._prefixes())
            routes = [
                "  use_backend origin if { path /fields }",
                f"  use_backend %[path,map_beg({table},nowhere)]"]
        config = self.lab.render(
            "haproxy.cfg.in", f"haproxy-{self.port}.cfg", **self._values(routes))
        return self.lab.launch(
            "haproxy", self.lab.cores.on_proxy() + ["haproxy", "-db", "-f", config])


def nginx(lab, config):
    return ["nginx", "-p", lab.dir, "-e", config + ".err", "-c", config]


def fetch(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        reply = connection.getresponse()
        return reply.status, reply.read()
    finally:
        connection.close()


def wait_for(child, port, limit_seconds=90):
    """Until it answers 200 to a GET of what every configuration here has."""
    end = time.monotonic() + limit_seconds
    last = "no answer"
    while time.monotonic() < end:
        child.require_alive()
        try:
            status, _ = fetch(port, "/fields")
            if status == 200:
                return
            last = f"status {status}"
        except (OSError, http.client.HTTPException) as cause:
            last = repr(cause)
        time.sleep(0.05)
    raise Trouble(f"{child.name} on port {port}: {last} after {limit_seconds} s\n{child.said()}")


def versions(proxies, weir):
    """Lines of (what, value) for the head of a report."""
    command = {
        "weir": shlex.split(weir) + ["version"], "nginx": ["nginx", "-v"],
        STOCK: ["nginx", "-v"],
        "haproxy": ["haproxy", "-v"]}
    found = [(name, first_line(*command[name])) for name in proxies]
    return found + [("wrk", first_line("wrk", "-v").split(" Copyright")[0])]


def chosen(names):
    """The proxies of a comma-separated list."""
    asked = tuple(names.split(","))
    for name in asked:
        if name not in NAMES:
            raise Trouble(f"found proxy '{name}'; expected some of: {', '.join(NAMES)}")
    return asked

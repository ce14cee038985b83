#!/usr/bin/env python3
"""Who says on the wire that it is active: two Weirs and keepalived, as three nodes of one router.

They start at once, lose three adverts of ten, and are parted by nft and come together again. What
each says is read from a capture on the bridge, and nothing else: a node is active from its first
advert until it gives up (priority 0), or was silent for a down time. After each fault one node alone
is active; how long two of them were at a time is bounded, and printed. Then the first node and FRR
are two directors with virtual hardware addresses, each the better one of one router; left out if
FRR is not installed.

Needs root, and starts itself again by sudo without it. WEIR=/path/to/weir runs another build. A
number of seconds as an argument is how long adverts are lost (8 without one), for long runs by hand.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../../.."))
WEIR = os.environ.get("WEIR", os.path.join(ROOT, "weir"))
LAN = f"wire{os.getpid()}l"
ADVERT = 0.1
VRID = 51
FRR = "/usr/lib/frr"


class Node:
    def __init__(self, name, last, priority, is_weir):
        self.space = f"wire{os.getpid()}{name}"
        self.name, self.address, self.priority = name, f"192.0.2.{last}", priority
        self.is_weir = is_weir
        self.process = None

    def down(self):
        return 3 * ADVERT + (256 - self.priority) * ADVERT / 256


NODES = [Node("a", 251, 200, True), Node("b", 252, 150, False), Node("c", 253, 100, True)]
BEST = NODES[0]
failures = []


def run(*command, check=True, text=None):
    return subprocess.run(command, check=check, capture_output=True, text=True, input=text).stdout


def inside(node, *command, **more):
    return run("ip", "netns", "exec", node.space, *command, **more)


def build():
    for space in (LAN, *(node.space for node in NODES)):
        run("ip", "netns", "add", space)
        run("ip", "-n", space, "link", "set", "lo", "up")
    run("ip", "-n", LAN, "link", "add", "name", "lan0", "type", "bridge", "mcast_snooping", "0")
    run("ip", "-n", LAN, "link", "set", "lan0", "up")
    for node in NODES:
        run("ip", "-n", node.space, "link", "add", "eth0", "type", "veth", "peer", "name",
            f"port{node.name}", "netns", LAN)
        run("ip", "-n", LAN, "link", "set", f"port{node.name}", "master", "lan0", "up")
        run("ip", "-n", node.space, "link", "set", "eth0", "up")
        run("ip", "-n", node.space, "addr", "add", f"{node.address}/24", "dev", "eth0")


def destroy():
    for space in (LAN, *(node.space for node in NODES)):
        run("ip", "netns", "del", space, check=False)


class Capture:
    LINE = re.compile(
        r"^(\d+\.\d+) (\S+) > .*: (\S+) > 224\.0\.0\.18: VRRPv3, .*vrid (\d+), prio (\d+)")

    def __init__(self):
        self.adverts = []
        # Of the routers beside FRR: (time, sender's address, number, priority, hardware address).
        self.others = []
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", LAN, "tcpdump", "-U", "--immediate-mode", "-ttnel", "-i", "lan0",
             "proto 112"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            found = self.LINE.match(line)
            if found:
                at, mac, sender, vrid, priority = found.groups()
                if int(vrid) == VRID:
                    self.adverts.append((float(at), sender, int(priority)))
                else:
                    self.others.append((float(at), sender, int(vrid), int(priority), mac))

    def spans(self, node, since):
        """From when to when a node said that it was active."""
        spans = []
        for at, sender, priority in list(self.adverts):
            if sender != node.address or at < since:
                continue
            if spans and spans[-1][2] and at - spans[-1][1] <= node.down():
                spans[-1][1] = at
            elif priority > 0:
                spans.append([at, at, True])
            if priority == 0 and spans:
                spans[-1][2] = False
        return [(start, end) for start, end, _ in spans]

    def longest_of_two(self, since, until):
        """How long two nodes were active at a time, at the most."""
        longest = 0
        for i, one in enumerate(NODES):
            for other in NODES[i + 1:]:
                for start, end in self.spans(one, since):
                    for begun, ended in self.spans(other, since):
                        longest = max(longest, min(end, ended, until) - max(start, begun))
        return max(longest, 0)

    def active(self, since):
        """Who has said so since then."""
        return {node.name for node in NODES for at, sender, priority in list(self.adverts)
                if sender == node.address and at >= since and priority > 0}


def start(folder):
    for node in NODES:
        path = f"{folder}/{node.name}"
        if node.is_weir:
            with open(path, "w") as out:
                out.write("weir 1\nadmin 127.0.0.1:9901\ndirector {\n"
                          f"  vrrp {VRID} on eth0 {{ priority {node.priority}; advert 100ms; "
                          "address 192.0.2.1/24 }\n}\n")
            command = [WEIR, "run", path]
        else:
            with open(path, "w") as out:
                out.write("global_defs {\nrouter_id B\n}\nvrrp_instance R {\nstate BACKUP\n"
                          f"interface eth0\nvirtual_router_id {VRID}\npriority {node.priority}\n"
                          f"advert_int {ADVERT}\nversion 3\nvirtual_ipaddress {{\n192.0.2.1/24\n"
                          "}\n}\n")
            command = ["keepalived", "-n", "-l", "-P", "-f", path, "-p", f"{path}.pid",
                       "-r", f"{path}.vpid"]
        node.process = subprocess.Popen(
            ["ip", "netns", "exec", node.space, *command], stdout=subprocess.DEVNULL,
            stderr=open(f"{folder}/log", "a"))


def stop():
    for node in NODES:
        if node.process:
            node.process.terminate()
    for node in NODES:
        if node.process:
            try:
                node.process.wait(10)
            except subprocess.TimeoutExpired:
                node.process.kill()


def told(name, fine, detail):
    print(f"{'ok  ' if fine else 'FAIL'}  {name}: {detail}", flush=True)
    if not fine:
        failures.append(name)


def await_best(capture, within):
    """Until nobody but the best has been heard for half a second."""
    end = time.time() + within
    while time.time() < end:
        time.sleep(0.2)
        if capture.active(time.time() - 0.5) == {BEST.name}:
            return
    told("one node alone is active", False, str(capture.active(time.time() - 0.5)))


def bounded(name, capture, since, until, bound):
    longest = capture.longest_of_two(since, until)
    told(name, longest <= bound, f"two at a time for {longest:.3f} s at most, {bound:.3f} allowed")


def rules(node, lines):
    inside(node, "nft", "-f", "-", text="table inet fault {\n" + "".join(
        f"chain {hook} {{ type filter hook {hook} priority 0; {rule}; }}\n"
        for hook, rule in lines.items()) + "}\n")


def heal():
    for node in NODES:
        inside(node, "nft", "flush", "ruleset")


def check(capture, folder, seconds):
    since = time.time()
    start(folder)
    await_best(capture, 30)
    # Who starts alone is active until a better one is there, and told so by its first advert.
    bounded("all three start at once", capture, since, time.time(), 0.5)

    since = time.time()
    for node in NODES:
        rules(node, {"input": "ip protocol 112 numgen random mod 10 < 3 drop"})
    time.sleep(seconds)
    heal()
    healed = time.time()
    await_best(capture, 5)
    # One advert in three is lost: ten in a row are as good as never.
    bounded(f"three adverts of ten are lost for {seconds} s", capture, since, healed + 1, 1)

    rules(BEST, {"input": "ip protocol 112 drop", "output": "ip protocol 112 drop"})
    time.sleep(2)
    others = capture.active(time.time() - 0.5)
    told("parted, the best of the others is active", others == {"b"}, str(others))
    heal()
    healed = time.time()
    await_best(capture, 5)
    bounded("together again", capture, healed, time.time(), 0.5)

    rules(NODES[2], {"input": "ip protocol 112 drop"})
    time.sleep(2)
    heal()
    healed = time.time()
    await_best(capture, 5)
    bounded("one that was deaf hears again", capture, healed, time.time(), 0.5)


class BesideFrr:
    """Weir at the first node is better for 61, FRR at the second one for 62."""

    BETTER = {61: BEST, 62: NODES[1]}

    def __init__(self, capture, folder):
        self.capture, self.folder, self.other = capture, f"{folder}/frr", NODES[1]
        self.daemons = []
        os.chmod(folder, 0o755)
        os.mkdir(self.folder)
        shutil.chown(self.folder, "frr", "frr")  # as whom its daemons run

    def priority(self, vrid, node):
        return 200 if self.BETTER[vrid] is node else 100

    def start_weir(self):
        path = f"{self.folder}/frr.weir"
        with open(path, "w") as out:
            out.write("weir 1\nadmin 127.0.0.1:9901\ndirector {\n")
            out.writelines(
                f"  vrrp {vrid} on eth0 {{ priority {self.priority(vrid, BEST)}; advert 100ms; "
                f"address 192.0.2.{vrid}/24; vmac }}\n" for vrid in self.BETTER)
            out.write("}\n")
        BEST.process = subprocess.Popen(
            ["ip", "netns", "exec", BEST.space, WEIR, "run", path], stdout=subprocess.DEVNULL,
            stderr=open(f"{self.folder}/log", "a"))

    def make_links(self):
        """What FRR wants to be there: it puts them up and down."""
        for vrid in self.BETTER:
            name = f"vrrp4-{vrid}"
            run("ip", "-n", self.other.space, "link", "add", name, "link", "eth0", "address",
                f"00:00:5e:00:01:{vrid:02x}", "type", "macvlan", "mode", "bridge")
            run("ip", "-n", self.other.space, "addr", "add", f"192.0.2.{vrid}/24", "dev", name)
            run("ip", "-n", self.other.space, "link", "set", name, "up")

    def start_frr(self):
        open(f"{self.folder}/zebra.conf", "w").close()
        with open(f"{self.folder}/vrrpd.conf", "w") as out:
            out.write("interface eth0\n")
            for vrid in self.BETTER:
                out.write(f" vrrp {vrid} version 3\n"
                          f" vrrp {vrid} priority {self.priority(vrid, self.other)}\n"
                          f" vrrp {vrid} advertisement-interval 100\n"
                          f" vrrp {vrid} ip 192.0.2.{vrid}\n")
        self.daemons = []
        for name in ("zebra", "vrrpd"):
            self.daemons.append(subprocess.Popen(
                ["ip", "netns", "exec", self.other.space, f"{FRR}/{name}", "-P", "0", "-f",
                 f"{self.folder}/{name}.conf", "-z", f"{self.folder}/zserv", "-i",
                 f"{self.folder}/{name}.pid", "--vty_socket", self.folder],
                stdout=subprocess.DEVNULL, stderr=open(f"{self.folder}/log", "a")))
            time.sleep(0.5)

    def stop_frr(self, how):
        for daemon in reversed(self.daemons):
            getattr(daemon, how)()
            daemon.wait()
        self.daemons = []

    def await_active(self, name, expected, within=10):
        """Nobody else was heard for half a second, and nobody from another hardware address."""
        end = time.time() + within
        active = None
        while active != expected and time.time() < end:
            time.sleep(0.2)
            since = time.time() - 0.5
            active = {}
            for at, sender, vrid, priority, mac in list(self.capture.others):
                if at >= since and priority > 0:
                    right = mac == f"00:00:5e:00:01:{vrid:02x}"
                    active.setdefault(vrid, set()).add(sender if right else mac)
        told(name, active == expected, str(active))

    def check(self):
        both = {61: {BEST.address}, 62: {self.other.address}}
        weir = {61: {BEST.address}, 62: {BEST.address}}
        frr = {61: {self.other.address}, 62: {self.other.address}}
        self.make_links()
        self.start_weir()
        self.await_active("FRR: Weir alone is active", weir, 30)
        self.start_frr()
        self.await_active("FRR: the better one of the two is active", both)
        self.stop_frr("kill")
        self.await_active("FRR: Weir takes over when FRR is killed", weir)
        self.start_frr()
        self.await_active("FRR: the better one is active again", both)
        BEST.process.kill()
        BEST.process.wait()
        self.await_active("FRR: FRR takes over when Weir is killed", frr)
        self.start_weir()
        self.await_active("FRR: Weir takes back what it is better for", both, 30)
        BEST.process.terminate()
        self.await_active("FRR: FRR takes over when Weir stops", frr)

    def stop(self):
        for daemon in self.daemons:
            daemon.kill()
            daemon.wait()
        if BEST.process and BEST.process.poll() is None:
            BEST.process.kill()
            BEST.process.wait()


def main():
    if os.geteuid() != 0:
        os.execvp("sudo", ["sudo", "-n", "--preserve-env=WEIR,JAVA_HOME,PATH", sys.executable,
                           os.path.abspath(__file__), *sys.argv[1:]])
    for command in ("ip", "keepalived", "tcpdump", "nft"):
        if not shutil.which(command):
            sys.exit(f"found no {command}; Debian: apt-get install iproute2 keepalived tcpdump "
                     "nftables")
    subprocess.run([WEIR, "version"], check=True)  # builds it, if need be
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    with tempfile.TemporaryDirectory() as folder:
        try:
            build()
            capture = Capture()
            try:
                time.sleep(0.5)  # tcpdump listens
                try:
                    check(capture, folder, seconds)
                finally:
                    stop()
                if os.path.exists(f"{FRR}/vrrpd"):
                    frr = BesideFrr(capture, folder)
                    try:
                        frr.check()
                    finally:
                        frr.stop()
                else:
                    print(f"skip  FRR: found no {FRR}/vrrpd; Debian: apt-get install frr")
            finally:
                capture.process.terminate()
        finally:
            destroy()
            if failures and os.path.exists(f"{folder}/log"):
                with open(f"{folder}/log") as log:
                    print("".join(log.readlines()[-60:]))
    print(f"{len(failures)} failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Weir's virtual routers beside Debian's keepalived, in network namespaces of their own.

Nineteen virtual routers run at once on one bridge, half of them with Weir as the better router and
half with keepalived: versions 2 and 3, adverts of 1 s, 100 ms and 10 ms, group and peers, both
families, virtual hardware addresses, no preemption, equal priorities. Then one of the two is killed, stopped, frozen, parted
from the other and started again. Who has each address is read from the namespaces, and how long a
takeover took from a capture on the bridge.

Needs root, and starts itself again by sudo without it. WEIR=/path/to/weir runs another build.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../../.."))
WEIR = os.environ.get("WEIR", os.path.join(ROOT, "weir"))
LAN, A, B = (f"weir{os.getpid()}{name}" for name in "lab")
# A busy machine says nothing about Weir, and none of this is about milliseconds: perf/failover is.
SLACK = 1.5

failures = []


class Router:
    """One virtual router on both machines. Weir is on A, keepalived on B."""

    def __init__(self, vrid, advert, weir, keepalived, *, version=3, v6=False, unicast=False,
                 password=False, nopreempt=False, vmac=False):
        self.vmac = vmac
        self.vrid, self.advert, self.weir, self.keepalived = vrid, advert, weir, keepalived
        self.version, self.v6, self.unicast = version, v6, unicast
        self.password, self.nopreempt = password, nopreempt
        self.vip = f"2001:db8::{vrid}:1" if v6 else f"192.0.2.{vrid}"

    def device(self):
        return f"vrrp{'6' if self.v6 else ''}.{self.vrid}" if self.vmac else "eth0"

    def mac(self):
        return f"00:00:5e:00:{'02' if self.v6 else '01'}:{self.vrid:02x}"

    def down(self, priority):
        unit = 1 if self.version == 2 else self.advert
        return 3 * self.advert + (256 - priority) * unit / 256

    def better(self):
        return A if self.weir > self.keepalived else B

    def for_weir(self, folder):
        words = [f"priority {self.weir}", f"advert {round(self.advert * 1000)}ms",
                 f"version {self.version}"]
        words.append(f"address fe80::{self.vrid}:1/64, {self.vip}/64" if self.v6
                     else f"address {self.vip}/24")
        if self.unicast:
            words.append("peers 192.0.2.252")
        if self.password:
            words.append(f'auth pass file "{folder}/password"')
        if self.nopreempt:
            words.append("nopreempt")
        if self.vmac:
            words.append("vmac")
        return f"  vrrp {self.vrid} on eth0 {{ {'; '.join(words)} }}\n"

    def for_keepalived(self):
        lines = ["state BACKUP", "interface eth0", f"virtual_router_id {self.vrid}",
                 f"priority {self.keepalived}", f"advert_int {self.advert:g}",
                 f"version {self.version}"]
        if self.unicast:
            lines += ["unicast_src_ip 192.0.2.252", "unicast_peer { 192.0.2.251 }"]
        if self.password:
            lines += ["authentication { auth_type PASS", "auth_pass s3cret12", "}"]
        if self.nopreempt:
            lines.append("nopreempt")
        if self.vmac:
            lines.append(f"use_vmac {self.device()}")
        vips = [f"fe80::{self.vrid}:1/64", f"{self.vip}/64"] if self.v6 else [f"{self.vip}/24"]
        lines += ["virtual_ipaddress {", *vips, "}"]
        text = "\n".join(lines).replace("{ 192.0.2.251 }", "{\n192.0.2.251\n}")
        text = text.replace("{ auth_type", "{\nauth_type")
        return f"vrrp_instance R{self.vrid} {{\n{text}\n}}\n"


ROUTERS = [
    Router(1, 1, 200, 100, version=2, password=True),
    Router(2, 1, 100, 200, version=2, password=True),
    Router(3, 1, 200, 100, version=2),
    Router(4, 1, 200, 100),
    Router(5, 1, 100, 200),
    Router(6, 0.1, 200, 100),
    Router(7, 0.1, 100, 200),
    Router(8, 0.01, 200, 100),
    Router(9, 0.01, 100, 200),
    Router(10, 0.1, 200, 100, unicast=True),
    Router(11, 0.1, 100, 200, unicast=True),
    Router(12, 1, 200, 100, v6=True),
    Router(13, 0.1, 100, 200, v6=True),
    Router(14, 1, 200, 100, nopreempt=True),
    Router(15, 1, 150, 150),
    Router(16, 0.1, 200, 100, vmac=True),
    Router(17, 0.1, 100, 200, vmac=True),
    Router(18, 1, 200, 100, v6=True, vmac=True),
    Router(19, 0.1, 100, 200, v6=True, vmac=True),
]
VMACS = [one for one in ROUTERS if one.vmac]
NOPREEMPT, EQUAL = ROUTERS[13], ROUTERS[14]
PREEMPTING = [one for one in ROUTERS if one not in (NOPREEMPT, EQUAL)]


def run(*command, check=True):
    return subprocess.run(command, check=check, capture_output=True, text=True).stdout


def ip(namespace, *command):
    return run("ip", "-n", namespace, *command)


class Network:
    """A bridge, and a machine on either end of it."""

    def __enter__(self):
        try:
            self.build()
        except BaseException:
            self.__exit__()
            raise
        return self

    def build(self):
        for namespace in (LAN, A, B):
            run("ip", "netns", "add", namespace)
            ip(namespace, "link", "set", "lo", "up")
        ip(LAN, "link", "add", "name", "lan0", "type", "bridge", "mcast_snooping", "0")
        ip(LAN, "link", "set", "lan0", "up")
        # Who asks for the virtual addresses.
        ip(LAN, "addr", "add", "192.0.2.240/24", "dev", "lan0")
        ip(LAN, "addr", "add", "2001:db8::240/64", "dev", "lan0", "nodad")
        for namespace, port, address in ((A, "porta", "251"), (B, "portb", "252")):
            ip(namespace, "link", "add", "eth0", "type", "veth", "peer", "name", port,
               "netns", LAN)
            ip(LAN, "link", "set", port, "master", "lan0", "up")
            run("ip", "netns", "exec", namespace, "sysctl", "-qw",
                "net.ipv6.conf.eth0.accept_dad=0")
            ip(namespace, "link", "set", "eth0", "up")
            ip(namespace, "addr", "add", f"192.0.2.{address}/24", "dev", "eth0")
        # Without these keepalived 2.2.7 has other hardware addresses be known for its virtual ones.
        run("ip", "netns", "exec", B, "sysctl", "-qw", "net.ipv4.conf.all.arp_announce=2",
            "net.ipv4.conf.all.arp_ignore=1")

    def part(self, apart):
        for port in ("porta", "portb"):
            ip(LAN, "link", "set", port, "type", "bridge_slave", "isolated",
               "on" if apart else "off")

    def __exit__(self, *_):
        for namespace in (A, B, LAN):
            run("ip", "netns", "del", namespace, check=False)


class Capture:
    """Adverts on the bridge: (time, sender's address, number, priority)."""

    FRAME = r"^(\d+\.\d+) (\S+) > \S+, ethertype .*?, length \d+: "
    LINE = re.compile(
        FRAME + r"(\S+) > (\S+): VRRPv\d, Advertisement, .*vrid (\d+), prio (\d+)")
    REQUEST = re.compile(FRAME + r"Request who-has (\S+) .*?tell ([^, ]+),")
    REPLY = re.compile(FRAME + r"Reply (\S+) is-at (\S+),")

    def __init__(self):
        self.adverts = []
        self.announced = []
        self.machines = {}
        # Of routers with a virtual hardware address: frames that say another one.
        self.strangers = set()
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", LAN, "tcpdump", "-U", "--immediate-mode", "-ttnel", "-i", "lan0",
             "proto 112 or ip6 proto 112 or arp"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            found = self.LINE.match(line)
            if found:
                at, mac, sender, to, vrid, priority = found.groups()
                self.adverts.append((float(at), sender, int(vrid), int(priority)))
                self.compare("advert", int(vrid), mac)
            found = self.REQUEST.match(line)
            if found:
                at, mac, asked, tell = found.groups()
                if asked == tell:
                    self.announced.append((float(at), asked))
                self.compare("request", self.number(tell), mac)
            found = self.REPLY.match(line)
            if found:
                at, mac, address, said = found.groups()
                self.compare("reply", self.number(address), mac)
                self.compare("reply", self.number(address), said)

    @staticmethod
    def number(address):
        return next((one.vrid for one in ROUTERS if one.vip == address), 0)

    def compare(self, what, vrid, mac):
        for router in VMACS:
            if router.vrid == vrid and router.mac() != mac:
                self.strangers.add((f"{what} of {vrid}", mac))

    def machine(self, sender):
        """Where a sender's address is."""
        if sender not in self.machines:
            for namespace in (A, B):
                if f" {sender}/" in ip(namespace, "-o", "addr", "show"):
                    self.machines[sender] = namespace
        return self.machines.get(sender)

    def first(self, router, machine, since, releases=False):
        """When a machine first sent an advert of a router after a time."""
        for at, sender, vrid, priority in list(self.adverts):
            if (at >= since and vrid == router.vrid and (priority == 0) == releases
                    and self.machine(sender) == machine):
                return at
        return None

    def close(self):
        self.process.terminate()
        self.process.wait()


def owners(router):
    found = []
    for machine in (A, B):
        for line in ip(machine, "-o", "addr", "show").splitlines():
            words = line.split()
            if words[3].split("/")[0] == router.vip and words[1] == router.device():
                found.append(machine)
    return found


# Echo requests; prints who has answered.
ASK = """
import socket, sys, time
for address in sys.argv[1:]:
    v6 = ":" in address
    one = (socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6) if v6
           else socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP))
    one.settimeout(0.2)
    end = time.time() + 3
    answered = False
    while not answered and time.time() < end:
        # The kernel fills in the checksum of ICMPv6.
        one.sendto(bytes.fromhex("8000000000010001" if v6 else "0800f7fd00010001"), (address, 0))
        try:
            data, sender = one.recvfrom(200)
            kind = data[0] if v6 else data[(data[0] & 15) * 4]
            answered = sender[0] == address and kind == (129 if v6 else 0)
        except OSError:
            pass
    if answered:
        print(address)
"""


def answering(name):
    """Neighbours know the same hardware address, whoever has the address."""
    answered = run("ip", "netns", "exec", LAN, sys.executable, "-c", ASK,
                   *(router.vip for router in VMACS)).split()
    known = {router.vrid: ip(LAN, "neigh", "show", router.vip).strip() for router in VMACS}
    wrong = [f"{router.vrid}: {known[router.vrid]}" for router in VMACS
             if router.vip not in answered or router.mac() not in known[router.vrid]]
    told(name, not wrong, f"{'; '.join(wrong)}; answers of {answered}")


def settings():
    """Of Weir's machine: ARP settings of the interface below, and whether links are there."""
    values = [run("ip", "netns", "exec", A, "cat", f"/proc/sys/net/ipv4/conf/eth0/{name}").strip()
              for name in ("arp_ignore", "arp_announce", "arp_filter")]
    there = {line.split(":")[1].strip().split("@")[0]: line.split(":")[0]
             for line in ip(A, "-o", "link", "show").splitlines()}
    return values, {router.vrid: there.get(router.device()) for router in VMACS}


def told(name, fine, detail=""):
    print(f"{'ok  ' if fine else 'FAIL'}  {name}{': ' + detail if detail and not fine else ''}",
          flush=True)
    if not fine:
        failures.append(name)


def await_owner(name, expected, within):
    """Every router's address is where it is expected, and nowhere else."""
    end = time.time() + within
    wrong = None
    while wrong is None or (wrong and time.time() < end):
        wrong = {router.vrid: [m[-1] for m in owners(router)] for router, machine in
                 expected.items() if owners(router) != [machine]}
        if wrong:
            time.sleep(0.2)
    told(name, not wrong, f"after {within} s the addresses are at {wrong}")


def takeovers(name, capture, machine, routers, since, wait):
    """Each router's first advert of a machine came neither early nor late."""
    wrong = []
    for router in routers:
        at = capture.first(router, machine, since)
        least, most = wait(router)
        took = at - since if at else None
        if took is None or not least <= took <= most + SLACK:
            wrong.append(f"{router.vrid} took {took} s, expected {least:.3f} to {most:.3f}")
    told(name, not wrong, "; ".join(wrong))


class Machines:
    def __init__(self, folder):
        self.folder = folder
        self.weir = None
        self.keepalived = None
        with open(f"{folder}/password", "w") as out:
            out.write("s3cret12\n")
        with open(f"{folder}/director.weir", "w") as out:
            out.write("weir 1\nadmin 127.0.0.1:9901\ndirector {\n")
            out.writelines(router.for_weir(folder) for router in ROUTERS)
            out.write("}\n")
        with open(f"{folder}/keepalived.conf", "w") as out:
            out.write("global_defs {\nrouter_id B\nscript_user root\n}\n")
            out.writelines(router.for_keepalived() for router in ROUTERS)

    def start_weir(self):
        self.log = open(f"{self.folder}/weir.log", "a")
        self.weir = subprocess.Popen(
            ["ip", "netns", "exec", A, WEIR, "run", f"{self.folder}/director.weir"],
            stdout=self.log, stderr=subprocess.STDOUT)

    def start_keepalived(self):
        for name in ("pid", "vpid"):
            if os.path.exists(f"{self.folder}/{name}"):
                os.remove(f"{self.folder}/{name}")
        self.keepalived = subprocess.Popen(
            ["ip", "netns", "exec", B, "keepalived", "-n", "-l", "-D", "-P",
             "-f", f"{self.folder}/keepalived.conf",
             "-p", f"{self.folder}/pid", "-r", f"{self.folder}/vpid"],
            stdout=open(f"{self.folder}/keepalived.log", "a"), stderr=subprocess.STDOUT)

    def kill_keepalived(self):
        """Parent and child, by their numbers; what they leave behind goes as after a power cut."""
        with open(f"{self.folder}/vpid") as numbers:
            child = int(numbers.read())
        # The child has the kernel send it SIGTERM when its parent dies, and would say priority 0.
        self.keepalived.send_signal(signal.SIGSTOP)
        os.kill(child, signal.SIGKILL)
        since = time.time()
        self.keepalived.kill()
        self.keepalived.wait()
        for router in ROUTERS:
            for address in ([router.vip, f"fe80::{router.vrid}:1"] if router.v6 else [router.vip]):
                prefix = 64 if router.v6 else 24
                run("ip", "-n", B, "addr", "del", f"{address}/{prefix}", "dev", "eth0", check=False)
        for router in VMACS:
            run("ip", "-n", B, "link", "del", router.device(), check=False)
        return since

    def status(self):
        return run("ip", "netns", "exec", A, WEIR, "vrrp", "status", check=False)

    def stop(self):
        for process in (self.weir, self.keepalived):
            if process and process.poll() is None:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()


def better():
    return {router: router.better() for router in PREEMPTING}


def check(network, capture, machines):
    machines.start_weir()
    await_owner("Weir alone has every address", {router: A for router in ROUTERS}, 30)

    machines.start_keepalived()
    await_owner("the better one of the two has each address", better(), 15)
    await_owner("without preemption Weir keeps its address", {NOPREEMPT: A}, 1)
    await_owner("of equal priorities who is active stays", {EQUAL: A}, 1)
    answering("virtual hardware addresses answer at both machines")
    up = {router.vrid for router in VMACS if re.search(
        r"[<,]UP[,>]", ip(A, "link", "show", router.device()))}
    told("a Backup's interface with the virtual hardware address is down",
         not any(one.vrid in up for one in VMACS if one.better() == B), str(up))
    told("and that of the active router is up",
         all(one.vrid in up for one in VMACS if one.better() == A), str(up))

    since = machines.kill_keepalived()
    mine = [router for router in PREEMPTING if router.better() == B]
    await_owner("Weir has every address when keepalived is killed", {r: A for r in ROUTERS}, 10)
    takeovers("Weir takes over after the down time", capture, A, mine, since,
              lambda r: (2 * r.advert, r.down(r.weir)))

    answering("and at Weir when keepalived is killed")

    machines.start_keepalived()
    await_owner("keepalived takes back what it is better for", better(), 15)
    since = time.time()
    machines.keepalived.terminate()
    machines.keepalived.wait()
    await_owner("Weir has every address when keepalived stops", {r: A for r in ROUTERS}, 5)
    takeovers("Weir follows a release after its skew", capture, A, mine, since,
              lambda r: (0, r.down(r.weir) - 3 * r.advert + 1))

    machines.start_keepalived()
    await_owner("keepalived takes back what it is better for, again", better(), 15)
    network.part(True)
    time.sleep(5)
    told("parted, both have what they need", all(len(owners(r)) == 2 for r in ROUTERS),
         str({r.vrid: len(owners(r)) for r in ROUTERS if len(owners(r)) != 2}))
    network.part(False)
    await_owner("together again, the better one has each address", better(), 5)
    await_owner("of equal priorities the higher address wins", {EQUAL: B}, 5)
    await_owner("the higher one of two active routers stays", {NOPREEMPT: A}, 5)

    theirs = [router for router in PREEMPTING if router.better() == A]
    machines.weir.send_signal(signal.SIGSTOP)
    since = time.time()
    await_owner("keepalived has every address while Weir is frozen, and Weir none",
                {r: B for r in ROUTERS}, 8)
    time.sleep(max(0, since + 5 - time.time()))
    awake = time.time()
    machines.weir.send_signal(signal.SIGCONT)
    await_owner("an awoken Weir takes its addresses back", {r: A for r in theirs}, 10)
    early = [r.vrid for r in theirs
             if (capture.first(r, A, awake) or awake) - awake < 2 * r.advert]
    told("an awoken Weir listens before it claims anything", not early, f"routers {early}")

    ip(A, "link", "set", "eth0", "down")
    await_owner("keepalived has every address while Weir's link is down, and Weir none",
                {r: B for r in ROUTERS}, 8)
    roles = re.findall(r"^\d+ on eth0.*: (\w+)$", machines.status(), re.MULTILINE)
    told("Weir says that its routers are in fault", roles == ["fault"] * len(ROUTERS), str(roles))
    ip(A, "link", "set", "eth0", "up")
    await_owner("Weir takes its addresses back when the link is up", {r: A for r in theirs}, 10)

    held, links = settings()
    told("Weir's interface keeps its own hardware address to itself", held == ["1", "2", "1"],
         str(held))
    machines.weir.kill()
    since = time.time()
    machines.weir.wait()
    await_owner("keepalived has every address when Weir is killed, and the kernel none of Weir's",
                {r: B for r in ROUTERS}, 10)
    takeovers("keepalived takes over after the down time", capture, B, theirs, since,
              lambda r: (2 * r.advert, r.down(r.keepalived)))
    answering("virtual hardware addresses answer at keepalived when Weir is killed")

    machines.start_weir()
    await_owner("Weir takes back what it is better for", better(), 30)
    await_owner("without preemption keepalived keeps its address", {NOPREEMPT: B}, 1)
    again = settings()
    told("interfaces of an earlier Weir are taken over", again == (held, links)
         and all(links.values()), f"{held} {links}, then {again}")
    machines.weir.terminate()
    since = time.time()
    await_owner("keepalived has every address when Weir stops", {r: B for r in ROUTERS}, 5)
    unreleased = [r.vrid for r in theirs if not capture.first(r, A, since - 1, releases=True)]
    told("Weir says that it leaves", not unreleased, f"routers {unreleased}")
    told("Weir ends", machines.weir.wait(30) == 0)
    after = settings()
    told("nothing of virtual hardware addresses is left", after[0] == ["0", "0", "0"]
         and not any(after[1].values()), str(after))
    answering("virtual hardware addresses answer at keepalived when Weir stops")
    own = re.search(r"link/ether (\S+)", ip(A, "link", "show", "eth0")).group(1)
    wrong = [what for what, mac in capture.strangers if mac == own]
    told("Weir told nobody another hardware address", not wrong, "; ".join(sorted(wrong)))


class PairOfWeirs:
    """Two Weirs with a stream between them, and adverts so slow that the stream is what counts."""

    ROUTER = Router(77, 1, 200, 100)
    TRACKING = Router(78, 0.1, 200, 100)

    TRACKED = f"weir{os.getpid()}track"

    def __init__(self, folder):
        self.folder = folder
        self.running = {}
        with open(f"{folder}/pair.key", "w") as out:
            out.write("a key of this check\n")

    def start(self, machine, own, other, priority):
        path = f"{self.folder}/{own}.weir"
        with open(path, "w") as out:
            out.write(f"""weir 1
admin 127.0.0.1:9901
director {{
  pair on 192.0.2.{own}:7947 with 192.0.2.{other}:7947 {{ key file "{self.folder}/pair.key" }}
  notify-fifo "{self.folder}/{own}.fifo"
  vrrp 77 on eth0 {{
    priority {priority}; address {self.ROUTER.vip}/24
    route 203.0.113.0/24 via 192.0.2.240 source {self.ROUTER.vip} metric 20 table 7
    route 203.0.113.128/25 blackhole
    route default via fe80::9 on eth0 table 7
    rule from {self.ROUTER.vip} priority 77 table 7
    rule to 2001:db8:77::/48 iif eth0 priority 77 prohibit
  }}
  vrrp {own} on eth0 {{ priority owner; advert 20s; address 198.51.100.{own}/24 }}
  vrrp 78 on eth0 {{
    priority {priority}; advert 100ms; address {self.TRACKING.vip}/24; announce 5 every 1s
    excluded 198.51.100.78/24, 2001:db8::78/64
    {self.tracks() if machine == A else ""}
  }}
}}
""")
        self.running[machine] = subprocess.Popen(
            ["ip", "netns", "exec", machine, WEIR, "run", path],
            stdout=subprocess.DEVNULL, stderr=open(f"{self.folder}/weir.log", "a"))

    def moving(self, name, there):
        """Where routes and rules of 77 are."""
        asked = ("-4 route show table 7 203.0.113.0/24", "-4 route show 203.0.113.128/25",
                 "-6 route show table 7 default", "-4 rule show priority 77",
                 "-6 rule show priority 77")
        # A table that nobody has put anything into is none.
        found = {machine: [bool(run("ip", "-n", machine, *words.split(), check=False))
                           for words in asked] for machine in (A, B)}
        right = {A: [A == there] * 5, B: [B == there] * 5}
        told(name, found == right, str(found))

    def fifo(self, own):
        """What a Weir has written and nobody has read yet."""
        with open(os.open(f"{self.folder}/{own}.fifo", os.O_RDONLY | os.O_NONBLOCK)) as pipe:
            return pipe.read().splitlines()

    def tracks(self):
        return f"""track file "{self.folder}/number" weight -150
    track script "test ! -e {self.folder}/broken" every 200ms timeout 1s
    track process "{self.TRACKED}" weight -150"""

    def tracked(self):
        """A process with a name that no other one has."""
        shutil.copy(shutil.which("sleep"), f"{self.folder}/{self.TRACKED}")
        process = subprocess.Popen([f"{self.folder}/{self.TRACKED}", "600"])
        self.running[self.TRACKED] = process
        return process

    def number(self, number):
        with open(f"{self.folder}/next", "w") as out:
            out.write(f"{number}\n")
        os.rename(f"{self.folder}/next", f"{self.folder}/number")

    def check_tracks(self, process):
        """The better Weir gives its address up for what it tracks, and takes it back."""
        def at(name, machine):
            await_owner(name, {self.TRACKING: machine}, 10)
        at("a Weir has an address while all that it tracks is up", A)
        for excluded in ("198.51.100.78", "2001:db8::78"):
            where = [machine for machine in (A, B) if f" {excluded}/" in
                     ip(machine, "-o", "addr", "show", "dev", "eth0")]
            told(f"what is excluded from adverts goes with it: {excluded}", where == [A], str(where))
        self.number(1)
        at("a number in a file takes a Weir's address", B)
        self.number(0)
        at("and gives it back", A)
        with open(f"{self.folder}/broken", "w"):
            at("a script that fails takes a Weir's address", B)
        status = self.status()
        told("Weir says what is down", "broken\" is down" in status, status)
        os.remove(f"{self.folder}/broken")
        at("a script that ends well gives it back", A)
        process.kill()
        process.wait()
        at("a process that is killed takes a Weir's address", B)
        self.tracked()
        at("another one of its name gives it back", A)

    def check_conflict(self, capture):
        """An address of A's is put on B by hand."""
        vip = self.TRACKING.vip
        ip(B, "addr", "add", f"{vip}/32", "dev", "eth0")
        since = time.time()
        # Whom B asks for learns from its question that the address is at B.
        run("ip", "netns", "exec", B, "ping", "-c1", "-W1", "-I", vip, "192.0.2.240", check=False)
        end = time.time() + 8
        seen, status = None, ""
        while not seen and time.time() < end:
            status = self.status()
            seen = re.search(r"([2-9]) seconds in which another machine had an address", status)
        # The second one is B's answer to the question that comes with A's announcement.
        told("an address that is there twice is seen, and asked for again",
             seen, status)
        told("the network is told again where it belongs",
             [at for at, address in capture.announced if address == vip and at > since])
        ip(B, "addr", "del", f"{vip}/32", "dev", "eth0")
        self.check_conflict6()

    def check_conflict6(self):
        """The same of one of IPv6, which B says it has only when A asks."""
        time.sleep(2)  # what was heard of the first one is over
        before = self.conflicts()
        ip(B, "addr", "add", "2001:db8::78/128", "dev", "eth0", "nodad")
        end = time.time() + 10
        while self.conflicts() < before + 2 and time.time() < end:
            time.sleep(0.2)
        told("an IPv6 address that is there twice is seen by asking for it",
             self.conflicts() >= before + 2, self.status())
        ip(B, "addr", "del", "2001:db8::78/128", "dev", "eth0")

    def conflicts(self):
        seen = re.search(r"(\d+) seconds in which another machine had", self.status())
        return int(seen.group(1)) if seen else 0

    def status(self):
        return run("ip", "netns", "exec", A, WEIR, "vrrp", "status", check=False)

    def check(self, capture):
        process = self.tracked()
        self.start(A, 251, 252, 200)
        await_owner("the better one of two Weirs has the address", {self.ROUTER: A}, 30)
        self.start(B, 252, 251, 100)
        time.sleep(8)  # they have met; there is nothing yet by which to see that from outside
        told("an address outlives its lease between slow adverts",
             " 198.51.100.251/" in ip(A, "-o", "addr", "show", "dev", "eth0"))
        self.moving("routes and rules are where the address is", A)
        lines = self.fifo(251)
        told("roles are written to a pipe", 'INSTANCE "77 on eth0" MASTER 200' in lines, str(lines))
        self.check_tracks(process)
        self.check_conflict(capture)

        self.running[A].send_signal(signal.SIGSTOP)
        since = time.time()
        await_owner("a Weir takes over from one that is frozen", {self.ROUTER: B}, 10)
        takeovers("silence alone is not taken for a death", capture, B, [self.ROUTER], since,
                  lambda r: (2 * r.advert, r.down(100)))
        lines = self.fifo(252)
        told("the one that takes over writes so as well",
             'INSTANCE "77 on eth0" MASTER 100' in lines, str(lines))
        self.running[A].send_signal(signal.SIGCONT)
        await_owner("the awoken one takes its address back", {self.ROUTER: A}, 10)
        time.sleep(8)
        self.moving("routes and rules go back with it", A)

        since = time.time()
        self.running[A].kill()
        self.running[A].wait()
        while f" {self.ROUTER.vip}/" in ip(A, "addr", "show", "dev", "eth0"):
            time.sleep(0.02)
        left = time.time() - since
        # A lease alone would last for a second and a half at least.
        told("the address of the killed one is gone at once", left < 1, f"{left:.3f} s")
        takeovers_by = since + 10
        while not capture.first(self.ROUTER, B, since) and time.time() < takeovers_by:
            time.sleep(0.05)
        took = (capture.first(self.ROUTER, B, since) or takeovers_by) - since
        told("a Weir takes over at once from one that was killed", took < 1, f"{took:.3f} s")
        time.sleep(0.5)  # the guard, and the keeper of the other one
        self.moving("routes and rules of the killed one are gone, the other one has them", B)
        self.running[B].terminate()
        self.running[B].wait(30)
        self.moving("routes and rules go when a Weir stops", None)
        told("so does its pipe", not os.path.exists(f"{self.folder}/252.fifo"))

    def stop(self):
        for process in self.running.values():
            if process.poll() is None:
                process.kill()
                process.wait()


def main():
    if os.geteuid() != 0:
        os.execvp("sudo", ["sudo", "-n", "--preserve-env=WEIR,JAVA_HOME,PATH", sys.executable,
                           os.path.abspath(__file__)])
    for command in ("ip", "keepalived", "tcpdump"):
        if not shutil.which(command):
            sys.exit(f"found no {command}; Debian: apt-get install iproute2 keepalived tcpdump")
    subprocess.run([WEIR, "version"], check=True)  # builds it, if need be
    with tempfile.TemporaryDirectory() as folder, Network() as network:
        capture = Capture()
        machines = Machines(folder)
        try:
            check(network, capture, machines)
            machines.stop()
            pair = PairOfWeirs(folder)
            try:
                pair.check(capture)
            finally:
                pair.stop()
        finally:
            machines.stop()
            capture.close()
            if failures:
                for name in ("weir.log", "keepalived.log"):
                    with open(f"{folder}/{name}") as log:
                        print(f"---- {name}\n" + "".join(log.readlines()[-60:]))
    print(f"{len(failures)} failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()

"""The programs of a network: the one that probes, and the listeners that answer. One loop serves them all."""
import contextlib, ctypes, errno, select, socket, struct, time

ERRORS = {(3, 0): "net-unreachable", (3, 1): "host-unreachable", (3, 2): "proto-unreachable", (3, 3): "port-unreachable", (3, 4): "fragmentation-needed",
          (3, 9): "net-prohibited", (3, 10): "host-prohibited", (3, 13): "admin-prohibited", (11, 0): "ttl-exceeded"}
PROTOCOLS = {"tcp": 6, "udp": 17, "ping": 1}
FLAGS = ["FIN", "SYN", "RST", "PSH", "ACK", "URG"]
ENDS = {errno.ECONNREFUSED: "refused", errno.EHOSTUNREACH: "unreachable", errno.ENETUNREACH: "unreachable", errno.EACCES: "unreachable", errno.EINVAL: "unreachable"}
QUIET = 0.004
IP_PKTINFO, IP_TRANSPARENT, IP_RECVORIGDSTADDR, TCP_REPAIR = 8, 19, 20, 19
libc = ctypes.CDLL(None)

def raw(protocol):
    return socket.socket(socket.AF_INET, socket.SOCK_RAW, protocol)

def ip_header(data):
    """(header length, protocol, source, destination) of an IPv4 packet."""
    return (data[0] & 15) * 4, data[9], socket.inet_ntoa(data[12:16]), socket.inet_ntoa(data[16:20])

def checksum(data):
    if len(data) % 2: data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    total = (total >> 16) + (total & 0xffff)
    return ~(total + (total >> 16)) & 0xffff

def acknowledge(s):
    """Sends the acknowledgement of what was read at once, so that it is a packet of its own."""
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

def bits(flags):
    """TCP flags by their names, as a header has them."""
    names = FLAGS if flags == "ALL" else [] if flags == "NONE" else flags.split(",")
    return sum(1 << FLAGS.index(n) for n in names)

def waiting(s):
    """The packets that a socket has now."""
    while select.select([s], [], [], 0)[0]:
        try: yield s.recv(65535)
        except OSError: pass

@contextlib.contextmanager
def user(of):
    """A file opened meanwhile belongs to a user and a group, as the owner match asks; the right to open it stays."""
    libc.setfsgid(of.get("gid", 0)); libc.setfsuid(of.get("uid", 0))
    try: yield
    finally: libc.setfsuid(0); libc.setfsgid(0)

class Listeners:
    """A host's listeners. They note every first packet they are given: SYNs, datagrams and echo requests, as they are after all NAT."""
    def __init__(self, host):
        self.host, self.noted, self.serves, self.tcp_ports = host, [], {}, set()
        for entry in host.spec.get("listen", []):
            given = entry if isinstance(entry, dict) else dict([entry.split("/")])
            kind = "tcp" if "tcp" in given else "udp"
            port = given[kind]
            with user(given): s = socket.socket(socket.AF_INET, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM)
            if given.get("transparent"): s.setsockopt(socket.IPPROTO_IP, IP_TRANSPARENT, 1)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if kind == "udp": s.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1); s.setsockopt(socket.IPPROTO_IP, IP_RECVORIGDSTADDR, 1)
            # So that a probe of this host may come from the same port, as if another program had taken it.
            if kind == "tcp": s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            s.bind(("0.0.0.0", int(port)))
            if kind == "tcp": s.listen(16); self.tcp_ports.add(int(port))
            self.serves[s] = (self.accept, given) if kind == "tcp" else (self.echo, 0)
        self.segments, self.requests = raw(6), raw(1)

    def accept(self, s, given):
        with user(given): client = s.accept()[0]
        # What TPROXY gave to a listener was for another port.
        if (ends := client.getsockname())[1] not in self.tcp_ports: self.note(*client.getpeername(), *ends)
        if not self.talks: client.shutdown(socket.SHUT_WR)
        self.all[client] = (self.talk if self.talks else self.closed, 0)

    def closed(self, s, _):
        """Closes once the client has: until then the socket is the program's."""
        try: said = s.recv(65535)
        except OSError: said = b""
        if not said: self.all.pop(s); s.close()

    # Whether the probe has something to say, and what every host's sockets are served by.
    talks, all = False, {}

    def talk(self, s, _):
        """Says what it is told, as a packet of its own behind the acknowledgement; closes when the client has."""
        try: said = s.recv(65535)
        except OSError: said = b""
        if said: acknowledge(s); s.send(said)
        else: self.all.pop(s); s.close()

    def echo(self, s, _):
        data, ancillary, _, peer = s.recvmsg(65535, 128)
        destination = next(d for level, kind, d in ancillary if kind == IP_PKTINFO)[8:12]
        port, = struct.unpack_from("!H", next(d for level, kind, d in ancillary if kind == IP_RECVORIGDSTADDR), 2)
        self.note(peer[0], peer[1], socket.inet_ntoa(destination), port)
        try: s.sendmsg([data], [(socket.IPPROTO_IP, IP_PKTINFO, struct.pack("=I4s4s", 0, destination, b"\0" * 4))], 0, peer)
        except OSError: pass

    def note(self, source, sport, destination, dport):
        self.noted.append({"host": self.host.name, "source": source, "sport": sport, "destination": destination, "dport": dport})

    def seen(self, made=None):
        """What was noted since the last time. `made` are the flags of a hand-made segment, which count whatever they are."""
        for data in waiting(self.requests):
            head, _, source, destination = ip_header(data)
            if data[head] == 8: self.note(source, None, destination, None)
        for data in waiting(self.segments):
            head, _, source, destination = ip_header(data)
            sport, dport = struct.unpack_from("!HH", data, head)
            flags = data[head + 13]
            if dport in self.tcp_ports and (flags & 0x17 == 2 if made is None else flags == made): self.note(source, sport, destination, dport)
        noted, self.noted = self.noted, []
        return noted

    def close(self):
        for s in (*self.serves, self.segments, self.requests): s.close()

class Programs:
    def __init__(self, network, patience):
        self.network, self.patience = network, patience
        self.listeners = []
        for host in network.hosts.values(): host.enter(); self.listeners.append(Listeners(host))
        self.serves = {s: serve for l in self.listeners for s, serve in l.serves.items()}
        for l in self.listeners: l.all = self.serves

    def close(self):
        for s in self.serves: s.close()
        for l in self.listeners: l.close()

    def probe(self, p):
        """One probe's outcome, its ICMP error, and its first packet as a listener was given it."""
        self.network.hosts[p["from"]].enter()
        for l in self.listeners: l.talks = "says" in p
        probe = Probe(p, self)
        # What commands have sent is not the probe's.
        for l in self.listeners: l.seen()
        outcome, error = probe.run()
        seen = [s for l in self.listeners for s in l.seen(bits(p["flags"]) if "flags" in p else None)]
        return {"outcome": outcome, "icmp": error, "seen": seen[0] if seen else None}

    def ready(self, reads, writes, seconds):
        """Those of some sockets that are ready; the listeners are served meanwhile. None where the time is over."""
        end = time.monotonic() + seconds
        while True:
            ready, room, _ = select.select([*reads, *self.serves], writes, [], max(0, end - time.monotonic()))
            for s in ready:
                if s in self.serves: serve, port = self.serves[s]; serve(s, port)
            mine = [*(s for s in ready if s in reads), *room]
            if mine: return mine
            # Two listeners that answer each other are served without an end.
            if not ready or time.monotonic() >= end: return None

    def settle(self):
        """Nobody has been given anything for a while: what was sent has arrived."""
        self.ready([], [], QUIET)

class Probe:
    def __init__(self, p, programs):
        self.p, self.programs = p, programs
        self.kind = "tcp" if "tcp" in p else "udp" if "udp" in p else "ping"
        address, _, port = p[self.kind].partition(":")
        self.to = (address, int(port or 0))
        self.errors = raw(1)

    def run(self):
        """(outcome, ICMP error)"""
        time.sleep(self.p.get("wait", 0))
        try: outcome = (self.segment if "flags" in self.p else {"tcp": self.connect, "udp": self.datagram, "ping": self.ping}[self.kind])()
        except OSError as e: outcome = ENDS.get(e.errno, "timeout")
        self.programs.settle()
        error = self.error()
        self.errors.close()
        if outcome in ("connected", "replied"): return outcome, None
        if error: return "refused" if error == "port-unreachable" and self.kind != "ping" else "unreachable", error
        return outcome, None

    def error(self):
        """The name of the first ICMP error about this probe that reached us, which is then remembered."""
        for data in waiting(self.errors):
            head, *_ = ip_header(data)
            name = ERRORS.get((data[head], data[head + 1]))
            if name is None: continue
            about = data[head + 8:]
            inner, protocol, _, destination = ip_header(about)
            port, = struct.unpack_from("!H", about, inner + (4 if protocol == 1 else 0))
            if (protocol, port, destination) == (PROTOCOLS[self.kind], self.p["sport"], self.to[0]) and not self.known: self.known = name
        return self.known
    known = None

    def socket(self, *kind, port=True):
        p = self.p
        with user(p): s = socket.socket(socket.AF_INET, *kind)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if kind[0] == socket.SOCK_STREAM: s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        s.bind((p.get("source", "0.0.0.0"), p["sport"] if port else 0))
        if "ttl" in p: s.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, p["ttl"])
        if "tos" in p: s.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, p["tos"])
        s.setblocking(False)
        return s

    def body(self, usual):
        payload = self.p.get("payload", usual)
        return payload.encode() if isinstance(payload, str) else b"x" * payload

    def awaited(self, s, fits=None, room=False):
        """The first packet that fits, or that the socket is ready; None where the time is over or an ICMP error about the probe has come."""
        end = time.monotonic() + self.programs.patience
        while ready := self.programs.ready([self.errors] if room else [s, self.errors], [s] if room else [], end - time.monotonic()):
            if s in ready:
                if not fits: return True
                data = s.recv(65535)
                if fits(ip_header(data)[0], data): return data
            elif self.error(): return None
        return None

    def connect(self):
        s = self.socket(socket.SOCK_STREAM)
        with raw(6) as segments: return self.connected(s, segments)

    def connected(self, s, segments):
        failed = s.connect_ex(self.to)
        if failed == errno.EINPROGRESS:
            if not self.awaited(s, room=True): s.close(); return "timeout"
            failed = s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if failed == errno.ECONNRESET:
            s.close()
            # A reset behind the server's SYN,ACK comes to a connection that is open; here it is only faster than we are.
            return "connected" if any(self.opens(data) for data in waiting(segments)) else "refused"
        if failed: raise OSError(failed, "connect")
        if "payload" in self.p: s.send(self.body(0))
        for text in self.p.get("says", []):
            s.send(text.encode())
            if not self.awaited(s): break
            s.recv(65535)
            acknowledge(s)
        if "says" in self.p: s.shutdown(socket.SHUT_WR)
        if self.awaited(s):
            # Once the FIN is read, this sends its acknowledgement, which so is a packet of its own.
            try: s.recv(1)
            except OSError: pass
            acknowledge(s)
            self.programs.settle()
        else: s.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)  # it goes without a word
        s.close()
        return "connected"

    def opens(self, data):
        """Whether it is the SYN,ACK of the connection."""
        head, *_ = ip_header(data)
        return struct.unpack_from("!HH", data, head) == (self.to[1], self.p["sport"]) and data[head + 13] & 0x16 == 0x12

    def datagram(self):
        with self.socket(socket.SOCK_DGRAM) as s:
            s.connect(self.to)
            s.send(self.body(4))
            if not self.awaited(s): return "timeout"
            s.recv(65535)
            return "replied"

    def ping(self):
        data, sport = self.body(56), self.p["sport"]
        echo = lambda sum: struct.pack("!BBHHH", 8, 0, sum, sport, 1) + data
        with self.socket(socket.SOCK_RAW, 1, port=False) as s:
            s.connect((self.to[0], 0))
            s.send(echo(checksum(echo(0))))
            return "replied" if self.awaited(s, lambda head, data: data[head] == 0 and struct.unpack_from("!H", data, head + 4)[0] == sport) else "timeout"

    def segment(self):
        """A hand-made TCP segment; nobody on this machine waits for the answer, but we look at it."""
        (address, port), sport, flags = self.to, self.p["sport"], self.p["flags"]
        with self.socket(socket.SOCK_DGRAM, port=False) as s: s.connect(self.to); source = s.getsockname()[0]
        ends = socket.inet_aton(source) + socket.inet_aton(address)
        tcp = lambda sum: struct.pack("!HHIIBBHHH", sport, port, 1000, 0, 0x50, bits(flags), 64240, sum, 0)
        with raw(6) as answer, self.socket(socket.SOCK_RAW, 6, port=False) as sender:
            sender.bind((source, 0))
            sender.sendto(tcp(checksum(ends + struct.pack("!BBH", 0, 6, 20) + tcp(0))), (address, 0))
            data = self.awaited(answer, lambda head, data: struct.unpack_from("!HH", data, head) == (port, sport) and socket.inet_ntoa(data[12:16]) == address)
        if data is None: return "timeout"
        return "refused" if data[ip_header(data)[0] + 13] & 4 else "replied"

"""One probe, and the listeners of a host, inside the network namespace they are called in."""
import ctypes, errno, os, select, socket, struct, threading, time

ERRORS = {(3, 0): "net-unreachable", (3, 1): "host-unreachable", (3, 2): "proto-unreachable", (3, 3): "port-unreachable", (3, 4): "fragmentation-needed",
          (3, 9): "net-prohibited", (3, 10): "host-prohibited", (3, 13): "admin-prohibited", (11, 0): "ttl-exceeded"}
PROTOCOLS = {"tcp": 6, "udp": 17, "ping": 1}
FLAGS = ["FIN", "SYN", "RST", "PSH", "ACK", "URG"]
PATIENCE = 0.6
IP_PKTINFO = 8
libc = ctypes.CDLL(None)

def raw(protocol):
    return socket.socket(socket.AF_INET, socket.SOCK_RAW, protocol)

def ip_header(data):
    """(header length, protocol, source, destination) of an IPv4 packet."""
    return (data[0] & 15) * 4, data[9], socket.inet_ntoa(data[12:16]), socket.inet_ntoa(data[16:20])

class Listener:
    """Serves ports, and notes every first packet a listener was given: SYNs, datagrams and echo requests, as they are after all NAT."""
    def __init__(self, ports):
        self.noted, self.tcp_ports = [], set()
        for entry in ports:
            kind, port = entry.split("/")
            threading.Thread(target={"tcp": self.tcp, "udp": self.udp}[kind], args=(self.bound(kind, int(port)), int(port)), daemon=True).start()
        self.sniffers = [raw(6), raw(1)]

    def bound(self, kind, port):
        s = socket.socket(socket.AF_INET, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if kind == "udp": s.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
        s.bind(("0.0.0.0", port))
        if kind == "tcp": s.listen(16); self.tcp_ports.add(port)
        return s

    def tcp(self, s, port):
        while True: s.accept()[0].close()

    def udp(self, s, port):
        while True:
            data, ancillary, _, peer = s.recvmsg(65535, 64)
            destination = next(d for level, kind, d in ancillary if kind == IP_PKTINFO)[8:12]
            self.note(peer[0], peer[1], socket.inet_ntoa(destination), port)
            try: s.sendmsg([data], [(socket.IPPROTO_IP, IP_PKTINFO, struct.pack("=I4s4s", 0, destination, b"\0" * 4))], 0, peer)
            except OSError: pass

    def note(self, source, sport, destination, dport):
        self.noted.append({"at": time.monotonic(), "source": source, "sport": sport, "destination": destination, "dport": dport})

    def seen(self):
        """What was noted since the last time."""
        for s in self.sniffers:
            while select.select([s], [], [], 0)[0]:
                data = s.recv(65535)
                head, protocol, source, destination = ip_header(data)
                if protocol == 1 and data[head] == 8: self.note(source, None, destination, None)
                if protocol == 6:
                    sport, dport = struct.unpack_from("!HH", data, head)
                    if data[head + 13] & 0x17 == 2 and dport in self.tcp_ports: self.note(source, sport, destination, dport)
        noted, self.noted = self.noted, []
        return noted

def first_error(errors, protocol, port):
    """The name of the first ICMP error about this probe that reached us."""
    while select.select([errors], [], [], 0)[0]:
        data = errors.recv(65535)
        head, *_ = ip_header(data)
        name = ERRORS.get((data[head], data[head + 1]))
        if name is None: continue
        about = data[head + 8:]
        inner, kind, *_ = ip_header(about)
        mine = struct.unpack_from("!H", about, inner + (4 if kind == 1 else 0))[0]
        if kind == protocol and mine == port: return name
    return None

def body(p, usual):
    payload = p.get("payload", usual)
    return payload.encode() if isinstance(payload, str) else b"x" * payload

def probe(p):
    kind = "tcp" if "tcp" in p else "udp" if "udp" in p else "ping"
    errors = raw(1)
    # Files opened from here on belong to this user, as the owner match asks; the right to open them stays.
    libc.setfsgid(p.get("gid", 0)); libc.setfsuid(p.get("uid", 0))
    try: outcome = (segment if "flags" in p else {"tcp": connect, "udp": datagram, "ping": ping}[kind])(p)
    finally: libc.setfsuid(0); libc.setfsgid(0)
    time.sleep(0.005)
    error = first_error(errors, PROTOCOLS[kind], p["sport"])
    if error and outcome not in ("connected", "replied"): outcome = "refused" if error == "port-unreachable" and kind != "ping" else "unreachable"
    return {"outcome": outcome, "icmp": error if outcome in ("refused", "unreachable") else None}

def prepared(s, p, bind=True):
    if bind: s.bind((p.get("source", "0.0.0.0"), p["sport"]))
    if "ttl" in p: s.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, p["ttl"])
    if "tos" in p: s.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, p["tos"])
    s.settimeout(PATIENCE)
    return s

def ended(e):
    if isinstance(e, socket.timeout) or e.errno == errno.EPERM: return "timeout"
    return {errno.ECONNREFUSED: "refused", errno.EHOSTUNREACH: "unreachable", errno.ENETUNREACH: "unreachable", errno.EACCES: "unreachable", errno.EINVAL: "unreachable"}.get(e.errno, "timeout")

def target(text):
    address, _, port = text.partition(":")
    return address, int(port or 0)

def connect(p):
    s = prepared(socket.socket(), p)
    try:
        s.connect(target(p["tcp"]))
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        if "payload" in p: s.send(body(p, 0))
        s.recv(1)
        time.sleep(0.12)  # the acknowledgement of the server's FIN stays a packet of its own
        s.close()
        time.sleep(0.05)
        return "connected"
    except OSError as e: return ended(e)

def datagram(p):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        prepared(s, p)
        s.connect(target(p["udp"]))
        s.send(body(p, 4)); s.recv(65535)
        return "replied"
    except OSError as e: return ended(e)

def checksum(data):
    if len(data) % 2: data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    total = (total >> 16) + (total & 0xffff)
    return ~(total + (total >> 16)) & 0xffff

def ping(p):
    s = prepared(raw(1), p, bind=False)
    data = body(p, 56)
    echo = lambda sum: struct.pack("!BBHHH", 8, 0, sum, p["sport"], 1) + data
    try:
        s.bind((p.get("source", "0.0.0.0"), 0))
        s.connect((p["ping"], 0))
        s.send(echo(checksum(echo(0))))
    except OSError as e: return ended(e)
    return "replied" if awaited(s, p, lambda head, data: data[head] == 0 and struct.unpack_from("!H", data, head + 4)[0] == p["sport"]) else "timeout"

def awaited(s, p, fits):
    """The first packet that fits, or None; an ICMP error about the probe ends the wait, and is read elsewhere."""
    errors = raw(1)
    end = time.monotonic() + PATIENCE
    while (left := end - time.monotonic()) > 0:
        ready = select.select([s, errors], [], [], left)[0]
        if s in ready:
            try: data = s.recv(65535)
            except OSError: return None
            head, *_ = ip_header(data)
            if fits(head, data): return data
        if errors in ready and first_error(errors, PROTOCOLS["tcp" if "tcp" in p else "udp" if "udp" in p else "ping"], p["sport"]): return None
    return None

def segment(p):
    """A hand-made TCP segment; nobody on this machine waits for the answer, but we look at it."""
    address, port = target(p["tcp"])
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try: s.bind((p.get("source", "0.0.0.0"), 0)); s.connect((address, port)); source = s.getsockname()[0]
    except OSError as e: return ended(e)
    s.close()
    names = FLAGS if p["flags"] == "ALL" else [] if p["flags"] == "NONE" else p["flags"].split(",")
    bits = sum(1 << FLAGS.index(n) for n in names)
    ends = socket.inet_aton(source) + socket.inet_aton(address)
    tcp = lambda sum: struct.pack("!HHIIBBHHH", p["sport"], port, 1000, 0, 0x50, bits, 64240, sum, 0)
    answer = raw(6)
    sender = prepared(raw(6), p, bind=False)
    try: sender.bind((source, 0)); sender.sendto(tcp(checksum(ends + struct.pack("!BBH", 0, 6, 20) + tcp(0))), (address, 0))
    except OSError as e: return ended(e)
    data = awaited(answer, p, lambda head, data: struct.unpack_from("!HH", data, head) == (port, p["sport"]) and socket.inet_ntoa(data[12:16]) == address)
    if data is None: return "timeout"
    return "refused" if data[ip_header(data)[0] + 13] & 4 else "replied"

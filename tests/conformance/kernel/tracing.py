"""What the kernel's own TRACE target tells of the packets of a host, read from NFLOG inside its namespace."""
import socket, struct
from network import call, write

ULOG, CONFIG = 4, 1
PREFIX = 10

def attribute(kind, data):
    return struct.pack("=HH", 4 + len(data), kind) + data + b"\0" * (-len(data) % 4)

class Tracing:
    """Puts a TRACE rule in front of raw PREROUTING and raw OUTPUT, and hears what comes of it."""
    def __init__(self, host):
        host.enter()
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        # Bind the group 0, copy no packets (2: their head alone), and hand each message over at once.
        self.configure(attribute(1, struct.pack("=B", 1)))
        self.configure(attribute(2, struct.pack("!IBx", 0, 1)))
        self.configure(attribute(5, struct.pack("!I", 1)))
        write("net/netfilter/nf_log/2", "nfnetlink_log")
        for chain in ("PREROUTING", "OUTPUT"): call(f"iptables-{host.backend}", "-t", "raw", "-I", chain, "-j", "TRACE")

    def configure(self, body):
        body = struct.pack("!BBH", 2, 0, 0) + body
        self.socket.send(struct.pack("=IHHII", 16 + len(body), ULOG << 8 | CONFIG, 5, 0, 0) + body)
        answer = self.socket.recv(65535)
        failed, = struct.unpack_from("=i", answer, 16)
        if failed: raise OSError(-failed, "NFLOG")

    def heard(self):
        """`table:chain:rule|return|policy:number` of every rule that a packet met, in order."""
        lines = []
        self.socket.setblocking(False)
        while True:
            try: data = self.socket.recv(1 << 20)
            except BlockingIOError: return lines
            while data:
                length, kind = struct.unpack_from("=IH", data)
                at, end = 20, length
                while kind == ULOG << 8 and at < end:
                    size, name = struct.unpack_from("=HH", data, at)
                    text = data[at + 4:at + size].rstrip(b"\0").decode(errors="replace")
                    if name == PREFIX and text.startswith("TRACE: "): lines.append(text[7:].strip())
                    at += size + -size % 4
                data = data[length + -length % 4:]

    def close(self): self.socket.close()

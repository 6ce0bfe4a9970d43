"""Shell commands on the hosts of a network, on the real kernel. Reads one JSON network with `commands: [{host, line}]`, prints a JSON list: what each printed."""
import json, os, socket, subprocess, sys, threading
from network import Network, write

class Services:
    """Serves a host's ports: datagrams come back; a TCP client that asks for a page gets one, and is left to close; one that asks nothing is closed upon."""
    def __init__(self, host):
        self.name = host.name
        host.enter()
        for entry in host.spec.get("listen", []):
            kind, port = entry.split("/")
            s = socket.socket(socket.AF_INET, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.bind(("0.0.0.0", int(port)))
            if kind == "tcp": s.listen(128)
            threading.Thread(target=self.tcp if kind == "tcp" else self.udp, args=(s,), daemon=True).start()

    def tcp(self, s):
        while True: threading.Thread(target=self.answer, args=(s.accept()[0],), daemon=True).start()

    def answer(self, s):
        s.settimeout(0.05)
        try: asked = s.recv(65535)
        except OSError: asked = b""
        s.settimeout(None)
        if asked:
            words = asked.split()
            if asked.endswith(b"\r\n\r\n") and b"HTTP/1.1" in words:
                page = f"This is {self.name}.\n".encode()
                head = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {len(page)}\r\n\r\n".encode()
                s.sendall(head if words[0] == b"HEAD" else head + page)
                s.recv(1)
            else: s.sendall(asked)
        s.close()

    def udp(self, s):
        while True:
            data, peer = s.recvfrom(65535)
            try: s.sendto(data, peer)
            except OSError: pass

def patient(host):
    """What the network hurries has its usual time: a command's answer depends on it."""
    host.enter()
    for device in host.devices:
        if device != "lo": write(f"net/ipv4/neigh/{device}/retrans_time_ms", 1000); write(f"net/ipv4/neigh/{device}/mcast_solicit", 3)

def run(host, line):
    host.enter()
    done = subprocess.run(["bash", "-c", line], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    return {"status": done.returncode, "stdout": done.stdout.decode(errors="replace"), "stderr": done.stderr.decode(errors="replace")}

network = json.load(sys.stdin)
hosts = Network(network).hosts
for host in hosts.values(): patient(host); Services(host)
try: print(json.dumps([run(hosts[c["host"]], c["line"]) for c in network["commands"]]), flush=True)
except Exception as e: print(json.dumps({"error": str(e) or repr(e)}), flush=True)
os._exit(0)

"""One probe or one set of listeners inside a network namespace. Raw sockets and source ports need more than Node has."""
import errno, json, os, select, socket, struct, sys, threading, time

def listen(spec):
    def tcp(port):
        s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(("0.0.0.0", port)); s.listen(16)
        while True:
            c, peer = s.accept()
            print(json.dumps({"source": peer[0], "sport": peer[1], "destination": c.getsockname()[0], "dport": port}), flush=True)
            c.close()
    def udp(port):
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.setsockopt(socket.IPPROTO_IP, 8, 1)  # IP_PKTINFO
        s.bind(("0.0.0.0", port))
        while True:
            data, anc, _, peer = s.recvmsg(65535, 64)
            info = [d for l, t, d in anc if t == 8][0]
            dst = socket.inet_ntoa(info[8:12])
            print(json.dumps({"source": peer[0], "sport": peer[1], "destination": dst, "dport": port}), flush=True)
            try: s.sendmsg([data], [(socket.IPPROTO_IP, 8, struct.pack("=I4s4s", 0, info[8:12], b"\0" * 4))], 0, peer)
            except OSError: pass
    for entry in spec.split(","):
        kind, port = entry.split("/")
        threading.Thread(target={"tcp": tcp, "udp": udp}[kind], args=(int(port),), daemon=True).start()
    print("ready", flush=True)
    time.sleep(600)

def outcome_of(error):
    return {errno.ECONNREFUSED: "refused", errno.EHOSTUNREACH: "unreachable", errno.ENETUNREACH: "unreachable"}.get(error, "timeout")

def probe(p):
    kind = "tcp" if "tcp" in p else "udp" if "udp" in p else "ping"
    if kind == "ping": return ping(p)
    address, port = p[kind].split(":")
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM)
    s.bind((p.get("source", "0.0.0.0"), p["sport"]))
    if "ttl" in p: s.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, p["ttl"])
    s.settimeout(0.9)
    try:
        s.connect((address, int(port)))
        if kind == "udp":
            s.send(b"x" * p.get("payload", 4)); s.recv(65535); return "replied"
        s.recv(1); time.sleep(0.12); s.close(); time.sleep(0.05)
        return "connected"
    except socket.timeout: return "timeout"
    except OSError as e: return outcome_of(e.errno)

def checksum(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    total = (total >> 16) + (total & 0xffff); return ~(total + (total >> 16)) & 0xffff

def ping(p):
    s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    s.bind((p.get("source", "0.0.0.0"), 0))
    if "ttl" in p: s.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, p["ttl"])
    head = struct.pack("!BBHHH", 8, 0, 0, p["sport"], 1); body = b"x" * 56
    head = struct.pack("!BBHHH", 8, 0, checksum(head + body), p["sport"], 1)
    try: s.sendto(head + body, (p["ping"], 0))
    except OSError as e: return "unreachable" if e.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH) else "timeout"
    end = time.time() + 0.9
    while time.time() < end:
        if not select.select([s], [], [], max(0, end - time.time()))[0]: break
        data, _ = s.recvfrom(65535)
        if data[20] == 0 and struct.unpack("!H", data[24:26])[0] == p["sport"]: return "replied"
        if data[20] in (3, 11): return "unreachable"
    return "timeout"

if sys.argv[1] == "listen": listen(sys.argv[2])
else: print(probe(json.loads(sys.argv[2])))

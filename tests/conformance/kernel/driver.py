"""Scenarios on the real kernel. Reads one JSON scenario a line, prints one JSON answer a line.

Every host is a process in a network namespace of its own, the links are bridges in one more, and all
of them go when the scenario's process ends: nothing has a name outside, and nothing is left behind.
"""
import ctypes, fcntl, json, os, signal, socket, struct, subprocess, sys, time
import probes

NEWNET = 0x40000000
libc = ctypes.CDLL(None, use_errno=True)

def new_net():
    if libc.unshare(NEWNET): raise OSError(ctypes.get_errno(), "unshare")
    libc.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: a namespace never outlives the one who asked
    write("net/ipv6/conf/all/disable_ipv6", 1); write("net/ipv6/conf/default/disable_ipv6", 1)
    sh("ip link set lo up")

def write(path, value):
    with open("/proc/sys/" + path, "w") as f: f.write(str(value))

def sh(command, text=None):
    done = subprocess.run(["sh", "-c", command], input=text, text=True, capture_output=True)
    if done.returncode: raise RuntimeError(f"{command}\n{text or ''}\n{done.stderr}")
    return done.stdout

def running(device):
    """Whether the carrier is there. SIOCGIFFLAGS, IFF_RUNNING."""
    with socket.socket() as s:
        flags, = struct.unpack_from("H", fcntl.ioctl(s, 0x8913, struct.pack("16sH14x", device.encode(), 0)), 16)
    return flags & 0x40 != 0

def until(done, what):
    end = time.time() + 10
    while not done():
        if time.time() > end: raise RuntimeError("never: " + what)
        time.sleep(0.002)

class Host:
    """A process in its own network namespace that does as it is told, one JSON line at a time."""
    def __init__(self, name, number, spec):
        self.name, self.number, self.spec = name, number, spec
        ours, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            ours.close()
            try: new_net(); serve(theirs)
            except BaseException as e: theirs.sendall(json.dumps({"error": repr(e)}).encode() + b"\n")
            os._exit(1)
        theirs.close()
        self.file = ours.makefile("rw")
        self.ask(None)

    def ask(self, task):
        if task is not None: self.tell(task)
        line = self.file.readline()
        answer = json.loads(line) if line else {"error": f"{self.name} is gone"}
        if isinstance(answer, dict) and "error" in answer: raise RuntimeError(f"{self.name}: {answer['error']}")
        return answer

    def tell(self, task):
        self.file.write(json.dumps(task) + "\n"); self.file.flush()

def serve(channel):
    file = channel.makefile("rw")
    def say(answer): file.write(json.dumps(answer) + "\n"); file.flush()
    listener = None
    say({})
    for line in file:
        task = json.loads(line)
        kind = task["do"]
        if kind == "configure": configure(task["spec"]); say({})
        elif kind == "listen": listener = probes.Listener(task["ports"]); say({})
        elif kind == "probe": say(probes.probe(task["probe"]))
        elif kind == "seen": say(listener.seen())
        elif kind == "save": say(sh(f"iptables-{task['backend']}-save -c"))

def configure(spec):
    """What stands in the scenario beyond devices, which the wire has put here."""
    net = "net/ipv4/"
    for path, value in {"ip_forward": int(spec.get("forwarding", False)), "icmp_ratelimit": 0, "icmp_msgs_per_sec": 100000, "tcp_synack_retries": 0}.items(): write(net + path, value)
    devices = list(spec.get("interfaces", {}))
    for device in ["all", "default", *devices]:
        for key in ("rp_filter", "send_redirects", "accept_redirects"): write(f"{net}conf/{device}/{key}", 0)
    for device in devices: write(f"{net}neigh/{device}/retrans_time_ms", 100); write(f"{net}neigh/{device}/mcast_solicit", 1)
    lines = []
    for device, i in spec.get("interfaces", {}).items():
        if i.get("mac"): lines.append(f"link set {device} address {i['mac']}")
        lines.append(f"link set {device} up")
        lines += [f"addr add {address} dev {device}" for address in i.get("addresses", [])]
    lines += [f"route add {route}" for route in spec.get("routes", [])]
    if lines: sh("ip -batch -", "\n".join(lines) + "\n")
    for key, value in spec.get("sysctl", {}).items(): write(key.replace(".", "/"), value)
    for device in devices: until(lambda d=device: running(d), f"{device} is up")
    if spec.get("rules"): sh(f"iptables-{spec.get('backend', 'legacy')}-restore -c", spec["rules"])

def run(scenario):
    new_net()  # the wire
    hosts = {name: Host(name, i + 1, spec) for i, (name, spec) in enumerate(scenario["hosts"].items())}
    links = {}
    lines, peers = [], []
    for host in hosts.values():
        for i, (device, spec) in enumerate(host.spec.get("interfaces", {}).items()):
            link = spec.get("link") or f"{host.name}.{device}"
            if link not in links:
                links[link] = f"br{len(links)}"
                lines += [f"link add {links[link]} type bridge forward_delay 0 mcast_snooping 0", f"link set {links[link]} up"]
            peer = f"v{host.number}x{i}"
            peers.append(peer)
            lines += [f"link add {peer} type veth peer name {device} address 02:00:00:00:{host.number:02x}:{i + 1:02x} netns {host.pid}",
                      f"link set {peer} master {links[link]} up"]
    sh("ip -batch -", "\n".join(lines) + "\n")
    for host in hosts.values(): host.tell({"do": "configure", "spec": host.spec})
    for host in hosts.values(): host.ask(None)
    for peer in peers: until(lambda p=peer: running(p), f"{peer} is up")
    until(lambda: all(port.get("state") == "forwarding" for port in json.loads(sh("bridge -j link") or "[]") if port["ifname"] in peers), "the bridges forward")
    for host in hosts.values(): host.ask({"do": "listen", "ports": host.spec.get("listen", [])})
    answers = []
    for i, probe in enumerate(scenario["probes"]):
        answer = hosts[probe["from"]].ask({"do": "probe", "probe": {"sport": 40001 + i, **probe}})
        time.sleep(0.02)
        seen = [s for host in hosts.values() for s in host.ask({"do": "seen"}) for s in [{"host": host.name, **s}]]
        # The probe's own packet comes first; a listener hears nothing else of this probe's kind but what it caused.
        first = min(seen, key=lambda s: s["at"], default=None)
        answers.append({**answer, "seen": first and {k: first[k] for k in ("host", "source", "sport", "destination", "dport")}})
    save = {"do": "save", "backend": scenario.get("backend", "legacy")}
    return {"probes": answers, "counters": {name: host.ask(save) for name, host in hosts.items()}}

for line in sys.stdin:
    sys.stdout.flush()
    if os.fork() == 0:
        try: print(json.dumps(run(json.loads(line))), flush=True)
        except BaseException as e: print(json.dumps({"error": str(e) or repr(e)}), flush=True)
        os._exit(0)
    os.wait()

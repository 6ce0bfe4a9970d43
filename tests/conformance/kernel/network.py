"""The network of one scenario: a namespace for every host, and one more for the bridges that are its links.

They have no names, and go when the last descriptor that holds them is closed: nothing is left behind,
however the process ends. A socket stays in the namespace it was made in, so one process is all hosts.
"""
import ctypes, fcntl, os, socket, struct, subprocess, time

NEWNET = 0x40000000
# No limit on ICMP errors, and nothing that TCP sends a second time.
STILL = {"icmp_ratelimit": 0, "icmp_msgs_per_sec": 100000, "tcp_synack_retries": 0, "tcp_early_retrans": 0, "tcp_rto_min_us": 60_000_000}
libc = ctypes.CDLL(None, use_errno=True)

def write(path, value):
    with open("/proc/sys/" + path, "w") as f: f.write(str(value))

def read(path):
    with open(path) as f: return f.read()

def call(*command, text=None):
    done = subprocess.run(command, input=text, text=True, capture_output=True)
    if done.returncode: raise RuntimeError(f"{' '.join(command)}\n{text or ''}\n{done.stderr}")
    return done.stdout

def flags_of(device, add=0):
    """A device's flags. SIOCGIFFLAGS, SIOCSIFFLAGS."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        flags, = struct.unpack_from("H", fcntl.ioctl(s, 0x8913, struct.pack("16sH14x", device.encode(), 0)), 16)
        if add: fcntl.ioctl(s, 0x8914, struct.pack("16sH14x", device.encode(), flags | add))
    return flags

def up(device): flags_of(device, 1)

def until_running(devices):
    end = time.time() + 10
    for device in devices:
        while not flags_of(device) & 0x40:
            if time.time() > end: raise RuntimeError(f"never up: {device}")
            time.sleep(0.002)

class Namespace:
    def __init__(self):
        if libc.unshare(NEWNET): raise OSError(ctypes.get_errno(), "unshare")
        self.fd = os.open("/proc/self/ns/net", os.O_RDONLY)
        write("net/ipv6/conf/all/disable_ipv6", 1); write("net/ipv6/conf/default/disable_ipv6", 1)
        up("lo")

    def enter(self):
        """From here on this process makes its sockets here, and its commands see these devices."""
        if libc.setns(self.fd, NEWNET): raise OSError(ctypes.get_errno(), "setns")

    def close(self): os.close(self.fd)

class Host(Namespace):
    def __init__(self, name, number, spec, backend):
        super().__init__()
        self.name, self.number, self.spec, self.backend = name, number, spec, backend
        self.interfaces = spec.get("interfaces", {})
        self.devices = list(self.interfaces)
        self.mtus = {}
        # A bridge is made by its host; its ports come from the wire as every other device does.
        self.bridges = {i["master"] for i in self.interfaces.values() if "master" in i}

    def mac(self, device): return f"02:00:00:00:{self.number:02x}:{self.devices.index(device) + 1:02x}"

    def configure(self):
        """What stands in the scenario beyond devices, which the wire has put here."""
        spec, net = self.spec, "net/ipv4/"
        for path, value in {"ip_forward": int(spec.get("forwarding", False)), **STILL}.items(): write(net + path, value)
        # A limit of 0 that is asked for would use up what other errors to the same receiver may cost.
        if "net.ipv4.icmp_ratelimit" not in spec.get("sysctl", {}): write(net + "icmp_ratemask", 0)
        write("net/bridge/bridge-nf-call-iptables", 0)
        lines = [f"link add {bridge} address {self.mac(bridge)} type bridge forward_delay 0 mcast_snooping 0" for bridge in self.bridges]
        lines += [f"link set {port} master {i['master']}" for port, i in self.interfaces.items() if "master" in i]
        if lines: call("ip", "-batch", "-", text="\n".join(lines) + "\n")
        for device in ["all", "default", *self.devices]:
            for key in ("rp_filter", "send_redirects", "accept_redirects"): write(f"{net}conf/{device}/{key}", 0)
        for device in self.devices: write(f"{net}neigh/{device}/retrans_time_ms", 40); write(f"{net}neigh/{device}/mcast_solicit", 1); write(f"{net}neigh/{device}/delay_first_probe_time", 600)
        lines = []
        for device, i in self.interfaces.items():
            if i.get("mac"): lines.append(f"link set {device} address {i['mac']}")
            if device in self.mtus: lines.append(f"link set {device} mtu {self.mtus[device]}")
            if device != "lo": lines.append(f"link set {device} up")
            lines += [f"addr add {address} dev {device}" for address in i.get("addresses", [])]
        lines += [f"route add {route}" for route in spec.get("routes", [])]
        lines += [f"rule add {rule}" for rule in spec.get("routingRules", [])]
        if lines: call("ip", "-batch", "-", text="\n".join(lines) + "\n")
        for key, value in spec.get("sysctl", {}).items(): write(key.replace(".", "/"), value)

    def end(self):
        """The counters of every rule, and conntrack's entries. Reading those does not make the host track."""
        self.enter()
        counters = call(f"iptables-{self.backend}-save", "-c") if self.spec.get("rules") else ""
        return {"counters": counters, "connections": read("/proc/net/nf_conntrack")}

class Network:
    def __init__(self, scenario):
        backend = scenario.get("backend", "legacy")
        self.wire = Namespace()
        self.hosts = {}
        for i, (name, spec) in enumerate(scenario["hosts"].items()): self.hosts[name] = Host(name, i + 1, spec, backend)
        peers = self.connect(scenario)
        for host in self.hosts.values(): host.enter(); host.configure()
        self.wire.enter(); until_running(peers)
        for host in self.hosts.values():
            host.enter(); until_running(d for d in host.devices if d != "lo")
            # Takes the lock that a bridge changes its ports under: behind it, they forward.
            up("lo")
            if host.spec.get("sets"): call("ipset", "restore", text=host.spec["sets"])
            if host.spec.get("rules"): call(f"iptables-{backend}-restore", "-c", text=host.spec["rules"])

    def connect(self, scenario):
        """A bridge for every link. Gives its ends of the pairs."""
        links, lines, peers = {}, [], []
        for host in self.hosts.values():
            for i, device in enumerate(host.devices):
                if device == "lo" or device in host.bridges: continue
                link = host.interfaces[device].get("link") or f"{host.name}.{device}"
                if link not in links:
                    links[link] = f"br{len(links)}"
                    lines += [f"link add {links[link]} type bridge forward_delay 0 mcast_snooping 0", f"link set {links[link]} up"]
                peer = f"v{host.number}x{i}"
                peers.append(peer)
                lines += [f"link add {peer} type veth peer name {device} address {host.mac(device)} netns /proc/{os.getpid()}/fd/{host.fd}",
                          f"link set {peer} master {links[link]} up"]
                mtu = scenario.get("links", {}).get(link, {}).get("mtu")
                if mtu: lines.append(f"link set {peer} mtu {mtu}"); host.mtus[device] = mtu
        self.wire.enter()
        if lines: call("ip", "-batch", "-", text="\n".join(lines) + "\n")
        return peers

    def close(self):
        for namespace in (self.wire, *self.hosts.values()): namespace.close()

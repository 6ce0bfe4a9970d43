"""Shell commands on the hosts of a network, on the real kernel. Reads one JSON network with `commands: [{host, line}]`, prints a JSON list: what each printed."""
import json, os, signal, subprocess, sys, tempfile, time
from network import Network, write
from services import Services

def patient(host):
    """What the network hurries has its usual time: a command's answer depends on it."""
    host.enter()
    for device in host.devices:
        if device != "lo": write(f"net/ipv4/neigh/{device}/retrans_time_ms", 1000); write(f"net/ipv4/neigh/{device}/mcast_solicit", 3)

def run(host, line):
    host.enter()
    done = subprocess.run(["bash", "-c", line], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    return {"status": done.returncode, "stdout": done.stdout.decode(errors="replace"), "stderr": done.stderr.decode(errors="replace")}

def watch(host, line):
    """A tcpdump that has begun to listen, or has ended. It asks no name server, whose packets it would see."""
    host.enter()
    alone = f"mount --bind {names.name} /etc/nsswitch.conf; exec {line.replace('tcpdump', 'tcpdump -l --immediate-mode', 1)}"
    watching = subprocess.Popen(["unshare", "-m", "bash", "-c", alone], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    said = b""
    while b"listening on" not in said and (more := os.read(watching.stderr.fileno(), 4096)): said += more
    return watching, said

def listeners():
    """The sockets of this namespace that listen to what netfilter tells."""
    with open("/proc/thread-self/net/netlink") as f: return sum(l.split()[1] == "12" and l.split()[3] != "00000000" for l in f)

def watch_connections(host, line):
    """A conntrack -E that has begun to listen, or has ended."""
    host.enter()
    before, end = listeners(), time.time() + 2
    watching = subprocess.Popen(["bash", "-c", f"exec {line}"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while watching.poll() is None and listeners() == before and time.time() < end: time.sleep(0.01)
    return watching, b""

def watches(line): return line.startswith("tcpdump") or line.startswith("conntrack -E")

def watched(watching, said):
    interrupted = watching.poll() is None
    if interrupted: watching.send_signal(signal.SIGINT)
    out, err = watching.communicate(timeout=10)
    if interrupted and said: out = out.removesuffix(b"\n")  # what tcpdump puts behind ^C
    return {"status": watching.returncode, "stdout": out.decode(errors="replace"), "stderr": (said + err).decode(errors="replace")}

def run_all(hosts, commands):
    """In turn; but a tcpdump or conntrack -E, which shows what the command in front of it did, begins before that command."""
    answers, at = [], 0
    while at < len(commands):
        end = at + 1
        while end < len(commands) and watches(commands[end]["line"]): end += 1
        watching = [(watch if c["line"].startswith("tcpdump") else watch_connections)(hosts[c["host"]], c["line"]) for c in commands[at + 1:end]]
        answers.append(run(hosts[commands[at]["host"]], commands[at]["line"]))
        if watching: time.sleep(0.3)
        answers += [watched(*w) for w in watching]
        at = end
    return answers

names = tempfile.NamedTemporaryFile("w")
names.write("hosts: files\nservices: files\nprotocols: files\n"); names.flush()
network = json.load(sys.stdin)
hosts = Network(network).hosts
for host in hosts.values(): patient(host); Services(host)
# As if somebody had been watching all along: the kernel notes events of entries that begin with somebody there.
for host in hosts.values(): host.enter(); write("net/netfilter/nf_conntrack_events", 1)
try: print(json.dumps(run_all(hosts, network["commands"])), flush=True)
except Exception as e: print(json.dumps({"error": str(e) or repr(e)}), flush=True)
names.close()
os._exit(0)

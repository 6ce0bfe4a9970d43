"""What a lesson runs, step by step on one network, as course.ts asks for it: texts, commands, packets, and seconds that pass.

Each replay has a process of its own with its own mounts, processes and host name: a lesson's commands write into empty
folders and over layers, and whatever they start ends with the replay.
"""
import ctypes, os, re, signal, subprocess, sys, time
from network import Network, call
from probes import Programs
from services import Services

NEWNS, NEWUTS, NEWPID = 0x20000, 0x4000000, 0x20000000
PRIVATE = 0x44000  # MS_REC | MS_PRIVATE
COMMANDS = ["iptables", "iptables-save", "iptables-restore", "ip6tables", "ip6tables-save", "ip6tables-restore"]
ENVIRONMENT = {"HOME": "/root", "USER": "root", "LOGNAME": "root", "SHELL": "/bin/bash", "LC_ALL": "C.UTF-8",
               "PATH": "/run/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
# Without a terminal no shell prints prompts of its own; what comes before the mark is what it says of that.
QUIET_SHELL = "PS1= PS2=; set +H; unset HISTFILE; printf '\\036'\n"
# As the lessons' ssh: to another host without a packet.
SSH = """#!/bin/bash
host=${1#root@}; shift
[ -e "/run/hosts/$host" ] || { echo "ssh: Could not resolve hostname $host: Temporary failure in name resolution" >&2; exit 255; }
enter() { exec nsenter --net="/run/hosts/$host" unshare -u bash -c 'hostname "$0"; exec "$@"' "$(cat "/run/hosts/$host.name")" "$@"; }
[ $# = 0 ] || enter bash -c "$*"
PS1= PS2= enter bash --norc --noprofile --noediting -i 2> >(grep -v '^bash: \\(cannot set terminal process group\\|no job control\\)\\|^exit$' >&2)
"""
# No daemon runs here: what `docker run -d -p PORT:PORT NAME` wrote is recorded, see tests/conformance/docker.
DOCKER = """#!/bin/bash
[ "$1 $2 $3" = "run -d -p" ] || exit 125
host=${4%:*} port=${4#*:}
for file in /run/hosts/172.17.*.name; do [ "$(cat "$file")" != "$5" ] || address=$(basename "$file" .name); done
iptables -t nat -A POSTROUTING -s $address/32 -d $address/32 -p tcp -m tcp --dport $port -j MASQUERADE
iptables -t nat -A DOCKER ! -i docker0 -p tcp -m tcp --dport $host -j DNAT --to-destination $address:$port
iptables -A DOCKER -d $address/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport $port -j ACCEPT
echo ID
"""
# A namespace cannot start again: what a boot leaves of rules and connections, and the rules that Debian then loads.
REBOOT = """#!/bin/bash
for table in $(iptables-save | grep -o '^[*].*' | tr -d '*'); do
  for chain in $(iptables-save -t $table | grep -o '^:[A-Z]*' | tr -d :); do iptables -t $table -P $chain ACCEPT; done
  iptables -t $table -F; iptables -t $table -X
done
conntrack -F 2> /dev/null
rules=/etc/iptables/rules.v4
[ ! -f $rules ] || ! iptables-restore --test < $rules || iptables-restore < $rules
exit 0
"""
# As /usr/sbin/netfilter-persistent 1.0.20 with the plugins of iptables-persistent.
PERSISTENT = """#!/bin/bash
[ "$1" = save ] || exit 125
echo 'run-parts: executing /usr/share/netfilter-persistent/plugins.d/15-ip4tables save' >&2
iptables-save > /etc/iptables/rules.v4
echo 'run-parts: executing /usr/share/netfilter-persistent/plugins.d/25-ip6tables save' >&2
ip6tables-save > /etc/iptables/rules.v6
"""
libc = ctypes.CDLL(None, use_errno=True)

def mount(source, target, kind=None, flags=0, data=None):
    text = lambda t: t and t.encode()
    if libc.mount(text(source), text(target), text(kind), flags, text(data)): raise OSError(ctypes.get_errno(), f"mount {target}")

def put(path, text, mode=0o644):
    with open(path, "w") as f: f.write(text)
    os.chmod(path, mode)

def link(to, path):
    if os.path.lexists(path): os.unlink(path)
    os.symlink(to, path)

def furnish(backend):
    """The folders that commands may write in, the backend's commands under their short names, and no name server."""
    mount("none", "/", None, PRIVATE)
    mount("proc", "/proc", "proc")
    for folder in ("/root", "/tmp", "/run", "/opt"): mount("none", folder, "tmpfs")
    for folder in ("/etc", "/var"):
        new, work = f"/opt{folder}/new", f"/opt{folder}/work"
        os.makedirs(new); os.makedirs(work)
        mount("none", folder, "overlay", 0, f"lowerdir={folder},upperdir={new},workdir={work}")
    for folder in ("bin", "terminal", "hosts"): os.makedirs(f"/run/{folder}")
    os.makedirs("/etc/iptables", exist_ok=True)
    for name in COMMANDS:
        link(f"/usr/sbin/xtables-{backend}-multi", f"/run/bin/{name}")
        link(f"/usr/sbin/xtables-{backend}-multi", f"/etc/alternatives/{name}")
    put("/run/bin/ssh", SSH, 0o755)
    # To a terminal it writes line by line, so that what it counts comes last; to a pipe it would not.
    put("/run/terminal/conntrack", '#!/bin/sh\nexec stdbuf -oL /usr/sbin/conntrack "$@"\n', 0o755)
    put("/run/bin/docker", DOCKER, 0o755)
    put("/run/bin/reboot", REBOOT, 0o755)
    put("/run/bin/netfilter-persistent", PERSISTENT, 0o755)
    # The name server cannot be asked, which a machine whose server says no prints otherwise: getnameinfo then gives a
    # network's number as its name, and iptables asks /etc/networks no more.
    put("/etc/nsswitch.conf", "hosts: files dns\nnetworks: files\nservices: files\nprotocols: files\npasswd: files\ngroup: files\n")
    link("/etc/resolver", "/etc/resolv.conf"); put("/etc/resolver", "nameserver 255.255.255.255\n")
    put("/etc/hosts", "127.0.0.1\tlocalhost\n")
    os.chdir("/root")

def reachable(network):
    """Every host by its name and its addresses, as ssh looks for it."""
    for host in network.hosts.values():
        addresses = [a.split("/")[0] for i in host.interfaces.values() for a in i.get("addresses", [])]
        for name in (host.name, *addresses):
            link(f"/proc/{os.getpid()}/fd/{host.fd}", f"/run/hosts/{name}")
            put(f"/run/hosts/{name}.name", host.name)

def shell(host, *arguments, text="", path=""):
    host.enter()
    libc.sethostname(host.name.encode(), len(host.name.encode()))
    done = subprocess.run(arguments, input=text.encode(), env={**ENVIRONMENT, "PATH": path + ENVIRONMENT["PATH"]}, capture_output=True, timeout=60)
    return {"status": done.returncode, "stdout": done.stdout.decode(errors="replace"), "stderr": done.stderr.decode(errors="replace")}

def typed(host, lines):
    """What a terminal shows, apart from prompts and what was typed. A login shell says logout at the end of its input."""
    merged = shell(host, "bash", "-c", "exec -a -bash bash --norc --noprofile --noediting -i 2>&1", text=QUIET_SHELL + lines.rstrip("\n") + "\n", path="/run/terminal:")
    return {"status": 0, "stdout": merged["stdout"].split("\036", 1)[1].removesuffix("logout\n"), "stderr": ""}

def run_text(host, language, text):
    if language == "save": return shell(host, "iptables-restore", "-c", text=text.rstrip("\n") + "\n")
    return typed(host, text) if language == "terminal" else shell(host, "bash", "-c", text)

class Replay:
    def __init__(self, scenario, patience):
        self.network, self.patience, self.sent = Network(scenario), patience, 0
        reachable(self.network)
        self.programs = Programs(self.network, patience)

    def served(self, work):
        """Work whose commands talk to other hosts' ports: services take the probes' listeners' place for as long."""
        self.programs.close()
        told, tells = os.pipe()
        child = os.fork()
        if child == 0:
            for host in self.network.hosts.values(): Services(host)
            os.write(tells, b".")
            signal.pause()
        os.read(told, 1)
        try: return work()
        finally:
            time.sleep(0.03)  # the last packets of a connection
            os.kill(child, signal.SIGKILL); os.waitpid(child, 0)
            self.programs = Programs(self.network, self.patience)

    def step(self, step):
        kind, host = step["kind"], self.network.hosts.get(step.get("host"))
        if kind == "wait": return time.sleep(step["seconds"])
        if kind == "probe":
            self.sent += 1
            return self.programs.probe({"sport": 40000 + self.sent, **step["probe"]})
        work = (lambda: run_text(host, step["language"], step["text"])) if kind == "text" else (lambda: shell(host, "bash", "-c", step["command"]))
        return self.served(work) if re.search(r"\b(curl|nc|ss)\b", step.get("text", step.get("command"))) else work()

    def end(self, host):
        host.enter()
        with open("/proc/net/nf_conntrack") as f: return {"counters": call(f"iptables-{host.backend}-save", "-c"), "connections": f.read()}

def replay(scenario, steps, patience):
    furnish(scenario.get("backend", "legacy"))
    going = Replay(scenario, patience)
    answers = []
    for step in steps:
        answers.append(going.step(step))
        # A lab loads nothing of a text with a mistake, so what comes of it here is another matter.
        if step["kind"] == "text" and step["language"] == "save" and answers[-1]["status"]: return {"answers": answers, "counters": {}, "connections": {}}
    ends = {name: going.end(host) for name, host in going.network.hosts.items()}
    return {"answers": answers, **{what: {name: e[what] for name, e in ends.items()} for what in ("counters", "connections")}}

def apart(work):
    """The bytes that work gives, from a process that is the first of its own: those it started end with it."""
    told, tells = os.pipe()
    outer = os.fork()
    if outer == 0:
        os.close(told)
        libc.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: it ends with the one who asked
        if libc.unshare(NEWNS | NEWUTS | NEWPID): os._exit(1)
        inner = os.fork()
        if inner == 0:
            libc.prctl(1, signal.SIGKILL)
            text = work()
            while text: text = text[os.write(tells, text):]
            os._exit(0)
        os.close(tells)
        os.waitpid(inner, 0)
        os._exit(0)
    os.close(tells)
    with open(told, "rb") as f: text = f.read()
    os.waitpid(outer, 0)
    return text

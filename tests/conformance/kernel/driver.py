"""Scenarios on the real kernel. Reads one JSON line a scenario, runs each at once in a process of its own, and prints one JSON answer a line as each is done.

A line is {"scenario", "patience", "trace"}: an answer that takes longer than so many seconds is none; with "trace" the
answer has what the TRACE target told, but the counters then count its rules too. With "steps" it is a lesson's replay
(replay.py). Answers come in any order, each with the "line" it belongs to.
"""
import ctypes, fcntl, json, os, signal, sys
from network import Network
from probes import Programs
from replay import apart, replay
from tracing import Tracing

def run(scenario, patience, trace=False):
    network = Network(scenario)
    tracings = {name: Tracing(host) for name, host in network.hosts.items()} if trace else {}
    programs = Programs(network, patience)
    answers = [programs.probe({"sport": 40001 + i, **probe}) for i, probe in enumerate(scenario["probes"])]
    ends = {name: host.end() for name, host in network.hosts.items()}
    told = {name: t.heard() for name, t in tracings.items()}
    for closable in (programs, *tracings.values(), network): closable.close()
    return {"trace": told, "probes": answers, **{what: {name: e[what] for name, e in ends.items()} for what in ("counters", "connections")}}

def answer(task):
    try: return replay(**task) if "steps" in task else run(**task)
    except Exception as e: return {"error": str(e) or repr(e)}

def work(number, line, lock):
    task = json.loads(line)
    said = lambda: (json.dumps({"line": number, **answer(task)}) + "\n").encode()
    text = (apart(said) or json.dumps({"line": number, "error": "the replay ended early"}).encode() + b"\n") if "steps" in task else said()
    fcntl.lockf(lock, fcntl.LOCK_EX)
    while text: text = text[os.write(1, text):]
    fcntl.lockf(lock, fcntl.LOCK_UN)

def main():
    lock = os.memfd_create("stdout")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # those that have answered are not waited for
    for number, line in enumerate(sys.stdin):
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: it ends with the one who asked
            work(number, line, lock)
            os._exit(0)
    try: os.wait()  # until the last of them has ended
    except ChildProcessError: pass

main()

"""Sends datagrams over loopback for a while and prints how many nanoseconds one took. Arguments: seconds."""
import socket
import sys
import time

seconds = float(sys.argv[1])
receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.bind(("127.0.0.1", 53))
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sender.connect(("127.0.0.1", 53))
best = None
end = time.monotonic() + seconds
while time.monotonic() < end:
    start = time.perf_counter_ns()
    for _ in range(200):
        sender.send(b"four")
    spent = (time.perf_counter_ns() - start) / 200
    best = spent if best is None else min(best, spent)
print(best)

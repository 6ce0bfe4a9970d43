"""What a host's ports answer to commands: datagrams come back; a TCP client that asks for a page gets one, and is left to close; one that asks nothing is closed upon."""
import socket, threading

class Services:
    def __init__(self, host):
        self.name = host.name
        host.enter()
        for entry in host.spec.get("listen", []):
            given = entry if isinstance(entry, dict) else dict([entry.split("/")])
            kind = "tcp" if "tcp" in given else "udp"
            s = socket.socket(socket.AF_INET, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.bind(("0.0.0.0", int(given[kind])))
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

"""Asks an HTTP server at a given rate, whatever it answers (open loop), or by users who wait between their requests
(closed loop), on kept connections. Light enough for one machine with the server: some 0.1 ms of processor a request."""
import asyncio
import dataclasses
import json
import random
import time


def request_bytes(method, path, body=None, headers=()):
    data = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *headers]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(data)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


@dataclasses.dataclass
class Answer:
    kind: str
    status: int       # 0: the connection ended, or no answer in time
    seconds: float    # from when it was due, so that a late generator does not flatter the server
    headers: bytes = b""
    body: bytes = b""


class Connection(asyncio.Protocol):
    def __init__(self):
        self.buffer, self.need, self.waiting = bytearray(), None, None

    def connection_made(self, transport):
        self.transport = transport

    def connection_lost(self, error):
        self.transport = None
        if self.waiting and not self.waiting.done():
            self.waiting.set_result((0, b"", b""))

    def data_received(self, data):
        self.buffer += data
        if self.need is None:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self.buffer[:end]).lower()
            at = head.find(b"\r\ncontent-length:")
            length = int(head[at + 17:].split(b"\r\n", 1)[0]) if at >= 0 else 0
            self.head, self.need = head, end + 4 + length
        if len(self.buffer) >= self.need:
            body = bytes(self.buffer[len(self.head) + 4:self.need])
            del self.buffer[:self.need]
            self.need = None
            if self.waiting and not self.waiting.done():
                self.waiting.set_result((int(self.head[9:12]), self.head, body))

    async def ask(self, data, timeout=30):
        self.waiting = asyncio.get_running_loop().create_future()
        self.transport.write(data)
        try:
            return await asyncio.wait_for(self.waiting, timeout)
        except asyncio.TimeoutError:
            self.transport.abort()
            return 0, b"", b""


class Load:
    """Connections to one port, handed out free ones first, opened as needed."""

    def __init__(self, port):
        self.port, self.free, self.answers = port, [], []

    async def one(self, kind, data, due=None, keep_body=False):
        loop = asyncio.get_running_loop()
        due = due or time.perf_counter()
        connection = None
        while self.free and connection is None:
            connection = self.free.pop()
            if connection.transport is None or connection.transport.is_closing():
                connection = None
        try:
            if connection is None:
                _, connection = await loop.create_connection(Connection, "127.0.0.1", self.port)
            status, head, body = await connection.ask(data)
        except OSError:
            status, head, body = 0, b"", b""
        answer = Answer(kind, status, time.perf_counter() - due, head, body if keep_body else b"")
        if status and connection.transport is not None:
            self.free.append(connection)
        self.answers.append(answer)
        return answer

    async def at_rate(self, rate, seconds, make):
        """Poisson arrivals; `make()` gives (kind, bytes)."""
        pending, start, due = set(), time.perf_counter(), 0.0
        while due < seconds:
            delay = start + due - time.perf_counter()
            if delay > 0:
                await asyncio.sleep(delay)
            kind, data = make()
            task = asyncio.ensure_future(self.one(kind, data, start + due))
            pending.add(task)
            task.add_done_callback(pending.discard)
            due += random.expovariate(rate)
        if pending:
            await asyncio.wait(pending)

    async def by_users(self, users, seconds, make, wait):
        """`wait()` gives a user's pause between its requests."""
        end = time.perf_counter() + seconds

        async def user():
            await asyncio.sleep(wait() * random.random())
            while time.perf_counter() < end:
                kind, data = make()
                await self.one(kind, data, keep_body=True)
                await asyncio.sleep(wait())
        await asyncio.gather(*(user() for _ in range(users)))

    async def one_after_another(self, requests):
        for kind, data in requests:
            await self.one(kind, data, keep_body=True)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")

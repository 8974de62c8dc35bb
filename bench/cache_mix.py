#!/usr/bin/env python3
"""cache_mix.py URL [--seconds N] [--clients N]: the hit rate of the cache of answers under the specification's load.

Queries, health checks and imports 3:1:1, as its Locust file has them (its five questions, its one text), in three ways:
  fixed     its own: every import is of one text under one of 1,000 titles, and every question is over everything
  distinct  every import is another text
  projects  the same, and each client asks of a project of its own, into which one import in ten goes
Prints for each the requests, failures, hit rate (of /api/v2/stats) and the times of queries. Run it on a store that may
be written to, with CACHE_SIZE as it is to be judged and without rate limits.
"""
import argparse
import http.client
import json
import random
import statistics
import threading
import time
import urllib.parse

QUESTIONS = ["What did we decide about the project timeline?", "Show me all action items from last week",
             "What technical decisions were made?", "Find discussions about budget", "What are the main concerns raised?"]
WORDS = "budget timeline sensor battery supplier launch gasket price survey contract test plan risk owner date".split()


class Client(threading.Thread):
    def __init__(self, host, way, number, until):
        super().__init__()
        self.host, self.way, self.number, self.until = host, way, number, until
        self.random = random.Random(number)
        self.times, self.failures, self.requests = [], 0, 0

    def send(self, method, path, body=None):
        self.requests += 1
        self.connection.request(method, path, json.dumps(body) if body else None, {"Content-Type": "application/json"})
        reply = self.connection.getresponse()
        reply.read()
        self.failures += reply.status != 200

    def project(self):
        return f"client-{self.number}"

    def ingest(self):
        text = "This is a test meeting transcript."
        body = {"title": f"Test Meeting {self.random.randint(1, 1000)}", "participants": ["User1", "User2"]}
        if self.way != "fixed":
            text = "We decided about the " + " ".join(self.random.choices(WORDS, k=8)) + "."
        if self.way == "projects":
            body["project"] = self.project() if self.random.random() < 0.1 else "everybody"
        self.send("POST", "/ingest", {**body, "transcript": text})

    def query(self):
        body = {"query": self.random.choice(QUESTIONS), "enable_activation": True, "enable_bridges": True}
        if self.way == "projects":
            body["filters"] = {"project": self.project()}
        began = time.perf_counter()
        self.send("POST", "/api/v2/query", body)
        self.times.append((time.perf_counter() - began) * 1000)

    def run(self):
        self.connection = http.client.HTTPConnection(self.host, timeout=60)
        while time.monotonic() < self.until:
            self.random.choice([self.query, self.query, self.query, lambda: self.send("GET", "/health"), self.ingest])()
        self.connection.close()


def cache_of(host):
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request("GET", "/api/v2/stats")
    stats = json.loads(connection.getresponse().read())
    return stats["cache"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--clients", type=int, default=8)
    asked = parser.parse_args()
    host = urllib.parse.urlsplit(asked.url).netloc
    for way in ("fixed", "distinct", "projects"):
        before = cache_of(host)
        clients = [Client(host, way, number, time.monotonic() + asked.seconds) for number in range(asked.clients)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        after = cache_of(host)
        hits, misses = after["hits"] - before["hits"], after["misses"] - before["misses"]
        times = sorted(ms for client in clients for ms in client.times)
        print(f"{way:9} {sum(c.requests for c in clients):6} requests, {sum(c.failures for c in clients)} failures; "
              f"{hits + misses} queries, hit rate {hits / max(1, hits + misses):.3f}; ms: median {statistics.median(times):.2f}, "
              f"p95 {times[int(len(times) * .95)]:.2f}")


if __name__ == "__main__":
    main()

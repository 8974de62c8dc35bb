#!/usr/bin/env python3
"""kill -9 of a server under a mixed load, at random and at its nth write: every acknowledged meeting is there, nothing is
half there, and what is found equals what is stored. HEBB_KILLS sets how often (10; 100 in ./test --long)."""
import os
import random
import signal
import subprocess
import threading
import time
import unittest

from http_server import BINARY, Server, require_model

FAULTS = os.environ.get("HEBB_FAULT_LIBRARY", "")
KILLS = int(os.environ.get("HEBB_KILLS", "10"))
NOUNS = "anchor basket candle dagger engine funnel garlic hammer insect jacket kettle ladder magnet needle oyster pencil".split()


def setUpModule():
    require_model()


def meeting(number):
    """Some twenty turns, with a word that no other meeting has."""
    turns = [{"speaker": "AB"[i % 2], "text": f"We decided to move the {NOUNS[(number + i) % 16]} of zq{number}x to hall {i}."}
             for i in range(random.Random(number).randint(2, 20))]
    return {"title": f"meeting {number}", "project": f"p{number % 3}", "transcript": turns}


class Writer(threading.Thread):
    """Sends meetings of its own numbers, and erases some, until the server is gone."""

    def __init__(self, server, first, step):
        super().__init__(daemon=True)
        self.server, self.number, self.step = server, first, step
        self.acknowledged, self.erased, self.sent = {}, set(), {}
        self.unsure = set()  # of which an erasure was asked for and not acknowledged

    def run(self):
        try:
            while True:
                body = meeting(self.number)
                self.sent[self.number] = body
                reply = self.server.post("/api/v2/ingest", body)
                if reply.status == 200:
                    self.acknowledged[self.number] = reply.json()["meeting_id"]
                    if self.number % 5 == 0:
                        self.unsure.add(self.number)
                        if self.server.send("DELETE", "/api/v2/meetings/" + self.acknowledged[self.number]).status == 200:
                            self.erased.add(self.number)
                self.number += self.step
        except Exception:  # noqa: BLE001: whatever a client sees of a kill
            return


class Reader(threading.Thread):
    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.wrong = server, []

    def run(self):
        try:
            while True:
                for path in ("/health", "/api/v2/stats", "/api/v2/meetings"):
                    if (status := self.server.get(path).status) not in (200, 503):
                        self.wrong.append((path, status))
                reply = self.server.post("/api/v2/query", {"query": "where did the kettle go?"})
                if reply.status not in (200, 503):
                    self.wrong.append(("query", reply.status))
        except Exception:  # noqa: BLE001
            return


class Kill(unittest.TestCase):
    def killed(self, home, number, moments):
        """A server that is killed under load; its writers."""
        settings, control = {}, None
        at_write = FAULTS and number % 2 == 1
        if at_write:
            settings = {"LD_PRELOAD": FAULTS, "HEBB_FAULT": os.path.join(home.home, "fault")}
        server = Server(home=home.home, environment=settings)
        writers = [Writer(server, number * 1000 + i, 2) for i in range(2)]
        readers = [Reader(server) for _ in range(2)]
        for thread in writers + readers:
            thread.start()
        if at_write:
            time.sleep(moments.uniform(0.1, 1))
            control = settings["HEBB_FAULT"]
            with open(control + ".new", "w") as file:
                file.write(f"KILL {moments.randint(1, 60)}")
            os.rename(control + ".new", control)
            server.process.wait(60)
            os.remove(control)
        else:
            time.sleep(moments.uniform(0.1, 2))
            server.process.send_signal(signal.SIGKILL)
            server.process.wait(60)
        self.assertEqual(server.process.returncode, -signal.SIGKILL, server.log())
        for thread in writers + readers:
            thread.join(60)
            self.assertFalse(thread.is_alive())
        for reader in readers:
            self.assertEqual(reader.wrong, [])
        return writers

    def check_all(self, home, writers):
        done = subprocess.run([BINARY, "doctor", "--data-dir", home.data], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout)
        server = Server(home=home.home)
        stats = server.get("/api/v2/stats").json()
        self.assertEqual(stats["index"]["applied_seq"], stats["seq"])
        self.assertEqual(stats["index"]["size"], sum(stats["memories"]["by_level"][level] for level in ("1", "2")))
        there, cursor = {}, ""
        while cursor is not None:
            page = server.get("/api/v2/meetings?limit=100" + (f"&cursor={cursor}" if cursor else "")).json()
            for one in page["meetings"]:
                there[one["meeting_id"]] = one
            cursor = page.get("next_cursor") or page.get("next")
        titles = {one["title"]: one for one in there.values()}
        self.assertEqual(len(titles), len(there), "a meeting is there twice")
        for writer in writers:
            for number, meeting_id in writer.acknowledged.items():
                if number in writer.erased:
                    self.assertNotIn(meeting_id, there, f"meeting {number} was erased, and is there")
                elif number not in writer.unsure:
                    self.assertIn(meeting_id, there, f"meeting {number} was acknowledged, and is gone")
            for number, body in writer.sent.items():
                one = titles.get(f"meeting {number}")
                if one is None:
                    continue
                turns = server.get(f"/api/v2/meetings/{one['meeting_id']}/transcript").json()["turns"]
                self.assertEqual([turn["text"] for turn in turns], [turn["text"] for turn in body["transcript"]])
        for writer in writers:  # found by its own word, and only where it is stored
            for number in list(writer.sent)[-3:]:
                found = server.post("/api/v2/query", {"query": f"zq{number}x", "limit": 5}).json()["results"]
                hit = any(f"zq{number}x" in one["content"] for one in found)
                self.assertEqual(hit, f"meeting {number}" in titles, f"meeting {number}")
        self.assertEqual(server.stop(), 0)
        return len(there)

    def test_kills_under_a_mixed_load(self):
        seed = random.randrange(1 << 30)
        print(f"seed {seed}")
        moments = random.Random(seed)
        home = Server()
        self.addCleanup(home.clean)
        self.assertEqual(home.stop(), 0)
        writers, counts = [], []
        for number in range(KILLS):
            writers += self.killed(home, number, moments)
            counts.append(self.check_all(home, writers))
        print("meetings after each kill:", counts)
        self.assertGreater(counts[-1], 0)
        self.assertTrue(any(writer.erased for writer in writers) or KILLS < 20)


if __name__ == "__main__":
    unittest.main()

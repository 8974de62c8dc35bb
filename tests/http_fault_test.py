#!/usr/bin/env python3
"""What a running server does when its disk fails, when its data is damaged, and when it is told to end."""
import concurrent.futures
import os
import signal
import sqlite3
import subprocess
import time
import unittest

from http_server import BINARY, TURNS, Server, require_model

FAULTS = os.environ.get("HEBB_FAULT_LIBRARY", "")


def setUpModule():
    require_model()


def meeting(number):
    return {"title": f"meeting {number}", "transcript": [{"speaker": "Ada", "text": f"We decided to order {number} pumps in May."},
                                                         {"speaker": "Bo", "text": f"The {number} pumps are loud in the cold."}]}


def long_meeting(turns):
    return [{"speaker": "ABC"[i % 3], "text": f"We should look at supplier number {i} and decide about the {i * 7} parts."}
            for i in range(turns)]


class Faults(unittest.TestCase):
    def start(self, *flags, home=None, **environment):
        server = Server(*flags, environment=environment, home=home)
        self.addCleanup(server.clean)
        return server

    def doctor(self, server):
        return subprocess.run([BINARY, "doctor", "--data-dir", server.data], capture_output=True, text=True, timeout=120)


@unittest.skipUnless(FAULTS, "HEBB_FAULT_LIBRARY: not built with sanitizers")
class Disk(Faults):
    def test_while_the_disk_fails_questions_are_answered_and_nothing_is_half_stored(self):
        for fault, status in (("ENOSPC", 507), ("EIO", 500), ("EROFS", 500)):
            with self.subTest(fault):
                server = self.start(LD_PRELOAD=FAULTS, HEBB_FAULT="fault")  # in its working directory
                control = os.path.join(server.cwd, "fault")
                self.assertEqual(server.post("/ingest", meeting(1)).status, 200)
                before = server.get("/api/v2/stats").json()
                with open(control, "w") as file:
                    file.write(fault)
                for number in (2, 3):
                    refused = server.post("/ingest", meeting(number))
                    self.assertEqual(refused.status, status, refused.body)
                    self.assertEqual(refused.headers["content-type"], "application/problem+json")
                    self.assertNotIn("pumps", refused.body.decode())
                    self.assertIn("hebb.db", refused.json()["detail"])
                    self.assertIn(refused.headers["x-request-id"], server.log())
                found = server.post("/api/v2/query", {"query": "how many pumps did we order?"})
                self.assertEqual(found.status, 200)
                self.assertIn("1 pumps", found.json()["results"][0]["content"])
                self.assertEqual(server.get("/health").status, 200)
                now = server.get("/api/v2/stats").json()
                self.assertEqual((now["meetings"], now["seq"]), (before["meetings"], before["seq"]))
                os.remove(control)
                self.assertEqual(server.post("/ingest", meeting(2)).status, 200)  # it mends itself
                self.assertEqual(server.get("/api/v2/stats").json()["meetings"], 2)
                self.assertEqual(server.stop(), 0)
                checked = self.doctor(server)
                self.assertEqual(checked.returncode, 0, checked.stdout)

    def test_a_server_on_a_failing_disk_still_ends_when_told(self):
        server = self.start(LD_PRELOAD=FAULTS, HEBB_FAULT="fault")
        self.assertEqual(server.post("/ingest", meeting(1)).status, 200)
        with open(os.path.join(server.cwd, "fault"), "w") as file:
            file.write("EIO")
        server.post("/ingest", meeting(2))
        server.stop()
        os.remove(os.path.join(server.cwd, "fault"))
        again = self.start(home=server.home)
        self.assertEqual(again.get("/api/v2/stats").json()["meetings"], 1)


class Damage(Faults):
    def test_a_damaged_database_is_refused_by_name_and_the_doctor_says_what_to_do(self):
        server = self.start()
        self.assertEqual(server.post("/ingest", {"transcript": TURNS}).status, 200)
        self.assertEqual(server.stop(), 0)
        database = os.path.join(server.data, "hebb.db")
        with open(database, "r+b") as file:
            file.write(b"\xa5" * 2000)
        refused = Server(home=server.home, wait=False)
        self.assertNotEqual(refused.process.wait(60), 0)
        self.assertIn(database, refused.log())
        checked = self.doctor(server)
        self.assertEqual(checked.returncode, 1)
        self.assertRegex(checked.stdout, "BAD .*database")

    def test_a_row_that_was_lost_is_found_by_the_doctor_who_says_what_to_do(self):
        server = self.start()
        self.assertEqual(server.post("/ingest", {"transcript": TURNS}).status, 200)
        self.assertEqual(server.stop(), 0)
        database = sqlite3.connect(os.path.join(server.data, "hebb.db"))
        database.execute("PRAGMA foreign_keys = OFF")
        with database:
            database.execute("DELETE FROM turns WHERE number = 0")
        database.close()
        checked = self.doctor(server)
        self.assertEqual(checked.returncode, 1, checked.stdout)
        self.assertRegex(checked.stdout, "BAD .*hebb restore FILE")

    def test_without_a_model_the_mend_is_named(self):
        server = Server(wait=False, environment={"MODEL_PATH": "/nonexistent/model"})
        self.addCleanup(server.clean)
        self.assertNotEqual(server.process.wait(60), 0)
        self.assertIn("/nonexistent/model", server.log())
        self.assertIn("tool/model/prepare", server.log())

    def test_a_second_server_on_the_same_data_is_refused(self):
        server = self.start()
        second = subprocess.run([BINARY, "serve", "--data-dir", server.data, "--port", "0"], capture_output=True, text=True,
                                timeout=60)
        self.assertNotEqual(second.returncode, 0)
        self.assertIn(str(server.process.pid), second.stderr)
        self.assertEqual(server.get("/livez").status, 200)


class End(Faults):
    def test_what_is_not_done_within_the_limit_is_dropped_and_told(self):
        server = self.start(HEBB_STOP_SECONDS="1")
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            body = {"title": "long", "transcript": long_meeting(8000)}
            sent = [pool.submit(server.post, "/ingest", {**body, "title": title}) for title in ("a", "b")]
            time.sleep(2)  # long enough to be read, far too short to be done
            began = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            self.assertEqual(server.process.wait(60), 0, server.log())
            self.assertLess(time.monotonic() - began, 15)
            for one in sent:
                try:
                    self.assertEqual((one.result().status, one.result().json()["detail"]), (503, "the server is stopping"))
                except (ConnectionError, OSError):
                    pass
        self.assertNotRegex(server.log(), r" error ")
        self.assertRegex(server.log(), r"stopping: [12] requests were not done in time: [12] dropped, 0 still run")
        again = self.start(home=server.home)
        self.assertEqual(again.get("/api/v2/stats").json()["meetings"], 0)
        self.assertEqual(again.stop(), 0)
        self.assertEqual(self.doctor(server).returncode, 0)


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""Nothing leaves the machine: a server at its usual work, and a command, connect to no address at all."""
import os
import subprocess
import sys
import unittest

from http_server import BINARY, TURNS, Server, model_path, require_model

WATCH = os.environ.get("HEBB_NETWORK_LIBRARY", "")


def setUpModule():
    require_model()


@unittest.skipUnless(WATCH, "HEBB_NETWORK_LIBRARY: not built with sanitizers")
class Network(unittest.TestCase):
    def setUp(self):
        self.server = Server(environment={"LD_PRELOAD": WATCH, "HEBB_CONNECTS": "connects"})  # in its working directory
        self.addCleanup(self.server.clean)
        self.notes = os.path.join(self.server.cwd, "connects")

    def noted(self):
        try:
            with open(self.notes) as file:
                return file.read().splitlines()
        except FileNotFoundError:
            return []

    def test_a_server_connects_to_no_address(self):
        self.assertEqual(self.server.post("/ingest", {"transcript": TURNS}).status, 200)
        self.assertEqual(self.server.post("/api/v2/query", {"query": "what was decided?"}).status, 200)
        for path in ("/health/detailed", "/metrics", "/docs", "/api/v2/stats", "/api/v2/export?project=default"):
            self.assertEqual(self.server.get(path).status, 200, path)
        self.assertEqual(self.server.stop(), 0)
        self.assertEqual(self.noted(), [])

    def test_a_command_connects_to_no_address_but_this_machines_server(self):
        self.assertEqual(self.server.post("/ingest", {"transcript": TURNS}).status, 200)
        environment = {**os.environ, "LD_PRELOAD": WATCH, "HEBB_CONNECTS": self.notes, "MODEL_PATH": model_path()}
        asked = subprocess.run([BINARY, "ask", "--data-dir", self.server.data, "What was decided about the sensor?"], env=environment,
                               capture_output=True, text=True, timeout=120)
        self.assertEqual(asked.returncode, 0, asked.stderr)
        self.assertEqual({line.split()[-1] for line in self.noted()}, {"127.0.0.1"})

    def test_the_watch_sees_what_connects(self):
        looks = "import socket\ntry: socket.create_connection(('127.0.0.1', 9), 1)\nexcept OSError: pass\n"
        subprocess.run([sys.executable, "-c", looks], env={**os.environ, "LD_PRELOAD": WATCH, "HEBB_CONNECTS": self.notes},
                       check=True, timeout=60)
        self.assertIn("connect 127.0.0.1", self.noted())


if __name__ == "__main__":
    unittest.main()

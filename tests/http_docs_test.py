#!/usr/bin/env python3
"""Runs the examples of docs/api.md, in order, against the real `hebb serve`."""
import json
import os
import re
import shutil
import subprocess
import unittest

from http_server import Server, require_model

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Examples(unittest.TestCase):
    def test_every_example_works(self):
        if not shutil.which("curl"):
            self.skipTest("curl: not installed; apt-get install curl")
        require_model()
        with open(os.path.join(ROOT, "docs/api.md")) as file:
            text = file.read()
        blocks = re.findall(r"```(sh|json)\n(.*?)```", text, re.S)
        server = Server()
        self.addCleanup(server.clean)
        script = ["set -euo pipefail"]
        for number, (kind, block) in enumerate(blocks):
            if kind == "sh":
                script += [f"echo '@@ {number}'", block.replace("http://127.0.0.1:8000", f"http://127.0.0.1:{server.port}")]
        done = subprocess.run(["bash", "-c", "\n".join(script)], cwd=ROOT, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr)
        output = {int(number): said for number, said in re.findall(r"@@ (\d+)\n(.*?)(?=@@ \d+\n|\Z)", done.stdout, re.S)}
        self.assertGreater(len(output), 8)
        shown = [(number, block) for number, (kind, block) in enumerate(blocks) if kind == "json"]
        self.assertEqual(len(shown), 1)
        for number, block in shown:
            expected, got = json.loads(block), json.loads(output[number - 1])
            expected["request_id"] = got["request_id"]
            self.assertEqual(got, expected)

    def test_every_status_has_its_line(self):
        with open(os.path.join(ROOT, "docs/api.md")) as file:
            text = file.read()
        with open(os.path.join(ROOT, "src/api/problem.cc")) as file:
            source = file.read()
        for status in set(re.findall(r"ErrorCode::\w+, (\d{3}),", source)) | set(re.findall(r"\.status = (\d{3})", source)):
            self.assertRegex(text, rf"(?m)^\| [\d, ]*{status}")

    def test_every_path_is_described(self):
        with open(os.path.join(ROOT, "docs/api.md")) as file:
            text = file.read()
        with open(os.path.join(ROOT, "src/api/routes.cc")) as file:
            paths = re.findall(r'\{"[A-Z]+", "([^"]+)", BodyKind', file.read())
        self.assertGreater(len(paths), 10)
        for path in paths:
            self.assertIn(path.replace("{name}", "brightpath"), text.replace("{name}", "brightpath"), path)


if __name__ == "__main__":
    unittest.main()

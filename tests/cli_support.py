"""What the tests of the command line share: the binary, a scratch home, and transcripts of a small invented meeting."""
import contextlib
import glob
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

BINARY = os.environ.get("HEBB_BINARY") or os.path.join(os.path.dirname(__file__), "../build/release/hebb")

KICK_OFF = """WEBVTT

1
00:00:05.000 --> 00:00:09.000
Anna Roth: We decided to raise the price of the lamp to forty euros in April.

2
00:00:10.000 --> 00:00:16.000
Ben Okoye: I am against it, because the first customers were promised thirty.

3
00:00:17.000 --> 00:00:19.000
Anna Roth: Okay.

4
00:00:20.000 --> 00:00:27.000
Carla Diaz: I will write the letter to the early customers by Friday.
"""

REVIEW = """Anna Roth  0:03
The battery of the lamp lasts nine hours in the cold, which is enough for a night shift.

Ben Okoye  0:15
Who pays for the second round of gasket tests in the water tank?

Carla Diaz  0:31
The supplier pays for the gasket tests, we have that in writing since January.
"""


def model():
    """The folder of the model, or None."""
    if os.environ.get("MODEL_PATH"):
        return os.environ["MODEL_PATH"]
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    found = sorted(glob.glob(os.path.join(cache, "hebb/models/all-MiniLM-L6-v2/*/manifest.json")))
    return os.path.dirname(found[-1]) if found else None


needs_model = unittest.skipUnless(model(), "MODEL_PATH: no model; tool/model/prepare makes it")


class Ran:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def __repr__(self):
        return f"exit {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


class CliCase(unittest.TestCase):
    """A scratch home a test; `hebb` runs the binary with nothing of the caller's settings."""

    def setUp(self):
        self.home = tempfile.mkdtemp(prefix="hebb-cli-")
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)
        self.data = os.path.join(self.home, "data")

    def environment(self, **extra):
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR", "ASAN_OPTIONS", "LSAN_OPTIONS",
                                                    "UBSAN_OPTIONS", "TSAN_OPTIONS") if name in os.environ}
        return {**kept, "HOME": self.home, "MODEL_PATH": model() or "", **extra}

    def path(self, name):
        return os.path.join(self.home, name)

    def write(self, name, content):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return self.path(name)

    def wait_for(self, holds):
        due = time.monotonic() + 60
        while not holds():
            self.assertLess(time.monotonic(), due)
            time.sleep(0.05)

    def hebb(self, *words, env=None, stdin="", prefix=(), data=None, place=None, **options):
        place = place or ["--data-dir", data or self.data]
        done = subprocess.run([*prefix, BINARY, *words, *place], input=stdin if isinstance(stdin, bytes) else stdin.encode(),
                              env=self.environment(**(env or {})), timeout=120,
                              **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options})
        return Ran(done.returncode, (done.stdout or b"").decode(), (done.stderr or b"").decode())

    def good(self, *words, **options):
        ran = self.hebb(*words, **options)
        self.assertEqual(ran.code, 0, ran)
        return ran.out

    def refused(self, ran, code, *says):
        """One clear sentence on stderr, nothing on stdout, the exit code."""
        self.assertEqual(ran.code, code, ran)
        lines = ran.err.strip().split("\n")
        self.assertEqual(len(lines), 1, ran)
        self.assertTrue(lines[0].startswith("hebb: "), ran)
        for word in says:
            self.assertIn(word, lines[0])
        return lines[0]

    def as_one_who_may_write_nothing(self):
        """The prefix of a command that permissions bind: root may write anything, unless it gives that up."""
        if os.geteuid() != 0:
            return []
        if not shutil.which("setpriv"):
            self.skipTest("setpriv: not installed, and root may write anything")
        return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]

    def import_both(self, **options):
        kick_off = self.write("in/2026-03-05 Kick-off.vtt", KICK_OFF)
        review = self.write("in/Review.txt", REVIEW)
        return self.good("import", kick_off, review, **options)

    def ids(self):
        return [json.loads(line)["meeting_id"] for line in self.good("meetings", "--json").splitlines()]

    @contextlib.contextmanager
    def serving(self, *words, place=None):
        """A server on a free port; gives its process and port. Stopped by SIGTERM at the end."""
        log = open(self.path("serve.log"), "wb")
        server = subprocess.Popen([BINARY, "serve", "--port", "0", *(place or ["--data-dir", self.data]), *words],
                                  env=self.environment(), stdout=subprocess.DEVNULL, stderr=log)
        try:
            yield server, self.port_of(server)
        finally:
            if server.poll() is None:
                server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)
            log.close()

    def port_of(self, server):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and server.poll() is None:
            with open(self.path("serve.log"), encoding="utf-8") as log:
                found = re.search(r"on http://localhost:(\d+)", log.read())
            if found:
                return int(found[1])
            time.sleep(0.05)
        with open(self.path("serve.log"), encoding="utf-8") as log:
            self.fail("the server did not start: " + log.read())


def without_time(text):
    """Without what differs from one process to the next: how long it took, and what its cache has seen."""
    text = re.sub(r'"processing_time_ms":\d+', '"processing_time_ms":0', text)
    return re.sub(r'"cache":\{.*?\}\}', '"cache":{}', text)

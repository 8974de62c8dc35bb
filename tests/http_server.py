"""Starts the real `hebb serve` for tests, on a free port and in folders of its own, and talks HTTP to it."""
import contextlib
import glob
import http.client
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest
import uuid

BINARY = os.environ.get("HEBB_BINARY", "")
START_SECONDS = 60


def model_path():
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    found = sorted(glob.glob(os.path.join(cache, "hebb/models/all-MiniLM-L6-v2/*/manifest.json")))
    return os.environ.get("MODEL_PATH") or (os.path.dirname(found[-1]) if found else "")


def require_model():
    if not model_path():
        raise unittest.SkipTest("MODEL_PATH: no model; tool/model/prepare makes it")


class Reply:
    def __init__(self, response):
        self.status, self.body = response.status, response.read()
        self.headers = {name.lower(): value for name, value in response.getheaders()}

    def json(self):
        return json.loads(self.body)


class Server:
    """A running server. Its folders: data, cwd (where it is started) and tmp (its temporary files)."""

    def __init__(self, *flags, port=0, environment=None, home=None, wait=True):
        self.home = home or tempfile.mkdtemp(prefix="hebb-http-test-")
        self.data, self.cwd, self.tmp = (os.path.join(self.home, name) for name in ("data", "cwd", "tmp"))
        for folder in (self.data, self.cwd, self.tmp):
            os.makedirs(folder, exist_ok=True)
        self.log_file = open(os.path.join(self.home, "log"), "ab+")
        settings = {**os.environ, "MODEL_PATH": model_path(), "TMPDIR": self.tmp, "LOG_LEVEL": "info", **(environment or {})}
        self.process = subprocess.Popen(
            [BINARY, "serve", "--data-dir", self.data, *([] if "--host" in flags else ["--host", "127.0.0.1"]), "--port", str(port), *flags],
            cwd=self.cwd, env=settings, stdin=subprocess.DEVNULL, stdout=self.log_file, stderr=self.log_file)
        if wait:
            self.wait_until_it_listens()

    def wait_until_it_listens(self):
        note = os.path.join(self.data, "serve.json")
        due = time.monotonic() + START_SECONDS
        while time.monotonic() < due:
            if self.process.poll() is not None:
                raise AssertionError(f"hebb serve ended with {self.process.returncode}:\n{self.log()}")
            try:
                with open(note) as file:
                    said = json.load(file)
                if said["pid"] == self.process.pid:
                    self.port, self.token = said["port"], said["token"]
                    return
            except (FileNotFoundError, json.JSONDecodeError):
                pass
            time.sleep(0.02)
        raise AssertionError(f"hebb serve did not listen within {START_SECONDS} s:\n{self.log()}")

    def log(self):
        self.log_file.flush()
        with open(self.log_file.name, errors="replace") as file:
            return file.read()

    def connect(self, timeout=120):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def send(self, method, path, body=None, headers=None):
        """A dict or list goes as JSON; bytes as they are, with the headers given."""
        headers = dict(headers or {})
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
        connection = self.connect()
        try:
            connection.request(method, path, body, headers)
            return Reply(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.send("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, path, body, **headers):
        return self.send("POST", path, body, {name.replace("_", "-"): value for name, value in headers.items()})

    def age(self, meeting, days):
        """Has a meeting been imported so long ago."""
        with contextlib.closing(sqlite3.connect(os.path.join(self.data, "hebb.db"), timeout=60)) as database:
            changed = database.execute("UPDATE meetings SET created_at_ms = created_at_ms - ? WHERE id = ?",
                                       (days * 86_400_000, uuid.UUID(meeting).bytes)).rowcount
            database.commit()
        assert changed == 1, meeting

    def stop(self, number=signal.SIGTERM):
        """Sends the signal and returns the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError("hebb serve did not stop within 60 s") from None

    def end(self):
        """Stops it, removes its folders, and fails where it did not end well: also where a sanitizer found a leak."""
        status, log = self.stop(), self.log()
        self.clean()
        if status != 0:
            raise AssertionError(f"hebb serve ended with {status}:\n{log[-5000:]}")

    def clean(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log_file.close()
        shutil.rmtree(self.home, ignore_errors=True)


TURNS = [
    {"speaker": "Ada", "text": "We decided to ship the Brightpath sensor in June.", "start_ms": 0, "end_ms": 4000},
    {"speaker": "Bo", "text": "The battery drains too fast in the cold.", "start_ms": 4000, "end_ms": 8000},
    {"speaker": "Ada", "text": "Then we should test another supplier for the cells.", "start_ms": 8000, "end_ms": 12000},
    {"speaker": "Cy", "text": "Pricing stays at forty nine euros for the first year.", "start_ms": 12000, "end_ms": 16000},
    {"speaker": "Bo", "text": "Who writes to the supplier in Lyon about the contract?", "start_ms": 16000, "end_ms": 20000},
]

VTT = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Dee>The warehouse in Lyon is full until March.</v>

00:00:05.000 --> 00:00:09.000
<v Eli>We could rent the second hall next door for a while.</v>
"""

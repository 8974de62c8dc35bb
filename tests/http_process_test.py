#!/usr/bin/env python3
"""`hebb serve` as a process: signals, ports, saturation, what it writes and what it logs."""
import concurrent.futures
import http.client
import json
import os
import signal
import socket
import subprocess
import time
import unittest

import http_server
from http_server import TURNS, VTT, Server, require_model


def setUpModule():
    require_model()


def long_meeting(turns):
    return [{"speaker": "ABC"[i % 3], "text": f"We should look at supplier number {i} and decide about the {i * 7} parts."}
            for i in range(turns)]


class Process(unittest.TestCase):
    def start(self, *args, **kwargs):
        server = Server(*args, **kwargs)
        self.addCleanup(server.clean)
        return server

    def until(self, holds, seconds=60):
        due = time.monotonic() + seconds
        while not holds():
            self.assertLess(time.monotonic(), due, "waited in vain")
            time.sleep(0.01)

    def lines_of(self, *servers):
        lines = [json.loads(line) for server in servers for line in server.log().splitlines()]
        for line in lines:
            self.assertLessEqual({"time", "level", "logger", "message"}, set(line))
            self.assertNotIn("\x1b", line["message"])
        return [(line["level"], line["message"]) for line in lines if "event" not in line]

    def test_a_log_of_json_is_json_from_the_start_to_the_end(self):
        json_log = {"LOG_FORMAT": "json"}
        server = self.start("--color", "always", environment={**json_log, "LOG_LEVEL": "off", "HEBB_AUTH": "required"})
        key = os.path.join(server.data, "admin.key")
        second = self.start(home=server.home, environment=json_log, wait=False)
        self.assertEqual(second.process.wait(60), 1)
        self.assertEqual(server.stop(), 0)
        (key_note, serves, refused, stopped) = self.lines_of(server)
        self.assertEqual([level for level, _ in (key_note, serves, refused, stopped)], ["info", "info", "error", "info"])
        self.assertIn(key, key_note[1])
        with open(key) as file:
            self.assertNotIn(file.read().strip(), server.log())
        self.assertIn(f"serves {server.data} on http://localhost:{server.port}", serves[1])
        self.assertIn(f"is served already, by process {server.process.pid}", refused[1])
        self.assertEqual(stopped[1], "stopped")
        open_to_all = subprocess.Popen([http_server.BINARY, "serve", "--data-dir", server.data, "--port", "0", "--host", "0.0.0.0"],
                                       env={**os.environ, "MODEL_PATH": http_server.model_path(), "HEBB_AUTH": "off", **json_log},
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = [json.loads(open_to_all.stderr.readline()) for _ in range(2)]
        open_to_all.send_signal(signal.SIGTERM)
        said += [json.loads(line) for line in open_to_all.communicate(timeout=60)[1].splitlines()]
        self.assertEqual([line["level"] for line in said], ["warning", "info", "info"])
        self.assertIn("HEBB_AUTH=off: whoever reaches 0.0.0.0 may read", said[0]["message"])
        wrong = self.start("--log-format", "json", environment={"CACHE_SIZE": "many", "WORKERS": "x"}, wait=False)
        self.assertEqual(wrong.process.wait(60), 2)
        self.assertEqual([(level, message.split(" ")[0]) for level, message in self.lines_of(wrong)],
                         [("error", "engine.workers"), ("error", "cache.size")])
        no_model = self.start(environment={**json_log, "MODEL_PATH": "/nowhere"}, wait=False)
        self.assertEqual(no_model.process.wait(60), 1)
        self.assertEqual([level for level, _ in self.lines_of(no_model)], ["error"])

    def test_a_signal_lets_it_finish_what_it_has_begun(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(signal=number):
                server = self.start(environment={"HEBB_STOP_SECONDS": "55"})
                body = json.dumps({"title": "long", "transcript": long_meeting(600)})
                with socket.create_connection(("127.0.0.1", server.port), 120) as raw:
                    raw.sendall(f"POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                f"Content-Length: {len(body)}\r\n\r\n{body}"
                                "GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Request-ID: behind\r\n\r\n".encode())
                    self.until(lambda: "behind" in server.log())  # so the one before is being answered
                    server.process.send_signal(number)
                    self.until(lambda: self.refuses(server))
                    answer = b""
                    while chunk := raw.recv(1 << 16):
                        answer += chunk
                self.assertEqual(answer.count(b"HTTP/1.1 200 OK"), 2, answer)
                meeting = json.loads(answer.split(b"\r\n\r\n")[1].split(b"}HTTP/")[0] + b"}")["meeting_id"]
                self.assertEqual(server.process.wait(60), 0, server.log())
                with self.assertRaises(OSError):
                    socket.create_connection(("127.0.0.1", server.port), 5)
                self.assertFalse(os.path.exists(os.path.join(server.data, "serve.json")))
                again = self.start(home=server.home, port=server.port)
                self.assertEqual(again.get("/api/v2/meetings/" + meeting).status, 200)
                self.assertEqual(again.stop(), 0)

    def test_a_server_that_stops_asks_readers_of_events_to_come_back(self):
        server = self.start(environment={"HEBB_STOP_SECONDS": "55"})
        body = json.dumps({"title": "long", "transcript": long_meeting(2000)})
        with socket.create_connection(("127.0.0.1", server.port), 120) as raw:
            raw.sendall(f"POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        f"Content-Length: {len(body)}\r\n\r\n{body}"
                        "GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Request-ID: behind\r\n\r\n".encode())
            self.until(lambda: "behind" in server.log())
            server.process.send_signal(signal.SIGTERM)
            self.until(lambda: self.refuses(server))
            told = server.get("/api/v2/events", Last_Event_ID="0", X_Request_ID="reader")
            self.assertEqual(server.send("POST", "/api/v2/events").status, 503)
        self.assertEqual((told.status, told.headers["content-type"]), (200, "text/event-stream"))
        self.assertEqual(told.body, b"retry: 5000\n: try again later\n\n")
        line = next(line for line in server.log().splitlines() if "reader" in line and " ms " in line)
        self.assertIn(" 503 ", line)  # which it was
        self.assertNotIn("retry-after", told.headers)
        self.assertEqual(server.process.wait(60), 0, server.log())

    def refuses(self, server):
        try:
            reply = server.get("/readyz")
        except ConnectionError:
            return True  # it has ended already
        return reply.status == 503 and "stopping" in reply.json()["detail"] and "retry-after" in reply.headers

    def test_max_memories_per_query(self):
        server = self.start(environment={"MAX_MEMORIES_PER_QUERY": "3"})
        server.post("/ingest", {"title": "long", "transcript": long_meeting(30)})
        ask = {"query": "which supplier should we look at?", "limit_per_level": 5}
        for limit, got in ((100, 3), (3, 3), (2, 2)):
            reply = server.post("/api/v2/query", {**ask, "limit": limit})
            self.assertEqual((reply.status, len(reply.json()["results"])), (200, got))

    def test_thresholds_of_activation_are_settings(self):
        server = self.start(environment={"HEBB_ACTIVATION_CORE": "1", "HEBB_ACTIVATION_CONTEXTUAL": "0.9",
                                         "HEBB_ACTIVATION_PERIPHERAL": "0.8"})
        server.post("/ingest", {"title": "long", "transcript": long_meeting(60)})
        activated = server.post("/api/v2/query", {"query": "supplier number 31"}).json()["activated_memories"]
        self.assertTrue(activated)
        for one in activated:
            strength = one["activation_strength"]
            self.assertGreaterEqual(strength, 0.8)
            name = "core" if strength >= 1 else "contextual" if strength >= 0.9 else "peripheral"
            self.assertEqual(one["classification"], name)

    def test_a_large_reply_to_a_slow_reader_arrives_whole(self):
        server = self.start()
        turns = TURNS + [{"text": "okay " * 2000}] * 400  # no memories: quickly stored
        meeting = server.post("/ingest", {"title": "wide", "transcript": turns}).json()["meeting_id"]
        raw = socket.socket()
        self.addCleanup(raw.close)
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.connect(("127.0.0.1", server.port))
        raw.settimeout(30)
        raw.sendall(f"GET /api/v2/meetings/{meeting}/transcript HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        head = raw.recv(2000)
        self.assertIn(b" 200 ", head)
        server.process.send_signal(signal.SIGTERM)
        size = len(head)
        while chunk := raw.recv(1 << 20):
            size += len(chunk)
        self.assertGreater(size, 400 * 10_000)
        self.assertEqual(server.process.wait(60), 0)

    def test_a_port_in_use_is_named(self):
        first = self.start()
        for taken in (first.port, self.listening_port()):
            second = self.start(port=taken, wait=False)
            self.assertNotEqual(second.process.wait(60), 0)
            self.assertIn(f"cannot listen on 127.0.0.1:{taken}: another program has it", second.log())
        self.assertEqual(first.get("/livez").status, 200)

    def listening_port(self):
        other = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(other.close)
        return other.getsockname()[1]

    def test_connections_are_taken_once_it_says_so(self):
        for _ in range(3):
            server = self.start()
            with concurrent.futures.ThreadPoolExecutor(16) as pool:
                self.assertEqual({r.status for r in pool.map(lambda _: server.get("/livez"), range(32))}, {200})
            self.assertEqual(server.stop(), 0)

    def test_imports_that_wait_are_bounded_and_that_passes(self):
        server = self.start(environment={"WORKERS": "1"})
        connections = []
        for i in range(80):
            connection = server.connect()
            connection.request("POST", "/ingest", json.dumps({"title": f"m{i}", "transcript": long_meeting(1500 if i == 0 else 1)}),
                               {"Content-Type": "application/json"})
            connections.append(connection)
        self.assertEqual(server.get("/livez").status, 200)  # says that the process lives, busy or not
        self.assertEqual(server.get("/api/v2/stats").status, 200)
        replies = [http_server.Reply(connection.getresponse()) for connection in connections]
        for connection in connections:
            connection.close()
        refused = [reply for reply in replies if reply.status != 200]
        self.assertTrue(refused)
        for reply in refused:
            self.assertEqual(reply.status, 503)
            self.assertEqual(reply.headers["retry-after"], "1")
            self.assertEqual(reply.json()["error"], "Service unavailable")
        self.assertEqual(server.post("/ingest", {"transcript": TURNS}).status, 200)

    def test_it_writes_only_into_its_data_directory(self):
        server = self.start()
        server.post("/ingest", {"transcript": TURNS})
        server.send("POST", "/ingest", b"x" * (2 << 20), {"Content-Type": "application/octet-stream"})
        boundary = "b"
        body = (f"--{boundary}\r\nContent-Disposition: form-data; name=\"f\"; filename=\"../../x.vtt\"\r\n\r\n{VTT}\r\n"
                f"--{boundary}--\r\n").encode()
        reply = server.send("POST", "/ingest", body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})
        self.assertEqual(reply.status, 200, reply.body)
        files = [name for _, _, names in os.walk(server.tmp) for name in names]
        self.assertEqual(files, [])
        self.assertEqual(server.stop(), 0)
        self.assertEqual(os.listdir(server.cwd), [])
        self.assertEqual(os.listdir(server.tmp), [])
        self.assertEqual({name for name in os.listdir(server.home)}, {"data", "cwd", "tmp", "log"})

    def test_the_log_names_requests_and_never_what_was_said(self):
        server = self.start()
        server.post("/ingest", {"title": "Zanzibar", "project": "quokka", "transcript": TURNS}, X_Request_ID="id-1")
        server.post("/api/v2/query", {"query": "xylophone battery?"}, X_Request_ID="id-2")
        server.post("/api/v2/query", {"query": 3, "wombat": 1}, X_Request_ID="id-3")
        server.send("DELETE", "/api/v2/projects/quokka")
        server.get("/api/v2/narwhal?secret=okapi")
        self.assertEqual(server.stop(), 0)
        log = server.log()
        lines = [line for line in log.splitlines() if " ms " in line]
        for expected in ("POST /ingest 200", "POST /api/v2/query 200", "POST /api/v2/query 400",
                         "DELETE /api/v2/projects/{name} 200", "GET (no route) 404"):
            self.assertTrue(any(expected in line for line in lines), f"{expected} not in\n{log}")
        for number in ("id-1", "id-2", "id-3"):
            self.assertEqual(sum(line.endswith(number) for line in lines), 1)
        for word in ("Zanzibar", "quokka", "xylophone", "wombat", "narwhal", "okapi", "secret", "Brightpath", "battery",
                     "supplier", server.token):
            self.assertNotIn(word, log)

    def test_each_address_of_the_machine_is_let_in_where_it_listens_on_all(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(("192.0.2.1", 9))  # sends nothing
            except OSError:
                self.skipTest("no address but loopback")
            own = probe.getsockname()[0]
        server = self.start("--host", "0.0.0.0", environment={"HEBB_AUTH": "off"})
        for host, status in ((f"{own}:{server.port}", 200), ("203.0.113.9", 403), ("hebb.example", 403)):
            connection = http.client.HTTPConnection(own, server.port, timeout=60)
            connection.request("GET", "/api/v2/stats", headers={"Host": host})
            self.assertEqual(connection.getresponse().status, status, host)
            connection.close()
        server.stop()  # the line comes after the port answers
        self.assertIn("HEBB_ALLOWED_HOSTS", server.log())

    def test_configured_hosts_and_origins_may_come_in(self):
        server = self.start(environment={"HEBB_ALLOWED_HOSTS": "hebb.example", "CORS_ORIGINS": "https://app.example"})
        self.assertEqual(server.get("/api/v2/stats", Host="hebb.example").status, 200)
        self.assertEqual(server.get("/api/v2/stats", Host="other.example").status, 403)
        for probe in ("/livez", "/readyz", "/healthz", "/health"):
            self.assertEqual(server.get(probe, Host="other.example").status, 200)
        reply = server.get("/health", Origin="https://app.example")
        self.assertEqual(reply.headers["access-control-allow-origin"], "https://app.example")


class Judge(unittest.TestCase):
    def test_the_retrieval_judge_runs(self):
        data = os.environ.get("HEBB_DATA") or os.path.join(os.path.dirname(__file__), "../../shared")
        judge = os.path.join(data, "eval/qmsum_eval.py")
        if not os.path.exists(judge):
            self.skipTest("HEBB_DATA: no eval/qmsum_eval.py there")
        server = Server()
        self.addCleanup(server.clean)
        done = subprocess.run(["python3", judge, "--url", f"http://127.0.0.1:{server.port}", "--data",
                               os.path.join(data, "qmsum/val"), "--meetings", "1"], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        scopes = [line.split()[0] for line in done.stdout.splitlines()[1:]]
        self.assertEqual(scopes, ["meeting", "corpus"])
        self.assertIn("nDCG@10", done.stdout)


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""What one client may take: requests of a minute and an hour, connections, time; and what the server takes in all."""
import concurrent.futures
import json
import re
import socket
import threading
import time
import unittest

import http_server
from http_server import TURNS, Server, require_model


def setUpModule():
    require_model()


class Limits(unittest.TestCase):
    def start(self, **environment):
        server = Server(environment=environment)
        self.addCleanup(server.clean)
        return server


class Rate(Limits):
    def test_each_client_has_its_requests_of_a_minute(self):
        server = self.start(RATE_LIMIT_PER_MINUTE="4", RATE_LIMIT_PER_HOUR="1000")
        left = []
        for path in ("/api/v2/stats", "/api/v2/nothing", "/api/v2/meetings"):
            reply = server.get(path)
            self.assertNotEqual(reply.status, 429)
            self.assertEqual(reply.headers["ratelimit-limit"], "4")
            self.assertEqual(reply.headers["ratelimit-policy"], '"minute";q=4;w=60, "hour";q=1000;w=3600')
            left.append(int(reply.headers["ratelimit-remaining"]))
            self.assertLessEqual(int(reply.headers["ratelimit-reset"]), 60)
            self.assertNotIn("retry-after", reply.headers)
        self.assertEqual(left, [3, 2, 1])
        self.assertEqual(server.post("/ingest", {"transcript": TURNS}).status, 200)
        for send in (lambda: server.get("/api/v2/stats"), lambda: server.post("/ingest", {"transcript": TURNS}),
                     lambda: server.get("/api/v2/stats", Authorization="Bearer guessed")):
            refused = send()
            self.assertEqual(refused.status, 429)
            self.assertEqual(refused.headers["content-type"], "application/problem+json")
            self.assertEqual(refused.headers["ratelimit-remaining"], "0")
            self.assertEqual(refused.headers["retry-after"], refused.headers["ratelimit-reset"])
            self.assertTrue(0 < int(refused.headers["retry-after"]) <= 60)
            self.assertEqual(refused.json()["error"], "Rate limit exceeded")
            self.assertIn("per minute", refused.json()["detail"])
        self.assertEqual(server.get("/api/v2/stats", Authorization="Bearer " + server.token).status, 200)
        self.assertEqual(server.send("OPTIONS", "/api/v2/stats").status, 200)

    def test_the_limit_of_the_hour_is_told_as_such(self):
        server = self.start(RATE_LIMIT_PER_MINUTE="0", RATE_LIMIT_PER_HOUR="2")
        self.assertEqual([server.get("/api/v2/stats").status for _ in range(3)], [200, 200, 429])
        refused = server.get("/api/v2/stats")
        self.assertIn("per hour", refused.json()["detail"])
        self.assertGreater(int(refused.headers["retry-after"]), 3000)

    def test_the_description_of_the_interface_is_counted_and_alike_for_all(self):
        server = self.start(RATE_LIMIT_PER_MINUTE="8")
        for path in ("/docs", "/openapi.json"):
            sent = [server.get(path, Accept_Encoding="br") for _ in range(3)]
            self.assertEqual([reply.status for reply in sent], [200] * 3)
            self.assertEqual({(reply.body, reply.headers["content-encoding"]) for reply in sent}, {(sent[0].body, "br")})
            self.assertGreater(len(server.get(path).body), len(sent[0].body))
        self.assertEqual(server.get("/docs").status, 429)

    def test_health_is_never_limited(self):
        server = self.start(RATE_LIMIT_PER_MINUTE="1")
        for _ in range(5):
            for path in ("/health", "/livez", "/readyz", "/healthz"):
                reply = server.get(path)
                self.assertEqual(reply.status, 200)
                self.assertNotIn("ratelimit-limit", reply.headers)

    def test_readers_of_events_are_counted_unless_they_waited(self):
        server = self.start(RATE_LIMIT_PER_MINUTE="2")
        for left in "10":
            reply = server.get("/api/v2/events")
            self.assertEqual((reply.status, reply.headers["ratelimit-remaining"]), (200, left))
            self.assertIn(b"event: ready", reply.body)
        later = server.get("/api/v2/events")
        self.assertEqual((later.status, later.body), (200, b"retry: 5000\n: try again later\n\n"))
        told = []
        reader = threading.Thread(target=lambda: told.append(server.get("/api/v2/events", Last_Event_ID="0")))
        reader.start()
        time.sleep(1)
        owner = "Bearer " + server.token
        self.assertEqual(server.post("/ingest", {"transcript": TURNS}, Authorization=owner).status, 200)
        reader.join(60)
        self.assertIn(b"event: ingested", told[0].body)
        self.assertNotIn("ratelimit-limit", told[0].headers)

    def test_who_guesses_keys_for_events_is_counted(self):
        server = self.start(RATE_LIMIT_PER_MINUTE="2")
        guesses = [server.get("/api/v2/events", Authorization="Bearer guessed").status for _ in range(3)]
        self.assertEqual(guesses, [401, 401, 429])

    def test_there_is_none_on_a_loopback_listener(self):
        server = self.start()
        for _ in range(100):
            reply = server.get("/api/v2/stats")
            self.assertEqual(reply.status, 200)
        self.assertNotIn("ratelimit-limit", reply.headers)

    def test_a_client_behind_a_trusted_proxy_is_the_address_that_it_tells(self):
        server = self.start(RATE_LIMIT_PER_MINUTE="1", HEBB_TRUSTED_PROXIES="10.0.0.0/8, 127.0.0.1")
        ask = lambda forwarded: server.get("/api/v2/stats", X_Forwarded_For=forwarded).status
        self.assertEqual([ask("192.0.2.1"), ask("192.0.2.1"), ask("192.0.2.2")], [200, 429, 200])
        self.assertEqual(ask("198.51.100.7, 192.0.2.1, 10.1.1.1"), 429)  # what it wrote itself is not believed
        self.assertEqual([ask("2001:db8:1:1::1"), ask("2001:db8:1:1::2"), ask("2001:db8:1:2::1")], [200, 429, 200])

    def test_who_is_no_proxy_is_not_believed(self):
        server = self.start(RATE_LIMIT_PER_MINUTE="1")
        self.assertEqual([server.get("/api/v2/stats", X_Forwarded_For=f"192.0.2.{i}").status for i in range(2)], [200, 429])

    def test_a_bad_proxy_is_named(self):
        server = Server(environment={"HEBB_TRUSTED_PROXIES": "10.0.0.0/33"}, wait=False)
        self.addCleanup(server.clean)
        self.assertNotEqual(server.process.wait(60), 0)
        self.assertIn('HEBB_TRUSTED_PROXIES has "10.0.0.0/33"', server.log())


def long_meeting(turns):
    return [{"speaker": "ABC"[i % 3], "text": f"We should look at supplier number {i} and decide about the {i * 7} parts."}
            for i in range(turns)]


class SlowClients(Limits):
    """With HEBB_SLOW_CLIENT_SECONDS 2: cut some time after two seconds, looked at twice a second."""

    def connect(self, server):
        raw = socket.create_connection(("127.0.0.1", server.port), 60)
        self.addCleanup(raw.close)
        return raw

    def seconds_until_cut(self, raw, piece=b"", every=0.2):
        """Sends a piece now and then until the other side ends; what it said meanwhile."""
        began, said = time.monotonic(), b""
        raw.settimeout(every)
        while time.monotonic() - began < 30:
            try:
                if piece:
                    raw.sendall(piece)
                got = raw.recv(4096)
                if not got:
                    break
                said += got
            except TimeoutError:
                continue
            except OSError:
                break
        return time.monotonic() - began, said

    def test_a_request_that_dribbles_is_cut_off_whatever_part_of_it(self):
        server = self.start(HEBB_SLOW_CLIENT_SECONDS="2")
        begun = {"nothing": (b"", b""), "line": (b"GET /liv", b"e"), "headers": (b"GET /livez HTTP/1.1\r\nHost: localhost\r\n", b"X: y\r\n"),
                 "body": (b"POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n", b"[")}
        for name, (start, piece) in begun.items():
            with self.subTest(name):
                raw = self.connect(server)
                raw.sendall(start)
                spent, said = self.seconds_until_cut(raw, piece)
                self.assertTrue(1 < spent < 8, spent)
                self.assertTrue(said.startswith(b"HTTP/1.1 408 "), said)
        self.assertIn("a connection is cut: its request came too slowly", server.log())
        self.assertEqual(server.get("/livez").status, 200)

    def test_the_second_request_of_a_connection_may_not_dribble_either(self):
        server = self.start(HEBB_SLOW_CLIENT_SECONDS="2")
        raw = self.connect(server)
        raw.sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.assertIn(b" 200 ", raw.recv(4096))
        time.sleep(3)  # resting is no dribbling
        raw.sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.assertIn(b" 200 ", raw.recv(4096))
        spent, said = self.seconds_until_cut(raw, b"G")
        self.assertTrue(1 < spent < 8, spent)

    def test_an_answer_may_take_longer_than_a_client_may(self):
        server = self.start(HEBB_SLOW_CLIENT_SECONDS="1", HEBB_IDLE_SECONDS="1")
        began = time.monotonic()
        reply = server.post("/ingest", {"title": "long", "transcript": long_meeting(4500)})
        self.assertEqual(reply.status, 200)
        self.assertGreater(time.monotonic() - began, 2)

    def test_a_connection_at_rest_is_closed_after_a_while(self):
        server = self.start(HEBB_IDLE_SECONDS="2")
        raw = self.connect(server)
        raw.sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
        spent, said = self.seconds_until_cut(raw)
        self.assertTrue(1 < spent < 8, spent)
        self.assertEqual(said.count(b"HTTP/1.1 "), 1)

    def test_a_reader_that_takes_nothing_is_cut_off(self):
        server = self.start(HEBB_SLOW_CLIENT_SECONDS="2")
        turns = TURNS + [{"text": "okay " * 2000}] * 1500
        meeting = server.post("/ingest", {"title": "wide", "transcript": turns}).json()["meeting_id"]
        raw = socket.socket()
        self.addCleanup(raw.close)
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.connect(("127.0.0.1", server.port))
        raw.sendall(f"GET /api/v2/meetings/{meeting}/transcript HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        due = time.monotonic() + 20
        while "it read too slowly" not in server.log():
            self.assertLess(time.monotonic(), due)
            time.sleep(0.1)

    def test_a_larger_limit_of_bodies_is_met(self):
        server = self.start(HEBB_MAX_BODY_MIB="300")
        refused = server.send("POST", "/api/v2/import", b"x" * (299 << 20), {"Content-Type": "application/jsonl"})
        self.assertEqual((refused.status, refused.json()["errors"][0]["field"]), (400, "line 1"), refused.body)
        self.assertEqual(server.send("POST", "/api/v2/import", b"x" * (301 << 20), {"Content-Type": "application/jsonl"}).status, 413)

    def test_headers_have_a_limit(self):
        server = self.start()
        reply = server.get("/livez", **{f"X_Filler_{i}": "y" * 4000 for i in range(9)})
        self.assertEqual(reply.status, 431)
        self.assertEqual(reply.json()["error"], "Request header fields too large")
        self.assertEqual(server.get("/livez", X_Filler="y" * 8000).status, 200)


class Time(Limits):
    def test_a_request_has_the_time_that_it_asks_for(self):
        server = self.start()
        self.assertEqual(server.post("/ingest", {"transcript": TURNS}).status, 200)
        ask = {"query": "when does the sensor ship?"}
        self.assertEqual(server.post("/api/v2/query", ask, X_Request_Timeout="20").status, 200)
        late = server.post("/api/v2/query", {"query": "who writes to Lyon?"}, X_Request_Timeout="0.001")
        self.assertEqual(late.status, 503)
        self.assertIn("time given", late.json()["detail"])
        self.assertIn("retry-after", late.headers)
        for bad in ("0", "-1", "soon"):
            self.assertEqual(server.post("/api/v2/query", ask, X_Request_Timeout=bad).status, 400)
        for path in ("/docs", "/openapi.json"):
            self.assertEqual(server.get(path).status, 200)  # kept from then on
            self.assertEqual(server.get(path, X_Request_Timeout="soon").status, 400)
        late = server.post("/ingest", {"title": "late", "transcript": long_meeting(600)}, X_Request_Timeout="0.3")
        self.assertEqual(late.status, 503)
        self.assertEqual(server.get("/api/v2/stats").json()["meetings"], 1)

    def test_work_is_dropped_when_its_client_has_gone(self):
        server = self.start()
        body = json.dumps({"title": "left", "transcript": long_meeting(4000)}).encode()
        head = f"POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Request-ID: left\r\nContent-Length: {len(body)}\r\n\r\n"
        raw = socket.create_connection(("127.0.0.1", server.port))
        raw.sendall(head.encode() + body)
        time.sleep(1.5)
        raw.close()
        began = time.monotonic()
        while not any("left" in line and " ms " in line for line in server.log().splitlines()):
            self.assertLess(time.monotonic() - began, 10)
            time.sleep(0.05)
        line = next(line for line in server.log().splitlines() if "left" in line and " ms " in line)
        self.assertIn(" 499 ", line)
        self.assertIn('status="499"', server.get("/metrics").body.decode())
        self.assertEqual(server.get("/api/v2/stats").json()["meetings"], 0)

    def test_a_reader_of_events_that_has_gone_is_no_failure_of_the_server(self):
        server = self.start()
        raw = socket.create_connection(("127.0.0.1", server.port))
        raw.sendall(b"GET /api/v2/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 0\r\n\r\n")
        time.sleep(1.5)
        raw.close()
        began = time.monotonic()
        while 'endpoint="/api/v2/events"' not in (text := server.get("/metrics").body.decode()):
            self.assertLess(time.monotonic() - began, 10)
            time.sleep(0.05)
        told = [line for line in text.splitlines() if line.startswith("api_requests_total") and "/api/v2/events" in line]
        self.assertEqual([re.search('status="([0-9]+)"', line)[1] for line in told], ["499"])

    def test_an_import_keeps_no_question_waiting(self):
        server = self.start(WORKERS="1")
        server.post("/ingest", {"transcript": TURNS})
        ask = {"query": "when does the sensor ship?"}
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            imports = [pool.submit(server.post, "/ingest", {"title": str(i), "transcript": long_meeting(1000)}) for i in range(3)]
            time.sleep(0.2)
            answered = 0
            while not any(one.done() for one in imports):
                self.assertEqual(server.post("/api/v2/query", ask).status, 200)
                self.assertEqual(server.get("/health").status, 200)
                self.assertEqual(server.send("DELETE", "/api/v2/keys/nobody").status, 404)
                answered += 1
                time.sleep(0.05)
            self.assertGreater(answered, 5)
            self.assertEqual([one.result().status for one in imports], [200] * 3)


class Saturation(Limits):
    def test_more_questions_than_it_can_answer_are_refused_at_once_and_health_never(self):
        server = self.start(WORKERS="1", CACHE_SIZE="0")
        server.post("/ingest", {"title": "long", "transcript": long_meeting(400)})
        wave = threading.Barrier(24)
        replies = []

        def ask(number):
            connection = server.connect()
            wave.wait()
            for i in range(15):
                began = time.monotonic()
                connection.request("POST", "/api/v2/query", json.dumps({"query": f"supplier {number * 100 + i}?"}),
                                   {"Content-Type": "application/json"})
                reply = http_server.Reply(connection.getresponse())
                replies.append((reply, time.monotonic() - began))
            connection.close()

        with concurrent.futures.ThreadPoolExecutor(24) as pool:
            asked = [pool.submit(ask, number) for number in range(24)]
            while not all(one.done() for one in asked):
                self.assertEqual(server.get("/health").status, 200)
            for one in asked:
                one.result()
        refused = [reply for reply, _ in replies if reply.status != 200]
        self.assertTrue(refused)
        self.assertLess(len(refused), len(replies))
        for reply in refused:
            self.assertEqual(reply.status, 503)
            self.assertEqual(reply.headers["retry-after"], "1")
            self.assertEqual(reply.json()["error"], "Service unavailable")
            self.assertIn("questions are waiting", reply.json()["detail"])
        self.assertEqual(server.post("/api/v2/query", {"query": "supplier 7?"}).status, 200)  # and passes


if __name__ == "__main__":
    unittest.main()

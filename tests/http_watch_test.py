#!/usr/bin/env python3
"""What an operator sees of `hebb serve`: metrics, logs, traces, health, the cache of answers."""
import datetime
import json
import os
import re
import unittest

from http_server import TURNS, Server, require_model

QUESTION = {"query": "what did we decide about the sensor?"}
TRACE = "0af7651916cd43dd8448eb211c80319c"


def setUpModule():
    require_model()


class Case(unittest.TestCase):
    def start(self, *args, **kwargs):
        server = Server(*args, **kwargs)
        self.addCleanup(server.clean)
        return server


def series_of(text):
    """{name: {labels: value}} of Prometheus's text format, read as strictly as promtool reads it."""
    series, types, helped = {}, {}, set()
    sample = re.compile(r'([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (NaN|[+-]?Inf|[-+0-9.e]+)$')
    label = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"(?:,|$)')
    assert text.endswith("\n"), "the last line must end"
    for line in text.splitlines():
        if line.startswith("# HELP "):
            name = line.split(" ")[2]
            assert name not in helped, f"{name}: two HELP lines"
            helped.add(name)
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name not in types and kind in ("counter", "gauge", "histogram"), line
            types[name] = kind
        else:
            found = sample.match(line)
            assert found, line
            name, labels, value = found.groups()
            pairs, at = [], 0
            while labels and at < len(labels):
                one = label.match(labels, at)
                assert one, line
                pairs.append((one[1], one[2]))
                at = one.end()
            assert len({name for name, _ in pairs}) == len(pairs), line
            family = next((base for base in (name, re.sub("_(bucket|sum|count)$", "", name)) if base in types), None)
            assert family, f"no TYPE before {line}"
            assert types[family] != "counter" or name.endswith("_total"), f"a counter ends in _total: {name}"
            key = tuple(sorted(pairs))
            assert key not in series.setdefault(name, {}), f"twice: {line}"
            series[name][key] = float(value)
    for family, kind in types.items():
        if kind == "histogram":
            check_histogram(family, series)
    return series


def check_histogram(family, series):
    groups = {}
    for key, value in series.get(family + "_bucket", {}).items():
        rest = tuple(pair for pair in key if pair[0] != "le")
        groups.setdefault(rest, []).append((float(dict(key)["le"]), value))
    for rest, buckets in groups.items():
        buckets.sort()
        counts = [count for _, count in buckets]
        assert counts == sorted(counts), (family, rest)
        assert buckets[-1][0] == float("inf") and counts[-1] == series[family + "_count"][rest], (family, rest)


class Metrics(Case):
    def metrics(self, server):
        reply = server.get("/metrics")
        self.assertEqual(reply.status, 200, reply.body)
        self.assertEqual(reply.headers["content-type"], "text/plain; version=0.0.4; charset=utf-8")
        return series_of(reply.body.decode())

    def test_every_series_its_labels_and_what_it_counts(self):
        server = self.start()
        server.post("/ingest", {"project": "quokka", "transcript": TURNS})
        for _ in range(3):
            server.post("/api/v2/query", QUESTION)
        server.post("/api/v2/query", {"query": 3})
        for path in ("/api/v2/narwhal", "/wp-login.php", "/api/v2/meetings/1"):
            server.get(path)
        series = self.metrics(server)
        requests = series["api_requests_total"]
        for method, endpoint, status, count in (
                ("POST", "/ingest", 200, 1), ("POST", "/api/v2/query", 200, 3), ("POST", "/api/v2/query", 400, 1),
                ("GET", "(unknown)", 404, 2), ("GET", "/api/v2/meetings/{id}", 404, 1)):
            key = (("endpoint", endpoint), ("method", method), ("status", str(status)))
            self.assertEqual(requests[key], count, key)
        query = (("endpoint", "/api/v2/query"), ("method", "POST"))
        self.assertEqual(series["api_request_duration_seconds_count"][query], 4)
        self.assertEqual(series["api_active_requests"][()], 1)  # the one that asks
        self.assertGreaterEqual(series["memory_count_by_level"][(("level", "2"),)], 4)
        self.assertEqual(len(series["memory_count_by_level"]), 3)
        for stage in ("read", "encode", "hydrate", "bridges"):
            self.assertEqual(series["hebb_query_stage_duration_seconds_count"][(("stage", stage),)], 1, stage)
        self.assertEqual(series["hebb_cache_hits_total"][(("cache", "answers"),)], 2)
        self.assertEqual(series["hebb_cache_misses_total"][(("cache", "answers"),)], 1)
        self.assertEqual(series["hebb_cache_entries"][(("cache", "answers"),)], 1)
        self.assertEqual(series["hebb_store_write_duration_seconds_count"][()], 1)
        self.assertEqual(series["hebb_store_seq"], series["hebb_index_applied_seq"])
        self.assertGreater(series["hebb_store_bytes"][()], 4096)
        self.assertEqual(len(series["hebb_build_info"]), 1)
        self.assertGreater(series["process_resident_memory_bytes"][()], 1 << 20)
        for name in ("hebb_queue_depth", "hebb_queue_limit", "hebb_queue_refusals_total", "hebb_threads",
                     "hebb_cache_bytes", "hebb_cache_evictions_total", "hebb_store_write_failures_total",
                     "hebb_index_memories", "hebb_index_bytes", "hebb_index_folding", "hebb_background_errors_total",
                     "hebb_model_info", "process_open_fds", "process_cpu_seconds_total"):
            self.assertIn(name, series)

    def test_no_text_in_labels_and_a_bounded_number_of_series(self):
        server = self.start()
        server.post("/ingest", {"title": "Zanzibar", "project": "quokka", "transcript": TURNS})

        def ask_around(number):
            for method in ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"):
                server.send(method, f"/nothing/{number}")
            server.post("/api/v2/query", {"query": f"xylophone {number}", "filters": {"project": f"project {number}"}})
            server.get(f"/api/v2/meetings/{number}")
            server.send("DELETE", f"/api/v2/projects/wombat-{number}")

        ask_around(0)
        server.get("/metrics")
        before = self.metrics(server)
        for number in range(1, 30):
            ask_around(number)
        after = self.metrics(server)
        self.assertEqual({name: set(of) for name, of in before.items()}, {name: set(of) for name, of in after.items()})
        for secret in ("Zanzibar", "quokka", "xylophone", "wombat", "project 1", "nothing/"):
            self.assertNotIn(secret, server.get("/metrics").body.decode())


class Logs(Case):
    FIELDS = {"time", "level", "logger", "message", "event", "request_id", "method", "route", "status", "duration_ms",
              "bytes"}

    def lines(self, server):
        return [json.loads(line) for line in server.log().splitlines() if line.startswith("{")]

    def test_every_field_of_a_request(self):
        server = self.start(environment={"LOG_FORMAT": "json"})
        server.post("/ingest", {"transcript": TURNS}, X_Request_ID="id-1")
        server.post("/api/v2/query", {"query": 3}, X_Request_ID="id-2")
        server.get("/api/v2/narwhal", X_Request_ID="id-3")
        self.assertEqual(server.stop(), 0)
        by_id = {line["request_id"]: line for line in self.lines(server) if line.get("event") == "request"}
        for number, method, route, status in (("id-1", "POST", "/ingest", 200), ("id-2", "POST", "/api/v2/query", 400),
                                              ("id-3", "GET", "(no route)", 404)):
            line = by_id[number]
            self.assertEqual(set(line), self.FIELDS)
            self.assertEqual((line["method"], line["route"], line["status"]), (method, route, status))
            self.assertEqual((line["level"], line["logger"]), ("info", "hebb"))
            self.assertGreater(line["duration_ms"], 0)
            self.assertLess(line["duration_ms"], 60_000)
            self.assertGreater(line["bytes"], 0)
            self.assertIn(f"{method} {route} {status}", line["message"])
            moment = datetime.datetime.fromisoformat(line["time"].replace("Z", "+00:00"))
            self.assertLess(abs(datetime.datetime.now(datetime.timezone.utc) - moment), datetime.timedelta(minutes=10))

    def test_every_line_is_an_object_with_the_common_fields(self):
        server = self.start(environment={"LOG_FORMAT": "json", "LOG_LEVEL": "trace"})
        server.send("POST", "/ingest", b"\xff\xfe{", {"Content-Type": "application/json"})
        server.get("/health")
        self.assertEqual(server.stop(), 0)
        lines = [line for line in server.log().splitlines() if '"time"' in line]
        self.assertGreater(len(lines), 1)
        for line in lines:
            self.assertLessEqual({"time", "level", "logger", "message"}, set(json.loads(line)), line)

    def test_every_field_of_a_failure(self):
        server = self.start(environment={"LOG_FORMAT": "json"})
        server.post("/ingest", {"transcript": TURNS})
        for name in ("hebb.db", "hebb.db-wal"):
            path = os.path.join(server.data, name)
            with open(path, "r+b") as file:
                file.seek(100)
                file.write(b"\x5a" * (os.path.getsize(path) - 100))
        self.assertEqual(server.get("/api/v2/meetings", X_Request_ID="id-9").status, 500)
        server.process.kill()
        server.process.wait()
        line = next(line for line in self.lines(server) if line.get("event") == "error")
        self.assertEqual(set(line), {"time", "level", "logger", "message", "event", "request_id", "method", "route", "error_type"})
        self.assertEqual((line["level"], line["request_id"], line["method"], line["route"]),
                         ("error", "id-9", "GET", "/api/v2/meetings"))
        self.assertIn("hebb.db", line["message"])

    def test_a_trace_is_logged_and_given_back(self):
        server = self.start(environment={"LOG_FORMAT": "json"})
        sent = f"00-{TRACE}-b7ad6b7169203331-01"
        reply = server.get("/health", traceparent=sent)
        version, trace, span, flags = reply.headers["traceparent"].split("-")
        self.assertEqual((version, trace, flags), ("00", TRACE, "01"))
        self.assertRegex(span, "^[0-9a-f]{16}$")
        self.assertNotEqual(span, "b7ad6b7169203331")
        for bad in (sent + "0", sent.upper(), "00-" + "0" * 32 + "-b7ad6b7169203331-01", "quokka"):
            self.assertNotIn("traceparent", server.get("/health", traceparent=bad).headers)
        self.assertEqual(server.stop(), 0)
        traced = [line for line in self.lines(server) if "trace_id" in line]
        self.assertEqual([(line["trace_id"], line["span_id"]) for line in traced], [(TRACE, span)])
        self.assertNotIn("quokka", server.log())

    def test_no_secret_in_the_logs_of_a_whole_run(self):
        for log_format in ("json", "text"):
            server = self.start(environment={"LOG_FORMAT": log_format, "LOG_LEVEL": "trace"})
            secrets = ["Zanzibar", "quokka", "xylophone", "wombat", "okapi", "narwhal", "capybara", "axolotl", server.token]
            turns = [*TURNS, {"speaker": "Capybara", "text": "The axolotl will be shipped to Zanzibar in June."}]
            key = {"Authorization": f"Bearer {server.token}"}
            wrong = {"Authorization": "Bearer axolotl-0123456789"}
            meeting = server.post("/ingest", {"title": "Zanzibar", "project": "quokka", "metadata": {"wombat": "okapi"},
                                              "transcript": turns}).json()["meeting_id"]
            for headers in ({}, key, wrong, {"Cookie": "okapi=wombat"}, {"X-API-Key": "axolotl"}, {"X-Request-ID": "bad id okapi"}):
                server.send("POST", "/api/v2/query", {"query": "xylophone", "filters": {"speakers": ["Capybara"]}}, headers)
                server.send("POST", "/api/v2/context", {"query": "the axolotl"}, headers)
                server.send("POST", "/api/v2/query", {"query": 3, "wombat": "okapi"}, headers)
                server.send("POST", "/ingest", b'{"transcript": "okapi', {**headers, "Content-Type": "application/json"})
                server.send("POST", "/ingest?project=quokka&wombat=1", b"\x00axolotl\xff" * 9,
                            {**headers, "Content-Type": "application/octet-stream",
                             "Content-Disposition": 'attachment; filename="narwhal.docx"'})
                server.send("PATCH", "/api/v2/speakers", {"project": "quokka", "from": "okapi", "to": "wombat"}, headers)
                for path in (f"/api/v2/meetings/{meeting}/transcript", f"/api/v2/memories?meeting={meeting}",
                             "/api/v2/meetings?project=quokka&cursor=okapi", "/api/v2/speakers?project=narwhal",
                             "/api/v2/stats", "/health", "/health/detailed", "/metrics", "/livez", "/readyz",
                             "/api/v2/narwhal?secret=okapi", "/axolotl/%ff%00quokka", "/api/v2/meetings/okapi"):
                    server.send("GET", path, headers=headers)
                server.send("DELETE", "/api/v2/projects/narwhal", headers=headers)
                server.send("GET", "/health", headers={**headers, "Origin": "http://wombat.example"})
                server.send("GET", "/health", headers={**headers, "Host": "narwhal.example"})
            raw = server.connect()
            raw.putrequest("BREW", "/quokka")
            raw.endheaders()
            raw.getresponse().read()
            server.send("DELETE", "/api/v2/projects/quokka")
            self.assertEqual(server.stop(), 0)
            log = server.log()
            self.assertGreater(log.count("POST /api/v2/query"), 5)
            for secret in [*secrets, "Brightpath", "battery drains"]:
                self.assertFalse(secret.lower() in log.replace(server.home, "").lower(), (secret, log_format))
            self.assertFalse(re.search(r"\bAda\b", log), log_format)


class Health(Case):
    def test_every_component_has_its_state_and_says_how_it_is(self):
        server = self.start()
        server.post("/ingest", {"transcript": TURNS})
        for _ in range(2):
            server.post("/api/v2/query", QUESTION)
        reply = server.get("/health/detailed")
        self.assertEqual(reply.status, 200, reply.body)
        health = reply.json()
        self.assertEqual(health["status"], "healthy")
        self.assertRegex(health["timestamp"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")
        self.assertGreaterEqual(health["uptime_seconds"], 0)
        parts = health["components"]
        self.assertEqual(set(parts), {"database", "writes", "vector_store", "lexical_index", "model", "cache", "disk_space"})
        for name, part in parts.items():
            self.assertEqual(part["status"], "healthy", name)
            self.assertNotIn("error", part)
        for name in ("database", "vector_store", "lexical_index", "model"):
            self.assertGreaterEqual(parts[name]["response_time_ms"], 0)
            self.assertLess(parts[name]["response_time_ms"], 60_000)
        self.assertGreater(parts["vector_store"]["size"], 0)
        self.assertEqual(parts["database"]["seq"], parts["lexical_index"]["seq"])
        self.assertEqual((parts["cache"]["size"], parts["cache"]["hit_rate"]), (1, 0.5))
        self.assertGreater(parts["disk_space"]["free_bytes"], 1 << 20)
        self.assertIn("MiniLM", parts["model"]["name"])


class Cache(Case):
    def ask(self, server, **more):
        reply = server.post("/api/v2/query", {**QUESTION, **more})
        self.assertEqual(reply.status, 200, reply.body)
        return reply.json()

    def test_an_answer_is_kept_until_its_project_changes(self):
        server = self.start()
        server.post("/ingest", {"project": "a", "transcript": TURNS})
        of_a = {"filters": {"project": "a"}}
        first = self.ask(server, **of_a)
        second = self.ask(server, **of_a)
        self.assertEqual((first.pop("cached"), second.pop("cached")), (False, True))
        first.pop("processing_time_ms")
        self.assertLessEqual(second.pop("processing_time_ms"), 50)
        self.assertEqual(first, second)
        zipped = server.post("/api/v2/query", {**QUESTION, **of_a}, Accept_Encoding="gzip")
        self.assertEqual(zipped.headers["content-encoding"], "gzip")
        server.post("/ingest", {"project": "b", "transcript": TURNS})
        self.assertTrue(self.ask(server, **of_a)["cached"])
        server.post("/ingest", {"project": "a", "title": "another", "transcript": TURNS})
        self.assertFalse(self.ask(server, **of_a)["cached"])
        cache = server.get("/api/v2/stats").json()["cache"]
        self.assertEqual((cache["hits"], cache["misses"], cache["entries"], cache["outdated"]), (3, 2, 1, 1))
        self.assertEqual(cache["hit_rate"], 0.6)
        self.assertGreater(cache["question_vectors"]["hits"], 0)

    def test_size_and_age_are_settings(self):
        for environment in ({"CACHE_SIZE": "0"}, {"CACHE_TTL_SECONDS": "0"}):
            server = self.start(environment=environment)
            server.post("/ingest", {"transcript": TURNS})
            self.assertEqual([self.ask(server)["cached"] for _ in range(2)], [False, False])
        server = self.start(environment={"CACHE_SIZE": "1"})
        server.post("/ingest", {"transcript": TURNS})
        self.ask(server)
        self.ask(server, limit=3)
        self.assertFalse(self.ask(server)["cached"])


if __name__ == "__main__":
    unittest.main()

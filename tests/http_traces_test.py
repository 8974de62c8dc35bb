#!/usr/bin/env python3
"""The spans that a collector gets: one a request, within the caller's trace, and nothing of what was said."""
import http.server
import json
import re
import threading
import time
import unittest

from http_server import TURNS, Server, require_model

TRACE, CALLER = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


def setUpModule():
    require_model()


class Collector(http.server.ThreadingHTTPServer):
    """Takes what is sent to /v1/traces."""

    daemon_threads = True

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            self.server.bodies.append((self.path, body))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_):
            pass

    def __init__(self):
        super().__init__(("127.0.0.1", 0), self.Handler)
        self.bodies = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def spans(self):
        spans = []
        for _, body in self.bodies:
            for resource in json.loads(body)["resourceSpans"]:
                for scope in resource["scopeSpans"]:
                    spans += scope["spans"]
        return spans


def attributes(span):
    return {one["key"]: next(iter(one["value"].values())) for one in span["attributes"]}


class Traces(unittest.TestCase):
    def start(self, endpoint):
        server = Server(environment={"OTEL_EXPORTER_OTLP_ENDPOINT": endpoint, "OTEL_EXPORTER_OTLP_PROTOCOL": "http/json"})
        self.addCleanup(server.clean)
        return server

    def collector(self):
        collector = Collector()
        self.addCleanup(collector.server_close)
        self.addCleanup(collector.shutdown)
        return collector

    def test_each_request_is_a_span_within_its_callers(self):
        collector = self.collector()
        server = self.start(collector.url())
        self.assertEqual(server.post("/ingest", {"transcript": TURNS}).status, 200)
        sampled = {"traceparent": f"00-{TRACE}-{CALLER}-01"}
        asked = server.send("POST", "/api/v2/query", json.dumps({"query": "unspeakable walrus"}).encode(),
                            {"Content-Type": "application/json", **sampled})
        self.assertEqual(asked.status, 200)
        self.assertEqual(server.get("/nowhere/unspeakable").status, 404)
        unsampled = {"traceparent": f"00-{TRACE}-{CALLER}-00"}
        self.assertEqual(server.send("GET", "/api/v2/stats", None, unsampled).status, 200)
        self.assertEqual(server.stop(), 0)

        self.assertEqual({path for path, _ in collector.bodies}, {"/v1/traces"})
        spans = {span["name"]: span for span in collector.spans()}
        self.assertEqual(set(spans), {"POST /ingest", "POST /api/v2/query", "GET"})
        query = spans["POST /api/v2/query"]
        self.assertEqual((query["traceId"], query["parentSpanId"]), (TRACE, CALLER))
        self.assertEqual(asked.headers["traceparent"], f"00-{TRACE}-{query['spanId']}-01")
        said = attributes(query)
        self.assertEqual(said["http.route"], "/api/v2/query")
        self.assertEqual(int(said["http.response.status_code"]), 200)
        self.assertEqual(said["hebb.request_id"], asked.headers["x-request-id"])
        self.assertLess(int(query["startTimeUnixNano"]), int(query["endTimeUnixNano"]))
        self.assertLess(abs(int(query["startTimeUnixNano"]) / 1e9 - time.time()), 300)
        self.assertRegex(spans["POST /ingest"]["traceId"], r"^(?!0{32})[0-9a-f]{32}$")
        self.assertFalse(spans["POST /ingest"].get("parentSpanId"))
        for _, body in collector.bodies:
            self.assertIsNone(re.search(rb"unspeakable|walrus", body))

    def test_a_collector_that_is_away_costs_a_warning(self):
        gone = self.collector()
        url = gone.url()
        gone.shutdown()
        gone.server_close()
        server = self.start(url)
        self.assertEqual(server.get("/health").status, 200)
        began = time.monotonic()
        self.assertEqual(server.stop(), 0)
        self.assertLess(time.monotonic() - began, 20)
        self.assertIn("sending traces: ", server.log())

    def test_an_address_that_is_none_stops_the_start(self):
        server = Server(environment={"OTEL_EXPORTER_OTLP_ENDPOINT": "127.0.0.1:4318"}, wait=False)
        self.addCleanup(server.clean)
        self.assertEqual(server.process.wait(60), 2)
        self.assertIn("traces.endpoint", server.log())


if __name__ == "__main__":
    unittest.main()

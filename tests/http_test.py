#!/usr/bin/env python3
"""The wire contract over HTTP, against the real `hebb serve` (docs/api.md)."""
import concurrent.futures
import ctypes
import gzip
import io
import json
import socket
import unittest
import uuid
import zipfile

from http_server import TURNS, VTT, Server, require_model

SERVER = None
UNKNOWN = "01234567-89ab-8def-8123-456789abcdef"
VTT_TYPE = {"Content-Type": "text/vtt"}


def setUpModule():
    global SERVER
    require_model()
    SERVER = Server()


def tearDownModule():
    if SERVER:
        SERVER.end()


def ingest(**fields):
    return SERVER.post("/api/v2/ingest", {"transcript": TURNS, **fields})


def by_brotli(packed):
    """Unpacked by the library itself: Python has no Brotli of its own."""
    out, size = ctypes.create_string_buffer(1 << 20), ctypes.c_size_t(1 << 20)
    library = ctypes.CDLL("libbrotlidec.so.1")
    assert library.BrotliDecoderDecompress(ctypes.c_size_t(len(packed)), packed, ctypes.byref(size), out) == 1
    return out.raw[:size.value]


def fresh_project():
    return "p-" + uuid.uuid4().hex


def multipart(parts):
    boundary = "x" + uuid.uuid4().hex
    body = b""
    for name, file_name, content in parts:
        disposition = f'form-data; name="{name}"' + (f'; filename="{file_name}"' if file_name else "")
        body += f"--{boundary}\r\nContent-Disposition: {disposition}\r\n\r\n".encode() + content + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), {"Content-Type": f"multipart/form-data; boundary={boundary}"}


class Case(unittest.TestCase):
    def check(self, reply, status=200):
        self.assertEqual(reply.status, status, reply.body[:500])
        return reply.json() if reply.body else None

    def check_problem(self, reply, status):
        problem = self.check(reply, status)
        self.assertEqual(reply.headers["content-type"], "application/problem+json")
        for name in ("type", "title", "status", "detail", "instance", "error", "request_id"):
            self.assertIn(name, problem)
        self.assertEqual(problem["status"], status)
        self.assertEqual(problem["request_id"], reply.headers["x-request-id"])
        return problem


class Ingest(Case):
    def test_turns_as_json_and_again(self):
        project = fresh_project()
        first = self.check(ingest(title="Kick-off", project=project, started_at="2026-03-05T14:00:00+01:00",
                                  participants=["Zoe"], metadata={"room": 4}))
        self.assertTrue(first["created"])
        self.assertEqual((first["title"], first["turns"], first["format"]), ("Kick-off", 5, "json_turns"))
        self.assertEqual((first["started_at"], first["date_source"]), ("2026-03-05T13:00:00Z", "given"))
        self.assertEqual(first["memories"]["total"], sum(first["memories"]["by_level"].values()))
        self.assertEqual(first["memories"]["total"], sum(first["memories"]["by_type"].values()))
        self.assertGreaterEqual(first["memories"]["by_level"]["2"], 4)
        again = self.check(SERVER.post("/ingest", {"title": "Kick-off", "project": project, "transcript": TURNS,
                                                   "started_at": "2026-03-05T13:00:00Z"}))
        self.assertFalse(again["created"])
        self.assertEqual(again["meeting_id"], first["meeting_id"])
        self.assertEqual(again["memories"]["total"], first["memories"]["total"])
        detail = self.check(SERVER.get("/api/v2/meetings/" + first["meeting_id"]))
        self.assertEqual(detail["metadata"], {"room": 4})
        self.assertEqual(detail["participants"], ["Zoe", "Ada", "Bo", "Cy"])

    def test_text_in_json(self):
        reply = self.check(SERVER.post("/api/v2/ingest", {"project": fresh_project(), "title": "T", "transcript": VTT}))
        self.assertEqual((reply["format"], reply["turns"]), ("vtt", 2))

    def test_file_as_body(self):
        project = fresh_project()
        path = f"/api/v2/ingest?project={project}&title=Hall+2&started_at=2026-03-05&external_id=e%2F1"
        reply = self.check(SERVER.post(path, VTT.encode(), **VTT_TYPE))
        self.assertEqual((reply["title"], reply["format"], reply["started_at"]), ("Hall 2", "vtt", "2026-03-05T00:00:00Z"))
        detail = self.check(SERVER.get("/api/v2/meetings/" + reply["meeting_id"]))
        self.assertEqual((detail["project"], detail["external_id"]), (project, "e/1"))

    def test_file_whose_name_only_the_transport_knows(self):
        reply = self.check(SERVER.post(f"/ingest?project={fresh_project()}", VTT.encode(), **{
            "Content-Type": "application/octet-stream",
            "Content-Disposition": "attachment; filename*=UTF-8''2026-03-05%20M%C3%A4rz.vtt"}))
        self.assertEqual((reply["started_at"], reply["date_source"]), ("2026-03-05T00:00:00Z", "file_name"))
        self.assertIn("März", reply["title"])

    def test_a_file_name_that_is_no_text_is_mended_or_where_it_is_a_parameter_refused(self):
        for name, title in (("Gespr%E4ch.txt", "Gespr\ufffdch"), ("a%00b.txt", "ab"), ("x" * 256, "x" * 255)):
            reply = self.check(SERVER.post(f"/ingest?project={fresh_project()}", VTT.encode(), **{
                **VTT_TYPE, "Content-Disposition": f"attachment; filename*=UTF-8''{name}"}))
            self.assertEqual(reply["title"], title)
        body, headers = multipart([("project", None, fresh_project().encode()), ("file", "NAME", VTT.encode())])
        reply = self.check(SERVER.send("POST", "/ingest", body.replace(b"NAME", b"Gespr\xe4ch.txt"), headers))
        self.assertEqual(reply["title"], "Gespr\ufffdch")
        project = fresh_project()
        for name in ("Gespr%E4ch.txt", "a%00b.txt", "x" * 256):
            reply = SERVER.post(f"/ingest?project={project}&file_name={name}", VTT.encode(), **VTT_TYPE)
            self.assertEqual([e["field"] for e in self.check_problem(reply, 400)["errors"]], ["file_name"])
        self.assertEqual(self.check(SERVER.get(f"/api/v2/meetings?project={project}"))["meetings"], [])

    def test_json_of_another_program(self):
        for body in (TURNS, {"segments": [{"start": 0.5, "end": 2.0, "text": "We keep the office in Lyon for now."}]}):
            reply = self.check(SERVER.post(f"/ingest?project={fresh_project()}&title=x", body))
            self.assertEqual(reply["turns"], len(body) if isinstance(body, list) else 1)

    def test_multipart(self):
        project = fresh_project()
        body, headers = multipart([("project", None, project.encode()), ("title", None, "Hall".encode()),
                                   ("file", "2026-03-05 hall.vtt", VTT.encode())])
        reply = self.check(SERVER.send("POST", "/api/v2/ingest", body, headers))
        self.assertEqual((reply["title"], reply["date_source"], reply["turns"]), ("Hall", "file_name", 2))
        body, headers = multipart([("a", "a.vtt", VTT.encode()), ("b", "b.vtt", VTT.encode())])
        self.check_problem(SERVER.send("POST", "/ingest", body, headers), 400)
        body, headers = multipart([("titel", None, b"x"), ("file", "a.vtt", VTT.encode())])
        problem = self.check_problem(SERVER.send("POST", "/ingest", body, headers), 400)
        self.assertEqual(problem["errors"], [{"field": "titel", "message": "unknown parameter"}])
        twice = [("project", None, fresh_project().encode()) for _ in range(2)]
        for parts, field in ((twice + [("file", "a.vtt", VTT.encode())], "project"),
                             ([("transcript", None, VTT.encode()), ("transcript", None, b"Ada: And this?")], "transcript")):
            body, headers = multipart(parts)
            problem = self.check_problem(SERVER.send("POST", "/ingest", body, headers), 400)
            self.assertEqual(problem["errors"], [{"field": field, "message": "is given twice"}])
        body, headers = multipart([("project", None, fresh_project().encode()), ("transcript", None, VTT.encode())])
        self.assertEqual(self.check(SERVER.send("POST", "/ingest", body, headers))["turns"], 2)
        self.check_problem(SERVER.send("POST", "/ingest", body[:-40], headers), 400)  # cut off
        body, headers = multipart([("project", None, b"x")])
        self.check_problem(SERVER.send("POST", "/ingest", body, headers), 400)
        self.check_problem(SERVER.send("POST", "/ingest", b"--no", headers), 400)

    def test_every_bad_field_at_once_and_nothing_stored(self):
        project = fresh_project()
        problem = self.check_problem(SERVER.post("/api/v2/ingest", {
            "project": project, "title": 5, "transcript": [{"speaker": "Ada"}], "started_at": "then", "titel": "x"}), 400)
        self.assertEqual([e["field"] for e in problem["errors"]],
                         ["title", "started_at", "transcript[0].text", "titel"])
        self.assertEqual(problem["error"], "Invalid request")
        self.assertEqual(self.check(SERVER.get(f"/api/v2/meetings?project={project}"))["meetings"], [])

    def test_unreadable_transcripts_leave_nothing(self):
        project = fresh_project()
        for body, headers in ((b"\x00\x01\x02\xff" * 100, {"Content-Type": "application/octet-stream"}),
                              (b"WEBVTT\n\n", VTT_TYPE), (b"", VTT_TYPE), (b"   \n ", {"Content-Type": "text/plain"}),
                              (b"[]", {"Content-Type": "application/json"}),
                              (b'[{"x":', {"Content-Type": "application/json"})):
            self.check_problem(SERVER.send("POST", f"/ingest?project={project}", body, headers), 400)
        self.check_problem(ingest(project=project, transcript=[]), 400)
        self.assertEqual(self.check(SERVER.get(f"/api/v2/meetings?project={project}"))["meetings"], [])


class Query(Case):
    @classmethod
    def setUpClass(cls):
        cls.project = fresh_project()
        cls.meeting = ingest(project=cls.project, title="Kick-off", started_at="2026-03-05T14:00:00Z").json()["meeting_id"]

    def ask(self, text="What was decided about shipping?", **fields):
        fields.setdefault("filters", {"project": self.project})
        return self.check(SERVER.post("/api/v2/query", {"query": text, **fields}))

    def test_reply_has_what_the_contract_lists(self):
        reply = self.ask()
        self.assertEqual(set(reply), {"query", "direct_results", "activated_memories", "bridge_memories", "results",
                                      "answerable", "processing_time_ms", "total_results", "query_dimensions", "degraded", "cached"})
        self.assertEqual(list(reply["direct_results"]), ["0", "1", "2"])
        self.assertIsNone(reply["query_dimensions"])
        best = reply["results"][0]
        self.assertEqual(set(best), {"memory_id", "content", "memory_type", "score", "level", "metadata"})
        self.assertIn("ship the Brightpath sensor", best["content"])
        metadata = best["metadata"]
        self.assertEqual(metadata["meeting_id"], self.meeting)
        self.assertEqual((metadata["meeting_title"], metadata["project"], metadata["speaker"]),
                         ("Kick-off", self.project, "Ada"))
        self.assertEqual((metadata["turns"], metadata["start_ms"], metadata["end_ms"]), ([0, 0], 0, 4000))
        self.assertEqual(metadata["occurred_at"], "2026-03-05T14:00:00Z")
        self.assertTrue(0 <= metadata["importance"] <= 1)
        self.assertIsInstance(metadata["keywords"], list)
        scores = [r["score"] for r in reply["results"]]
        self.assertEqual(scores, sorted(scores, reverse=True))
        self.assertEqual({r["level"] for r in reply["results"]}, {2})

    def test_what_is_only_sent_on_request(self):
        reply = self.ask(explain=True, include_dimensions=True, limit=2, limit_per_level=1)
        self.assertEqual(len(reply["query_dimensions"]), 400)
        self.assertTrue(any(reply["query_dimensions"][384:]))
        self.assertTrue(reply["timings"])
        self.assertEqual(len(reply["results"]), 2)
        self.assertTrue(all(len(hits) <= 1 for hits in reply["direct_results"].values()))
        explanation = reply["results"][0]["explanation"]
        self.assertEqual(set(explanation["parts"]), {"semantic", "lexical", "activation", "coverage", "speaker", "meeting", "type_prior",
                                                      "exchange", "length"})
        self.assertTrue(reply["focus"])
        self.assertIsInstance(reply["reading"], list)
        self.assertTrue(explanation["text"])

    def test_filters(self):
        speakers = {r["metadata"]["speaker"] for r in self.ask(filters={"project": self.project, "speakers": ["bo"]})["results"]}
        self.assertEqual(speakers, {"Bo"})
        for nothing in ({"project": fresh_project()}, {"project": self.project, "until": "2020-01-01"},
                        {"project": self.project, "meeting_ids": [UNKNOWN]}):
            reply = self.ask(filters=nothing)
            self.assertEqual((reply["results"], reply["total_results"]), ([], 0))

    def test_same_question_same_answer(self):
        first, second = self.ask(), self.ask()
        self.assertEqual(first["results"], second["results"])
        self.assertEqual(first["direct_results"], second["direct_results"])

    def test_many_at_once(self):
        expected = self.ask()["results"]
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            replies = list(pool.map(lambda i: ingest(project=fresh_project(), title=f"m{i}") if i % 8 == 7 else
                                    SERVER.post("/api/v2/query", {"query": "What was decided about shipping?",
                                                                  "filters": {"project": self.project}}), range(160)))
        for i, reply in enumerate(replies):
            body = self.check(reply)
            self.assertTrue(body["created"] if i % 8 == 7 else body["results"] == expected)


class Context(Case):
    def context(self, **fields):
        return self.check(SERVER.post("/api/v2/context", {"query": "What was decided about shipping?", **fields}))

    def test_passages_of_a_context(self):
        project = fresh_project()
        late = ingest(project=project, title="Late", started_at="2026-03-09").json()["meeting_id"]
        early = ingest(project=project, title="Early", started_at="2026-03-05T14:00:00Z").json()["meeting_id"]
        filters = {"project": project}
        reply = self.context(filters=filters)
        self.assertEqual(set(reply), {"query", "words", "budget", "passages", "answerable", "degraded"})
        self.assertEqual(reply["budget"], 1000)
        # Everything fits, so each meeting is one passage.
        self.assertEqual([(p["citation"], p["meeting_id"]) for p in reply["passages"]], [("[1]", early), ("[2]", late)])
        first = reply["passages"][0]
        self.assertEqual(set(first), {"citation", "meeting_id", "meeting_title", "project", "occurred_at", "start_ms",
                                      "end_ms", "turns", "speakers", "text", "memory_ids", "words", "score"})
        self.assertEqual((first["start_ms"], first["occurred_at"]), (0, "2026-03-05T14:00:00Z"))
        self.assertEqual(first["speakers"][:2], ["Ada", "Bo"])
        self.assertTrue(first["text"].startswith("Ada: "), first["text"])
        memories = self.check(SERVER.get("/api/v2/memories?meeting=" + early))["memories"]
        self.assertEqual(first["memory_ids"], [m["memory_id"] for m in memories if m["level"] == 2])
        self.assertEqual(reply["words"], sum(p["words"] for p in reply["passages"]))

        small = self.context(filters=filters, words=50, format="markdown")
        self.assertTrue(0 < small["words"] <= 50 < reply["words"])
        self.assertTrue(small["markdown"].startswith("## Early · 2026-03-05\n\n**[1]** 0:00"), small["markdown"])
        again = SERVER.post("/api/v2/context", {"query": "What was decided about shipping?", "words": 50,
                                                "filters": filters, "format": "markdown"})
        self.assertEqual(again.json(), small)

    def test_a_context_of_nothing_and_one_that_is_refused(self):
        reply = self.context(filters={"project": fresh_project()}, format="markdown")
        self.assertEqual((reply["passages"], reply["words"], reply["markdown"]), ([], 0, ""))
        problem = self.check_problem(SERVER.post("/api/v2/context", {"words": 5, "format": "html", "limit": 3}), 400)
        self.assertEqual([e["field"] for e in problem["errors"]], ["query", "words", "format", "limit"])


class Library(Case):
    def test_pages_of_meetings(self):
        project = fresh_project()
        for day in range(1, 6):
            self.check(ingest(project=project, title=f"m{day}", started_at=f"2026-03-0{day}"))
        titles, cursor = [], ""
        for _ in range(5):
            page = self.check(SERVER.get(f"/api/v2/meetings?project={project}&limit=2{cursor}"))
            titles += [m["title"] for m in page["meetings"]]
            if page["next"] is None:
                break
            cursor = "&cursor=" + page["next"]
        self.assertEqual(titles, ["m5", "m4", "m3", "m2", "m1"])

    def test_one_meeting_its_transcript_and_memories(self):
        project = fresh_project()
        path = "/api/v2/meetings/" + ingest(project=project, title="One").json()["meeting_id"]
        detail = self.check(SERVER.get(path))
        self.assertEqual((detail["title"], detail["turns"], detail["duration_ms"]), ("One", 5, 20000))
        self.assertEqual({c["level"] for c in detail["contexts"]}, {1})
        whole = self.check(SERVER.get(path + "/transcript"))
        self.assertEqual([(t["speaker"], t["text"]) for t in whole["turns"]], [(t["speaker"], t["text"]) for t in TURNS])
        part = self.check(SERVER.get(path + "/transcript?first=1&last=2"))
        self.assertEqual((part["turns"], part["total_turns"]), (whole["turns"][1:3], 5))
        memories = self.check(SERVER.get("/api/v2/memories?meeting=" + detail["meeting_id"]))["memories"]
        self.assertEqual(len(memories), detail["memories"]["total"])

    def test_speakers(self):
        project = fresh_project()
        self.check(ingest(project=project))
        names = lambda: {s["name"]: s["turns"] for s in self.check(SERVER.get(f"/api/v2/speakers?project={project}"))["speakers"]}
        self.assertEqual(names(), {"Ada": 2, "Bo": 2, "Cy": 1})
        self.check(SERVER.send("PATCH", "/api/v2/speakers", {"project": project, "from": "Bo", "to": "Ada"}))
        self.assertEqual(names(), {"Ada": 4, "Cy": 1})
        self.check_problem(SERVER.send("PATCH", "/api/v2/speakers", {"project": project, "from": "Bo", "to": "Ada"}), 404)
        problem = self.check_problem(SERVER.send("PATCH", "/api/v2/speakers", {"form": "Bo"}), 400)
        self.assertEqual([e["field"] for e in problem["errors"]], ["from", "to", "form"])

    def test_erasing_a_meeting(self):
        project = fresh_project()
        meeting = ingest(project=project, title="gone").json()["meeting_id"]
        path = "/api/v2/meetings/" + meeting
        dry = self.check(SERVER.send("DELETE", path + "?dry_run=true"))
        self.assertEqual((dry["dry_run"], dry["meetings"], dry["turns"]), (True, 1, 5))
        self.check(SERVER.get(path))
        done = self.check(SERVER.send("DELETE", path))
        self.assertEqual((done["dry_run"], done["memories"], done["meeting_ids"]), (False, dry["memories"], [meeting]))
        for gone in (path, path + "/transcript"):
            self.check_problem(SERVER.get(gone), 404)
        self.assertEqual(self.check(SERVER.get(f"/api/v2/memories?meeting={meeting}"))["memories"], [])
        self.check_problem(SERVER.send("DELETE", path), 404)
        self.assertEqual(self.check(SERVER.post("/api/v2/query", {"query": "shipping", "filters": {"project": project}}))["results"], [])

    def test_erasing_a_project(self):
        project = "a b/ü " + fresh_project()
        for title in "ab":
            self.check(ingest(project=project, title=title))
        path = "/api/v2/projects/a%20b%2F%C3%BC%20" + project.split(" ")[2]
        self.assertEqual(self.check(SERVER.send("DELETE", path + "?dry_run"))["meetings"], 2)
        self.assertEqual(self.check(SERVER.send("DELETE", path))["meetings"], 2)
        self.check_problem(SERVER.send("DELETE", path), 404)

    def test_a_name_in_a_path_is_taken_as_it_is(self):
        project = fresh_project()
        for name in (project, project + "++"):
            self.check(ingest(project=name))
            self.check(SERVER.post("/api/v2/keys", {"name": name, "scope": "read"}))
        path, key = f"/api/v2/projects/{project}", f"/api/v2/keys/{project}"
        for other in (path + "+", path + "%20", path + "%20%20", key + "+", key + "%20",
                      f"/api/v2/speakers/Ada+?project={project}", f"/api/v2/speakers/%20Ada?project={project}"):
            with self.subTest(path=other):
                self.check_problem(SERVER.send("DELETE", other), 404)
        self.assertEqual(self.check(SERVER.send("DELETE", path + "++"))["meetings"], 1)
        self.check_problem(SERVER.send("DELETE", path + "%2B%2B"), 404)
        self.assertEqual(self.check(SERVER.send("DELETE", path))["meetings"], 1)
        for name in (project + "++", project):
            self.assertEqual(self.check(SERVER.send("DELETE", f"/api/v2/keys/{name}"))["name"], name)

    def test_stats_and_reindex(self):
        self.check(ingest(project=fresh_project()))
        stats = self.check(SERVER.get("/api/v2/stats"))
        self.assertEqual(sum(stats["memories"]["by_level"][level] for level in ("1", "2")), stats["index"]["size"])
        self.assertEqual(stats["model"]["name"], "all-MiniLM-L6-v2")
        self.check(SERVER.send("POST", "/api/v2/reindex"))
        self.assertEqual(self.check(SERVER.get("/api/v2/stats"))["index"]["size"], stats["index"]["size"])


class Transport(Case):
    def test_health(self):
        for path in ("/health", "/readyz", "/healthz"):
            self.assertEqual(self.check(SERVER.get(path))["status"], "healthy")
        self.assertEqual(self.check(SERVER.get("/livez")), {"status": "alive"})

    def test_problems(self):
        for method, path, body, headers, status in (
                ("GET", "/", None, {}, 404), ("GET", "/api/v2/nothing", None, {}, 404), ("GET", "/health/", None, {}, 404),
                ("GET", "/api/v2/meetings/7", None, {}, 404), ("GET", "/api/v2/meetings/" + UNKNOWN, None, {}, 404),
                ("GET", "/api/v2/query", None, {}, 405), ("PUT", "/api/v2/meetings", b"{}", {}, 405),
                ("DELETE", "/health", None, {}, 405),
                ("POST", "/api/v2/query", b"x", {}, 415), ("POST", "/api/v2/query", b"{}", {"Content-Type": "text/vtt"}, 415),
                ("POST", "/ingest", b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
                ("POST", "/ingest", b"x", {"Content-Type": "image/png"}, 415),
                ("POST", "/ingest", gzip.compress(b"{}"), {"Content-Type": "text/vtt", "Content-Encoding": "gzip"}, 415),
                ("POST", "/api/v2/query", b"{", {"Content-Type": "application/json"}, 400),
                ("POST", "/api/v2/query", b"[" * 100_000, {"Content-Type": "application/json"}, 400),
                ("POST", "/api/v2/query?limit=3", b'{"query":"x"}', {"Content-Type": "application/json"}, 400),
                ("GET", "/api/v2/stats?verbose", None, {}, 400), ("GET", "/api/v2/meetings?limit=0", None, {}, 400),
                ("GET", "/api/v2/meetings?project=%FF", None, {}, 400),
                ("GET", "/api/v2/meetings/%FF", None, {}, 404), ("GET", "/%00%FF", None, {}, 404),
                ("POST", "/api/v2/query", b'{"query":"' + b"x" * (1 << 20) + b'"}', {"Content-Type": "application/json"}, 413)):
            with self.subTest(method=method, path=path, body=(body or b"")[:20]):
                self.check_problem(SERVER.send(method, path, body, headers), status)
        self.assertEqual(SERVER.get("/api/v2/query").headers["allow"], "POST, OPTIONS")
        self.assertEqual(SERVER.send("PUT", "/api/v2/meetings/x").headers["allow"], "GET, HEAD, PATCH, DELETE, OPTIONS")

    def test_body_too_large(self):
        limit = 32 << 20
        headers = {"Content-Type": "application/octet-stream"}
        problem = self.check_problem(SERVER.send("POST", "/ingest", b" " * (limit + 1), headers), 413)
        self.assertIn(str(limit), problem["detail"])
        with socket.create_connection(("127.0.0.1", SERVER.port), 60) as raw:
            raw.sendall(f"POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Length: {10 * limit}\r\n\r\n".encode())
            self.assertIn(b" 413 ", raw.recv(1000))

    def test_a_word_document_that_unpacks_too_large(self):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", b"<w:t>" + b"a" * (33 << 20) + b"</w:t>")
        problem = self.check_problem(SERVER.post("/ingest", held.getvalue(), **{"Content-Type": "application/octet-stream"}), 400)
        self.assertIn("unpacks to more than 32 MiB", problem["detail"])

    def test_head_and_options(self):
        got, head = SERVER.get("/livez"), SERVER.send("HEAD", "/livez")
        self.assertEqual((head.status, head.body), (200, b""))
        self.assertEqual(head.headers["content-length"], got.headers["content-length"])
        options = SERVER.send("OPTIONS", "/api/v2/speakers")
        self.assertEqual((options.status, options.body), (200, b""))
        self.assertEqual(options.headers["allow"], "GET, HEAD, PATCH, OPTIONS")
        self.check_problem(SERVER.send("OPTIONS", "/nothing"), 404)

    def test_request_ids(self):
        self.assertEqual(SERVER.get("/livez", X_Request_ID="abc-1").headers["x-request-id"], "abc-1")
        fresh = [SERVER.get("/livez", **h).headers["x-request-id"] for h in ({}, {"X-Request-ID": "a b"}, {"X-Request-ID": "x" * 200})]
        self.assertEqual(len(set(fresh)), 3)
        self.assertTrue(all(len(i) == 32 for i in fresh))
        self.assertEqual(SERVER.get("/no", X_Request_ID="abc-2").json()["request_id"], "abc-2")

    def test_headers(self):
        headers = SERVER.get("/health").headers
        self.assertNotIn("server", headers)
        self.assertEqual(headers["x-content-type-options"], "nosniff")
        self.assertEqual(headers["cache-control"], "no-store")
        self.assertEqual(headers["content-type"], "application/json")

    def test_compression(self):
        project = fresh_project()
        path = f"/api/v2/meetings/{ingest(project=project).json()['meeting_id']}"
        plain = SERVER.get(path)
        self.assertNotIn("content-encoding", plain.headers)
        for accepted, coding, unpack in (("gzip", "gzip", gzip.decompress), ("gzip, br", "br", by_brotli)):
            packed = SERVER.get(path, Accept_Encoding=accepted)
            self.assertEqual(packed.headers["content-encoding"], coding)
            self.assertEqual(json.loads(unpack(packed.body)), plain.json())
            self.assertLess(len(packed.body), len(plain.body))
        self.assertNotIn("content-encoding", SERVER.get(path, Accept_Encoding="gzip;q=0").headers)
        self.assertNotIn("content-encoding", SERVER.get("/livez", Accept_Encoding="gzip").headers)

    def test_keep_alive_and_pipelining(self):
        connection = SERVER.connect()
        for path in ("/health", "/%68ealth", "/health", "/%68ealth"):
            connection.request("GET", path)
            response = connection.getresponse()
            self.assertEqual((response.status, response.read()[:1]), (200, b"{"))
        connection.close()
        with socket.create_connection(("127.0.0.1", SERVER.port), 60) as raw:
            one = "GET /{} HTTP/1.1\r\nHost: localhost\r\nX-Request-ID: r{}\r\n{}\r\n"
            raw.sendall("".join(one.format(p, i, "Connection: close\r\n" if i == 3 else "") for i, p in
                                enumerate(("health", "livez", "api/v2/stats", "livez"))).encode())
            answer = b""
            while chunk := raw.recv(65536):
                answer += chunk
        ids = [line.split(b": ")[1] for line in answer.split(b"\r\n") if line.lower().startswith(b"x-request-id")]
        self.assertEqual(ids, [b"r0", b"r1", b"r2", b"r3"])

    def test_large_replies_keep_their_place_and_length(self):
        turns = TURNS + [{"text": "okay " * 2000}] * 40
        meeting = self.check(ingest(project=fresh_project(), transcript=turns))["meeting_id"]
        path = f"/api/v2/meetings/{meeting}/transcript"
        whole, head = SERVER.get(path), SERVER.send("HEAD", path)
        self.assertGreater(len(whole.body), 400_000)
        self.assertEqual(int(whole.headers["content-length"]), len(whole.body))
        self.assertEqual((head.body, head.headers["content-length"]), (b"", whole.headers["content-length"]))
        packed = SERVER.get(path, Accept_Encoding="gzip")
        self.assertEqual(gzip.decompress(packed.body), whole.body)
        connection = SERVER.connect()
        for _ in range(2):
            connection.request("GET", path)
            self.assertEqual(connection.getresponse().read(), whole.body)
        connection.close()
        with socket.create_connection(("127.0.0.1", SERVER.port), 60) as raw:
            raw.sendall("".join(f"GET {p} HTTP/1.1\r\nHost: localhost\r\n{close}\r\n" for p, close in
                                ((path, ""), ("/livez", ""), (path, ""), ("/livez", "Connection: close\r\n"))).encode())
            answer = b""
            while chunk := raw.recv(1 << 20):
                answer += chunk
        bodies = [part.split(b"\r\n\r\n")[1] for part in answer.split(b"HTTP/1.1 200 OK")[1:]]
        self.assertEqual(bodies, [whole.body, b'{"status":"alive"}'] * 2)
        with socket.create_connection(("127.0.0.1", SERVER.port), 60) as raw:
            raw.sendall(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
            answer = b""
            while chunk := raw.recv(1 << 20):
                answer += chunk
        self.assertEqual(answer.split(b"\r\n\r\n")[1], whole.body)

    def test_what_drogon_refuses_before_a_path_is_known(self):
        """A bare status line and the end of the connection: its parser lets nobody else answer (docs/api.md)."""
        post = b"POST /ingest HTTP/1.1\r\nHost: localhost\r\n"
        for raw_bytes, status in (
                (b"\x00" * 100, 400), (b"GET / HTTP/9.9\r\n\r\n", 400), (post + b"Content-Length: x\r\n\r\n", 400),
                (b"BREW /livez HTTP/1.1\r\nHost: localhost\r\n\r\n", 405), (b"TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
                (post + b"Content-Length: 99999999999\r\n\r\n", 413), (post + b"Content-Length: -5\r\n\r\n", 413),
                (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
                (post + b"Expect: tea\r\nContent-Length: 4\r\n\r\n", 417), (post + b"Transfer-Encoding: gzip\r\n\r\n", 501)):
            with self.subTest(raw_bytes=raw_bytes[:60]):
                with socket.create_connection(("127.0.0.1", SERVER.port), 60) as raw:
                    raw.sendall(raw_bytes)
                    answer = b""
                    while chunk := raw.recv(1 << 16):  # to its end
                        answer += chunk
                self.assertRegex(answer, rb"^HTTP/1\.1 %d [A-Za-z -]+\r\nConnection: close\r\n\r\n$" % status)

    def test_who_has_no_sure_end_is_the_last_of_its_connection(self):
        """What follows may be a body to a proxy before us, and is no request to us."""
        post, inner = b"POST /ingest HTTP/1.1\r\nHost: localhost\r\n", b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"
        for head, body in (
                (b"Content-Length: 4\r\nTransfer-Encoding: chunked", b"2b\r\n"), (b"Content-Length: 0\r\nTransfer-Encoding: chunked", b""),
                (b"Transfer-Encoding: xchunked\r\nContent-Length: 4", b"1234"), (b"Content-Length: +4", b"1234"),
                (b"Content-Length : 4", b""), (b"Transfer-Encoding\t: chunked", b""),
                (b"Content-Length: 4abc", b"1234"), (b"Content-Length: 4, 4", b"1234"), (b"Content-Length: 4 4", b"1234")):
            with self.subTest(head=head):
                with socket.create_connection(("127.0.0.1", SERVER.port), 60) as raw:
                    raw.sendall(post + head + b"\r\n\r\n" + body + inner)
                    answer = b""
                    while chunk := raw.recv(1 << 16):  # to its end
                        answer += chunk
                self.assertTrue(answer.startswith(b"HTTP/1.1 400 "), answer)
                self.assertEqual(answer.count(b"HTTP/1.1 "), 1)
                self.assertIn(b"connection: close", answer.lower())
        vtt = b"%x\r\n%s\r\n0\r\n\r\n" % (len(VTT), VTT.encode())
        with socket.create_connection(("127.0.0.1", SERVER.port), 60) as raw:  # as ever
            raw.sendall(post + b"Content-Type: text/vtt\r\nTransfer-Encoding: chunked\r\n\r\n" + vtt +
                        inner.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
            answer = b""
            while chunk := raw.recv(1 << 16):
                answer += chunk
        self.assertEqual(answer.count(b"HTTP/1.1 200 OK"), 2, answer)

    def test_the_log_has_nothing_that_a_stranger_sent(self):
        with socket.create_connection(("127.0.0.1", SERVER.port), 60) as raw:
            raw.sendall(b"POST /ingest HTTP/1.1\r\nHost: localhost\r\nExpect: \x1b[31mSECRETWORD\r\nContent-Length: 4\r\n\r\n")
            self.assertIn(b" 417 ", raw.recv(1000))
        log = SERVER.log()
        self.assertNotIn("SECRETWORD", log)
        self.assertNotIn("\x1b", log)
        self.assertRegex(log, r"warn\w* http: refused or failed at HttpRequestParser\.cc:\d+")

    def test_malformed_http_does_not_harm(self):
        for raw_bytes in (b"\x00" * 100, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /livez HTTP/1.1\r\nbad\r\n\r\n",
                          b"POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
                          b"POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nshort", b"G" * 100_000):
            with self.subTest(raw_bytes=raw_bytes[:40]):
                with socket.create_connection(("127.0.0.1", SERVER.port), 10) as raw:
                    try:
                        raw.sendall(raw_bytes)
                        raw.shutdown(socket.SHUT_WR)
                        raw.recv(1000)
                    except OSError:
                        pass  # it may hang up at any point
                self.check(SERVER.get("/livez"))


class Gate(Case):
    def test_host(self):
        for host in ("localhost", f"127.0.0.1:{SERVER.port}", "[::1]:1", "x.localhost"):
            self.check(SERVER.get("/api/v2/stats", Host=host))
        for host in ("evil.example", "evil.example:8000", "127.0.0.1.evil.example", "10.0.0.1"):
            self.check_problem(SERVER.get("/api/v2/stats", Host=host), 403)
            self.check(SERVER.get("/readyz", Host=host))  # a probe comes by whatever name
        with socket.create_connection(("127.0.0.1", SERVER.port), 10) as raw:
            raw.sendall(b"GET /livez HTTP/1.1\r\n\r\n")
            self.assertIn(b" 400 ", raw.recv(1000))

    def test_origin_and_preflight(self):
        self.check_problem(SERVER.get("/health", Origin="http://evil.example"), 403)
        self.check_problem(SERVER.get("/health", Origin="null"), 403)
        page = "http://localhost:3000"
        self.assertEqual(SERVER.get("/health", Origin=page).headers["access-control-allow-origin"], page)
        preflight = {"Origin": page, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        reply = SERVER.send("OPTIONS", "/api/v2/query", headers=preflight)
        self.assertEqual(reply.status, 200)
        self.assertIn("POST", reply.headers["access-control-allow-methods"])
        self.assertIn("Content-Type", reply.headers["access-control-allow-headers"])
        self.check_problem(SERVER.send("OPTIONS", "/api/v2/query", headers={**preflight, "Origin": "http://evil.example"}), 403)

    def test_what_a_form_can_send(self):
        page = {"Origin": "http://localhost:3000"}
        body, headers = multipart([("file", "a.vtt", VTT.encode())])
        self.check_problem(SERVER.send("POST", "/ingest", body, {**headers, **page}), 403)
        self.check_problem(SERVER.send("POST", "/ingest", b"Ada: hi", {"Content-Type": "text/plain", **page}), 403)
        keyed = {**headers, **page, "Authorization": "Bearer " + SERVER.token}
        self.check(SERVER.send("POST", f"/ingest?project={fresh_project()}", body, keyed))
        reply = SERVER.send("POST", f"/ingest?project={fresh_project()}", VTT.encode(), {**VTT_TYPE, **page})
        self.check(reply)

    def test_token(self):
        self.check(SERVER.get("/health", Authorization="Bearer " + SERVER.token))
        for bad in ("Bearer x", "Bearer", "Basic " + SERVER.token):
            reply = SERVER.get("/health", Authorization=bad)
            self.check_problem(reply, 401)
            self.assertEqual(reply.headers["www-authenticate"], 'Bearer realm="hebb"')


if __name__ == "__main__":
    unittest.main()

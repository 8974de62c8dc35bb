#!/usr/bin/env python3
"""Archives and events of the real `hebb serve`: export, import into an empty server, server-sent events."""
import json
import os
import threading
import time
import unittest
import urllib.parse

from http_server import TURNS, VTT, Server, require_model

JSONL = {"Content-Type": "application/jsonl"}
PROJECT = "Größe & more"
QUESTIONS = ["When does the sensor ship?", "What about the battery?", "hall in Lyon", "price"]


def setUpModule():
    require_model()


def filled():
    server = Server()
    server.post("/ingest", {"title": "Kick-off", "project": PROJECT, "transcript": TURNS, "metadata": {"b": 1, "a": [1.5, "x"]},
                            "started_at": "2026-03-05T14:00:00.123Z", "participants": ["Zoe"]})
    server.post("/ingest", {"title": "No date", "project": PROJECT, "external_id": "e/1", "transcript": TURNS[:2]})
    server.send("POST", f"/ingest?project={urllib.parse.quote(PROJECT)}&title=Hall", VTT.encode(), {"Content-Type": "text/vtt"})
    server.post("/ingest", {"title": "Other", "project": "elsewhere", "transcript": TURNS[2:]})
    return server


def export(server, project=PROJECT):
    return server.get("/api/v2/export?project=" + urllib.parse.quote(project))


def events(reply):
    """[(id, name, data)] of a reply of server-sent events."""
    told = []
    for block in reply.body.decode().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if line and not line.startswith(":"))
        if "event" in fields:
            told.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
    return told


class Archives(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = filled()
        cls.addClassCleanup(cls.server.clean)
        cls.archive = export(cls.server).body

    def empty(self):
        server = Server()
        self.addCleanup(server.clean)
        return server

    def take(self, server, archive, status=200):
        reply = server.send("POST", "/api/v2/import", archive, JSONL)
        self.assertEqual(reply.status, status, reply.body[:500])
        return reply.json()

    def test_a_copy_has_the_same_bytes_and_answers(self):
        reply = export(self.server)
        self.assertEqual((reply.status, reply.headers["content-type"]), (200, "application/jsonl"))
        lines = [json.loads(line) for line in reply.body.splitlines()]
        self.assertEqual((lines[0]["kind"], lines[-1]), ("archive", {"kind": "end", "meetings": 3}))
        self.assertEqual([line["title"] for line in lines if line["kind"] == "meeting"][0], "Kick-off")
        copy = self.empty()
        told = self.take(copy, reply.body)
        self.assertEqual((told["project"], told["created"], told["known"]), (PROJECT, 3, 0))
        self.assertEqual(told["memories"], sum(line["kind"] == "memory" for line in lines))
        self.assertEqual(export(copy).body, reply.body)
        for question in QUESTIONS:
            ask = {"query": question, "filters": {"project": PROJECT}, "include_dimensions": True}
            answers = [server.post("/api/v2/query", ask).json() for server in (self.server, copy)]
            for answer in answers:
                answer.pop("processing_time_ms")
                answer.pop("cached")
            self.assertEqual(answers[0], answers[1])
        again = Server(home=copy.home) if copy.stop() == 0 else None
        self.addCleanup(again.clean)
        self.assertEqual(export(again).body, reply.body)

    def test_renamed_speakers_survive(self):
        source, copy = filled(), self.empty()
        self.addCleanup(source.clean)
        source.post("/ingest", {"title": "Actions", "project": PROJECT, "transcript": [
            {"speaker": "Ada", "text": "I'll send the contract to the factory by Friday."},
            {"speaker": "Cy", "text": "The meeting room on the third floor has a green door now."}]})
        for rename in (("Bo", "Bo Lindqvist"), ("Ada", "Bo Lindqvist")):  # the second makes two one
            reply = source.send("PATCH", "/api/v2/speakers", {"project": PROJECT, "from": rename[0], "to": rename[1]})
            self.assertEqual(reply.status, 200)
        archive = export(source).body
        self.take(copy, archive)
        self.assertEqual(export(copy).body, archive)
        path = "/api/v2/speakers?project=" + urllib.parse.quote(PROJECT)
        self.assertEqual(copy.get(path).json(), source.get(path).json())
        ask = {"query": "What does Bo Lindqvist say of the battery?", "filters": {"speakers": ["bo lindqvist"], "project": PROJECT}}
        found = [server.post("/api/v2/query", ask).json()["results"] for server in (source, copy)]
        self.assertTrue(found[0])
        self.assertEqual(found[0], found[1])
        ask = {"query": "What are Bo Lindqvist's action items?", "filters": {"project": PROJECT}}
        for server in (source, copy):
            self.assertIn("send the contract", str(server.post("/api/v2/query", ask).json()["results"]))

    def test_what_is_declared_survives_and_what_is_there_stays(self):
        first, second = self.empty(), self.empty()
        self.assertEqual(self.take(first, self.archive)["declared"], 0)
        path = "/api/v2/declaration?project=" + urllib.parse.quote(PROJECT)
        declared = {"stakeholders": [{"name": "Ada", "also": ["A. \"L\""], "role": "r\u00f6le"}],
                    "deliverables": [{"name": "the sensor", "due": "2026-12-01"}, {"name": "hall"}]}
        self.assertEqual(first.send("PUT", path, declared).status, 200)
        archive = export(first).body
        self.assertEqual(json.loads(archive.splitlines()[-2])["kind"], "declaration")
        self.assertEqual(self.take(second, archive)["declared"], 3)
        self.assertEqual(export(second).body, archive)
        self.assertEqual(second.get(path).json(), first.get(path).json())
        self.assertEqual(second.send("PUT", path, {"stakeholders": [{"name": "Bo"}]}).status, 200)
        self.assertEqual(self.take(second, archive)["declared"], 0)
        self.assertEqual([one["name"] for one in second.get(path).json()["stakeholders"]], ["Bo"])
        self.assertEqual(self.take(second, self.archive)["known"], 3)  # as archives were before
        problem = self.take(first, archive.replace(b'"the sensor"', b'"HALL"'), 400)
        self.assertEqual([error["field"].split(": ")[1] for error in problem["errors"]], ["deliverables[1].name"])

    def test_a_correction_survives_and_can_be_taken_back(self):
        first, second = self.empty(), self.empty()
        self.take(first, self.archive)
        page = first.get("/api/v2/memories?limit=1&level=2").json()
        path = "/api/v2/memories/" + page["memories"][0]["memory_id"]
        changed = first.send("PATCH", path, json.dumps({"memory_type": "risk", "importance": 0.9}).encode(),
                             {"Content-Type": "application/json"})
        self.assertEqual(changed.status, 200, changed.body)
        corrected = export(first).body
        self.assertNotEqual(corrected, self.archive)
        self.take(second, corrected)
        self.assertEqual(export(second).body, corrected)
        self.assertEqual(second.get(path).json()["correction"], first.get(path).json()["correction"])
        reverted = second.send("PATCH", path, b'{"revert":true}', {"Content-Type": "application/json"})
        self.assertEqual(reverted.status, 200, reverted.body)
        self.assertEqual(export(second).body, self.archive)

    def test_import_again_changes_nothing(self):
        before = self.server.get("/api/v2/stats").json()
        told = self.take(self.server, self.archive)
        self.assertEqual((told["created"], told["known"], told["memories"]), (0, 3, 0))
        self.assertEqual(self.server.get("/api/v2/stats").json()["seq"], before["seq"])

    def test_what_was_moved_away_is_not_imported_again(self):
        copy = self.empty()
        self.take(copy, self.archive)
        meeting = copy.get("/api/v2/meetings?limit=1").json()["meetings"][0]["meeting_id"]
        moved = copy.send("PATCH", "/api/v2/meetings/" + meeting, {"project": "a secret place"})
        self.assertEqual(moved.status, 200, moved.body)
        before = copy.get("/api/v2/stats").json()
        problem = self.take(copy, self.archive, 409)
        self.assertIn(meeting, problem["detail"])
        self.assertNotIn("a secret place", problem["detail"])
        self.assertEqual(copy.get("/api/v2/stats").json()["seq"], before["seq"])

    def test_what_leads_nowhere_is_found_before_anything_is_written(self):
        lines = [json.loads(line) for line in self.archive.splitlines()]
        unknown = "01234567-89ab-8def-8123-456789abcdef"
        for kind, field in (("connection", "to"), ("memory", "parent")):
            number = max(i for i, line in enumerate(lines) if line["kind"] == kind and line[field])  # of the last meeting
            changed = [*lines[:number], {**lines[number], field: unknown}, *lines[number + 1:]]
            copy = self.empty()
            problem = self.take(copy, "\n".join(map(json.dumps, changed)).encode(), 400)
            self.assertEqual([error["field"] for error in problem["errors"]], [f"line {number + 1}: {field}"])
            self.assertEqual(copy.get("/api/v2/stats").json()["meetings"], 0)

    def test_every_bad_field_is_named_with_its_line(self):
        lines = self.archive.decode().splitlines()
        number = next(i for i, line in enumerate(lines) if '"kind":"memory"' in line)
        memory = json.loads(lines[number])
        memory["vector"][3] += 5
        memory["vector"][399] = -1
        memory["importance"] = "high"
        memory["surplus"] = 1
        lines[number] = json.dumps(memory)
        lines[-2] = "nonsense"
        copy = self.empty()
        problem = self.take(copy, "\n".join(lines).encode(), 400)
        named = {error["field"] for error in problem["errors"]}
        line = f"line {number + 1}: "
        self.assertLessEqual({line + "vector", line + "vector[399]", line + "importance", line + "surplus",
                              f"line {len(lines) - 1}"}, named)
        self.assertEqual(copy.get("/api/v2/stats").json()["meetings"], 0)

    def test_what_is_no_archive_or_another_models_is_refused(self):
        copy = self.empty()
        for bad in (b"", b"{}", b"\n\n", self.archive[:-40], self.archive.replace(b'"version":1', b'"version":2')):
            self.take(copy, bad, 400)
        head, rest = self.archive.split(b"\n", 1)
        head = json.loads(head)
        head["encoder"]["vectors"] = head["encoder"]["vectors"][::-1]
        self.take(copy, json.dumps(head).encode() + b"\n" + rest, 409)
        self.assertEqual(copy.send("POST", "/api/v2/import", self.archive, {"Content-Type": "application/json"}).status, 415)
        self.assertEqual(copy.get("/api/v2/stats").json()["meetings"], 0)

    def test_a_project_that_is_not_there_is_not_found(self):
        self.assertEqual(export(self.server, "nobody").status, 404)
        self.assertEqual(self.server.get("/api/v2/export").json()["errors"], [{"field": "project", "message": "is required"}])

    def test_export_leaves_nothing_behind(self):
        export(self.server)
        for folder in (self.server.cwd, self.server.tmp):
            self.assertEqual(os.listdir(folder), [])
        left = [name for _, _, names in os.walk(self.server.data) for name in names if "reply-" in name]
        self.assertEqual(left, [])

    def test_an_empty_project_copy_is_exact_for_head(self):
        reply = self.server.send("HEAD", "/api/v2/export?project=" + urllib.parse.quote(PROJECT))
        self.assertEqual((reply.status, reply.body), (200, b""))
        self.assertNotIn("content-length", reply.headers)  # nobody knows it before the export is made


class Events(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.clean)

    def after(self, seq):
        return self.server.get("/api/v2/events", Last_Event_ID=str(seq))

    def ingest(self, title):
        return self.server.post("/ingest", {"title": title, "project": "p", "transcript": TURNS}).json()["meeting_id"]

    def test_events_are_told_once_and_resumed(self):
        ready = self.server.get("/api/v2/events")
        self.assertEqual((ready.status, ready.headers["content-type"]), (200, "text/event-stream"))
        self.assertEqual(events(ready), [(0, "ready", {"seq": 0})])
        first, second = self.ingest("one"), self.ingest("two")
        self.server.send("PATCH", "/api/v2/speakers", {"project": "p", "from": "Bo", "to": "Bob"})
        self.assertEqual(events(self.after(0)), [(1, "ingested", {"seq": 1, "meeting_id": first, "project": "p"}),
                                                 (2, "ingested", {"seq": 2, "meeting_id": second, "project": "p"}),
                                                 (3, "speaker_renamed", {"seq": 3, "project": "p"})])
        self.server.send("DELETE", "/api/v2/meetings/" + first)
        self.assertEqual(events(self.after(3)), [(4, "erased", {"seq": 4, "meeting_id": first})])
        self.assertEqual(events(self.after(1))[0][0], 2)
        self.assertEqual(events(self.after(99)), [(4, "ready", {"seq": 4})])
        self.assertEqual(events(self.after("nonsense")), [(4, "ready", {"seq": 4})])

    def test_a_change_of_a_meeting_is_told(self):
        meeting = self.ingest("one")
        self.server.send("PATCH", "/api/v2/meetings/" + meeting, {"title": "another"})
        self.assertEqual(events(self.after(1)), [(2, "changed", {"seq": 2, "meeting_id": meeting, "project": "p"})])

    def test_a_reader_waits_and_is_told(self):
        told = []

        def read():
            while not told:  # a wait ends after a while without news; a reader asks again
                told.extend(events(self.after(0)))

        reader = threading.Thread(target=read)
        reader.start()
        time.sleep(0.5)
        self.assertEqual(told, [])
        meeting = self.ingest("one")
        reader.join(60)
        self.assertEqual(told, [(1, "ingested", {"seq": 1, "meeting_id": meeting, "project": "p"})])

    def test_a_stop_ends_those_who_wait(self):
        replies = []
        readers = [threading.Thread(target=lambda: replies.append(self.after(0))) for _ in range(20)]
        for reader in readers:
            reader.start()
        time.sleep(1)
        began = time.monotonic()
        self.assertEqual(self.server.stop(), 0)
        self.assertLess(time.monotonic() - began, 10)
        for reader in readers:
            reader.join(10)
        self.assertEqual({reply.status for reply in replies} | {200}, {200})
        self.assertEqual(len(replies), 20)
        self.assertIn(b": nothing new", replies[0].body)


if __name__ == "__main__":
    unittest.main()

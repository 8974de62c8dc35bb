#!/usr/bin/env python3
"""Text is text: what is written to break out of SQL, in every place that takes text, is answered or refused and leaves
the database as it was; honest questions with apostrophes and SELECT find what they ask for. Against the real
`hebb serve`."""
import os
import random
import subprocess
import unittest
import urllib.parse

from http_server import BINARY, TURNS, Server, model_path, require_model

SEED = int(os.environ.get("HEBB_TEST_SEED") or random.randrange(1 << 32))
GENERATED = 1000
# Of the specification (phase 5, day 7).
SPECIFIED = ["'; DROP TABLE memories; --", "1' OR '1'='1", "UNION SELECT * FROM memories",
             "'; INSERT INTO memories VALUES(...); --"]
TABLES = ["memories", "meetings", "turns", "speakers", "vectors", "connections", "changes", "housekeeping",
          "encoder_probe", "sqlite_schema", "sqlite_master"]
OPENINGS = ["'", "\"", "`", "]", "')", "'))", "\";", "';", "%27", "\\'", "\u2019", "\u02bc", "''", "'||'", "*/", "", "1", "x' ", "\n'",
            "?1", ":project", "@p", "$1", "?"]
STATEMENTS = [
    "DROP TABLE {t}", "DELETE FROM {t}", "UPDATE {t} SET text = 'x'", "INSERT INTO {t} VALUES (1)", "ALTER TABLE {t} RENAME TO x",
    "UNION SELECT * FROM {t}", "UNION ALL SELECT NULL, NULL, sql FROM {t}", "OR 1=1", "OR '1'='1", "AND 1=0", "OR EXISTS (SELECT 1 FROM {t})",
    "PRAGMA user_version = 99", "PRAGMA writable_schema = 1", "PRAGMA journal_mode = DELETE", "ATTACH DATABASE '/tmp/x' AS x",
    "VACUUM INTO '/tmp/x'", "SELECT load_extension('x')", "SELECT writefile('/tmp/x', 'x')", "REINDEX", "COMMIT", "ROLLBACK",
    "BEGIN EXCLUSIVE", "SELECT * FROM json_each('[1]')", "SELECT randomblob(1000000000)", "SELECT zeroblob(1e9)",
    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r", "CREATE TRIGGER x AFTER INSERT ON {t} BEGIN SELECT 1; END",
    "LIKE '%'", "GLOB '*'", "MATCH 'x NEAR y'", "EXEC xp_cmdshell('dir')", "SELECT pg_sleep(10)", "; SHUTDOWN"]
ENDINGS = ["--", "-- ", ";--", "/*", "#", ";", "'", "\"", "%00", "", "\\", "' --", "*/", "\u2028--", "{{7*7}}", "<script>alert(1)</script>",
           "${jndi:ldap://x}", "$(reboot)", "`reboot`", "../../etc/passwd", "%s%n", "\r\nX-Injected: 1"]


def generated(rng):
    parts = [rng.choice(OPENINGS)]
    for _ in range(rng.randint(1, 3)):
        parts += [rng.choice([" ", "/**/", "\t", "\n", "+", ";", "%20"]), rng.choice(STATEMENTS).format(t=rng.choice(TABLES))]
    text = "".join(parts) + rng.choice(ENDINGS)
    if rng.random() < 0.2:
        text = "".join(c.upper() if rng.random() < 0.5 else c.lower() for c in text)
    if rng.random() < 0.05:
        text += "\0"
    if rng.random() < 0.05:
        text = text * rng.randint(2, 20)
    return text


class Injection(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_model()
        cls.server = Server()
        try:
            for number, project in enumerate(("default", "o'brien & sons; --", "other")):
                reply = cls.server.post("/api/v2/ingest", {
                    "title": f"Kick-off {number}", "project": project, "transcript": [*TURNS, {
                        "speaker": "Siobhan O'Regan", "text": "We SELECT the O'Neill vendor from the list; DROP the old one."}]})
                assert reply.status == 200, reply.body
            cls.before = cls.state(cls.server)
        except BaseException:
            cls.server.clean()
            raise

    @classmethod
    def tearDownClass(cls):
        cls.server.clean()

    @staticmethod
    def state(server):
        """All that is stored."""
        stored = {}
        for path in ("/api/v2/meetings", "/api/v2/speakers"):
            stored[path] = server.get(path).json()
        for meeting in stored["/api/v2/meetings"]["meetings"]:
            for path in (f"/api/v2/meetings/{meeting['meeting_id']}/transcript", f"/api/v2/memories?meeting={meeting['meeting_id']}"):
                stored[path] = server.get(path).json()
        stats = server.get("/api/v2/stats").json()
        stored["stats"] = {name: stats[name] for name in ("projects", "meetings", "turns", "memories", "connections")}
        return stored

    def send(self, allowed, method, path, body=None):
        reply = self.server.send(method, path, body)
        self.assertIn(reply.status, allowed, f"seed {SEED}: {method} {path} {body!r}: {reply.body[:300]}")
        self.assertNotIn("x-injected", reply.headers)
        return reply

    def ask(self, text, **fields):
        return self.send((200, 400), "POST", "/api/v2/query", {"query": text, **fields})

    def everywhere(self, rng, text):
        """In one of the places that take text."""
        quoted = urllib.parse.quote(text, safe="")
        plain = (200, 400)
        found = (200, 400, 404)
        places = [
            lambda: self.ask(text),
            lambda: self.ask("price", filters={"project": text}),
            lambda: self.ask("price", filters={"speakers": [text, "Ada"]}),
            lambda: self.ask("price", filters={"meeting_ids": [text]}),
            lambda: self.ask("price", filters={"memory_types": [text]}),
            lambda: self.ask("price", filters={"since": text}),
            lambda: self.ask(f"What did {text} say about the price?", explain=True),
            lambda: self.send(plain, "POST", "/api/v2/context", {"query": text, "filters": {"project": text}}),
            lambda: self.send(plain, "GET", f"/api/v2/meetings?project={quoted}"),
            lambda: self.send(plain, "GET", f"/api/v2/meetings?cursor={quoted}"),
            lambda: self.send(plain, "GET", f"/api/v2/meetings?limit={quoted}"),
            lambda: self.send(plain, "GET", f"/api/v2/meetings?{quoted}=1"),
            lambda: self.send(plain, "GET", f"/api/v2/speakers?project={quoted}"),
            lambda: self.send(found, "GET", f"/api/v2/memories?meeting={quoted}"),
            lambda: self.send(found, "GET", f"/api/v2/meetings/{quoted}"),
            lambda: self.send(found, "DELETE", f"/api/v2/meetings/{quoted}"),
            lambda: self.send(found, "DELETE", f"/api/v2/projects/{quoted}"),
            lambda: self.send(found, "PATCH", "/api/v2/speakers", {"from": text, "to": "Mallory"}),
            lambda: self.send(found, "PATCH", "/api/v2/speakers", {"from": "Nobody", "to": text, "project": text}),
        ]
        rng.choice(places)()

    def check_intact(self):
        self.assertEqual(self.state(self.server), self.before, f"seed {SEED}")

    def test_the_specified_strings(self):
        for text in SPECIFIED:
            self.ask(text)
            self.ask("price", filters={"project": text, "speakers": [text]})
        self.check_intact()

    def test_a_thousand_generated_ones_in_every_place(self):
        rng = random.Random(SEED)
        for _ in range(GENERATED):
            self.everywhere(rng, generated(rng))
        self.check_intact()

    def test_what_is_stored_is_the_text_that_was_sent(self):
        rng = random.Random(SEED + 1)
        for text in [*SPECIFIED, *(generated(rng) for _ in range(60))]:
            reply = self.send((200, 400), "POST", "/api/v2/ingest", {
                "title": text[:500], "project": text[:200], "external_id": text[:500], "participants": [text[:200]],
                "metadata": {"note": text}, "transcript": [{"speaker": text[:200], "text": f"The price is high. {text}"}]})
            if reply.status == 400:
                self.assertIn("\0", text, f"seed {SEED}: {reply.body[:300]}")
                continue
            number = reply.json()["meeting_id"]
            shown = self.server.get(f"/api/v2/meetings/{number}").json()
            shown = shown.get("meeting", shown)
            self.assertEqual(shown["title"], text[:500].strip(" \t\r\n"), f"seed {SEED}")
            self.assertEqual(shown["metadata"], {"note": text})
            turn = self.server.get(f"/api/v2/meetings/{number}/transcript").json()["turns"][0]
            self.assertEqual(turn["text"], f"The price is high. {text}", f"seed {SEED}")
            found = self.ask("What is the price?", filters={"project": shown["project"]}).json()
            self.assertEqual({r["metadata"]["meeting_id"] for r in found["results"]}, {number})
            self.send((200,), "DELETE", f"/api/v2/projects/{urllib.parse.quote(shown['project'], safe='')}")
        self.check_intact()

    def test_honest_questions_work(self):
        for question in ("Which vendor did we SELECT from the list?", "What's O'Neill's part; DROP or keep?",
                         "Who said \"SELECT the vendor\" -- and why?", "What did Siobhan O'Regan select?",
                         "100% of the list OR the old one?"):
            reply = self.ask(question)
            self.assertEqual(reply.status, 200, question)
            self.assertTrue(any("O'Neill" in r["content"] for r in reply.json()["results"]), question)
        project = self.ask("Which vendor did we SELECT?", filters={"project": "o'brien & sons; --"}).json()
        self.assertEqual({r["metadata"]["project"] for r in project["results"]}, {"o'brien & sons; --"})
        speaker = self.ask("What did we SELECT?", filters={"speakers": ["siobhan o'regan"]}).json()
        self.assertEqual({r["metadata"]["speaker"] for r in speaker["results"]}, {"Siobhan O'Regan"})

    def test_zz_the_doctor_finds_the_database_well(self):
        """Last: the server is stopped."""
        self.check_intact()
        self.assertEqual(self.server.stop(), 0)
        told = subprocess.run([BINARY, "doctor", "--data-dir", self.server.data], capture_output=True, text=True,
                              env={**os.environ, "MODEL_PATH": model_path()}, timeout=120)
        self.assertEqual(told.returncode, 0, told.stdout + told.stderr)
        self.assertNotIn("[critical]", self.server.log())


if __name__ == "__main__":
    unittest.main()

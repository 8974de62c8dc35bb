#!/usr/bin/env python3
"""/openapi.json and /docs of the real `hebb serve`: valid, complete, and true to what the server answers."""
import base64
import hashlib
import html.parser
import json
import os
import re
import subprocess
import unittest

from http_server import TURNS, Server, require_model

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def setUpModule():
    require_model()


class OpenApi(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.clean)
        cls.reply = cls.server.get("/openapi.json")
        cls.document = cls.reply.json()

    def test_the_document_is_valid_openapi_3_1(self):
        self.assertEqual((self.reply.status, self.reply.headers["content-type"]), (200, "application/json"))
        self.assertTrue(self.document["openapi"].startswith("3.1."))
        python = os.environ.get("HEBB_OPENAPI_PYTHON")
        if not python:
            self.skipTest("HEBB_OPENAPI_PYTHON: no openapi-spec-validator; tool/openapi/prepare validator makes it")
        check = "import json, sys; from openapi_spec_validator import validate; validate(json.load(sys.stdin))"
        done = subprocess.run([python, "-c", check], input=self.reply.body, capture_output=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr.decode()[-2000:])
        self.document["paths"]["/health"]["get"]["responses"]["200"].pop("description")
        broken = json.dumps(self.document).encode()
        self.assertNotEqual(subprocess.run([python, "-c", check], input=broken, capture_output=True, timeout=120).returncode, 0)

    def test_every_route_of_the_table_is_there(self):
        with open(os.path.join(ROOT, "src/api/routes.cc")) as file:
            rows = re.findall(r'\{"([A-Z]+)", "([^"]+)", BodyKind', file.read())
        self.assertGreater(len(rows), 15)
        for method, path in rows:
            operation = self.document["paths"].get(path, {}).get(method.lower())
            self.assertIsNotNone(operation, f"{method} {path}")
            self.assertIn("200", operation["responses"])
            for status, response in operation["responses"].items():
                self.assertTrue(response["content"] if status != "200" else True, f"{method} {path} {status}")
            named = re.findall(r"\{(\w+)\}", path)
            self.assertEqual([p["name"] for p in operation.get("parameters", []) if p["in"] == "path"], named)

    def test_limits_and_defaults_are_those_of_the_contract(self):
        query = self.document["paths"]["/api/v2/query"]["post"]["requestBody"]["content"]["application/json"]["schema"]
        self.assertEqual(query["required"], ["query"])
        fields = query["properties"]
        self.assertEqual((fields["query"]["minLength"], fields["query"]["maxLength"]), (1, 1000))
        self.assertEqual((fields["limit_per_level"]["minimum"], fields["limit_per_level"]["maximum"],
                          fields["limit_per_level"]["default"]), (1, 50, 10))
        self.assertEqual((fields["max_activations"]["minimum"], fields["max_activations"]["maximum"]), (10, 100))
        self.assertIn("decision", fields["filters"]["properties"]["memory_types"]["items"]["enum"])
        self.assertEqual(fields["filters"]["properties"]["meeting_ids"]["minItems"], 1)

    def test_the_fields_of_a_real_reply_are_those_described(self):
        self.server.post("/ingest", {"title": "t", "transcript": TURNS})
        for method, path, body in (("post", "/api/v2/query", {"query": "Who ships the sensor?", "explain": True}),
                                   ("get", "/api/v2/stats", None), ("get", "/health", None),
                                   ("get", "/api/v2/meetings", None), ("get", "/api/v2/speakers", None)):
            schema = self.document["paths"][path][method]["responses"]["200"]["content"]["application/json"]["schema"]
            reply = self.server.send(method.upper(), path, body).json()
            self.assertLessEqual(set(schema["required"]), set(reply), path)
            self.assertLessEqual(set(reply), set(schema["properties"]), path)

    def test_the_page_stands_alone_and_its_policy_fits(self):
        reply = self.server.get("/docs")
        self.assertEqual((reply.status, reply.headers["content-type"]), (200, "text/html; charset=utf-8"))
        page, policy = reply.body.decode(), reply.headers["content-security-policy"]
        style = re.search(r"<style>(.*?)</style>", page, re.S)[1]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        self.assertIn("default-src 'none'", policy)
        self.assertIn(f"style-src 'sha256-{digest}'", policy)
        open_tags, links, ids = [], set(), set()

        class Reader(html.parser.HTMLParser):
            def handle_starttag(self, tag, attributes):
                attributes = dict(attributes)
                ids.add(attributes.get("id"))
                links.add(attributes.get("href"))
                if tag not in ("meta",):
                    open_tags.append(tag)

            def handle_endtag(self, tag):
                assert open_tags.pop() == tag, tag

        Reader().feed(page)
        self.assertEqual(open_tags, [])
        for path, item in self.document["paths"].items():
            for operation in item.values():
                self.assertIn(operation["operationId"], ids)
        for link in links - {None, "/openapi.json"}:
            self.assertTrue(link.startswith("#") and link[1:] in ids, link)
        self.assertNotIn("<script", page)


if __name__ == "__main__":
    unittest.main()

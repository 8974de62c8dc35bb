#!/usr/bin/env python3
"""API keys: who needs one, what it may do, and that none is told or kept where it should not be. Against the real
`hebb serve` and `hebb keys`."""
import glob
import json
import os
import stat
import subprocess
import time
import unittest

from http_server import BINARY, TURNS, Server, model_path, require_model

OPEN = ("/health", "/livez", "/readyz", "/healthz", "/openapi.json", "/docs")


def hebb(data, *words, environment=None):
    settings = {**os.environ, "MODEL_PATH": model_path(), **(environment or {})}
    return subprocess.run([BINARY, *words, "--data-dir", data], capture_output=True, text=True, env=settings,
                          stdin=subprocess.DEVNULL, timeout=120)


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


class Case(unittest.TestCase):
    def setUp(self):
        require_model()
        self.servers = []

    def tearDown(self):
        for server in self.servers:
            server.clean()

    def serve(self, *flags, **options):
        server = Server(*flags, **options)
        self.servers.append(server)
        return server

    def create(self, server, name, *words):
        made = hebb(server.data, "keys", "create", name, *words)
        self.assertEqual(made.returncode, 0, made.stderr)
        return made.stdout.strip()

    def admin_key(self, server):
        with open(os.path.join(server.data, "admin.key")) as file:
            return file.read().strip()


class WhoNeedsOne(Case):
    def test_loopback_asks_for_no_key(self):
        server = self.serve()
        self.assertEqual(server.get("/api/v2/stats").status, 200)
        self.assertEqual(server.get("/api/v2/keys").status, 200)
        self.assertFalse(os.path.exists(os.path.join(server.data, "admin.key")))
        # One that is sent counts all the same.
        key = self.create(server, "reader")
        self.assertEqual(server.send("GET", "/api/v2/stats", headers=bearer(key)).status, 200)
        self.assertEqual(server.send("POST", "/api/v2/reindex", headers=bearer(key)).status, 403)
        self.assertEqual(server.send("GET", "/api/v2/stats", headers=bearer(key + "0")).status, 401)

    def test_where_one_is_needed(self):
        server = self.serve(environment={"HEBB_AUTH": "required"})
        for path in OPEN:
            self.assertEqual(server.get(path).status, 200, path)
        for method, path in (("GET", "/api/v2/stats"), ("GET", "/api/v2/meetings"), ("GET", "/nowhere"),
                             ("POST", "/api/v2/query"), ("DELETE", "/api/v2/projects/x"), ("GET", "/api/v2/keys")):
            reply = server.send(method, path, {"query": "why"} if method == "POST" else None)
            self.assertEqual(reply.status, 401, path)
            self.assertTrue(reply.headers["www-authenticate"].startswith("Bearer"))
            self.assertEqual(reply.json()["error"], "Unauthorized")
        self.assertEqual(server.send("GET", "/api/v2/stats", headers=bearer(self.admin_key(server))).status, 200)
        # The command line of the same user needs none.
        self.assertEqual(hebb(server.data, "stats").returncode, 0)

    def test_the_first_key(self):
        server = self.serve(environment={"HEBB_AUTH": "required"})
        file = os.path.join(server.data, "admin.key")
        self.assertEqual(stat.S_IMODE(os.stat(file).st_mode), 0o600)
        self.assertIn(file, server.log())
        self.assertNotIn(self.admin_key(server), server.log())
        key = self.admin_key(server)
        self.assertEqual(server.stop(), 0)
        again = self.serve(environment={"HEBB_AUTH": "required"}, home=server.home)
        self.assertEqual(self.admin_key(again), key)
        self.assertEqual(again.send("GET", "/api/v2/keys", headers=bearer(key)).status, 200)

    def test_a_key_of_a_file(self):
        home = self.serve()
        given = os.path.join(home.home, "given")
        with open(given, "w") as file:
            file.write("0123456789abcdef" * 4 + "\n")
        home.stop()
        server = self.serve(environment={"HEBB_AUTH": "required", "HEBB_ADMIN_KEY_FILE": given}, home=home.home)
        self.assertEqual(server.send("GET", "/api/v2/keys", headers=bearer("0123456789abcdef" * 4)).status, 200)
        self.assertNotIn("0123456789abcdef" * 4, server.log())
        self.assertFalse(os.path.exists(os.path.join(server.data, "admin.key")))
        server.stop()
        missing = self.serve(environment={"HEBB_ADMIN_KEY_FILE": given + "-not"}, home=home.home, wait=False)
        self.assertNotEqual(missing.process.wait(timeout=60), 0)
        self.assertIn("given-not", missing.log())


class WhatItMay(Case):
    def test_scopes(self):
        server = self.serve(environment={"HEBB_AUTH": "required"})
        keys = {scope: self.create(server, "the " + scope, "--scope", scope) for scope in ("read", "write", "admin")}
        asks = [("POST", "/api/v2/query", {"query": "why"}, "read"), ("GET", "/api/v2/meetings", None, "read"),
                ("POST", "/api/v2/ingest", {"transcript": TURNS}, "write"),
                ("DELETE", "/api/v2/projects/none", None, "admin"), ("GET", "/api/v2/keys", None, "admin"),
                ("POST", "/api/v2/reindex", None, "admin")]
        order = list(keys)
        for method, path, body, needed in asks:
            for scope, key in keys.items():
                reply = server.send(method, path, body, bearer(key))
                if order.index(scope) >= order.index(needed):
                    self.assertIn(reply.status, (200, 404), (path, scope, reply.body))
                else:
                    self.assertEqual(reply.status, 403, (path, scope))
                    self.assertIn(needed, reply.json()["detail"])

    def test_either_header(self):
        server = self.serve(environment={"HEBB_AUTH": "required"})
        key = self.create(server, "reader")
        for headers in ({"X-API-Key": key}, {"authorization": f"bearer {key}"}, {"X-API-Key": key, "Authorization": "Basic eA=="}):
            self.assertEqual(server.send("GET", "/api/v2/stats", headers=headers).status, 200, headers)
        for headers in ({"X-API-Key": "x"}, {"Authorization": key}, {"Authorization": f"Basic {key}"},
                        {"X-API-Key": "x", "Authorization": f"Bearer {key}"}):
            self.assertEqual(server.send("GET", "/api/v2/stats", headers=headers).status, 401, headers)

    def test_a_revoked_key_is_refused_at_once(self):
        server = self.serve(environment={"HEBB_AUTH": "required"})
        key, other = self.create(server, "laptop"), self.create(server, "other")
        connection = server.connect()

        def asked():
            connection.request("GET", "/api/v2/stats", headers=bearer(key))
            reply = connection.getresponse()
            reply.read()
            return reply.status

        self.assertEqual(asked(), 200)
        self.assertEqual(hebb(server.data, "keys", "revoke", "laptop").returncode, 0)
        self.assertEqual(asked(), 401)  # on the connection that was open, too
        connection.close()
        self.assertEqual(server.send("GET", "/api/v2/stats", headers=bearer(other)).status, 200)
        server.stop()
        again = self.serve(environment={"HEBB_AUTH": "required"}, home=server.home)
        self.assertEqual(again.send("GET", "/api/v2/stats", headers=bearer(key)).status, 401)

    def test_an_expired_key_is_refused(self):
        server = self.serve(environment={"HEBB_AUTH": "required"})
        admin = self.admin_key(server)
        soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3))
        made = server.send("POST", "/api/v2/keys", {"name": "guest", "expires_at": soon}, bearer(admin))
        self.assertEqual(made.status, 200, made.body)
        key = made.json()["key"]
        self.assertEqual(server.send("GET", "/api/v2/stats", headers=bearer(key)).status, 200)
        due = time.monotonic() + 30
        while server.send("GET", "/api/v2/stats", headers=bearer(key)).status == 200 and time.monotonic() < due:
            time.sleep(0.2)
        self.assertEqual(server.send("GET", "/api/v2/stats", headers=bearer(key)).status, 401)
        past = server.send("POST", "/api/v2/keys", {"name": "late", "expires_at": "2020-01-01"}, bearer(admin))
        self.assertEqual(past.status, 400)

    def test_a_key_that_nobody_could_mean_is_refused(self):
        server = self.serve()
        for body, field in (({}, "name"), ({"name": ""}, "name"), ({"name": "a", "scope": "root"}, "scope"),
                            ({"name": "a", "projects": []}, "projects"), ({"name": "a", "projects": [""]}, "projects[0]"),
                            ({"name": "a", "expires_at": "soon"}, "expires_at"), ({"name": "a", "secret": "x"}, "secret")):
            reply = server.post("/api/v2/keys", body)
            self.assertEqual(reply.status, 400, body)
            self.assertIn(field, [error["field"] for error in reply.json()["errors"]])
        self.assertEqual(server.post("/api/v2/keys", {"name": "a"}).status, 200)
        self.assertEqual(server.post("/api/v2/keys", {"name": "a"}).status, 409)
        self.assertEqual(server.send("DELETE", "/api/v2/keys/nothing").status, 404)

    def test_a_key_whose_name_has_a_slash_is_revoked_by_it(self):
        server = self.serve()
        for name, path in (("team / ci", "team%20%2F%20ci"), ("a/b", "a/b")):
            made = server.post("/api/v2/keys", {"name": name}).json()
            gone = server.send("DELETE", "/api/v2/keys/" + path)
            self.assertEqual((gone.status, gone.json().get("id"), gone.json().get("state")), (200, made["id"], "revoked"))


class WhereItIs(Case):
    def test_no_key_in_the_log(self):
        server = self.serve(environment={"HEBB_AUTH": "required", "LOG_LEVEL": "trace"})
        admin, key = self.admin_key(server), self.create(server, "reader")
        wrong = "hebb_" + "5" * 64
        for secret in (admin, key, wrong):
            for headers in (bearer(secret), {"X-API-Key": secret}):
                server.send("GET", "/api/v2/stats", headers=headers)
                server.send("POST", "/api/v2/query", {"query": "why"}, headers)
                server.send("GET", f"/api/v2/{secret}?key={secret}", headers=headers)
        server.stop()
        for secret in (admin, key, wrong, server.token):
            self.assertNotIn(secret, server.log())

    def test_the_database_knows_no_key(self):
        server = self.serve(environment={"HEBB_AUTH": "required"})
        key = self.create(server, "planted-name-of-a-key")
        self.assertEqual(server.send("GET", "/api/v2/stats", headers=bearer(key)).status, 200)
        server.stop()
        with open(os.path.join(server.data, "keys.json")) as file:
            stored = json.load(file)["keys"]
        for name in glob.glob(os.path.join(server.data, "hebb.db*")):
            with open(name, "rb") as file:
                content = file.read()
            for secret in (key, "planted-name-of-a-key", *(one["sha256"] for one in stored)):
                self.assertNotIn(secret.encode(), content, name)
                if len(secret) == 64:
                    self.assertNotIn(bytes.fromhex(secret), content, name)

    def test_a_damaged_list_stops_the_start(self):
        server = self.serve(environment={"HEBB_AUTH": "required"})
        server.stop()
        with open(os.path.join(server.data, "keys.json"), "w") as file:
            file.write('{"format": 1, "keys": [{}]}')
        again = self.serve(environment={"HEBB_AUTH": "required"}, home=server.home, wait=False)
        self.assertNotEqual(again.process.wait(timeout=60), 0)
        self.assertIn("keys.json is damaged", again.log())


class CommandLine(Case):
    def check_commands(self, data):
        made = hebb(data, "keys", "create", "bot", "--scope", "write", "--project", "a", "--project", "b", "--days", "9", "--json")
        self.assertEqual(made.returncode, 0, made.stderr)
        key = json.loads(made.stdout)
        self.assertEqual((key["name"], key["scope"], key["projects"], key["state"]), ("bot", "write", ["a", "b"], "active"))
        self.assertTrue(key["key"].startswith("hebb_"))
        plain = hebb(data, "keys", "create", "o'neill / x")
        self.assertEqual(len(plain.stdout.strip()), 69)
        self.assertNotIn(plain.stdout.strip(), plain.stderr)
        listed = hebb(data, "keys", "list")
        self.assertIn("bot", listed.stdout)
        self.assertNotIn(key["key"], listed.stdout)
        self.assertNotIn("\"key\"", hebb(data, "keys", "list", "--json").stdout)
        self.assertNotEqual(hebb(data, "keys", "create", "bot").returncode, 0)
        for name in ("o'neill / x", key["id"]):
            self.assertEqual(hebb(data, "keys", "revoke", name).returncode, 0)
        self.assertNotEqual(hebb(data, "keys", "revoke", "o'neill / x").returncode, 0)
        states = {one["name"]: one["state"] for one in json.loads(hebb(data, "keys", "list", "--json").stdout)["keys"]}
        self.assertEqual((states["bot"], states["o'neill / x"]), ("revoked", "revoked"))

    def test_beside_a_server(self):
        self.check_commands(self.serve().data)

    def test_without_one_no_engine_is_opened(self):
        server = self.serve()
        server.stop()
        os.rename(os.path.join(server.data, "hebb.db"), os.path.join(server.data, "away"))
        self.check_commands(server.data)
        self.assertFalse(os.path.exists(os.path.join(server.data, "hebb.db")))

    def test_last_use(self):
        server = self.serve(environment={"HEBB_AUTH": "required"})
        key = self.create(server, "reader")
        self.assertIn("never used", hebb(server.data, "keys", "list").stdout)
        server.send("GET", "/api/v2/stats", headers=bearer(key))
        used = {k["name"]: k["last_used_at"] for k in json.loads(hebb(server.data, "keys", "list", "--json").stdout)["keys"]}
        self.assertIsNotNone(used["reader"])
        server.stop()
        used = {k["name"]: k["last_used_at"] for k in json.loads(hebb(server.data, "keys", "list", "--json").stdout)["keys"]}
        self.assertIsNotNone(used["reader"])


if __name__ == "__main__":
    unittest.main()

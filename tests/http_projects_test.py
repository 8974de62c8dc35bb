#!/usr/bin/env python3
"""A key of one project can never see, count or erase another's: tried on every path, against the real `hebb serve`.

Two servers: one holds the key's own projects and a strange one, the other the own ones alone. Whatever is asked with a
key of the own projects, both must answer alike, but for times; and no word that was planted in the strange project may
come back. A path that nothing here tries fails the test."""
import json
import os
import random
import re
import unittest
from urllib.parse import quote, urlencode

from http_server import Server, require_model

SEED = int(os.environ.get("HEBB_TEST_SEED") or random.randrange(1 << 32))
SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "api")
STRANGE = "cobalt"
UNKNOWN = "01234567-89ab-8def-8123-456789abcdef"
NOWHERE = "nowhere"
# What answers without a key, because it says nothing of what is stored.
OPEN = ("/health", "/livez", "/readyz", "/healthz", "/openapi.json", "/docs")

SUBJECTS = ["the budget", "the supplier", "the launch", "the battery", "the survey", "the contract", "the prototype",
            "the roadmap", "the office move", "the pricing page"]
SAYINGS = ["We decided to move {a} to {month} because of {b}.", "Who will send {a} to {name} by Friday?",
           "I think {a} is too slow, and {b} makes it worse.", "{name} agreed that {a} needs another look in {month}.",
           "The risk is that {b} falls apart when {a} is late.", "Let us test {a} with {name} before {b} is signed.",
           "We could replace {a} with the {planted} design.", "Nobody has asked {name} about {planted} yet.",
           "The {planted} figures say that {a} costs more than {b}.", "Action for {name}: write up {planted} and {a}."]
MONTHS = ["March", "June", "September", "November"]
# Names share first names and roles across projects, so that a reading that looks at all of them would show.
SPEAKERS = {"amber": ["Anna Meyer", "Ben Okafor", "Una Blaney", "Project Manager"],
            "birch": ["Anna Roth", "Carl Meyer", "Marketing"],
            STRANGE: ["Anna Kowalska", "Dr. Zoltan Quimby", "Product Manager", "Ben Okafor", "Dr. Una Blaney"]}
TITLES = {"amber": ["Kick-off", "Budget review", "Design review"], "birch": ["Weekly sync", "Budget review"],
          STRANGE: ["Kick-off", "Vermilion merger", "Budget review", "Weekly sync"]}


def planted_words(rng, count):
    """Words that no one else says."""
    return ["".join(rng.choice("bdfgklmnprtvz") + rng.choice("aeiou") for _ in range(4)) + "x" for _ in range(count)]


class Plan:
    """What the servers hold: the same for one seed."""

    def __init__(self, rng):
        words = planted_words(rng, 24)
        assert len(set(words)) == len(words)
        self.planted = {"amber": words[:8], "birch": words[8:16], STRANGE: words[16:]}
        self.meetings = []  # in order of import, the projects mixed
        for project, titles in TITLES.items():
            for number, title in enumerate(titles):
                self.meetings.append(self.meeting(rng, project, title, number))
        rng.shuffle(self.meetings)
        # What the bound key must never be told: words, and names that only the strange project has.
        self.secrets = self.planted[STRANGE] + ["Kowalska", "Zoltan", "Quimby", "Product Manager", "Vermilion"]

    def meeting(self, rng, project, title, number):
        turns = []
        for at in range(30):
            text = rng.choice(SAYINGS).format(a=rng.choice(SUBJECTS), b=rng.choice(SUBJECTS), month=rng.choice(MONTHS),
                                              name=rng.choice(SPEAKERS[project]), planted=rng.choice(self.planted[project]))
            turns.append({"speaker": rng.choice(SPEAKERS[project]), "text": text, "start_ms": at * 9000})
        turns.append({"speaker": SPEAKERS[project][0], "start_ms": 270_000,  # what every meeting says again: a pattern
                      "text": f"The freight forwarder quotes container rates weekly for {self.planted[project][0]}."})
        word = self.planted[project][number]
        return {"project": project, "title": title, "transcript": turns, "external_id": f"{project}-{number}-{word}",
                "started_at": f"2026-0{number + 2}-1{number}T10:00:00Z", "participants": [f"Guest {word}"],
                "metadata": {"room": word}}

    def question(self, rng):
        project = rng.choice(list(SPEAKERS))
        name = rng.choice(SPEAKERS[project])
        return rng.choice([
            "What did {name} say about {a}?", "Only what {name} said", "Why is {a} late?", "{planted}",
            "What did {last} decide in the {title} meeting?", "Summarize the last meeting", "open actions of {name}",
            "quotes from {first} about {planted}", "What was decided in {month} 2026 about {a} and {planted}?",
            "What did Dr {last} think of {a}?", "What does the product manager want?"]).format(
                name=name, first=name.split()[0], last=name.split()[-1], a=rng.choice(SUBJECTS),
                planted=rng.choice(self.planted[project]), title=rng.choice(TITLES[project]), month=rng.choice(MONTHS))


class World:
    """One server with its projects, and a key for each scope that is bound to the own ones."""

    def __init__(self, plan, projects, own):
        self.server = Server(environment={"HEBB_AUTH": "required", "LOG_LEVEL": "warn"})
        try:
            with open(os.path.join(self.server.data, "admin.key")) as file:
                self.admin = file.read().strip()
            self.meetings = {project: [] for project in plan.planted}
            for meeting in plan.meetings:
                if meeting["project"] in projects:
                    reply = self.send("POST", "/api/v2/ingest", meeting, self.admin)
                    assert reply.status == 200, reply.body
                    self.meetings[meeting["project"]].append(reply.json()["meeting_id"])
            for found in self.send("POST", "/api/v2/consolidate", None, self.admin).json()["projects"]:
                assert found["patterns"] > 0, found
            if STRANGE in projects:
                declared = {"stakeholders": [{"name": "Dr. Zoltan Quimby", "also": ["Zoltan"], "role": "Product Manager"}]}
                assert self.send("PUT", f"/api/v2/declaration?project={STRANGE}", declared, self.admin).status == 200
            self.keys = {}
            for scope in ("read", "write", "admin"):
                made = self.send("POST", "/api/v2/keys", {"name": "bound " + scope, "scope": scope, "projects": own}, self.admin)
                assert made.status == 200, made.body
                self.keys[scope] = made.json()["key"]
        except BaseException:
            self.server.clean()
            raise

    def send(self, method, path, body=None, key=None, headers=None):
        headers = {**(headers or {}), **({"Authorization": f"Bearer {key}"} if key else {})}
        return self.server.send(method, path, body, headers)


def comparable(reply):
    """Status, type and body without what differs from one moment to the next."""
    body = reply.body.decode()
    for name in ("processing_time_ms", "created_at", "request_id", "instance", "stored_at", "corrected_at"):
        body = re.sub(rf'"{name}":("[^"]*"|[0-9]+)', f'"{name}":0', body)
    body = re.sub(r'"access":\{[^}]*\}', '"access":{}', body)  # of its own server's readings
    body = re.sub(r'"timings":\{[^}]*\}', '"timings":{}', body)
    return reply.status, reply.headers.get("content-type"), body


def table():
    """Every (method, path) of the routes in src/api."""
    found = set()
    for name in sorted(os.listdir(SOURCES)):
        if name.endswith(".cc") and not name.endswith("_test.cc"):
            with open(os.path.join(SOURCES, name)) as file:
                found.update(re.findall(r'\{"(GET|POST|PATCH|PUT|DELETE)",\s*"(/[^"]*)",\s*BodyKind::', file.read()))
    return found


class Projects(unittest.TestCase):
    OWN = ["amber"]

    @classmethod
    def setUpClass(cls):
        require_model()
        rng = random.Random(SEED)
        cls.plan = Plan(rng)
        cls.whole = cls.alone = None
        cls.whole = World(cls.plan, [*cls.OWN, STRANGE], cls.OWN)
        cls.alone = World(cls.plan, cls.OWN, cls.OWN)
        cls.own_ids = [i for project in cls.OWN for i in cls.alone.meetings[project]]
        cls.strange_ids = cls.whole.meetings[STRANGE]

    @classmethod
    def tearDownClass(cls):
        for world in (cls.whole, cls.alone):
            if world:
                world.server.stop()
                world.server.clean()

    def setUp(self):
        self.rng = random.Random(f"{SEED} {self.id()}")

    def both(self, scope, method, path, body=None, headers=None):
        """Both servers' replies to one request: alike, and without a planted word."""
        replies = [world.send(method, path, body, world.keys[scope], headers) for world in (self.whole, self.alone)]
        said = f"seed {SEED}: {method} {path} {json.dumps(body)[:300] if isinstance(body, dict) else ''}"
        self.assertEqual(comparable(replies[0]), comparable(replies[1]), said)
        asked = (path + (json.dumps(body) if isinstance(body, dict) else "")).lower()
        shown = replies[0].body.decode() + json.dumps(replies[0].headers)
        for secret in self.plan.secrets:
            if secret.lower() not in asked:
                self.assertNotIn(secret.lower(), shown.lower(), said)
        for number in self.strange_ids:
            if number not in asked:
                self.assertNotIn(number, shown, said)
        return replies[0]

    def strangers(self, scope, method, path, body=None):
        """What `{}` names is strange, or is not there: told the same, and changes nothing."""
        replies = {}
        for kind, name in (("strange", self.strange_ids[0]), ("unknown", UNKNOWN)):
            reply = self.both(scope, method, path.format(name), body)
            replies[kind] = (reply.status, comparable(reply)[2].replace(name, "ID"))
        self.assertEqual(replies["strange"], replies["unknown"], path)
        return replies["strange"][0]

    def some_filter(self):
        rng, out = self.rng, {}
        if rng.random() < 0.4:
            out["project"] = rng.choice([*self.OWN, STRANGE, NOWHERE])
        if rng.random() < 0.3:
            out["meeting_ids"] = rng.sample([*self.own_ids, *self.strange_ids, UNKNOWN], rng.randint(1, 3))
        if rng.random() < 0.3:
            out["speakers"] = [rng.choice(SPEAKERS[rng.choice(list(SPEAKERS))])]
        if rng.random() < 0.2:
            out["levels"] = rng.sample([0, 1, 2], rng.randint(1, 2))
        if rng.random() < 0.2:
            out["memory_types"] = rng.sample(["decision", "action", "question", "issue", "risk", "topic"], 2)
        if rng.random() < 0.2:
            out["since"] = rng.choice(["2026-02-11", "2026-03-12T10:01:00Z", "2027-01-01"])
        if rng.random() < 0.2:
            out["min_importance"] = rng.choice([0, 0.3, 0.6])
        return out or None

    # --- one for each path ---

    def try_query(self, path):
        for _ in range(60):
            rng = self.rng
            self.both("read", "POST", path, {
                "query": self.plan.question(rng), "filters": self.some_filter(), "explain": rng.random() < 0.7,
                "include_dimensions": rng.random() < 0.1, "limit": rng.randint(1, 40),
                "limit_per_level": rng.randint(1, 30), "enable_activation": rng.random() < 0.8})

    def try_context(self, path):
        for _ in range(25):
            self.both("read", "POST", path, {"query": self.plan.question(self.rng), "filters": self.some_filter(),
                                             "words": self.rng.randint(50, 2000),
                                             "format": self.rng.choice(["json", "markdown"])})

    def try_ingest(self, path):
        mine = {"title": "Mine", "transcript": [{"speaker": "Anna Meyer", "text": "We decided to keep the new lock."}]}
        for project in (STRANGE, NOWHERE):
            for body in (mine, {**mine, "title": "Kick-off"}):
                self.assertEqual(self.both("admin", "POST", path, {**body, "project": project}).status, 403)
            reply = self.both("write", "POST", f"{path}?project={project}", b"Anna: We keep the new lock.",
                              {"Content-Type": "text/plain"})
            self.assertEqual(reply.status, 403)
        # The strange project's own content, in the key's: it is new there, whatever is known elsewhere.
        theirs = next(m for m in self.plan.meetings if m["project"] == STRANGE)
        copied = self.both("write", "POST", path, {**theirs, "project": self.OWN[0]}) if path == "/ingest" else None
        if copied:
            self.assertTrue(copied.json()["created"])
            self.assertEqual(self.both("write", "DELETE", f"/api/v2/meetings/{copied.json()['meeting_id']}").status, 200)
        if len(self.OWN) == 1:
            made = self.both("write", "POST", path, mine)  # names no project: the key's
            self.assertEqual(made.status, 200)
            shown = self.both("read", "GET", f"/api/v2/meetings/{made.json()['meeting_id']}").json()
            self.assertEqual(shown["project"], self.OWN[0])
            self.both("write", "DELETE", f"/api/v2/meetings/{made.json()['meeting_id']}")
        else:
            self.assertEqual(self.both("write", "POST", path, mine).status, 400)

    def try_meetings(self, path):
        for project in (None, *self.OWN, STRANGE, NOWHERE):
            for limit in (1, 2, 100):
                cursor, seen = None, []
                while True:
                    query = f"limit={limit}" + (f"&project={project}" if project else "") + (f"&cursor={cursor}" if cursor else "")
                    page = self.both("read", "GET", f"{path}?{query}").json()
                    seen += [m["meeting_id"] for m in page["meetings"]]
                    cursor = page["next"]
                    if not cursor:
                        break
                if project is None:
                    self.assertEqual(sorted(seen), sorted(self.own_ids))

    def try_by_id(self, path):
        for number in self.own_ids:
            self.assertEqual(self.both("read", "GET", path.replace("{id}", number)).status, 200)
        self.assertEqual(self.strangers("read", "GET", path.replace("{id}", "{}")), 404)

    def try_reextract(self, path):
        self.assertEqual(self.both("write", "POST", path.replace("{id}", self.own_ids[0])).status, 200)
        self.assertEqual(self.strangers("write", "POST", path.replace("{id}", "{}")), 404)

    def try_erase_meeting(self, path):
        for flag in ("?dry_run=true", ""):
            self.assertEqual(self.strangers("write", "DELETE", path.replace("{id}", "{}") + flag), 404)
        self.assertEqual(self.both("write", "DELETE", path.replace("{id}", self.own_ids[0]) + "?dry_run").status, 200)

    def pages(self, path, key, query=""):
        """All pages of a list, asked of both."""
        found, cursor = [], ""
        while True:
            page = self.both("read", "GET", f"{path}?{query}{cursor}").json()
            found += page[key]
            if not page["next"]:
                return found
            cursor = f"&cursor={quote(page['next'])}"

    def own_memories(self):
        return self.pages("/api/v2/memories", "memories", "limit=40")

    def strange_memories(self):
        reply = self.whole.send("GET", f"/api/v2/memories?project={STRANGE}&limit=20", key=self.whole.admin)
        return [memory["memory_id"] for memory in reply.json()["memories"]]

    def try_memories(self, path):
        own = self.own_memories()
        self.assertEqual({m["metadata"]["project"] for m in own}, set(self.OWN))
        for number in self.own_ids:
            self.assertTrue(self.both("read", "GET", f"{path}?meeting={number}").json()["memories"])
        self.assertEqual(self.strangers("read", "GET", path + "?meeting={}"), 200)
        for _ in range(30):
            rng = self.rng
            query = {"project": rng.choice([*self.OWN, STRANGE, NOWHERE]), "type": rng.choice(["decision", "question"]),
                     "speaker": rng.choice(SPEAKERS[rng.choice(list(SPEAKERS))]), "level": rng.choice([1, 2]),
                     "since": "2026-02-11", "min_importance": rng.choice([0, 0.4])}
            chosen = rng.sample(sorted(query), rng.randint(0, 3))
            self.pages(path, "memories", urlencode({"limit": rng.choice([3, 100]), **{n: query[n] for n in chosen}}))

    def try_memory(self, method, path, body=None):
        """One memory by its id: a strange one is as one that is not there."""
        told = {comparable(self.both("write", method, path.replace("{id}", number), body))[2].replace(number, "ID")
                for number in (*self.strange_memories()[:3], UNKNOWN)}
        self.assertEqual(len(told), 1)
        own = self.rng.choice([m for m in self.own_memories() if m["level"] == 2])["memory_id"]
        return self.both("write", method, path.replace("{id}", own), body)

    def try_memory_detail(self, path):
        self.assertEqual(self.try_memory("GET", path).status, 200)
        for memory in self.own_memories()[::7]:
            self.assertEqual(self.both("read", "GET", path.replace("{id}", memory["memory_id"])).status, 200)

    def try_correct(self, path):
        changed = self.try_memory("PATCH", path, {"importance": 0.5})
        self.assertEqual(changed.status, 200)
        for world in (self.whole, self.alone):  # when it was corrected differs
            world.send("PATCH", path.replace("{id}", changed.json()["memory_id"]), {"revert": True}, world.keys["write"])

    def try_erase_memory(self, path):
        self.assertEqual(self.try_memory("DELETE", path + "?dry_run=true").status, 200)
        self.assertEqual({self.both("write", "DELETE", path.replace("{id}", number)).status
                          for number in self.strange_memories()[:3]}, {404})

    def try_note(self, path):
        note = {"content": "The new lock is green.", "occurred_at": "2026-03-01", "external_id": "note 1"}
        for project in (STRANGE, NOWHERE):
            self.assertEqual(self.both("admin", "POST", path, {**note, "project": project}).status, 403)
        made = self.both("write", "POST", path, {**note, "project": self.OWN[0]})
        self.assertEqual(made.status, 200)
        self.assertEqual(self.both("write", "DELETE", f"{path}/{made.json()['memory_id']}").status, 200)

    def try_lists(self, path, key):
        found = self.pages(path, key, "limit=1")
        self.assertEqual({one["project"] for one in found}, set(self.OWN))
        if key == "concepts":
            for project in (*self.OWN, STRANGE, NOWHERE):
                self.pages(path, key, f"project={project}")

    def try_patterns(self, path):
        for query in ("", *(f"?project={project}" for project in (*self.OWN, STRANGE, NOWHERE))):
            self.assertEqual(self.both("read", "GET", path + query).status, 200)

    def try_consolidate(self, path):
        found = self.both("write", "POST", path + "?dry_run=true").json()
        self.assertEqual({one["project"] for one in found["projects"]}, set(self.OWN))
        for project in (STRANGE, NOWHERE):
            self.assertEqual(self.both("write", "POST", f"{path}?project={project}").status, 404)

    def try_fade(self, path):
        """Nothing here is old enough to fade: that nothing strange is counted tests/fading_test.cc shows."""
        self.assertEqual(self.both("write", "POST", path + "?below=0.49&dry_run=true").json()["meetings"], 0)
        for method, query in (("POST", "below=0.4&"), ("DELETE", "")):
            told = [self.both("write", method, f"{path}?{query}project={project}") for project in (STRANGE, NOWHERE)]
            self.assertEqual([one.status for one in told], [404, 404])

    def try_undo(self, path):
        told = [self.both("write", "DELETE", f"{path}?project={project}") for project in (STRANGE, NOWHERE)]
        self.assertEqual([one.status for one in told], [404, 404])
        left = self.whole.send("GET", f"/api/v2/patterns?project={STRANGE}", None, self.whole.admin).json()["patterns"]
        self.assertNotEqual(left, [])

    def try_declaration(self, method, path):
        body = {"stakeholders": [{"name": "Anna"}], "deliverables": [{"name": "the budget"}]} if method in ("PUT", "PATCH") else None
        scope, status = ("read", 200) if method == "GET" else ("write", 404)
        told = [self.both(scope, method, f"{path}?project={project}", body) for project in (STRANGE, NOWHERE)]
        self.assertEqual([one.status for one in told], [status, status])
        self.assertEqual(*(one.body.replace(name.encode(), b"NAME").split(b'"request_id"')[0]
                           for one, name in zip(told, (STRANGE, NOWHERE))))
        if method != "GET":
            self.assertEqual(self.both("read", method, f"{path}?project={self.OWN[0]}", body).status, 403)
        self.assertEqual(self.both(scope, method, f"{path}?project={self.OWN[0]}", body).status, 200)
        mine = self.whole.send("GET", f"{path}?project={STRANGE}", None, self.whole.admin).json()
        self.assertEqual([one["name"] for one in mine["stakeholders"]], ["Dr. Zoltan Quimby"])

    def try_mentions(self, path):
        """What is declared of the strange project, and of none."""
        told = [comparable(self.both("read", "GET", f"{path}?project={project}&name=Zoltan")) for project in (STRANGE, NOWHERE)]
        self.assertEqual(told[0], told[1])
        self.assertEqual(told[0][0], 404)
        for world in (self.whole, self.alone):
            body = {"deliverables": [{"name": "the launch"}]}
            self.assertEqual(world.send("PUT", f"/api/v2/declaration?project={self.OWN[-1]}", body, world.keys["write"]).status, 200)
        for cursor in ("", f"&cursor=~{self.strange_ids[0]}~2~1"):
            found = self.both("read", "GET", f"{path}?project={self.OWN[-1]}&name=the%20launch{cursor}")
            self.assertEqual(found.status, 200)
        self.assertEqual({one["metadata"]["project"] for one in self.pages(path, "mentions", f"project={self.OWN[-1]}&name=launch&limit=2")},
                         {self.OWN[-1]})

    def try_decisions(self, path):
        """Chains, objections and what is left out are of the own projects, wherever a cursor says that it begins."""
        found = self.pages(path, "decisions", "limit=1")
        self.assertEqual({one["metadata"]["project"] for one in found}, set(self.OWN))
        for project in (*self.OWN, STRANGE, NOWHERE):
            self.pages(path, "decisions", f"project={project}&limit=3")
            self.both("read", "GET", f"{path}?cursor={quote(f'~{self.strange_ids[0]}~2~1~{project}')}")
        for query in ("disputed=true", "since=2026-02-11", "until=2026-03-11", "speaker=ben%20okafor", "speaker=Anna%20Kowalska"):
            self.pages(path, "decisions", query)

    def try_batch(self, path):
        for _ in range(5):
            self.both("read", "POST", path, {"queries": [
                {"query": self.plan.question(self.rng), "filters": self.some_filter(), "explain": True} for _ in range(8)]})

    def try_edit(self, path):
        for body in ({"title": "Mine"}, {"started_at": "2026-03-01"}, {"project": self.OWN[0]}):
            told = [comparable(self.both("write", "PATCH", path.replace("{id}", number), body))[2].replace(number, "ID")
                    for number in (self.strange_ids[0], UNKNOWN)]
            self.assertEqual(told[0], told[1])
        mine = path.replace("{id}", self.own_ids[0])
        for project in (STRANGE, NOWHERE):  # into a project that the key is not for
            self.assertEqual(self.both("admin", "PATCH", mine, {"project": project}).status, 403)
        title = self.both("read", "GET", mine).json()["title"]
        self.assertEqual(self.both("write", "PATCH", mine, {"title": title}).status, 200)

    def try_erase_part(self, path):
        """What one person said, or a period, of a project."""
        for flag in ("&dry_run=true", ""):
            told = {comparable(self.both("admin", "DELETE", f"{path.replace('{name}', 'Ben%20Okafor')}?project={project}"
                                                            f"&since=2026-01-01{flag}"))[2] for project in (STRANGE, NOWHERE)}
            self.assertEqual(len(told), 1)
        mine = f"{path.replace('{name}', 'Anna%20Meyer')}?project=amber&since=2026-01-01&dry_run=true"
        self.assertEqual(self.both("admin", "DELETE", mine).status, 200)

    def try_erase_project(self, path):
        for flag in ("?dry_run=true", ""):
            told = {name: comparable(self.both("admin", "DELETE", path.replace("{name}", name) + flag))[2].replace(name, "NAME")
                    for name in (STRANGE, NOWHERE)}
            self.assertEqual(told[STRANGE], told[NOWHERE])
        self.assertEqual(self.both("admin", "DELETE", path.replace("{name}", self.OWN[0]) + "?dry_run").status, 200)

    def try_speakers(self, path):
        for project in (None, *self.OWN, STRANGE, NOWHERE):
            self.both("read", "GET", path + (f"?project={project}" if project else ""))

    def try_rename(self, path):
        for name in ("Dr. Zoltan Quimby", "Ben Okafor", "Nobody"):
            told = [comparable(self.both("write", "PATCH", path, {"project": project, "from": name, "to": "Ben Okafor"}))
                    for project in (STRANGE, NOWHERE)]
            self.assertEqual(told[0], told[1])
            self.assertEqual(told[0][0], 404)
        there, back = ({"project": "amber", "from": a, "to": b} for a, b in (("Anna Meyer", "A. M."), ("A. M.", "Anna Meyer")))
        self.assertEqual(self.both("write", "PATCH", path, there).status, 200)
        self.both("read", "GET", "/api/v2/speakers")
        self.assertEqual(self.both("write", "PATCH", path, back).status, 200)

    def try_stats(self, path):
        stats = self.both("admin", "GET", path).json()
        self.assertEqual((stats["projects"], stats["meetings"]), (len(self.OWN), len(self.own_ids)))

    def try_export(self, path):
        for project in self.OWN:
            self.assertEqual(self.both("read", "GET", f"{path}?project={project}").status, 200)
        told = [comparable(self.both("read", "GET", f"{path}?project={project}")) for project in (STRANGE, NOWHERE)]
        self.assertEqual(told[0], told[1])
        self.assertEqual(told[0][0], 404)

    def try_import(self, path):
        typed = {"Content-Type": "application/jsonl"}
        mine = self.both("read", "GET", f"/api/v2/export?project={self.OWN[0]}").body
        self.assertEqual(self.both("write", "POST", path, mine, typed).status, 200)
        self.assertEqual(self.both("read", "POST", path, mine, typed).status, 403)
        theirs = self.whole.send("GET", f"/api/v2/export?project={STRANGE}", key=self.whole.admin).body
        nowhere = theirs.replace(f'"project":"{STRANGE}"'.encode(), f'"project":"{NOWHERE}"'.encode())
        told = [comparable(self.both("write", "POST", path, archive, typed)) for archive in (theirs, nowhere)]
        self.assertEqual(told[0], told[1])
        self.assertEqual(told[0][0], 403)
        told = [comparable(self.both("write", "POST", path, self.under_id(mine, number), typed))
                for number in (self.strange_ids[0], UNKNOWN)]
        self.assertEqual(told[0], told[1])
        self.assertEqual(told[0][0], 403)

    @staticmethod
    def under_id(archive, number):
        """The first meeting of an archive, without memories, as if it had that id."""
        lines = [json.loads(line) for line in archive.splitlines()]
        first = next(at for at, line in enumerate(lines) if line["kind"] == "meeting")
        meeting = {**lines[first], "meeting_id": number, "memories": 0, "corrections": 0, "connections": 0}
        turns = [line for line in lines[first + 1:first + 1 + meeting["turns"]]]
        made = [*lines[:first], meeting, *turns, {"kind": "end", "meetings": 1}]
        return "".join(json.dumps(line) + "\n" for line in made).encode()

    def try_about_all(self, method, path):
        """Not for a key of some projects, whatever its scope."""
        body = {"name": "more", "scope": "admin"} if method == "POST" else None
        for scope in ("read", "admin"):
            self.assertEqual(self.both(scope, method, path.format(key="key_0", name="x"), body).status, 403)

    def try_open(self, path):
        """Says nothing of what is stored, to anyone."""
        self.assertIn(self.both("read", "GET", path).status, (200, 503))
        told = [comparable(world.send("GET", path)) for world in (self.whole, self.alone)]
        self.assertEqual(told[0], told[1])

    # --- the paths, each with what tries it ---

    def trials(self):
        return {
            ("POST", "/api/v2/ingest"): lambda: self.try_ingest("/api/v2/ingest"),
            ("POST", "/ingest"): lambda: self.try_ingest("/ingest"),
            ("POST", "/api/v2/query"): lambda: self.try_query("/api/v2/query"),
            ("POST", "/api/v2/context"): lambda: self.try_context("/api/v2/context"),
            ("GET", "/api/v2/meetings"): lambda: self.try_meetings("/api/v2/meetings"),
            ("GET", "/api/v2/meetings/{id}"): lambda: self.try_by_id("/api/v2/meetings/{id}"),
            ("DELETE", "/api/v2/meetings/{id}"): lambda: self.try_erase_meeting("/api/v2/meetings/{id}"),
            ("GET", "/api/v2/meetings/{id}/transcript"): lambda: self.try_by_id("/api/v2/meetings/{id}/transcript"),
            ("POST", "/api/v2/meetings/{id}/reextract"): lambda: self.try_reextract("/api/v2/meetings/{id}/reextract"),
            ("POST", "/api/v2/query/batch"): lambda: self.try_batch("/api/v2/query/batch"),
            ("PATCH", "/api/v2/meetings/{id}"): lambda: self.try_edit("/api/v2/meetings/{id}"),
            ("DELETE", "/api/v2/meetings"): lambda: self.try_erase_part("/api/v2/meetings"),
            ("GET", "/api/v2/memories"): lambda: self.try_memories("/api/v2/memories"),
            ("POST", "/api/v2/memories"): lambda: self.try_note("/api/v2/memories"),
            ("GET", "/api/v2/memories/{id}"): lambda: self.try_memory_detail("/api/v2/memories/{id}"),
            ("PATCH", "/api/v2/memories/{id}"): lambda: self.try_correct("/api/v2/memories/{id}"),
            ("DELETE", "/api/v2/memories/{id}"): lambda: self.try_erase_memory("/api/v2/memories/{id}"),
            ("GET", "/api/v2/projects"): lambda: self.try_lists("/api/v2/projects", "projects"),
            ("GET", "/api/v2/concepts"): lambda: self.try_lists("/api/v2/concepts", "concepts"),
            ("GET", "/api/v2/patterns"): lambda: self.try_patterns("/api/v2/patterns"),
            ("POST", "/api/v2/consolidate"): lambda: self.try_consolidate("/api/v2/consolidate"),
            ("DELETE", "/api/v2/consolidate"): lambda: self.try_undo("/api/v2/consolidate"),
            ("POST", "/api/v2/fade"): lambda: self.try_fade("/api/v2/fade"),
            ("DELETE", "/api/v2/fade"): lambda: self.try_fade("/api/v2/fade"),
            ("GET", "/api/v2/declaration"): lambda: self.try_declaration("GET", "/api/v2/declaration"),
            ("PUT", "/api/v2/declaration"): lambda: self.try_declaration("PUT", "/api/v2/declaration"),
            ("PATCH", "/api/v2/declaration"): lambda: self.try_declaration("PATCH", "/api/v2/declaration"),
            ("DELETE", "/api/v2/declaration"): lambda: self.try_declaration("DELETE", "/api/v2/declaration"),
            ("GET", "/api/v2/mentions"): lambda: self.try_mentions("/api/v2/mentions"),
            ("GET", "/api/v2/decisions"): lambda: self.try_decisions("/api/v2/decisions"),
            ("DELETE", "/api/v2/speakers/{name}"): lambda: self.try_erase_part("/api/v2/speakers/{name}"),
            ("DELETE", "/api/v2/projects/{name}"): lambda: self.try_erase_project("/api/v2/projects/{name}"),
            ("GET", "/api/v2/speakers"): lambda: self.try_speakers("/api/v2/speakers"),
            ("PATCH", "/api/v2/speakers"): lambda: self.try_rename("/api/v2/speakers"),
            ("GET", "/api/v2/stats"): lambda: self.try_stats("/api/v2/stats"),
            ("GET", "/api/v2/export"): lambda: self.try_export("/api/v2/export"),
            ("POST", "/api/v2/import"): lambda: self.try_import("/api/v2/import"),
            ("GET", "/api/v2/events"): lambda: self.try_about_all("GET", "/api/v2/events"),
            ("POST", "/api/v2/reindex"): lambda: self.try_about_all("POST", "/api/v2/reindex"),
            ("POST", "/api/v2/backup"): lambda: self.try_about_all("POST", "/api/v2/backup"),
            ("GET", "/api/v2/keys"): lambda: self.try_about_all("GET", "/api/v2/keys"),
            ("POST", "/api/v2/keys"): lambda: self.try_about_all("POST", "/api/v2/keys"),
            ("DELETE", "/api/v2/keys/{key}"): lambda: self.try_about_all("DELETE", "/api/v2/keys/{key}"),
            ("GET", "/health/detailed"): lambda: self.try_about_all("GET", "/health/detailed"),
            ("GET", "/metrics"): lambda: self.try_about_all("GET", "/metrics"),
            **{("GET", path): (lambda path=path: self.try_open(path))
               for path in OPEN},
        }

    def strange_state(self):
        """All that the strange project holds, as its owner sees it."""
        world, state = self.whole, {}
        for number in self.strange_ids:
            for path in (f"/api/v2/meetings/{number}", f"/api/v2/meetings/{number}/transcript", f"/api/v2/memories?meeting={number}"):
                state[path] = comparable(world.send("GET", path, key=world.admin))
        path = f"/api/v2/speakers?project={STRANGE}"
        state[path] = comparable(world.send("GET", path, key=world.admin))
        return state

    def test_every_path_is_tried(self):
        paths = table()
        self.assertGreater(len(paths), 15, "the table of src/api was not found")
        self.assertEqual(sorted(paths - set(self.trials())), [], "paths that no trial here covers")
        self.assertEqual(sorted(set(self.trials()) - paths), [], "trials of paths that are no more")

    def test_every_path_keeps_to_the_projects_of_the_key(self):
        before = self.strange_state()
        trials = list(self.trials().items())
        self.rng.shuffle(trials)
        for (method, path), trial in trials:
            with self.subTest(method=method, path=path, seed=SEED):
                trial()
        self.assertEqual(self.strange_state(), before, f"seed {SEED}")

    def test_the_owner_of_all_sees_what_the_key_does_not(self):
        """The planted words are there to be found: the other tests would notice them."""
        world = self.whole
        for word in self.plan.planted[STRANGE]:
            reply = world.send("POST", "/api/v2/query", {"query": word}, world.admin)
            if word in reply.body.decode().replace(f'"query":"{word}"', ""):
                return
        self.fail("no planted word is found by anyone")

    def test_what_was_moved_away_is_told_by_a_conflict_and_nothing_else(self):
        """The exception that docs/security.md names. Last, since it changes the own projects of one world."""
        world, own = self.whole, self.OWN[0]
        meeting = {"title": "Moved", "project": own, "transcript": [{"speaker": "Anna Meyer", "text": "We decided to keep the lock."}]}
        made = world.send("POST", "/api/v2/ingest", meeting, world.keys["write"])
        self.assertEqual(made.status, 200, made.body)
        archive = world.send("GET", f"/api/v2/export?project={own}", None, world.keys["read"])
        path = "/api/v2/meetings/" + made.json()["meeting_id"]
        self.assertEqual(world.send("PATCH", path, {"project": STRANGE}, world.admin).status, 200)
        self.assertEqual(world.send("GET", path, None, world.keys["read"]).status, 404)
        again = world.send("POST", "/api/v2/ingest", meeting, world.keys["write"])
        taken = world.send("POST", "/api/v2/import", archive.body, world.keys["write"], {"Content-Type": "application/jsonl"})
        for reply in (again, taken):
            self.assertEqual(reply.status, 409, reply.body)
            for secret in (STRANGE, *self.plan.secrets):
                self.assertNotIn(secret.lower(), reply.body.decode().lower())
        self.assertEqual(world.send("DELETE", path, None, world.admin).status, 200)

    def test_without_a_key_only_what_is_open_answers(self):
        for method, path in sorted(table()):
            is_open = method == "GET" and path in OPEN
            filled = path.replace("{id}", UNKNOWN).replace("{name}", "amber").replace("{key}", "key_0")
            reply = self.whole.send(method, filled, {} if method in ("POST", "PATCH") else None)
            with self.subTest(method=method, path=path):
                if is_open:
                    self.assertEqual(reply.status, 200)
                else:
                    self.assertEqual(reply.status, 401)
                    self.assertTrue(reply.headers["www-authenticate"].startswith("Bearer"))


class SeveralProjects(Projects):
    OWN = ["amber", "birch"]


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""What mentions of declared names cost, and a sample of them to be read (docs/performance.md, docs/quality.md).

Imports the meetings of QMSum into a project of a running hebb, declares people and things of them, and asks for all counts some
times over. With --sample it prints that many mentions of single words with a capital, drawn at random: whether each means who is
declared is for a reader to say."""
import argparse
import json
import pathlib
import random
import statistics
import time
import urllib.parse
import urllib.request

from running_hebb import RunningHebb

# Of the committees, with the one word by which people call them: many are words of the language, too.
PEOPLE = {"Lynne Neagle": "Lynne", "Huw Irranca-Davies": "Huw", "Kirsty Williams": "Kirsty", "Bill Morneau": "Bill", "Dr David Blaney": "Blaney",
          "Mark Reckless": "Mark", "Navdeep Bains": "Navdeep", "Patty Hajdu": "Patty", "Mary Ng": "Mary", "Julie Morgan": "Julie",
          "Angela Burns": "Burns", "Dawn Bowden": "Dawn", "Michelle Brown": "Brown", "Suzy Davies": "Suzy", "Hefin David": "Hefin",
          "Justin Trudeau": "Trudeau", "Will Hayward": "Will", "May Owen": "May"}
THINGS = ["the remote control", "the pilot", "the report", "the prototype", "the budget", "the curriculum", "the recognizer",
          "the white paper", "the action plan"]


class Declared(RunningHebb):
    def send(self, method, path, body=None, **parameters):
        target = self.url + path + "?" + urllib.parse.urlencode(parameters)
        request = urllib.request.Request(target, json.dumps(body).encode() if body is not None else None, self.headers, method=method)
        with urllib.request.urlopen(request, timeout=600) as reply:
            return json.load(reply)

    def mentions(self, project, name):
        found, parameters = [], {"project": project, "name": name, "limit": 1000}
        while True:
            page = self.send("GET", "/api/v2/mentions", **parameters)
            found += page["mentions"]
            if not page["next"]:
                return found
            parameters["cursor"] = page["next"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path, help="of QMSum")
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--project", default="mentions")
    parser.add_argument("--times", type=int, default=9)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    hebb = Declared(options.url)
    for path in sorted(options.folder.glob("*.json")):
        hebb.ingest(options.project, path.stem, json.loads(path.read_text())["meeting_transcripts"])
    hebb.send("PUT", "/api/v2/declaration", {"stakeholders": [{"name": name, "also": [word]} for name, word in PEOPLE.items()],
                                             "deliverables": [{"name": name} for name in THINGS]}, project=options.project)
    took = []
    for _ in range(options.times):
        began = time.perf_counter()
        declared = hebb.send("GET", "/api/v2/declaration", project=options.project)
        took.append(1000 * (time.perf_counter() - began))
    memories = next(one for one in hebb.send("GET", "/api/v2/projects", limit=1000)["projects"] if one["project"] == options.project)
    print(f"{memories['memories']['by_level']['2']} memories of level 2: all counts in {statistics.median(took):.0f} ms "
          f"(median of {options.times}, {min(took):.0f} to {max(took):.0f})")
    for one in declared["stakeholders"] + declared["deliverables"]:
        print(f"{one['mentions']['memories']:6} in {one['mentions']['meetings']:2} meetings  {one['name']}")
    began = time.perf_counter()
    hebb.send("GET", "/api/v2/mentions", project=options.project, name="the remote control", limit=20)
    print(f"a page of 20: {1000 * (time.perf_counter() - began):.0f} ms")
    said = [(name, one["content"]) for name, word in PEOPLE.items() for one in hebb.mentions(options.project, word)
            if name.lower() not in one["content"].lower()]
    print(f"{len(said)} mentions by the one word alone")
    for name, content in random.Random(options.seed).sample(said, min(options.sample, len(said))):
        print(f"- {name}: {content}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Judges `answerable` of a running hebb: is it high where a question is at home and low where it is not, and is it a probability?

  hebb serve --data-dir DIR --port 8000            (an empty DIR, RATE_LIMIT_PER_MINUTE and _HOUR raised)
  bench/answerable.py --url http://127.0.0.1:8000 --data ../shared/qmsum/val

Imports the meetings of a QMSum split (val or train) into one project and asks every question with marked relevant turns of scopes
of 1, 4 and 12 meetings, by filter:
  own       a scope that holds the question's meeting; the others of the scope are drawn from all
  domains   meetings of other domains only. Domains: academic (ICSI, B*), product (AMI: ES*, IS*, TS*), committee (covid_*, education_*)
  siblings  other meetings of the question's own domain; some do hold an answer, so no figure can be near 1
  nonsense  questions of the list below, of every meeting alone
AUROC: the chance that an own scope gets the larger value, ties half. Brier and the reliability table: own against domains, each half
of the weight. Interval: 95 %, bootstrap over the questions' meetings. Draws are seeded.
"""
import argparse
import bisect
import collections
import json
import pathlib
import random
import sys

from running_hebb import RunningHebb

NONSENSE = ["purple monkey dishwasher quantum sandwich", "asdf qwer", "xkcd 42 blorp", "colorless green ideas sleep furiously",
            "lorem ipsum dolor sit amet", "What is the capital of France?", "How do I bake sourdough bread?", "?", "and so on",
            "Who won the world cup in 1998?", "What did the doctors say about my knee?"]
SCOPES = [1, 4, 12]


def domain(name):
    return "academic" if name[0] == "B" else "committee" if name[0].islower() else "product"


def auroc(positive, negative):
    ranked = sorted(negative)
    wins = sum(bisect.bisect_left(ranked, p) + bisect.bisect_right(ranked, p) for p in positive)
    return wins / 2 / len(positive) / len(negative)


def interval(positive, negative, draws=500):
    """Of lists of (meeting of the question, value)."""
    groups = [collections.defaultdict(list), collections.defaultdict(list)]
    for group, pairs in zip(groups, (positive, negative)):
        for meeting, value in pairs:
            group[meeting].append(value)
    meetings, rng, found = sorted(groups[0]), random.Random(1), []
    for _ in range(draws):
        drawn = rng.choices(meetings, k=len(meetings))
        own, other = ([v for m in drawn for v in group[m]] for group in groups)
        if own and other:
            found.append(auroc(own, other))
    found.sort()
    return found[int(0.025 * len(found))], found[int(0.975 * len(found)) - 1]


def reliability(positive, negative):
    rows = []
    weighted = [(p, 1, 0.5 / len(positive)) for p in positive] + [(p, 0, 0.5 / len(negative)) for p in negative]
    brier = sum(w * (p - y) ** 2 for p, y, w in weighted)
    for at in range(10):
        inside = [(p, y, w) for p, y, w in weighted if min(9, int(10 * p)) == at]
        weight = sum(w for _, _, w in inside)
        if inside:
            rows.append((at, len(inside), weight, sum(p * w for p, _, w in inside) / weight,
                         sum(y * w for _, y, w in inside) / weight))
    return brier, sum(w * abs(said - held) for _, _, w, said, held in rows), rows


def load(hebb, args):
    meetings = {}
    for path in sorted(pathlib.Path(args.data).glob("*.json")):
        raw = json.loads(path.read_text())
        meeting_id = hebb.ingest(args.project, path.stem.replace("_", " "), raw["meeting_transcripts"])
        questions = [q["query"].strip()[:1000] for q in raw["specific_query_list"]
                     if q["query"].strip() and q["relevant_text_span"]]
        meetings[path.stem] = (meeting_id, questions)
        print(f"\r{len(meetings)} meetings", end="", file=sys.stderr)
    return meetings


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--data", required=True, help="folder of QMSum meetings")
    parser.add_argument("--key", help="API key")
    parser.add_argument("--project", default="answerable")
    parser.add_argument("--json", help="write every value here")
    args = parser.parse_args()
    hebb = RunningHebb(args.url, args.key)
    meetings = load(hebb, args)
    rng, values, short = random.Random(4), collections.defaultdict(list), []

    def ask(kind, size, home, text, names):
        reply = hebb.post("/api/v2/query", {"query": text, "limit": 20, "enable_bridges": False,
                                            "filters": {"project": args.project,
                                                        "meeting_ids": [meetings[n][0] for n in names]}})
        values[kind, size].append((home, reply["answerable"]))
        return reply

    for home, (_, questions) in meetings.items():
        siblings = [n for n in meetings if n != home and domain(n) == domain(home)]
        strangers = [n for n in meetings if domain(n) != domain(home)]
        for text in questions:
            for size in SCOPES:
                ask("own", size, home, text, [home] + rng.sample(siblings + strangers, size - 1))
                for _ in range(2 if size == 1 else 1):
                    ask("domains", size, home, text, rng.sample(strangers, min(size, len(strangers))))
                    ask("siblings", size, home, text, rng.sample(siblings, min(size, len(siblings))))
    for text in NONSENSE:
        for name in meetings:
            short.append(len(ask("nonsense", 1, name, text, [name])["results"]))

    print()
    for size in SCOPES:
        own = values["own", size]
        for kind in ("domains", "siblings"):
            other = values[kind, size]
            low, high = interval(own, other)
            print(f"{size:2} meetings, own {len(own)} against {kind} {len(other)}: "
                  f"AUROC {auroc([v for _, v in own], [v for _, v in other]):.3f} [{low:.3f}, {high:.3f}]")
        brier, gap, rows = reliability([v for _, v in own], [v for _, v in values["domains", size]])
        print(f"{size:2} meetings, Brier {brier:.3f}, calibration error {gap:.3f}")
        for at, count, weight, said, held in rows:
            print(f"     {at / 10:.1f}-{at / 10 + 0.1:.1f}  n {count:4}  weight {weight:.3f}  said {said:.3f}  held {held:.3f}")
    nonsense = sorted(v for _, v in values["nonsense", 1])
    print(f"nonsense {len(nonsense)}: median {nonsense[len(nonsense) // 2]:.3f}, 95th percentile "
          f"{nonsense[int(0.95 * len(nonsense))]:.3f}, largest {nonsense[-1]:.3f}; results: mean {sum(short) / len(short):.1f}, "
          f"most {max(short)}")
    if args.json:
        pathlib.Path(args.json).write_text(json.dumps([[kind, size, *pair] for (kind, size), pairs in values.items()
                                                       for pair in pairs]))


if __name__ == "__main__":
    main()

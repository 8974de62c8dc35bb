#!/usr/bin/env python3
"""Judges `bridge_memories` of a running hebb against the labels of label.py, beside what it has to beat.

  bench/bridges/label.py --out LABELS.json
  hebb serve --data-dir DIR --port 8000            (an empty DIR, RATE_LIMIT_PER_MINUTE and _HOUR raised)
  bench/bridges/judge.py --labels LABELS.json --database DIR/hebb.db

Imports the meetings of the labels' pool into one project, asks every labelled question without a filter and scores the bridges.
A bridge is right when most of its turns are labelled. Means over questions: P@10 (right ones of the first ten, over ten), MRR,
hit@5 (one of the first five is right), shown (bridges a question). Interval: 95 %, paired bootstrap over the questions' meetings.

Beside it, over the same candidates (not in the meeting of the reply's first result, in none of its lists of L2 memories):
  random       a seeded order
  dense        the next by cosine to the question and its focus, added
  prototype    h + 2 z(tf-idf similarity of the two meetings), at most 4 a meeting
  chain        the question's own chain (14/6, with the meeting prior), at most 4 a meeting: what `results` would show next
Of every list's ten those of the question's own meeting are struck out, neither right nor wrong: the labels say nothing of them.
The last line counts bridges that break the rule for candidates; it must be 0.
"""
import argparse
import json
import os
import pathlib
import sys
import time

import numpy

from baselines import Episodes, Rankings
from encoder import Encoder, model_path

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from running_hebb import RunningHebb  # noqa: E402

FIGURES = ["P@10", "MRR", "hit@5", "shown"]


def right(turns, ranges):
    """Whether most of the turns (first, last) lie in the ranges."""
    first, last = turns
    inside = sum(max(0, min(last, b) - max(first, a) + 1) for a, b in ranges)
    return 2 * inside > last - first + 1


def figures(hits):
    first = next((1 / (at + 1) for at, hit in enumerate(hits) if hit), 0.0)
    return [sum(hits[:10]) / 10, first, float(any(hits[:5])), float(len(hits))]


def choose(scores, meeting, banned_meetings, banned, most_a_meeting, wanted=10):
    """The best by score, ties by place, that are allowed; at most so many of one meeting."""
    chosen, taken = [], {}
    for at in numpy.argsort(-scores, kind="stable"):
        of = int(meeting[at])
        if of in banned_meetings or at in banned or taken.get(of, 0) >= most_a_meeting:
            continue
        taken[of] = taken.get(of, 0) + 1
        chosen.append(int(at))
        if len(chosen) == wanted:
            break
    return chosen


def difference(a, b, meetings, seed=1, draws=4000):
    """Mean of a - b over questions, and its 95 % interval by resampling meetings."""
    _, group = numpy.unique(meetings, return_inverse=True)
    sums, sizes = numpy.bincount(group, a - b), numpy.bincount(group)
    drawn = numpy.random.default_rng(seed).integers(0, len(sums), (draws, len(sums)))
    means = sums[drawn].sum(1) / sizes[drawn].sum(1)
    return (a - b).mean(), *numpy.quantile(means, [0.025, 0.975])


def import_pool(hebb, args, pool):
    ids, began = {}, time.perf_counter()
    for split in pool:
        for path in sorted((args.data / split).glob("*.json")):
            ids[path.stem] = hebb.ingest(args.project, path.stem, json.loads(path.read_text())["meeting_transcripts"])
    print(f"{len(ids)} meetings in {time.perf_counter() - began:.0f} s")
    return ids


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = os.environ.get("HEBB_DATA", HERE.parents[2] / "shared")
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--key", default=os.environ.get("HEBB_API_KEY"))
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path(shared) / "qmsum")
    parser.add_argument("--labels", type=pathlib.Path, required=True)
    parser.add_argument("--database", required=True, help="the server's hebb.db, read only")
    parser.add_argument("--project", default="bridges")
    parser.add_argument("--every", type=int, default=1, help="ask each Nth question only")
    parser.add_argument("--precision", default="int8", choices=["int8", "fp32"], help="of the baselines' question vectors")
    parser.add_argument("--model", default=model_path())
    parser.add_argument("--json", type=pathlib.Path, help="also write every question's figures to this file")
    args = parser.parse_args()

    labels = json.loads(args.labels.read_text())
    questions = labels["questions"][::args.every]
    hebb = RunningHebb(args.url, args.key)
    meeting_ids = import_pool(hebb, args, labels["pool"])
    episodes = Episodes(args.database, args.project)
    rank = Rankings(episodes, Encoder(args.model, args.precision))
    place = {meeting: at for at, meeting in enumerate(episodes.meeting_ids)}
    at_id = {memory: at for at, memory in enumerate(episodes.id)}
    name_of = {place[meeting]: name for name, meeting in meeting_ids.items()}

    rows, broken = {}, 0
    for number, question in enumerate(questions):
        reply = hebb.post("/api/v2/query", {"query": question["query"], "limit": 20, "limit_per_level": 10,
                                            "enable_bridges": True, "filters": {"project": args.project}})
        if not reply["results"]:
            sys.exit(f"no results for question {number}")
        source = place[reply["results"][0]["metadata"]["meeting_id"]]
        shown = {at_id[r["memory_id"]] for r in reply["results"] + reply["direct_results"].get("2", [])}
        own = place[meeting_ids[question["meeting"]]]
        scores = rank(question["query"], source)
        scores["random"] = numpy.random.default_rng(number).random(len(episodes.id))
        lists = {name: choose(scores[name], episodes.meeting, {source}, shown, most) for name, most in
                 [("random", 10), ("dense", 10), ("prototype", 4), ("chain", 4)]}
        bridges = [at_id.get(r["memory_id"]) for r in reply["bridge_memories"]]  # None: not an episode, never right
        broken += sum(b is not None and (int(episodes.meeting[b]) == source or b in shown) for b in bridges)
        lists["bridges"] = bridges[:10]
        for name, chosen in lists.items():
            chosen = [b for b in chosen if b is None or episodes.meeting[b] != own]
            hits = [b is not None and right(episodes.turns[b], question["labels"].get(name_of[int(episodes.meeting[b])], []))
                    for b in chosen]
            rows.setdefault(name, []).append(figures(hits))

    rows = {name: numpy.array(found) for name, found in rows.items()}
    meetings = numpy.array([question["meeting"] for question in questions])
    split = numpy.array([question["split"] for question in questions])
    parts = [("all", split == split)] + [(name, split == name) for name in labels["pool"] if len(labels["pool"]) > 1]
    for part, of in parts:
        print(f"\n{part}: {of.sum()} questions, {len(set(meetings[of]))} meetings")
        for name in ["random", "dense", "prototype", "chain", "bridges"]:
            print(f"  {name:10}", "  ".join(f"{f} {x:.3f}" for f, x in zip(FIGURES, rows[name][of].mean(0))))
        for name in ["dense", "prototype", "chain"]:
            found = [difference(rows["bridges"][of, f], rows[name][of, f], meetings[of]) for f in range(3)]
            print(f"  bridges - {name:10}", "  ".join(f"{f} {mean:+.3f} [{low:+.3f}, {high:+.3f}]"
                                                      for f, (mean, low, high) in zip(FIGURES, found)))
    print(f"\nbridges among direct results or in the first result's meeting: {broken}")
    if args.json:
        args.json.write_text(json.dumps({"figures": FIGURES, "questions": [
            {key: q[key] for key in ("split", "meeting")} | {n: rows[n][at].tolist() for n in rows} for at, q in enumerate(questions)]}))


if __name__ == "__main__":
    main()

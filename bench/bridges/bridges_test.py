"""Tests of the labels, baselines and figures for bridges; skipped where requirements.txt is not installed."""
import math
import pathlib
import sqlite3
import tempfile
import unittest

try:
    import numpy

    import baselines
    import judge
    import label
except ModuleNotFoundError as error:
    if error.name not in ("numpy", "snowballstemmer"):
        raise
    MISSING = error.name
else:
    MISSING = None


def setUpModule():
    if MISSING:
        raise unittest.SkipTest(f"no {MISSING}; pip install -r bench/bridges/requirements.txt brings it")


class Labels(unittest.TestCase):
    def test_only_another_meeting_with_a_similar_answer_gives_labels(self):
        questions = [{"split": "val", "meeting": m, "query": f"{at}", "answer": "", "gold": gold}
                     for at, (m, gold) in enumerate([("a", [1]), ("a", [2]), ("b", [3, 4, 7]), ("c", [5]), ("b", [5])])]
        vectors = numpy.array([[1, 0], [1, 0], [1, 0], [0, 1], [0.6, 0.8]])
        found = {q["query"]: q["labels"] for q in label.label(questions, vectors, 0.6)}
        self.assertEqual(found["0"], {"b": [[3, 5], [7, 7]]})
        self.assertEqual(found["2"], {"a": [[1, 2]]})
        self.assertEqual(found["3"], {"b": [[5, 5]]})
        self.assertEqual(list(label.label(questions, vectors, 1.1)), [])


class Figures(unittest.TestCase):
    def test_a_memory_is_right_when_most_of_its_turns_are_labelled(self):
        self.assertTrue(judge.right((4, 6), [[5, 9]]))
        self.assertFalse(judge.right((4, 5), [[5, 9]]))
        self.assertFalse(judge.right((4, 5), []))

    def test_precision_is_over_ten_however_few_are_shown(self):
        self.assertEqual(judge.figures([False, True]), [0.1, 0.5, 1.0, 2.0])
        self.assertEqual(judge.figures([]), [0.0, 0.0, 0.0, 0.0])
        self.assertEqual(judge.figures([False] * 5 + [True])[2], 0.0)

    def test_choice_leaves_out_what_is_banned_and_counts_by_meeting(self):
        meeting = numpy.array([0, 0, 0, 1, 1, 2])
        scores = numpy.array([9, 8, 7, 6, 5, 4.0])
        self.assertEqual(judge.choose(scores, meeting, {1}, {0}, 1), [1, 5])
        self.assertEqual(judge.choose(scores, meeting, set(), set(), 2, wanted=3), [0, 1, 3])

    def test_interval_holds_zero_for_noise_and_not_for_a_constant_gain(self):
        meetings = numpy.repeat(numpy.arange(40), 3)
        noise = numpy.random.default_rng(3).normal(size=120)
        _, low, high = judge.difference(noise, numpy.zeros(120), meetings)
        self.assertTrue(low < 0 < high)
        self.assertEqual(judge.difference(noise * 0 + 1, noise * 0, meetings), (1, 1, 1))


class Baselines(unittest.TestCase):
    def test_chain_is_the_sum_it_says_and_stays_within_its_meeting(self):
        x = numpy.array([1, 0, 2, 3, 0.5])
        found = baselines.Chain(numpy.array([0, 3, 5]))(x, 14, 6)
        self.assertAlmostEqual(found[1], math.exp(-1 / 14) + 2 * math.exp(-1 / 6))
        self.assertAlmostEqual(found[3], 3 + 0.5 * math.exp(-1 / 6))

    def test_bm25_by_hand(self):
        index = baselines.Bm25([["a", "b"], ["a", "a"]], 1.2, 0.6)
        idf = math.log(1 + 0.5 / 2.5)
        self.assertAlmostEqual(index(["a"])[1], idf * 2 * 2.2 / (2 + 1.2))
        self.assertAlmostEqual(index(["b"])[1], 0)

    def test_episodes_come_from_one_project_in_the_order_of_their_meetings(self):
        with tempfile.TemporaryDirectory() as folder:
            db = sqlite3.connect(pathlib.Path(folder, "hebb.db"))
            db.executescript("""
                CREATE TABLE meetings (key, id, project, title); CREATE TABLE speakers (meeting, number, name);
                CREATE TABLE memories (key, id, meeting, level, position, text, first_turn, last_turn, speaker);
                CREATE TABLE vectors (memory, vector);
                INSERT INTO meetings VALUES (1, x'01', 'p', 'A'), (2, x'02', 'other', 'B'), (3, x'03', 'p', 'C');
                INSERT INTO speakers VALUES (3, 0, 'Anna');""".replace("x'0", "x'" + "0" * 31))
            for key, meeting, level, position, speaker in [(1, 3, 2, 1, 0), (2, 3, 2, 0, None), (3, 1, 2, 0, None),
                                                           (4, 1, 1, 0, None), (5, 2, 2, 0, None)]:
                db.execute("INSERT INTO memories VALUES (?, ?, ?, ?, ?, 'battery case', ?, ?, ?)",
                           (key, bytes(15) + bytes([key]), meeting, level, position, key, key + 1, speaker))
                db.execute("INSERT INTO vectors VALUES (?, ?)", (key, numpy.ones(400, "<f4").tobytes()))
            db.commit()
            found = baselines.Episodes(pathlib.Path(folder, "hebb.db"), "p")
        self.assertEqual([memory[-1] for memory in found.id], ["3", "2", "1"])
        self.assertEqual(found.meeting_ids[1], "00000000-0000-0000-0000-000000000003")
        self.assertEqual((found.starts.tolist(), found.turns[2], found.speaker.tolist()), ([0, 1, 3], (1, 2), ["", "", "Anna"]))

    def test_focus_keeps_the_matter(self):
        self.assertEqual(baselines.focus("What did Marketing think of the rubber case?", {"Marketing"}), "the rubber case")
        self.assertEqual(baselines.focus("Summarize the discussion.", set()), "Summarize the discussion.")


if __name__ == "__main__":
    unittest.main()

"""hebb eval: a collection judged by its owner's questions."""
import glob
import json
import os
import unittest

from cli_support import CliCase, needs_model

EXAMPLES = os.path.join(os.path.dirname(__file__), "../examples")


def line(query, *expected, **more):
    return json.dumps({"query": query, "expected": list(expected), **more}) + "\n"


@needs_model
class Evaluating(CliCase):
    def setUp(self):
        super().setUp()
        self.import_both()

    def file(self, *lines):
        return self.write("questions.jsonl", "".join(lines))

    def figures(self, *words):
        return json.loads(self.good("eval", "--json", *words))

    def test_what_is_found_at_once_scores_one(self):
        kick_off = {"meeting": "kick-off", "turns": [0, 1]}
        report = self.figures(self.file("# a comment\n\n", line("Who pays for the gasket tests?",
                                                                  {"meeting": "Review", "turns": [1, 2]}),
                                        line("What was decided on the price of the lamp?", kick_off)))
        self.assertEqual([one["line"] for one in report["questions"]], [3, 4])
        for one in report["questions"]:
            self.assertEqual((one["results"]["MRR"], one["results"]["hit@1"], one["results"]["R@500"]), (1, 1, 1), one)
        self.assertEqual(report["results"]["MRR"], 1)

    def test_what_is_elsewhere_scores_less_and_is_told(self):
        file = self.file(line("What was decided on the price of the lamp?", {"meeting": "Review", "turns": [0, 0]}))
        one = self.figures(file)
        self.assertEqual(one["results"]["hit@1"], 0)
        self.assertLess(one["results"]["MRR"], 1)
        out = self.good("eval", "--verbose", file)
        self.assertIn("1 question, answered in 1 meeting", out)
        self.assertIn("Review, turn 0", out)
        self.assertRegex(out, r"first +Kick-off, turn 0: “")
        self.assertEqual(self.figures("--within", file)["results"]["hit@1"], 1)

    def test_a_memory_stands_for_its_turns(self):
        answer = json.loads(self.good("ask", "--json", "Who pays for the gasket tests?"))["results"][0]
        review = answer["metadata"]["turns"]
        by_id = self.figures(self.file(line("gasket", {"memory_id": answer["memory_id"]})))
        by_turns = self.figures(self.file(line("gasket", {"meeting": "Review", "turns": review})))
        self.assertEqual(by_id, by_turns)

    def test_a_memory_is_known_however_many_its_meeting_has(self):
        said = [{"speaker": ("Anna", "Ben")[n % 2], "text": f"The supplier in Lyon needs {n} weeks to cut the steel moulds for lamp number {n}."}
                for n in range(2, 142)]
        self.good("import", self.write("long.json", json.dumps({"title": "Long", "transcript": said})))
        ids = [json.loads(one)["memory_id"] for one in self.good("memories", "--meeting", "Long", "--json").splitlines()]
        self.assertGreater(len(ids), 100)
        self.figures(self.file(line("steel moulds", *[{"memory_id": one} for one in ids])))

    def test_filters_hold(self):
        file = self.file(line("gasket", {"meeting": "Review", "turns": [1, 2]}, filters={"project": "other"}))
        self.assertEqual(self.figures(file)["results"]["R@500"], 0)

    def test_what_is_wrong_is_told_with_file_and_line(self):
        good = line("gasket", {"meeting": "Review", "turns": [1, 2]})
        for wrong, says in (
            ("nonsense\n", "a line is one JSON object"),
            (line("q", {"meeting": "Review", "turns": [2, 1]}), "[first, last]"),
            (line("q", {"meeting": "Review", "turns": [1, 9]}), "no turn 9"),
            (line("q", {"meeting": "no such", "turns": [1, 2]}), "no meeting has \"no such\""),
            (line("q", {"memory_id": "x"}), "no memory has the id x"),
            (line("q", {"meeting": "Review", "turns": [1, 2]}, filters={"nope": 1}), "nope"),
        ):
            with self.subTest(says):
                self.refused(self.hebb("eval", self.file(good, wrong)), 1, "questions.jsonl, line 2: ", says)
        self.refused(self.hebb("eval", self.path("none.jsonl")), 1, "none.jsonl")
        self.refused(self.hebb("eval", self.file("# nothing\n")), 1, "has no questions")


@needs_model
class Examples(CliCase):
    def test_the_questions_of_the_examples_are_answered(self):
        self.good("import", *sorted(glob.glob(os.path.join(EXAMPLES, "meetings/*"))))
        report = json.loads(self.good("eval", "--json", os.path.join(EXAMPLES, "questions.jsonl")))
        self.assertEqual(len(report["questions"]), 18)
        self.assertGreater(report["results"]["R@1000"], 0.6)  # .835 when written
        self.assertGreater(report["results"]["MRR"], 0.5)  # .729


if __name__ == "__main__":
    unittest.main()

"""The command line as people use it: the real binary on a scratch data directory."""
import contextlib
import datetime
import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import sqlite3
import stat
import subprocess
import unicodedata
import unittest

from cli_support import BINARY, KICK_OFF, CliCase, needs_model

COMMANDS = ["import", "ask", "context", "eval", "serve", "keys", "meetings", "show", "memories", "actions", "decisions", "memory", "correct", "patterns", "declare", "declared", "speakers", "erase", "export", "backup", "verify",
            "restore", "reextract", "consolidate", "fade", "reindex", "stats", "config", "doctor", "completions", "help", "man"]


IMPORTED_NOTHING = "0 meetings imported; 0 turns, 0 memories; 1 file failed\n"


class WithoutModel(CliCase):
    def test_help_and_version_go_to_stdout(self):
        self.assertRegex(self.good("--version"), r"^hebb \d+\.\d+\.\d+\n$")
        overview = self.good("--help")
        for command in COMMANDS:
            self.assertIn(command, overview)
        self.assertIn("Examples:", self.good("ask", "--help"))

    def help_of(self, *words):
        done = subprocess.run([BINARY, *words], env=self.environment(), capture_output=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, b""), words)
        return done.stdout.decode()

    def test_help_is_asked_for_by_a_word_too_and_of_groups(self):
        self.assertEqual(self.help_of("help"), self.help_of("--help"))
        for command in (["ask"], ["keys", "create"], ["meetings"], ["help"]):
            self.assertEqual(self.help_of("help", *command), self.help_of(*command, "--help"))
        for words in (["keys", "--help"], ["keys", "-h"], ["help", "keys"]):
            for command in ("hebb keys create NAME", "hebb keys list", "hebb keys revoke KEY"):
                self.assertIn(command, self.help_of(*words))
        self.assertIn("hebb config show", self.help_of("config", "--help"))
        self.assertIn("hebb meetings date MEETING DATE", self.help_of("meetings", "--help"))
        self.refused(self.hebb("help", "aks"), 2, "did you mean ask?")

    def test_nothing_asked_is_wrong_usage(self):
        done = subprocess.run([BINARY], env=self.environment(), capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stdout, b"")
        self.assertIn(b"Usage: hebb COMMAND", done.stderr)

    def test_wrong_usage_is_one_sentence_and_2(self):
        for words, says in (
            (["aks", "x"], "did you mean ask?"),
            (["ask"], "needs QUESTION"),
            (["ask", "x", "--limit", "many"], "--limit takes a whole number from 1 to 100"),
            (["ask", "x", "--since", "soon"], "--since takes a day or a time"),
            (["ask", "x", "--nope"], "unknown option --nope"),
            (["import"], "needs FILE"),
            (["import", "a", "b", "--title", "One"], "--title is of one meeting, but 2 files are named"),
            (["erase"], "name what to erase"),
            (["erase", "", "--yes"], "takes no empty word"),
            (["show", " "], "takes no empty word"),
            (["ask", "M\udcfcnster"], "the argument is not UTF-8"),
            (["ask", *["word"] * 201], "QUESTION takes 1000 characters at most, not 1004"),
            (["context", "x" * 1001], "QUESTION takes 1000 characters at most"),
            (["import", "-", "-"], "standard input (-) is named more than once"),
            (["import", "a", "--format", "foo"], "--format takes one of vtt, srt"),
            (["meetings", "date", "x", "tomorrow"], "DATE takes a day or a time"),
            (["memories", "--unassigned", "--owner", "Anna"], "not both"),
            (["actions", "--unassigned", "--owner", "Anna"], "not both"),
            (["correct", "x", "--no-owner", "--owner", "Anna"], "not both"),
            (["correct", "x"], "nothing to correct"),
            (["correct", "x", "--type", "risk", "--due", "2026-12-01"], "--due is of an action, not of --type risk"),
            (["backup", "-"], "standard output (-) cannot be one"),
            (["meetings", "renam", "x", "y"], "did you mean hebb meetings rename?"),
            (["keys", "make"], "hebb keys takes create, list or revoke after it, not \"make\""),
            (["fade"], "give either --below"),
            (["fade", "--below", "abc"], "--below takes a number from 0.001 to 0.49"),
            (["fade", "--restore", "--below", "0.1"], "not both"),
            (["fade", "--restore", "--dry-run"], "not both"),
            (["declare", "--deliverable", "film", *["--also", "x"] * 21], "--also is given more than 20 times"),
            (["speakers", "rename", "Anna", "A" * 201], "TO takes 1 to 200 characters, not 201"),
            (["consolidate", "--undo", "--dry-run"], "not both"),
            (["declare", "--project", "p"], "give a FILE, or --stakeholder, --deliverable or --remove"),
            (["declare", "a.json", "--stakeholder", "Anna"], "give one of FILE,"),
            (["declare", "--deliverable", "film", "--role", "x"], "--role is of a --stakeholder"),
            (["declare", "--remove", "film", "--also", "x"], "--also is of a --stakeholder or a --deliverable"),
            (["declare", "--stakeholder", "Anna", "--due", "2026-12-01"], "--due is of a --deliverable"),
            (["completions", "tcsh"], "bash, zsh, fish"),
        ):
            with self.subTest(words):
                self.refused(self.hebb(*words), 2, says, "--help")
        self.assertFalse(os.path.exists(self.data))

    def test_bad_settings_are_told_together_and_2(self):
        ran = self.hebb("meetings", env={"API_PORT": "99999", "LOG_LEVEL": "loud", "QDRANT_HOST": "qdrant"})
        self.assertEqual(ran.code, 2, ran)
        lines = ran.err.splitlines()
        self.assertEqual(len(lines), 3, ran)
        for name in ("API_PORT", "LOG_LEVEL", "QDRANT_HOST is set, but Qdrant is not supported yet"):
            self.assertEqual(sum(name in line for line in lines), 1, ran)

    def test_a_bad_setting_of_the_server_alone_touches_nothing_either(self):
        self.refused(self.hebb("serve", "--host", "nowhere.example"), 2, 'cannot listen on "nowhere.example"', "localhost")
        self.refused(self.hebb("serve", env={"HEBB_HOST": "300.1.1.1"}), 2, 'cannot listen on "300.1.1.1"')
        self.refused(self.hebb("serve", env={"HEBB_TRUSTED_PROXIES": "10.0.0.0/33"}), 2, 'HEBB_TRUSTED_PROXIES has "10.0.0.0/33"')
        self.refused(self.hebb("serve", env={"HEBB_MAX_BODY_MIB": "1025"}), 2, "HEBB_MAX_BODY_MIB", "from 1 to 1024")
        self.assertFalse(os.path.exists(self.data))

    def test_config_show_says_where_each_value_is_from(self):
        self.write("data/hebb.toml", "[log]\nformat = \"json\"\n[cache]\nsize = 7\n")
        out = self.good("config", "show", env={"API_PORT": "9001", "CACHE_SIZE": "8"})
        self.assertRegex(out, r"server\.port = 9001 .*environment API_PORT")
        self.assertRegex(out, r"cache\.size = 8 .*environment CACHE_SIZE")
        self.assertRegex(out, r"log\.format = json .*file .*/data/hebb\.toml")
        self.assertRegex(out, r"data\.dir = .* flag --data-dir")
        self.assertRegex(out, r"server\.host = 127\.0\.0\.1 .*default")

    def test_a_question_without_data_says_so_and_makes_nothing(self):
        for words in (["ask", "x"], ["meetings"], ["show", "x"], ["erase", "x", "--yes"], ["stats"]):
            self.refused(self.hebb(*words), 1, "no meetings yet", "hebb import")
        self.assertFalse(os.path.exists(self.data))

    def test_a_data_directory_that_is_not_there_is_not_made_by_reading(self):
        self.write("elsewhere/notes.txt", "")
        for words in (["keys", "list"], ["keys", "revoke", "bot"], ["memories"], ["actions"], ["decisions"], ["patterns"],
                      ["memory", "x"], ["correct", "x", "--revert"], ["speakers"], ["declared"], ["context", "x"],
                      ["export", self.path("out")], ["backup", self.path("out")], ["consolidate"], ["reextract"],
                      ["reindex"], ["fade", "--restore"], ["restore", self.path("none.db")], ["import", self.path("none.vtt")]):
            with self.subTest(words):
                ran = self.hebb(*words)
                self.assertEqual((ran.code, ran.out.replace(IMPORTED_NOTHING, "")), (1, ""), ran)
                self.assertEqual(len(ran.err.splitlines()), 1, ran)
                self.assertEqual(os.listdir(self.home), ["elsewhere"])
        for words in (["doctor"], ["config", "show"]):
            self.hebb(*words)
            self.assertEqual(os.listdir(self.home), ["elsewhere"])
        self.refused(self.hebb("keys", "list"), 1, f"there is no data directory {self.data}", "--data-dir")
        self.refused(self.hebb("keys", "list", data=self.path("elsewhere")), 1, "elsewhere is no data directory of hebb")
        self.assertEqual((os.listdir(self.home), os.listdir(self.path("elsewhere"))), (["elsewhere"], ["notes.txt"]))
        self.good("keys", "create", "bot")
        self.assertIn("bot", self.good("keys", "list"))

    def test_without_a_model_the_mend_is_named(self):
        file = self.write("in/a.vtt", KICK_OFF)
        ran = self.hebb("import", file, env={"MODEL_PATH": self.path("none")})
        self.refused(ran, 1, self.path("none"))
        ran = self.hebb("import", file, env={"MODEL_PATH": ""})
        self.refused(ran, 1, "tool/model/prepare")

    def test_a_data_directory_that_cannot_be_made(self):
        self.write("data", "a file")
        self.refused(self.hebb("import", self.write("in/a.vtt", KICK_OFF)), 1, self.data)

    def test_bash_completion_completes(self):
        script = self.write("hebb.bash", self.good("completions", "bash"))
        def complete(*words):
            line = " ".join(f"'{word}'" for word in words)
            code = (f"source {script}; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _hebb; "
                    "printf '%s\\n' \"${COMPREPLY[@]}\"")
            done = subprocess.run(["bash", "-uc", code], capture_output=True, text=True, timeout=60, check=True, cwd=self.home)
            self.assertEqual(done.stderr, "")
            return [line for line in done.stdout.splitlines() if line]
        self.assertEqual(complete("hebb", "im"), ["import"])
        self.assertEqual(sorted(complete("hebb", "")), sorted(COMMANDS))
        self.assertEqual(complete("hebb", "ask", "--lim"), ["--limit"])
        self.assertEqual(complete("hebb", "ask", "--type", "dec"), ["decision"])
        self.assertEqual(complete("hebb", "ask", "-t", "dec"), ["decision"])
        self.assertEqual(complete("hebb", "speakers", "m"), ["merge"])
        self.assertEqual(complete("hebb", "completions", "z"), ["zsh"])
        self.assertEqual(complete("hebb", "help", "im"), ["import"])
        self.assertEqual(complete("hebb", "import", "hebb.b"), ["hebb.bash"])
        self.write("my notes.vtt", KICK_OFF)
        self.assertEqual(complete("hebb", "import", "my"), ["my notes.vtt"])
        self.assertEqual(complete("hebb", "import", "--config", "my"), ["my notes.vtt"])
        self.assertEqual(complete("hebb", "--color", "never", "sta"), ["stats"])

    def test_zsh_and_fish_completions_parse(self):
        for shell in ("zsh", "fish"):
            script = self.write(f"hebb.{shell}", self.good("completions", shell))
            self.assertIn("import", self.good("completions", shell))
            if shutil.which(shell):
                subprocess.run([shell, "-n", script], check=True, timeout=60)

    def test_the_man_page_has_no_warnings(self):
        page = self.good("man")
        self.assertTrue(page.startswith(".TH HEBB 1"))
        if shutil.which("groff"):
            done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-Kutf8"], input=page.encode(), capture_output=True,
                                  timeout=60)
            self.assertEqual((done.returncode, done.stderr), (0, b""))
            self.assertIn("hebb ask QUESTION", re.sub("\x1b\\[[0-9;]*m|.\b", "", done.stdout.decode()))

    def test_a_full_stdout_is_told(self):
        with open("/dev/full", "wb") as full:
            ran = self.hebb("--help", stdout=full)
        self.refused(ran, 1, "cannot write to standard output")

    def test_a_closed_pipe_ends_quietly(self):
        reader, writer = os.pipe()
        os.close(reader)
        ran = self.hebb("--help", stdout=writer)
        os.close(writer)
        self.assertEqual((ran.code, ran.err), (0, ""))


@needs_model
class Importing(CliCase):
    def test_report(self):
        out = self.import_both()
        self.assertIn("Kick-off", out)
        self.assertIn("4 turns in", out)
        self.assertIn("2026-03-05 from the file's name", out)
        self.assertIn("no date", out)
        self.assertRegex(out, r"1 turn gave no memory: 1 \w+")
        self.assertRegex(out.splitlines()[-1], r"^2 meetings imported; 7 turns, \d+ memories$")

    def test_again_changes_nothing(self):
        self.import_both()
        before = self.ids()
        with open(f"{self.data}/hebb.db", "rb") as file:
            stored = file.read()
        self.assertRegex(self.import_both().splitlines()[-1], r"^0 meetings imported, 2 there already;")
        self.assertEqual(self.ids(), before)
        with open(f"{self.data}/hebb.db", "rb") as file:
            self.assertEqual(file.read(), stored)

    def test_the_same_ids_in_another_place(self):
        self.import_both()
        first = self.ids()
        self.data = self.path("elsewhere")
        self.import_both()
        self.assertEqual(self.ids(), first)

    def test_options_name_the_meeting(self):
        self.good("import", "-", "--title", "Board \x1b[31m", "--started-at", "2026-01-02T10:00:00+02:00", "--project", "apollo",
                  "--external-id", "x-1", "--language", "en", stdin=KICK_OFF)
        meeting = json.loads(self.good("meetings", "--json"))
        self.assertEqual((meeting["title"], meeting["started_at"], meeting["project"], meeting["external_id"]),
                         ("Board \x1b[31m", "2026-01-02T08:00:00Z", "apollo", "x-1"))
        self.assertNotIn("\x1b", self.good("meetings"))

    def test_a_long_integer_in_metadata_harms_no_command(self):
        digits = "123456789012345678901234567890"
        self.good("import", "-", "--title", "Long", stdin=KICK_OFF)
        archive = self.good("export", "-")
        self.assertIn('"metadata":{}', archive)
        self.data = self.path("elsewhere")
        self.good("import", self.write("a.jsonl", archive.replace('"metadata":{}', '"metadata":{"n":' + digits + "}")))
        self.assertIn('"metadata":{"n":' + digits + "}", self.good("meetings", "--json"))
        self.good("show", "Long")

    def test_a_pattern_the_shell_left_alone(self):
        for name in ("b", "a"):
            self.write(f"in/{name}.vtt", KICK_OFF.replace("forty", name))
        out = self.good("import", self.path("in/*.vtt"))
        self.assertLess(out.index("a.vtt"), out.index("b.vtt"))

    def test_json_is_a_line_a_file(self):
        good = self.write("in/a.vtt", KICK_OFF)
        empty_json = self.write("in/b.json", "[]")
        ran = self.hebb("import", "--json", good, empty_json)
        self.assertEqual(ran.code, 1, ran)
        first, second = map(json.loads, ran.out.splitlines())
        self.assertEqual((first["file"], first["status"], first["reply"]["turns"]), (good, 200, 4))
        self.assertEqual((second["file"], second["status"]), (empty_json, 400))
        self.assertIn("detail", second["reply"])

    def bad_inputs(self):
        self.write("in/large", "")
        os.truncate(self.path("in/large"), 100 << 20)
        return {
            "missing": (self.path("in/none.vtt"), "there is no such file"),
            "folder": (os.path.dirname(self.write("in/folder/x", "")), "is a folder"),
            "pattern": (self.path("in/*.nothing"), "no file matches"),
            "empty": (self.write("in/empty.vtt", ""), "is empty"),
            "blank": (self.write("in/blank.txt", "\n \n\n"), ""),
            "binary": (self.write("in/binary.vtt", bytes(range(256)) * 16), ""),
            "malformed JSON": (self.write("in/bad.json", '[{"speaker": "A", "text": "x"'), ""),
            "wrong types": (self.write("in/types.json", '[{"speaker": 1, "text": ["x"]}]'), ""),
            "no turns": (self.write("in/none.json", "[]"), ""),
            "no cues": (self.write("in/none2.vtt", "WEBVTT\n\n"), ""),
            "100 MB": (self.path("in/large"), "is larger than 32 MiB"),
        }

    def check_bad_inputs(self):
        self.import_both()
        before = self.good("stats", "--json")
        for name, (file, says) in self.bad_inputs().items():
            with self.subTest(name):
                ran = self.hebb("import", file)
                summary, ran.out = ran.out, ""
                sentence = self.refused(ran, 1, file, says)
                self.assertGreater(len(sentence), len(file) + 12)
                if summary:
                    self.assertIn("1 file failed", summary)
                self.assertEqual(self.good("stats", "--json"), before)

    def test_bad_inputs_leave_the_store_as_it_was(self):
        self.check_bad_inputs()

    def test_bad_inputs_through_a_server(self):
        self.import_both()
        with self.serving():
            self.check_bad_inputs()

    def test_a_bad_file_does_not_stop_the_others(self):
        files = [self.write("in/a.vtt", KICK_OFF), self.path("in/none"), self.write("in/b.bin", b"\0" * 99),
                 self.write("in/c.vtt", KICK_OFF.replace("April", "May"))]
        ran = self.hebb("import", *files)
        self.assertEqual(ran.code, 1, ran)
        self.assertEqual(len(self.ids()), 2)
        self.assertRegex(ran.out.splitlines()[-1], r"^2 meetings imported; 8 turns, \d+ memories; 2 files failed$")
        self.assertIn("2 files were not imported", ran.err)

    def test_a_reader_that_goes_away_stops_no_import(self):
        files = [self.write(f"in/{i}.vtt", KICK_OFF.replace("forty", f"forty {i}")) for i in range(3)]
        reader, writer = os.pipe()
        os.close(reader)
        ran = self.hebb("import", *files, stdout=writer)
        os.close(writer)
        self.assertEqual((ran.code, ran.err), (0, ""))
        self.assertEqual(len(self.ids()), len(files))

    def test_the_first_unreadable_thing_is_named_by_line(self):
        broken = KICK_OFF.replace("00:00:17.000 --> 00:00:19.000", "00:00:17.000 --> later")
        self.assertRegex(self.good("import", self.write("in/a.vtt", broken)), r"warning: line \d+: ")

    def test_progress_on_a_terminal(self):
        master, slave = pty.openpty()
        ran = self.hebb("import", self.write("in/a.vtt", KICK_OFF), stderr=slave)
        os.close(slave)
        drawn = os.read(master, 65536).decode()
        os.close(master)
        self.assertEqual(ran.code, 0)
        self.assertIn("0/1", drawn)
        self.assertIn("░", drawn)
        self.assertTrue(drawn.endswith("\r\x1b[2K"), repr(drawn))
        self.assertNotIn("░", ran.out)

    def test_a_file_name_that_is_not_utf8(self):
        name = os.path.join(self.home, "in", "Besprechung M\udce4rz.vtt")
        os.rename(self.write("in/a.vtt", KICK_OFF), name)
        self.assertIn("Besprechung M\ufffdrz", self.good("import", name))
        line = json.loads(self.good("import", "--json", name))
        self.assertTrue(line["file"].endswith("Besprechung M\ufffdrz.vtt"), line)
        self.assertIn("Besprechung M\ufffdrz", self.good("meetings"))

    def test_interrupted_while_it_waits_for_standard_input(self):
        master, slave = pty.openpty()
        importer = subprocess.Popen([BINARY, "import", "-", "--data-dir", self.data], env=self.environment(),
                                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=slave)
        os.close(slave)
        drawn = b""
        while b"0/1" not in drawn and select.select([master], [], [], 60)[0]:
            drawn += os.read(master, 4096)
        importer.send_signal(signal.SIGINT)
        self.assertEqual(importer.wait(timeout=60), 130)
        self.assertIn(b"0 meetings imported", importer.stdout.read())
        importer.stdin.close()
        importer.stdout.close()
        os.close(master)

    def test_interrupted_it_keeps_whole_meetings_only(self):
        files = [self.write(f"in/{i:02}.vtt", KICK_OFF.replace("forty", f"forty {i}")) for i in range(60)]
        command = [BINARY, "import", *files, "--data-dir", self.data]
        importer = subprocess.Popen(command, env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        first = importer.stdout.readline()
        importer.send_signal(signal.SIGINT)
        out, err = importer.communicate(timeout=60)
        self.assertEqual(importer.returncode, 130, err)
        lines = (first + out).decode().splitlines()
        reported = sum(line.startswith("+ ") for line in lines)
        self.assertLess(reported, len(files))
        self.assertIn("stopped before the rest", lines[-1])
        self.assertEqual(len(self.ids()), reported)
        self.assertEqual(self.hebb("doctor").code, 0)


@needs_model
class Asking(CliCase):
    def setUp(self):
        super().setUp()
        self.import_both()

    def test_an_answer_names_who_when_and_where(self):
        out = self.good("ask", "Who is against the higher price?")
        self.assertIn("“I am against it, because the first customers were promised thirty.”", " ".join(out.split()))
        self.assertRegex(out, r"Ben Okoye · 0:10 · \w+")
        self.assertIn("2026-03-05", out)

    def test_doubt_is_said_once_before_what_comes_nearest(self):
        ran = self.hebb("ask", "Which dinosaurs were promised to the zoo?")
        self.assertEqual(ran.code, 0, ran)
        self.assertRegex(ran.err, r"\ALittle in these meetings is about this \(.* %\)\. What comes nearest:\n\Z")
        self.assertNotIn("other meetings", ran.out)

    def test_nonsense_finds_nothing_and_says_where_to_look(self):
        for nonsense in ("and so on", "What is the capital of France?"):
            ran = self.hebb("ask", nonsense)
            self.assertEqual((ran.code, ran.out), (1, ""), ran)
            self.assertIn("none of these meetings holds anything on this (hebb meetings lists them)", ran.err)

    def test_filters(self):
        out = self.good("ask", "--speaker", "Carla Diaz", "what about the customers")
        self.assertNotIn("Ben Okoye", out)
        self.assertIn("Carla Diaz", out)
        self.assertNotIn("price", self.good("ask", "--meeting", "review", "price of the lamp"))
        self.assertIn("price", self.good("ask", "--since", "2026-03-01", "--until", "2026-03-06", "price of the lamp"))

    def test_today_is_that_of_the_wall_clock(self):
        zones = {"AAA-14": 14, "AAA12": -12}  # on which it is never the same day

        def days():
            now = datetime.datetime.now(datetime.timezone.utc)
            return {zone: (now + datetime.timedelta(hours=hours)).date().isoformat() for zone, hours in zones.items()}

        before = None
        while before != days():  # else midnight came between
            before = days()
            for day in before.values():
                self.good("import", self.write(f"in/{day} Lamps.txt", f"Anna: We order the lamps of {day} from Vossberg."))
            told = {zone: self.good("ask", "--json", "What did we order today?", env={"TZ": zone}) for zone in zones}
        for zone, day in before.items():
            self.assertIn(day, json.loads(told[zone])["results"][0]["content"])

    def test_nothing_found_is_1(self):
        for words in (["--project", "nowhere"], ["--since", "2030-01-01"], ["--speaker", "Nobody"]):
            ran = self.hebb("ask", "price", *words)
            self.assertEqual((ran.code, ran.out), (1, ""), ran)
            self.assertIn("Nothing found", ran.err)
        self.refused(self.hebb("ask", "price", "--meeting", "no such"), 1, "no meeting has \"no such\"")

    def test_a_question_that_is_not_utf8_is_refused(self):
        self.refused(self.hebb("ask", "price \udcff"), 2, "the argument is not UTF-8")

    def test_a_question_that_is_too_long_is_refused(self):
        self.refused(self.hebb("ask", "why " * 400), 2, "1000")

    def test_a_context_is_markdown_within_its_budget(self):
        out = self.good("context", "price of the lamp")
        self.assertTrue(out.startswith("## 2026-03-05 Kick-off · 2026-03-05\n\n**[1]** 0:05–") or
                        out.startswith("## Kick-off · 2026-03-05\n\n**[1]** 0:05–"), out)
        self.assertIn("\n- Ben Okoye: I am against it, because the first customers were promised thirty.\n", out)
        self.assertIn("## Review\n", out)
        reply = json.loads(self.good("context", "--json", "-w", "50", "--meeting", "kick-off", "price of the lamp"))
        self.assertNotIn("markdown", reply)
        self.assertTrue(0 < reply["words"] <= reply["budget"] == 50, reply)
        self.assertEqual({p["meeting_title"] for p in reply["passages"]}, {"Kick-off"})
        self.assertNotIn("Ben", self.good("context", "--speaker", "Carla Diaz", "price"))
        self.refused(self.hebb("context", "price", "--words", "10"), 2, "--words takes a whole number from 50 to 20000")
        ran = self.hebb("context", "price", "--project", "nowhere")
        self.assertEqual((ran.code, ran.out), (1, ""), ran)
        self.assertIn("nothing that these filters let through", ran.err)

    def test_json_is_the_wire(self):
        reply = json.loads(self.good("ask", "--json", "-n", "2", "--explain", "price"))
        self.assertEqual(len(reply["results"]), 2)
        self.assertIn("timings", reply)
        self.assertIn("direct_results", reply)

    def test_colour(self):
        self.assertNotIn("\x1b", self.good("ask", "price"))
        self.assertIn("\x1b[", self.good("ask", "--color", "always", "price"))
        master, slave = pty.openpty()
        for env, coloured in (({"TERM": "xterm"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False),
                              ({"TERM": "dumb"}, False)):
            self.hebb("ask", "-n", "1", "price", env=env, stdout=slave)
            self.assertEqual(b"\x1b[" in os.read(master, 65536), coloured, env)
        os.close(slave)
        os.close(master)

    def test_width(self):
        for columns in (40, 100):
            out = self.good("ask", "price", env={"COLUMNS": str(columns)})
            quotes = [line for line in out.splitlines() if line.startswith("    ")]
            self.assertLessEqual(max(map(len, quotes)), columns)

    def test_transcripts_cannot_steer_the_terminal(self):
        evil = KICK_OFF.replace("forty euros", "\x1b[2J\x1b]0;owned\x07 forty \u202e euros").replace("Ben", "B\x9ben")
        self.good("import", self.write("in/evil.vtt", evil), "--project", "evil")
        for words in (["ask", "price of the lamp", "--project", "evil", "--explain"], ["show", "evil"],
                      ["show", "evil", "--memories"], ["speakers", "--project", "evil"], ["meetings"]):
            out = self.good(*words)
            self.assertFalse(set(out) & {"\x1b", "\x07", "\x9b", "\u202e"}, out)

    def test_show_by_id_prefix_and_title(self):
        kick_off = next(json.loads(line) for line in self.good("meetings", "--json").splitlines()
                        if "Kick-off" in line)["meeting_id"]
        whole = self.good("show", kick_off)
        self.assertIn("Ben Okoye", whole)
        self.assertIn("0:10", whole)
        for name in (kick_off[:6], kick_off[:8].upper(), "kick-off"):
            self.assertEqual(self.good("show", name), whole)
        self.assertIn("importance", self.good("show", "kick-off", "--memories"))
        self.refused(self.hebb("show", "i"), 1, "means 2 meetings")
        self.refused(self.hebb("show", "00000000-0000-8000-8000-000000000000"), 1, "no meeting has")

    def test_an_action_is_listed_shown_and_done(self):
        mine = self.write("actions.json", json.dumps({"title": "Actions", "started_at": "2026-03-04", "transcript": [
            {"speaker": "Anna", "text": "Who writes the letter to the early customers?"},
            {"speaker": "Carla", "text": "I will send the letter to the early customers by Friday."},
            {"speaker": "Ben", "text": "I agree, that letter should go out soon."}]}))
        self.good("import", mine, "--project", "actions")
        listed = self.good("actions", "--project", "actions")
        self.assertIn("Carla · due 2026-03-06 · open", listed)
        self.assertEqual(self.hebb("actions", "--project", "actions", "--owner", "Ben").code, 1)
        self.assertIn("send the letter", self.good("ask", "open actions", "--project", "actions"))
        action = json.loads(self.good("actions", "--project", "actions", "--json"))["memory_id"]
        shown = self.good("memory", action)
        self.assertIn("Agreed with by", shown)
        self.assertIn("This memory", shown)
        self.assertEqual(json.loads(self.good("memory", action, "--json"))["memory_id"], action)
        self.assertEqual(self.hebb("correct", action).code, 2)
        self.refused(self.hebb("correct", action, "--owner", "Nobody"), 1, "meeting: Anna, Carla, Ben")
        self.assertIn("is now dated 2026-03-11", self.good("meetings", "date", "Actions", "2026-03-11"))
        self.assertIn("due 2026-03-13", self.good("actions", "--project", "actions"))
        self.refused(self.hebb("meetings", "date", "Actions", "soon"), 2, "DATE takes a day or a time")
        self.assertIn("2026-03-11 as given", self.good("import", mine, "--project", "actions"))
        self.good("meetings", "date", "Actions", "2026-03-04")
        self.assertIn("Ben · no day · done", self.good("correct", action, "--owner", "Ben", "--no-due", "--status", "done"))
        self.assertEqual(self.hebb("actions", "--project", "actions").code, 1)
        self.assertNotIn("send the letter", self.hebb("ask", "open actions", "--project", "actions").out)
        self.assertIn("send the letter", self.good("ask", "action items", "--project", "actions"))
        self.assertIn("Ben", self.good("actions", "--project", "actions", "--status", "done"))
        self.assertIn("1 meeting read again, 0 changed", self.good("reextract", "--project", "actions"))
        self.assertIn("Carla · due 2026-03-06", self.good("correct", action, "--revert"))
        self.assertEqual(self.hebb("memories", "--unanswered", "--project", "actions").code, 1)
        self.good("erase", "--project", "actions", "--yes")

    def test_what_is_due_first_is_listed_first(self):
        for title, day, text in (
                ("Old", "2026-03-04", "I will send the letter to the early customers by Friday."),
                ("Middle", "2026-03-11", "I will send the drawings of the gaskets to the factory. I will book the water tank by 20 March 2026."),
                ("New", "2026-03-12", "I will pay the supplier by 31 March 2026. I will send the labels of the box to the printer.")):
            self.good("import", self.write(title + ".json", json.dumps({"title": title, "started_at": day, "transcript": [
                {"speaker": "Carla", "text": said + "."} for said in text.rstrip(".").split(". ")]})), "--project", "days")
        def order(listed):
            return sorted((word for word in ("letter", "tank", "supplier", "printer", "gaskets") if word in listed), key=listed.index)
        listed = self.good("actions", "--project", "days")
        self.assertEqual(order(listed), ["letter", "tank", "supplier", "printer", "gaskets"])
        self.assertEqual(order(self.good("actions", "--project", "days", "--limit", "2")), ["letter", "tank"])
        self.assertEqual(order(self.good("actions", "--project", "days", "--json")),
                         ["supplier", "printer", "gaskets", "tank", "letter"])
        self.assertEqual(self.hebb("actions", "--project", "days", "--owner", "Carla", "--status", "done").code, 1)
        self.good("erase", "--project", "days", "--yes")

    def test_what_is_said_again_is_listed_and_can_be_undone(self):
        for number in range(2):
            said = self.write(f"again{number}.json", json.dumps({
                "title": f"Again {number}", "started_at": f"2026-03-0{number + 1}", "transcript": [
                    {"speaker": "Anna", "text": "The supplier in Lyon needs eight weeks to cut the steel moulds."}]}))
            self.good("import", said, "--project", "again")
        self.assertEqual(self.hebb("patterns", "--project", "again").code, 1)
        self.assertIn("would be added", self.good("consolidate", "--project", "again", "--dry-run"))
        self.assertIn("1 pattern in 2 statements of 2; 1 added, 0 gone", self.good("consolidate", "--project", "again"))
        self.assertIn("nothing new", self.good("consolidate", "--project", "again"))
        listed = self.good("patterns", "--project", "again")
        self.assertIn("2 meetings · 2 times · 2026-03-01 to 2026-03-02", listed)
        pattern = json.loads(self.good("patterns", "--project", "again", "--json"))
        self.assertIn("Said again", self.good("memory", pattern["memory_ids"][0]))
        self.refused(self.hebb("consolidate", "--undo", "--dry-run", "--project", "again"), 2, "not both")
        self.assertEqual(json.loads(self.good("patterns", "--project", "again", "--json")), pattern)
        self.assertIn("back to the patterns before", self.good("consolidate", "--undo", "--project", "again"))
        self.good("consolidate", "--project", "again")
        self.assertEqual(json.loads(self.good("consolidate", "--undo", "--project", "again", "--json"))["project"], "again")
        self.refused(self.hebb("consolidate", "--undo", "--project", "again"), 1, "left to be undone")
        self.good("erase", "--project", "again", "--yes")

    def test_what_nobody_reads_fades_and_is_brought_back(self):
        said = self.write("faded.json", json.dumps({"title": "Old", "transcript": [
            {"speaker": "Anna", "text": "The supplier in Lyon needs eight weeks to cut the steel moulds."}]}))
        self.good("import", said, "--project", "faded")
        memory = json.loads(self.good("memories", "--project", "faded", "--json").split("\n")[0])["memory_id"]
        self.assertIn("not read yet; strength 0.50", self.good("memory", memory))
        self.assertIn("read 1 time, last 20", self.good("memory", memory))
        self.assertIn("0 memories in 0 meetings archived", self.good("fade", "--below", "0.05", "--project", "faded"))
        with contextlib.closing(sqlite3.connect(os.path.join(self.data, "hebb.db"))) as database:
            database.execute("UPDATE accesses SET at_ms = at_ms - 900 * 86400000")
            database.execute("UPDATE meetings SET created_at_ms = created_at_ms - 900 * 86400000")
            database.commit()
        dry = self.good("fade", "--below", "0.05", "--project", "faded", "--dry-run")
        self.assertIn("1 memory in 1 meeting would be archived", dry)
        self.assertIn("strength 0.02", dry)
        self.assertIn("steel moulds", dry)
        self.assertIn("1 memory in 1 meeting archived", self.good("fade", "--below", "0.05", "--project", "faded"))
        self.assertEqual(self.hebb("memories", "--project", "faded", "--type", "context").code, 1)
        self.assertIn("steel moulds", self.good("memories", "--project", "faded", "--archived"))
        self.assertIn("archived as faded 20", self.good("memory", memory))
        self.assertIn("1 memory brought back", self.good("fade", "--restore", "--project", "faded"))
        self.assertIn("steel moulds", self.good("memories", "--project", "faded"))
        self.refused(self.hebb("fade"), 2, "--below", "--restore")
        self.refused(self.hebb("fade", "--below", "0.9"), 2, "below", "0.49")
        self.refused(self.hebb("fade", "--restore", "--project", "nowhere"), 1, "no project of that name")
        self.good("erase", "--project", "faded", "--yes")

    def test_what_is_declared_is_listed_with_the_memories_that_mention_it(self):
        mine = self.write("declared.json", json.dumps({"title": "Plan", "started_at": "2026-03-04", "transcript": [
            {"speaker": "Anna Berg", "text": "The pilot report needs another week before we can show it."},
            {"speaker": "Ben", "text": "I will ask Anna about the price of the pilot report."}]}))
        self.good("import", mine, "--project", "declared")
        self.assertEqual(self.hebb("declared", "--project", "declared").code, 1)
        file = self.write("declaration.json", json.dumps({
            "stakeholders": [{"name": "Anna Berg", "role": "sales"}, {"name": "Carl"}], "deliverables": [{"name": "film"}]}))
        self.assertEqual(self.good("declare", file, "--project", "declared"), "2 stakeholders, 1 deliverable; 3 new\n")
        self.assertEqual(self.good("declare", file, "--project", "declared"), "2 stakeholders, 1 deliverable; nothing changed\n")
        self.assertEqual(self.good("declare", "--project", "declared", "--stakeholder", "anna berg", "--also", "Anna", "--also", "A. B.",
                                   "--role", "marketing"), "2 stakeholders, 1 deliverable; 1 changed\n")
        self.assertEqual(self.good("declare", "--project", "declared", "--deliverable", "the pilot report", "--due", "2026-12-01"),
                         "2 stakeholders, 2 deliverables; 1 new\n")
        self.assertEqual(self.good("declare", "--project", "declared", "--remove", "FILM"), "2 stakeholders, 1 deliverable; 1 gone\n")
        self.refused(self.hebb("declare", "--project", "declared", "--remove", "film"), 1, "nothing is declared by that name", "hebb declared")
        self.refused(self.hebb("declare", "--project", "declared", "--remove", "A. B."), 1, "other names do not count")
        self.refused(self.hebb("declare", "--project", "nowhere", "--remove", "Anna"), 1, "no project of that name")
        self.refused(self.hebb("declare", "--project", "nowhere", "--stakeholder", "Anna"), 1, "no project of that name")
        self.refused(self.hebb("declare", "--project", "declared", "--stakeholder", "Dora", "--also", "carl"), 1,
                     "together with what is declared already, stakeholders[2].also[0] is the same name as stakeholders[1].name")
        self.refused(self.hebb("declare", self.path("none.json")), 1, "none.json")
        listed = self.good("declared", "--project", "declared").splitlines()
        self.assertEqual(listed, [
            "anna berg · stakeholder · marketing", "    also Anna, A. B.; 1 memory in 1 meeting, 2026-03-04; speaks there",
            "Carl · stakeholder", "    mentioned nowhere",
            "the pilot report · deliverable · due 2026-12-01", "    2 memories in 1 meeting, 2026-03-04"])
        whole = json.loads(self.good("declared", "--project", "declared", "--json"))
        self.assertEqual(whole["stakeholders"][0]["also"], ["Anna", "A. B."])
        memory = json.loads(self.good("declared", "--project", "declared", "anna", "--json"))
        self.assertIn("ask Anna", memory["content"])
        self.assertIn("I will ask Anna", self.good("declared", "--project", "declared", "pilot report"))
        self.assertIn("mentions anna berg (stakeholder, marketing), the pilot report (deliverable,",
                      self.good("memory", memory["memory_id"]))
        self.assertEqual(self.hebb("declared", "--project", "declared", "Carl").code, 1)
        self.refused(self.hebb("declared", "--project", "declared", "Nobody"), 1, "nothing of that name is declared")
        self.assertEqual(self.good("declare", "-", "--project", "declared", stdin="{}"), "0 stakeholders, 0 deliverables; 3 gone\n")
        self.good("erase", "--project", "declared", "--yes")

    def test_a_decision_is_listed_with_what_it_superseded(self):
        for number, (day, speaker, price) in enumerate((("2026-03-04", "Anna", 40), ("2026-04-04", "Ben", 35))):
            mine = self.write(f"decision{number}.json", json.dumps({"title": f"Price {number}", "started_at": day, "transcript": [
                {"speaker": speaker, "text": f"We decided to sell the lamp with a rubber case at {price} euros."},
                {"speaker": "Carla", "text": "I disagree, a rubber case at that price sells to nobody."}]}))
            self.good("import", mine, "--project", "decided")
        listed = self.good("decisions", "--project", "decided").splitlines()
        self.assertTrue(listed[0].startswith("Ben · "), listed)
        self.assertIn("    Objected: Carla: “I disagree, a rubber case at that price sells to nobody.”", listed)
        self.assertTrue(any(re.match(r"    Supersedes: .*rubber case.* · alike 0\.\d\d$", line) for line in listed), listed)
        self.assertIn("    Differs: number 40 → 35", listed)
        self.assertTrue(any(line.startswith("    Anna · ") for line in listed), listed)
        one = json.loads(self.good("decisions", "--project", "decided", "--disputed", "--json"))
        self.assertEqual([len(one["history"]), one["metadata"]["speaker"]], [1, "Ben"])
        page = self.good("memory", one["memory_id"])
        self.assertIn("It supersedes", page)
        self.assertIn("Differs: number 40 → 35", page)
        self.assertIn("Superseded by", self.good("memory", one["history"][0]["memory_id"]))
        self.assertEqual(self.hebb("decisions", "--project", "decided", "--since", "2026-05-01").code, 1)
        self.assertEqual(self.hebb("decisions", "--project", "decided", "--speaker", "Anna").code, 1)
        self.good("erase", "--project", "decided", "--yes")

    def test_memories_are_listed_by_type_person_and_meeting(self):
        everything = [json.loads(line) for line in self.good("memories", "--json").splitlines()]
        self.assertGreater(len(everything), 4)
        self.assertEqual({one["level"] for one in everything}, {2})
        types = {one["memory_type"] for one in everything}
        for kind in types:
            listed = [json.loads(line) for line in self.good("memories", "--type", kind, "--json").splitlines()]
            self.assertEqual(listed, [one for one in everything if one["memory_type"] == kind])
        said = [json.loads(line) for line in self.good("memories", "--speaker", "Ben Okoye", "--json").splitlines()]
        self.assertEqual(said, [one for one in everything if one["metadata"]["speaker"] == "Ben Okoye"])
        first = [json.loads(line) for line in self.good("memories", "--meeting", "kick-off", "-n", "2", "--json").splitlines()]
        self.assertEqual(first, [one for one in everything if "ick-off" in one["metadata"]["meeting_title"]][:2])
        shown = self.good("memories", "--meeting", "kick-off", "-n", "1")
        self.assertIn("“", shown)
        self.assertIn("Kick-off", shown)
        self.assertIn(first[0]["metadata"]["meeting_id"][:8], shown)
        self.assertEqual(self.hebb("memories", "--since", "2090-01-01").code, 1)
        self.assertEqual(self.hebb("memories", "--type", "wish").code, 2)
        self.refused(self.hebb("memories", "--meeting", "nowhere"), 1, "no meeting has")

    def test_speakers_are_renamed_and_merged(self):
        self.assertEqual(self.good("speakers").count("\n"), 3)
        self.refused(self.hebb("speakers", "rename", "Ben Okoye", "Anna Roth"), 1, "hebb speakers merge")
        for change in ("rename", "merge"):
            self.refused(self.hebb("speakers", change, "Nobody", "Anna Roth" if change == "merge" else "X"), 1, "no speaker of that name in this project")
        self.refused(self.hebb("speakers", "rename", "Ben Okoye", "X", "-p", "p2"), 1, "no speaker of that name in this project")
        self.refused(self.hebb("backup", self.home), 1, "is a folder; name a file in it")
        self.refused(self.hebb("declare", self.write("d.json", "{")), 1, "d.json: the body is not valid JSON")
        self.refused(self.hebb("speakers", "rename", "Ben Okoye", " Anna Roth\u00a0"), 1, "hebb speakers merge")
        self.assertIn("Ben Okoye is now Benjamin Okoye\n", self.good("speakers", "rename", "Ben Okoye", "Benjamin Okoye "))
        self.assertIn("Benjamin Okoye", self.good("ask", "who is against the higher price", "-n", "1"))
        self.refused(self.hebb("speakers", "merge", "Benjamin Okoye", "Nobody"), 1, "to merge into")
        self.good("speakers", "merge", "Benjamin Okoye", "Anna Roth")
        self.assertEqual([s["name"] for s in json.loads(self.good("speakers", "--json"))["speakers"]],
                         ["Anna Roth", "Carla Diaz"])
        self.assertEqual(self.hebb("speakers", "--json", "-p", "nobody").code, 1)
        self.good("import", self.write("silent.json", json.dumps({"participants": ["Silent Sam"], "turns": [{"speaker": "Eve", "text": "We will order forty lamps."}]})), "-p", "p3")
        self.good("speakers", "rename", "Silent Sam", "Sam", "-p", "p3")  # who takes part and says nothing

    def test_spaces_around_a_name_are_none_of_it(self):
        self.good("import", self.write("notes.txt", "Ada: We will order forty lamps.\nEve: I am against it."), "-p", " lamps ")
        self.assertIn("would erase 0 meetings, 1 turn", self.good("erase", "--project", "lamps ", "--speaker", " Ada ", "--dry-run"))
        self.assertIn("would erase 1 meeting", self.good("erase", "--project", " lamps", "--dry-run"))

    def test_an_erasure_that_leaves_traces_says_so(self):
        self.import_both()
        with self.serving() as (_, port):
            reader = sqlite3.connect(f"file:{self.data}/hebb.db?mode=ro", uri=True)
            self.addCleanup(reader.close)
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM turns").fetchone()
            ran = self.hebb("erase", "kick-off", "--yes")
            self.assertEqual(ran.code, 0, ran)
            self.assertIn("erased 1 meeting", ran.out)
            self.assertIn("WARNING: traces of it stay", ran.err)
            reader.rollback()
            ran = self.hebb("erase", "review", "--yes")
            self.assertEqual((ran.code, ran.err), (0, ""), ran)

    def test_what_was_erased_before_a_failure_is_said(self):
        self.import_both()
        with self.serving():
            other = sqlite3.connect(os.path.join(self.data, "hebb.db"))
            self.addCleanup(other.close)
            other.execute("CREATE TRIGGER no BEFORE DELETE ON meetings WHEN old.title = 'Review' "
                          "BEGIN SELECT RAISE(ABORT, 'no'); END")
            ran = self.hebb("erase", "kick-off", "review", "--yes")
            self.assertEqual(ran.code, 1, ran)
            self.assertIn("erased 1 meeting, 4 turns", ran.out)
            self.assertIn("hebb: ", ran.err)
            self.assertNotIn("Kick-off", self.good("meetings"))

    def test_a_person_and_a_period_are_erased(self):
        self.refused(self.hebb("erase", "kick-off", "--speaker", "Ben Okoye"), 2, "are for a --project")
        self.refused(self.hebb("erase", "--speaker", "Ben Okoye"), 2, "name what to erase")
        person = ["erase", "--project", "default", "--speaker", "Ben Okoye"]
        counted = self.good(*person, "--dry-run")
        self.assertIn("would erase 0 meetings, 2 turns", counted)
        self.assertEqual(self.good(*person, "--yes"), counted.replace("would erase", "erased"))
        self.assertNotIn("Ben Okoye", self.good("speakers") + self.good("show", "kick-off"))
        self.assertNotIn("promised thirty", self.good("show", "kick-off") + self.good("show", "kick-off", "--memories"))
        self.assertIn("forty euros", self.good("show", "kick-off"))
        self.refused(self.hebb(*person, "--yes"), 1, "no speaker of that name")
        self.refused(self.hebb("erase", "--project", "default", "--until", "1999-01-01", "--yes"), 1, "no meetings in this")

    def test_long_work_says_on_a_terminal_what_it_does(self):
        backup = self.path("b.db")
        for words, says in ((["reindex"], "building the search indexes"), (["backup", backup], "copying"),
                            (["verify", backup], "reading and checking"), (["export", self.path("x")], "MiB exported"),
                            (["export", "-"], "MiB exported"), (["doctor"], "checking every row"),
                            (["restore", backup, "--force"], "checking and restoring")):
            master, slave = pty.openpty()
            ran = self.hebb(*words, stderr=slave)
            os.close(slave)
            drawn = b""
            with contextlib.suppress(OSError):  # how a terminal that nobody writes to any more ends
                while part := os.read(master, 65536):
                    drawn += part
            os.close(master)
            drawn = drawn.decode()
            self.assertEqual(ran.code, 0, drawn)
            self.assertIn(says, drawn)
            self.assertIn("\r\x1b[2K", drawn[drawn.index(says):])  # and takes it away again
            self.assertNotIn(says, ran.out)

    def test_a_pipe_is_given_names_whole(self):
        title, name = "A title that is rather long " * 8 + "end", "Somebody of many names " * 3 + "end"
        self.good("meetings", "rename", "kick-off", title)
        self.good("speakers", "rename", "Ben Okoye", name)
        self.good("keys", "create", name)
        for words, whole in ((["meetings"], title), (["speakers"], name), (["keys", "list"], name)):
            self.assertIn(whole + ("\n" if words == ["meetings"] else "  "), self.good(*words))
            self.assertNotIn("end", self.good(*words, env={"COLUMNS": "80"}))
        self.assertIn("Anna Roth                     ", self.good("speakers"))  # what fits stays in its column

    def test_titles_are_found_in_any_case_and_however_their_letters_are_put_together(self):
        apart = unicodedata.normalize("NFD", "Gespräch über ünï")  # as macOS names files
        self.good("import", self.write(apart + ".txt", "Ada: We will order forty lamps.\nEve: I am against it."))
        for word in ("Gespräch", "GESPRÄCH ÜBER", "ÜNÏ", unicodedata.normalize("NFD", "präch")):
            self.assertIn("forty lamps", self.good("show", word))

    def test_meetings_are_renamed_and_moved(self):
        self.assertIn("is now called \"Lamp\"", self.good("meetings", "rename", "kick-off", "Lamp"))
        self.assertIn("forty euros", self.good("show", "Lamp"))
        self.assertIn("is now in project \"lamps\"", self.good("meetings", "move", "Lamp", "lamps"))
        self.assertEqual(len([line for line in self.good("meetings", "--project", "lamps", "--json").splitlines()]), 1)
        self.assertIn("forty euros", self.good("ask", "price of the lamp", "--project", "lamps"))

    def test_erase(self):
        self.assertIn("would erase 1 meeting, 4 turns", self.good("erase", "kick-off", "--dry-run"))
        self.assertEqual(len(self.ids()), 2)
        self.refused(self.hebb("erase", "kick-off"), 2, "--yes")
        self.assertEqual(len(self.ids()), 2)
        self.assertIn("erased 1 meeting, 4 turns", self.good("erase", "kick-off", "--yes"))
        self.assertEqual(len(self.ids()), 1)
        self.assertNotIn("forty", self.good("ask", "price of the lamp"))
        self.refused(self.hebb("erase", "kick-off", "--yes"), 1, "no meeting has")
        self.assertIn("erased 1 meeting", self.good("erase", "--project", "default", "--yes"))
        self.assertEqual(self.hebb("meetings").code, 1)
        self.refused(self.hebb("erase", "--project", "default", "--yes"), 1, "default")

    def test_a_title_that_reads_as_the_beginning_of_an_id_is_not_passed_over(self):
        ids = {json.loads(line)["title"]: json.loads(line)["meeting_id"]
               for line in self.good("meetings", "--json").splitlines()}
        kick_off, review = ids["Kick-off"], ids["Review"]
        beginning = kick_off[:6]
        for title in (beginning, f"Ticket {beginning.upper()}"):
            self.good("meetings", "rename", review, title)
            listed = self.refused(self.hebb("erase", beginning, "--yes"), 1, f'"{beginning}" means 2 meetings')
            self.assertIn(kick_off[:8], listed)
            self.assertIn(review[:8], listed)
            self.assertEqual(len(self.ids()), 2)
        self.good("meetings", "rename", review, kick_off)
        self.assertIn("forty euros", self.good("show", kick_off))  # a whole id means its meeting alone
        self.good("meetings", "rename", review, "Review")
        self.good("meetings", "rename", kick_off, beginning)
        self.assertIn("forty euros", self.good("show", beginning))  # both ways the same meeting

    def test_erase_asks_on_a_terminal(self):
        for answer, code, left in ((b"n\n", 1, 2), (b"y\n", 0, 1)):
            master, slave = pty.openpty()
            eraser = subprocess.Popen([BINARY, "erase", "kick-off", "--data-dir", self.data], env=self.environment(),
                                      stdin=slave, stderr=slave, stdout=subprocess.PIPE)
            os.close(slave)
            asked = b""
            while b"[y/N]" not in asked and select.select([master], [], [], 60)[0]:
                asked += os.read(master, 4096)
            self.assertIn("Kick-off", asked.decode())
            os.write(master, answer)
            eraser.communicate(timeout=60)
            os.close(master)
            self.assertEqual(eraser.returncode, code)
            self.assertEqual(len(self.ids()), left)

    def test_export_and_import(self):
        self.import_both()
        archive = self.path("out/all.jsonl")
        os.makedirs(os.path.dirname(archive))
        self.good("export", archive)
        self.refused(self.hebb("export", archive), 1, "--force")
        self.good("export", archive, "--force")
        self.refused(self.hebb("import", archive, "--project", "other"), 1, "--project does not apply")
        self.assertEqual(os.listdir(os.path.dirname(archive)), ["all.jsonl"])
        self.assertEqual(os.stat(archive).st_mode & 0o777, 0o600)
        with open(archive) as file:
            written = file.read()
        self.assertEqual(self.good("export", "-"), written)
        other = self.path("other")
        self.assertIn("an archive; 2 meetings new, 0 there already", self.good("import", archive, data=other))
        self.assertIn("0 meetings new, 2 there already", self.good("import", archive, data=other))
        self.assertEqual(self.good("export", "-", data=other), written)
        asked = ["ask", "price", "--json"]
        first, second = (json.loads(self.good(*asked, data=data)) for data in (self.data, other))
        for reply in (first, second):
            reply.pop("processing_time_ms")
        self.assertEqual(first, second)
        with self.serving():
            self.assertEqual(self.good("export", "-"), written)
            self.assertIn("2 there already", self.good("import", archive))
        self.refused(self.hebb("export", self.path("none.jsonl"), "--project", "nobody"), 1, "no meetings in this project")
        self.assertFalse(os.path.exists(self.path("none.jsonl")))

    def test_an_export_replaces_no_file_of_a_memory(self):
        self.import_both()
        other, backup = self.path("other"), self.path("backup.db")
        self.import_both(data=other)
        self.good("erase", "Review", "--yes", data=other)
        self.good("backup", backup)
        os.symlink(os.path.join(self.data, "hebb.db"), self.path("link"))
        files = [os.path.join(folder, name) for folder in (self.data, other) for name in ("hebb.db", "hebb.lock", "hebb.db.lock")]
        files += [backup, os.path.join(other, "hebb.db.erased"), self.path("link")]
        files.remove(os.path.join(other, "hebb.db.lock"))  # an empty file of any name
        before = self.good("export", "-")
        for file in files:
            with open(file, "rb") as content:
                there = content.read()
            self.refused(self.hebb("export", "--force", file), 1, "is not replaced")
            with open(file, "rb") as content:
                self.assertEqual(content.read(), there)
        self.assertEqual(self.good("export", "-"), before)

    def stopped_export(self, archive, prefix=()):
        """An export, stopped by SIGSTOP while its file has not its name yet."""
        folder = os.path.dirname(archive)
        there = set(os.listdir(folder))
        for _ in range(20):
            export = subprocess.Popen([*prefix, BINARY, "export", archive, "--data-dir", self.data],
                                      env=self.environment(), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
            self.addCleanup(export.kill)
            while export.poll() is None and set(os.listdir(folder)) == there:
                pass
            export.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, export.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
            if export.poll() is None and not os.path.exists(archive):
                self.assertEqual(len(os.listdir(folder)), len(there) + 1)
                return export
            export.send_signal(signal.SIGCONT)  # it was faster
            export.communicate(timeout=60)
            os.unlink(archive)
        self.fail("no export could be stopped before its end")

    def test_an_export_touches_no_file_but_its_own(self):
        self.good("import", *[self.write(f"in/{i:02}.vtt", KICK_OFF.replace("forty", f"forty {i}")) for i in range(40)])
        copy = self.path("copy")
        shutil.copytree(self.data, copy)
        archive = self.path("out/all.jsonl")
        beside = self.write("out/all.jsonl.part", "mine")

        interrupted = self.stopped_export(archive)
        for signalled in (signal.SIGINT, signal.SIGCONT):
            interrupted.send_signal(signalled)
        interrupted.communicate(timeout=60)
        self.assertEqual(interrupted.returncode, 130)
        self.assertEqual(os.listdir(self.path("out")), ["all.jsonl.part"])

        for signals, code in (([signal.SIGINT, signal.SIGTERM], 130), ([signal.SIGHUP], 130),
                              ([signal.SIGHUP, signal.SIGTERM], 130), ([signal.SIGTERM], 130),
                              ([signal.SIGQUIT], -signal.SIGQUIT), ([signal.SIGUSR1], -signal.SIGUSR1),
                              ([signal.SIGXCPU], -signal.SIGXCPU), ([signal.SIGABRT], -signal.SIGABRT)):
            with self.subTest(signals):
                ended = self.stopped_export(archive)
                for signalled in (*signals, signal.SIGCONT):
                    ended.send_signal(signalled)
                err = ended.communicate(timeout=60)[1].decode()
                self.assertEqual((ended.returncode, os.listdir(self.path("out"))), (code, ["all.jsonl.part"]), err)
        untold = self.stopped_export(archive, prefix=["nohup"])
        for signalled in (signal.SIGHUP, signal.SIGCONT):
            untold.send_signal(signalled)
        untold.communicate(timeout=60)
        self.assertEqual((untold.returncode, sorted(os.listdir(self.path("out")))), (0, ["all.jsonl", "all.jsonl.part"]))
        os.unlink(archive)

        overtaken = self.stopped_export(archive)
        written = self.good("export", "-", data=copy)
        self.good("export", archive, data=copy)
        overtaken.send_signal(signal.SIGCONT)
        err = overtaken.communicate(timeout=60)[1].decode()
        self.assertEqual(overtaken.returncode, 1, err)
        self.assertIn("is there already; --force", err)
        with open(archive, encoding="utf-8") as file:
            self.assertEqual(file.read(), written)
        with open(beside, encoding="utf-8") as file:
            self.assertEqual(file.read(), "mine")
        self.assertEqual(sorted(os.listdir(self.path("out"))), ["all.jsonl", "all.jsonl.part"])

    def test_an_export_goes_into_a_pipe_and_through_links(self):
        written = self.good("export", "-")
        os.symlink("/proc/self/fd/1", self.path("out"))  # as /dev/stdout is
        self.assertEqual(self.good("export", self.path("out")), written)
        self.assertTrue(os.path.islink(self.path("out")))

        pipe = self.path("pipe")
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        self.addCleanup(os.close, reader)
        fcntl.fcntl(reader, fcntl.F_SETPIPE_SZ, 1 << 20)
        self.good("export", pipe)
        self.assertTrue(stat.S_ISFIFO(os.stat(pipe).st_mode))
        self.assertEqual(b"".join(iter(lambda: os.read(reader, 65536), b"")).decode(), written)

        kept, link = self.write("kept.jsonl", "mine"), self.path("link.jsonl")
        os.symlink(kept, link)
        self.refused(self.hebb("export", link), 1, "is there already", "--force")
        self.good("export", link, "--force")
        self.assertTrue(os.path.islink(link))
        with open(kept, encoding="utf-8") as file:
            self.assertEqual(file.read(), written)
        os.symlink(self.path("nowhere"), self.path("dangling"))
        self.refused(self.hebb("export", self.path("dangling")), 1, "is a link to nothing")
        self.refused(self.hebb("export", self.home), 1, "is no file")

    def test_reindex_stats_and_doctor(self):
        self.good("reindex")
        self.assertEqual(json.loads(self.good("stats", "--json"))["meetings"], 2)
        self.assertIn("meetings", self.good("stats"))
        out = self.good("doctor")
        for line in out.splitlines():
            self.assertTrue(line.startswith("ok "), out)

    def test_a_damaged_index_file_is_noted_and_costs_nothing_but_time(self):
        before = self.good("ask", "price of the lamp")
        file = self.write("data/hebb.db.index", "no snapshot at all")
        self.assertRegex(self.good("doctor"), r"note +index snapshot .*hebb\.db\.index is damaged; the next start makes it anew")
        self.assertEqual(self.good("ask", "price of the lamp"), before)
        self.assertFalse(os.path.exists(file))  # it may have held what was erased since

if __name__ == "__main__":
    unittest.main()

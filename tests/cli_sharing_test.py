"""The command line where several processes share a data directory, and where something is broken."""
import contextlib
import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

from cli_support import BINARY, KICK_OFF, REVIEW, CliCase, needs_model, without_time


@needs_model
class Sharing(CliCase):
    """One data directory, one owner."""

    QUESTIONS = (["ask", "--json", "who is against the price"], ["ask", "--json", "-n", "1", "--type", "question", "tests"],
                 ["ask", "price"], ["context", "price"], ["context", "--json", "-w", "50", "price"], ["meetings", "--json"], ["meetings"], ["show", "kick-off"],
                 ["show", "kick-off", "--memories", "--json"], ["memories", "--type", "decision", "--json"], ["speakers", "--json"], ["stats", "--json"],
                 ["erase", "kick-off", "--dry-run", "--json"], ["ask", "--project", "nowhere", "x"],
                 ["ask", "why " * 400], ["show", "nothing"], ["speakers", "rename", "Nobody", "X"])

    def test_the_same_bytes_with_and_without_a_server(self):
        self.import_both()
        alone = [self.hebb(*words) for words in self.QUESTIONS]
        with self.serving():
            for words, before in zip(self.QUESTIONS, alone):
                with self.subTest(words):
                    now = self.hebb(*words)
                    self.assertEqual((now.code, without_time(now.out), now.err),
                                     (before.code, without_time(before.out), before.err))

    def test_what_is_declared_is_the_same_with_and_without_a_server(self):
        self.import_both()
        declared, name = ("declared",), ("declared", "budget")
        self.assertEqual(self.good("declare", "--deliverable", "the lamp", "--also", "budget"), "0 stakeholders, 1 deliverable; 1 new\n")
        alone = [self.hebb(*words) for words in (declared, name)]
        with self.serving():
            for words, before in zip((declared, name), alone):
                now = self.hebb(*words)
                self.assertEqual((now.code, now.out, now.err), (before.code, before.out, before.err))
            self.assertEqual(self.good("declare", "--deliverable", "film & \"more\""), "0 stakeholders, 2 deliverables; 1 new\n")
            self.assertEqual(self.good("declare", "-", stdin="{}"), "0 stakeholders, 0 deliverables; 2 gone\n")
        self.assertEqual(self.hebb(*declared).code, 1)

    def test_http_gives_the_ids_of_the_command_line_in_their_order(self):
        def lists(reply):
            found = {name: [one["memory_id"] for one in reply[name]] for name in ("results", "activated_memories", "bridge_memories")}
            found["paths"] = [one["path"] for one in reply["activated_memories"]]
            return found | {level: [one["memory_id"] for one in some] for level, some in reply["direct_results"].items()}

        self.import_both()
        questions = ("who is against the price", "gasket tests", "What was decided about the lamp?", "asdf qwer")
        alone = [lists(json.loads(self.hebb("ask", "--json", "-n", "20", question).out)) for question in questions]
        self.assertTrue(alone[0]["activated_memories"])
        with self.serving() as (_, port):
            for question, expected in zip(questions, alone):
                with self.subTest(question):
                    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v2/query", json.dumps({"query": question}).encode(),
                                                     {"Content-Type": "application/json"})
                    with urllib.request.urlopen(request, timeout=60) as reply:
                        self.assertEqual(lists(json.load(reply)), expected)

    def test_importing_through_a_server_gives_the_same_store(self):
        report = re.sub(self.home, "", self.import_both())
        ids, questions = self.ids(), self.good("ask", "--json", "price")
        self.data = self.path("other")
        os.mkdir(self.data)
        with self.serving():
            self.assertEqual(re.sub(self.home, "", self.import_both()), report)
            self.assertEqual(self.ids(), ids)
            self.assertEqual(without_time(self.good("ask", "--json", "price")), without_time(questions))
            self.good("import", "-", "--title", "Très “long” & 50% #1", stdin=KICK_OFF)
            self.assertIn("Très “long” & 50% #1", self.good("meetings"))
            self.good("erase", "très", "--yes")
        self.assertEqual(self.ids(), ids)

    def nameless_files(self, server):
        """Those of bodies that the server holds open."""
        files = []
        for fd in os.listdir(f"/proc/{server.pid}/fd"):
            with contextlib.suppress(FileNotFoundError):  # closed meanwhile
                files.append(os.readlink(f"/proc/{server.pid}/fd/{fd}"))
        return [file for file in files if "(deleted)" in file and "/.hebb-http-" in file]

    def test_what_one_request_may_not_have_is_imported_through_a_server_too(self):
        said = "\n\n".join(f"{who}: We decided to order {100 + i} lamps of kind {i} from supplier {i % 17} in week {i % 50}."
                           for i, who in enumerate(["Anna Roth", "Ben Okoye"] * 130))
        self.good("import", "-", "--title", "One long meeting", stdin=said)
        whole = self.good("export", "-")
        archive = self.write("long.jsonl", whole)
        self.assertGreater(len(whole.encode()), 1 << 20)  # in one meeting, so that no part of the archive is smaller
        transcript = KICK_OFF.replace("\n1\n", "\nNOTE\n" + "x" * 79 + "\n" * 2 + ("NOTE " + "x" * 75 + "\n\n") * 15_000 + "1\n")
        self.assertGreater(len(transcript), 1 << 20)
        kick_off = self.write("in/Kick-off.vtt", transcript)
        self.good("import", kick_off, data=self.path("alone"))
        self.data = self.path("other")
        self.write("other/hebb.toml", "[server]\nmax_body_mib = 1\n")
        with self.serving() as (server, port):
            self.assertIn("an archive; 1 meeting new, 0 there already", self.good("import", archive))
            self.assertEqual(self.good("export", "-"), whole)
            self.assertIn("1 there already", self.good("import", archive))
            self.assertIn("1 meeting imported", self.good("import", kick_off))
            self.assertIn("promised thirty", self.good("show", "kick-off"))
            self.assertRegex(self.hebb("import", self.write("in/junk.bin", os.urandom(3 << 20))).err, "hebb: .*junk.bin: ")
            for headers, status in (({}, 413), ({"Hebb-Piece": f"a 0 {2 << 20}"}, 413), ({"Hebb-Piece": "a 0 20"}, 400)):
                request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v2/import", data=b"x" * (1100 << 10 if status == 413 else 9),
                                                 headers={"Content-Type": "application/jsonl", **headers})
                with self.assertRaises(urllib.error.HTTPError) as refused:
                    urllib.request.urlopen(request, timeout=60)
                self.assertEqual(refused.exception.code, status)
                refused.exception.close()
            self.wait_for(lambda: not self.nameless_files(server))  # a reply is let go of a little after it is read
            left = [files for _, _, files in os.walk(os.path.join(self.data, "http")) if files]
            self.assertEqual(left, [])  # what is put together has no name

    def test_a_second_server_is_refused(self):
        self.import_both()
        with self.serving() as (server, port):
            ran = self.hebb("serve", "--port", "0")
            self.refused(ran, 1, "is served already", f"process {server.pid} on port {port}")
            self.assertIsNone(server.poll())

    def test_a_server_of_another_database_is_not_asked(self):
        a, b = (os.path.join(os.path.realpath(self.home), "both", name) for name in ("a.db", "b.db"))
        on_a, on_b = ["--database", a], ["--database", b]
        kick_off = self.write("in/Kick-off.vtt", KICK_OFF)
        self.good("import", kick_off, place=on_a)
        self.good("import", self.write("in/Review.txt", REVIEW), place=on_b)
        before = self.good("meetings", place=on_b)
        with self.serving(place=on_a) as (server, port):
            for words in (["meetings"], ["erase", "review", "--yes"], ["import", kick_off], ["backup", self.path("b")]):
                self.refused(self.hebb(*words, place=on_b), 1, f"process {server.pid}, port {port}", a, b)
            self.assertIn(f"not on {b}", self.hebb("doctor", place=on_b).out)
            self.assertIn("Kick-off", self.good("meetings", place=on_a))
            self.assertEqual(self.good("meetings", *on_b), before)  # from a data directory of its own
        self.assertEqual(self.good("meetings", place=on_b), before)

    def test_a_database_has_one_owner_from_whichever_data_directory(self):
        self.import_both()
        database = f"{self.data}/hebb.db"
        before = self.good("meetings")
        other = self.path("other")
        with self.serving() as (server, _):
            ran = self.hebb("serve", "--port", "0", "--database", database, data=other)
            self.refused(ran, 1, f"{database} is served already", f"process {server.pid}", "give another --database")
            self.assertEqual(self.good("meetings", "--database", database, data=other), before)
        with self.serving(place=["--data-dir", other, "--database", database]) as (server, _):
            self.refused(self.hebb("serve", "--port", "0"), 1, "is served already", f"process {server.pid}")
            self.assertEqual(self.good("meetings"), before)
            self.good("erase", "kick-off", "--yes")
            self.assertNotIn("Kick-off", self.good("meetings", "--database", database, data=other))
        self.assertEqual(len(self.ids()), 1)

    def test_a_backup_to_another_disk_leaves_no_copy_with_the_server(self):
        self.import_both()
        if not os.path.isdir("/dev/shm") or os.stat("/dev/shm").st_dev == os.stat(self.data).st_dev:
            self.skipTest("/dev/shm: no other disk")
        place = tempfile.mkdtemp(dir="/dev/shm", prefix="hebb-cli-")
        self.addCleanup(shutil.rmtree, place, ignore_errors=True)
        with self.serving():
            self.good("backup", f"{place}/b.db")
            self.assertEqual(os.listdir(f"{self.data}/backups"), [])
        self.assertEqual(os.listdir(place), ["b.db"])
        self.assertIn("sound", self.good("verify", f"{place}/b.db"))

    def test_a_busy_port_is_told(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            ran = self.hebb("serve", "--port", str(port), "--log-level", "warn")
            self.refused(ran, 1, str(port))
        self.assertFalse(os.path.exists(f"{self.data}/serve.json"))

    def test_serve_note_is_private_and_goes_with_the_server(self):
        with self.serving() as (server, port):
            note = f"{self.data}/serve.json"
            self.assertEqual(os.stat(note).st_mode & 0o777, 0o600)
            self.assertEqual(os.stat(self.data).st_mode & 0o777, 0o700)
            with open(note, encoding="utf-8") as file:
                self.assertEqual(json.load(file)["port"], port)
            server.send_signal(signal.SIGINT)
            self.assertEqual(server.wait(timeout=60), 0)
            self.assertFalse(os.path.exists(note))

    def test_what_a_killed_server_left_is_no_hindrance(self):
        self.import_both()
        with self.serving() as (server, _):
            server.kill()
            server.wait()
            self.assertTrue(os.path.exists(f"{self.data}/serve.json"))
            self.assertIn("Ben Okoye", self.good("ask", "who is against the price"))
            self.assertFalse(os.path.exists(f"{self.data}/serve.json"))

    def test_a_server_writes_what_was_read_and_archives_what_has_faded(self):
        plain = self.environment
        self.environment = lambda **extra: plain(**{"HEBB_FADE_BELOW": "0.05", **extra})
        said = self.write("old.json", json.dumps({"title": "Old", "transcript": [
            {"speaker": "Anna", "text": "The supplier in Lyon needs eight weeks to cut the steel moulds."},
            {"speaker": "Ben", "text": "We print the manual of the lamp on recycled paper."}]}))
        self.good("import", said, "--project", "old")
        listed = [json.loads(line) for line in self.good("memories", "--project", "old", "--json").splitlines()]
        first, second = [one["memory_id"] for one in listed if one["level"] == 2]
        with contextlib.closing(sqlite3.connect(f"{self.data}/hebb.db")) as database:
            database.execute("UPDATE meetings SET created_at_ms = created_at_ms - 900 * 86400000")
            database.commit()
        # Where nothing happened for so long, the clock would not be believed.
        self.good("import", self.write("new.txt", "Anna: We begin again with the lamp."), "--project", "new")
        with self.serving():
            self.assertIn("not read yet", self.good("memory", first))
            due = time.monotonic() + 120  # both are done every half minute
            while second in self.good("memories", "--project", "old", "--json"):
                self.assertLess(time.monotonic(), due)
                time.sleep(1)
            self.assertIn(first, self.good("memories", "--project", "old", "--json"))
            self.assertRegex(self.good("memory", first), "read 1 time, last .*; strength 0[.]3")
            self.assertIn("archived as faded", self.good("memory", second))

    def test_a_server_with_nothing_to_do_finds_what_is_said_again(self):
        plain = self.environment
        self.environment = lambda **extra: plain(**{"HEBB_CONSOLIDATE_AFTER_SECONDS": "1", **extra})
        for number in range(2):
            said = self.write(f"again{number}.json", json.dumps({"title": f"Again {number}", "transcript": [
                {"speaker": "Anna", "text": "The supplier in Lyon needs eight weeks to cut the steel moulds."}]}))
            self.good("import", said, "--project", "again")
        with self.serving():
            due = time.monotonic() + 60
            while self.hebb("patterns", "--project", "again").code != 0:
                self.assertLess(time.monotonic(), due)
                time.sleep(0.2)
            self.good("consolidate", "--undo", "--project", "again")
            time.sleep(2.5)  # two looks: what a person took back is not found by itself again
            self.assertEqual(self.hebb("patterns", "--project", "again").code, 1)

    def test_a_command_waits_for_another(self):
        self.import_both()
        lock = os.open(f"{self.data}/hebb.lock", os.O_RDWR)
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = subprocess.Popen([BINARY, "ask", "price", "--data-dir", self.data], env=self.environment(),
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertIn("waiting for another hebb command", waiting.stderr.readline())
        os.close(lock)
        out, _ = waiting.communicate(timeout=60)
        self.assertEqual(waiting.returncode, 0)
        self.assertIn("price", out)

    def test_a_hung_server_holds_nobody_up_for_long(self):
        self.import_both()
        with self.serving() as (server, _):
            server.send_signal(signal.SIGSTOP)
            try:
                ran = self.hebb("doctor")
                self.assertEqual(ran.code, 1, ran)
                self.assertIn("does not answer", ran.out)
                self.assertIn(f"process {server.pid} holds the data directory", ran.out)
            finally:
                server.send_signal(signal.SIGCONT)
            # Also lets its threads wake before the end is asked for: one that is woken by both signals at once can
            # keep the second to itself under the thread sanitizer.
            self.assertIn("answers on port", self.good("doctor"))

    def test_reextract_stopped_by_a_signal_ends_with_130(self):
        files = [self.write(f"in/{i:02}.vtt", KICK_OFF.replace("forty", f"forty {i}")) for i in range(60)]
        self.good("import", *files)
        master, slave = pty.openpty()
        reader = subprocess.Popen([BINARY, "reextract", "--data-dir", self.data], env=self.environment(),
                                  stdout=subprocess.PIPE, stderr=slave, text=True)
        os.close(slave)
        drawn = b""
        while b"0 of" not in drawn and select.select([master], [], [], 60)[0]:
            drawn += os.read(master, 4096)
        reader.send_signal(signal.SIGINT)
        out, _ = reader.communicate(timeout=60)
        os.close(master)
        self.assertIn("stopped before the rest", out)
        self.assertEqual(reader.returncode, 130)

    def test_doctor_beside_a_server(self):
        self.import_both()
        with self.serving() as (_, port):
            out = self.good("doctor")
            self.assertIn(f"answers on port {port}", out)

    def test_the_log_is_json_when_asked_and_names_no_question(self):
        self.import_both()
        with self.serving("--log-format", "json", "--log-level", "debug"):
            self.good("ask", "zanzibar price")
        with open(self.path("serve.log"), encoding="utf-8") as log:
            lines = log.read().splitlines()
        logged = [json.loads(line) for line in lines if line.startswith("{")]
        self.assertTrue(any("/api/v2/query" in line["message"] for line in logged), lines)
        self.assertFalse(any("zanzibar" in line or "lamp" in line for line in lines), lines)


@needs_model
class Trouble(CliCase):
    """Each gives one clear sentence and leaves the store as it was."""

    def damaged_model(self, change):
        model = self.environment()["MODEL_PATH"]
        shutil.copytree(model, self.path("model"), copy_function=os.symlink)
        for name in os.listdir(self.path("model")):
            if name.endswith(".onnx"):
                os.remove(self.path(f"model/{name}"))
                shutil.copy(os.path.join(model, name), self.path(f"model/{name}"))
                change(self.path(f"model/{name}"))
        return self.path("model")

    def test_a_damaged_model(self):
        self.import_both()
        def flip(file):
            with open(file, "r+b") as model:
                model.seek(os.path.getsize(file) // 2)
                byte = model.read(1)[0]
                model.seek(-1, os.SEEK_CUR)
                model.write(bytes([byte ^ 1]))
        place = self.damaged_model(flip)
        self.refused(self.hebb("ask", "price", env={"MODEL_PATH": place}), 1, place)
        ran = self.hebb("doctor", env={"MODEL_PATH": place})
        self.assertEqual(ran.code, 1)
        self.assertRegex(ran.out, r"BAD +model +.*")

    def test_a_corrupt_database(self):
        self.import_both()
        database = f"{self.data}/hebb.db"
        size = os.path.getsize(database)
        file = self.path("in/new.vtt")
        self.write("in/new.vtt", KICK_OFF.replace("forty", "fifty"))
        for name, offset, length in (("header", 0, 100), ("schema page", 100, 3000), ("all", 0, size)):
            with self.subTest(name):
                shutil.copy(database, self.path("saved"))
                with open(database, "r+b") as stored:
                    stored.seek(offset)
                    stored.write(b"\xa5" * length)
                with open(database, "rb") as stored:
                    before = stored.read()
                for words in (["ask", "price"], ["import", file], ["meetings"]):
                    self.refused(self.hebb(*words), 1, database)
                self.assertEqual(self.hebb("doctor").code, 1)
                with open(database, "rb") as stored:
                    self.assertEqual(stored.read(), before)
                shutil.copy(self.path("saved"), database)
        self.good("ask", "price")

    def test_a_database_of_another_program(self):
        self.write("data/hebb.db", "not a database at all, but long enough to be looked at " * 40)
        self.refused(self.hebb("ask", "price"), 1, "hebb.db")

    def test_a_read_only_database_answers_and_refuses_imports(self):
        self.import_both()
        before = self.good("ask", "--json", "price")
        new = self.write("in/new.vtt", KICK_OFF.replace("forty", "fifty"))
        prefix = self.as_one_who_may_write_nothing()
        def mode(folder, file):
            for name in os.listdir(self.data):
                os.chmod(os.path.join(self.data, name), file)
            os.chmod(self.data, folder)
        mode(0o500, 0o400)
        try:
            self.assertEqual(without_time(self.good("ask", "--json", "price", prefix=prefix)), without_time(before))
            self.good("show", "kick-off", prefix=prefix)
            ran = self.hebb("import", new, prefix=prefix)
            ran.out = ""
            self.refused(ran, 1, new)
            self.assertEqual(self.hebb("doctor", prefix=prefix).code, 1)
        finally:
            mode(0o700, 0o600)
        self.assertEqual(len(self.ids()), 2)

    def test_a_full_disk(self):
        small = self.path("small")
        os.mkdir(small)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", small], capture_output=True).returncode:
            self.skipTest("mount: not permitted, so no small disk can be made")
        self.addCleanup(subprocess.run, ["umount", small])
        self.data = os.path.join(small, "data")
        files = [self.write(f"in/{i:02}.vtt", KICK_OFF.replace("forty", f"forty {i}")) for i in range(40)]
        ran = self.hebb("import", *files)
        self.assertEqual(ran.code, 1, ran)
        self.assertRegex(ran.err.splitlines()[0], r"^hebb: .*\.vtt: .*(full|space)")
        self.assertNotIn("bug", ran.err)
        stored = [line for line in ran.out.splitlines() if line.startswith("+ ")]
        with open(os.path.join(small, "data/hebb.lock"), "rb"):
            pass
        self.assertEqual(len(self.ids()), len(stored), ran)

    def test_a_limit_on_file_sizes_is_no_crash(self):
        ran = self.hebb("import", self.write("in/a.vtt", KICK_OFF), prefix=["prlimit", "--fsize=20000"])
        ran.out = ""
        self.assertEqual(ran.code, 1, ran)
        self.assertTrue(ran.err.startswith("hebb: "), ran)
        self.good("import", self.path("in/a.vtt"))

    def test_a_server_that_dies_meanwhile(self):
        self.import_both()
        with self.serving() as (server, _):
            server.send_signal(signal.SIGSTOP)
            asking = subprocess.Popen([BINARY, "ask", "price", "--data-dir", self.data], env=self.environment(),
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            time.sleep(0.5)
            server.kill()
            server.wait()
            out, err = asking.communicate(timeout=60)
            self.assertIn(asking.returncode, (0, 1))
            if asking.returncode == 1:
                self.assertTrue(err.startswith("hebb: "), err)


if __name__ == "__main__":
    unittest.main()

"""hebb backup, verify and restore on the real binary: the same answers before and after, and nothing by half."""
import glob
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
import unittest

from cli_support import BINARY, KICK_OFF, CliCase, needs_model, without_time

QUESTIONS = (["ask", "--json", "who is against the price"], ["ask", "--json", "-n", "20", "gasket tests in the tank"],
             ["context", "--json", "price of the lamp"], ["meetings", "--json"], ["speakers", "--json"],
             ["show", "kick-off", "--json"], ["show", "kick-off", "--memories", "--json"])
LEDGER_HEAD = 64  # bytes


class BackupCase(CliCase):
    def setUp(self):
        super().setUp()
        self.file = self.path("backup.db")

    def answers(self, **options):
        return [without_time(self.good(*words, **options)) for words in QUESTIONS]

    def left_parts(self):
        return glob.glob(self.path("**/*.part"), recursive=True)

    def bytes_of(self, folder):
        found = b""
        for path in glob.glob(os.path.join(folder, "**"), recursive=True):
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    found += file.read()
        return found


@needs_model
class BackupAndRestore(BackupCase):
    def test_answers_are_the_same_in_an_empty_directory(self):
        self.import_both()
        before = self.answers()
        said = self.good("backup", self.file)
        self.assertIn("2 meetings", said)
        self.assertEqual(os.stat(self.file).st_mode & 0o777, 0o600)
        self.assertIn("sound", self.good("verify", self.file))
        shutil.rmtree(self.data)  # another machine
        self.assertIn("restored", self.good("restore", self.file, data=self.path("new/place")))
        self.assertEqual(self.answers(data=self.path("new/place")), before)

    def what_lies_there(self):
        """But for SQLite's files of an open database, and a ledger with no record, which a restore makes before its end."""
        names = {name for folder in (self.home, self.data) for name in os.listdir(folder)} - {"hebb.db-wal", "hebb.db-shm"}
        ledger = os.path.join(self.data, "hebb.db.erased")
        if os.path.exists(ledger) and os.path.getsize(ledger) == LEDGER_HEAD:
            names.remove("hebb.db.erased")
        return sorted(names), self.good("meetings", "--json")

    def stopped(self, unfinished, *words):
        """A command, stopped by SIGSTOP while a file is there that the pattern `unfinished` names, and what lay there before."""
        later = self.write("later.vtt", KICK_OFF.replace("forty", "fifty"))
        for _ in range(50):
            self.good("import", later)  # a restore that was faster has taken it away
            before = self.what_lies_there()
            command = subprocess.Popen([BINARY, *words, "--data-dir", self.data], env=self.environment(),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.addCleanup(command.kill)
            while command.poll() is None and not glob.glob(unfinished):
                pass
            command.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, command.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
            if command.poll() is None and glob.glob(unfinished):
                return command, before
            command.send_signal(signal.SIGCONT)  # it was faster
            command.wait(60)
        self.fail(f"hebb {words[0]} could not be stopped before its end")

    def end_by_signals(self, unfinished, *words):
        for number, code in ((signal.SIGINT, 130), (signal.SIGHUP, 130), (signal.SIGQUIT, -signal.SIGQUIT)):
            command, before = self.stopped(unfinished, *words)
            for signalled in (number, signal.SIGCONT):
                command.send_signal(signalled)
            self.assertEqual(command.wait(60), code)
            self.assertEqual(self.what_lies_there(), before)

    def test_what_a_signal_ends_leaves_nothing(self):
        self.good("import", *[self.write(f"in/{i:02}.vtt", KICK_OFF.replace("forty", f"forty {i}")) for i in range(60)])
        self.end_by_signals(self.file + ".part", "backup", self.file, "--force")
        self.good("backup", self.file, "--force")
        self.end_by_signals(os.path.join(self.data, "hebb.db.restore-*"), "restore", self.file, "--force")

    def test_through_a_server_while_imports_go_on(self):
        self.import_both()
        before = self.answers()
        stop, imported = threading.Event(), []

        def import_on():
            while not stop.is_set():
                number = len(imported)
                file = self.write(f"more/{number}.vtt", KICK_OFF.replace("lamp", f"lantern {number}"))
                self.good("import", "--project", "other", file)
                imported.append(number)

        with self.serving():
            thread = threading.Thread(target=import_on)
            thread.start()
            try:
                while not imported:
                    time.sleep(0.01)
                for i in range(3):
                    self.good("backup", self.path(f"{i}.db"))
            finally:
                stop.set()
                thread.join()
            self.assertEqual(os.stat(self.path("0.db")).st_mode & 0o777, 0o600)
            self.assertEqual(os.listdir(os.path.join(self.data, "backups")), [])  # moved to where it was asked for
        for i in range(3):
            self.assertIn("sound", self.good("verify", self.path(f"{i}.db")))
        self.good("restore", self.path("0.db"), data=self.path("other"))
        self.good("erase", "--project", "other", "--yes", data=self.path("other"))
        self.assertEqual(self.answers(data=self.path("other")), before)

    def test_what_was_erased_since_stays_erased(self):
        self.import_both()
        self.good("backup", self.file)
        self.good("erase", "kick-off", "--yes")
        said = self.good("restore", self.file, "--force")
        self.assertIn("erased since then, and now again: 1 meeting of it", said)
        kept_aside = glob.glob(os.path.join(self.data, "hebb.db.before-restore-*"))
        self.assertEqual(len(kept_aside), 1)
        self.assertEqual(len(self.ids()), 1)
        self.assertNotIn(b"forty euros", self.bytes_of(self.data))
        doctor = self.good("doctor")
        self.assertIn(kept_aside[0], doctor)
        self.assertIn("1 recorded", doctor)
        self.import_both()  # on purpose
        self.assertEqual(len(self.ids()), 2)
        self.assertEqual(len(self.ids()), 2)  # after another start

    SHORT_REPLY = ("Anna Roth: Who is it that we ask for a lower price of the gaskets?\n\nBen Okoye: Smugglers in Rotterdam.\n\n"
                   "Carla Diaz: I will call the supplier about the gaskets on Thursday.\n")

    def import_all_and_correct(self):
        self.import_both()
        self.good("import", self.write("gaskets.txt", self.SHORT_REPLY))
        memories = [json.loads(line) for line in self.good("show", "gaskets", "--memories", "--json").splitlines()]
        joined = next(memory for memory in memories if "price of the gaskets? — Smugglers" in memory["content"])
        stretch = next(memory for memory in memories if memory["level"] == 1)
        self.good("correct", joined["memory_id"], "--type", "risk")
        self.good("correct", stretch["memory_id"], "--state", "archived")

    def what_is_there(self):
        return [without_time(self.good("show", meeting, *more, "--json")) for meeting in ("kick-off", "review", "gaskets")
                for more in ([], ["--memories"])]

    def test_what_is_left_of_parts_that_were_erased_since_is_found_anew(self):
        self.import_all_and_correct()
        self.good("backup", self.file)
        self.good("erase", "--project", "default", "--speaker", "Ben Okoye", "--yes")
        erased = self.what_is_there()
        self.assertIn('"risk","level":2', erased[5])
        self.assertIn('"level":1,"state":"archived"', erased[5])
        self.refused(self.hebb("restore", self.file, "--force", env={"MODEL_PATH": self.path("no-model")}), 1, "no-model")
        self.assertEqual(self.what_is_there(), erased)
        self.assertEqual(glob.glob(os.path.join(self.data, "*restore*")), [])
        said = self.good("restore", self.file, "--force")
        self.assertIn("parts erased since then, and now again: of 3 meetings, of which the rest was found anew", said)
        self.assertNotIn("erased since then, and now again: 1 meeting of it", said)
        self.assertEqual(self.what_is_there(), erased)
        self.assertNotIn("parts erased", self.good("restore", self.file, data=self.path("empty")))
        os.remove(glob.glob(os.path.join(self.data, "hebb.db.before-restore-*"))[0])
        self.assertNotIn(b"Smugglers", self.bytes_of(self.data))
        self.assertNotIn(b"Okoye", self.bytes_of(self.data))
        self.assertIn("0 changed", self.good("reextract"))

    def test_so_it_is_in_a_database_put_back_by_hand(self):
        self.import_all_and_correct()
        self.good("backup", self.file)
        self.good("erase", "--project", "default", "--speaker", "Ben Okoye", "--yes")
        erased = self.what_is_there()
        shutil.copy(self.file, os.path.join(self.data, "hebb.db"))
        self.refused(self.hebb("backup", self.path("no-model.db"), env={"MODEL_PATH": self.path("no-model")}), 1, "older copy", "no-model")
        self.good("backup", self.path("after.db"))  # the first command that opens it; it needs a model for nothing else
        self.assertEqual(self.what_is_there(), erased)
        self.assertNotIn(b"Smugglers", self.bytes_of(self.data))

    def test_erasures_belong_to_the_database_and_not_to_the_link_that_names_it(self):
        self.import_both()
        self.good("backup", self.file)
        linked = self.path("linked")
        os.mkdir(linked)
        os.symlink(os.path.join(self.data, "hebb.db"), os.path.join(linked, "hebb.db"))
        self.good("ask", "price", data=linked)
        self.assertEqual(glob.glob(os.path.join(linked, "hebb.db?*")), [])
        self.good("erase", "--project", "default", "--speaker", "Ben Okoye", "--yes", data=linked)
        self.good("restore", self.file, "--force")
        self.assertNotIn(b"promised thirty", self.bytes_of(self.data))
        self.good("restore", self.file, "--force", data=linked)
        self.assertTrue(os.path.islink(os.path.join(linked, "hebb.db")))
        self.assertEqual(len(glob.glob(os.path.join(self.data, "hebb.db.before-restore-*"))), 2)
        self.assertNotIn("promised thirty", self.good("show", "kick-off"))

    def test_a_ledger_kept_beside_a_link_is_taken_over(self):
        self.import_both()
        self.good("backup", self.file)
        self.good("erase", "--project", "default", "--speaker", "Ben Okoye", "--yes")
        linked = self.path("linked")
        os.mkdir(linked)
        os.symlink(os.path.join(self.data, "hebb.db"), os.path.join(linked, "hebb.db"))
        ledger, beside_link = (os.path.join(folder, "hebb.db.erased") for folder in (self.data, linked))
        os.rename(ledger, beside_link)
        self.good("restore", self.file, "--force", data=linked)
        self.assertFalse(os.path.exists(beside_link))
        self.assertNotIn("promised thirty", self.good("show", "kick-off"))
        shutil.copy(ledger, beside_link)
        self.good("restore", self.file, "--force", data=linked)  # it records nothing more
        self.good("erase", "--project", "default", "--speaker", "Carla Diaz", "--yes")
        os.rename(ledger, beside_link)
        self.good("erase", "Review", "--yes")
        self.refused(self.hebb("restore", self.file, "--force", data=linked), 1, beside_link, "move that file away to restore")
        self.assertNotIn("early customers", self.good("show", "kick-off"))
        ran = self.hebb("doctor", data=linked)
        self.assertRegex(ran.out, f"BAD +erasures +{beside_link} records erasures beside the link")
        self.assertNotIn("BAD", self.good("doctor"))

    def test_a_ledger_beside_a_link_where_nothing_may_be_written_is_read_there(self):
        prefix = self.as_one_who_may_write_nothing()
        self.import_both()
        self.good("erase", "--project", "default", "--speaker", "Ben Okoye", "--yes")
        linked = self.path("linked")
        os.mkdir(linked)
        os.symlink(os.path.join(self.data, "hebb.db"), os.path.join(linked, "hebb.db"))
        beside_link = os.path.join(linked, "hebb.db.erased")
        os.rename(os.path.join(self.data, "hebb.db.erased"), beside_link)
        if os.path.exists(os.path.join(self.data, "hebb.db.index")):
            shutil.copy(os.path.join(self.data, "hebb.db.index"), os.path.join(linked, "hebb.db.index"))
        for folder in (self.data, linked):
            os.chmod(folder, 0o500)
            self.addCleanup(os.chmod, folder, 0o700)
        ran = self.hebb("ask", "price", data=linked, prefix=prefix)
        self.assertEqual(ran.code, 0, ran)
        self.assertIn("forty euros", ran.out)
        self.assertRegex(ran.err, f"WARNING: {beside_link} .*cannot be moved.*Permission denied; move it there")
        for words in (["erase", "kick-off", "--yes"], ["restore", beside_link, "--force"]):
            self.assertEqual(self.hebb(*words, data=linked, prefix=prefix).code, 1)
        doctor = self.hebb("doctor", data=linked, prefix=prefix)
        self.assertRegex(doctor.out, f"BAD +erasures +{beside_link} .*cannot be moved")

    def test_a_ledger_damaged_beside_a_link_is_mended_before_the_database(self):
        self.import_both()
        self.good("erase", "kick-off", "--yes")
        linked = self.path("linked")
        os.mkdir(linked)
        os.symlink(os.path.join(self.data, "hebb.db"), os.path.join(linked, "hebb.db"))
        os.remove(os.path.join(self.data, "hebb.db.erased"))
        self.write("linked/hebb.db.erased", b"HXbbErased" + b"\1" * 200)
        ran = self.hebb("doctor", data=linked)
        self.assertEqual(ran.code, 1, ran)
        self.assertRegex(ran.out, "BAD +erasures .*linked/hebb.db.erased is damaged at its beginning")
        self.assertNotIn("hebb restore", ran.out)
        self.assertRegex(ran.out, "note +database +is checked once")

    def test_a_database_put_back_by_hand_forgets_too(self):
        self.import_both()
        self.good("backup", self.file)
        self.good("erase", "kick-off", "--yes")
        shutil.copy(self.file, os.path.join(self.data, "hebb.db"))
        self.assertEqual(len(self.ids()), 1)
        self.assertNotIn(b"forty euros", self.bytes_of(self.data))

    def test_refusals(self):
        self.import_both()
        self.good("backup", self.file)
        self.refused(self.hebb("backup", self.file), 1, "there already", "--force")
        self.good("backup", self.file, "--force")
        letter = self.write("letter.txt", "Dear Anna")
        self.refused(self.hebb("backup", letter, "--force"), 1, "no backup")
        self.refused(self.hebb("backup", self.path("none/b.db")), 1, "none", "create it")
        self.refused(self.hebb("backup", os.path.join(self.data, "hebb.db"), "--force"), 1, "not replaced")
        self.import_both(data=self.path("other"))
        self.refused(self.hebb("backup", self.path("other/hebb.db"), "--force"), 1, "not replaced")
        bookmarks = sqlite3.connect(self.path("bookmarks.sqlite"))
        bookmarks.execute("CREATE TABLE bookmarks (url)")
        bookmarks.close()
        self.refused(self.hebb("backup", self.path("bookmarks.sqlite"), "--force"), 1, "no backup", "not replaced")
        self.refused(self.hebb("restore", self.file), 1, "--force")
        self.refused(self.hebb("verify", self.path("none")), 1, "none")
        self.refused(self.hebb("backup", self.path("x.db"), data=self.path("nothing")), 1, "nothing")
        with self.serving():
            self.refused(self.hebb("restore", self.file, "--force"), 1, "served already")
            self.refused(self.hebb("backup", self.file), 1, "there already")
            self.assertIn("MiB", self.good("backup", self.file, "--force"))
        before = self.answers()
        with open(self.file, "rb") as file:
            sound = file.read()
        for name, damaged in (("cut", sound[:len(sound) // 2]), ("foreign", b"PK\x03\x04" + b"x" * 9000),
                              ("flipped", sound[:5 * 8192] + b"\xff" * 8192 + sound[6 * 8192:]), ("empty", b"")):
            with self.subTest(name):
                bad = self.write(f"{name}.db", damaged)
                self.assertEqual(self.hebb("verify", bad).code, 1)
                self.refused(self.hebb("restore", bad, "--force"), 1, bad)
        self.assertEqual(self.answers(), before)
        self.assertEqual(glob.glob(os.path.join(self.data, "*restore*")), [])

    def test_a_backup_of_the_version_before_is_restored(self):
        self.import_both()
        before = self.answers()
        self.good("backup", self.file)
        database = sqlite3.connect(self.file)
        database.executescript("DROP INDEX IF EXISTS memories_by_filter; DROP TABLE IF EXISTS corrections;"
                               "DROP TABLE index_snapshot; DROP TABLE tasks;"
                               "DROP TABLE pattern_members; DROP TABLE consolidations; DROP TABLE accesses; DROP TABLE declarations;"
                               "DROP TABLE erasure_ledger; DROP TABLE erasures_noted; PRAGMA user_version = 1")
        database.close()
        self.assertIn("schema version 1 (hebb restore brings it to", self.good("verify", self.file))
        self.good("restore", self.file, data=self.path("new"))
        self.assertNotEqual(self.answers(data=self.path("new")), before)  # that version knew no tasks
        self.good("reextract", data=self.path("new"))
        self.assertEqual(self.answers(data=self.path("new")), before)

    def test_a_full_disk_is_said_and_leaves_nothing(self):
        self.import_both()
        limited = ["bash", "-c", 'ulimit -f 60 && exec "$@"', "bash"]  # KiB of one file
        ran = self.hebb("backup", self.file, prefix=limited)
        self.assertEqual(ran.code, 1, ran)
        self.assertIn("backup.db", ran.err)
        self.assertFalse(os.path.exists(self.file))
        self.assertEqual(self.left_parts(), [])

    def test_a_kill_leaves_no_wrong_file(self):
        self.import_both()
        began = time.monotonic()
        self.good("backup", self.path("timed.db"))
        took = time.monotonic() - began
        for i in range(12):
            server = subprocess.Popen([BINARY, "backup", self.file, "--force", "--data-dir", self.data],
                                      env=self.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(took * i / 12)
            server.send_signal(signal.SIGKILL)
            server.wait()
            if os.path.exists(self.file):
                self.assertIn("sound", self.good("verify", self.file))
        self.good("backup", self.file, "--force")
        self.assertEqual(self.left_parts(), [])

    def test_a_server_makes_backups_by_itself_and_keeps_so_many(self):
        self.import_both()
        folder = self.path("kept")
        for day in ("01", "02", "03"):
            self.write(f"kept/hebb-202601{day}T000000Z.db", "an old one")
        self.write("kept/mine.db", "not the server's")
        settings = {"HEBB_BACKUP_DIR": folder, "HEBB_BACKUP_EVERY_HOURS": "1", "HEBB_BACKUP_KEEP": "2"}
        self.environment_of_server(settings)
        with self.serving():
            self.wait_for(lambda: len(glob.glob(os.path.join(folder, "hebb-*.db"))) == 2)
        made = sorted(os.listdir(folder))
        self.assertEqual(made[0], "hebb-20260103T000000Z.db")
        self.assertIn("mine.db", made)
        newest = [name for name in made if name.startswith("hebb-")][-1]
        self.assertIn("sound", self.good("verify", os.path.join(folder, newest)))

    def test_a_backup_that_fails_by_itself_shows_in_health(self):
        self.import_both()
        blocked = self.write("blocked", "a file where the folder should be")
        self.environment_of_server({"HEBB_BACKUP_DIR": blocked, "HEBB_BACKUP_EVERY_HOURS": "1"})
        with self.serving() as (_, port):
            self.wait_for(lambda: "backup" in self.health(port)["degraded"])

    def environment_of_server(self, settings):
        plain = self.environment
        self.environment = lambda **extra: plain(**{**settings, **extra})

    def health(self, port):
        import urllib.request
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=60) as reply:
            return json.load(reply)


@needs_model
class Doctor(BackupCase):
    def test_a_damaged_ledger(self):
        self.import_both()
        self.good("erase", "kick-off", "--yes")
        ledger = os.path.join(self.data, "hebb.db.erased")
        with open(ledger, "r+b") as file:
            file.seek(70)
            file.write(b"\xff")
        ran = self.hebb("doctor")
        self.assertEqual(ran.code, 1, ran)
        self.assertIn("1 of 1 records", ran.out)
        self.assertEqual(len(self.ids()), 1)  # served all the same, and recorded again
        self.assertIn("1 of 2 records", self.hebb("doctor").out)

    def test_a_ledger_damaged_at_its_beginning_is_mended_before_the_database(self):
        self.import_both()
        self.good("erase", "kick-off", "--yes")
        ledger = os.path.join(self.data, "hebb.db.erased")
        with open(ledger, "r+b") as file:
            file.seek(2)
            file.write(b"XX")
        ran = self.hebb("doctor")
        self.assertEqual(ran.code, 1, ran)
        self.assertRegex(ran.out, "BAD +erasures .*damaged at its beginning; put it back from a copy")
        self.assertNotIn("hebb restore", ran.out)  # which needs the ledger too
        self.assertRegex(ran.out, "note +database +is checked once")

    def test_what_a_restore_kept_is_named_however_the_database_is(self):
        self.import_both()
        self.good("backup", self.file)
        self.good("restore", self.file, "--force")
        self.assertIn("before-restore-", self.good("doctor", place=["--database", "hebb.db"], cwd=self.data))

    def test_a_ledger_that_lost_records_is_told_of(self):
        self.import_both()
        self.good("erase", "--project", "default", "--speaker", "Carla Diaz", "--yes")
        os.truncate(os.path.join(self.data, "hebb.db.erased"), 100)
        ran = self.hebb("doctor")
        self.assertEqual((ran.code, ran.err), (1, ""), ran)
        self.assertRegex(ran.out, "BAD +erasures +the ledger of erasures .*hebb.db.erased has 0 records of the [1-9]")
        self.assertRegex(self.hebb("ask", "price").err, "WARNING: the ledger of erasures .*hebb.db.erased has 0 records")

    def test_a_damaged_database_names_the_mend(self):
        self.import_both()
        with open(os.path.join(self.data, "hebb.db"), "r+b") as file:
            file.seek(3 * 8192)
            file.write(b"\xff" * 8192)
        ran = self.hebb("doctor")
        self.assertEqual(ran.code, 1, ran)
        self.assertIn("hebb restore FILE --force", ran.out)


if __name__ == "__main__":
    unittest.main()

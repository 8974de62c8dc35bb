"""kill -9 while meetings are imported: every meeting is wholly there or wholly absent, and a second run of the same
import gives exactly the ids, rows and vectors of one clean run."""
import glob
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest

BINARY = os.environ["HEBB_BINARY"]
SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DATA = os.environ.get("HEBB_DATA", os.path.join(SOURCE, "..", "shared"))
LONG = bool(os.environ.get("HEBB_LONG"))  # every QMSum val meeting and more kills


def files():
    qmsum = sorted(glob.glob(os.path.join(DATA, "qmsum", "val", "*.json")))
    return sorted(glob.glob(os.path.join(SOURCE, "examples", "meetings", "*"))) + (qmsum if LONG else qmsum[:2])


def rows(folder):
    """Everything that the database says but when it was written, free of SQLite's own row numbers."""
    database = sqlite3.connect(f"file:{folder}/hebb.db?mode=ro", uri=True)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    out = {}
    for (table,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
        columns = [c[1] for c in database.execute(f"PRAGMA table_info({table})") if c[1] != "created_at_ms"]
        out[table] = sorted(map(repr, database.execute(f"SELECT {', '.join(columns)} FROM {table}")))
    database.close()
    return out


def meetings(folder):
    if not os.path.exists(f"{folder}/hebb.db"):
        return 0
    database = sqlite3.connect(f"{folder}/hebb.db")
    try:
        return database.execute("SELECT count(*) FROM meetings").fetchone()[0]
    except sqlite3.OperationalError:  # killed before the schema was there
        return 0
    finally:
        database.close()


def start(folder):
    return subprocess.Popen([BINARY, "import", "--data-dir", folder, "--project", "p", *files()],
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


class KillDuringImport(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.mkdtemp(prefix="hebb-crash-")
        self.addCleanup(shutil.rmtree, self.scratch)

    def import_all(self, folder):
        began = time.monotonic()
        process = start(folder)
        _, errors = process.communicate(timeout=900)
        if "no model" in errors:
            self.skipTest("MODEL_PATH: no model")
        self.assertEqual(process.returncode, 0, errors)
        return time.monotonic() - began

    def test_a_second_run_mends_what_a_kill_cut_off(self):
        clean = os.path.join(self.scratch, "clean")
        spent = self.import_all(clean)
        expected = rows(clean)
        self.assertEqual(len(expected["meetings"]), len(files()))
        seed = random.randrange(1 << 30)
        print(f"seed {seed}")
        moments = random.Random(seed)
        seen = set()
        for attempt in range(40 if LONG else 4):
            folder = os.path.join(self.scratch, f"killed-{attempt}")
            for _ in range(2):  # killed twice over, the second time in the midst of mending
                process = start(folder)
                time.sleep(moments.uniform(0.1, 0.9) * spent)
                process.send_signal(signal.SIGKILL)
                process.communicate()
                seen.add(meetings(folder))
            self.import_all(folder)
            found = rows(folder)
            self.assertEqual(found.keys(), expected.keys())
            for table in expected:
                self.assertEqual(found[table], expected[table], f"{table} differs after a kill")
        print("meetings found after kills:", sorted(seen))
        self.assertTrue(any(0 < count for count in seen), "no kill fell into the import")


if __name__ == "__main__":
    unittest.main()

"""tool/model/prepare from nothing gives the same bytes as everywhere else. Fetches about 130 MB, so not for every run.

PYTHON chooses the interpreter. Skipped when the package index cannot be reached.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from test_prepare import DIGESTS, HERE, VERSION, sha256  # noqa: E402


class Rebuild(unittest.TestCase):
    def test_same_bytes_from_nothing(self):
        with tempfile.TemporaryDirectory(prefix="hebb-rebuild-") as cache:
            environment = {**os.environ, "XDG_CACHE_HOME": cache}
            done = subprocess.run([HERE / "prepare"], env=environment, capture_output=True, text=True)
            if "cannot be reached" in done.stderr:
                self.skipTest("network: the Python package index cannot be reached")
            self.assertEqual(done.returncode, 0, done.stderr)
            folder = pathlib.Path(done.stdout.strip())
            self.assertEqual(folder, pathlib.Path(cache, "hebb/models/all-MiniLM-L6-v2", VERSION))
            self.assertEqual({name: sha256(folder / name) for name in DIGESTS}, DIGESTS)
            self.assertEqual(sorted(os.listdir(folder)), sorted([*DIGESTS, "manifest.json"]))
            self.assertEqual(sorted(os.listdir(f"{cache}/hebb")), ["models"])


if __name__ == "__main__":
    unittest.main()

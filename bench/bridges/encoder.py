"""The sentence encoder in Python, over the model file that Hebb itself uses (tool/model/prepare)."""
import os
import pathlib

import numpy


class Encoder:
    """Texts to unit vectors of 384 numbers, one at a time on one thread. `precision` is fp32 or int8."""

    def __init__(self, model_path, precision):
        import onnxruntime
        import tokenizers

        folder = pathlib.Path(model_path)
        self.tokenizer = tokenizers.BertWordPieceTokenizer(str(folder / "vocab.txt"), lowercase=True)
        self.tokenizer.enable_truncation(256)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 4
        self.session = onnxruntime.InferenceSession(str(folder / f"model-{precision}.onnx"), options)
        self.inputs = [i.name for i in self.session.get_inputs()]

    def __call__(self, texts):
        vectors = []
        for text in texts:
            ids = numpy.array([self.tokenizer.encode(text).ids], numpy.int64)
            given = {"input_ids": ids, "attention_mask": numpy.ones_like(ids), "token_type_ids": numpy.zeros_like(ids)}
            vectors.append(self.session.run(None, {n: v for n, v in given.items() if n in self.inputs})[0][0])
        found = numpy.array(vectors, numpy.float32)
        return found / numpy.linalg.norm(found, axis=1, keepdims=True)


def model_path():
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    found = sorted(cache.glob("hebb/models/all-MiniLM-L6-v2/*/manifest.json"))
    return os.environ.get("MODEL_PATH") or (found[-1].parent if found else "")

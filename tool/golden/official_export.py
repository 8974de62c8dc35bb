"""Makes of our fp32 graph one as the official ONNX export is: output last_hidden_state, nothing pooled.

    official_export.py MODEL OUT [--output NAME] [--without-token-types]

For src/embed/official_export_test.cc. Edits the protobuf itself (onnx.proto: ModelProto.graph = 7, GraphProto.node = 1,
input = 11, output = 12, ValueInfoProto.name = 1), so that a test needs no package.
"""
import argparse
import pathlib

HIDDEN = b"encoder.layer.5.output"
FLOAT = 1


def read_varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def fields(data):
    """(number, payload, the whole field's bytes) of one message; numbers as payload for varints."""
    at = 0
    while at < len(data):
        start = at
        key, at = read_varint(data, at)
        if key & 7 == 0:
            payload, at = read_varint(data, at)
        elif key & 7 == 2:
            size, at = read_varint(data, at)
            payload, at = data[at : at + size], at + size
        else:
            raise ValueError(f"wire type {key & 7} is not in an ONNX graph's top levels")
        yield key >> 3, payload, data[start:at]


def message(number, payload):
    return varint(number << 3 | 2) + varint(len(payload)) + bytes(payload)


def node(kind, inputs, output):
    names = b"".join(message(1, name) for name in inputs)
    return message(1, names + message(2, output) + message(4, kind))


def name_of(value_info):
    return next(bytes(payload) for number, payload, _ in fields(value_info) if number == 1)


def float_tensor(name, dimensions):
    shape = b"".join(message(1, varint(1 << 3) + varint(d) if isinstance(d, int) else message(2, d)) for d in dimensions)
    tensor = varint(1 << 3) + varint(FLOAT) + message(2, shape)
    return message(1, name) + message(2, message(1, tensor))


def edit_graph(graph, output, without_token_types):
    head, nodes, rest = b"", b"", []
    if without_token_types:  # all of them are 0
        head = node(b"Sub", [b"input_ids", b"input_ids"], b"token_type_ids")
    for number, payload, whole in fields(graph):
        if number == 1:
            nodes += bytes(whole)
        elif number == 12 or (number == 11 and without_token_types and name_of(payload) == b"token_type_ids"):
            continue
        else:
            rest.append(bytes(whole))
    nodes = head + nodes + node(b"Identity", [HIDDEN], output)
    return nodes + b"".join(rest) + message(12, float_tensor(output, [b"batch", b"sequence", 384]))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--output", default="last_hidden_state")
    parser.add_argument("--without-token-types", action="store_true")
    options = parser.parse_args()
    with open(options.out, "wb") as file:
        for number, payload, whole in fields(memoryview(options.model.read_bytes())):
            if number == 7:
                whole = message(7, edit_graph(payload, options.output.encode(), options.without_token_types))
            file.write(whole)


if __name__ == "__main__":
    main()

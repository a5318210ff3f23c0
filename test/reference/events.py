"""Reads a TensorBoard event file with nothing but struct, and prints what it holds as JSON lines.

usage: python3 events.py FILE

An independent decoder to hold the writer against: TFRecord framing with masked CRC-32C (bit by bit), and the
protobuf messages Event, Summary, HistogramProto and TensorProto by field number.
"""
import json, math, struct, sys


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    at = 0
    while at < len(data):
        (length,) = struct.unpack_from("<Q", data, at)
        (length_crc,) = struct.unpack_from("<I", data, at + 8)
        assert length_crc == masked(data[at : at + 8]), f"length checksum at {at}"
        payload = data[at + 12 : at + 12 + length]
        (payload_crc,) = struct.unpack_from("<I", data, at + 12 + length)
        assert payload_crc == masked(payload), f"payload checksum at {at}"
        yield payload
        at += 16 + length


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def fields(data):
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = varint(data, at)
        elif wire == 1:
            value, at = data[at : at + 8], at + 8
        elif wire == 2:
            size, at = varint(data, at)
            assert at + size <= len(data), "a field runs over its message"
            value, at = data[at : at + size], at + size
        elif wire == 5:
            value, at = data[at : at + 4], at + 4
        else:
            raise AssertionError(f"wire type {wire}")
        yield number, value


def doubles(data):
    return list(struct.unpack(f"<{len(data) // 8}d", data))


def tensor(data):
    out = {"dtype": None, "shape": [], "strings": []}
    for number, value in fields(data):
        if number == 1:
            out["dtype"] = value
        elif number == 2:
            for n, dim in fields(value):
                out["shape"] += [size for k, size in fields(dim) if k == 1]
        elif number == 4:
            out["content"] = doubles(value)
        elif number == 8:
            out["strings"].append(value.decode())
    return out


def value(data):
    out = {}
    for number, v in fields(data):
        if number == 1:
            out["tag"] = v.decode()
        elif number == 2:
            out["simple_value"] = struct.unpack("<f", v)[0]
        elif number == 5:
            names = {1: "min", 2: "max", 3: "num", 4: "sum", 5: "sum_squares", 6: "bucket_limit", 7: "bucket"}
            out["histo"] = {names[n]: doubles(x) if n >= 6 else doubles(x)[0] for n, x in fields(v)}
        elif number == 8:
            out["tensor"] = tensor(v)
        elif number == 9:
            for n, plugin in fields(v):
                if n == 1:
                    out["plugin"] = next(x.decode() for k, x in fields(plugin) if k == 1)
    return out


def event(data):
    out = {"step": 0}
    for number, v in fields(data):
        if number == 1:
            out["wall_time"] = doubles(v)[0]
        elif number == 2:
            out["step"] = v
        elif number == 3:
            out["file_version"] = v.decode()
        elif number == 5:
            out["values"] = [value(x) for n, x in fields(v) if n == 1]
    return out


def plain(x):
    if isinstance(x, float) and not math.isfinite(x):
        return str(x)
    if isinstance(x, dict):
        return {k: plain(v) for k, v in x.items()}
    return [plain(v) for v in x] if isinstance(x, list) else x


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        for record in records(file.read()):
            print(json.dumps(plain(event(record))))

import { Buffer } from "node:buffer";
import { deepStrictEqual as equal, match, throws } from "node:assert/strict";
import { memorySource } from "../../../src/base/bytes.ts";
import type { PickleValue } from "../../../src/models/checkpoints/pickle_value.ts";
import { unpickle } from "../../../src/models/checkpoints/unpickler.ts";
import { bytesOf, littleEndian } from "./byte_text.ts";
import {
  dictionary,
  global,
  integer,
  none,
  pickle,
  reduce,
  storage,
  tensor,
  text,
  tuple,
} from "./pickle_text.ts";

function valueOf(body: string): PickleValue {
  return unpickle(memorySource(bytesOf(pickle(body))), 0).value;
}

function numpy(format: string, bytes: string): string {
  const state = tuple(integer(3), text("<"), none, none, none, integer(-1), integer(-1), "K\x00");
  const dtype = `${reduce(global("numpy", "dtype"), text(format), "\x89", "\x88")}${state}b`;
  return reduce(
    global("numpy.core.multiarray", "scalar"),
    dtype,
    `C${littleEndian(bytes.length, 1)}${bytes}`,
  );
}

const VALUES: Readonly<Record<string, readonly [body: string, value: PickleValue]>> = {
  "None, True and False": [tuple("N", "\x88", "\x89"), [null, true, false]],
  "integers of 1, 2 and 4 bytes": [tuple("K\xff", "M\xff\xff", integer(-2)), [255, 65535, -2]],
  "long integers": [
    tuple("\x8a\x00", "\x8a\x01\x80", "\x8a\x02\xff\x00", "\x8b\x01\x00\x00\x00\x05"),
    [0, -128, 255, 5],
  ],
  "an integer that no number holds": [`\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x40`, 1n << 70n],
  "integers as text": [tuple("I12\n", "I01\n", "I00\n", "L-3L\n"), [12, true, false, -3]],
  "a float, big-endian and as text": [tuple("G\x3f\xf8\x00\x00\x00\x00\x00\x00", "F2.5\n"), [
    1.5,
    2.5,
  ]],
  "text of three lengths": [
    tuple("\x8c\x02ab", text("c"), `\x8d${littleEndian(1, 8)}d`),
    ["ab", "c", "d"],
  ],
  "text beyond ASCII, with its byte order mark": ["\x8c\x05\xc3\xa9\xef\xbb\xbf", "é\ufeff"],
  "text of Python 2": [tuple("S'a'\n", "U\x01b", "T\x01\x00\x00\x00c", "Vd\n"), [
    "a",
    "b",
    "c",
    "d",
  ]],
  "bytes": [
    tuple("C\x01\xff", `B${littleEndian(1, 4)}\x80`, `\x8e${littleEndian(1, 8)}a`),
    [Uint8Array.of(255), Uint8Array.of(128), Uint8Array.of(97)],
  ],
  "tuples of fixed size": ["K\x01K\x02K\x03\x87\x85N\x86", [[[1, 2, 3]], null]],
  "lists": ["](K\x01K\x02eK\x03a", [1, 2, 3]],
  "a list from a mark": ["(K\x01K\x02l", [1, 2]],
  "sets": [`\x8f(K\x01\x90(K\x02\x91\x86`, [[1], [2]]],
  "a dictionary": [`}K\x01${text("a")}s`, new Map([[1, "a"]])],
  "a dictionary from a mark": [`(K\x01${text("a")}d`, new Map([[1, "a"]])],
  "an OrderedDict without its attributes": [
    `${reduce(global("collections", "OrderedDict"))}${dictionary({ _metadata: "}" })}b`,
    new Map(),
  ],
  "memos of three widths": [
    "(K\x01q\x00K\x02r\x01\x01\x00\x00K\x03p7\nh\x00j\x01\x01\x00\x00g7\nt",
    [1, 2, 3, 1, 2, 3],
  ],
  "a memo that counts itself": ["(K\x05\x94K\x06\x94h\x00h\x01t", [5, 6, 5, 6]],
  "POP, POP_MARK and DUP": ["(K\x01K\x020(K\x03K\x041K\x052t", [1, 5, 5]],
  "POP of a mark": ["(K\x01(0t", [1]],
  "a frame": [`\x95${littleEndian(2, 8)}K\x01`, 1],
  "NumPy's floats": [
    tuple(
      numpy("f8", "\x9a\x99\x99\x99\x99\x99\xb9\x3f"),
      numpy("f4", "\x00\x00\x00\x3f"),
      numpy("f2", "\x00\x3c"),
    ),
    [0.1, 0.5, 1],
  ],
  "NumPy's integers and booleans": [
    tuple(
      numpy("i8", "\xff\xff\xff\xff\xff\xff\xff\xff"),
      numpy("u4", "\xff\xff\xff\xff"),
      numpy("i2", "\xfe\xff"),
      numpy("u1", "\x80"),
      numpy("b1", "\x01"),
      numpy("u8", "\xff\xff\xff\xff\xff\xff\xff\xff"),
    ),
    [-1, 4294967295, -2, 128, true, (1n << 64n) - 1n],
  ],
  "bytes as protocol 2 writes them": [
    reduce(global("_codecs", "encode"), "X\x02\x00\x00\x00\xc3\xbf", text("latin1")),
    Uint8Array.of(255),
  ],
  "long bytes as protocol 2 writes them, which are skipped": [
    reduce(global("_codecs", "encode"), text("a".repeat(1000)), text("latin1")),
    { kind: "data", name: "builtins bytes", attributes: new Map() },
  ],
};

for (const [what, [body, value]] of Object.entries(VALUES)) {
  Deno.test(`a pickle of ${what} is read`, () => equal(valueOf(body), value));
}

Deno.test("a tensor is rebuilt as a view, and its storages are listed once", () => {
  const body = tuple(tensor({ key: "a", offset: 1 }), tensor({ key: "a" }), tensor({ key: "b" }));
  const { value, storages, end } = unpickle(memorySource(bytesOf(pickle(body) + "rest")), 0);
  const a = { kind: "storage", key: "a", dtype: "float32", count: 6 };
  const view = { kind: "tensor", shape: [2, 3], strides: [3, 1] };
  equal((value as PickleValue[])[0], { ...view, storage: a, offset: 1 });
  equal([...storages], [["a", a], ["b", { ...a, key: "b" }]]);
  equal(end, pickle(body).length);
});

Deno.test("long texts and bytes, the numbers of arrays, are skipped", () => {
  const long = "x".repeat((1 << 20) + 1);
  const skipped = { kind: "data", name: "builtins bytes", attributes: new Map() };
  const encoded = reduce(global("_codecs", "encode"), text(long), text("latin1"));
  const kept = `B${littleEndian(long.length, 4)}${long}`;
  equal(valueOf(tuple(text("a"), text(long), kept, encoded, text("b"))), [
    "a",
    skipped,
    skipped,
    skipped,
    "b",
  ]);
});

Deno.test("texts that fill the memory together are refused", () => {
  const one = text("x".repeat(1 << 20));
  throws(() => valueOf(tuple(...Array(17).fill(one))), /too long together/);
});

Deno.test("a pickle starts and ends anywhere in its source, whatever array the source gives out", () => {
  const long = text("x".repeat(200_000)); // longer than what is fetched at a time
  const file = `abc${pickle(tuple(long, "G\x3f\xf0\x00\x00\x00\x00\x00\x00"))}`;
  const { value } = unpickle(memorySource(Buffer.from(file, "latin1")), 3);
  equal(value, ["x".repeat(200_000), 1]);
});

const id = (...parts: string[]) => `${tuple(...parts)}Q`;
const float = global("torch", "FloatStorage");
const rebuild = global("torch._utils", "_rebuild_tensor_v2");

/** Pickle bodies that are broken, and a word of what is said. */
const BROKEN: Readonly<Record<string, readonly [body: string, says: RegExp]>> = {
  "nothing to return": ["", /missing/],
  "an unknown instruction": ["\xf0", /byte 2 \(0xf0\)/],
  "a buffer outside it": ["\x97", /not a pickle instruction/],
  "an id as text": ["Pabc\n", /not a pickle instruction/],
  "protocol 6": ["\x80\x06N", /protocol 6/],
  "a giant text": ["X\xff\xff\xff\xff", /4294967295 bytes/],
  "a text of 2⁶⁴ bytes": [`\x8d${littleEndian(-1, 8)}`, /a text has/],
  "giant bytes": [`\x8e${littleEndian(2 ** 40, 8)}`, /a text has/],
  "a giant byte array": [`\x96${littleEndian(2 ** 40, 8)}`, /a text has/],
  "a text longer than the file": [`X${littleEndian(1000, 4)}abc`, /truncated/],
  "a text that is not UTF-8": ["\x8c\x01\xff", /UTF-8/],
  "a giant integer": [`\x8b${littleEndian(2 ** 30, 4)}`, /1073741824 bytes/],
  "an integer of a negative length": [`\x8b${littleEndian(-1, 4)}`, /4294967295 bytes/],
  "an endless decimal": [`L${"9".repeat(300)}L\n`, /not an integer/],
  "a decimal that is none": ["I1e5\n", /not an integer/],
  "a line without end": [`c${"a".repeat(5000)}`, /too long/],
  "a memo that is not there": ["h\x05", /memo entry 5/],
  "a remembered nothing": ["q\x00", /missing/],
  "a tuple without a mark": ["t", /mark/],
  "a pair of one": ["N\x86", /missing/],
  "values taken from below the mark": ["NN(\x86", /missing/],
  "an item for no list": ["NNa", /other than a list/],
  "an entry for no dictionary": ["]NNs", /other than a dictionary/],
  "a key without a value": ["}(NNNu", /no value/],
  "a name that is no text": ["NN\x93", /not text/],
  "a call without arguments": [`${global("collections", "OrderedDict")}NR`, /no arguments/],
  "an OrderedDict of something": [reduce(global("collections", "OrderedDict"), "K\x01"), /Ordered/],
  "a persistent id that is no tuple": [`${text("storage")}Q`, /persistent id/],
  "an empty persistent id": [id(), /persistent id/],
  "the id of a module": [
    id(text("module"), float, text("0"), text("cpu"), "K\x01"),
    /persistent id/,
  ],
  "a storage of no class": [
    id(text("storage"), none, text("0"), text("cpu"), "K\x01"),
    /persistent id/,
  ],
  "a storage of a function": [
    id(text("storage"), rebuild, text("0"), text("cpu"), "K\x01"),
    /persistent id/,
  ],
  "a storage with a number as key": [
    id(text("storage"), float, "K\x00", text("cpu"), "K\x01"),
    /persistent id/,
  ],
  "a storage of negative size": [storage({ count: -1 }), /persistent id/],
  "a storage that is a view": [
    id(text("storage"), float, text("0"), text("cpu"), "K\x01", tuple(none)),
    /persistent id/,
  ],
  "one storage of two dtypes": [
    tuple(storage({}), storage({ type: "HalfStorage" })),
    /described in two different ways/,
  ],
  "one storage of two sizes": [tuple(storage({}), storage({ count: 7 })), /different ways/],
  "a tensor without a storage": [reduce(rebuild, none, "K\x00", ")", ")", "\x89", "}"), /a tensor/],
  "a tensor with too few arguments": [reduce(rebuild, storage({}), "K\x00"), /a tensor/],
  "a tensor of a negative size": [tensor({ shape: [-2, 3] }), /a tensor/],
  "a tensor whose size is text": [
    reduce(rebuild, storage({}), "K\x00", tuple(text("2")), tuple("K\x01"), "\x89", "}"),
    /a tensor/,
  ],
  "a tensor kept negated": [
    reduce(rebuild, storage({}), "K\x00", ")", ")", "\x89", "}", dictionary({ neg: "\x88" })),
    /negated/,
  ],
  "a parameter that is no tensor": [
    reduce(global("torch._utils", "_rebuild_parameter"), "]"),
    /parameter/,
  ],
  "a NumPy number of unknown format": [numpy("O8", "12345678"), /NumPy/],
  "a NumPy number that is too short": [numpy("f8", "1234"), /NumPy/],
  "a NumPy number without a dtype": [
    reduce(global("numpy.core.multiarray", "scalar"), none, "C\x01a"),
    /NumPy/,
  ],
  "a big-endian NumPy number": [
    `${reduce(global("numpy", "dtype"), text("f8"))}${tuple("K\x03", text(">"))}b`,
    /little-endian/,
  ],
  "bytes in another encoding": [
    reduce(global("_codecs", "encode"), text("a"), text("rot13")),
    /Latin-1/,
  ],
  "bytes beyond Latin-1": [
    reduce(global("_codecs", "encode"), "X\x03\x00\x00\x00\xe4\xb8\xad", text("latin1")),
    /Latin-1/,
  ],
  "a million values": ["N".repeat(1_000_000), /more than 500000 instructions/],
  "a million lists in lists": [`${"]".repeat(1_000_000)}${"a".repeat(1_000_000)}`, /500000/],
  "a million marks": ["(".repeat(1_000_000), /500000/],
};

for (const [what, [body, says]] of Object.entries(BROKEN)) {
  Deno.test(`a pickle with ${what} is refused with the reason`, () => {
    throws(() => valueOf(body), (error) => {
      match((error as Error).message, says);
      return error instanceof RangeError;
    });
  });
}

Deno.test("a pickle truncated anywhere is refused", () => {
  const whole = pickle(
    dictionary({ weight: tensor(), epoch: integer(1), bce: numpy("f8", "12345678") }),
  );
  for (let length = 0; length < whole.length; length++) {
    throws(() => unpickle(memorySource(bytesOf(whole.slice(0, length))), 0), RangeError);
  }
});

import { deepStrictEqual as equal, match } from "node:assert/strict";
import { float32Bytes, littleEndian } from "./byte_text.ts";
import { failure, opened, readAll } from "./failure.ts";

function file(header: unknown, numbers: string): string {
  const json = typeof header === "string" ? header : JSON.stringify(header);
  return littleEndian(json.length, 8) + json + numbers;
}

const entry = (shape: readonly number[], begin: number, end: number, dtype = "F32") => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

const TWELVE = float32Bytes(1, 2, 3);

Deno.test("tensors in any order, an empty one, a single number and metadata are read", () => {
  const header = {
    __metadata__: { epoch: "36" },
    b: entry([2], 4, 12),
    none: entry([0, 5], 4, 4),
    a: entry([], 0, 4),
    __proto__x: entry([0], 12, 12, "I64"),
  };
  const checkpoint = opened(file(header, TWELVE));
  equal(checkpoint.format, "safetensors");
  equal([...checkpoint.metadata], [["epoch", "36"]]);
  equal([...checkpoint.tensors.keys()], ["b", "none", "a", "__proto__x"]);
  equal(readAll(checkpoint), [[2, 3], [], [1], []]);
});

Deno.test("dtypes by their names in the header, and spaces behind it", () => {
  const header = JSON.stringify({
    half: entry([1], 0, 2, "F16"),
    brain: entry([1], 2, 4, "BF16"),
    long: entry([1], 4, 12, "I64"),
    flag: entry([1], 12, 13, "BOOL"),
    byte: entry([1], 13, 14, "U8"),
    small: entry([1], 14, 15, "I8"),
  }) + "   ";
  const numbers = `\x00\x3c\x80\x3f${littleEndian(-5, 8)}\x02\xff\xff`;
  equal(readAll(opened(file(header, numbers))), [[1], [1], [-5], [1], [255], [-1]]);
});

const BROKEN: Readonly<Record<string, readonly [text: string, says: RegExp]>> = {
  "a header longer than the file": [`${littleEndian(1000, 8)}{}`, /outside/],
  "a header of a terabyte": [`${littleEndian(2 ** 40, 8)}{}`, /1099511627776 bytes/],
  "a header of 2⁶⁴ bytes": [`${littleEndian(-1, 8)}{}`, /header length/],
  "no JSON": [file("{nothing", ""), /not JSON/],
  "JSON that ends early": [file('{"a":', ""), /not JSON/],
  "a header that is not UTF-8": [file('{"\xff":1}', ""), /UTF-8/],
  "JSON without end": [file(`{"a":${"[".repeat(1 << 20)}`, ""), /JSON|stack/],
  "an entry that is no object": [file({ a: 1 }, ""), /a is not a JSON object/],
  "an entry that is null": [file({ a: null }, ""), /a is not a JSON object/],
  "an unknown dtype": [file({ a: entry([1], 0, 1, "F8_E5M2") }, "a"), /a has an unsupported dtype/],
  "a dtype of JavaScript's objects": [
    file({ a: entry([1], 0, 1, "constructor") }, "a"),
    /a has an unsupported dtype/,
  ],
  "no shape": [file({ a: { dtype: "F32", data_offsets: [0, 12] } }, TWELVE), /lacks shape/],
  "a negative size": [file({ a: entry([-3], 0, 12) }, TWELVE), /lacks shape/],
  "a fraction of a size": [file({ a: entry([1.5], 0, 12) }, TWELVE), /lacks shape/],
  "a size as text": [
    file({ a: { dtype: "F32", shape: ["3"], data_offsets: [0, 12] } }, TWELVE),
    /lacks shape/,
  ],
  "three offsets": [
    file({ a: { dtype: "F32", shape: [3], data_offsets: [0, 12, 12] } }, TWELVE),
    /lacks shape/,
  ],
  "a size that does not fit": [file({ a: entry([2], 0, 12) }, TWELVE), /12 bytes for \[2\]/],
  "a huge size": [file({ a: entry([2 ** 40], 0, 12) }, TWELVE), /too large/],
  "sizes whose product is too large": [
    file({ a: entry(Array(70).fill(2 ** 50), 0, 12) }, TWELVE),
    /dimensions/,
  ],
  "offsets that run backwards": [file({ a: entry([3], 12, 0) }, TWELVE), /a/],
  "offsets behind the end": [file({ a: entry([3], 0, 12) }, "short"), /5 bytes of numbers/],
  "a gap": [file({ a: entry([1], 0, 4), b: entry([1], 8, 12) }, TWELVE), /b begins at 8/],
  "an overlap": [file({ a: entry([2], 0, 8), b: entry([2], 4, 12) }, TWELVE), /b begins at 4/],
  "numbers that belong to nothing": [file({ a: entry([2], 0, 8) }, TWELVE), /12 bytes of numbers/],
  "nothing in it": [file("{}", ""), /no weights/],
  "metadata that is a list": [file({ __metadata__: [] }, ""), /metadata is not a JSON object/],
  "metadata that is no text": [
    file({ __metadata__: { a: 1 } }, ""),
    /a in its metadata is not text/,
  ],
};

for (const [what, [text, says]] of Object.entries(BROKEN)) {
  Deno.test(`a safetensors file with ${what} is refused`, () => {
    const { code, message } = failure(text);
    equal(code, "CHECKPOINT_BROKEN");
    match(message, says);
  });
}

Deno.test("a safetensors file truncated anywhere is refused", () => {
  const whole = file({ a: entry([3], 0, 12) }, TWELVE);
  for (let length = 0; length < whole.length; length++) {
    equal(failure(whole.slice(0, length)).code, "CHECKPOINT_BROKEN");
  }
});

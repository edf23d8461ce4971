import { deepEqual, equal, throws } from "node:assert/strict";
import fc from "fast-check";
import protobuf from "onnx-proto";
import { joinBytes } from "../../../src/base/bytes.ts";
import { editModel, type GraphEdits, NO_EDITS } from "../../../src/models/onnx/edit_model.ts";
import { wireFields } from "../../../src/models/onnx/wire_fields.ts";
import { FLOAT, madeExport, node } from "./made_export.ts";

function edited(bytes: Uint8Array, edits: Partial<GraphEdits>): Uint8Array {
  const pieces: Uint8Array[] = [];
  const sink = { write: (piece: Uint8Array) => void pieces.push(piece.slice()) };
  editModel(bytes, { ...NO_EDITS, ...edits }, sink);
  return joinBytes(pieces);
}

const decoded = (bytes: Uint8Array) => protobuf.onnx.ModelProto.decode(bytes);

Deno.test("a model without edits is copied byte for byte, with fields that the decoder does not know", () => {
  const plain = madeExport();
  deepEqual(edited(plain, {}), plain);
  const unknown = Uint8Array.of(0xfa, 0x3f, 2, 104, 105); // field 1023, two bytes
  const graph = [...wireFields(plain)].find(({ number }) => number === 7)!;
  const inside = joinBytes([graph.contents, unknown]);
  const length = [(inside.length & 0x7f) | 0x80, inside.length >> 7]; // below 2 ** 14
  const extended = joinBytes([
    ...[...wireFields(plain)].filter(({ number }) => number !== 7).map(({ bytes }) => bytes),
    Uint8Array.of(0x3a, ...length),
    inside,
    unknown,
  ]);
  deepEqual(edited(extended, {}), extended);
});

Deno.test("nodes are put in front and behind, inputs and outputs replaced, and values renamed", () => {
  const type = { tensorType: { elemType: FLOAT } };
  const { graph } = decoded(edited(madeExport(), {
    before: [node("Identity", ["image", "inside"])],
    after: [node("Identity", ["outside", "score"])],
    inputs: new Map([["image", { name: "picture", type }]]),
    outputs: new Map([["score", { name: "result", type }]]),
    renamed: new Map([["image", "inside"], ["score", "outside"]]),
  }));
  const nodes = graph!.node!.map(({ opType, input, output }) => `${opType} ${input} ${output}`);
  equal(nodes[0], "Identity image inside");
  equal(nodes[1], "Conv inside,kernel features");
  equal(nodes.at(-2), "Identity logits outside");
  equal(nodes.at(-1), "Identity outside score");
  deepEqual(graph!.input!.map(({ name }) => name), ["picture"]);
  deepEqual(graph!.output!.map(({ name }) => name), ["result"]);
});

Deno.test("fields of a message are listed as they are written, and put together again", () =>
  fc.assert(fc.property(
    fc.array(fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.uint8Array({ maxLength: 300 }))),
    (fields) => {
      const writer = protobuf.onnx.TensorProto.encode({});
      for (const [number, bytes] of fields) writer.uint32((number << 3) | 2).bytes(bytes);
      const message = writer.finish();
      const found = [...wireFields(message)];
      deepEqual(found.map(({ number }) => number), fields.map(([number]) => number));
      for (const [i, { contents }] of found.entries()) {
        deepEqual(Uint8Array.from(contents), Uint8Array.from(fields[i]![1]));
      }
      deepEqual(joinBytes([new Uint8Array(), ...found.map(({ bytes }) => bytes)]), message);
    },
  )));

Deno.test("broken messages are refused, and never read beyond their end", () => {
  for (const bytes of [[0x0a, 5, 1], [0x0a], [0x80], [0x0d, 1, 2], [0x09, 1], [0x0b]]) {
    throws(() => [...wireFields(Uint8Array.from(bytes))], RangeError, `${bytes}`);
  }
  throws(() => [...wireFields(new Uint8Array(12).fill(0xff))], RangeError);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
    try {
      for (const { bytes: whole } of wireFields(bytes)) equal(whole.length > 0, true);
    } catch (error) {
      equal(error instanceof RangeError, true);
    }
  }));
  throws(() => edited(joinBytes([madeExport(), madeExport()]), {}), /2 graphs/);
});

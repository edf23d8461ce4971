import assert from "node:assert/strict";
import protobuf from "onnx-proto";
import { memorySource } from "../../../src/base/bytes.ts";
import { streamModel } from "../../../src/models/onnx/model_stream.ts";
import { readOnnxModel } from "../../../src/models/onnx/onnx_file.ts";

const GRAPH = {
  name: "g",
  node: [{ opType: "Identity", input: ["w"], output: ["y"] }],
  output: [{ name: "y" }],
};

Deno.test("constants are created one at a time, and the file reads back complete", () => {
  const log: string[] = [];
  const tensor = (name: string) => {
    const message = protobuf.onnx.TensorProto.encode({
      name,
      dims: [1000],
      dataType: 1,
      rawData: new Uint8Array(4000),
    }).finish();
    return {
      byteLength: message.length,
      message: () => (log.push(`make ${name}`), message),
    };
  };
  const pieces: Uint8Array[] = [];
  const model = { irVersion: 8, opsetImport: [{ domain: "", version: 18 }], graph: GRAPH };
  streamModel(model, [tensor("w"), tensor("v")], {
    write: (piece) => {
      if (piece.length > 4000) log.push("write");
      pieces.push(piece);
    },
  });
  assert.deepEqual(log, ["make w", "write", "make v", "write"]);
  const bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
  const read = readOnnxModel(memorySource(bytes), "m.onnx");
  assert.equal(Number(read.irVersion), 8);
  assert.equal(read.graph.node?.[0]?.opType, "Identity");
  assert.deepEqual(read.graph.initializer?.map(({ name }) => name), ["w", "v"]);
  const { rawData } = (read.graph.initializer ?? [])[0]!;
  assert.equal(rawData?.buffer, bytes.buffer, "numbers are a view, not a copy");
});

Deno.test("a file past protobuf's 2 GiB is refused before anything is written", () => {
  const half = { byteLength: 2 ** 30, message: () => assert.fail("made") };
  const sink = { write: () => assert.fail("written") };
  assert.throws(
    () => streamModel({ graph: GRAPH }, [half, half], sink),
    /would have 21474\d+ byte/,
  );
});

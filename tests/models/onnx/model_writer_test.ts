import assert from "node:assert/strict";
import protobuf from "onnx-proto";
import { ELEMENT_TYPES } from "../../../src/models/onnx/element_type.ts";
import { GraphBuilder } from "../../../src/models/onnx/graph_builder.ts";
import { writeModel } from "../../../src/models/onnx/model_writer.ts";
import { modelBytes, runGraph } from "./run_graph.ts";

function affine(weights: Float32Array | (() => Float32Array)) {
  const graph = new GraphBuilder("affine");
  const x = graph.input("x", { type: "float32", shape: ["batch", 3] });
  const w = graph.constant("w", { type: "float32", shape: [2, 3], data: weights });
  graph.output(graph.node("Gemm", [x, w], { name: "y", transB: 1, alpha: 0.5 }));
  return graph.build();
}

const WEIGHTS = Float32Array.of(1, 2, 3, 4, 5, 6);

Deno.test("a written model is one whole message with every part of the graph", () => {
  const { irVersion, opsetImport, graph } = protobuf.onnx.ModelProto.decode(
    modelBytes(affine(WEIGHTS)),
  );
  assert.equal(Number(irVersion), 8);
  assert.deepEqual(opsetImport?.map(({ version }) => Number(version)), [18]);
  assert.deepEqual(graph?.input?.map(({ name }) => name), ["x"]);
  assert.deepEqual(graph?.output?.map(({ name }) => name), ["y"]);
  const x = (graph?.input ?? [])[0]!;
  const sides = x.type?.tensorType?.shape?.dim ?? [];
  assert.equal(sides[0]!.dimParam, "batch");
  assert.equal(Number(sides[1]!.dimValue), 3);
  const node = (graph?.node ?? [])[0]!;
  assert.deepEqual([node.opType, node.input, node.output], ["Gemm", ["x", "w"], ["y"]]);
  assert.deepEqual(node.attribute?.map(({ name }) => name), ["alpha", "transB"]);
  const weights = (graph?.initializer ?? [])[0]!;
  assert.deepEqual(weights.dims?.map(Number), [2, 3]);
  const raw = Uint8Array.from(weights.rawData ?? []);
  assert.deepEqual(new Float32Array(raw.buffer), WEIGHTS);
});

Deno.test("ONNX Runtime computes the graph as built", async () => {
  const { y } = await runGraph(affine(WEIGHTS), {
    x: { data: Float32Array.of(1, 0, 2), dims: [1, 3] },
  });
  assert.deepEqual([...y!.data], [3.5, 8]);
});

Deno.test("equal graphs give equal bytes, with eager and with lazy constants", () => {
  assert.deepEqual(modelBytes(affine(() => WEIGHTS)), modelBytes(affine(WEIGHTS)));
});

Deno.test("constants are created one at a time, each after the previous one is written", () => {
  const graph = new GraphBuilder("g");
  const log: string[] = [];
  const constant = (name: string) =>
    graph.constant(name, {
      type: "float32",
      shape: [1000],
      data: () => {
        log.push(`make ${name}`);
        return new Float32Array(1000);
      },
    });
  graph.output(graph.node("Add", [constant("a"), constant("b")]));
  writeModel(graph.build(), {
    write: (bytes) => void (bytes.length >= 4000 && log.push(`write ${bytes.length}`)),
  });
  assert.deepEqual(log, ["make a", "write 4000", "make b", "write 4000"]);
});

Deno.test("lazy constants are checked as well", () => {
  assert.throws(
    () => modelBytes(affine(() => new Float32Array(5))),
    /constant w: Float32Array of 5/,
  );
});

Deno.test("a file past protobuf's 2 GiB is refused before anything is written", () => {
  const graph = new GraphBuilder("large");
  const half = (name: string) =>
    graph.constant(name, {
      type: "float32",
      shape: [2 ** 28],
      data: () => assert.fail("made although it cannot be written"),
    });
  graph.output(graph.node("Add", [half("a"), half("b")]));
  const write = () => assert.fail("written");
  assert.throws(() => writeModel(graph.build(), { write }), /graph large has 21474\d+ bytes/);
});

Deno.test("every element type goes through ONNX Runtime unchanged", async () => {
  for (const type of ["float32", "float64", "int32", "int64", "uint8", "bool"] as const) {
    const graph = new GraphBuilder(type);
    const { array } = ELEMENT_TYPES[type];
    const data = array === BigInt64Array
      ? BigInt64Array.of(0n, 1n)
      : (array as Int32ArrayConstructor).of(0, 1);
    graph.output(
      graph.node("Identity", [graph.constant("c", { type, shape: [2], data })], { name: "y" }),
    );
    const { y } = await runGraph(graph.build(), {});
    assert.deepEqual([y!.type, y!.data], [type, data]);
  }
});

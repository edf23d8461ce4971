import assert from "node:assert/strict";
import fc from "fast-check";
import { GraphBuilder, type Value } from "../../../src/models/onnx/graph_builder.ts";
import { convolution, maxPool, prelu } from "../../../src/models/networks/mtcnn_layers.ts";
import type { Layer } from "../../../src/models/networks/mtcnn_weights.ts";
import { pooledPrelu } from "../../../src/models/networks/pooled_prelu.ts";
import { runGraph } from "../onnx/run_graph.ts";

/** Slopes below 0, between 0 and 1, and above 1, as P-Net's first layer has them. */
const slope = fc.oneof(
  fc.double({ min: -2, max: -0.01, noNaN: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 1.01, max: 3, noNaN: true }),
);

Deno.test("pooling before PReLU equals PReLU before pooling", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(slope, { minLength: 1, maxLength: 12 }),
      fc.nat(),
      async (a, seed) => {
        const slopes = Float32Array.from(a);
        const layer = randomLayer([slopes.length, 3, 3, 3], seed);
        const image = { data: noise(3 * 11 * 8, seed + 1), dims: [1, 3, 11, 8] };
        const quick = await firstOutput(image, (graph, x) => {
          const { value, signs } = pooledPrelu(graph, x, { layer, slopes });
          assert.deepEqual([...signs], [...slopes].map((s) => s > 1 ? -1 : 1));
          return value;
        });
        const plain = await firstOutput(image, (graph, x) => {
          const linear = convolution(graph, x, { name: "conv", layer });
          const bent = graph.node("PRelu", [linear, slopesOf(graph, slopes)]);
          return maxPool(graph, bent, { size: 2, stride: 2 });
        });
        const place = 5 * 3; // cells of the pooled map
        const signed = plain.map((v, i) => slopes[Math.floor(i / place)]! > 1 ? -v : v);
        assertClose(quick.subarray(0, plain.length), signed);
        assert.ok(quick.subarray(plain.length).every((v) => v === 0), "filled-up channels are 0");
      },
    ),
    { numRuns: 25 },
  );
});

Deno.test("PReLU as a sum is ONNX's PReLU for slopes of any sign and size", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(slope, { minLength: 1, maxLength: 6 }), fc.nat(), async (a, seed) => {
      const slopes = Float32Array.from(a);
      const dims = [2, slopes.length, 3, 2];
      const image = { data: noise(12 * slopes.length, seed), dims };
      const sum = await firstOutput(image, (g, x) => prelu(g, x, { name: "p", slopes }));
      const plain = await firstOutput(
        image,
        (g, x) => g.node("PRelu", [x, slopesOf(g, slopes)]),
      );
      assertClose(sum, plain);
    }),
    { numRuns: 25 },
  );
});

async function firstOutput(
  image: { data: Float32Array; dims: readonly number[] },
  build: (graph: GraphBuilder, input: Value) => Value,
): Promise<Float32Array> {
  const graph = new GraphBuilder("g");
  const output = build(graph, graph.input("x", { type: "float32", shape: image.dims }));
  graph.output(output);
  const out = await runGraph(graph.build(), { x: image });
  return out[output.name]!.data as Float32Array;
}

function slopesOf(graph: GraphBuilder, slopes: Float32Array): Value {
  return graph.constant("slopes", { type: "float32", shape: [slopes.length, 1, 1], data: slopes });
}

function randomLayer(shape: readonly number[], seed: number): Layer {
  const count = shape.reduce((a, b) => a * b);
  return { weights: { shape, values: noise(count, seed + 2) }, bias: noise(shape[0]!, seed + 3) };
}

function noise(count: number, seed: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    { length: count },
    (_, i) => Math.sin((i + 1) * (seed % 97 + 0.7) * 12.9),
  );
}

function assertClose(actual: Float32Array, expected: Float32Array): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of expected.entries()) {
    assert.ok(
      Math.abs(actual[i]! - value) <= 1e-5 * (1 + Math.abs(value)),
      `${i}: ${actual[i]} ${value}`,
    );
  }
}

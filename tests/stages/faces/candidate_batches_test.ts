import assert from "node:assert/strict";
import fc from "fast-check";
import { runInBatches } from "../../../src/stages/faces/candidate_batches.ts";
import type { TensorData } from "../../../src/platform/onnxruntime/onnx_session.ts";

const SIDE = 2, VALUES = 3 * SIDE * SIDE;

/** A network whose outputs are the sum of each row, and its first two values. */
function summing(shapes: number[]) {
  return {
    run(feeds: Readonly<Record<string, TensorData>>): Promise<Record<string, TensorData>> {
      const image = feeds.image!, data = image.data as Float32Array, count = image.dims[0]!;
      assert.deepEqual([...image.dims], [count, 3, SIDE, SIDE]);
      assert.equal(data.length, count * VALUES);
      shapes.push(count);
      const rows = Array.from({ length: count }, (_, i) => data.subarray(i * VALUES));
      const sums = rows.map((row) => row.subarray(0, VALUES).reduce((a, b) => a + b));
      return Promise.resolve({
        sum: { data: Float32Array.from(sums), dims: [count, 1] },
        two: {
          data: Float32Array.from(rows.flatMap((row) => [...row.subarray(0, 2)])),
          dims: [count, 2],
        },
      });
    },
  };
}

const rules = fc.record({ most: fc.integer({ min: 1, max: 7 }), padded: fc.boolean() });

Deno.test("batching does not change a network's output for any candidate", () =>
  fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 30 }), rules, async (count, rule) => {
    const input = Float32Array.from({ length: count * VALUES }, (_, i) => (i * 7) % 31);
    const shapes: number[] = [];
    const out = await runInBatches(summing(shapes), input, { count, side: SIDE, rule });
    const whole = await runInBatches(summing([]), input, {
      count,
      side: SIDE,
      rule: { most: Infinity, padded: false },
    });
    assert.deepEqual(out, whole);
    assert.equal(out.two!.length, 2 * count);
    assert.equal(shapes.length, Math.ceil(count / rule.most));
    if (rule.padded) assert.ok(shapes.every((rows) => rows === rule.most));
    else assert.ok(Math.max(...shapes) <= rule.most && sumOf(shapes) === count);
  })));

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

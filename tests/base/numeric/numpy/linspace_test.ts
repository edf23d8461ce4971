import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { linspace } from "../../../../src/base/numeric/numpy/linspace.ts";
import { sharedJson, sharedTest } from "../../../shared_data.ts";

interface GoldenLinspace {
  readonly frameCount: number;
  readonly numFrames: number;
  readonly indices: readonly number[];
}

interface Golden {
  readonly linspace: readonly GoldenLinspace[];
  readonly linspaceRounding: readonly GoldenLinspace[];
}

Deno.test("a single value is the first", () => deepEqual(linspace(299, 1), [0]));

Deno.test("more values than integers repeat them", () => {
  deepEqual(linspace(2, 5), [0, 0, 1, 1, 2]);
});

Deno.test("float64 rounding below an integer is kept", () => {
  // 13 · (1012 / 52) is 253 exactly, and 252.99999999999997 in float64.
  equal(linspace(1012, 53)[13], 252);
});

Deno.test("values ascend from 0 to the last and stay within one of the exact quotient", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 31 }),
      fc.integer({ min: 2, max: 500 }),
      (last, count) => {
        const values = linspace(last, count);
        equal(values.length, count);
        equal(values[0], 0);
        equal(values[count - 1], last);
        values.forEach((value, i) => {
          const exact = Number(BigInt(i) * BigInt(last) / BigInt(count - 1));
          ok(value === exact || value === exact - 1, `${value} at ${i}, exactly ${exact}`);
        });
      },
    ),
  );
});

sharedTest("linspace equals NumPy's, rounding included", () => {
  const golden = sharedJson<Golden>("golden", "sampling.json");
  for (
    const { frameCount, numFrames, indices } of [...golden.linspace, ...golden.linspaceRounding]
  ) {
    deepEqual(linspace(frameCount - 1, numFrames), indices);
  }
});

import assert from "node:assert/strict";
import fc from "fast-check";
import type { onnx } from "onnx-proto";
import { withModel } from "../open_model.ts";
import {
  cascades,
  type Converted,
  converted,
  floats,
  integers,
  madeModel,
  node,
  TYPES,
} from "./made_model.ts";

const SHAPE = [2, 4, 3, 3];

/** Ways of making one more value of the same shape out of one or two; all keep within ±4. */
const STEPS: readonly ((one: string, other: string, name: string) => onnx.INodeProto[])[] = [
  (one, _, name) => [node("Conv", [one, "mix", "bias"], [name])],
  (one, _, name) => [
    node("MatMul", [one, "turn"], [`${name}.sum`]),
    node("Tanh", [`${name}.sum`], [name]),
  ],
  (one, other, name) => [
    node("Add", [one, other], [`${name}.sum`]),
    node("Mul", [`${name}.sum`, "half"], [name]),
  ],
  (one, other, name) => [
    node("Sigmoid", [other], [`${name}.gate`]),
    node("Mul", [one, `${name}.gate`], [name]),
  ],
  (one, other, name) => [
    node("ReduceMean", [other, "space"], [`${name}.mean`]),
    node("Sub", [one, `${name}.mean`], [`${name}.centred`]),
    node("Tanh", [`${name}.centred`], [name]),
  ],
  (one, _, name) => [node("Softmax", [one], [name], { axis: 1 })],
  (one, _, name) => [
    node("Exp", [one], [`${name}.power`]),
    node("Add", [`${name}.power`, "half"], [`${name}.above`]),
    node("Div", ["half", `${name}.above`], [name]),
  ],
  (one, _, name) => [node("Cast", [one], [name], { to: TYPES.float32 })],
  (one, _, name) => [node("Identity", [one], [name])],
  (one, other, name) => [
    node("Concat", [one, other], [`${name}.both`], { axis: 1 }),
    node("Split", [`${name}.both`], [name, `${name}.rest`], { axis: 1, num_outputs: 2 }),
  ],
  (one, _, name) => [
    node("Shape", [one], [`${name}.shape`]),
    node("Reshape", [one, "flat"], [`${name}.flat`]),
    node("Reshape", [`${name}.flat`, `${name}.shape`], [name]),
  ],
  (one, other, name) => [
    node("Greater", [one, "large"], [`${name}.mask`]),
    node("Where", [`${name}.mask`, "half", other], [name]),
  ],
  (one, _, name) => [
    node("Greater", [one, "large"], [`${name}.mask`]),
    node("Cast", [`${name}.mask`], [name], { to: TYPES.float32 }),
  ],
  (_, __, name) => [node("Identity", ["spread"], [name])],
];

const CONSTANTS = [
  floats("mix", [4, 4, 1, 1], Array.from({ length: 16 }, (_, i) => 0.4 * Math.sin(i * 2.3))),
  floats("bias", [4], [0.1, -0.2, 0.3, 0]),
  floats("turn", [3, 3], [0, 0.5, 0.25, -0.5, 0, 1, 0.1, 0.2, 0.3]),
  floats("spread", SHAPE, Array.from({ length: 72 }, (_, i) => Math.cos(i))),
  floats("half", [], [0.5]),
  floats("large", [], [50]), // nothing comes near it, so that rounding changes no decision
  integers("space", [2, 3]),
  integers("flat", [-1]),
];

const step = fc.record({ kind: fc.nat(STEPS.length - 1), one: fc.nat(), other: fc.nat() });

Deno.test("random graphs run in float16, close to what they gave, without a cast after a cast", async () => {
  const reached = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 12 }),
      fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      async (steps, chosen) => {
        const values = ["image"];
        const nodes = steps.flatMap(({ kind, one, other }, i) => {
          const pick = (number: number) => values[number % values.length]!;
          const made = STEPS[kind]!(pick(one), pick(other), `v${i}`);
          values.push(`v${i}`);
          return made;
        });
        const outputs = [...new Set(chosen.map((number) => values[1 + number % steps.length]!))];
        const original = madeModel({
          inputs: { image: SHAPE },
          outputs,
          nodes,
          constants: CONSTANTS,
        });
        const half = converted(original);
        checkStructure(half, outputs);
        for (const name of await differing(original, half.bytes, outputs)) assert.fail(name);
        if (half.report.halfNodes > 0) reached.add("half");
        if (half.report.casts > 3) reached.add("casts");
      },
    ),
    { numRuns: 150 },
  );
  assert.deepEqual([...reached].sort(), ["casts", "half"]);
});

function checkStructure(half: Converted, outputs: readonly string[]): void {
  const { graph } = half;
  assert.deepEqual(cascades(half), []);
  assert.deepEqual(graph.output?.map(({ name }) => name), outputs);
  const used = new Set([...outputs, ...(graph.node ?? []).flatMap(({ input }) => input ?? [])]);
  const idle = half.of("Cast").filter(({ output, name }) => !name && !used.has(output?.[0] ?? ""));
  assert.deepEqual(idle.map(({ output }) => output?.[0]), [], "casts for nothing");
  const given = (graph.node ?? []).flatMap(({ output }) => output ?? []);
  assert.equal(new Set(given).size, given.length, "names are given once");
}

async function differing(
  original: Uint8Array,
  half: Uint8Array,
  outputs: readonly string[],
): Promise<string[]> {
  const data = Float32Array.from({ length: 72 }, (_, i) => 2 * Math.sin(i * 1.7));
  const run = (bytes: Uint8Array) =>
    withModel(bytes, (model) => model.run({ image: { data, dims: SHAPE } }));
  const [plain, rounded] = [await run(original), await run(half)];
  return outputs.filter((name) =>
    plain[name]!.type !== rounded[name]!.type ||
    [...plain[name]!.data].some((value, i) =>
      Math.abs(Number(value) - Number(rounded[name]!.data[i])) > 0.02
    )
  );
}

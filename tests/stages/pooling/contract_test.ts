import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { type FloatFormat, roundTo } from "../../../src/base/numeric/numpy/float_format.ts";
import type { PoolingStrategy, ScoredFaces } from "../../../src/stages/pooling/contract.ts";
import { PRESETS } from "../../../src/config/presets.ts";
import { scoreRules } from "../../../src/stages/pooling/score_rules.ts";
import { poolingStrategies } from "../../../src/stages/pooling/registry.ts";
import { PARAMETER_TABLE, type PartParameters } from "../../../src/stages/parameters.ts";
import { resolvedParameters } from "../../../src/stages/resolved_parameters.ts";
import { testPart } from "../part_contract.ts";

/** More than rounding moves a mean of at most 60 scores. */
const ROUNDING: Readonly<Record<FloatFormat, number>> = {
  float16: 2 ** -11,
  float32: 2 ** -20,
  float64: 2 ** -48,
};

interface Case {
  readonly scores: Float64Array;
  readonly threshold: number;
  readonly format: FloatFormat;
  readonly frameOf: readonly number[];
  readonly emptyFrames: number;
}

const probabilities = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0.7, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 0.25, noNaN: true }),
  fc.constantFrom(0, 0.2, 0.5, 0.8, 1),
);

const VALUES = resolvedParameters(
  { ...PRESETS.reference, model: [] },
  { table: PARAMETER_TABLE, provider: "cpu" },
) as unknown as PartParameters;

/** Parameters, guarded or not, and facts about the faces. */
function withFacts(values: PartParameters, facts: ScoredFaces) {
  return new Proxy(values, {
    get: (target, name) => Reflect.get(Object.hasOwn(facts, name) ? facts : target, name),
  }) as PartParameters & ScoredFaces;
}

const cases: fc.Arbitrary<Case> = fc.record({
  values: fc.oneof(
    fc.array(probabilities, { minLength: 1, maxLength: 60 }),
    fc.array(fc.double({ min: 0.75, max: 1, noNaN: true }), { minLength: 12, maxLength: 60 }),
    fc.array(fc.double({ min: 0, max: 0.2, noNaN: true }), { minLength: 1, maxLength: 60 }),
  ),
  threshold: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  format: fc.constantFrom<FloatFormat>("float16", "float32", "float64"),
  perFrame: fc.integer({ min: 1, max: 5 }),
}).map(({ values, threshold, format, perFrame }) => ({
  scores: Float64Array.from(values, (value) => roundTo(format, value)),
  threshold,
  format,
  frameOf: values.map((_, i) => Math.floor(i / perFrame)),
  emptyFrames: 0,
}));

const FACES = { threshold: 0.8, format: "float32", frameOf: [], emptyFrames: 0 } as const;

for (const [name, part] of Object.entries<PoolingStrategy>(poolingStrategies)) {
  const strategy = {
    pool: (scores: Float64Array, given: Omit<Case, "scores">) =>
      part.pool(scores, { ...VALUES, ...given }),
  };
  const pooled = ({ scores, ...options }: Case) => strategy.pool(scores, options);

  testPart(name, part, {
    inputs: cases,
    run: ({ scores, format, frameOf, emptyFrames }, values: object) =>
      part.pool(scores, withFacts(values as PartParameters, { format, frameOf, emptyFrames })),
  });

  Deno.test(`${name}: the probability lies between the lowest and the highest score`, () => {
    fc.assert(fc.property(cases, (c) => {
      const { probability } = pooled(c);
      ok(probability >= 0 && probability <= 1);
      ok(probability >= Math.min(...c.scores) - ROUNDING[c.format], `${probability} is too low`);
      ok(probability <= Math.max(...c.scores) + ROUNDING[c.format], `${probability} is too high`);
    }));
  });

  Deno.test(`${name}: the probability is exact in the scores' format`, () => {
    fc.assert(fc.property(cases, (c) => {
      const { probability } = pooled(c);
      equal(probability, roundTo(c.format, probability));
    }));
  });

  Deno.test(`${name}: the order of faces changes the result only by rounding`, () => {
    fc.assert(fc.property(cases, (c) => {
      const turned = pooled({
        ...c,
        scores: c.scores.toReversed(),
        frameOf: c.frameOf.toReversed(),
      });
      ok(Math.abs(turned.probability - pooled(c).probability) <= ROUNDING[c.format]);
      equal(turned.branch, pooled(c).branch);
    }));
  });

  Deno.test(`${name}: frames without a face change nothing, or count 0.5`, () => {
    fc.assert(fc.property(cases, fc.integer({ min: 1, max: 20 }), (c, emptyFrames) => {
      const without = pooled(c).probability;
      const moved = pooled({ ...c, emptyFrames }).probability;
      const [low, high] = [Math.min(without, 0.5), Math.max(without, 0.5)];
      ok(moved >= low - ROUNDING[c.format] && moved <= high + ROUNDING[c.format]);
    }));
  });

  Deno.test(`${name}: a single face's score is the video's`, () => {
    fc.assert(fc.property(cases, (c) => {
      equal(pooled({ ...c, scores: c.scores.slice(0, 1) }).probability, c.scores[0]);
    }));
  });

  Deno.test(`${name}: pooling does not change the scores, and is repeatable`, () => {
    fc.assert(fc.property(cases, (c) => {
      const before = c.scores.slice();
      const first = pooled(c);
      deepEqual(c.scores, before);
      deepEqual(pooled(c), first);
    }));
  });

  Deno.test(`${name}: the branch is one word and has a description`, () => {
    fc.assert(fc.property(cases, (c) => {
      const { branch } = pooled(c);
      match(branch, /^[a-z_]+$/);
      ok(part.branches[branch]!.length > 5);
    }));
  });

  Deno.test(`${name}: an empty list of scores is an error`, () => {
    throws(() => strategy.pool(new Float64Array(0), FACES));
  });

  Deno.test(`${name}: 300,000 faces can be pooled`, () => {
    const scores = new Float64Array(300_000).fill(0.5);
    equal(strategy.pool(scores, FACES).probability, 0.5);
  });
}

testPart("rules of scores", scoreRules, {
  inputs: fc.constant(null),
  run: (_, parameters) => [scoreRules.format(parameters), scoreRules.refusesSingleFace(parameters)],
});

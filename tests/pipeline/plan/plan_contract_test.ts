import { deepEqual as same, equal, notEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import type { Variant } from "../../../src/config/variant.ts";
import { STAGES } from "../../../src/records/run_result.ts";
import { makePlan } from "../../../src/pipeline/plan/make_plan.ts";
import type { Plan } from "../../../src/pipeline/plan/plan.ts";
import { variants } from "../../stages/arbitrary_parameters.ts";
import { context } from "../example_plan.ts";

/** Pairs of variants that have most settings in common. */
const pairs = fc.tuple(variants(["small", "large"]), variants(["small"]), fc.nat(), fc.nat())
  .map(([one, other, from, to]): readonly [Variant, Variant] => {
    const names = Object.keys(one).filter((name) => name !== "name");
    const changed = names.slice(from % names.length, to % names.length + 1);
    const changes = Object.fromEntries(changed.map((name) => [name, Reflect.get(other, name)]));
    return [{ ...one, name: "one" }, { ...one, ...changes, name: "other" }];
  });

function planned(pair: readonly Variant[]): Plan {
  return makePlan(pair, context);
}

Deno.test("pieces of work with different keys have different names, and with equal keys there is one", () => {
  fc.assert(
    fc.property(pairs, (pair) => {
      const { detections, preparations, classifiers } = planned(pair);
      distinct(detections.map(({ key }) => key));
      distinct(detections.map(({ name }) => name));
      distinct(preparations.map(({ key }) => key));
      distinct(preparations.map(({ name, detection }) => `${detections[detection]!.name} ${name}`));
      distinct(classifiers.map(({ column }) => column));
    }),
    { numRuns: 500 },
  );
});

Deno.test("variants share a piece of work exactly if their keys are equal", () => {
  fc.assert(
    fc.property(pairs, (pair) => {
      const { variants: [one, other], ...plan } = planned(pair);
      ok(one && other);
      equal(one.sample === other.sample, one.keys[0] === other.keys[0]);
      if (one.sample !== other.sample) return;
      const stage = (name: typeof STAGES[number]) => STAGES.indexOf(name);
      const turnedAlike = JSON.stringify(one.turning) === JSON.stringify(other.turning);
      equal(turnedAlike, one.keys[stage("decode")] === other.keys[stage("decode")]);
      if (!turnedAlike) return; // a video that is not turned has one face detection all the same
      equal(one.detection === other.detection, one.keys[stage("detect")] === other.keys[2]);
      if (one.keys[stage("classify")] === other.keys[stage("classify")]) {
        same(one.scorings, other.scorings);
      }
      if (one.keys[stage("pool")] === other.keys[stage("pool")]) {
        same([one.pooling, one.scoreRules], [other.pooling, other.scoreRules]);
      }
      notEqual(plan.detections.length, 0);
    }),
    { numRuns: 500 },
  );
});

Deno.test("every value that a plan passes to a part is in the key of the part's stage", () => {
  fc.assert(
    fc.property(pairs, (pair) => {
      const plan = planned(pair);
      const [one, other] = plan.variants.map((variant) => ({
        keys: variant.keys,
        work: [
          plan.samples[variant.sample],
          variant.turning,
          [plan.detections[variant.detection]!.detector, plan.detections[variant.detection]!.input],
          [variant.limits, variant.scorings.map((one) => plan.preparations[one.preparation])],
          variant.scorings.map((one) => plan.classifiers[one.classifier]),
          [variant.pooling, variant.scoreRules],
        ],
      }));
      ok(one && other);
      const first = one.work.findIndex((work, i) =>
        JSON.stringify(work) !== JSON.stringify(other.work[i])
      );
      const last = first === -1 ? STAGES.length : first;
      same(one.keys.slice(0, last), other.keys.slice(0, last));
      for (const [i, stage] of STAGES.entries()) {
        if (i >= last) notEqual(one.keys[i], other.keys[i], stage);
      }
    }),
    { numRuns: 500 },
  );
});

Deno.test("equal variants give equal plans", () => {
  const one = planned([{ ...fc.sample(variants(["small"]), 1)[0]!, name: "one" }]);
  const again = makePlan(one.variants.map(({ variant }) => variant), context);
  same(again.detections, one.detections);
  same(again.preparations, one.preparations);
});

function distinct(values: readonly string[]): void {
  equal(new Set(values).size, values.length, values.join());
}

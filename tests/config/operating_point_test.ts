import assert from "node:assert/strict";
import { loadDecisions } from "../../src/config/load.ts";
import { AssayError } from "../../src/records/errors.ts";

const POINT = { fit: "val", apply: "test" };
const COSTS = { falsePositive: 1, falseNegative: 5 };

function load(file: object) {
  return loadDecisions(JSON.stringify({ version: 1, ...file }), { source: "eval.jsonc" });
}

function refusal(file: object): string {
  try {
    load(file);
  } catch (error) {
    if (error instanceof AssayError && error.exitCode === 2) return error.message;
    throw error;
  }
  throw new Error("it was accepted");
}

Deno.test("what a config leaves out of decisions is filled in", () => {
  assert.deepEqual(load({}), { costs: null, operatingPoint: null, independent: null });
  assert.deepEqual(load({ costs: COSTS, operatingPoint: POINT, independent: "identity" }), {
    independent: "identity",
    costs: { ...COSTS, prior: null },
    operatingPoint: { ...POINT, criterion: "balancedAccuracy" },
  });
  const criterion = { fpr: 0.01 };
  assert.deepEqual(load({ operatingPoint: { ...POINT, criterion } }).operatingPoint, {
    ...POINT,
    criterion,
  });
  assert.equal(load({ costs: { ...COSTS, prior: 0.01 } }).costs?.prior, 0.01);
});

Deno.test("decisions that cannot be made are refused with what is wrong", () => {
  const point = (more: object) => ({ operatingPoint: { ...POINT, ...more } });
  assert.match(refusal(point({ criterion: "cost" })), /costs are missing\. Add costs/);
  assert.match(refusal(point({ apply: "val" })), /operatingPoint\.apply.*another split/);
  for (const criterion of ["best", { fpr: 0 }, { fpr: 1 }, { tpr: 0.9, fpr: 0.1 }, {}]) {
    assert.match(refusal(point({ criterion })), /operatingPoint\.criterion/);
  }
  assert.match(refusal({ operatingPoint: { fit: "val" } }), /operatingPoint\.apply/);
  assert.match(refusal({ costs: { falsePositive: 0, falseNegative: 0 } }), /costs.*above 0/);
  assert.match(refusal({ costs: { falsePositive: -1, falseNegative: 1 } }), /falsePositive/);
  assert.match(refusal({ costs: { ...COSTS, prior: 1 } }), /costs\.prior/);
});

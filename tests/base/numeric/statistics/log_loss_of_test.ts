import assert from "node:assert/strict";
import { logLossOf } from "../../../../src/base/numeric/statistics/log_loss_of.ts";

const clip = 1e-15;

Deno.test("logLossOf is minus the logarithm of the true label's probability", () => {
  assert.equal(logLossOf(0.25, { truth: 1, clip }), Math.log(4));
  assert.equal(logLossOf(0.75, { truth: 0, clip }), Math.log(4));
  assert.equal(logLossOf(0.5, { truth: 0, clip }), Math.LN2);
});

Deno.test("logLossOf clips before taking 1 − p, as scikit-learn does", () => {
  // Values of sklearn.metrics.log_loss(eps=1e-15) for one wrong certain answer.
  assert.ok(Math.abs(logLossOf(1, { truth: 0, clip }) - 34.53957599234088) < 1e-10);
  assert.ok(Math.abs(logLossOf(0, { truth: 1, clip }) - 34.538776394910684) < 1e-10);
  assert.equal(logLossOf(1, { truth: 0, clip: 0.01 }), -Math.log(1 - 0.99));
});

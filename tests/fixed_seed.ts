import fc from "fast-check";

/**
 * Loaded before the tests: property tests draw the same inputs every time, so that a run can be repeated and a
 * failure is one of the change, not of the day. ASSAY_TEST_SEED draws others; a failing test prints its seed.
 */
const SEED = 20261122;

fc.configureGlobal({ seed: Number(Deno.env.get("ASSAY_TEST_SEED") ?? SEED) });

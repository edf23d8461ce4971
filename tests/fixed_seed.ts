import fc from "fast-check";
import { chosenClockRate, setClockRate } from "./clock_rate.ts";

/**
 * Loaded before the tests: property tests draw the same inputs every time, so that a run can be repeated and a
 * failure is one of the change, not of the day. ASSAY_TEST_SEED draws others; a failing test prints its seed.
 */
const SEED = 20261122;

fc.configureGlobal({ seed: Number(Deno.env.get("ASSAY_TEST_SEED") ?? SEED) });

/** ASSAY_TEST_CLOCK_RATE, such as 0.1 or 10: tests must pass however fast time goes. */
const rate = chosenClockRate();
if (rate !== null) setClockRate(rate);

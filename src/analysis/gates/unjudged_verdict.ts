import type { GateVerdict } from "../../records/gate_verdict.ts";

/** What is known of a gate's verdict before it judges: what it measures, and its limit. */
export type UnjudgedVerdict = Pick<GateVerdict, "gate" | "measure" | "unit" | "limit">;

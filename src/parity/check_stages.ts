import { AssayError } from "../records/errors.ts";
import type { ParityContext, ParityStage, StageFindings } from "./contract.ts";
import { holds } from "./tally.ts";

/** Result of checking a stage. */
export interface StageResult extends StageFindings {
  readonly stage: string;
  /** `differs`: a case is out of tolerance; `left out`: nothing was compared. */
  readonly verdict: "ok" | "differs" | "left out";
}

/**
 * Checks stages one after another. Leaves out a stage whose golden data are missing.
 * @throws AssayError for every other error in checking a stage
 */
export async function* checkStages(
  stages: readonly ParityStage[],
  context: ParityContext,
): AsyncGenerator<StageResult> {
  for (const { title, check } of stages) {
    context.note(title);
    const findings = await findingsOf(check, context);
    yield { stage: title, ...findings, verdict: verdictOf(findings) };
  }
}

async function findingsOf(
  check: ParityStage["check"],
  context: ParityContext,
): Promise<StageFindings> {
  try {
    return await check(context);
  } catch (error) {
    if (!(error instanceof AssayError) || error.code !== "GOLDEN_MISSING") throw error;
    return { measures: [], leftOut: [error.what.replace(/\.$/, "")] };
  }
}

function verdictOf({ measures }: StageFindings): StageResult["verdict"] {
  if (!measures.every(holds)) return "differs";
  return measures.some(({ cases }) => cases > 0) ? "ok" : "left out";
}

import { csvLine } from "../../base/text/csv.ts";

/** A video's P(fake) and what an operating point makes of it. */
export interface Decision {
  /** Path inside the folder that was given. */
  readonly filename: string;
  /** P(fake), in [0, 1]; 0.5 when the video could not be scored. */
  readonly probability: number;
  /** P(fake) with the temperature; `null`: there is no temperature. */
  readonly calibrated: number | null;
  /** `null`: the video could not be scored. */
  readonly decision: "FAKE" | "REAL" | null;
  readonly scored: boolean;
}

/** `decisions.csv`: one row per video, in the order given. */
export function* decisionsCsv(decisions: readonly Decision[]): Iterable<string> {
  yield csvLine(["filename", "probability", "calibrated", "decision", "scored"]);
  for (const { filename, probability, calibrated, decision, scored } of decisions) {
    yield csvLine([filename, probability, calibrated, decision, String(scored)]);
  }
}

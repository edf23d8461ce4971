import type { Precision } from "../records/provider.ts";
import { DEFAULT_PATIENCE, type Patience } from "../platform/host/countdown.ts";
import { runPool } from "../platform/workers/worker_pool.ts";
import type { Interface } from "./card_fit.ts";
import type { NetworkTrial } from "./network_trial.ts";

const TRIAL_WORKER = new URL("./serve_trials.ts", import.meta.url);

export interface TrialOptions {
  readonly card: Interface;
  readonly precision: Precision;
  /** How long one run of the network may take; default: `DEFAULT_PATIENCE`. */
  readonly patience?: Patience | undefined;
}

/**
 * Computes P(fake) of each verification image, on the CPU, in a separate thread: a network whose run does not end
 * can only be abandoned, and runs until the process exits.
 * @param path of the ONNX file
 * @throws AssayError as `tryNetwork`; NETWORK_SILENT (exit 4) when a run does not end
 */
export async function scoreVerificationImages(
  path: string,
  { patience = DEFAULT_PATIENCE, ...options }: TrialOptions,
): Promise<readonly number[]> {
  const { card: { input, output }, precision } = options;
  const trial: NetworkTrial = { path, card: { input, output }, precision };
  const events = runPool<null, null, NetworkTrial, readonly number[]>([trial], {
    url: TRIAL_WORKER,
    workers: 1,
    setup: null,
    patience,
  });
  let scores: readonly number[] = [];
  for await (const event of events) {
    if (event.kind === "failed") throw event.error;
    if (event.kind === "answer") scores = event.answer;
  }
  return scores;
}

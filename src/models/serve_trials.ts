// Module of the thread in which networks are tried; started by `fixed_image_scores.ts`.
import { Activity } from "../platform/workers/activity.ts";
import { serveWorker, type WorkerPart } from "../platform/workers/serve_worker.ts";
import { type NetworkTrial, tryNetwork } from "./network_trial.ts";

/** Tries one network after another. */
function trialWorker(): WorkerPart<null, null, NetworkTrial, readonly number[], never, never> {
  let shared = new Activity();
  return {
    setup(_, { activity }) {
      shared = activity;
      return Promise.resolve(null);
    },
    work: (trial) => tryNetwork(trial, shared),
    release: () => Promise.resolve(),
  };
}

serveWorker(trialWorker());

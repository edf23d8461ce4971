// A worker for videos that takes every batch for slow, and does not go on alone before another worker helps: so batches
// are shared on a fast machine as on a busy one.
import { videoWorker } from "../../../src/pipeline/execution/worker.ts";
import { systemClock } from "../../../src/platform/host/clock.ts";
import type { IdleWorkers } from "../../../src/platform/workers/idle_workers.ts";
import { serveWorker } from "../../../src/platform/workers/serve_worker.ts";
import { steppingClock } from "../../platform/host/manual_clock.ts";

/** Minutes, so that a fault is told of instead of waited for; a helper that is only slow comes sooner. */
const MOST_LOOKS = 60_000;

/** Others that are waited for until one of them has room for the first time. */
function awaited<Piece, Outcome>(
  others: IdleWorkers<Piece, Outcome>,
): IdleWorkers<Piece, Outcome> {
  let met = false;
  return {
    requestHelp: () => others.requestHelp(),
    async hasRoom() {
      for (let looks = 0; !met; looks++) {
        if (looks === MOST_LOOKS) throw new Error("no other worker came to help");
        await systemClock.wait(5);
        met = await others.hasRoom();
      }
      return await others.hasRoom();
    },
    give: (piece) => others.give(piece),
    takeBack: () => others.takeBack(),
  };
}

const part = videoWorker(steppingClock(1000));
const setup: typeof part.setup = (options, tools) =>
  part.setup(options, { ...tools, others: awaited(tools.others) });
serveWorker({ ...part, setup });

// The module of the threads that videos are given to.
import { systemClock } from "../../platform/host/clock.ts";
import { serveWorker } from "../../platform/workers/serve_worker.ts";
import { videoWorker } from "./worker.ts";

serveWorker(videoWorker(systemClock));

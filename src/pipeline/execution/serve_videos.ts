// Entry module of the worker threads that process videos.
import { systemClock } from "../../platform/host/clock.ts";
import { serveWorker } from "../../platform/workers/serve_worker.ts";
import { videoWorker } from "./worker.ts";

serveWorker(videoWorker(systemClock));

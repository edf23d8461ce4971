import { deepEqual as same, equal, throws } from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AssayError } from "../../../src/records/errors.ts";
import {
  readStageTimes,
  type StageTimes,
  writeStageTimes,
} from "../../../src/pipeline/plan/stage_times.ts";
import { inTemporaryHome } from "../../temporary_home.ts";

const TIMES: StageTimes = {
  sampleMs: 5,
  restMs: 1,
  aroundMs: 700,
  decode: [{ megapixels: 1, ms: 3 }],
  detect: { "mtcnn@0.5": [{ megapixels: 1, ms: 20 }] },
  crop: { c: 1 },
  classify: { "small@fp32@b1": 4 },
  facesPerFrame: { "mtcnn@0.5": 1.5 },
  machine: {
    ...{ cpu: "A CPU", cores: 2, provider: "cpu", device: null, threadsPerSession: 1, workers: 2 },
  },
  measuredAt: "2026-03-01T09:30:00.000Z",
  videos: 10,
};

Deno.test("times are stored by machine, provider and threads; workers may differ", () =>
  inTemporaryHome(() => {
    equal(readStageTimes(TIMES.machine), null);
    writeStageTimes(TIMES);
    same(readStageTimes(TIMES.machine), TIMES);
    same(readStageTimes({ ...TIMES.machine, workers: 1 }), TIMES);
    equal(readStageTimes({ ...TIMES.machine, cpu: "another" }), null);
    equal(readStageTimes({ ...TIMES.machine, threadsPerSession: 2 }), null);
    const alone = { ...TIMES, machine: { ...TIMES.machine, workers: 1 }, sampleMs: 9 };
    writeStageTimes(alone);
    equal(readStageTimes({ ...TIMES.machine, workers: 1 })?.sampleMs, 9);
    equal(readStageTimes(TIMES.machine)?.sampleMs, 5);
    return Promise.resolve();
  }));

Deno.test("a home folder that cannot be created is an error that a run can ignore", () =>
  inTemporaryHome((home) => {
    rmSync(home, { recursive: true });
    writeFileSync(home, "");
    throws(() => writeStageTimes(TIMES), AssayError);
    return Promise.resolve();
  }));

Deno.test("a later run replaces what it measured and keeps the rest", () =>
  inTemporaryHome(() => {
    writeStageTimes(TIMES);
    writeStageTimes({
      ...TIMES,
      aroundMs: null,
      detect: { "mtcnn@0.5": [{ megapixels: 0.1, ms: 4 }, { megapixels: 1, ms: 22 }] },
      classify: { "large@fp32@b1": 100 },
      videos: 3,
    });
    const times = readStageTimes(TIMES.machine)!;
    same(times.detect["mtcnn@0.5"], [{ megapixels: 0.1, ms: 4 }, { megapixels: 1, ms: 22 }]);
    same(times.classify, { "small@fp32@b1": 4, "large@fp32@b1": 100 });
    equal(times.aroundMs, 700);
    equal(times.videos, 3);
    return Promise.resolve();
  }));

Deno.test("a damaged file counts as missing and is written again", () =>
  inTemporaryHome((home) => {
    writeFileSync(join(home, "stage_times.json"), '{"schemaVersion": 1, "mach');
    equal(readStageTimes(TIMES.machine), null);
    writeStageTimes(TIMES);
    same(readStageTimes(TIMES.machine), TIMES);
    return Promise.resolve();
  }));

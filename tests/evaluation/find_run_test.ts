import { studentQuantile } from "../../src/base/numeric/statistics/student_quantile.ts";
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { join } from "node:path";
import { findBaseline, locateRun, readPlace } from "../../src/evaluation/find_run.ts";
import { largerNoise, runNoise } from "../../src/evaluation/run_noise.ts";
import { AssayError } from "../../src/records/errors.ts";
import { writeBaseline } from "../../src/runs/baseline.ts";
import { repeatFolder } from "../../src/runs/repeats.ts";
import { fakeRun } from "../runs/fake_run.ts";
import { withFolder } from "../runs/with_folder.ts";
import { writeRun } from "../runs/written_run.ts";

const RUN = fakeRun({ videos: 12, facesPerVideo: 1, variants: { reference: {} } });

Deno.test("a run is found by folder and by id, a baseline by name and by file", () =>
  withFolder((reports) => {
    const folders = { reports, baselines: join(reports, "accepted") };
    const folder = join(reports, RUN.manifest.runId);
    writeRun(folder, RUN);
    const place = locateRun(RUN.manifest.runId, folders);
    deepEqual(place, { kind: "run", folder });
    deepEqual(locateRun(folder, folders), place);
    const { path } = writeBaseline(readPlace(place), {
      folder: folders.baselines,
      name: "main",
      reason: "the first",
      acceptedAt: new Date(0),
    });
    const baseline = locateRun("main", folders);
    deepEqual(baseline, { kind: "baseline", file: path });
    deepEqual(locateRun(path, folders), baseline);
    deepEqual(
      readPlace(baseline).variants[0]!.probabilities,
      readPlace(place).variants[0]!.probabilities,
    );
    deepEqual(findBaseline("main", folders), findBaseline(path, folders));
    throws(() => findBaseline("mian", folders), (error) => {
      ok(error instanceof AssayError);
      deepEqual([error.code, error.exitCode], ["BASELINE_MISSING", 3]);
      return error.message.includes('Did you mean "main"?');
    });
    throws(() => locateRun("mian", folders), (error) => {
      ok(error instanceof AssayError);
      equal(error.code, "RUN_NOT_FOUND");
      return error.message.includes('Did you mean "main"?');
    });
  }));

Deno.test("a run's noise floor is computed from its repeats; of two runs the larger counts", () =>
  withFolder((folder) => {
    writeRun(folder, RUN);
    const place = { kind: "run", folder } as const;
    const run = readPlace(place);
    equal(runNoise(place, run), null);
    const records = RUN.records.map((record, k) => ({
      ...record,
      variants: record.variants.map((verdict) => ({
        ...verdict,
        probability: k === 3 ? verdict.probability / 2 : verdict.probability,
      })),
    }));
    writeRun(repeatFolder(folder, 1), { manifest: RUN.manifest, records });
    const noise = runNoise(place, run);
    ok(noise !== null);
    const moved = RUN.records[3]!.variants[0]!.probability / 2;
    equal(noise.videoBound, Math.min(1, studentQuantile(0.975, 1) * moved));
    const logLoss = noise.metrics.logLoss?.bound;
    ok(logLoss && logLoss > 0);
    equal(largerNoise(null, noise), noise);
    const smaller = { runs: 4, videoBound: 0, metrics: {} };
    const { runs, metrics, videoBound } = noise;
    deepEqual(largerNoise(noise, smaller), { runs, metrics, videoBound });
    deepEqual(largerNoise(smaller, noise), { runs, metrics, videoBound });
  }));

import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readManifest } from "../../src/runs/manifest.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import type { RunManifest } from "../../src/records/manifest.ts";
import { faceTest } from "../platform/ffmpeg/made_face_video.ts";
import { fakeRun } from "../runs/fake_run.ts";
import { writeRun } from "../runs/written_run.ts";
import { inFolder } from "./in_folder.ts";
import { assay, errorCode } from "./run_assay.ts";

const GROUPS = 24;
const POINT = { fit: "val", apply: "test" };

/** Groups of a real and a fake video, half of them in each split. */
const VIDEOS = Array.from({ length: 2 * GROUPS }, (_, k) => ({
  name: `${k % 2 ? "fake" : "real"}_${k >> 1}.mp4`,
  label: k % 2 ? "FAKE" : "REAL",
  group: `source_${k >> 1}`,
  split: k < GROUPS ? "val" : "test",
}));

/** Scores that rank well and are far too certain: one group in six is the wrong way round. */
function scoreOf(place: number): number {
  const isRight = (place >> 1) % 6 !== 1;
  return (place % 2 === 1) === isRight ? 0.999 - place / 1e5 : 0.001 + place / 1e5;
}

function placeClips(folder: string): string {
  const clips = join(folder, "clips");
  mkdirSync(clips);
  for (const { name } of VIDEOS) writeFileSync(join(clips, name), name);
  const lines = VIDEOS.map(({ name, label, group, split }) => `${name},${label},${group},${split}`);
  writeFileSync(join(clips, "labels.csv"), `filename,label,group,split\n${lines.join("\n")}\n`);
  return clips;
}

function placeFiles(folder: string, config: object) {
  const scores = join(folder, "scores.csv"), file = join(folder, "eval.jsonc");
  const lines = VIDEOS.map(({ name }, k) => `${name},${scoreOf(k)}`);
  writeFileSync(scores, `filename,probability\n${lines.join("\n")}\n`);
  writeFileSync(file, JSON.stringify({ version: 1, ...config }));
  return { scores, file };
}

function imports(folder: string, config: object, ...flags: readonly string[]) {
  const { scores, file } = placeFiles(folder, config);
  const place = ["--dataset", placeClips(folder), "--name", "theirs", "--out", join(folder, "run")];
  return assay(["scores", "import", scores, ...place, "--config", file, ...flags]);
}

function summaryOf(folder: string) {
  return JSON.parse(readFileSync(join(folder, "run", "summary.json"), "utf8"));
}

Deno.test("imported scores get threshold and temperature on one split, and their numbers on the other", () =>
  inFolder(async (folder) => {
    const costs = { falsePositive: 1, falseNegative: 5 };
    const { code, stdout, stderr } = await imports(folder, { costs, operatingPoint: POINT });
    equal(code, 0, stderr);
    match(
      stdout.replaceAll(/\s+/g, " "),
      /Operating point of "theirs", fitted on val, applied to test/,
    );
    const { operatingPoint, metrics, variants } = summaryOf(folder);
    same(operatingPoint.fitVideos, { videos: 24, real: 12, fake: 12, groups: 12 });
    same([operatingPoint.criterion, operatingPoint.sharedGroups], ["balancedAccuracy", 0]);
    const [{ fitted, applied }] = operatingPoint.variants;
    ok(fitted.threshold > 0.01 && fitted.threshold < 0.99);
    ok(fitted.temperature.value > 1);
    equal(applied.metrics.balancedAccuracy.value, 10 / 12);
    equal(applied.metrics.cost.value, (2 * 1 + 2 * 5) / 24);
    ok(applied.calibratedLogLoss.value < applied.metrics.logLoss.value / 2);
    ok(applied.logLossChange.value < 0 && applied.logLossChange.interval.low < 0);
    ok(metrics.some(({ name }: { name: string }) => name === "cost"));
    equal(variants[0].metrics.cost.value, (4 * 1 + 4 * 5) / 48);
    const [head, row] = readFileSync(join(folder, "run", "summary.csv"), "utf8").trim().split(
      "\r\n",
    )
      .map((line) => line.split(","));
    equal(row![head!.indexOf("operatingThreshold")], String(fitted.threshold));
    equal(row![head!.indexOf("operatingRecall")], String(applied.metrics.recall.value));
    match(readFileSync(join(folder, "run", "report.md"), "utf8"), /## Operating point/);
    match(readFileSync(join(folder, "run", "report.html"), "utf8"), /<h2>Operating point<\/h2>/);
  }));

Deno.test("without the split to fit on the operating point is missing with the reason, and nothing else", () =>
  inFolder(async (folder) => {
    const { code, stdout, stderr } = await imports(
      folder,
      { operatingPoint: { ...POINT, fit: "dev" } },
    );
    equal(code, 0, stderr);
    match(
      stdout.replaceAll(/\s+/g, " "),
      /none, since no labelled video of split "dev" is in the run/,
    );
    const { operatingPoint: { variants: [point] }, videos } = summaryOf(folder);
    same([point.fitted, point.applied], [null, null]);
    match(point.reason, /split "dev"/);
    // The split that is there is what is evaluated.
    equal(videos.all, 24);
  }));

Deno.test("a config that asks for what cannot be is refused", () =>
  inFolder(async (folder) => {
    const [cost, one] = [
      { operatingPoint: { ...POINT, criterion: "cost" } },
      { operatingPoint: { fit: "val", apply: "val" } },
    ];
    const first = await imports(folder, cost);
    same([first.code, errorCode(first)], [2, "CONFIG_MISSING_KEY"]);
    const { scores, file } = placeFiles(folder, one);
    const second = await assay([
      ...["scores", "import", scores, "--dataset", join(folder, "clips"), "--name", "theirs"],
      ...["--out", join(folder, "run"), "--config", file],
    ]);
    equal(second.code, 2);
    match(second.stderr, /operatingPoint\.apply.*another split/);
  }));

/** A labelled run of the same variant as an earlier one, which never took place. */
function writeLabelledRun(folder: string, earlier: RunManifest): void {
  const { manifest, records } = fakeRun({ videos: 2 * GROUPS, variants: { reference: {} } });
  const [variant] = earlier.variants;
  writeRun(folder, {
    manifest: {
      ...earlier,
      config: {
        ...earlier.config as object,
        operatingPoint: { ...POINT, criterion: { tpr: 0.9 } },
      },
      dataset: manifest.dataset,
      warnings: [],
    } as RunManifest,
    records: records.map((record, k) => ({
      ...record,
      faces: [],
      split: VIDEOS[k]!.split,
      stages: record.stages.map(({ faces: _, ...stage }) => stage),
      variants: record.variants.map((verdict) => ({
        ...verdict,
        ...{ variant: variant!.name, probability: scoreOf(k), status: "ok", fallback: null },
        error: null,
      })),
    })),
  });
}

faceTest(
  "predict applies the operating point of a run of the same variant, and of no other",
  () =>
    inFolder(async (folder) => {
      const videos = join(folder, "videos"), labelled = join(folder, "labelled");
      mkdirSync(videos);
      for (const name of ["cap12-001.mp4", "cap12-001-fake.mp4"]) {
        copyFileSync(join(projectRoot(), "datasets", "demo", name), join(videos, name));
      }
      writeFileSync(join(videos, "broken.mp4"), "no video");
      const predict = (out: string, ...more: readonly string[]) =>
        assay([
          ...["predict", videos, "--set", "frames=2", "--provider", "cpu"],
          ...["--out", join(folder, out), ...more],
        ]);
      const plain = await predict("plain");
      equal(plain.code, 0, plain.stderr);
      writeLabelledRun(labelled, readManifest(join(folder, "plain")));
      const { code, stdout, stderr } = await predict("decided", "--operating-point", labelled);
      equal(code, 0, stderr);
      match(
        stdout,
        /Operating point of "reference" in .*labelled, fitted on val: .*temperature \d/,
      );
      const rows = (out: string, file: string) =>
        readFileSync(join(folder, out, file), "utf8").trim().split(/\r?\n/).map((row) =>
          row.split(",")
        );
      const decisions = rows("decided", "decisions.csv");
      same(decisions[0], ["filename", "probability", "calibrated", "decision", "scored"]);
      const [broken, fake, real] = decisions.slice(1);
      same(broken!.slice(1), ["0.5", "0.5", "", "false"]);
      const before = new Map(rows("plain", "submission.csv").slice(1) as [string, string][]);
      const after = new Map(rows("decided", "submission.csv").slice(1) as [string, string][]);
      for (const [filename, probability, calibrated] of [fake!, real!]) {
        equal(probability, before.get(filename!));
        equal(calibrated, after.get(filename!));
        // Overconfident scores: the temperature moves every probability towards 0.5.
        ok(Math.abs(Number(calibrated) - 0.5) < Math.abs(Number(probability) - 0.5));
      }
      const json = await predict("json", "--operating-point", labelled, "--json");
      const { operatingPoint, videos: all } = JSON.parse(json.stdout);
      const { threshold } = operatingPoint;
      same([operatingPoint.variant, operatingPoint.fit], ["reference", "val"]);
      for (const { label, decision, scored } of all) {
        equal(decision, scored ? label >= threshold ? "FAKE" : "REAL" : null);
      }
      same(
        decisions.slice(1).map((row) => row[3] || null),
        all.map((one: { decision: string }) => one.decision),
      );
      const other = await predict("other", "--operating-point", labelled, "--set", "frames=3");
      same([other.code, errorCode(other)], [2, "OPERATING_POINT_DIFFERS"]);
      match(other.stderr, /frames is 3 and was 2/);
      const none = await predict("none", "--operating-point", join(folder, "plain"));
      same([none.code, errorCode(none)], [3, "OPERATING_POINT_MISSING"]);
      const absent = await predict("absent", "--operating-point", labelled, "--variant", "fixed");
      same([absent.code, errorCode(absent)], [2, "VARIANT_UNKNOWN"]);
    }),
);

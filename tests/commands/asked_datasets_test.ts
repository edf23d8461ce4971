import { deepEqual as same, doesNotMatch, equal, match, ok } from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { readManifest } from "../../src/runs/manifest.ts";
import { builtTest, DEMO_DATASET } from "../demo/small_demo.ts";
import { inFolder } from "./in_folder.ts";
import { assay, errorCode } from "./run_assay.ts";

const QUICK = ["--variant", "reference", "--set", "frames=2", "--provider", "cpu"];

/** Puts clips of the demo into a folder. @param labels by the clip's name in the demo; `null`: no label */
function placeClips(
  folder: string,
  labels: Readonly<Record<string, "REAL" | "FAKE" | null>>,
): string {
  mkdirSync(folder, { recursive: true });
  for (const name of Object.keys(labels)) {
    copyFileSync(join(DEMO_DATASET, `${name}.mp4`), join(folder, `${name}.mp4`));
  }
  const listed = Object.entries(labels).filter(([, label]) => label !== null);
  const metadata = Object.fromEntries(listed.map(([name, label]) => [`${name}.mp4`, { label }]));
  const unknown = Object.entries(labels).filter(([, label]) => label === null);
  for (const [name] of unknown) Object.assign(metadata, { [`${name}.mp4`]: {} });
  if (listed.length > 0) writeFileSync(join(folder, "metadata.json"), JSON.stringify(metadata));
  return folder;
}

builtTest(
  "eval and plan stop before a video is opened where none has a label",
  () =>
    inFolder(async (folder) => {
      const out = join(folder, "run");
      const videos = join(folder, "my videos");
      for (
        const [name, label] of Object.entries({ "cap12-001": "REAL", "cap12-001-fake": "FAKE" })
      ) {
        const part = placeClips(join(videos, `part of ${name}`), { [name]: null });
        writeFileSync(join(part, "labels.csv"), `filename,label\n${name}.mp4,${label}\n`);
      }
      const flags = ["--dataset", videos, ...QUICK];
      const refused = await assay(["eval", ...flags, "--out", out]);
      equal(refused.code, 3);
      equal(errorCode(refused), "DATASET_UNLABELLED", refused.stderr);
      ok(!existsSync(out));
      const planned = await assay(["plan", ...flags]);
      equal(errorCode(planned), "DATASET_UNLABELLED", planned.stderr);
      const allowed = await assay(["eval", ...flags, "--allow-unlabelled", "--out", out]);
      equal(allowed.code, 0, allowed.stderr);
      match(allowed.stderr, /warning: No video has a label/);
      same(readManifest(out).dataset.unlabelled, 2);

      const [, proposed] = /`(--(?!allow)[^`]+)`/.exec(refused.stderr)!;
      const words = proposed!.match(/'[^']*'|\S+/g)!.map((word) => word.replaceAll("'", ""));
      const place = words.includes("--dataset") ? [] : ["--dataset", videos];
      const followed = await assay(["plan", ...place, ...words, ...QUICK, "--json"]);
      equal(followed.code, 0, followed.stderr);
      equal(JSON.parse(followed.stdout).cost.videos, 2);
    }),
);

builtTest(
  "missing labels and a missing class are said by plan and at the start of eval",
  () =>
    inFolder(async (folder) => {
      const clips = { "cap12-001": "REAL", "cap12-006": "REAL", "cap13-001": null } as const;
      const videos = placeClips(join(folder, "videos"), clips);
      const flags = ["--dataset", videos, ...QUICK];
      const plan = await assay(["plan", ...flags]);
      equal(plan.code, 0, plan.stderr);
      const evaluated = await assay(["eval", ...flags, "--out", join(folder, "run")]);
      equal(evaluated.code, 0, evaluated.stderr);
      for (const text of [plan.stdout, evaluated.stderr]) {
        match(text, /1 of 3 videos has no label: it is scored, but left out of all metrics/);
        match(text, /All 2 labelled videos are REAL: log loss can be computed, but AUC/);
      }
      const submission = ["--set", "frames=2", "--out", join(folder, "submission")];
      const predicted = await assay(["predict", videos, ...submission]);
      equal(predicted.code, 0, predicted.stderr);
      doesNotMatch(predicted.stderr, /has no label|labelled videos/);
    }),
);

builtTest(
  "several datasets are one run, which is resumed when they lie in other places",
  () =>
    inFolder(async (folder) => {
      const out = join(folder, "run");
      const at = (name: string) => join(folder, name);
      placeClips(at("here"), { "cap12-001": "REAL", "cap12-001-fake": "FAKE" });
      placeClips(at("there"), { "cap12-001": "REAL", "cap13-001": "REAL" });
      const config = {
        version: 1,
        dataset: [at("here"), { folder: at("there"), name: "far" }],
        model: "demo",
        layout: "dfdc",
      };
      writeFileSync(at("eval.jsonc"), JSON.stringify(config));
      const made = await assay(["eval", "--config", at("eval.jsonc"), ...QUICK, "--out", out]);
      equal(made.code, 0, made.stderr);
      const predictions = readFileSync(join(out, "predictions.csv"), "utf8");
      const rows = predictions.trim().split("\r\n").slice(1).map((row) => row.split(","));
      same(rows.map(([, filename, label]) => [filename, label]), [
        ["far/cap12-001.mp4", "REAL"],
        ["far/cap13-001.mp4", "REAL"],
        ["here/cap12-001-fake.mp4", "FAKE"],
        ["here/cap12-001.mp4", "REAL"],
      ]);
      const { dataset } = readManifest(out);
      same(dataset.parts, [
        { name: "here", folder: at("here"), place: at("here"), layout: "dfdc" },
        { name: "far", folder: at("there"), place: at("there"), layout: "dfdc" },
      ]);
      same([dataset.name, dataset.tags], ["here + far", ["dataset"]]);

      renameSync(at("there"), at("moved"));
      const gone = await assay(["eval", "--resume", out]);
      equal(errorCode(gone), "DATASET_MISSING", gone.stderr);
      match(gone.stderr, /Give the places of all 2 with --dataset, in this order: here, far/);
      const few = await assay(["eval", "--resume", out, "--dataset", at("moved")]);
      equal(errorCode(few), "RESUME_DIFFERS", few.stderr);
      const places = ["--dataset", at("here"), "--dataset", at("moved")];
      const resumed = await assay(["eval", "--resume", out, ...places]);
      equal(resumed.code, 0, resumed.stderr);
      equal(readFileSync(join(out, "predictions.csv"), "utf8"), predictions);
      equal(readManifest(out).dataset.parts?.[1]?.place, at("moved"));
    }),
);

builtTest(
  "a run over a file of labels is resumed with it, wherever the videos began",
  () =>
    inFolder(async (folder) => {
      const out = join(folder, "run");
      const videos = placeClips(join(folder, "videos"), {
        "cap12-001": null,
        "cap12-001-fake": null,
      });
      const labels = join(folder, "truth.csv");
      writeFileSync(labels, "filename,label\ncap12-001.mp4,REAL\ncap12-001-fake.mp4,FAKE\n");
      const flags = ["--dataset", labels, "--root", videos, ...QUICK];
      const made = await assay(["eval", ...flags, "--out", out]);
      equal(made.code, 0, made.stderr);
      equal(readManifest(out).dataset.name, "truth");
      const resumed = await assay(["eval", "--resume", out]);
      equal(resumed.code, 0, resumed.stderr);
      renameSync(videos, join(folder, "moved"));
      const root = ["--root", join(folder, "moved")];
      const moved = await assay(["eval", "--resume", out, ...root]);
      equal(moved.code, 0, moved.stderr);
    }),
);

Deno.test("wrong flags about datasets are refused before a video is opened", () =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, "a.mp4"), "");
    writeFileSync(join(folder, "labels.csv"), "filename,label\na.mp4,REAL\n");
    const refused = async (...flags: readonly string[]) => {
      const outcome = await assay(["plan", "--dataset", folder, ...flags]);
      return [outcome.code, errorCode(outcome)];
    };
    same(await refused("--layout", "tabel"), [2, "LAYOUT_UNKNOWN"]);
    same(await refused("--layout", "dfdc"), [3, "DATASET_LAYOUT"]);
    same(await refused("--where", "method=x"), [3, "DATASET_TAG_UNKNOWN"]);
    same(await refused("--where", "method"), [2, "USAGE"]);
    same(await refused("--where", "a=b", "--where", "a=c"), [2, "USAGE"]);
    same(await refused("--root", folder), [2, "USAGE"]);
    same(await refused("--dataset", folder), [2, "DATASET_GIVEN_TWICE"]);
  }));

Deno.test("help lists the layouts", async () => {
  const { stdout } = await assay(["eval", "--help"]);
  match(stdout, /^Layouts: dfdc, [^:]*, table$/m);
  match(stdout, /--where <TAG=VALUE>/);
  const predict = await assay(["predict", "--help"]); // it has no --layout
  match(predict.stdout, /^Parameters of a variant/m);
  doesNotMatch(predict.stdout, /Layouts/i);
});

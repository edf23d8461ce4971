import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyCheckout } from "../../pipeline/copied_checkout.ts";
import { assayIn } from "../check_ground.ts";
import { inFolder } from "../in_folder.ts";
import { errorCode } from "../run_assay.ts";
import { NAMES, placeDataset, placeScores, SCORES } from "../scores_ground.ts";

/** The change that is accepted again and again: no P(fake) moves by more than 0.0095. */
function step(scores: readonly number[]): number[] {
  return scores.map((p) => 0.981 * p + 0.0095);
}

/** A checkout with a dataset and the gates; log loss and AUC may change by what a step may. */
function ground(folder: string): string {
  copyCheckout(folder);
  const place = placeDataset(folder);
  const gates = {
    ...{ coverage: false, digests: false, timing: false },
    drift: { maxChange: 0.01, maxShare: 0, maxMean: 0.01 },
  };
  const config = { version: 1, dataset: "clips", model: "demo", variants: { theirs: {} }, gates };
  writeFileSync(join(folder, "eval.jsonc"), JSON.stringify(config));
  return place;
}

/** Imports these scores as the run of this name. */
async function importRun(folder: string, name: string, scores: readonly number[]): Promise<void> {
  const lines = NAMES.map((video, k) => `${video},${scores[k]}`);
  placeScores(folder, `${name}.csv`, ["filename,probability", ...lines]);
  const args = ["--dataset", "clips", "--name", "theirs", "--out", name];
  const { code, stderr } = await assayIn(folder, ["scores", "import", `${name}.csv`, ...args]);
  equal(code, 0, stderr);
}

/** Accepts a run as `main`. @returns what was printed */
async function accept(folder: string, run: string, more: readonly string[] = []): Promise<string> {
  const args = ["check", "--run", run, "--accept", "main", "--reason", `for ${run}`, ...more];
  const { code, stdout, stderr } = await assayIn(folder, args);
  equal(code, 0, stderr);
  return stdout;
}

function judge(folder: string, run: string, more: readonly string[] = []) {
  return assayIn(folder, ["check", "--baseline", "main", "--run", run, ...more]);
}

Deno.test("small steps that are accepted one by one fail where they add up, until the anchor is reset", () =>
  inFolder(async (folder) => {
    ground(folder);
    await importRun(folder, "start", SCORES);
    match(await accept(folder, "start"), /Noise floor: not measured/);
    let scores: readonly number[] = SCORES;
    const codes: number[] = [];
    for (const name of ["one", "two", "three"]) {
      scores = step(scores);
      await importRun(folder, name, scores);
      const { code, stdout } = await judge(folder, name);
      codes.push(code);
      if (name !== "three") {
        match(await accept(folder, name), /its anchor, accepted .*: for start\. --reset-anchor/);
        continue;
      }
      match(stdout, /FAIL +videos changed, against the anchor of \d{4}-\d\d-\d\d/);
      match(stdout.replaceAll(/\s+/g, " "), /--run DIR --accept main --reset-anchor --reason TEXT/);
      ok(!/FAIL +videos changed +/.test(stdout), "the step itself passes");
      const again = await accept(folder, "three", ["--reset-anchor"]);
      ok(!again.includes("its anchor"));
      equal((await judge(folder, "three")).code, 0);
    }
    same(codes, [0, 0, 1]);
    const alone = await judge(folder, "three", ["--reset-anchor"]);
    same([alone.code, errorCode(alone)], [2, "USAGE"]);
  }));

Deno.test("--shared passes no flipped label and no other content", () =>
  inFolder(async (folder) => {
    const place = ground(folder);
    await importRun(folder, "start", SCORES);
    await accept(folder, "start");
    const labels = readFileSync(join(place, "labels.csv"), "utf8");
    const [flipped] = NAMES;
    writeFileSync(
      join(place, "labels.csv"),
      labels.replace(`${flipped},REAL`, `${flipped},FAKE`),
    );
    writeFileSync(join(place, NAMES[3]!), "other bytes");
    await importRun(folder, "changed", SCORES);
    const refused = await judge(folder, "changed");
    same([refused.code, errorCode(refused)], [3, "DATASETS_DIFFER"]);
    match(refused.stderr, /1 video in both with a different label \(real_0000\.mp4\)/);
    match(refused.stderr, /1 video in both with different content \(fake_0001\.mp4\)/);
    const { code, stdout } = await judge(folder, "changed", ["--shared"]);
    equal(code, 1);
    match(stdout, /FAIL +labels differ +1 +0 +real_0000\.mp4 \(REAL → FAKE\)/);
    match(stdout, /FAIL +contents differ +1 +0 +fake_0001\.mp4/);
  }));

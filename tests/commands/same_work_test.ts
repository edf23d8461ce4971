import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { faceTest } from "../platform/ffmpeg/made_face_video.ts";
import { inFolder } from "./in_folder.ts";
import { assay } from "./run_assay.ts";

const CONFIG = {
  version: 1,
  dataset: "demo",
  model: "demo",
  matrix: { frames: [4], seed: [1, 2] },
  sweep: { minFace: [25] },
};
const SENTENCE =
  'Variants "frames=4,seed=1" and "frames=4,seed=2" do the same work: seed has no effect here.';

faceTest(
  "plan, eval and every report name the variants that are the same work",
  () =>
    inFolder(async (folder) => {
      const config = join(folder, "eval.jsonc");
      writeFileSync(config, JSON.stringify(CONFIG));
      const plan = await assay(["plan", "--config", config]);
      equal(plan.code, 0, plan.stderr);
      ok(plan.stdout.split("\n").includes(`! ${SENTENCE}`), plan.stdout);
      const asJson = await assay(["plan", "--config", config, "--json"]);
      same(JSON.parse(asJson.stdout).sameWork, [
        { variants: ["frames=4,seed=1", "frames=4,seed=2"], without: ["seed"] },
      ]);
      const out = join(folder, "run");
      const run = await assay(["eval", "--config", config, "--limit", "2", "--out", out]);
      equal(run.code, 0, run.stderr);
      ok(run.stderr.includes(SENTENCE), run.stderr);
      match(
        run.stdout.replace(/\s+/g, " "),
        /"frames=4,seed=1" and "frames=4,seed=2" do the same work/,
      );
      const text = (name: string) => readFileSync(join(out, name), "utf8");
      ok(JSON.parse(text("summary.json")).warnings.includes(SENTENCE));
      for (const name of ["report.md", "report.html"]) {
        match(text(name), /do the same work: seed has no effect here\./, name);
      }
    }),
);

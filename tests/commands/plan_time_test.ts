import { equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { inFolder } from "./in_folder.ts";
import { assay } from "./run_assay.ts";

const FEW = ["--provider", "cpu", "--limit", "2", "--variant", "reference", "--set", "frames=2"];

Deno.test("plan predicts no time before the first evaluation, and does after it", () =>
  inFolder(async (folder) => {
    const env = { ASSAY_HOME: join(folder, "home") };
    const before = await assay(["plan", ...FEW], env);
    equal(before.code, 0, before.stderr);
    match(before.stdout, /predicted time: unknown.*\n.*deno task eval --limit 10/);

    const out = join(folder, "run");
    const { code, stderr } = await assay(["eval", ...FEW, "--out", out, "--cache", "off"], env);
    equal(code, 0, stderr);

    const after = await assay(["plan", ...FEW], env);
    match(after.stdout, /predicted time +each variant alone/);
    match(after.stdout, /estimated from 2 videos/);
    const json = await assay(["plan", ...FEW, "--json"], env);
    const { timed } = JSON.parse(json.stdout);
    ok(timed.prediction.shared.stages.detect > 0);
    equal(timed.prediction.shared.wallMs, timed.prediction.alone.wallMs, "one variant, one run");
  }));

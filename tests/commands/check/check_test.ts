import { Command } from "commander";
import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHECK_COMMAND_FLAGS, checkTask } from "../../../src/commands/flags/check_flags.ts";
import { addFlags, givenFlags, readFlags } from "../../../src/commands/flags/command_flags.ts";
import type { AssayError } from "../../../src/records/errors.ts";
import { faceTest } from "../../platform/ffmpeg/made_face_video.ts";
import { assayIn, proofGround } from "../check_ground.ts";
import { inFolder } from "../in_folder.ts";
import { errorCode } from "../run_assay.ts";

const MISTAKES: readonly (readonly [args: string, says: RegExp])[] = [
  ["", /--baseline is missing.*--baseline NAME/],
  ["--run a", /--baseline is missing/],
  ["--accept main --reason r", /--run DIR/],
  ["--accept main --run a", /--reason/],
  ["--baseline main --reason r", /--accept NAME/],
  ["--accept main --run a --reason r --baseline main", /--baseline has no effect with --accept/],
  ["--baseline main --run a --limit 3", /--limit has no effect with --run/],
];

/** What check is asked for by a command line. */
function taskOf(args: string) {
  const command = addFlags(new Command(), CHECK_COMMAND_FLAGS);
  command.parse(args.split(" ").filter(Boolean), { from: "user" });
  const flags = readFlags(command, CHECK_COMMAND_FLAGS);
  return checkTask({ flags, source: null, given: givenFlags(command) });
}

Deno.test("flags of check that do not go together are refused, each with what to do", () => {
  for (const [args, says] of MISTAKES) {
    try {
      taskOf(args);
      ok(false, args);
    } catch (error) {
      const { code, exitCode, message } = error as AssayError;
      same([code, exitCode], ["USAGE", 2]);
      match(message, says);
    }
  }
});

Deno.test("flags of check say what is judged, or what is accepted", () => {
  const made = taskOf("--baseline main --limit 3");
  ok(made.kind === "judge");
  same([made.run, made.baseline, made.json], [null, "main", false]);
  same(made.options.limit, { kind: "sample", count: 3 });
  const found = taskOf("--baseline b --run a --json --junit x.xml");
  ok(found.kind === "judge");
  same([found.run, found.baseline, found.json], ["a", "b", true]);
  same(found.files, { junit: "x.xml", summary: null });
  same(taskOf("--run a --accept main --reason r --quiet"), {
    ...{
      kind: "accept",
      run: "a",
      name: "main",
      reason: "r",
      force: false,
      resetAnchor: false,
      json: false,
    },
  });
});

faceTest(
  "check writes files for CI, and reports what is missing, changed or does not match",
  (t) =>
    inFolder(async (folder) => {
      await proofGround(folder);
      const check = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
        assayIn(folder, ["check", ...args], env);
      const fails = async (args: readonly string[], code: string, exit: number) => {
        const outcome = await check(args);
        equal(errorCode(outcome), code, outcome.stderr);
        equal(outcome.code, exit);
        return outcome.stderr;
      };
      const file = join(folder, "reports", "baselines", "main.json");

      await t.step("a failed gate: exit 1, and every format names the stage", async () => {
        const job = join(folder, "job.md");
        writeFileSync(job, "before\n");
        const files = ["--junit", "out/check.xml", "--summary", "out/check.md"];
        const { code, stdout, stderr } = await check(
          ["--baseline", "main", "--set", "margin=0.2", "--out", "second", ...files],
          { GITHUB_STEP_SUMMARY: job },
        );
        equal(code, 1, stderr);
        match(stdout, /FAIL {2}stages differ +2 +0 +first differing stage: crop 2 videos/);
        match(stdout, /skip {2}time per video .* off/);
        match(stdout, /margin \(reference\): 0\.3333 → 0\.2/);
        match(stdout, /FAILED: .*First differing stage: crop/);
        const textOf = (name: string) => readFileSync(join(folder, name), "utf8");
        const xml = textOf("out/check.xml"), page = textOf("out/check.md");
        match(xml, /<testsuite name="reference" tests="8" failures="[1-9]" skipped="1"/);
        match(xml, /<failure type="digests" message="[^"]*first differs at stage crop"\/>/);
        match(page, /\*\*FAILED: .*First differing stage: crop/);
        equal(textOf("job.md"), `before\n${page}\n`);
        ok(existsSync(join(folder, "second", "report.html")));
      });

      await t.step("a run that is there is judged without opening a video", async () => {
        const { code, stdout } = await check(["--run", "first", "--baseline", file, "--json"]);
        equal(code, 0);
        const { outcome, baseline, run, verdicts } = JSON.parse(stdout);
        same([outcome, baseline.why, run.name, verdicts.length], ["pass", "as it was", "first", 8]);
        equal((await check(["--run", "second", "--baseline", "main"])).code, 1);
      });

      await t.step("accepting again names the baseline that it replaces", async () => {
        const accept = ["--run", "second", "--accept", "main", "--reason", "a narrower margin"];
        const { code, stdout, stderr } = await check(accept);
        equal(code, 0);
        match(stdout, /replaces the baseline accepted .*: as it was/);
        match(
          stderr,
          /already too far from the anchor.*mean change, against the anchor.*--reset-anchor/,
        );
        match(stdout, /also judged against its anchor, accepted .*: as it was\./);
        equal((await check(["--run", "second", "--baseline", "main"])).code, 1, "by the anchor");
        equal((await check([...accept, "--reset-anchor"])).code, 0);
        equal((await check(["--run", "second", "--baseline", "main"])).code, 0);
        same(readdirSync(join(folder, "reports", "baselines")), ["main.json"]);
        ok(!readFileSync(file, "utf8").includes(folder), "no path of the machine");
      });

      await t.step("errors have a code and a remedy", async () => {
        await fails(["--baseline", "nmain"], "BASELINE_MISSING", 3);
        await fails(["--baseline", "main", "--run", "nowhere"], "RUN_NOT_FOUND", 3);
        await fails(["--baseline", "main", "--variant", "refrence"], "VARIANT_UNKNOWN", 2);
        const few = await fails(["--baseline", "main", "--limit", "1"], "DATASETS_DIFFER", 3);
        match(few, /1 video only in main \(real\.mp4\)/);
        ok(!few.includes("1 variant, on"), "nothing was run");
        await fails(["--baseline", "main", "--junit", "eval.jsonc/x.xml"], "OUT_NOT_WRITABLE", 2);
      });

      await t.step("a changed video ends it before anything is evaluated", async () => {
        const path = join(folder, "clips", "real.mp4");
        const bytes = readFileSync(path);
        writeFileSync(path, new Uint8Array([...bytes, 0]));
        const changed = await fails(["--baseline", "main", "--out", "never"], "DATASETS_DIFFER", 3);
        match(changed, /1 video in both with different content \(real\.mp4\)/);
        ok(!existsSync(join(folder, "never", "journal.jsonl")), "nothing was run");
        writeFileSync(path, bytes);
      });

      await t.step("an edited baseline is an error", async () => {
        const text = readFileSync(file, "utf8");
        writeFileSync(file, text.replace("a narrower margin", "a broader margin"));
        await fails(["--run", "second", "--baseline", "main"], "BASELINE_CHANGED", 3);
        writeFileSync(file, text);
      });

      await t.step("a config without a single gate judges nothing", async () => {
        const names = ["logLoss", "auc", "drift", "coverage", "digests", "timing"];
        const gates = Object.fromEntries(names.map((name) => [name, false]));
        const config = JSON.parse(readFileSync(join(folder, "eval.jsonc"), "utf8"));
        writeFileSync(join(folder, "off.jsonc"), JSON.stringify({ ...config, gates }));
        const args = ["--run", "second", "--baseline", "main", "--config", "off.jsonc"];
        await fails(args, "NO_GATE", 2);
      });
    }),
);

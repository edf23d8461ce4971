import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { projectRoot } from "../../src/platform/files/project.ts";
import type { Outcome } from "../commands/run_assay.ts";
import { patch } from "../pipeline/copied_checkout.ts";
import { exampleTest, runTyped } from "./example_folder.ts";

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
}

/** How a machine without Deno starts it, as in README. */
const NPX = "npx -y deno@2.9.6 ";

const text = readFileSync(
  join(projectRoot(), "examples", "github_actions", "assay.yml"),
  "utf8",
);
const workflow = parse(text);
const steps: readonly Step[] = workflow.jobs.gate.steps;
const scripts = steps.flatMap(({ run }) => run === undefined ? [] : [run.trim().split("\n")]);

Deno.test("the workflow runs on pull requests, may only read, and knows no secret", () => {
  same(Object.keys(workflow.on), ["pull_request"]);
  same(workflow.permissions, { contents: "read" });
  ok(!/secrets/.test(text));
  for (const { uses, run } of steps) {
    ok((uses === undefined) !== (run === undefined), "a step uses an action or runs a script");
    if (uses !== undefined) match(uses, /^actions\/[a-z-]+@v\d+$/);
    ok(!run?.includes("${{"), "values reach scripts as variables, which cannot inject commands");
  }
});

Deno.test("the workflow starts the Deno that README names, and git alone beside it", () => {
  ok(readFileSync(join(projectRoot(), "README.md"), "utf8").includes(NPX));
  for (const line of scripts.flat()) {
    ok(line.startsWith(NPX) || line.startsWith("git checkout --quiet --detach "), line);
  }
});

/** Runs what a step calls of Assay. @returns what the last command came to */
async function runStep(
  folder: string,
  { script, env }: { script: readonly string[]; env: Readonly<Record<string, string>> },
): Promise<Outcome> {
  const commands = script.filter((line) => line.startsWith(NPX));
  let last: Outcome | null = null;
  for (const line of commands) {
    if (last !== null) equal(last.code, 0, last.stderr);
    last = await runTyped(folder, { command: line.replace(NPX, "deno "), env });
  }
  ok(last !== null, "a step calls Assay");
  return last;
}

exampleTest(
  "the workflow's steps pass what is unchanged and fail an edit of the crop",
  async (folder) => {
    const summary = join(folder, "summary.md");
    const env = { GITHUB_STEP_SUMMARY: summary };
    const [evaluateBase, judge] = scripts;
    equal(scripts.length, 2);
    const accepted = await runStep(folder, { script: evaluateBase!, env });
    equal(accepted.code, 0, accepted.stderr);
    ok(existsSync(join(folder, "reports", "baselines", "base.json")));

    const passed = await runStep(folder, { script: judge!, env });
    equal(passed.code, 0, passed.stdout + passed.stderr);
    match(
      readFileSync(join(folder, "reports", "check.xml"), "utf8"),
      /<testsuite name="reference"/,
    );
    match(readFileSync(summary, "utf8"), /passed/i);

    await Deno.remove(join(folder, "reports", "head"), { recursive: true });
    patch(folder, {
      file: "src/stages/faces/crop.ts",
      from: "const added = Math.floor(",
      to: "const added = Math.ceil(",
    });
    const failed = await runStep(folder, { script: judge!, env });
    equal(failed.code, 1, failed.stdout + failed.stderr);
    match(readFileSync(summary, "utf8"), /FAILED: .*First differing stage: crop/);
    match(readFileSync(join(folder, "reports", "check.xml"), "utf8"), /<failure type="digests"/);
  },
);

import { equal, ok } from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RUN_FILES } from "../../src/runs/run_files.ts";
import { inFolder } from "./in_folder.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import { denoCommand, errorCode, taskFlags } from "./run_assay.ts";

/** Calls a command of Assay with one output closed. @returns its exit code and the text of the other output */
async function unread(closed: "stdout" | "stderr", args: readonly string[]) {
  const child = denoCommand(args[0]!, ["main.ts", ...args]).spawn();
  await child[closed].cancel();
  const other = await child[closed === "stdout" ? "stderr" : "stdout"].text();
  return { code: (await child.status).code, other };
}

Deno.test("a listing whose reader is gone ends well and says nothing of it", async () => {
  for (const args of [["help"], ["models", "list"], ["datasets", "list"], ["plan", "--help"]]) {
    const { code, other } = await unread("stdout", args);
    equal(other, "", args.join(" "));
    equal(code, 0, args.join(" "));
  }
});

Deno.test("an error on a closed output keeps its exit code", async () => {
  const { code, other } = await unread("stderr", ["eval", "--limit", "none"]);
  equal(other, "");
  equal(code, 2);
});

/** Calls a command of Assay with a stream on a full disk. */
async function onFullDisk(stream: 1 | 2, args: readonly string[]) {
  const words = ["deno", "run", ...taskFlags(args[0]!), "main.ts", ...args];
  const task = `${words.map((word) => `'${word}'`).join(" ")} ${stream}> /dev/full`;
  const command = new Deno.Command("deno", {
    args: ["task", "-q", "--eval", task],
    cwd: projectRoot(),
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
  const { code, stdout, stderr } = await command.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

const ignore = Deno.build.os !== "linux"; // /dev/full

Deno.test({
  name: "a result that cannot be printed is an error of its own",
  ignore,
  async fn() {
    const outcome = await onFullDisk(1, ["models", "list"]);
    equal(errorCode(outcome), "OUTPUT_NOT_WRITTEN");
    equal(outcome.code, 4);
    const wrong = await onFullDisk(1, ["eval", "--limit", "none"]);
    equal(wrong.code, 2, "an error keeps its exit code");
  },
});

Deno.test({
  name: "messages that cannot be printed change neither result nor exit code",
  ignore,
  async fn() {
    const { code, stdout } = await onFullDisk(2, ["models", "list", "--json"]);
    equal(code, 0);
    ok(JSON.parse(stdout));
    equal((await onFullDisk(2, ["eval", "--limit", "none"])).code, 2);
  },
});

Deno.test("a run whose reader is gone is finished", () =>
  inFolder(async (folder) => {
    const config = join(folder, "eval.jsonc");
    const variants = { reference: { frames: 2, faceDetector: "whole_frame" } };
    writeFileSync(config, JSON.stringify({ version: 1, dataset: "demo", model: "demo", variants }));
    for (const closed of ["stdout", "stderr"] as const) {
      const out = join(folder, closed);
      const flags = ["--config", config, "--out", out, "--limit", "1", "--provider", "cpu"];
      const { code } = await unread(closed, ["eval", ...flags]);
      equal(code, 0, closed);
      const manifest = JSON.parse(readFileSync(join(out, RUN_FILES.manifest), "utf8"));
      equal(manifest.status, "complete");
      ok(existsSync(join(out, "report.html")), "its reports are written");
    }
  }));

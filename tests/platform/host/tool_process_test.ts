import assert from "node:assert/strict";
import { endingOf, lastText, runTool, startTool } from "../../../src/platform/host/tool_process.ts";

/** Longer than any pipe or buffer, in characters of one to four bytes, so that pieces end within some. */
const LONG = "aé→😀".repeat(30_000);

function evaluating(code: string): string[] {
  return ["eval", "--no-config", "--no-lock", code];
}

Deno.test("all output of a program is read, even where pieces split a character", async () => {
  const code = `
    const text = "aé→😀".repeat(30_000);
    console.log(text);
    console.error("!" + text);
    Deno.exit(3);`;
  const { success, ending, stdout, stderr } = await runTool("deno", evaluating(code));
  assert.deepEqual({ success, ending }, { success: false, ending: "own" });
  assert.equal(stdout, `${LONG}\n`);
  assert.equal(stderr, `!${LONG}\n`);
});

Deno.test("a program without output gives empty text", async () => {
  const result = await runTool("deno", evaluating(""));
  assert.deepEqual(result, { success: true, ending: "own", stdout: "", stderr: "" });
});

Deno.test("a program ended by a signal counts as killed", async () => {
  const { success, ending } = await runTool(
    "deno",
    evaluating(`Deno.kill(Deno.pid, "SIGKILL"); await new Promise(() => {});`),
  );
  assert.deepEqual({ success, ending }, { success: false, ending: "killed" });
});

Deno.test("a program that ends by a fault of its own has crashed, also behind a script", () => {
  const status = { success: false, code: 139, signal: null };
  assert.equal(endingOf(status, ""), "crashed");
  for (const signal of ["SIGSEGV", "SIGABRT", "SIGBUS"] as const) {
    assert.equal(endingOf({ success: false, code: 128, signal }, ""), "crashed");
  }
  assert.equal(endingOf({ ...status, code: 137 }, ""), "killed");
  assert.equal(endingOf({ ...status, code: 255 }, ""), "killed");
  assert.equal(endingOf({ success: false, code: 152, signal: "SIGXCPU" }, ""), "killed");
  assert.equal(endingOf({ ...status, code: 183 }, ""), "own", "ffmpeg's code for invalid data");
});

Deno.test("a program to which the system gave no memory is told from one that failed", () => {
  const status = { success: false, code: 1, signal: null };
  assert.equal(endingOf(status, "clip.mp4: Cannot allocate memory"), "memory");
  assert.equal(endingOf(status, "moov atom not found"), "own");
  assert.equal(endingOf({ ...status, success: true, code: 0 }, "Cannot allocate memory"), "own");
});

Deno.test("the end of a tool's error output is kept", async () => {
  const child = startTool(
    "deno",
    evaluating(`console.error("start" + "x".repeat(100_000) + "the end");`),
  );
  const [text] = await Promise.all([lastText(child.stderr, 10), child.status]);
  await child.stdout.cancel();
  assert.equal(text, "xxthe end\n");
});

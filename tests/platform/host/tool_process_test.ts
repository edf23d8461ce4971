import assert from "node:assert/strict";
import { lastText, runTool, startTool } from "../../../src/platform/host/tool_process.ts";

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
  const { success, killed, stdout, stderr } = await runTool("deno", evaluating(code));
  assert.deepEqual({ success, killed }, { success: false, killed: false });
  assert.equal(stdout, `${LONG}\n`);
  assert.equal(stderr, `!${LONG}\n`);
});

Deno.test("a program without output gives empty text", async () => {
  const result = await runTool("deno", evaluating(""));
  assert.deepEqual(result, { success: true, killed: false, stdout: "", stderr: "" });
});

Deno.test("a program ended by a signal counts as killed", async () => {
  const { success, killed } = await runTool(
    "deno",
    evaluating(`Deno.kill(Deno.pid, "SIGKILL"); await new Promise(() => {});`),
  );
  assert.deepEqual({ success, killed }, { success: false, killed: true });
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

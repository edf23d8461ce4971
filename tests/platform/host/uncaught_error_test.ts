import { equal } from "node:assert/strict";
import { join } from "node:path";
import { projectRoot } from "../../../src/platform/files/project.ts";

/** Exit code and stderr of a program that ends with 4 for any error it catches, and has `code` in it. */
async function ended(code: string): Promise<readonly [code: number, stderr: string]> {
  const source = new URL("../../../src/platform/host/uncaught_error.ts", import.meta.url);
  const script = `import { catchUncaught } from ${JSON.stringify(source)};
    const uncaught = catchUncaught();
    const work = new Promise((done) => setTimeout(done, 60_000));
    ${code}
    await Promise.race([work, uncaught.error]).catch((error) => {
      console.error(error.message);
      Deno.exit(4);
    });`;
  const args = ["eval", `--config=${join(projectRoot(), "deno.json")}`, script];
  const output = await new Deno.Command("deno", { args }).output();
  return [output.code, new TextDecoder().decode(output.stderr).trim()];
}

Deno.test("an error that nothing awaits does not end the process with the code of a failed gate", async () => {
  for (
    const code of [
      `setTimeout(() => { throw new Error("stray") }, 0);`,
      `queueMicrotask(() => { throw new Error("stray") });`,
      `Promise.reject(new Error("stray"));`,
    ]
  ) {
    equal((await ended(code)).join(": "), "4: stray", code);
  }
});

import { deepEqual, equal } from "node:assert/strict";
import { join } from "node:path";
import { projectRoot } from "../../../src/platform/files/project.ts";

/** Runs code that has the terminal as `terminal`; on both streams a name can be read as it arrived there. */
async function printed(
  code: string,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const source = (path: string) => JSON.stringify(new URL(`../../../src/${path}`, import.meta.url));
  const script = `import { openTerminal } from ${source("platform/host/terminal.ts")};
    import { toolError } from ${source("records/errors.ts")};
    const terminal = openTerminal({ quiet: false, verbose: true });
    const name = "a\\u001b[31mb\\u009bc\\u202e\\u001b]0;x\\u0007d";
    ${code}`;
  const args = ["eval", `--config=${join(projectRoot(), "deno.json")}`, script];
  const { stdout, stderr } = await new Deno.Command("deno", { args }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trimEnd();
  return { stdout: text(stdout), stderr: text(stderr) };
}

const ESCAPED = "a\\u001b[31mb\\u009bc\\u202e\\u001b]0;x\\u0007d";

Deno.test("whatever is printed, no name can steer the terminal", async () => {
  const { stdout, stderr } = await printed(`
    terminal.print(name + "\\nsecond line");
    terminal.print("\\u001b[1m" + "bold" + "\\u001b[0m", { painted: true });
    terminal.note(name);
    terminal.detail(name);
    terminal.warn(name + "\\nerror[FORGED]: line");
    terminal.error(toolError("CODE", { what: name, remedy: "None" }));`);
  deepEqual(stdout.split("\n"), [ESCAPED, "second line", "\u001b[1mbold\u001b[0m"]);
  const [note, detail, warning, error, ...stack] = stderr.split("\n");
  deepEqual([note, detail], [ESCAPED, ESCAPED]);
  equal(warning, `warning: ${ESCAPED}\\u000aerror[FORGED]: line`);
  // An error's text is one line already: of C0 controls it has spaces.
  equal(error, "error[CODE]: a [31mb\\u009bc\\u202e ]0;x d. None.");
  // deno-lint-ignore no-control-regex
  equal(stack.some((line) => /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/.test(line)), false);
});

import { equal } from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/files/project.ts";
import { inFolder } from "../commands/in_folder.ts";
import type { Outcome } from "../commands/run_assay.ts";
import { builtTest } from "../demo/small_demo.ts";
import { callCopy, copyCheckout } from "../pipeline/copied_checkout.ts";

/** A test that runs the commands of an example in a checkout of its own, with the demo dataset and model. */
export function exampleTest(name: string, run: (folder: string) => Promise<void>): void {
  builtTest(name, () =>
    inFolder(async (folder) => {
      copyCheckout(folder, ["examples", "eval.jsonc", "eval.schema.json"]);
      symlinkSync(join(projectRoot(), "models", "demo"), join(folder, "models", "demo"));
      await run(folder);
    }));
}

/** The commands of a README: its indented lines that start with `deno`, in order. */
export function commandsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^ {4}(deno .+)$/gm)].map(([, command]) => command!.trim());
}

/**
 * Runs a command as it is typed: `deno task NAME …` under the task's own permissions, set-up apart, or
 * `deno run …`.
 */
export async function runTyped(
  folder: string,
  { command, env = {} }: {
    readonly command: string;
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<Outcome> {
  const [deno, verb, ...args] = wordsOf(command);
  equal(deno, "deno", command);
  if (verb === "task") {
    const home = { ASSAY_HOME: join(folder, "home") };
    return await callCopy(folder, ["main.ts", ...args], {
      task: args[0]!,
      env: { ...env, ...home },
    });
  }
  equal(verb, "run", command);
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: ["run", "--quiet", "--no-prompt", ...args],
    cwd: folder,
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Runs every command and requires that it succeeds. @returns what each came to */
export async function runAll(
  folder: string,
  commands: readonly string[],
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const command of commands) {
    const outcome = await runTyped(folder, { command });
    equal(outcome.code, 0, `${command}\n${outcome.stderr}`);
    outcomes.push(outcome);
  }
  return outcomes;
}

/** The words of a command line; double quotes hold words together, nothing else is special. */
export function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chosenClockRate, moduleWithClockRate } from "../clock_rate.ts";
import { projectRoot } from "../../src/platform/files/project.ts";

/** Result of a call of Assay. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A set of permissions as deno.json has it: `true` is all of a kind, a kind left out is refused. */
export type PermissionSet = Readonly<Partial<Record<string, true | readonly string[]>>>;

interface DenoTask {
  readonly command: string;
  readonly description: string;
}

interface DenoJson {
  readonly tasks: Readonly<Record<string, DenoTask>> & { readonly eval: DenoTask };
  readonly permissions: Readonly<Record<string, PermissionSet>>;
}

export function denoJson(): DenoJson {
  return JSON.parse(readFileSync(join(projectRoot(), "deno.json"), "utf8"));
}

/** The flags of a task's own `deno run`, as deno.json has them; those of eval for a name that is no task. */
export function taskFlags(task: string): string[] {
  const { tasks } = denoJson();
  const last = (tasks[task] ?? tasks.eval).command.split("&&").at(-1)!.trim().split(/\s+/);
  return last.slice(2, last.findIndex((word) => word.endsWith(".ts")));
}

/** The permissions that a task's own `deno run` takes. */
export function taskPermissions(task: string): PermissionSet {
  const name = taskFlags(task).find((flag) => flag.startsWith("-P="))!.slice("-P=".length);
  return denoJson().permissions[name]!;
}

/**
 * A program under the flags of a task, in the checkout as tasks run there.
 * @param options `detached`: it and what it starts are a process group of their own; `clearEnv`: it has no variables
 * but those of `env`
 */
export function denoCommand(
  task: string,
  args: readonly string[],
  { env = {}, detached = false, clearEnv = false }: {
    readonly env?: Readonly<Record<string, string>>;
    readonly detached?: boolean;
    readonly clearEnv?: boolean;
  } = {},
): Deno.Command {
  const rate = chosenClockRate();
  const clock = rate === null ? [] : [`--preload=${moduleWithClockRate(rate)}`];
  return new Deno.Command("deno", {
    args: [
      "run",
      `--config=${join(projectRoot(), "deno.json")}`,
      ...taskFlags(task),
      ...clock,
      ...args,
    ],
    cwd: projectRoot(),
    env: { ...env, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    detached,
    clearEnv,
  });
}

/** Interrupts a detached program's process group, as Ctrl-C in a terminal does. */
export async function pressCtrlC({ pid }: Deno.ChildProcess): Promise<void> {
  const args = ["eval", `Deno.kill(-${pid}, "SIGINT")`]; // tests themselves may signal children only
  await new Deno.Command("deno", { args }).output();
}

/** Calls a command of Assay as its task does, set-up apart. */
export async function assay(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const output = await denoCommand(args[0]!, ["main.ts", ...args], { env }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code: output.code, stdout: text(output.stdout), stderr: text(output.stderr) };
}

/** The `error[CODE]` of an outcome, which has to be its only line on stderr that says so. */
export function errorCode({ stderr }: Outcome): string | undefined {
  const lines = stderr.split("\n").filter((line) => line.startsWith("error["));
  return lines.length === 1 ? /^error\[([A-Z_]+)\]: .+\. .+$/.exec(lines[0]!)?.[1] : undefined;
}

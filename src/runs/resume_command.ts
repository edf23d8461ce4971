import { shellWord } from "../base/text/shell_word.ts";

/** The commands that make runs. */
const COMMANDS = ["eval", "check", "predict"];

/**
 * Makes the command that resumes a run, quoted for a POSIX shell.
 * @param args the arguments that the run was started with, command first
 */
export function resumeCommand(folder: string, args: readonly string[]): string {
  const command = COMMANDS.find((name) => name === args[0]) ?? "eval";
  return `deno task ${command} --resume ${shellWord(folder)}`;
}

/** The commands that make runs. */
const COMMANDS = ["eval", "check", "predict"];

/**
 * The command that goes on with a run, fit to be pasted into a shell.
 * @param args the arguments that the run was started with, command first
 */
export function resumeCommand(folder: string, args: readonly string[]): string {
  const command = COMMANDS.find((name) => name === args[0]) ?? "eval";
  return `deno task ${command} --resume ${shellWord(folder)}`;
}

/** A text as one word of a POSIX shell. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

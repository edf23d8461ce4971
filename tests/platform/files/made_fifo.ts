/** Makes a named pipe. Tests may start Deno alone, so another Deno starts the program. */
export async function makeFifo(path: string): Promise<void> {
  const code = `const { success } = await new Deno.Command("mkfifo", { args: [${
    JSON.stringify(path)
  }] }).output();
    Deno.exit(success ? 0 : 1);`;
  const { success } = await new Deno.Command("deno", { args: ["eval", code] }).output();
  if (!success) throw new Error(`${path} could not be made`);
}

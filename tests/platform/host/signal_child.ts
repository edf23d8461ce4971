import { equal } from "node:assert/strict";

/**
 * Sends a signal to the child of this process that runs a program. (A program of its own does so: tests may signal
 * only children whose handle they have.)
 */
export async function signalChild(program: string, signal: Deno.Signal): Promise<void> {
  const code = `
    for (const { name } of Deno.readDirSync("/proc")) {
      if (!/^\\d+$/.test(name)) continue;
      let stat = "";
      try { stat = Deno.readTextFileSync("/proc/" + name + "/stat"); } catch { continue; }
      const [, comm, parent] = /^\\d+ \\((.*)\\) \\S (\\d+)/.exec(stat);
      if (comm === ${JSON.stringify(program)} && parent === "${Deno.pid}") {
        Deno.kill(Number(name), ${JSON.stringify(signal)});
      }
    }`;
  const { code: status } = await new Deno.Command("deno", { args: ["eval", code] }).output();
  equal(status, 0);
}

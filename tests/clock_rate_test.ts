import { equal, ok } from "node:assert/strict";
import { moduleWithClockRate } from "./clock_rate.ts";

/** How much faster durations go by than dates, over a wait. */
const MEASURE = `
  const [from, since] = [performance.now(), Date.now()];
  await new Promise((resolve) => setTimeout(resolve, 50));
  const dated = Date.now() - since;
  const ratio = (performance.now() - from) / dated;`;

/** Prints it for the main thread and for a worker. */
const PROBE = `${MEASURE}
  console.log(ratio);
  const worker = new Worker(${JSON.stringify(dataUrl(`${MEASURE} postMessage(ratio);`))}, {
    type: "module",
  });
  worker.onmessage = ({ data }) => {
    console.log(data);
    worker.terminate();
  };`;

function dataUrl(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

Deno.test("a clock rate holds for durations, in all threads of a program", async () => {
  const preload = `--preload=${moduleWithClockRate(10)}`;
  const args = ["run", "--quiet", "--no-config", "--allow-read", preload, dataUrl(PROBE)];
  const { stdout, stderr } = await new Deno.Command("deno", { args }).output();
  const ratios = new TextDecoder().decode(stdout).trim().split("\n").map(Number);
  equal(ratios.length, 2, new TextDecoder().decode(stderr));
  // A duration is read around its dates, which are whole milliseconds.
  for (const ratio of ratios) ok(ratio > 9, `${ratio}`);
});

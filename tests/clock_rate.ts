/**
 * Has every duration that this process measures come out `rate` times as long, on all its threads: a stand-in for a
 * faster or slower machine, for tests that must not notice.
 */
export function setClockRate(rate: number): void {
  const { now } = performance;
  const start = now.call(performance);
  performance.now = () => start + (now.call(performance) - start) * rate;
  const { Worker } = globalThis;
  globalThis.Worker = class extends Worker {
    constructor(module: string | URL, options?: WorkerOptions) {
      super(moduleWithClockRate(rate, [String(module)]), options);
    }
  };
}

/** Address of a module that sets the clock's rate before it loads others. */
export function moduleWithClockRate(rate: number, modules: readonly string[] = []): string {
  const first = `data:text/javascript,${
    encodeURIComponent(
      `import { setClockRate } from ${JSON.stringify(import.meta.url)}; setClockRate(${rate});`,
    )
  }`;
  const code = [first, ...modules].map((module) => `import ${JSON.stringify(module)};`);
  return `data:text/javascript,${encodeURIComponent(code.join("\n"))}`;
}

/** The rate that the tests are to run with, of ASSAY_TEST_CLOCK_RATE; `null`: the machine's own. */
export function chosenClockRate(): number | null {
  const rate = Deno.env.get("ASSAY_TEST_CLOCK_RATE");
  return rate === undefined ? null : Number(rate);
}

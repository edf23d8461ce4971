import type { BenchMachine } from "./result.ts";
import type { Provider } from "../records/provider.ts";
import { readHostFacts } from "../platform/host/host_facts.ts";

/** The machine as far as times depend on it. */
export function benchMachine(
  { provider, device, threads }: { provider: Provider; device: string | null; threads: number },
): BenchMachine {
  const { os, architecture, cpu, cores, memory } = readHostFacts();
  return { os, architecture, cpu, cores, memory, provider, device, threadsPerSession: threads };
}

/** In what two machines differ, a phrase for each. The release of the system may change. */
export function machineDifferences(a: BenchMachine, b: BenchMachine): string[] {
  const facts = [
    "architecture",
    "cpu",
    "cores",
    "memory",
    "provider",
    "device",
    "threadsPerSession",
  ] as const;
  return facts.filter((fact) => a[fact] !== b[fact])
    .map((fact) => `${fact} ${b[fact] ?? "none"} there, ${a[fact] ?? "none"} here`);
}

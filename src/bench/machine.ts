import type { BenchMachine } from "./result.ts";
import type { Provider } from "../records/provider.ts";
import { readHostFacts } from "../platform/host/host_facts.ts";

/** Facts about the machine that times depend on. */
export function benchMachine(
  { provider, device, threads }: { provider: Provider; device: string | null; threads: number },
): BenchMachine {
  const { os, architecture, cpu, cores, memory } = readHostFacts();
  return { os, architecture, cpu, cores, memory, provider, device, threadsPerSession: threads };
}

/** Differences between two machines, a phrase each; the release of the operating system is ignored. */
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

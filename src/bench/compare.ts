import { readTextFile } from "../platform/files/regular_file.ts";
import { unpairedRatio } from "./statistics.ts";
import type { BenchCase, BenchEarlier, BenchMachine, BenchResult, BenchSubject } from "./result.ts";
import { type AssayError, inputError, usageError } from "../records/errors.ts";
import { machineDifferences } from "./machine.ts";

/**
 * Reads an earlier result to compare with.
 * @throws AssayError: exit 3 when it is not a result; exit 2 when it is of another subject or machine
 */
export async function readEarlier(
  path: string,
  { subject, machine }: { subject: BenchSubject; machine: BenchMachine },
): Promise<BenchResult> {
  const earlier = await parsedResult(path);
  if (earlier.subject !== subject) {
    throw notComparable(`${path} is a result of bench ${earlier.subject}, not of bench ${subject}`);
  }
  const differences = machineDifferences(machine, earlier.machine);
  if (differences.length > 0) {
    throw notComparable(`${path} was measured on another machine (${differences.join("; ")})`);
  }
  return earlier;
}

/** Ratios of this result's times to the earlier ones, for the cases of both. */
export function againstEarlier(cases: readonly BenchCase[], earlier: BenchResult): BenchEarlier {
  const before = new Map(earlier.cases.map((one) => [one.name, one]));
  const now = new Set(cases.map(({ name }) => name));
  return {
    startedAt: earlier.startedAt,
    assay: earlier.versions.assay,
    ratios: cases.flatMap((one) => {
      const same = before.get(one.name);
      return same ? [unpairedRatio(one, same)] : [];
    }),
    unmatched: [
      ...cases.filter(({ name }) => !before.has(name)).map(({ name }) => name),
      ...earlier.cases.filter(({ name }) => !now.has(name)).map(({ name }) => name),
    ],
  };
}

async function parsedResult(path: string): Promise<BenchResult> {
  try {
    const value = JSON.parse(await readTextFile(path)) as Partial<BenchResult> | null;
    if (value?.schemaVersion !== 1 || !value.machine || !Array.isArray(value.cases)) {
      throw new TypeError("not a result of bench");
    }
    return value as BenchResult;
  } catch (cause) {
    throw inputError("BENCH_NOT_READ", {
      what: `${path} is not a result of bench`,
      remedy: "Give a bench.json written by `deno task bench --out DIR`",
      cause,
    });
  }
}

function notComparable(what: string): AssayError {
  const remedy = "Times are comparable only on the same machine and subject: measure both here";
  return usageError("BENCH_NOT_COMPARABLE", { what, remedy });
}

import {
  type BenchBreakdown,
  type BenchPart,
  type BenchRate,
  type MeasuredBreakdown,
  type MeasuredRate,
  SPENDERS,
} from "./result.ts";
import { medianSpread } from "./statistics.ts";
import { meanOf } from "../base/numeric/statistics/sample_deviation.ts";

/** Work per second, and its share of the limit in the same rounds. @throws RangeError for no samples */
export function benchRate(measured: MeasuredRate): BenchRate {
  const { name, unit, per, work, samplesMs, limit } = measured;
  const rates = perSecond(measured);
  const most = limit && perSecond(limit);
  return {
    name,
    unit,
    per,
    work: medianSpread(work).value,
    medianMs: medianSpread(samplesMs).value,
    perSecond: medianSpread(rates),
    limit: limit && most && {
      name: limit.name,
      share: medianSpread(rates.map((rate, round) => rate / most[round]!)),
    },
  };
}

/** Mean of each part and each spender, which add up to the mean wall time. */
export function benchBreakdown(measured: MeasuredBreakdown): BenchBreakdown {
  const { name, per, mostOverhead } = measured;
  const means = measured.parts.map((part) => ({ ...part, meanMs: meanOf(part.samplesMs) }));
  const wallMs = sum(means.map(({ meanMs }) => meanMs));
  const spent = ({ name, spender, meanMs }: Omit<BenchPart, "share">): BenchPart => ({
    name,
    spender,
    meanMs,
    share: meanMs / wallMs,
  });
  const spenders = SPENDERS.map((spender) => {
    const own = means.filter((part) => part.spender === spender);
    return spent({ name: spender, spender, meanMs: sum(own.map(({ meanMs }) => meanMs)) });
  });
  return { name, per, parts: means.map(spent), spenders, wallMs, mostOverhead };
}

/** A warning for each breakdown whose overhead exceeds its limit. */
export function overheadWarnings(breakdowns: readonly BenchBreakdown[]): string[] {
  return breakdowns.flatMap(({ name, spenders, mostOverhead }) => {
    const { share } = spenders.find(({ spender }) => spender === "overhead")!;
    if (share <= mostOverhead) return [];
    const [is, most] = [share, mostOverhead].map((value) => `${(100 * value).toFixed(1)} %`);
    return [`${name}: overhead is ${is} of the wall time, above the limit of ${most}.`];
  });
}

function perSecond({ work, samplesMs }: Pick<MeasuredRate, "work" | "samplesMs">): number[] {
  return samplesMs.map((milliseconds, round) => 1000 * work[round]! / milliseconds);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

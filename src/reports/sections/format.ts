import { basename } from "node:path";
import { counted } from "../../base/text/counted.ts";
import type { JsonValue, RunManifest, Settings } from "../../records/manifest.ts";
import type { Interval, MetricValue } from "../../records/metric_value.ts";
import type { VariantSummary } from "../../records/summary.ts";

/** Text in place of a missing value. */
export const NO_VALUE = "–";

/** Smaller p-values are not told apart. */
const SMALLEST_P = 0.001;

/** Three decimals, such as `0.351`. */
export function numberText({ value }: MetricValue): string {
  return value === null ? NO_VALUE : withoutMinusZero(value.toFixed(3));
}

/** Three decimals with a sign, such as `+0.012`; smaller values as `+1e-5`. */
export function signedText({ value }: MetricValue): string {
  return value === null ? NO_VALUE : withSign(value);
}

/** `0.210 to 0.520`. */
export function intervalText({ low, high }: Interval): string {
  return low === null ? NO_VALUE : `${low.toFixed(3)} to ${high.toFixed(3)}`;
}

/** `-0.080 to +0.012`. */
export function signedIntervalText({ low, high }: Interval): string {
  return low === null ? NO_VALUE : `${withSign(low)} to ${withSign(high)}`;
}

/** A size, at least 0, such as `0.012` or `3e-7`. */
export function sizeText(value: number): string {
  return withSign(value).replace("+", "");
}

/** `p = 0.012`, `p < 0.001`. */
export function pText(p: number): string {
  const number = pNumber(p);
  return /^[<>]/.test(number) ? `p ${number}` : `p = ${number}`;
}

/** A p-value in a column of its own: `0.012`, `< 0.001`. */
export function pNumber(p: number): string {
  if (p < SMALLEST_P) return `< ${SMALLEST_P}`;
  // Beside a limit of 0.05, what is above it must look so.
  return p > 0.05 && p.toFixed(3) === "0.050" ? "> 0.05" : p.toFixed(3);
}

function withSign(value: number): string {
  const text = value === 0 || Math.abs(value) >= 0.0005
    ? withoutMinusZero(value.toFixed(3))
    : value.toExponential(0);
  return value > 0 ? `+${text}` : text;
}

function withoutMinusZero(text: string): string {
  return Number(text) === 0 ? text.replace("-", "") : text;
}

/** A duration to two or three digits, such as `412 ms`, `1.34 s` or `2 min 5 s`. */
export function durationText(milliseconds: number | null): string {
  if (milliseconds === null) return NO_VALUE;
  if (milliseconds < 9.95) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 999.5) return `${milliseconds.toFixed(0)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A setting as text: numbers short, lists with commas. */
export function settingText(value: JsonValue): string {
  if (typeof value === "number") return String(Number(value.toPrecision(4)));
  if (Array.isArray(value)) return value.map(settingText).join(",");
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** `frames=8 seed=1`. */
export function settingsText(settings: Settings): string {
  return Object.entries(settings).map(([key, value]) => `${key}=${settingText(value)}`).join(" ");
}

/** Settings that differ from the baseline and are not part of the variant's name. */
export function settingsNotInName({ name, differs }: VariantSummary): Settings {
  return Object.fromEntries(Object.entries(differs).filter(([key]) => !name.includes(key)));
}

/** Replaces hyphens before digits by minus signs, which are as wide as plus signs. */
export function withMinusSigns(text: string): string {
  return text.replace(/-(?=\d)/g, "−");
}

/** A point in time as `2026-03-01 09:30 UTC`. */
export function timeText(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** The device that ran the networks, such as `CPU: Intel Xeon, 2 cores`, or where the scores come from. */
export function deviceText({ execution, host, imported }: RunManifest): string {
  if (imported !== undefined) return `scores imported from ${basename(imported.file)}`;
  const cores = `${host.cpu}, ${counted(host.cores, "core")}`;
  return execution.used === "cpu" ? `CPU: ${cores}` : `CUDA: ${execution.device} (${cores})`;
}

/** The command, quoted for a shell. */
export function commandText(command: readonly string[]): string {
  return ["deno task", ...command.map(shellWord)].join(" ");
}

function shellWord(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

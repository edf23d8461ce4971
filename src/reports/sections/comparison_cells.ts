import { counted } from "../../base/text/counted.ts";
import type { JsonValue } from "../../records/manifest.ts";
import type { StageCounts } from "../../records/run_comparison.ts";
import { STAGES } from "../../records/run_result.ts";
import { NO_VALUE, settingText } from "./format.ts";

/** Smaller values would round to 0 with three decimals. */
const SMALLEST_SHOWN = 5e-4;
const LONGEST_VALUE = 40;
const HASH_DIGITS = 12;

/** A change with its sign, small ones too: `+0.012`, `-3.1e-7`, `0`. */
export function changeText(value: number | null): string {
  if (value === null) return NO_VALUE;
  return `${value > 0 ? "+" : ""}${numberOf(value)}`;
}

/** A size without a sign: `0.012`, `3.1e-7`, `0`. */
export function sizeText(value: number | null): string {
  return value === null ? NO_VALUE : numberOf(value);
}

function numberOf(value: number): string {
  if (value === 0) return "0";
  return Math.abs(value) < SMALLEST_SHOWN ? value.toExponential(1) : value.toFixed(3);
}

/** `0.031`, `< 0.001`. */
export function pText(value: number | null): string {
  if (value === null) return NO_VALUE;
  return value < 0.001 ? "< 0.001" : value.toFixed(3);
}

/** A share as `98.5 %`. */
export function percentText(share: number | null): string {
  return share === null ? NO_VALUE : `${Number((100 * share).toFixed(1))} %`;
}

/** `REAL`, `FAKE` or nothing. */
export function labelText(label: number): string {
  return label === 1 ? "FAKE" : label === 0 ? "REAL" : "";
}

/** `crop 31 videos, classify 2`; `nothing differs`. */
export function stagesText(begins: StageCounts): string {
  const counts = STAGES.filter((stage) => begins[stage] > 0);
  if (counts.length === 0) return "nothing differs";
  return counts.map((stage, i) =>
    `${stage} ${i === 0 ? counted(begins[stage], "video") : begins[stage]}`
  ).join(", ");
}

/** The first names, and how many more there are. */
export function namesText(names: readonly string[], most: number): string {
  if (names.length <= most + 1) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}

/** A fact's path in readable form: `margin (every variant)`, `frames (quick)`, `versions.deno`. */
export function factName(path: string): string {
  const parts = /^variants\.(.*)\.([^.]+)$/.exec(path);
  if (!parts) return path;
  return `${parts[2]} (${parts[1] === "*" ? "every variant" : parts[1]})`;
}

/** A fact's value; hashes are cut to their first digits, long values in the middle. */
export function factValue(value: JsonValue): string {
  if (value === null) return NO_VALUE;
  const text = settingText(value);
  const hash = /^([0-9a-f]{40}|[0-9a-f]{64})(\+changes)?$/.exec(text);
  if (hash) return `${hash[1]!.slice(0, HASH_DIGITS)}${hash[2] ?? ""}`;
  if (text.length <= LONGEST_VALUE) return text;
  return `${text.slice(0, LONGEST_VALUE / 2)}…${text.slice(1 - LONGEST_VALUE / 2)}`;
}

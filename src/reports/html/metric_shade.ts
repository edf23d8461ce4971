import type { MetricFacts } from "../../records/summary.ts";
import { COIN_LOSS } from "../sections/verdict_lines.ts";

/** Class of a table cell's background, from a very good value to a very bad one. */
export type Shade = (typeof SHADES)[number];

const SHADES = [
  "shade-g3",
  "shade-g2",
  "shade-g1",
  "shade-0",
  "shade-b1",
  "shade-b2",
  "shade-b3",
] as const;

/** Values between which the shades are divided evenly. */
interface Ends {
  readonly best: number;
  readonly worst: number;
}

/** How far above that of a constant 0.5 a loss with the worst shade is. */
const BEYOND_CHANCE = 1.3;

/** Ends of the metrics whose worst shade is for chance, or for losses somewhat above it. */
const ENDS: Readonly<Record<string, Ends>> = {
  logLoss: { best: 0, worst: BEYOND_CHANCE * COIN_LOSS },
  brier: { best: 0, worst: BEYOND_CHANCE * 0.25 },
  eer: { best: 0, worst: 0.5 },
  auc: { best: 1, worst: 0.5 },
  balancedAccuracy: { best: 1, worst: 0.5 },
};

/** The shade of a value, on a scale that depends on nothing but the metric. */
export function shadeOf(value: number, metric: Pick<MetricFacts, "name" | "direction">): Shade {
  const { best, worst } = endsOf(metric);
  const share = (value - best) / (worst - best);
  const place = Math.floor(share * SHADES.length);
  return SHADES[Math.max(0, Math.min(SHADES.length - 1, place))]!;
}

/** The shades with the values at which they begin. */
export function shadeScale(
  metric: Pick<MetricFacts, "name" | "direction">,
): readonly { readonly shade: Shade; readonly text: string }[] {
  const { best, worst } = endsOf(metric);
  return SHADES.map((shade, place) => {
    const at = best + (worst - best) * place / SHADES.length;
    return { shade, text: at.toFixed(2) };
  });
}

function endsOf({ name, direction }: Pick<MetricFacts, "name" | "direction">): Ends {
  return ENDS[name] ?? (direction === "lower" ? { best: 0, worst: 1 } : { best: 1, worst: 0 });
}

import { type Markup, markup } from "./markup.ts";

/** Maps numbers to pixels from left to right. */
export interface Scale {
  /** Pixels; numbers outside are moved to the nearer end. */
  at(value: number): number;
  /** Round numbers for grid lines. */
  readonly ticks: readonly number[];
  readonly left: number;
  readonly right: number;
}

/** A scale whose ends are round numbers around `values`; with no values it shows 0 to 1. */
export function scaleOver(
  values: readonly number[],
  { left, right }: { readonly left: number; readonly right: number },
): Scale {
  const low = values.length ? Math.min(...values) : 0;
  const high = values.length ? Math.max(...values) : 1;
  const step = roundStep((high - low || Math.abs(high) || 1) / 4);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => rounded((first + i) * step));
  const [start, end] = [ticks[0], ticks[ticks.length - 1]];
  const at = (value: number) => {
    const share = Math.min(1, Math.max(0, (value - start) / (end - start)));
    return Number((left + share * (right - left)).toFixed(1));
  };
  return { at, ticks, left, right };
}

/** The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return power * ([1, 2, 2.5, 5].find((factor) => factor * power >= step * 0.999) ?? 10);
}

/** Without the dust of binary fractions. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

/** Grid lines from `top` to `bottom` with their numbers above. */
export function gridLines(
  scale: Scale,
  { top, bottom, text }: {
    readonly top: number;
    readonly bottom: number;
    text(value: number): string;
  },
): Markup {
  return markup`${
    scale.ticks.map((tick) => {
      const x = scale.at(tick);
      return markup`<line class="grid" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/>
<text class="tick" x="${x}" y="${top - 6}" text-anchor="middle">${text(tick)}</text>`;
    })
  }`;
}

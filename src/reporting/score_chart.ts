import type { ScoreHistogram, VariantSummary } from "../domain/summary.ts";
import { type Markup, markup } from "./markup.ts";

const WIDTH = 440;
const HEIGHT = 190;
const LEFT = 48;
const HALF = 68;
const MIDDLE = 86;

/**
 * How many videos got which probability: fakes above the line, reals below it. A figure; every bar says its
 * number.
 */
export function scoreChart({ name, histogram, metrics }: VariantSummary): Markup {
  const bins = histogram.fake.length;
  const most = Math.max(1, ...histogram.real, ...histogram.fake);
  const step = (WIDTH - LEFT - 8) / bins;
  const bars = (side: keyof ScoreHistogram) =>
    histogram[side].map((count, i) => {
      const height = Number((count / most * HALF).toFixed(1));
      const y = side === "fake" ? MIDDLE - height : MIDDLE;
      const x = Number((LEFT + i * step + 1).toFixed(1));
      const range = `${(i / bins).toFixed(2)} to ${((i + 1) / bins).toFixed(2)}`;
      return count === 0
        ? null
        : markup`<rect class="${side}" x="${x}" y="${y}" width="${
          (step - 2).toFixed(1)
        }" height="${height}"><title>${`${count} ${side}, P(fake) ${range}`}</title></rect>`;
    });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((value) => {
    const x = LEFT + value * step * bins;
    return markup`<text class="tick" x="${x}" y="${HEIGHT - 12}" text-anchor="middle">${
      String(value)
    }</text>`;
  });
  return markup`<figure><figcaption>${name}</figcaption>
<svg class="chart scores" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${
    description(histogram, metrics.logLoss.n)
  }">
<text class="note" x="0" y="${MIDDLE - 24}">FAKE</text><text class="note" x="0" y="${
    MIDDLE + 32
  }">REAL</text>
${bars("fake")}${bars("real")}
<line class="axis" x1="${LEFT}" x2="${WIDTH - 8}" y1="${MIDDLE}" y2="${MIDDLE}"/>
${ticks}</svg></figure>`;
}

function description({ real, fake }: ScoreHistogram, videos: number): string {
  const half = real.length / 2;
  const count = (bins: readonly number[]) => bins.reduce((total, bin) => total + bin, 0);
  return `P(fake) of ${videos} videos: ${count(fake.slice(half))} of ${count(fake)} fakes and ` +
    `${count(real.slice(half))} of ${count(real)} reals at 0.5 or above`;
}

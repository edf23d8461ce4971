import { planReading } from "../stages/frames/read_plan.ts";
import type { ParityStage } from "./contract.ts";
import { equality, measuresOf, tally } from "./tally.ts";

/** Frames read by the original's reader for a list of indices. */
interface GoldenReading {
  readonly frameCount: number;
  readonly indices?: readonly number[];
  readonly frameIdxs?: readonly number[];
  /** Labels kept; `null`: none; left out: not tried. */
  readonly read?: readonly number[] | null;
  /** Decoded positions in the stream. */
  readonly positions?: readonly number[] | null;
}

const SECTIONS = ["readQuirk", "linspace", "linspaceRounding", "jitter", "random"] as const;

/** The reading rule `walk`, compared with the original's reading loop. */
export const reading: ParityStage = {
  title: "reading rules",
  check({ golden }) {
    const sections = golden.json<Record<typeof SECTIONS[number], readonly GoldenReading[]>>(
      "sampling.json",
    );
    const frames = tally({ what: "frames that `walk` reads" });
    for (const section of SECTIONS) {
      for (const { frameCount, read, positions, ...rest } of sections[section]) {
        const indices = rest.frameIdxs ?? rest.indices;
        if (read === undefined || positions === undefined || indices === undefined) continue;
        const delivered = planReading(indices, "walk")
          .filter(({ position }) => position < frameCount);
        const expected = (read ?? []).map((label, i) => ({ label, position: positions![i] }));
        frames.add(
          `${section}: ${indices.slice(0, 5)}… of ${frameCount}`,
          equality(delivered, expected),
        );
      }
    }
    return Promise.resolve({ measures: measuresOf([frames]), leftOut: [] });
  },
};

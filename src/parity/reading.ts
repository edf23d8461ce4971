import { planReading } from "../stages/frames/read_plan.ts";
import type { ParityStage } from "./contract.ts";
import { equality, measuresOf, tally } from "./tally.ts";

/** What the original's reader did with a list of indices. */
interface GoldenReading {
  readonly frameCount: number;
  readonly indices?: readonly number[];
  readonly frameIdxs?: readonly number[];
  /** Labels kept; `null`: none. Left out where it was not tried. */
  readonly read?: readonly number[] | null;
  /** Places in the stream that were decoded. */
  readonly positions?: readonly number[] | null;
}

const SECTIONS = ["readQuirk", "linspace", "linspaceRounding", "jitter", "random"] as const;

/** The rule `walk`, as the original's reading loop behaves. */
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

import type { Measurements } from "./result.ts";
import { counted } from "../base/text/counted.ts";
import { soloPlan } from "../pipeline/plan/plan.ts";
import { benchVideos, openBenchTools, passVideos, stageSums } from "./pass.ts";
import { type BenchWork, cpuSides, measureRounds, type RoundOptions, wallSides } from "./rounds.ts";
import type { Evaluation } from "../evaluation/evaluation.ts";

/** Default number of videos of a sample. */
const VIDEOS = 3;

/** Measures each variant alone, end to end over a few videos, against that of compareWith. */
export async function benchVariants(
  evaluation: Evaluation,
  { limited, rounds }: { limited: boolean; rounds: RoundOptions },
): Promise<Measurements> {
  const { plan, config, dataset } = evaluation;
  const videos = benchVideos(evaluation, { limited, count: VIDEOS });
  const { resources, loadingMs } = await openBenchTools(plan);
  try {
    const works = plan.variants.map(({ variant }, v): BenchWork => {
      const alone = { plan: soloPlan(plan, v), resources };
      return {
        name: variant.name,
        per: "video",
        units: videos.length,
        remainder: "overhead",
        run: async () => stageSums(await passVideos(videos, alone)),
      };
    });
    const cases = await measureRounds(works, rounds);
    const base = cases.find(({ name }) => name === config.compareWith)!;
    return {
      what: `each variant alone over ${
        counted(videos.length, "video")
      } of ${dataset.name}, time per video`,
      rounds: base.samplesMs.length,
      cases,
      ratios: cases.filter((one) => one !== base).map((one) => ({
        name: `${one.name} / ${base.name}`,
        wall: wallSides(one, base),
        cpu: cpuSides(one, base),
        predicted: null,
        limit: null,
      })),
      growths: [],
      memory: [],
      rates: [],
      breakdowns: [],
      remarks: [
        `loading the networks took ${Math.round(loadingMs)} ms, not included in the samples`,
      ],
    };
  } finally {
    await resources.release();
  }
}

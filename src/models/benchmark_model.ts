import { join } from "node:path";
import type { ModelCard } from "../stages/classifiers/model_card.ts";
import { EFFICIENTNET_VARIANTS, type EfficientnetVariant } from "./networks/efficientnet_layout.ts";
import { completeModel, modelFileName } from "./complete_model.ts";
import { buildSeededEfficientnet, efficientnetInterface } from "./networks/efficientnet.ts";
import { WINNERS_SIDE } from "./networks/efficientnet_origin.ts";
import type { ImportOptions } from "./import_model.ts";
import { publishModel } from "./publish_model.ts";

/** Models that can be built from a seed, by name. */
export const BENCHMARK_MODELS: Readonly<Record<string, EfficientnetVariant>> = Object.fromEntries(
  EFFICIENTNET_VARIANTS.map((variant) => [`efficientnet-${variant}`, variant]),
);

/**
 * Builds an untrained EfficientNet for measuring speed and memory.
 * @param name one of `BENCHMARK_MODELS`
 * @param options `seed`: integer, 0 … 2³²−1; `size`: side of the faces, pixels, `null`: the winner's
 */
export async function buildBenchmarkModel(
  name: string,
  options: ImportOptions & { readonly seed: number; readonly size: number | null },
): Promise<ModelCard> {
  const { seed, size, progress } = options;
  const variant = BENCHMARK_MODELS[name]!;
  const draft = {
    name,
    architecture: `tf-${name}`,
    description: `${name} with weights from a seed, for benchmarks`,
    license: "MIT",
    source: `Built by \`deno task models build ${name} --seed ${seed}\``,
    ...efficientnetInterface(size ?? WINNERS_SIDE),
    trainedOn: [],
    limits: "Untrained: its scores are meaningless.",
  };
  return await publishModel(name, {
    ...options,
    async make(folder) {
      progress(`building ${name} from seed ${seed}`);
      await buildSeededEfficientnet(join(folder, modelFileName(name, "fp32")), { variant, seed });
      return await completeModel(folder, draft, options);
    },
  });
}

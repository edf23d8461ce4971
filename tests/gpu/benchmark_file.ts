import { join } from "node:path";
import { type CatalogueEntry, readCatalogue } from "../../src/stages/classifiers/catalogue.ts";
import type { Precision } from "../../src/records/provider.ts";
import { buildBenchmarkModel } from "../../src/models/benchmark_model.ts";
import { determineFileStates } from "../../src/models/model_state.ts";
import { assayHome } from "../../src/platform/files/project.ts";

/** Width and height of the faces, pixels. */
export const FACE_SIZE = 380;

/**
 * Path of an untrained EfficientNet's file, built once: both processes of `deno task test:gpu` use it.
 * @param name such as `efficientnet-b7`
 */
export async function benchmarkFile(name: string, precision: Precision): Promise<string> {
  const { card, folder } = await benchmarkModel(name);
  return join(folder, card.files[precision]!.path);
}

/** Card and folder of an untrained EfficientNet with both precisions. */
export async function benchmarkModel(
  name: string,
): Promise<Pick<CatalogueEntry, "card" | "folder">> {
  const modelsFolder = join(assayHome(), "gpu-models");
  const entry = (await readCatalogue(modelsFolder)).find(({ card }) => card.name === name);
  const whole = entry !== undefined &&
    Object.values(await determineFileStates(entry)).every((state) => state === "verified");
  if (whole) return entry;
  const card = await buildBenchmarkModel(name, {
    modelsFolder,
    seed: 1,
    size: FACE_SIZE,
    precisions: ["fp32", "fp16"],
    replace: true,
    force: true,
    progress: (line) => console.log(line),
  });
  return { card, folder: join(modelsFolder, name) };
}

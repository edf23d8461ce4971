import { join } from "node:path";
import { inputTensor } from "../stages/classifiers/input_tensor.ts";
import {
  buildMesonet,
  MESONET_INTERFACE,
  type MesonetName,
  MESONETS,
} from "../models/networks/mesonet.ts";
import { OnnxSession } from "../platform/onnxruntime/onnx_session.ts";
import type { ParityContext, ParityStage, StageFindings } from "./contract.ts";
import { largestFloat32Difference, measuresOf, type Tally, tally } from "./tally.ts";

interface GoldenImage {
  readonly inputFile: string;
  /** P(real) by the name of the weights file without its extension. */
  readonly outputs: Readonly<Record<string, { readonly output: number }>>;
}

/** MesoNet's four networks, compared with Keras. */
export const mesonet: ParityStage = { title: "MesoNet", check };

async function check({ golden, workFolder }: ParityContext): Promise<StageFindings> {
  const { cases } = golden.json<{ cases: readonly GoldenImage[] }>("mesonet", "outputs.json");
  const found = tally({ what: "P(real) of images", tolerance: 1e-5 });
  const leftOut: string[] = [];
  for (const [name, { file }] of Object.entries(MESONETS)) {
    const source = golden.media("mesonet", file);
    if (source === null) {
      leftOut.push(`${name} (${file} is not in the media folder)`);
      continue;
    }
    const { architecture } = MESONETS[name as MesonetName];
    const path = join(workFolder, `${name}.onnx`);
    await buildMesonet(source, { architecture, path });
    const images = cases.map(({ inputFile, outputs }) => ({
      name: `${name}: ${inputFile}`,
      pixels: golden.bytes("mesonet", inputFile),
      expected: outputs[file.replace(".h5", "")]!.output,
    }));
    await compareNetwork(path, images, { found });
  }
  return { measures: measuresOf([found]), leftOut };
}

async function compareNetwork(
  path: string,
  images: readonly { name: string; pixels: Uint8Array; expected: number }[],
  { found }: { found: Tally },
): Promise<void> {
  const { input, output } = MESONET_INTERFACE;
  const tensor = inputTensor(input, 1);
  const network = await OnnxSession.open(path, { provider: "cpu", threads: 1 });
  try {
    for (const { name, pixels, expected } of images) {
      tensor.fill(pixels);
      const { [output.name]: real } = await network.run({ [input.name]: tensor });
      found.add(name, largestFloat32Difference(real!.data as Float32Array, [expected]));
    }
  } finally {
    await network.release();
  }
}

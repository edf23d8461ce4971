import { basename } from "node:path";
import type { ModelCard } from "../../stages/classifiers/model_card.ts";
import { MESONET_SIZE, type MesonetArchitecture, mesonetGraph } from "./mesonet_graph.ts";
import { writeModel } from "../onnx/model_writer.ts";
import { writeThroughSink } from "../../platform/files/file_sink.ts";
import { readKerasFile } from "../checkpoints/read_keras_file.ts";

/** A published MesoNet. */
export interface MesonetWeights {
  readonly architecture: MesonetArchitecture;
  /** Name of the file in `weights/` of the GitHub repository `DariusAf/MesoNet`. */
  readonly file: string;
  /** SHA-256 of that file, hex. */
  readonly sha256: string;
  /** Kind of forgery that it was trained on. */
  readonly forgery: string;
}

/** The four networks, by model name. */
export const MESONETS = {
  "meso4-df": {
    architecture: "meso4",
    file: "Meso4_DF.h5",
    sha256: "036ed30d04ffd9c7506f825b97c86aa64915f5818931da96817b169aad790af5",
    forgery: "face swaps made by an autoencoder (Deepfakes)",
  },
  "meso4-f2f": {
    architecture: "meso4",
    file: "Meso4_F2F.h5",
    sha256: "bcfda015d217b9f8d6557693edbdf9f4e79cfd22672541968dd0e2954462b5d7",
    forgery: "transferred expressions (Face2Face)",
  },
  "mesoinception4-df": {
    architecture: "mesoinception4",
    file: "MesoInception_DF.h5",
    sha256: "234586d40058e76ef8b6f27ca4b63c06e31c2a5a69c0d8ba6f30b1468ab7bafa",
    forgery: "face swaps made by an autoencoder (Deepfakes)",
  },
  "mesoinception4-f2f": {
    architecture: "mesoinception4",
    file: "MesoInception_F2F.h5",
    sha256: "d4533ac8a3197dc35c47405d23d99e888c1d0135e267e03540c7451feaccff3f",
    forgery: "transferred expressions (Face2Face)",
  },
} as const satisfies Readonly<Record<string, MesonetWeights>>;

export type MesonetName = keyof typeof MESONETS;

/** Input and output in the model card: the output is P(real), which Assay inverts. */
export const MESONET_INTERFACE: Pick<ModelCard, "input" | "output"> = {
  input: {
    name: "image",
    size: MESONET_SIZE,
    channels: "RGB",
    layout: "NCHW",
    scale: 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
  },
  output: { name: "real_probability", activation: "none", index: 0, polarity: "real" },
};

/**
 * Writes a MesoNet as one ONNX file, atomically. Equal weights give equal bytes.
 * @param source path of the authors' Keras weights
 * @param options `path` of the new file
 * @throws AssayError FILE_NOT_READ, KERAS_WEIGHTS or KERAS_LAYERS (exit 3) when the source is not such a file
 */
export async function buildMesonet(
  source: string,
  { architecture, path }: { readonly architecture: MesonetArchitecture; readonly path: string },
): Promise<void> {
  const layers = await readKerasFile(source);
  const graph = mesonetGraph(architecture, layers, { file: basename(source) });
  await writeThroughSink(path, (sink) => writeModel(graph, sink));
}

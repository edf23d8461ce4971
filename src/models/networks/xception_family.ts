import { writeModel } from "../onnx/model_writer.ts";
import { writeThroughSink } from "../../platform/files/file_sink.ts";
import { classNote, classOutput } from "./class_output.ts";
import { requireFinite } from "./finite_weights.ts";
import { findNetwork, fitParameters, type Tensors, withoutOthers } from "./fit_parameters.ts";
import { isHarmless } from "./harmless_tensors.ts";
import {
  CENTRED,
  imageInput,
  IMAGENET,
  type Normalisation,
  normalisationText,
} from "./image_preparation.ts";
import { findHead, type LinearHead } from "./linear_head.ts";
import type { BuiltNetwork, NetworkFamily, NetworkRequest } from "./network_family.ts";
import { networkNotes, type OpenWeights, requireAsked, withWeights } from "./open_weights.ts";
import { listed, mismatchError, otherNetworkError } from "./weights_mismatch.ts";
import { xceptionGraph } from "./xception_graph.ts";
import { XCEPTION_FEATURES, XCEPTION_MARK, xceptionParameters } from "./xception_layout.ts";

const NAME = "xception";

/** Side of the images that the network was made for, pixels. */
const NOMINAL_SIDE = 299;

/** A layer of DeepfakeBench's networks that takes no part in their scores. */
const UNUSED = /(^|\.)adjust_channel\./;

/** Weights of the network, complete. */
interface XceptionMatch {
  readonly head: LinearHead;
  readonly found: Tensors;
  /** Whether the file has DeepfakeBench's unused layer. */
  readonly isBench: boolean;
}

/** Builds Xception with one or two outputs, from PyTorch or safetensors files with timm's or Cadene's names. */
export const xceptionFamily: NetworkFamily = {
  requireSize: () => {},
  build: async (path, { target, size, asked }) =>
    await withWeights(path, {
      asked,
      use: (weights) => buildFrom(weights, { target, size, asked }),
    }),
};

async function buildFrom(
  weights: OpenWeights,
  { target, size, asked }: NetworkRequest & { readonly target: string },
): Promise<BuiltNetwork> {
  const { file, tensors } = weights;
  const place = findNetwork(tensors, XCEPTION_MARK, asked);
  if (place === null) throw otherNetworkError(tensors, { file, family: NAME });
  const { prefix } = place;
  requireAsked(asked, { weights, place });
  const match = requireMatch(withoutOthers(tensors, place), { prefix, file });
  for (const tensor of match.found.values()) {
    requireFinite(tensor.read(), { name: tensor.name, file });
  }
  const { classes } = match.head;
  const parameters = (key: string) => match.found.get(key)?.read() ?? new Float32Array(classes);
  const graph = xceptionGraph(parameters, { classes });
  await writeThroughSink(target, (sink) => writeModel(graph, sink));
  const origin = originOf(match, prefix);
  return {
    architecture: NAME,
    input: imageInput(size ?? origin.size, origin.normalisation),
    output: classOutput(classes),
    notes: [
      ...weights.notes,
      ...networkNotes(place),
      `Its names are those of ${origin.project}, whose faces are ${
        normalisationText(origin.normalisation)
      } at ${origin.size} pixels; correct the card if it was trained otherwise.`,
      classNote(classes),
    ],
  };
}

function requireMatch(
  tensors: Tensors,
  { prefix, file }: { readonly prefix: string; readonly file: string },
): XceptionMatch {
  const wanted = xceptionParameters().map(({ key, shape }) => ({ key, name: key, shape }));
  const { found, missing, misshapen, left } = fitParameters(tensors, { wanted, prefix });
  const used = new Map([...left].filter(([name]) => !UNUSED.test(name)));
  const search = findHead(used, XCEPTION_FEATURES);
  const extra = search.head === null ? [] : [...search.left.values()];
  const unexpected = extra.filter((tensor) => !isHarmless(tensor)).map(({ name }) => name);
  const problems = [
    ...listed("missing", missing),
    ...listed("wrong shape", misshapen),
    ...(search.head === null ? [search.problem] : []),
    ...listed("unexpected", unexpected),
  ];
  if (search.head === null || problems.length > 0) {
    const remedy = search.head === null ? search.remedy : undefined;
    throw mismatchError(
      { problems, ...(remedy && { remedy }) },
      { tensors, file, family: NAME, fitting: null, size: NOMINAL_SIDE },
    );
  }
  const { head } = search;
  const complete = new Map([...found, ["fc.weight", head.weight]]);
  if (head.bias !== null) complete.set("fc.bias", head.bias);
  return { head, found: complete, isBench: used.size < left.size };
}

/** Determines the project by names that only it has, and how it prepares faces. */
function originOf({ isBench }: XceptionMatch, prefix: string): {
  readonly project: string;
  readonly size: number;
  readonly normalisation: Normalisation;
} {
  if (isBench) return { project: "DeepfakeBench", size: 256, normalisation: CENTRED };
  if (/(^|\.)xception\.$/.test(prefix)) {
    return { project: "icpr2020dfdc", size: 224, normalisation: IMAGENET };
  }
  return { project: "timm's legacy_xception", size: NOMINAL_SIDE, normalisation: CENTRED };
}

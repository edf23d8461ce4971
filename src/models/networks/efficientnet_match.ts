import { type EfficientnetForm } from "./efficientnet_form.ts";
import { ATTENTION_STAGE, type ParameterSource } from "./efficientnet_graph.ts";
import {
  type EfficientnetLayout,
  efficientnetLayout,
  type EfficientnetVariant,
} from "./efficientnet_layout.ts";
import {
  EFFICIENTNET_LIBRARIES,
  type EfficientnetLibrary,
  libraryNames,
  STEM_NAMES,
} from "./efficientnet_names.ts";
import { efficientnetParameters } from "./efficientnet_parameters.ts";
import {
  findNetwork,
  fitParameters,
  type NetworkPlace,
  type Tensors,
  type WantedParameter,
} from "./fit_parameters.ts";
import { isHarmless } from "./harmless_tensors.ts";
import { findHead, type LinearHead } from "./linear_head.ts";
import { listed, type Misfit } from "./weights_mismatch.ts";

/** Where an EfficientNet lies among a file's tensors, and whose names it has. */
export interface EfficientnetPlace extends NetworkPlace {
  readonly library: EfficientnetLibrary;
}

/** Weights of one size of EfficientNet that are complete. */
export interface EfficientnetMatch {
  readonly head: LinearHead;
  readonly attention: EfficientnetForm["attention"];
  /** Tensors by the graph's names. */
  readonly found: Tensors;
}

/** Finds an EfficientNet by the name of its first convolution; `null` when there is none. */
export function findEfficientnet(tensors: Tensors, asked: string | null): EfficientnetPlace | null {
  for (const library of EFFICIENTNET_LIBRARIES) {
    const place = findNetwork(tensors, STEM_NAMES[library], asked);
    if (place !== null) return { library, ...place };
  }
  return null;
}

/** Tells weights that fit from what is wrong with them. */
export function isMatch(match: EfficientnetMatch | Misfit): match is EfficientnetMatch {
  return "found" in match;
}

/**
 * Matches tensors with one size of EfficientNet.
 * @returns the match, or what is wrong
 */
export function matchEfficientnet(
  tensors: Tensors,
  { variant, place: { library, prefix } }: {
    readonly variant: EfficientnetVariant;
    readonly place: EfficientnetPlace;
  },
): EfficientnetMatch | Misfit {
  const layout = efficientnetLayout(variant);
  const attention = tensors.has(`${prefix}attconv.weight`);
  const wanted = [
    ...encoderParameters(layout, library),
    ...(attention ? attentionParameters(layout) : []),
  ];
  const { found, missing, misshapen, left } = fitParameters(tensors, { wanted, prefix });
  const search = findHead(left, layout.features);
  const extra = search.head === null ? left : search.left;
  const unexpected = [...extra.values()].filter((tensor) => !isHarmless(tensor));
  const problems = [
    ...listed("missing", missing),
    ...listed("wrong shape", misshapen),
    ...(search.head === null ? [search.problem] : []),
    ...listed("unexpected", search.head === null ? [] : unexpected.map(({ name }) => name)),
  ];
  if (search.head === null) return { problems, ...(search.remedy && { remedy: search.remedy }) };
  if (problems.length > 0) return { problems };
  const { head } = search;
  const complete = new Map([...found, ["fc.weight", head.weight]]);
  if (head.bias !== null) complete.set("fc.bias", head.bias);
  return { head, attention, found: complete };
}

/** Lists the encoder's parameters that have an effect, by the graph's key and the library's name. */
function encoderParameters(
  layout: EfficientnetLayout,
  library: EfficientnetLibrary,
): WantedParameter[] {
  const nameOf = libraryNames(library, layout);
  return efficientnetParameters(layout)
    .filter(({ key, role }) =>
      role !== "count" && key.startsWith("encoder.") && !key.startsWith("encoder.classifier.")
    )
    .map(({ key, shape }) => ({ key, shape, name: nameOf(key.slice("encoder.".length)) }));
}

function attentionParameters({ blocks }: EfficientnetLayout): WantedParameter[] {
  const { outputs } = blocks.find(({ stage }) => stage === ATTENTION_STAGE)!;
  return [
    { key: "attention.weight", name: "attconv.weight", shape: [1, outputs, 1, 1] },
    { key: "attention.bias", name: "attconv.bias", shape: [1] },
  ];
}

/** Returns the numbers of a match; a linear layer without a bias has zeros. */
export function matchedParameters({ found, head }: EfficientnetMatch): ParameterSource {
  return (key) => found.get(key)?.read() ?? new Float32Array(head.classes);
}

import { EFFICIENTNET_VARIANTS } from "./efficientnet_layout.ts";
import { likelyKinds } from "./efficientnet_kind.ts";
import { findEfficientnet, isMatch, matchEfficientnet } from "./efficientnet_match.ts";
import { findNetwork, type Tensors, withoutOthers } from "./fit_parameters.ts";
import { type OpenWeights, withWeights } from "./open_weights.ts";
import { type Misfit, mismatchError, otherNetworkError } from "./weights_mismatch.ts";
import { XCEPTION_MARK } from "./xception_layout.ts";

/**
 * Recognises the families that a file of PyTorch or safetensors weights may belong to, by its parameters' names.
 * @param asked which of several sets of weights is taken
 * @returns one name, or two for timm's names, which do not tell its two implementations apart
 * @throws AssayError (exit 3) when the file is broken, or of a network that cannot be built here
 */
export async function recogniseFamily(
  path: string,
  asked: string | null,
): Promise<readonly string[]> {
  return await withWeights(path, {
    asked,
    use: (weights) => Promise.resolve(familiesOf(weights, asked)),
  });
}

function familiesOf(weights: OpenWeights, asked: string | null): readonly string[] {
  const { file, tensors } = weights;
  if (findNetwork(tensors, XCEPTION_MARK, asked) !== null) return ["xception"];
  const found = efficientnets(tensors, { weights, asked });
  if (found === null) throw otherNetworkError(tensors, { file, family: "any known family" });
  return found;
}

function efficientnets(
  tensors: Tensors,
  { weights, asked }: { readonly weights: OpenWeights; readonly asked: string | null },
): readonly string[] | null {
  const place = findEfficientnet(tensors, asked);
  if (place === null) return null;
  const own = withoutOthers(tensors, place);
  let misfit: Misfit | null = null;
  for (const variant of EFFICIENTNET_VARIANTS) {
    const match = matchEfficientnet(own, { variant, place });
    if (isMatch(match)) {
      const facts = { variant, place, match, weights };
      return likelyKinds(facts).map((kind) => `${kind}-${variant}`);
    }
    const nearer = misfit === null || sizeOf(match) < sizeOf(misfit);
    if (nearer) misfit = match;
  }
  const { file } = weights;
  throw mismatchError(misfit ?? { problems: [] }, {
    tensors,
    file,
    family: "any size of EfficientNet",
    fitting: null,
    size: 224,
  });
}

/** Measures how far weights are from fitting, by the length of what is wrong. */
function sizeOf({ problems }: Misfit): number {
  return problems.join().length;
}

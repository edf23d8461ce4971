import { buildEfficientnet } from "./efficientnet.ts";
import { EFFICIENTNET_VARIANTS, type EfficientnetVariant } from "./efficientnet_layout.ts";
import {
  type EfficientnetMatch,
  type EfficientnetPlace,
  findEfficientnet,
  isMatch,
  matchedParameters,
  matchEfficientnet,
} from "./efficientnet_match.ts";
import { decideKind } from "./efficientnet_kind.ts";
import {
  type EfficientnetFacts,
  efficientnetFacts,
  type EfficientnetKind,
  NOMINAL_SIDES,
} from "./efficientnet_origin.ts";
import { classNote, classOutput } from "./class_output.ts";
import { requireFinite } from "./finite_weights.ts";
import { type Tensors, withoutOthers } from "./fit_parameters.ts";
import { imageInput, normalisationText } from "./image_preparation.ts";
import type { BuiltNetwork, NetworkFamily, NetworkRequest } from "./network_family.ts";
import { networkNotes, type OpenWeights, requireAsked, withWeights } from "./open_weights.ts";
import { mismatchError, otherNetworkError } from "./weights_mismatch.ts";

/** A member of the family: an implementation in one size. */
interface Member {
  readonly kind: EfficientnetKind;
  readonly variant: EfficientnetVariant;
}

/**
 * Builds an EfficientNet with a linear layer of one or two outputs, from PyTorch or safetensors files with the
 * names of timm, torchvision or efficientnet_pytorch, under any prefix.
 */
export function efficientnetFamily(member: Member): NetworkFamily {
  return {
    requireSize: () => {},
    build: async (path, { target, size, asked }) =>
      await withWeights(path, {
        asked,
        use: (weights) => buildFrom(weights, member, { target, size, asked }),
      }),
  };
}

async function buildFrom(
  weights: OpenWeights,
  member: Member,
  { target, size, asked }: NetworkRequest & { readonly target: string },
): Promise<BuiltNetwork> {
  const { file, tensors } = weights;
  const { variant } = member;
  const place = findEfficientnet(tensors, asked);
  if (place === null) throw otherNetworkError(tensors, { file, family: nameOf(member) });
  requireAsked(asked, { weights, place });
  const match = requireMatch(withoutOthers(tensors, place), { member, place, file });
  const { kind, notes } = decideKind(member.kind, { variant, place, match, weights });
  const facts = efficientnetFacts(kind, { variant, place, match });
  for (const tensor of match.found.values()) {
    requireFinite(tensor.read(), { name: tensor.name, file });
  }
  const parameters = matchedParameters(match);
  await buildEfficientnet(target, { variant, parameters, form: facts.form });
  const built = { kind, variant };
  return {
    architecture: nameOf(built),
    input: imageInput(size ?? facts.size, facts.normalisation),
    output: classOutput(match.head.classes),
    notes: [
      ...weights.notes,
      ...networkNotes(place),
      ...notes,
      ...factNotes(built, { facts, match, size }),
    ],
  };
}

function requireMatch(
  tensors: Tensors,
  { member, place, file }: {
    readonly member: Member;
    readonly place: EfficientnetPlace;
    readonly file: string;
  },
): EfficientnetMatch {
  const { variant } = member;
  const match = matchEfficientnet(tensors, { variant, place });
  if (isMatch(match)) return match;
  const fitting = EFFICIENTNET_VARIANTS.find((other) =>
    isMatch(matchEfficientnet(tensors, { variant: other, place }))
  );
  const known = fitting === undefined ? null : nameOf({ ...member, variant: fitting });
  throw mismatchError(match, {
    tensors,
    file,
    family: nameOf(member),
    fitting: known,
    size: NOMINAL_SIDES[variant],
  });
}

function nameOf({ kind, variant }: Member): string {
  return `${kind}-${variant}`;
}

function factNotes(
  built: Member,
  { facts, match, size }: {
    readonly facts: EfficientnetFacts;
    readonly match: EfficientnetMatch;
    readonly size: number | null;
  },
): string[] {
  const side = size ?? facts.size;
  return [
    `${nameOf(built)} has ${facts.formText}.`,
    `Its names are those of ${facts.project}, whose faces are ${
      normalisationText(facts.normalisation)
    }` +
    (side === facts.size
      ? ` at ${side} pixels; correct the card if it was trained otherwise.`
      : `; correct the card if it was trained otherwise.`),
    ...(match.attention ? ["Its attention map is built too."] : []),
    classNote(match.head.classes),
  ];
}

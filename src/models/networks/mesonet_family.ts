import { basename } from "node:path";
import { usageError } from "../../records/errors.ts";
import { MESONET_SIZE, type MesonetArchitecture } from "./mesonet_graph.ts";
import { requireFinite } from "./finite_weights.ts";
import { buildMesonet, MESONET_INTERFACE } from "./mesonet.ts";
import type { NetworkFamily } from "./network_family.ts";
import { readKerasFile } from "../checkpoints/read_keras_file.ts";

/** Builds the family of one of MesoNet's two networks, from its authors' Keras files. */
export function mesonetFamily(architecture: MesonetArchitecture): NetworkFamily {
  return {
    requireSize(size) {
      if (size === null || size === MESONET_SIZE) return;
      throw usageError("USAGE", {
        what: `${architecture} takes faces of ${MESONET_SIZE} pixels only, not ${size}`,
        remedy: "Omit --size",
      });
    },
    async build(weights, { target, asked }) {
      if (asked !== null) throw keysError(weights);
      await requireFiniteLayers(weights);
      await buildMesonet(weights, { architecture, path: target });
      return { architecture, ...MESONET_INTERFACE, notes: [] };
    },
  };
}

function keysError(weights: string) {
  return usageError("USAGE", {
    what: `--weights applies to PyTorch and safetensors files only, and ${
      basename(weights)
    } is read as Keras`,
    remedy: "Omit --weights",
  });
}

/** Checks all weights: pooling and ReLU can hide NaN, so running the network may not reveal it. */
async function requireFiniteLayers(weights: string): Promise<void> {
  const file = basename(weights);
  for (const { name, tensors } of await readKerasFile(weights)) {
    for (const [part, { values }] of tensors) {
      requireFinite(values, { name: `${name}/${part}`, file });
    }
  }
}

import type { MtcnnNetworks } from "../stages/faces/mtcnn_networks.ts";
import type { GoldenFolder } from "./golden_folder.ts";
import { largestFloat32Difference, type Tally } from "./tally.ts";

/** Outputs of a network for a sine wave as input, row-major. */
interface GoldenNetwork {
  readonly net: "pnet" | "rnet" | "onet";
  /** `[batch, 3, height, width]`. */
  readonly inputShape: readonly [number, number, number, number];
  readonly frequency: number;
  readonly outputs: Readonly<Record<string, { readonly values: readonly number[] }>>;
}

type Outputs = Readonly<Record<string, ArrayLike<number>>>;

/** Compares every output of the three networks with facenet-pytorch. */
export async function compareNetworks(
  golden: GoldenFolder,
  { networks, outputs }: { networks: MtcnnNetworks; outputs: Tally },
): Promise<void> {
  const { cases } = golden.json<{ cases: readonly GoldenNetwork[] }>("mtcnn", "nets.json");
  for (const one of cases) {
    const actual = await run(networks, one);
    for (const [name, { values }] of Object.entries(one.outputs)) {
      const expected = name === "prob" ? faceProbabilities(values, one) : values;
      outputs.add(`${one.net}: ${name}`, largestFloat32Difference(actual[name] ?? [], expected));
    }
  }
}

async function run(
  networks: MtcnnNetworks,
  { net, inputShape, frequency }: GoldenNetwork,
): Promise<Outputs> {
  const [batch, channels, height, width] = inputShape;
  const length = batch * channels * height * width;
  const input = Float32Array.from({ length }, (_, i) => Math.sin(i * frequency));
  switch (net) {
    case "pnet": {
      const { probabilities, regressions } = await networks.pnet(input, { height, width });
      return { prob: probabilities, reg: regressions };
    }
    case "rnet": {
      const { scores, regressions } = await networks.rnet(input, batch);
      return { prob: scores, reg: regressions };
    }
    case "onet": {
      const { scores, regressions, landmarks } = await networks.onet(input, batch);
      return { prob: scores, reg: regressions, landmarks };
    }
    default:
      return net satisfies never;
  }
}

/** Selects P(face) from pairs `[not a face, face]`, which P-Net gives as planes and the others interleaved. */
function faceProbabilities(values: readonly number[], { net }: GoldenNetwork): readonly number[] {
  return net === "pnet"
    ? values.slice(values.length / 2)
    : values.filter((_, place) => place % 2 === 1);
}

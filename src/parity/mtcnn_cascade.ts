import type { RgbImage } from "../records/frame.ts";
import { detectorInput } from "../stages/faces/detector_input.ts";
import type { MtcnnNetworks } from "../stages/faces/mtcnn_networks.ts";
import { type PyramidLevel, pyramidLevels } from "../stages/faces/mtcnn_pyramid.ts";
import {
  candidatesOf,
  runONet,
  runPNet,
  runRNet,
  type Search,
} from "../stages/faces/mtcnn_stages.ts";
import { networkInputs } from "../stages/faces/network_input.ts";
import type { MtcnnParameters } from "../stages/faces/mtcnn.ts";
import { boxKernels } from "../base/numeric/boxes/box_kernels.ts";
import { rowsOf } from "../base/numeric/boxes/box_rows.ts";
import type { GoldenFolder } from "./golden_folder.ts";
import { framesAt, missingVideo } from "./golden_videos.ts";
import { equality, largestFloat32Difference, type Tally } from "./tally.ts";

type Boxes = { readonly boxes: readonly (readonly number[])[] };

/** Intermediate results of MTCNN on one image. */
interface GoldenSearch {
  readonly source: string;
  /** `null`: the source is a picture. */
  readonly frame: number | null;
  readonly mode: "half" | "full";
  readonly pnetPerScale: readonly {
    readonly mapHW: readonly [number, number];
    readonly candidates: number;
    readonly afterNms05: number;
    readonly first: readonly number[] | null;
    readonly last: readonly number[] | null;
  }[];
  readonly rnetInputBoxes: Boxes;
  readonly onetInputBoxes: Boxes;
  readonly afterMinNms: Boxes & { readonly landmarks: readonly (readonly (readonly number[])[])[] };
}

interface CascadeTallies {
  /** Numbers of candidates at each level and after each suppression. */
  readonly counts: Tally;
  /** Boxes with scores between the stages, and landmarks. */
  readonly boxes: Tally;
}

/**
 * Compares every stage of MTCNN on the golden frames with facenet-pytorch.
 * @returns sources that were left out
 */
export async function compareCascade(
  golden: GoldenFolder,
  { networks, parameters, tallies }: {
    networks: MtcnnNetworks;
    parameters: MtcnnParameters;
    tallies: CascadeTallies;
  },
): Promise<string[]> {
  const { cases } = golden.json<{ cases: readonly GoldenSearch[] }>("mtcnn", "stages.json");
  const leftOut: string[] = [];
  for (const one of cases) {
    const path = await golden.video(one.source);
    if (path === null) {
      leftOut.push(missingVideo(one.source));
      continue;
    }
    for await (const { image } of framesAt(path, [one.frame ?? 0])) {
      const input = detectorInput(image, one.mode === "half" ? 0.5 : 1);
      await compareSearch(one, { image: input, networks, parameters, tallies });
    }
  }
  return leftOut;
}

async function compareSearch(
  golden: GoldenSearch,
  { image, networks, parameters, tallies }: {
    image: RgbImage;
    networks: MtcnnNetworks;
    parameters: MtcnnParameters;
    tallies: CascadeTallies;
  },
): Promise<void> {
  const [first, second, third] = parameters.detectionThresholds;
  const search = { networks, inputs: networkInputs(), kernels: boxKernels(), image };
  search.inputs.setImage(image);
  const levels = pyramidLevels(image, parameters);
  tallies.counts.add("levels", equality(levels.length, golden.pnetPerScale.length));
  for (const [i, level] of levels.entries()) {
    const expected = golden.pnetPerScale[i];
    if (expected) await compareLevel(expected, { search, level, threshold: first, tallies });
  }
  const proposals = await runPNet(search, { levels, threshold: first });
  compareBoxes("proposals", rowsOf(proposals), { golden: golden.rnetInputBoxes, tallies });
  const refined = await runRNet(search, { proposals, threshold: second });
  compareBoxes("refined", rowsOf(refined), { golden: golden.onetInputBoxes, tallies });
  const faces = await runONet(search, { refined, threshold: third });
  compareBoxes("faces", faces.map(scored), { golden: golden.afterMinNms, tallies });
  faces.forEach(({ landmarks }, i) => {
    const expected = golden.afterMinNms.landmarks[i] ?? [];
    const name = `landmarks of face ${i}`;
    tallies.boxes.add(name, largestFloat32Difference(landmarks.flat(), expected.flat()));
  });
}

async function compareLevel(
  golden: GoldenSearch["pnetPerScale"][number],
  { search, level, threshold, tallies }: {
    search: Search;
    level: PyramidLevel;
    threshold: number;
    tallies: CascadeTallies;
  },
): Promise<void> {
  const { kernels } = search;
  const map = await search.networks.pnet(search.inputs.level(level), level);
  const candidates = candidatesOf(map, { level, threshold, kernels });
  const name = `level ${level.width}×${level.height}`;
  tallies.counts.add(
    name,
    equality(
      [map.height, map.width, candidates.count, kernels.suppressByUnion(candidates, 0.5).count],
      [...golden.mapHW, golden.candidates, golden.afterNms05],
    ),
  );
  const rows = rowsOf(candidates);
  const ends = [[rows[0], golden.first], [rows.at(-1), golden.last]] as const;
  for (const [candidate, expected] of ends) {
    if (!candidate || !expected) continue;
    tallies.boxes.add(name, largestFloat32Difference(candidate, expected));
  }
}

function compareBoxes(
  name: string,
  boxes: readonly (readonly number[])[],
  { golden, tallies }: { golden: Boxes; tallies: CascadeTallies },
): void {
  tallies.counts.add(name, equality(boxes.length, golden.boxes.length));
  boxes.forEach((box, i) =>
    tallies.boxes.add(`${name} ${i}`, largestFloat32Difference(box, golden.boxes[i] ?? []))
  );
}

function scored({ box, score }: { box: readonly number[]; score: number }): number[] {
  return [...box, score];
}

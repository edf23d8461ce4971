import type { GraphBuilder, Value } from "../models/onnx/graph_builder.ts";
import { FACE_REGIONS, regionMeans } from "./face_regions.ts";

/** Grey (BT.601) and the two colour differences, as rows of red, green and blue. */
export const COLOUR_PLANES: readonly (readonly number[])[] = [
  [0.299, 0.587, 0.114],
  [0.5, -0.419, -0.081],
  [-0.169, -0.331, 0.5],
];

/** High-pass filters: first differences four ways, second differences three ways. Each sums to 0. */
export const HIGH_PASS_FILTERS: readonly (readonly number[])[] = [
  [0, 0, 0, 0, -1, 1, 0, 0, 0],
  [0, 0, 0, 0, -1, 0, 0, 1, 0],
  [0, 0, 0, 0, -1, 0, 0, 0, 1],
  [0, 0, 0, 0.5, -1, 0.5, 0, 0, 0],
  [0, 0.5, 0, 0, -1, 0, 0, 0.5, 0],
  [0.25, -0.5, 0.25, -0.5, 1, -0.5, 0.25, -0.5, 0.25],
];

/**
 * Levels at which a residual's magnitude is truncated, by colour plane: larger ones are edges of the face
 * itself.
 */
export const TRUNCATIONS: readonly number[] = [20, 10, 10];

/** Levels added before the logarithm, about the noise that the video codec leaves on a flat wall. */
export const FLOOR = 0.02;

const PLANES = COLOUR_PLANES.length;
const FILTERS = HIGH_PASS_FILTERS.length;
const REGIONS = FACE_REGIONS.length;

/** Number of features per face. */
export const FEATURE_COUNT = PLANES * FILTERS * REGIONS + PLANES * (REGIONS - 1);

/**
 * Adds statistics of a face's noise residuals after Fridrich and Kodovský, "Rich Models for Steganalysis of
 * Digital Images" (IEEE TIFS 2012), reduced to what reveals a seam: log mean magnitude of each high-pass filter
 * in each region, and the differences in mean colour between regions. A face that was resampled and blended in
 * is smoother inside than around it, or vice versa.
 * @param faces `[batch, 3, size, size]`, RGB, 0 … 255
 * @returns `[batch, FEATURE_COUNT]`
 */
export function residualFeatures(graph: GraphBuilder, faces: Value, size: number): Value {
  const planes = graph.node("Conv", [faces, colourPlanes(graph)]);
  const residuals = graph.node("Abs", [
    graph.node("Conv", [planes, highPass(graph)], { group: PLANES }),
  ]);
  const magnitudes = graph.node("Min", [residuals, truncations(graph)]);
  const means = regional(graph, magnitudes, { size, border: 1 });
  const logs = graph.node("Log", [graph.node("Add", [means, graph.scalar(FLOOR)])]);
  const colours = regional(graph, planes, { size, border: 0 });
  return graph.node("Concat", [
    graph.node("Flatten", [logs]),
    graph.node("Flatten", [graph.node("MatMul", [colours, steps(graph)])]),
  ], { axis: 1 });
}

/** Averages every plane over the regions: `[batch, planes, side, side]` to `[batch, planes, regions]`. */
function regional(
  graph: GraphBuilder,
  planes: Value,
  { size, border }: { readonly size: number; readonly border: number },
): Value {
  const side = size - 2 * border;
  const weights = graph.constant(`regions of ${side}`, {
    type: "float32",
    shape: [side * side, REGIONS],
    data: () => regionMeans(size, border),
  });
  const rows = graph.node("Reshape", [planes, graph.integers([0, 0, side * side])]);
  return graph.node("MatMul", [rows, weights]);
}

/** Builds one 1×1 filter over the three colours for each plane. */
function colourPlanes(graph: GraphBuilder): Value {
  return graph.constant("colour planes", {
    type: "float32",
    shape: [PLANES, 3, 1, 1],
    data: Float32Array.from(COLOUR_PLANES.flat()),
  });
}

/** Builds every high-pass filter, applied to each plane separately. */
function highPass(graph: GraphBuilder): Value {
  return graph.constant("high-pass filters", {
    type: "float32",
    shape: [PLANES * FILTERS, 1, 3, 3],
    data: Float32Array.from(Array(PLANES).fill(HIGH_PASS_FILTERS).flat(2)),
  });
}

function truncations(graph: GraphBuilder): Value {
  return graph.constant("truncations", {
    type: "float32",
    shape: [PLANES * FILTERS, 1, 1],
    data: Float32Array.from(TRUNCATIONS.flatMap((level) => Array(FILTERS).fill(level))),
  });
}

/** Converts the means of regions to differences between neighbouring ones. */
function steps(graph: GraphBuilder): Value {
  const data = new Float32Array(REGIONS * (REGIONS - 1));
  for (let step = 0; step < REGIONS - 1; step++) {
    data[step * (REGIONS - 1) + step] = -1;
    data[(step + 1) * (REGIONS - 1) + step] = 1;
  }
  return graph.constant("steps", { type: "float32", shape: [REGIONS, REGIONS - 1], data });
}

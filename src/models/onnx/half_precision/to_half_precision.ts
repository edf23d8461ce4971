import type { ByteSink, ByteSource } from "../../../base/bytes.ts";
import { type AssayError, inputError } from "../../../records/errors.ts";
import { streamModel } from "../model_stream.ts";
import { brokenModel, type OnnxModel, readOnnxModel } from "../onnx_file.ts";
import { convertGraph, type HalfGraph } from "./convert_graph.ts";
import type { RoundingCount } from "./half_tensor.ts";

/** What a conversion did. */
export interface HalfPrecisionReport extends Readonly<RoundingCount> {
  /** Nodes that run in float16, and all nodes of the new graph, casts included. */
  readonly halfNodes: number;
  readonly nodes: number;
  /** Nodes that only convert from one type to another. */
  readonly casts: number;
}

/** First version in which constants need not be listed as inputs. */
const LEAST_IR_VERSION = 4;

/** Oldest operator set that ONNX Runtime guarantees to run. */
const LEAST_OPSET = 7;

/**
 * Converts a float32 model to float16 weights and arithmetic; inputs and outputs stay float32. Operators that
 * float16 would make inaccurate, such as reductions, softmax and normalisations, stay in float32. The original
 * is in memory once, the result never as a whole.
 * @throws AssayError ONNX_BROKEN (exit 3) for an invalid ONNX model; ONNX_NOT_CONVERTIBLE (exit 3) for one
 * whose types cannot be inferred: subgraphs, functions, operators of other domains, sparse constants, or
 * external data
 */
export function toHalfPrecision(
  source: ByteSource,
  { file, sink }: { readonly file: string; readonly sink: ByteSink },
): HalfPrecisionReport {
  const model = readOnnxModel(source, file);
  const obstacle = findObstacle(model);
  if (obstacle !== null) throw notConvertibleError(file, obstacle);
  const { graph, tensors, rounding, halfNodes } = converted(model, file);
  const irVersion = Math.max(Number(model.irVersion ?? 0), LEAST_IR_VERSION);
  streamModel({ ...model, irVersion, graph }, tensors, sink);
  const nodes = graph.node ?? [];
  const casts = nodes.filter(({ opType }) => opType === "Cast").length;
  return { ...rounding, halfNodes, nodes: nodes.length, casts };
}

function converted({ graph }: OnnxModel, file: string): HalfGraph {
  try {
    return convertGraph(graph);
  } catch (cause) {
    if (cause instanceof RangeError) throw brokenModel(file, cause.message, cause);
    throw cause;
  }
}

/** Returns why a model cannot be converted; `null` when it can. */
function findObstacle({ graph, functions, opsetImport }: OnnxModel): string | null {
  const opset = opsetImport?.find(({ domain }) => isDefault(domain))?.version ?? 0;
  if (Number(opset) < LEAST_OPSET) return `its operator set is version ${opset}`;
  if (functions?.length) return "it defines functions";
  if (graph.sparseInitializer?.length) return "it has sparse constants";
  for (const node of graph.node ?? []) {
    if (!isDefault(node.domain)) return `${node.opType} is an operator of domain ${node.domain}`;
    if (node.attribute?.some(({ g, graphs }) => g || graphs?.length)) {
      return `${node.opType} has a subgraph`;
    }
  }
  const outside = graph.initializer?.find(({ externalData }) => externalData?.length);
  return outside === undefined ? null : `constant ${outside.name} is stored in another file`;
}

function isDefault(domain: string | null | undefined): boolean {
  return !domain || domain === "ai.onnx";
}

function notConvertibleError(file: string, obstacle: string): AssayError {
  return inputError("ONNX_NOT_CONVERTIBLE", {
    what: `${file} cannot be converted to float16: ${obstacle}`,
    remedy: "Export it with plain operators of the default domain, or use it with --precision fp32",
  });
}

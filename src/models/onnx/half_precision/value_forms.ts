import protobuf, { type onnx } from "onnx-proto";
import type { StreamedTensor } from "../model_stream.ts";
import { halfTensor, keptTensor, type RoundingCount } from "./half_tensor.ts";
import { FLOAT16, FLOAT32, type TypeCode } from "./output_types.ts";

/** Form of a float32 value of the original graph in the new one. */
export type Form = "float32" | "float16";

const CODES: Readonly<Record<Form, number>> = { float32: FLOAT32, float16: FLOAT16 };

/** A float32 value of the original graph. */
interface FloatValue {
  readonly origin: Origin;
  /** Names in the new graph of the forms created so far. */
  readonly names: Map<Form, string>;
}

/** Origin of a value's forms: a constant's numbers, or a value of the new graph. */
type Origin =
  | { readonly kind: "constant"; readonly tensor: onnx.ITensorProto }
  | { readonly kind: "value"; readonly name: string; readonly type: TypeCode };

/**
 * The values of the original graph, with their forms in the new one. A missing form is created once, when it is
 * first requested: as a copy of a constant, or a cast of the value's origin. An origin is never a cast, so
 * casts are never chained.
 */
export class ValueForms {
  /** Nodes of the new graph, in topological order. */
  readonly nodes: onnx.INodeProto[] = [];
  readonly tensors: StreamedTensor[] = [];
  readonly rounding: RoundingCount = { rounded: 0, clamped: 0, flushed: 0 };

  readonly #floats = new Map<string, FloatValue>();
  readonly #others = new Map<string, TypeCode>();
  readonly #outputs: ReadonlySet<string>;
  readonly #original: ReadonlySet<string>;
  readonly #used = new Set<string>();

  constructor({ input, initializer, node, output }: onnx.IGraphProto) {
    const named = [...input ?? [], ...initializer ?? []].map(({ name }) => name ?? "");
    this.#original = new Set([...named, ...(node ?? []).flatMap(({ output }) => output ?? [])]);
    this.#outputs = new Set(output?.map(({ name }) => name ?? ""));
  }

  addConstant(tensor: onnx.ITensorProto): void {
    if (tensor.dataType === FLOAT32) {
      this.#addFloat(tensor.name ?? "", { kind: "constant", tensor });
      return;
    }
    this.addUnchanged(tensor.name ?? "", tensor.dataType ?? null);
    this.tensors.push(keptTensor(tensor));
  }

  /** Adds an input or output that is the same in the new graph. @returns its name */
  addUnchanged(name: string, type: TypeCode): string {
    if (type === FLOAT32) this.#addFloat(name, { kind: "value", name, type });
    else this.#others.set(name, type);
    this.#used.add(name);
    return name;
  }

  /** Adds a float32 output of a node that runs in float16. @returns its name in the new graph */
  addHalf(name: string): string {
    const own = this.#freeName(name, "float16");
    this.#addFloat(name, { kind: "value", name: own, type: FLOAT16 });
    return own;
  }

  /** Adds a cast to float32: all its forms are created from the cast's input. */
  addCast(name: string, from: string): void {
    this.#addFloat(name, { kind: "value", ...this.origin(from) });
  }

  /** Returns the type in the original graph. @throws RangeError when the value is not defined yet */
  typeOf(name: string): TypeCode {
    if (this.#floats.has(name)) return FLOAT32;
    const type = this.#others.get(name);
    if (type === undefined) throw new RangeError(`${name} is used before it is defined`);
    return type;
  }

  /** Tells whether the new graph computes this value in float16. */
  isHalf(name: string): boolean {
    const origin = this.#floats.get(name)?.origin;
    return origin?.kind === "value" && origin.type === FLOAT16;
  }

  /** Returns the type of the value with this name in the new graph; `null` when it is unknown. */
  typeInNewGraph(name: string): TypeCode {
    const origin = this.#floats.get(name)?.origin;
    if (origin === undefined) return this.#others.get(name) ?? null;
    return origin.kind === "value" && origin.name === name ? origin.type : null;
  }

  /** Returns a value of the new graph from which this one can be cast. */
  origin(name: string): { readonly name: string; readonly type: TypeCode } {
    const origin = this.#floats.get(name)?.origin;
    if (origin === undefined) return { name, type: this.typeOf(name) };
    if (origin.kind === "value") return origin;
    return { name: this.named(name, "float32"), type: FLOAT32 };
  }

  /** Returns a value's name in the new graph; for a float32 value, in the given form. */
  named(name: string, form: Form): string {
    const value = this.#floats.get(name);
    if (value === undefined) return name;
    const known = value.names.get(form);
    if (known !== undefined) return known;
    const made = this.#make(name, { value, form });
    value.names.set(form, made);
    return made;
  }

  #make(name: string, { value: { origin }, form }: { value: FloatValue; form: Form }): string {
    const isThere = origin.kind === "value" && origin.type === CODES[form];
    const isNamed = form === "float16" || !this.#outputs.has(name);
    if (isThere && (isNamed || origin.name === name)) return origin.name;
    const own = this.#freeName(name, form);
    if (origin.kind === "value") this.nodes.push(castNode(origin.name, own, CODES[form]));
    else if (form === "float32") this.tensors.push(keptTensor({ ...origin.tensor, name: own }));
    else this.tensors.push(halfTensor(origin.tensor, { name: own, count: this.rounding }));
    return own;
  }

  #addFloat(name: string, origin: Origin): void {
    this.#floats.set(name, { origin, names: new Map() });
  }

  /** Picks a name: the original for the first form created, but for the float32 form of an output. */
  #freeName(name: string, form: Form): string {
    const keeps = this.#outputs.has(name) ? form === "float32" : !this.#used.has(name);
    let own = keeps ? name : `${name}/${form}`;
    while (!keeps && (this.#original.has(own) || this.#used.has(own))) own += "_";
    this.#used.add(own);
    return own;
  }
}

/** Makes a cast without a node name, which could clash with another. */
function castNode(from: string, name: string, to: number): onnx.INodeProto {
  const { AttributeType } = protobuf.onnx.AttributeProto;
  return {
    opType: "Cast",
    input: [from],
    output: [name],
    attribute: [{ name: "to", type: AttributeType.INT, i: to }],
  };
}

import { ELEMENT_TYPES, type ElementArray, type ElementType } from "./element_type.ts";
import type { AttributeKind, AttributeValues } from "./operator.ts";
import { type AttributesOf, type OperatorName, ruleOf } from "./operators.ts";
import { type Shape, shapeText, type ValueType } from "./shape.ts";

/** A tensor of a graph: an input, a constant, or a node's output. */
export interface Value extends ValueType {
  /** Name, unique in its graph. */
  readonly name: string;
}

/** A constant: a weight or a parameter. */
export interface Initialiser {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Elements, row-major, or a function that creates them when the model is written. */
  readonly data: ElementArray | (() => ElementArray);
}

export type GraphAttribute = {
  [Kind in AttributeKind]: {
    readonly name: string;
    readonly kind: Kind;
    readonly value: AttributeValues[Kind];
  };
}[AttributeKind];

export interface GraphNode {
  /** Name of the node and of its only output. */
  readonly name: string;
  readonly operator: OperatorName;
  /** Names of values; empty for an omitted optional input. */
  readonly inputs: readonly string[];
  readonly attributes: readonly GraphAttribute[];
}

/** A network; its nodes are in topological order. */
export interface Graph {
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly nodes: readonly GraphNode[];
  readonly initialisers: readonly Initialiser[];
}

/** Largest constant whose numbers are available to shape inference. */
const LONGEST_KNOWN_CONSTANT = 64;

/**
 * A builder that adds a graph's nodes one by one and checks each immediately against ONNX's rules of types and
 * shapes, so that an error points at the faulty node.
 */
export class GraphBuilder {
  readonly #name: string;
  readonly #values = new Map<string, Value>();
  readonly #inputs: Value[] = [];
  readonly #outputs: Value[] = [];
  readonly #nodes: GraphNode[] = [];
  readonly #initialisers: Initialiser[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  /** Adds an input; dimensions given as names are dynamic. @throws RangeError when the name is taken */
  input(name: string, { type, shape }: { type: ElementType; shape: Shape }): Value {
    const value = this.#add({ name, type, shape, integers: null });
    this.#inputs.push(value);
    return value;
  }

  /**
   * Adds a constant. Elements given as a function are created only when the model is written.
   * @throws RangeError when the name is taken or the elements do not fill the shape
   */
  constant(name: string, constant: Omit<Initialiser, "name">): Value {
    const initialiser = { name, ...constant };
    const { type, shape, data } = initialiser;
    if (typeof data !== "function") checkNumbers(initialiser, data);
    const value = this.#add({ name, type, shape, integers: knownIntegers(data) });
    this.#initialisers.push(initialiser);
    return value;
  }

  /** Adds an int64 list, for operators that take axes, bounds or shapes. */
  integers(numbers: readonly number[]): Value {
    const name = `integers [${numbers.join(", ")}]`;
    return this.#values.get(name) ?? this.constant(name, {
      type: "int64",
      shape: [numbers.length],
      data: BigInt64Array.from(numbers, BigInt),
    });
  }

  /** Adds a float32 scalar. */
  scalar(number: number): Value {
    const name = `scalar ${number}`;
    return this.#values.get(name) ??
      this.constant(name, { type: "float32", shape: [], data: Float32Array.of(number) });
  }

  /**
   * Adds a node and returns its output. `null` omits an optional input; omitted attributes take ONNX's
   * defaults.
   * @param options attributes, and the name of the node (default: derived from the operator)
   * @throws RangeError, naming the node, when types or shapes do not fit
   */
  node<Name extends OperatorName>(
    operator: Name,
    inputs: readonly (Value | null)[],
    options: AttributesOf<Name> & { readonly name?: string } = {} as AttributesOf<Name>,
  ): Value {
    const { name = this.#freeName(operator), ...attributes } = options;
    try {
      for (const input of inputs) this.#requireOwn(input);
      const value = this.#add({ name, ...inferred(operator, { inputs, attributes }) });
      this.#nodes.push({
        name,
        operator,
        inputs: inputs.map((input) => input?.name ?? ""),
        attributes: graphAttributes(operator, attributes),
      });
      return value;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new RangeError(`node ${name} (${operator}): ${error.message}`, { cause: error });
    }
  }

  /** Declares a value as an output of the graph, under its own name. */
  output(value: Value): void {
    this.#requireOwn(value);
    if (this.#outputs.includes(value)) throw new RangeError(`${value.name} is an output already`);
    this.#outputs.push(value);
  }

  /** Returns the graph. @throws RangeError when it has no output */
  build(): Graph {
    if (this.#outputs.length === 0) throw new RangeError(`graph ${this.#name} has no output`);
    return {
      name: this.#name,
      inputs: [...this.#inputs],
      outputs: [...this.#outputs],
      nodes: [...this.#nodes],
      initialisers: [...this.#initialisers],
    };
  }

  #add(value: Value): Value {
    if (value.name === "" || this.#values.has(value.name)) {
      throw new RangeError(`the name "${value.name}" is empty or taken`);
    }
    this.#values.set(value.name, value);
    return value;
  }

  #requireOwn(value: Value | null): void {
    if (value !== null && this.#values.get(value.name) !== value) {
      throw new RangeError(`${value.name} belongs to another graph`);
    }
  }

  #freeName(operator: OperatorName): string {
    let number = this.#nodes.length;
    while (this.#values.has(`${operator}_${number}`)) number += 1;
    return `${operator}_${number}`;
  }
}

function inferred(
  operator: OperatorName,
  { inputs, attributes }: { inputs: readonly (Value | null)[]; attributes: object },
): ValueType {
  const { arity, infer } = ruleOf(operator);
  const least = "atLeast" in arity ? arity.atLeast : arity.required;
  const most = "atLeast" in arity ? Infinity : arity.required + arity.optional;
  if (inputs.length < least || inputs.length > most) {
    throw new RangeError(`it has ${inputs.length} inputs instead of ${least} to ${most}`);
  }
  const required = "atLeast" in arity ? inputs : inputs.slice(0, least);
  const present = required.filter((input) => input !== null);
  if (present.length < required.length) throw new RangeError("a required input is missing");
  const optional = inputs.slice(required.length).map((input) => input ?? undefined);
  return infer(present, { attributes, optional });
}

/** Lists the attributes that are given, in the order of the operator's table. */
function graphAttributes(operator: OperatorName, attributes: object): GraphAttribute[] {
  const kinds = ruleOf(operator).attributes;
  const given = new Map<string, GraphAttribute["value"]>(Object.entries(attributes));
  return Object.entries(kinds).flatMap(([name, kind]) => {
    const value = given.get(name);
    return value === undefined ? [] : [{ name, kind, value } as GraphAttribute];
  });
}

/** Checks that `data` have the constant's type and fill its shape. @throws RangeError */
export function checkNumbers({ name, type, shape }: Initialiser, data: ElementArray): void {
  const count = shape.reduce((total, side) => total * side, 1);
  if (!(data instanceof ELEMENT_TYPES[type].array) || data.length !== count) {
    throw new RangeError(
      `constant ${name}: ${data.constructor.name} of ${data.length} for ${type} ${
        shapeText(shape)
      }`,
    );
  }
}

function knownIntegers(data: Initialiser["data"]): readonly number[] | null {
  const known = data instanceof BigInt64Array && data.length <= LONGEST_KNOWN_CONSTANT;
  return known ? Array.from(data, Number) : null;
}

import type { ElementType } from "./element_type.ts";
import type { ValueType } from "./shape.ts";

/** Types of a node's attributes. `type` is written as the format's code of an element type. */
export interface AttributeValues {
  readonly int: number;
  readonly float: number;
  readonly ints: readonly number[];
  readonly string: string;
  readonly type: ElementType;
}

export type AttributeKind = keyof AttributeValues;
export type AttributeKinds = Readonly<Record<string, AttributeKind>>;

/** The attributes of an operator as a caller passes them; omitted ones take ONNX's defaults. */
export type Attributes<Kinds extends AttributeKinds> = {
  readonly [Name in keyof Kinds]?: AttributeValues[Kinds[Name]];
};

/** Number of inputs of an operator. Optional ones follow the required ones. */
export type Arity =
  | { readonly required: number; readonly optional: number }
  | { readonly atLeast: number };

/** The inputs that an operator of an arity always has, in order. */
export type RequiredInputs<Taken extends Arity> = Taken extends
  { readonly required: infer Count extends number } ? Repeated<Count>
  : readonly [ValueType, ...ValueType[]];

type Repeated<Count extends number, Made extends readonly ValueType[] = readonly []> =
  Made["length"] extends Count ? Made : Repeated<Count, readonly [...Made, ValueType]>;

/** An ONNX operator with one output: its inputs, attributes and inference rule. */
export interface Operator<
  Kinds extends AttributeKinds,
  Inputs extends readonly ValueType[] = readonly ValueType[],
> {
  readonly arity: Arity;
  readonly attributes: Kinds;
  /**
   * Infers type and shape of the output.
   * @param inputs the required inputs, or all of them for a variadic operator
   * @throws RangeError when the inputs or attributes do not fit
   */
  infer(inputs: Inputs, given: Given<Kinds>): ValueType;
}

/** Optional inputs and attributes of a node. */
export interface Given<Kinds extends AttributeKinds> {
  readonly attributes: Attributes<Kinds>;
  /** Optional inputs; `undefined` if omitted. */
  readonly optional: readonly (ValueType | undefined)[];
}

/** Declares an operator; ties the types of its rule to its attributes and to the number of its inputs. */
export function operator<const Kinds extends AttributeKinds, const Taken extends Arity>(
  rule: Operator<Kinds, RequiredInputs<Taken>> & { readonly arity: Taken },
): Operator<Kinds, RequiredInputs<Taken>> {
  return rule;
}

/** Throws a RangeError when `condition` does not hold. */
export function ensure(condition: boolean, message: string): asserts condition {
  if (!condition) throw new RangeError(message);
}

/** Checks that all values have the element type of the first. @throws RangeError */
export function ensureSameType(values: readonly ValueType[]): void {
  for (const { type } of values) {
    ensure(type === values[0]!.type, `${values[0]!.type} and ${type} cannot be combined`);
  }
}

/** Returns the numbers of an int64 constant. @throws RangeError when they are unknown */
export function constantIntegers(value: ValueType, meaning: string): readonly number[] {
  ensure(value.integers !== null, `${meaning} must be an int64 constant`);
  return value.integers;
}

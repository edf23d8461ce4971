import assert from "node:assert/strict";
import fc from "fast-check";
import type { onnx } from "onnx-proto";
import { AssayError } from "../../src/records/errors.ts";
import {
  converted,
  floats,
  type MadeModel,
  madeModel,
  node,
} from "../models/onnx/half_precision/made_model.ts";

const PLAIN: MadeModel = {
  inputs: { x: [1, 2] },
  outputs: ["y"],
  nodes: [node("MatMul", ["x", "w"], ["y"])],
  constants: [floats("w", [2, 2], [1, 2, 3, 4])],
};

function refused(bytes: Uint8Array, code: string, message: RegExp): void {
  assert.throws(() => converted(bytes), (error: AssayError) => {
    assert.deepEqual([error.code, error.exitCode], [code, 3], error.message);
    assert.match(error.message, message);
    return true;
  });
}

Deno.test("what cannot be followed is refused with its name", () => {
  const branch: onnx.INodeProto = {
    opType: "If",
    input: ["c"],
    output: ["y"],
    attribute: [{ name: "then_branch", g: { name: "then", node: [], output: [{ name: "y" }] } }],
  };
  const outside = {
    name: "w",
    dims: [2, 2],
    dataType: 1,
    dataLocation: 1,
    externalData: [{ key: "location", value: "../../secret" }],
  };
  const cases: [Partial<MadeModel>, RegExp][] = [
    [{ nodes: [branch] }, /cannot be converted to float16: If has a subgraph/],
    [
      { nodes: [{ ...node("FusedConv", ["x"], ["y"]), domain: "com.microsoft" }] },
      /FusedConv is an operator of domain com\.microsoft/,
    ],
    [{ constants: [outside] }, /constant w is stored in another file/],
    [{ graph: { sparseInitializer: [{ dims: [4] }] } }, /it has sparse constants/],
    [{ model: { functions: [{ name: "f" }] } }, /it defines functions/],
    [{ opset: 6 }, /its operator set is version 6/],
  ];
  for (const [change, message] of cases) {
    refused(madeModel({ ...PLAIN, ...change }), "ONNX_NOT_CONVERTIBLE", message);
  }
});

Deno.test("what is no whole model is refused", () => {
  const whole = madeModel(PLAIN);
  const cases: [Uint8Array, RegExp][] = [
    [new Uint8Array(0), /made\.onnx is not a valid ONNX model: it has no graph/],
    [new Uint8Array(100).fill(255), /cannot be parsed as protobuf/],
    [whole.subarray(0, whole.length - 5), /cannot be parsed as protobuf/],
    [
      madeModel({ ...PLAIN, nodes: [node("MatMul", ["lost", "w"], ["y"])] }),
      /lost is used before it is defined/,
    ],
    [
      madeModel({ ...PLAIN, constants: [floats("w", [2, 2], [1, 2, 3])] }),
      /constant w has 3 numbers instead of 4/,
    ],
  ];
  for (const [bytes, message] of cases) refused(bytes, "ONNX_BROKEN", message);
});

Deno.test("random damage is refused or converted, and nothing else", () => {
  const whole = madeModel(PLAIN);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }),
      fc.nat(whole.length),
      (changes, length) => {
        const damaged = whole.slice(0, length);
        for (const [at, value] of changes) if (at < length) damaged[at] = value;
        try {
          converted(damaged);
        } catch (error) {
          assert.ok(error instanceof AssayError, String(error));
        }
      },
    ),
    { numRuns: 2000 },
  );
});

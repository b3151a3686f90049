import type { Location } from "../../../model/location.ts";
import { literal } from "../../../model/text.ts";
import { typeName, unknownResult } from "../convert.ts";
import type { Value } from "../value.ts";
import { asInterface, isNothing, nothing } from "../nothing.ts";
import { refuse, type Frame } from "./run.ts";

/** A field or method that is asked of a value. `args` is set when arguments are given. */
interface Access {
  readonly name: string;
  readonly args: readonly Value[] | undefined;
  readonly at: Location;
  /** The type that Go's messages name: `interface {}` for what a map or list holds. */
  readonly within: "interface {}" | undefined;
}

/** Fields one after another; the arguments belong to the last (text/template, evalFieldChain). */
export function fieldsOf(
  frame: Frame,
  receiver: Value,
  names: readonly string[],
  args: readonly Value[] | undefined,
  at: Location,
): Value {
  return names.reduce(
    (value, name, index) =>
      fieldOf(frame, value, {
        name,
        args: index === names.length - 1 ? args : undefined,
        at,
        within: index > 0 ? "interface {}" : undefined,
      }),
    receiver,
  );
}

function fieldOf(frame: Frame, receiver: Value, access: Access): Value {
  const { name, args, at } = access;
  switch (receiver.kind) {
    case "null":
      if (!isNothing(receiver)) refuse(`nil pointer evaluating interface {}.${name}`, at);
      if (frame.run.missingKey === "error") refuse(`nil data; no entry for key ${JSON.stringify(name)}`, at);
      return receiver;
    case "unknown":
      return fieldOfUnknown(receiver, access);
    case "text":
      // A placeholder in a values file is read as a string, and may be replaced by a map.
      if (receiver.parts.length > 0 && receiver.parts.every((part) => part.kind === "hole")) {
        return args === undefined && receiver.parts.length === 1
          ? fieldOfHole(receiver, access)
          : unknownResult(`.${name}`, [receiver, ...(args ?? [])], at);
      }
      return refuseField(receiver, access);
    case "number":
    case "boolean":
    case "go-list":
      return refuseField(receiver, access);
    case "go-map":
      return entryOf(frame, receiver, access);
    case "object": {
      const call = { name, at, host: frame.run.hostOf(frame.set) };
      return receiver.member(name, args ?? [], call) ?? refuseField(receiver, access);
    }
  }
}

function refuseField(receiver: Value, { name, at, within }: Access): never {
  return refuse(`can't evaluate field ${name} in type ${within ?? typeName(receiver) ?? "interface {}"}`, at);
}

function entryOf(frame: Frame, map: Value & { readonly kind: "go-map" }, access: Access): Value {
  const { name, args, at } = access;
  if (args !== undefined) refuse(`${name} is not a method but has arguments`, at);
  const entry = map.entries.get(name);
  if (entry !== undefined) return asInterface(entry.value);
  if (map.more !== undefined) return fieldOfUnknown({ kind: "unknown", hole: map.more, at: map.at }, access);
  switch (frame.run.missingKey) {
    case "default":
      return nothing(at);
    case "zero":
      return map.type === "map[string]string" ? literal("", at) : { kind: "null", at };
    case "error":
      return refuse(`map has no entry for key ${JSON.stringify(name)}`, at);
  }
}

/** As `unlisted` names what a map may hold that is not listed. */
function fieldOfUnknown(receiver: Value & { readonly kind: "unknown" }, { name, args, at }: Access): Value {
  if (args !== undefined) return unknownResult(`.${name}`, [receiver, ...args], at);
  const { id, name: whole } = receiver.hole;
  return {
    kind: "unknown",
    hole: { kind: "hole", id: `${id}.${name}`, name: `${whole}.${name}` },
    at: receiver.at,
  };
}

function fieldOfHole(receiver: Value & { readonly kind: "text" }, access: Access): Value {
  const [hole] = receiver.parts;
  if (hole?.kind !== "hole") return refuseField(receiver, access);
  return fieldOfUnknown({ kind: "unknown", hole, at: receiver.at }, access);
}

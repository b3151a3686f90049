import type { Node } from "../../../../model/node.ts";
import { textSource } from "../../../../model/source.ts";
import type { Text } from "../../../../model/text.ts";
import { parseYaml } from "../../../yaml/parse.ts";
import { tupleNode } from "../convert.ts";
import { decodedYaml } from "../decoded.ts";
import { encodeYaml } from "../encode-yaml.ts";
import { holeOf, whollyKnown } from "../identity.ts";
import { failure, isFailure, type Failure, type Value } from "../value.ts";
import { anything, text, unary, type Call, type FunctionGroup } from "./function.ts";

/** The objects of a YAML text, empty documents left out; undefined when what is not known may be among them. */
function objectsIn(manifest: Text, call: Call): readonly Node[] | Failure | undefined {
  if (manifest.encodes !== undefined) return [manifest.encodes.node];
  if (holeOf(manifest) !== undefined) return undefined;
  const isSure = whollyKnown(manifest);
  const { kind, documents, problems } = parseYaml(textSource(manifest));
  const [problem] = problems;
  if (problem !== undefined && isSure) return failure(`this is not YAML: ${problem.message}`, call.at);
  if (kind !== "yaml" || problem !== undefined) return undefined;
  const objects: Node[] = [];
  for (const { node } of documents) {
    if (node.kind === "null" || (node.kind === "map" && node.entries.length === 0)) continue;
    if (node.kind === "map") objects.push(decodedYaml(node));
    else if (isSure) return failure("this is not a Kubernetes manifest", node.at);
    else return undefined;
  }
  return objects;
}

/** `manifest_decode`: exactly one object (Kubernetes provider, "function: manifest_decode"). */
function decodeOne(manifest: Text, call: Call): Value | undefined {
  const objects = objectsIn(manifest, call);
  if (objects === undefined || isFailureOf(objects)) return objects;
  const [only] = objects;
  return only === undefined || objects.length > 1
    ? failure("manifest_decode reads exactly one manifest", call.at)
    : only;
}

/** `manifest_decode_multi`: a tuple with one object for each document. */
function decodeAll(manifest: Text, call: Call): Value | undefined {
  const objects = objectsIn(manifest, call);
  if (objects === undefined || isFailureOf(objects)) return objects;
  return tupleNode(objects, call.at);
}

function isFailureOf(objects: readonly Node[] | Failure): objects is Failure {
  return "kind" in objects && isFailure(objects);
}

export const providerKubernetes: FunctionGroup = {
  "provider::kubernetes::manifest_decode": unary("any", text, decodeOne),
  "provider::kubernetes::manifest_decode_multi": unary("any", text, decodeAll),
  // A list of objects becomes several documents, which are not written here.
  "provider::kubernetes::manifest_encode": unary("string", anything, (node, call) =>
    node.kind === "map" ? encodeYaml(node, call.at) : undefined,
  ),
};

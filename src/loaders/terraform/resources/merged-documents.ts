import { equals } from "../../../model/compare.ts";
import { entriesOf, textOf, type Node } from "../../../model/node.ts";
import { textSource } from "../../../model/source.ts";
import { isAbsent, known, type Hole, type Text } from "../../../model/text.ts";
import { parseJson } from "../../json/parse-json.ts";
import type { Resource } from "../instances/instance.ts";

/** A policy document that is merged with others. */
interface Document {
  /** Unknown ones stand for statements that are not known, none or several. */
  readonly statements: readonly Node[];
  readonly version: Node | undefined;
}

/** An element of a document, whatever the case of its name: Go's JSON decoder does not mind. */
function element(document: Node | undefined, name: string): Node | undefined {
  return entriesOf(document).findLast(({ key }) => known(key)?.toLowerCase() === name)?.value;
}

function onlyHole(text: Text): Hole | undefined {
  const [part] = text.parts;
  return text.parts.length === 1 && part?.kind === "hole" ? part : undefined;
}

const unknownDocument = (node: Node): Document => ({ statements: [node], version: undefined });

/** A document that is given as JSON. */
function documentOf(json: Node): Document {
  if (json.kind === "unknown") return unknownDocument(json);
  if (json.kind !== "text" || json.parts.length === 0) return { statements: [], version: undefined };
  const hole = onlyHole(json);
  if (hole !== undefined) return unknownDocument({ kind: "unknown", hole, at: json.at });
  const policy = json.encodes?.node ?? parseJson(textSource(json)).node;
  if (policy?.kind === "unknown") return unknownDocument(policy);
  const statements = element(policy, "statement");
  const own = statements === undefined ? [] : statements.kind === "list" ? statements.items : [statements];
  const more = policy?.kind === "map" ? policy.more : undefined;
  const open: readonly Node[] =
    policy === undefined || more === undefined ? [] : [{ kind: "unknown", hole: more, at: policy.at }];
  return { statements: [...own, ...open], version: element(policy, "version") };
}

/** The documents that an argument lists; an unknown list is one unknown document. */
export function documentsIn(resource: Resource, argument: string): readonly Document[] {
  const node = resource.setting(argument);
  if (node === undefined || node.kind === "null") return [];
  return (node.kind === "list" ? node.items : [node]).filter((item) => item.kind !== "null").map(documentOf);
}

/** What identifies a statement among those that it is merged with; undefined when it has no `Sid`. */
function sidOf(statement: Node): Text | undefined {
  const sid = element(statement, "sid");
  const text = sid && textOf(sid, statement.at);
  return text === undefined || isAbsent(text) || text.parts.length === 0 ? undefined : text;
}

function holeIn(statement: Node): Hole | undefined {
  if (statement.kind === "unknown") return statement.hole;
  const sid = sidOf(statement);
  return sid?.parts.find((part) => part.kind === "hole");
}

/** What is left of a statement when another may take its place: it may be there or not. */
function doubtful(statement: Node, by: Hole): Node {
  return { kind: "unknown", hole: by, at: statement.at };
}

function added(merged: readonly Node[], statement: Node): readonly Node[] {
  if (statement.kind === "unknown") {
    const { hole } = statement;
    return [...merged.map((earlier) => (sidOf(earlier) ? doubtful(earlier, hole) : earlier)), statement];
  }
  const sid = sidOf(statement);
  if (sid === undefined) return [...merged, statement];
  const answers = merged.map((earlier) => {
    const other = sidOf(earlier);
    return other === undefined ? "no" : equals(other, sid);
  });
  const same = answers.indexOf("yes");
  if (same !== -1) return merged.map((earlier, index) => (index === same ? statement : earlier));
  const kept = merged.map((earlier, index) => {
    const hole = holeIn(statement) ?? holeIn(earlier);
    return answers[index] === "maybe" && hole !== undefined ? doubtful(earlier, hole) : earlier;
  });
  return [...kept, statement];
}

/**
 * Statements of documents, each over those before it: one with the `Sid` of an earlier one takes its place, the rest are
 * added (terraform-provider-aws, `iamPolicyDoc.Merge`). A document that is not known may replace any that has a `Sid`.
 */
export function mergedStatements(documents: readonly (readonly Node[])[]): readonly Node[] {
  return documents.flat().reduce<readonly Node[]>(added, []);
}

/** The greatest of the documents' versions, which is what the provider writes; the document's own where one is not known. */
export function mergedVersion(own: Text, documents: readonly Document[]): Text {
  let greatest = own;
  for (const { version } of documents) {
    const [before, here] = [known(greatest), version?.kind === "text" ? known(version) : undefined];
    if (version?.kind === "text" && before !== undefined && here !== undefined && here > before) {
      greatest = version;
    }
  }
  return greatest;
}

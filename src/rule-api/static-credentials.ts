import { allOf, equals } from "../model/compare.ts";
import type { ConfigurationSource, Container, EnvironmentVariable, Workload } from "../model/entities.ts";
import type { Location } from "../model/location.ts";
import type { Model } from "../model/model.ts";
import { holesOf, isAbsent, known, print, type Absent, type Text } from "../model/text.ts";

const KEY_ID = "AWS_ACCESS_KEY_ID";
const SECRET_KEY = "AWS_SECRET_ACCESS_KEY";

/** Access keys that a container gets as environment variables. */
export interface StaticCredentials {
  readonly workload: Workload;
  /** The variable's name, or the import that brings it. */
  readonly at: Location;
  /** AWS_ACCESS_KEY_ID, or AWS_SECRET_ACCESS_KEY where it stands alone. */
  readonly variable: string;
  readonly from: "value" | "Secret" | "ConfigMap" | "import";
  /** The ConfigMap or Secret, where it is known. */
  readonly source: string;
  /** Where the keys themselves are written, when they are here. */
  readonly written: readonly Location[];
}

/** The ConfigMaps and Secrets that a container imports whole; undefined when one of them is not here. */
function importsOf(
  container: Container,
  { namespace }: Workload,
  model: Model,
): readonly { readonly source: ConfigurationSource; readonly at: Location }[] | undefined {
  const found = container.envFrom.map(({ kind, name, at }) => {
    const objectKind = kind === "secret" ? "Secret" : "ConfigMap";
    const source = model.configurationSources.find(
      (each) =>
        each.objectKind === objectKind &&
        !isAbsent(name) &&
        allOf([equals(each.name, name), equals(each.namespace, namespace)]) === "yes",
    );
    return source === undefined || source.moreEntries !== undefined ? undefined : { source, at };
  });
  const read = found.filter((each) => each !== undefined);
  return read.length === found.length ? read : undefined;
}

/** Words of stores that speak S3 and are not AWS, and of what stands in for AWS in tests. */
const ELSEWHERE =
  /minio|localstack|ceph|seaweed|garage|moto|dynamodb-?local|elasticmq|localhost|127\.0\.0\.1|\.svc\b|cluster\.local|digitalocean|backblaze|wasabi|cloudflare|\br2\b|storage\.googleapis|linode|scaleway|\bscw\b|hetzner|ovh|oss-|aliyun|ibm|cos\b|swift/i;

/** A variable or a flag that sends requests somewhere; those of AWS itself only choose among AWS's own. */
const ENDPOINT = /endpoint/i;
const OF_AWS =
  /^AWS_(?:STS_REGIONAL_ENDPOINTS|EC2_METADATA_.*|S3_US_EAST_1_REGIONAL_ENDPOINT|USE_.*_ENDPOINT)$/;

const isAwsHost = (value: string): boolean => /\.amazonaws\.com(?:\.cn)?\b|\.api\.aws\b/i.test(value);

function saysEndpoint(name: string, value: string): boolean {
  if (ELSEWHERE.test(name) || ELSEWHERE.test(value)) return true;
  return ENDPOINT.test(name) && !OF_AWS.test(name) && value !== "" && !isAwsHost(value);
}

const words = (text: Text | Absent): string => (isAbsent(text) ? "" : print(text));

/** Whether something about a container says that its keys are for another service than AWS. */
function isForOthers(container: Container, sources: readonly ConfigurationSource[]): boolean {
  const { image, command, env } = container;
  if (ELSEWHERE.test(words(image)) || ELSEWHERE.test(words(container.name))) return true;
  if (command.some((word) => saysEndpoint(ENDPOINT.test(print(word)) ? "endpoint" : "", print(word))))
    return true;
  const variables = env.some(({ name, value, from }) => {
    if (from !== undefined && ENDPOINT.test(print(name)) && !OF_AWS.test(print(name))) return true;
    return (
      saysEndpoint(print(name), words(value)) || (from !== undefined && ELSEWHERE.test(words(from.name)))
    );
  });
  const imported = sources.some(
    ({ name, entries }) =>
      ELSEWHERE.test(print(name)) ||
      entries.some(({ key, value }) => saysEndpoint(print(key), isAbsent(value) ? "?" : print(value))),
  );
  return variables || imported;
}

/** The form of an access key's id (IAM user guide, "Unique identifiers"): nothing else is one. */
const KEY_FORM = /^A[KS]IA[A-Z0-9]{12,}$/;
const SECRET_FORM = /^[A-Za-z0-9/+]{40}$/;

/** Whether a variable certainly brings a key of AWS, as far as its value tells. */
function bringsKey({ name, value, from }: EnvironmentVariable): boolean {
  if (from !== undefined) return from.kind !== "other" && from.optional === undefined;
  if (isAbsent(value)) return false;
  const written = known(value);
  // A placeholder that stands for the whole key.
  if (written === undefined) return value.parts.length === 1 && holesOf(value).length === 1;
  return (known(name) === KEY_ID ? KEY_FORM : SECRET_FORM).test(written);
}

function ofVariables(workload: Workload, { env }: Container): StaticCredentials | undefined {
  const named = (wanted: string): EnvironmentVariable | undefined =>
    env.findLast((each) => known(each.name) === wanted);
  const [id, secret] = [named(KEY_ID), named(SECRET_KEY)];
  const first = id ?? secret;
  if (first === undefined || ![id, secret].every((each) => each === undefined || bringsKey(each)))
    return undefined;
  const { from } = first;
  return {
    workload,
    at: first.name.at,
    variable: print(first.name),
    from: from === undefined ? "value" : from.kind === "secret" ? "Secret" : "ConfigMap",
    source: words(from?.name ?? first.name),
    written: [id, secret].flatMap((each) =>
      each === undefined || isAbsent(each.value) ? [] : [each.value.at],
    ),
  };
}

/** The keys that a ConfigMap's values certainly are; of a Secret only the names count. */
function keysIn({ entries }: ConfigurationSource): readonly Text[] {
  return entries.flatMap(({ key, value }) => {
    const name = known(key);
    if (name !== KEY_ID && name !== SECRET_KEY) return [];
    const at = key.at;
    const variable = { name: key, value, at };
    return isAbsent(value) || bringsKey(variable) ? [key] : [];
  });
}

function ofImports(
  workload: Workload,
  imports: NonNullable<ReturnType<typeof importsOf>>,
): StaticCredentials | undefined {
  for (const { source, at } of imports) {
    const keys = keysIn(source);
    const first = keys.find((key) => known(key) === KEY_ID) ?? keys[0];
    if (first === undefined) continue;
    const name = `${source.objectKind} "${print(source.name)}"`;
    const written = keys.map((key) => key.at);
    return { workload, at, variable: print(first), from: "import", source: name, written };
  }
  return undefined;
}

/**
 * The containers that get AWS access keys, once each. Left out: keys for stores that only speak S3, values that can be
 * no key (`test`), references that may be missing, and containers that import what is not here, which may say where
 * the keys go.
 */
export function staticCredentials(model: Model): readonly StaticCredentials[] {
  return model.workloads.flatMap((workload) =>
    workload.containers.flatMap((container) => {
      const imports = importsOf(container, workload, model);
      if (
        imports === undefined ||
        isForOthers(
          container,
          imports.map(({ source }) => source),
        )
      )
        return [];
      return ofVariables(workload, container) ?? ofImports(workload, imports) ?? [];
    }),
  );
}

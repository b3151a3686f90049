/** An ApplicationSet with what its generators read. */
export interface SetCase {
  readonly name: string;
  /** The files of the repository that the git generators ask for. */
  readonly files?: Readonly<Record<string, string>>;
  /** The Secrets of Argo CD's clusters, as YAML. */
  readonly secrets?: readonly string[];
  readonly set: string;
}

interface Written {
  readonly generators: string;
  /** The template's Application below `metadata` and `spec`. */
  readonly template?: string;
  readonly spec?: string;
  readonly goTemplate?: true;
  readonly files?: NonNullable<SetCase["files"]>;
  readonly secrets?: NonNullable<SetCase["secrets"]>;
}

const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, " ".repeat(by));

/** What repeats in every case, around what the case is about. */
export function setCase(
  name: string,
  { generators, template, spec = "", goTemplate, ...more }: Written,
): SetCase {
  const inGo = goTemplate === true ? "goTemplate: true\n" : "";
  const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: addons, namespace: argocd}
spec:
${indented(inGo + spec, 2).trimEnd()}
  generators:
${indented(generators.trim(), 4)}
  template:
${indented((template ?? plainTemplate(goTemplate === true)).trim(), 4)}
`;
  return { name, ...more, set };
}

function plainTemplate(inGo: boolean): string {
  const name = inGo ? "{{.name}}" : "{{name}}";
  return `
metadata: {name: '${name}'}
spec:
  project: default
  source: {repoURL: https://git.example.com/team/platform.git, path: apps}
  destination: {server: https://kubernetes.default.svc, namespace: secrets}
`;
}

/** A template that prints texts as annotations, one for each name. */
export function printing(name: string, texts: Readonly<Record<string, string>>): string {
  const annotations = Object.entries(texts).map(
    ([key, text]) => `    ${key}: '${text.replaceAll("'", "''")}'`,
  );
  return `
metadata:
  name: '${name}'
  annotations:
${annotations.join("\n")}
spec:
  project: default
  source: {repoURL: https://git.example.com/team/platform.git, path: apps}
  destination: {server: https://kubernetes.default.svc, namespace: secrets}
`;
}

/** The Secret of a cluster. */
export function clusterSecret(
  name: string,
  server: string,
  {
    labels = {},
    annotations = {},
    project,
  }: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly project?: string;
  } = {},
): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: `cluster-${name.toLowerCase().replace(/[^a-z0-9]/g, "-")}`,
      namespace: "argocd",
      labels: { "argocd.argoproj.io/secret-type": "cluster", ...labels },
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
    stringData: { name, server, config: "{}", ...(project === undefined ? {} : { project }) },
  });
}

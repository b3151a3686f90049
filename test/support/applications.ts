/** A text with each line that holds something indented. */
export function indent(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(by));
}

/** What an Application in a test's repository deploys. */
export interface ExampleApplication {
  readonly name?: string;
  readonly namespace?: string;
  /** The YAML of `source:`, or with `several` of `sources:`. */
  readonly source: string;
  readonly several?: boolean;
}

/** An Argo CD Application as a test's repository holds it. */
export function exampleApplication({
  name = "shop",
  namespace = "shop",
  source,
  several = false,
}: ExampleApplication): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
  namespace: argocd
spec:
  destination:
    server: https://kubernetes.default.svc
    namespace: ${namespace}
  ${several ? "sources" : "source"}:
${indent(source, 4)}`;
}

/** A source with a chart of the catalogue; `helm` is the block below `helm:`. */
export function chartSource(helm: string, chart = "external-dns"): string {
  const [repository, version] = CHARTS[chart] ?? ["https://charts.example.com", "1.0.0"];
  return `repoURL: ${repository}\nchart: ${chart}\ntargetRevision: ${version}\nhelm:\n${indent(helm, 2)}`;
}

const CHARTS: Readonly<Record<string, readonly [repository: string, version: string]>> = {
  "external-dns": ["https://kubernetes-sigs.github.io/external-dns/", "1.15.0"],
  "external-secrets": ["https://charts.external-secrets.io", "0.10.4"],
};

/** The address of the repository that tests pretend to be in. */
export const OWN_REPOSITORY = "https://git.example.com/platform/gitops.git";

/** A source that is a directory of the own repository, with more YAML below it. */
export function gitSource(path: string, more = ""): string {
  return `repoURL: ${OWN_REPOSITORY}\npath: ${path}\n${more}`;
}

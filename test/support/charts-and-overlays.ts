/** An Application of the chart in `chart/`, in the namespace of its name unless another is given. */
export const chartApplication = (name: string, helm = "", namespace = name): string =>
  `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  destination: {namespace: ${namespace}, server: "https://kubernetes.default.svc"}
  source:
    repoURL: https://github.com/acme/deploy.git
    path: chart
${helm === "" ? "" : `    helm: ${helm}\n`}`;

/** One whose values file lies in another repository. */
export const unreadApplication = (name: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  destination: {namespace: ${name}, server: "https://kubernetes.default.svc"}
  sources:
    - repoURL: https://github.com/acme/deploy.git
      path: chart
      helm: {valueFiles: [$values/${name}.yaml]}
    - {repoURL: "https://github.com/acme/values.git", ref: values}
`;

/** A chart of some templates in `chart/`. */
export function chart(
  templates: Readonly<Record<string, string>>,
  values = "",
): Readonly<Record<string, string>> {
  const files = Object.entries(templates).map(([name, text]) => [`chart/templates/${name}`, text] as const);
  return {
    "chart/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
    "chart/values.yaml": values,
    ...Object.fromEntries(files),
  };
}

/** A base of one file and as many overlays as there are names, each in the namespace of its name. */
export function overlays(base: string, names: readonly string[]): Readonly<Record<string, string>> {
  return {
    "base/a.yaml": base,
    "base/kustomization.yaml": "resources: [a.yaml]\n",
    ...Object.fromEntries(
      names.map((name) => [
        `overlays/${name}/kustomization.yaml`,
        `namespace: ${name}\nresources: [../../base]\n`,
      ]),
    ),
  };
}

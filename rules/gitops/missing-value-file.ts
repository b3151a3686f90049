import { didYouMean } from "../../src/iam/near-miss.ts";
import { print } from "../../src/model/text.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { meant } from "../../src/rule-api/wording.ts";

const application = (file: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop
  namespace: argocd
spec:
  destination:
    server: https://kubernetes.default.svc
    namespace: shop
  source:
    repoURL: https://git.example.com/platform/gitops.git
    path: charts/shop
    helm:
      valueFiles:
        - ${file}
`;

const chart = {
  "charts/shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
  "charts/shop/values-prod.yaml": "replicas: 3\n",
};

export default defineRule({
  id: "gitops/missing-value-file",
  meta: {
    summary: "The value files that a Helm release asks for must exist",
    severity: "error",
    since: "0.1.0",
    messages: {
      missing: (d: { file: string; release: string; hint: string }) =>
        `value file "${d.file}" of release "${d.release}" does not exist${d.hint}`,
      noSource: (d: { file: string; release: string; source: string; hint: string }) =>
        `value file "${d.file}" of release "${d.release}" does not exist: no source of the Application has the ref "${d.source}"${d.hint}`,
    },
    docs: {
      why: "Argo CD does not render an Application of which a value file is missing: nothing of it changes in the cluster any more, and what the file was to set, such as a role, is not there.",
      fix: "Write the path as it is: relative to the chart, from the repository's root with a leading `/`, or from the root of another source with `$ref/`. Set `ignoreMissingValueFiles: true` where it may be missing.",
      quiet: [
        "The file would lie in another repository, or nobody can say in which.",
        "The chart comes from a chart repository and the file from inside of it.",
        "The source's own path is not here.",
        "Part of the path is not known.",
        "`ignoreMissingValueFiles` is set.",
        "A `$NAME/` in capitals, or in an Application of one source: a pipeline may fill it in before Argo CD does.",
      ],
      references: [
        "https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#values-files",
        "https://argo-cd.readthedocs.io/en/stable/user-guide/multiple_sources/",
      ],
      bad: { "apps/shop.yaml": application("values-prd.yaml"), ...chart },
      good: { "apps/shop.yaml": application("values-prod.yaml"), ...chart },
    },
  },
  check({ model, report }) {
    for (const { name, valueFiles } of model.releases) {
      for (const { path, state, nearby, noSource } of valueFiles) {
        if (state !== "missing") continue;
        const file = print(path);
        const [only, ...others] = nearby;
        const isOnly = noSource !== undefined && others.length === 0;
        const near = isOnly ? only : didYouMean(file, nearby);
        const data = { file, release: print(name), hint: meant(near) };
        const finding = {
          at: path.at,
          related: [{ at: name.at, message: `release "${print(name)}" asks for it` }],
          // The file of another environment may be the nearest one: a person has to say which is meant.
          suggestions: near === undefined ? [] : rewrite(path, near, "unsafe"),
        };
        if (noSource === undefined) report({ ...finding, messageId: "missing", data });
        else report({ ...finding, messageId: "noSource", data: { ...data, source: noSource } });
      }
    }
  },
});

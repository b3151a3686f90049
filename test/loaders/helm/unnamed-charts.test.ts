import { describe, expect, it } from "vitest";
import { loaders } from "../../../src/engine/loaders.ts";
import { expand, type Expanded } from "../../../src/expand/expand.ts";
import { known, print } from "../../../src/model/text.ts";
import { memoryWorkspace } from "../../../src/workspace/memory.ts";
import { accountsIn } from "../../support/deployments.ts";

const CHART = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";
const ACCOUNT = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: shop
  annotations: {{- toYaml .Values.serviceAccount.annotations | nindent 4 }}
`;

const annotated = (role: string): string =>
  `serviceAccount:\n  create: true\n  annotations:\n    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/${role}\n`;

function read(files: Readonly<Record<string, string>>): Expanded {
  return expand(loaders, memoryWorkspace(files), {
    placeholders: [],
    accountOf: () => undefined,
    varFiles: [],
  });
}

/** `environment: role`, for each account. */
function rolesIn(expanded: Expanded): readonly string[] {
  return accountsIn(expanded).map(({ origin, roleArn }) => {
    const arn = roleArn.kind === "absent" ? "none" : print(roleArn).replace(/^.*\//, "");
    return `${origin.environment ?? "-"}: ${arn}`;
  });
}

const chart = { "deploy/shop/Chart.yaml": CHART, "deploy/shop/templates/account.yaml": ACCOUNT };

describe("a chart that no release names", () => {
  it("is installed once for each values file beside its own", () => {
    const expanded = read({
      ...chart,
      "deploy/shop/values.yaml": annotated("default"),
      "deploy/shop/values-dev.yaml": annotated("dev"),
      "deploy/shop/values-prod.yaml": annotated("prod"),
    });
    expect(rolesIn(expanded)).toEqual(["dev: dev", "prod: prod"]);
    expect(expanded.claimed).toEqual([
      "deploy/shop/Chart.yaml",
      "deploy/shop/templates/account.yaml",
      "deploy/shop/values-dev.yaml",
      "deploy/shop/values-prod.yaml",
      "deploy/shop/values.yaml",
    ]);
  });

  it("has a namespace that nobody knows, another in each environment, and may not be there", () => {
    const [dev, prod] = accountsIn(
      read({
        ...chart,
        "deploy/shop/values.yaml": "serviceAccount: {}\n",
        "deploy/shop/values-dev.yaml": annotated("dev"),
        "deploy/shop/values-prod.yaml": annotated("prod"),
      }),
    );
    expect(dev && print(dev.namespace)).toBe("${namespace of chart shop}");
    expect(dev?.namespace.parts).not.toEqual(prod?.namespace.parts);
    expect(dev?.existence).toBe("maybe");
  });

  it("takes what its own values.yaml says where an environment says nothing", () => {
    const expanded = read({
      ...chart,
      "deploy/shop/values.yaml": annotated("all"),
      "deploy/shop/values-prod.yaml": "serviceAccount:\n  labels: { a: b }\n",
    });
    expect(rolesIn(expanded)).toEqual(["prod: all"]);
    expect(accountsIn(expanded)[0]?.roleArn.at.file.path).toBe("deploy/shop/values.yaml");
  });

  it("is what values.yaml says when there is no other file", () => {
    expect(rolesIn(read({ ...chart, "deploy/shop/values.yaml": annotated("only") }))).toEqual(["-: only"]);
  });

  it("does not take for certain what a file between may say otherwise", () => {
    const expanded = read({
      ...chart,
      "deploy/shop/values.yaml": annotated("default"),
      "deploy/shop/values-prod.yaml": annotated("prod"),
      "deploy/shop/values-prod-eu.yaml": "serviceAccount:\n  labels: { a: b }\n",
    });
    const arns = accountsIn(expanded).flatMap(({ roleArn }) =>
      roleArn.kind === "absent" ? [] : [known(roleArn)],
    );
    expect(arns).toContain("arn:aws:iam::111122223333:role/prod");
    expect(arns).not.toContain("arn:aws:iam::111122223333:role/default");
  });

  it("leaves alone files whose keys are not the chart's", () => {
    const expanded = read({
      ...chart,
      "deploy/shop/values.yaml": annotated("default"),
      "deploy/shop/env/logging.yaml": "level: debug\n",
    });
    expect(rolesIn(expanded)).toEqual(["-: default"]);
  });
});

describe("a chart with a release", () => {
  it("is read as the release says, whatever lies beside it", () => {
    const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: shop, namespace: argocd }
spec:
  destination: { server: https://kubernetes.default.svc, namespace: shop }
  source:
    repoURL: https://git.example.com/shop.git
    path: deploy/shop
    helm: { valueFiles: [values-prod.yaml] }
`;
    const expanded = read({
      ...chart,
      "apps/shop.yaml": application,
      "deploy/shop/values.yaml": annotated("default"),
      "deploy/shop/values-dev.yaml": annotated("dev"),
      "deploy/shop/values-prod.yaml": annotated("prod"),
    });
    expect(rolesIn(expanded)).toEqual(["-: prod"]);
  });

  it("brings the charts inside it along, which are no releases of their own", () => {
    const expanded = read({
      "deploy/shop/Chart.yaml": `${CHART}dependencies:\n  - { name: api, version: 1.0.0, repository: "file://../api" }\n`,
      "deploy/shop/values.yaml": `api:\n${annotated("inner").replace(/^/gm, "  ").trimEnd()}\n`,
      "deploy/api/Chart.yaml": "apiVersion: v2\nname: api\nversion: 1.0.0\n",
      "deploy/api/templates/account.yaml": ACCOUNT,
      "deploy/api/values.yaml": annotated("never"),
    });
    expect(rolesIn(expanded)).toEqual(["-: inner"]);
  });
});

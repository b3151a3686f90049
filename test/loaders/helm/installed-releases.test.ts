import { describe, expect, it } from "vitest";
import { readConfiguration } from "../../../src/engine/config/read-configuration.ts";
import type { InstalledRelease } from "../../../src/loaders/loader.ts";
import { textAt } from "../../../src/model/location.ts";
import { print } from "../../../src/model/text.ts";
import { accountsIn, namesOf, readDeployments } from "../../support/deployments.ts";

const ARN = "arn:aws:iam::111122223333:role/dns";

function releasesIn(yaml: string): readonly InstalledRelease[] {
  const read = readConfiguration({ path: ".irsa-lint.yaml", text: yaml }, []);
  if (read.kind === "errors") throw new Error(read.errors.map(({ message }) => message).join("; "));
  return read.configuration.releases;
}

const releases = releasesIn(`releases:
  - name: dns
    namespace: kube-system
    chart: external-dns
    repository: https://kubernetes-sigs.github.io/external-dns/
    version: "1.15.0"
    cluster: prod
    values: [helm/base.yaml, helm/prod.yaml]
`);

describe("releases of the configuration", () => {
  const files = {
    "helm/base.yaml": `serviceAccount:\n  name: base\n  annotations:\n    eks.amazonaws.com/role-arn: ${ARN}\n`,
    "helm/prod.yaml": "serviceAccount:\n  name: prod\n",
  };

  it("are read with their values files, the last one winning", () => {
    const expanded = readDeployments(files, { releases });
    expect(namesOf(expanded)).toEqual([`kube-system/prod ${ARN}`]);
    const [account] = accountsIn(expanded);
    expect(account?.roleArn.at.file.path).toBe("helm/base.yaml");
    expect(account && textAt(account.namespace.at)).toBe("kube-system");
    expect(account && print(account.origin.cluster)).toBe("prod");
    expect(account?.origin.via[0]?.label).toBe("release dns of the configuration");
    expect(expanded.claimed).toEqual(["helm/base.yaml", "helm/prod.yaml"]);
  });

  it("know of files that are not there, and of those that may be meant", () => {
    const { facts } = readDeployments(
      { "helm/base.yaml": "a: 1\n", "helm/prd.yaml": "a: 1\n" },
      { releases },
    );
    const [release] = facts.filter((fact) => fact.kind === "release");
    expect(release?.valueFiles.map(({ path, state, nearby }) => [print(path), state, nearby])).toEqual([
      ["helm/base.yaml", "read", []],
      ["helm/prod.yaml", "missing", ["helm/base.yaml", "helm/prd.yaml"]],
    ]);
  });

  it("may be of a chart that lies here", () => {
    const [release] = releasesIn("releases: [{name: r, namespace: n, chart: ./charts/shop, values: []}]");
    expect(release?.directory).toBe("./charts/shop");
    const local = release === undefined ? [] : [{ ...release, directory: "charts/shop" }];
    const dependency =
      "{name: external-dns, version: 1.15.0, repository: https://kubernetes-sigs.github.io/external-dns/}";
    const text = `apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: [${dependency}]\n`;
    expect(namesOf(readDeployments({ "charts/shop/Chart.yaml": text }, { releases: local }))).toEqual([
      "n/r-external-dns",
    ]);
  });
});

import rule from "../../../rules/gitops/missing-value-file.ts";
import {
  chartSource,
  exampleApplication,
  gitSource,
  indent,
  OWN_REPOSITORY,
} from "../../support/applications.ts";
import { testRule } from "../../support/rule-tester.ts";

const chart = {
  "charts/shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
  "charts/shop/values-prod.yaml": "replicas: 3\n",
  "env/prod/shop.yaml": "replicas: 4\n",
};

const local = (files: string, more = ""): string =>
  exampleApplication({
    source: gitSource("charts/shop", `helm:\n${indent(more, 2)}  valueFiles: [${files}]\n`),
  });

/** A chart from elsewhere with value files of the own repository, which also deploys `charts/shop`. */
const several = (files: string, url = OWN_REPOSITORY): string =>
  exampleApplication({
    several: true,
    source: `- ${indent(chartSource(`valueFiles: [${files}]\n`), 2).trimStart()}- repoURL: ${url}\n  ref: values\n`,
  });

testRule(rule, {
  valid: [
    { name: "a file beside the chart", files: { "app.yaml": local("values-prod.yaml"), ...chart } },
    {
      name: "a file from the repository's root",
      files: { "app.yaml": local("/env/prod/shop.yaml"), ...chart },
    },
    { name: "a file above the chart", files: { "app.yaml": local("../../env/prod/shop.yaml"), ...chart } },
    { name: "a glob that names files", files: { "app.yaml": local('"values-*.yaml"'), ...chart } },
    {
      name: "a file that may be missing",
      files: { "app.yaml": local("values-none.yaml", "ignoreMissingValueFiles: true\n"), ...chart },
    },
    {
      name: "a file by the name of the Application",
      files: { "app.yaml": local("/env/prod/$ARGOCD_APP_NAME.yaml"), ...chart },
    },
    {
      name: "a file of a source that is called otherwise, which may be missing",
      files: {
        "app.yaml": several("$value/env/prod/shop.yaml").replace(
          "valueFiles:",
          "ignoreMissingValueFiles: true\n        valueFiles:",
        ),
        ...chart,
      },
    },
    {
      name: "a file of another source",
      files: { "app.yaml": several("$values/env/prod/shop.yaml"), ...chart },
    },
  ],
  unknown: [
    {
      name: "a file of another repository",
      files: {
        "app.yaml": several("$values/env/none.yaml", "https://git.example.com/other/values.git"),
        ...chart,
      },
      settings: { repositories: [{ url: OWN_REPOSITORY, path: "" }] },
    },
    {
      name: "a file of a repository that nobody can place",
      files: { "app.yaml": several("$values/env/none.yaml"), ...chart },
    },
    {
      name: "a fork of the repository",
      files: { "app.yaml": several("$values/env/none.yaml"), ...chart },
      settings: { repositories: [{ url: "https://git.example.com/mine/gitops.git", path: "" }] },
    },
    {
      name: "a file inside a chart from elsewhere",
      files: { "app.yaml": exampleApplication({ source: chartSource("valueFiles: [values-ha.yaml]\n") }) },
    },
    { name: "a file from the network", files: { "app.yaml": local("https://example.com/v.yaml"), ...chart } },
    {
      name: "a variable that a pipeline fills in",
      files: { "app.yaml": several("$ENVIRONMENT/shop.yaml"), ...chart },
    },
    {
      name: "a name where no source lends its files",
      files: {
        "app.yaml": local('"$values/env/prod/shop.yaml"').replace("path: charts/shop", "path: charts/none"),
      },
    },
    {
      name: "a glob in another repository",
      files: {
        "app.yaml": several("$values/env/*.yaml", "https://git.example.com/other/values.git"),
        ...chart,
      },
      settings: { repositories: [{ url: OWN_REPOSITORY, path: "" }] },
    },
    {
      name: "a placeholder in the path",
      files: { "app.yaml": local('"values-${ENVIRONMENT}.yaml"'), ...chart },
    },
    { name: "a source path that is not here", files: { "app.yaml": local("values-none.yaml") } },
  ],
  invalid: [
    {
      name: "a misspelt file beside the chart",
      files: { "app.yaml": local("values-prd.yaml"), ...chart },
      findings: [
        {
          messageId: "missing",
          at: "app.yaml:14",
          covers: "values-prd.yaml",
          severity: "error",
          says: 'did you mean "values-prod.yaml"?',
          related: ["shop"],
          suggests: [/^unsafe: Write "values-prod.yaml"$/],
        },
      ],
    },
    {
      name: "a misspelt directory in a path of another source",
      files: { "app.yaml": several("$values/env/prd/shop.yaml"), ...chart },
      settings: { repositories: [{ url: OWN_REPOSITORY, path: "" }] },
      findings: [
        {
          messageId: "missing",
          at: "app.yaml:15",
          covers: "$values/env/prd/shop.yaml",
          says: 'did you mean "$values/env/prod/shop.yaml"?',
        },
      ],
    },
    {
      name: "a source that is called otherwise",
      files: { "app.yaml": several("$value/env/prod/shop.yaml"), ...chart },
      findings: [
        {
          messageId: "noSource",
          at: "app.yaml:15",
          covers: "$value/env/prod/shop.yaml",
          says: 'no source of the Application has the ref "value"; did you mean "$values/env/prod/shop.yaml"?',
          related: ["shop"],
          suggests: [/^unsafe: Write "\$values\/env\/prod\/shop\.yaml"$/],
        },
      ],
    },
    {
      name: "a glob of another source that names nothing",
      files: { "app.yaml": several("$values/environments/*.yaml"), ...chart },
      settings: { repositories: [{ url: OWN_REPOSITORY, path: "" }] },
      findings: [{ messageId: "missing", at: "app.yaml:15", covers: "$values/environments/*.yaml" }],
    },
    {
      name: "a glob that names nothing",
      files: { "app.yaml": local('"overlays/*.yaml"'), ...chart },
      findings: [{ messageId: "missing", at: "app.yaml:14", covers: "overlays/*.yaml" }],
    },
    {
      name: "a file below the directory that the configuration names",
      files: {
        "app.yaml": local("none.yaml"),
        "checkout/charts/shop/Chart.yaml": chart["charts/shop/Chart.yaml"],
      },
      settings: { repositories: [{ url: "git@git.example.com:platform/gitops", path: "checkout" }] },
      findings: [{ messageId: "missing", at: "app.yaml:14", covers: "none.yaml" }],
    },
  ],
});

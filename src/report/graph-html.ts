import page from "../../build/graph-page.js";
import type { Graph } from "../explain/graph.ts";
import { graphData } from "./graph-json.ts";
import type { FileNames } from "./report.ts";

/** JSON that cannot end the script element that holds it (HTML Standard, "Restrictions for contents of script elements"). */
function embedded(value: object): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/**
 * `graph --format html`: one page with all that it needs in it, which asks the network for nothing: a list of the
 * service accounts to search and to filter by verdict, and the chain of the chosen one with links to files and lines.
 */
export function formatGraphHtml(graph: Graph, files: FileNames): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>irsa-lint: identity graph</title>
<style>${page.style}</style>
</head>
<body>
<header>
<h1>Who can be which role</h1>
<input id="search" type="search" placeholder="Search accounts, roles, permissions, files (press /)" aria-label="Search">
<div id="verdicts" role="group" aria-label="Verdicts"></div>
<select id="cluster" aria-label="Cluster"></select>
<details><summary>Links</summary><label>open a file with <input id="base" value="{file}#L{line}" spellcheck="false"></label>
such as vscode://file/home/me/repository/{file}:{line} or https://github.com/OWNER/NAME/blob/main/{file}#L{line}</details>
</header>
<nav aria-label="Service accounts"><div id="count" role="status"></div><div id="list" tabindex="0"></div></nav>
<main><div id="facts"></div><div id="picture"></div></main>
<script id="data" type="application/json">${embedded(graphData(graph, files))}</script>
<script>${page.script}</script>
</body>
</html>
`;
}

// Bundles each file of src/ into the folder named on the command line, with the licences of all that went in.
import { build } from "esbuild";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2];
if (!target) throw new Error("usage: node build.mjs FOLDER");

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
const result = await build({
  absWorkingDir: here,
  entryPoints: (await readdir(join(here, "src"))).filter((name) => name.endsWith(".js")).sort().map((name) => join("src", name)),
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2021"],
  charset: "utf8",
  legalComments: "none",
  loader: { ".svg": "dataurl", ".woff": "dataurl", ".woff2": "dataurl", ".ttf": "dataurl", ".eot": "dataurl" },
  outdir: target,
  metafile: true,
  logLevel: "warning",
});

// A package's folder ends at its name after the last node_modules; a scope takes one step more.
const packages = new Set();
for (const input of Object.keys(result.metafile.inputs)) {
  const found = input.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//);
  if (found) packages.add(found[1]);
}
const notices = [];
for (const folder of [...packages].sort()) {
  const about = JSON.parse(await readFile(join(here, folder, "package.json"), "utf8"));
  const files = (await readdir(join(here, folder))).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name)).sort();
  const texts = await Promise.all(files.map((name) => readFile(join(here, folder, name), "utf8")));
  notices.push([`${about.name} ${about.version} (${about.license ?? "see below"})`, ...texts.map((text) => text.trim())].join("\n\n"));
}
await writeFile(join(target, "LICENSES.txt"), notices.join(`\n\n${"-".repeat(72)}\n\n`) + "\n");

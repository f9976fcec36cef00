// Asks an endpoint through Comunica and prints each row as a line of JSON: node ask.mjs ENDPOINT QUERY
import { QueryEngine } from "@comunica/query-sparql";

const [endpoint, query] = process.argv.slice(2);
const engine = new QueryEngine();
const result = await engine.query(query, { sources: [{ type: "sparql", value: endpoint }] });
if (result.resultType === "boolean") {
  console.log(JSON.stringify(await result.execute()));
} else {
  for await (const one of await result.execute()) {
    const row = result.resultType === "quads"
      ? [one.subject.value, one.predicate.value, one.object.value]
      : Object.fromEntries([...one].map(([name, term]) => [name.value, term.value]));
    console.log(JSON.stringify(row));
  }
}

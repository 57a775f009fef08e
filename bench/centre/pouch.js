// What PouchDB does with the same work: a server, one that pushes, one that pulls, one that listens.
// node pouch.js <folder> <documents>; prints one line of JSON. Its databases are LevelDB files.
const path = require("path");
const folder = process.argv[2];
const count = Number(process.argv[3]);
const load = (name) => require(require.resolve(name, { paths: [folder] }));
const PouchDB = load("pouchdb");
const express = load("express");
const Served = PouchDB.defaults({ prefix: path.join(folder, "served") + path.sep });
require("fs").mkdirSync(path.join(folder, "served"), { recursive: true });
const app = express();
app.use("/", load("express-pouchdb")(Served, { mode: "minimumForPouchDB", inMemoryConfig: true }));
const listening = app.listen(0, "127.0.0.1", async () => {
  const remote = `http://127.0.0.1:${listening.address().port}/shop`;
  const one = new PouchDB(path.join(folder, "one"));
  const other = new PouchDB(path.join(folder, "other"));
  const text = "x".repeat(850); // as long as a sale
  await one.bulkDocs(Array.from({ length: count }, (_, at) => ({ _id: `s${at}`, text })));
  const size = { batch_size: 500 };
  let begun = performance.now();
  await one.replicate.to(remote, size);
  const push = (1000 * count) / (performance.now() - begun);
  begun = performance.now();
  await other.replicate.from(remote, size);
  const pull = (1000 * count) / (performance.now() - begun);
  const live = await seen(one, other, remote);
  process.stdout.write(JSON.stringify({ push, pull, live }) + "\n");
  process.exit(0);
});

async function seen(one, other, remote) {
  one.replicate.to(remote, { live: true, retry: true });
  other.replicate.from(remote, { live: true, retry: true });
  const heard = new Map();
  other.changes({ since: "now", live: true }).on("change", (said) => {
    heard.set(said.id, performance.now());
  });
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  await pause(2000);
  const lags = [];
  for (let at = 0; at < 30; at++) {
    const begun = performance.now();
    await one.put({ _id: `live${at}`, text: "x" });
    for (let left = 500; left && !heard.has(`live${at}`); left--) await pause(2);
    lags.push(heard.get(`live${at}`) - begun);
    await pause(200);
  }
  return lags;
}

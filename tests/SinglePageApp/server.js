// Serves the app: this page, its script, and the library as its authors ship it. PORT; ISSUER and CLIENT_ID for the app.
const { createServer } = require("node:http");
const { readFileSync } = require("node:fs");

const { PORT, ISSUER, CLIENT_ID } = process.env;
const settings = JSON.stringify({ authority: ISSUER, client_id: CLIENT_ID });
const files = {
  "/": ["text/html", readFileSync(`${__dirname}/index.html`)],
  "/app.js": ["text/javascript", readFileSync(`${__dirname}/app.js`)],
  "/settings.js": ["text/javascript", `window.settings = ${settings};`],
  "/oidc-client-ts.js": ["text/javascript", readFileSync(`${__dirname}/node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js`)],
};

createServer((request, response) => {
  const [type, body] = files[request.url.split("?")[0]] ?? [];
  response.writeHead(type ? 200 : 404, { "content-type": type ?? "text/plain", "cache-control": "no-store" }).end(body);
}).listen(PORT, "127.0.0.1", () => console.log("open"));

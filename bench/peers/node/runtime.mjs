// The minimum of Lambda's managed Node.js runtime: loads the handler and requests events.
import { Agent, request } from "node:http";
import { handler } from "./handler.mjs";

const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function call(method, path, body = "") {
  return new Promise((resolve, reject) => {
    const sent = request(`${api}${path}`, { method, agent, headers: { "content-length": Buffer.byteLength(body) } }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => resolve({ headers: response.headers, text: Buffer.concat(parts).toString() }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

for (;;) {
  const { headers, text } = await call("GET", "/next");
  const id = headers["lambda-runtime-aws-request-id"];
  try {
    await handler(JSON.parse(text));
    await call("POST", `/${id}/response`, "null");
  } catch (error) {
    await call("POST", `/${id}/error`, JSON.stringify({ errorType: error.name, errorMessage: error.message }));
  }
}

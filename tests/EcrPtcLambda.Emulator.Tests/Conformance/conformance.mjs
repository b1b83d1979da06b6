// Carries the steps out with the JavaScript SDK: one JSON line for each.
import { readFile } from "node:fs/promises";
import * as ecr from "@aws-sdk/client-ecr";

const [endpoint, steps] = process.argv.slice(2);
const client = new ecr.ECRClient({ endpoint, maxAttempts: 1 });

const plain = (value) =>
  value instanceof Date ? value.getTime()
  : Array.isArray(value) ? value.map(plain)
  : value !== null && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]))
  : value;

const carryOut = async ({ operation, input }) => {
  try {
    const { $metadata, ...response } = await client.send(new ecr[`${operation}Command`](input));
    return { ok: true, status: $metadata.httpStatusCode, fields: plain(response) };
  } catch (error) {
    // An error that isn't the service's response is a failure of this script.
    if (!(error instanceof ecr.ECRServiceException)) {
      throw error;
    }

    return { ok: false, status: error.$metadata.httpStatusCode, code: error.name, class: error.constructor.name, message: error.message };
  }
};

for (const step of JSON.parse(await readFile(steps, "utf8"))) {
  console.log(JSON.stringify({ step: step.step, ...(await carryOut(step)) }));
}

client.destroy();

// The same work in JavaScript: the AWS SDK for Amazon ECR, and node:https for the response, like the AWS cfn-response module.
import { request } from "node:https";
import { CreatePullThroughCacheRuleCommand, ECRClient } from "@aws-sdk/client-ecr";

const ecr = new ECRClient({});

export async function handler(event) {
  const { EcrRepositoryPrefix: prefix, UpstreamRegistryUrl: url } = event.ResourceProperties;
  const rule = await ecr.send(new CreatePullThroughCacheRuleCommand({ ecrRepositoryPrefix: prefix, upstreamRegistryUrl: url }));
  await put(event.ResponseURL, JSON.stringify({
    Status: "SUCCESS",
    PhysicalResourceId: prefix,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    Data: { EcrRepositoryPrefix: rule.ecrRepositoryPrefix, UpstreamRegistryUrl: rule.upstreamRegistryUrl, RegistryId: rule.registryId },
  }));
}

function put(url, body) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "PUT", headers: { "content-length": Buffer.byteLength(body) } }, (response) => {
      response.resume();
      response.on("end", () => (response.statusCode === 200 ? resolve() : reject(new Error(`The response was rejected: ${response.statusCode}`))));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

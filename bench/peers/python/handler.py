"""The same work in Python: boto3 for Amazon ECR, and urllib3 for the response, like the AWS cfn-response module."""

import json
import os

import boto3
import urllib3

ecr = boto3.client("ecr", endpoint_url=os.environ.get("AWS_ENDPOINT_URL_ECR"))
http = urllib3.PoolManager()


def handler(event, _context):
    properties = event["ResourceProperties"]
    prefix = properties["EcrRepositoryPrefix"]
    rule = ecr.create_pull_through_cache_rule(
        ecrRepositoryPrefix=prefix, upstreamRegistryUrl=properties["UpstreamRegistryUrl"])
    body = json.dumps({
        "Status": "SUCCESS",
        "PhysicalResourceId": prefix,
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "Data": {
            "EcrRepositoryPrefix": rule["ecrRepositoryPrefix"],
            "UpstreamRegistryUrl": rule["upstreamRegistryUrl"],
            "RegistryId": rule["registryId"],
        },
    })
    response = http.request("PUT", event["ResponseURL"], body=body)
    if response.status != 200:
        raise RuntimeError(f"The response was rejected: {response.status}")

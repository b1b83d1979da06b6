"""Carries the steps out with boto3: one JSON line for each."""

import json
import sys
from datetime import datetime

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError


def plain(value):
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items() if name != "ResponseMetadata"}
    if isinstance(value, list):
        return [plain(member) for member in value]
    if isinstance(value, datetime):
        return round(value.timestamp() * 1000)
    return value


def carry_out(client, step):
    try:
        response = getattr(client, xform_name(step["operation"]))(**step["input"])
        return {"ok": True, "status": response["ResponseMetadata"]["HTTPStatusCode"], "fields": plain(response)}
    except ClientError as error:
        return {
            "ok": False,
            "status": error.response["ResponseMetadata"]["HTTPStatusCode"],
            "code": error.response["Error"]["Code"],
            "class": type(error).__name__,
            "message": error.response["Error"]["Message"],
        }


def main(endpoint, steps):
    # Malformed input is to be refused by the service, not by the client; and nothing is tried twice.
    config = Config(parameter_validation=False, retries={"total_max_attempts": 1, "mode": "standard"})
    client = boto3.client("ecr", endpoint_url=endpoint, config=config)
    with open(steps, encoding="utf-8") as file:
        for step in json.load(file):
            print(json.dumps({"step": step["step"], **carry_out(client, step)}), flush=True)


main(*sys.argv[1:])

"""The minimum of Lambda's managed Python runtime: imports the handler and requests events."""

import http.client
import json
import os

from handler import handler

API = "/2018-06-01/runtime/invocation"
connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])


def call(method, path, body=None):
    connection.request(method, path, body)
    response = connection.getresponse()
    return response, response.read()


while True:
    response, payload = call("GET", f"{API}/next")
    request_id = response.headers["Lambda-Runtime-Aws-Request-Id"]
    try:
        handler(json.loads(payload), None)
        call("POST", f"{API}/{request_id}/response", b"null")
    except Exception as exception:
        call("POST", f"{API}/{request_id}/error", json.dumps({"errorType": type(exception).__name__, "errorMessage": str(exception)}))

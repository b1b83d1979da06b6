// The same work in Go: the AWS SDK for Amazon ECR, and net/http for the response and the Runtime API, like aws-lambda-go.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
)

type request struct {
	ResponseURL, StackId, RequestId, LogicalResourceId string
	ResourceProperties                                 struct{ EcrRepositoryPrefix, UpstreamRegistryUrl string }
}

type response struct {
	Status, PhysicalResourceId, StackId, RequestId, LogicalResourceId string
	Data                                                              map[string]string
}

func main() {
	settings, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Fatal(err)
	}

	client := ecr.NewFromConfig(settings, func(options *ecr.Options) {
		// SDKs since November 2023 read the variable themselves.
		if url := os.Getenv("AWS_ENDPOINT_URL_ECR"); url != "" {
			options.EndpointResolver = ecr.EndpointResolverFromURL(url)
		}
	})
	api := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation"
	for {
		if err := serve(api, client); err != nil {
			log.Fatal(err)
		}
	}
}

// serve handles one event from the Runtime API.
func serve(api string, client *ecr.Client) error {
	next, err := http.Get(api + "/next")
	if err != nil {
		return err
	}

	payload, err := io.ReadAll(next.Body)
	next.Body.Close()
	if err != nil {
		return err
	}

	path, body := "response", []byte("null")
	if err := handle(context.Background(), client, payload); err != nil {
		path = "error"
		body, _ = json.Marshal(map[string]string{"errorType": "Error", "errorMessage": err.Error()})
	}

	done, err := http.Post(fmt.Sprintf("%s/%s/%s", api, next.Header.Get("Lambda-Runtime-Aws-Request-Id"), path), "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}

	io.Copy(io.Discard, done.Body)
	return done.Body.Close()
}

func handle(ctx context.Context, client *ecr.Client, payload []byte) error {
	var event request
	if err := json.Unmarshal(payload, &event); err != nil {
		return err
	}

	prefix := event.ResourceProperties.EcrRepositoryPrefix
	rule, err := client.CreatePullThroughCacheRule(ctx, &ecr.CreatePullThroughCacheRuleInput{
		EcrRepositoryPrefix: &prefix,
		UpstreamRegistryUrl: &event.ResourceProperties.UpstreamRegistryUrl,
	})
	if err != nil {
		return err
	}

	return respond(ctx, event.ResponseURL, response{"SUCCESS", prefix, event.StackId, event.RequestId, event.LogicalResourceId, map[string]string{
		"EcrRepositoryPrefix": aws.ToString(rule.EcrRepositoryPrefix),
		"UpstreamRegistryUrl": aws.ToString(rule.UpstreamRegistryUrl),
		"RegistryId":          aws.ToString(rule.RegistryId),
	}})
}

func respond(ctx context.Context, url string, what response) error {
	body, err := json.Marshal(what)
	if err != nil {
		return err
	}

	put, err := http.NewRequestWithContext(ctx, http.MethodPut, url, bytes.NewReader(body))
	if err != nil {
		return err
	}

	taken, err := http.DefaultClient.Do(put)
	if err != nil {
		return err
	}

	io.Copy(io.Discard, taken.Body)
	taken.Body.Close()
	if taken.StatusCode != http.StatusOK {
		return fmt.Errorf("the response was rejected: %s", taken.Status)
	}

	return nil
}

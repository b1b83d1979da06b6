using System.Text.Json;
using Amazon.ECR;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using EcrPtcLambda.Bench.Naive;

// The same work without optimization for cold starts: the SDK and HttpClient with their defaults.
using var ecr = new AmazonECRClient();
using var http = new HttpClient();
using var bootstrap = LambdaBootstrapBuilder.Create<CustomResourceEvent>(HandleAsync, new SourceGeneratorLambdaJsonSerializer<HandlerJson>()).Build();
await bootstrap.RunAsync();

async Task HandleAsync(CustomResourceEvent @event, ILambdaContext context)
{
    var prefix = @event.ResourceProperties["EcrRepositoryPrefix"];
    var rule = await ecr.CreatePullThroughCacheRuleAsync(
        new() { EcrRepositoryPrefix = prefix, UpstreamRegistryUrl = @event.ResourceProperties["UpstreamRegistryUrl"] });
    var response = new CustomResourceResponse("SUCCESS", prefix, @event.StackId, @event.RequestId, @event.LogicalResourceId, new()
    {
        ["EcrRepositoryPrefix"] = rule.EcrRepositoryPrefix,
        ["UpstreamRegistryUrl"] = rule.UpstreamRegistryUrl,
        ["RegistryId"] = rule.RegistryId,
    });
    using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(response, HandlerJson.Default.CustomResourceResponse));
    using var taken = await http.PutAsync(new Uri(@event.ResponseURL), content);
    taken.EnsureSuccessStatusCode();
}

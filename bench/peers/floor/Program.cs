using System.Net;
using System.Text.Json;
using EcrPtcLambda.Bench.Floor;

// The minimum that a .NET program can do: no SDK, no checks, no logs, no retries.
if (Environment.GetEnvironmentVariable("BENCH_ROOTS") is { } roots)
{
    FewRoots.Trust(roots);
}

using var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null };
using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
var ecr = new EcrCaller(http, TimeProvider.System);
var api = $"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/invocation";
while (true)
{
    using var next = await http.GetAsync(new Uri($"{api}/next"));
    var id = next.Headers.NonValidated["Lambda-Runtime-Aws-Request-Id"].ToString();
    using var @event = JsonDocument.Parse(await next.Content.ReadAsByteArrayAsync());
    await HandleAsync(@event.RootElement);
    using var nothing = new ByteArrayContent("null"u8.ToArray());
    using var done = await http.PostAsync(new Uri($"{api}/{id}/response"), nothing);
}

async Task HandleAsync(JsonElement @event)
{
    var properties = @event.GetProperty("ResourceProperties");
    var prefix = properties.GetProperty("EcrRepositoryPrefix").GetRawText();
    var (status, body) = await ecr.CallAsync(
        "CreatePullThroughCacheRule",
        $$"""{"ecrRepositoryPrefix":{{prefix}},"upstreamRegistryUrl":{{properties.GetProperty("UpstreamRegistryUrl").GetRawText()}}}""");
    using var rule = JsonDocument.Parse(body);
    if (status is not HttpStatusCode.OK)
    {
        throw new InvalidOperationException("ECR made no rule.");
    }

    string Echo(string name) => @event.GetProperty(name).GetRawText();
    string Member(string name) => rule.RootElement.GetProperty(name).GetRawText();
    using var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(
        $$$"""
        {"Status":"SUCCESS","PhysicalResourceId":{{{prefix}}},"StackId":{{{Echo("StackId")}}},"RequestId":{{{Echo("RequestId")}}},
        "LogicalResourceId":{{{Echo("LogicalResourceId")}}},"Data":{"EcrRepositoryPrefix":{{{Member("ecrRepositoryPrefix")}}},
        "UpstreamRegistryUrl":{{{Member("upstreamRegistryUrl")}}},"RegistryId":{{{Member("registryId")}}}}}
        """));
    var url = new Uri(@event.GetProperty("ResponseURL").GetString()!, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    using var taken = await http.PutAsync(url, content);
    taken.EnsureSuccessStatusCode();
}

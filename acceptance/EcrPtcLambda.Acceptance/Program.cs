using System.CommandLine;
using System.Text.Json;
using EcrPtcLambda.Acceptance;
using EcrPtcLambda.Acceptance.Aws;
using EcrPtcLambda.Acceptance.Recordings;

var region = new Option<string?>("--region") { Description = "The Region; AWS_REGION, AWS_DEFAULT_REGION or the profile's own where it isn't given." };
var profile = new Option<string?>("--profile") { Description = "A profile of AWS's shared files; the default chain where it isn't given." };
var account = new Option<string?>("--account") { Description = "The account, 12 digits; by default, AWS STS returns it." };
var endpoint = new Option<string?>("--endpoint-url") { Description = "Where Amazon ECR is, such as ecr-ptc serve; AWS_ENDPOINT_URL_ECR, or the Region's own endpoint, where it isn't given." };
var handler = new Option<string>("--handler") { Description = "The handler's executable.", DefaultValueFactory = static _ => "artifacts/lambda/bootstrap" };
var secrets = new Option<string[]>("--secret") { Description = "A secret that an upstream takes, REGISTRY=ARN, such as docker-hub=arn:…; two of one registry show a change in place.", DefaultValueFactory = static _ => [] };
var rejected = new Option<string[]>("--rejected-secret") { Description = "A secret that an upstream rejects, REGISTRY=ARN.", DefaultValueFactory = static _ => [] };
var azure = new Option<string?>("--azure-registry") { Description = "The host name of an Azure registry, for --secret azure-container-registry=ARN." };
var recordings = new Option<string?>("--recordings") { Description = "The folder of the recording; none is written where it isn't given." };
var clean = new Option<bool>("--clean") { Description = "Remove what earlier runs left, and nothing else." };
var replay = new Option<string?>("--replay") { Description = "Play a recording, or all recordings of a folder, to the emulator and list the differences. Exits 1 where they aren't those of the list beside the recording." };
var accept = new Option<bool>("--accept") { Description = "With --replay: write the differences to the list beside the recording." };
var root = new RootCommand(
    "Runs the lifecycle of Custom::PullThroughCacheRule with the handler in its own process, against Amazon ECR with the credentials of the environment: "
    + "rules are made under ptc-acc-<random>/ and removed at the end. Exits 1 where a row went otherwise or a rule was left.")
{
    region, profile, account, endpoint, handler, secrets, rejected, azure, recordings, clean, replay, accept,
};
root.SetAction(async (arguments, cancellationToken) =>
{
    try
    {
        if (arguments.GetValue(replay) is { } path)
        {
            return await ReplayCommand.RunAsync(path, arguments.GetValue(accept), Console.Out, cancellationToken) ? 0 : 1;
        }

        var run = new AcceptanceRun(
            new(
                arguments.GetValue(region) ?? Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? AwsCaller.RegionOf(arguments.GetValue(profile))
                    ?? throw new AcceptanceException("Give --region, or set AWS_REGION."),
                arguments.GetValue(profile),
                arguments.GetValue(account),
                Url(arguments.GetValue(endpoint) ?? Variable("AWS_ENDPOINT_URL_ECR")),
                arguments.GetValue(handler)!,
                Lookup(arguments.GetValue(secrets)!),
                Lookup(arguments.GetValue(rejected)!),
                arguments.GetValue(azure),
                arguments.GetValue(recordings)),
            new(Console.Out),
            TimeProvider.System);
        return await (arguments.GetValue(clean) ? run.CleanAsync(cancellationToken) : run.RunAsync(cancellationToken)) ? 0 : 1;
    }
    catch (Exception exception)
        when (exception is AcceptanceException or IOException or UnauthorizedAccessException or HttpRequestException or OperationCanceledException or JsonException)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return 2;
    }
});

// An interrupted run removes its rules before it ends, which takes longer than the default termination timeout of commands.
return await root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(3) });

static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

static Uri? Url(string? text) => text is null ? null
    : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme.StartsWith("http", StringComparison.Ordinal) ? url
    : throw new AcceptanceException($"{text} is no URL of an endpoint.");

static ILookup<string, string> Lookup(string[] given) => given.Select(each => each.Split('=', 2)).ToLookup(
    parts => parts[0], parts => parts is [_, { Length: > 0 } arn] ? arn : throw new AcceptanceException($"{parts[0]} must be REGISTRY=ARN, such as docker-hub=arn:aws:secretsmanager:…"));

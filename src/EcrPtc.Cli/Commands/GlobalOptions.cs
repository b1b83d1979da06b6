using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Amazon;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Commands;

/// <summary>The options that several commands share.</summary>
internal static partial class GlobalOptions
{
    public static Option<string> StateDirectory { get; } = new("--state-dir")
    {
        Description = "The folder that stores stacks and rules between runs.",
        HelpName = "FOLDER",
        DefaultValueFactory = static _ => ".ecr-ptc",
        Recursive = true,
        Validators = { static result => Check(result, static path => path.Length > 0, "must name a folder") },
    };

    public static Option<string> Region { get; } = new("--region")
    {
        Description = "The emulated Region; the value of AWS_REGION by default.",
        HelpName = "REGION",
        DefaultValueFactory = static _ => Environment.GetEnvironmentVariable("AWS_REGION") is { Length: > 0 } region && Regions().Contains(region) ? region : "us-east-1",
        Recursive = true,
        Validators =
        {
            static result => Check(
                result, static region => Regions().Contains(region), $"must be an AWS Region{Misspellings.DidYouMean(result.Tokens.Count > 0 ? result.Tokens[0].Value : "", Regions())}"),
        },
    };

    public static Option<string> Account { get; } = new("--account")
    {
        Description = "The emulated account, 12 digits.",
        DefaultValueFactory = static _ => "123456789012",
        Recursive = true,
        Validators = { static result => Check(result, AccountId().IsMatch, "must be the 12 digits of an account") },
    };

    public static Option<string[]> OtherAccounts { get; } = new("--other-account")
    {
        Description = "Another account whose registry the function may manage (for RegistryId).",
        HelpName = "ACCOUNT",
        DefaultValueFactory = static _ => [],
        Recursive = true,
        Validators = { static result => Check(result, AccountId().IsMatch, "must be the 12 digits of an account") },
    };

    public static Option<string> StackName { get; } = new("--stack-name")
    {
        Description = "The stack's name; the template's file name by default.",
        HelpName = "NAME",
    };

    public static Option<string[]> Parameters { get; } = new("--parameter", "--parameter-overrides")
    {
        Description = "Values of parameters, KEY=VALUE or file://PATH of a JSON file in one of the forms that aws cloudformation deploy takes; a parameter without a value keeps the stack's value, or gets the template's default.",
        HelpName = "KEY=VALUE...",
        DefaultValueFactory = static _ => [],
    };

    public static Option<string> Handler { get; } = new("--handler")
    {
        Description = "The handler of the events: the path of a published bootstrap, or in-process.",
        HelpName = "PATH",
        DefaultValueFactory = static _ => InProcess,
    };

    public static Option<bool> Calls { get; } = new("--calls")
    {
        Description = "Show each call to Amazon ECR and each response to CloudFormation, with the duration in milliseconds.",
    };

    public static Option<bool> Log { get; } = new("--log")
    {
        Description = "Show the function's log too, at the end.",
    };

    public const string InProcess = "in-process";

    private static IEnumerable<string> Regions() => RegionEndpoint.EnumerableAllRegions.Select(region => region.SystemName);

    private static void Check(OptionResult result, Func<string, bool> isRight, string otherwise)
    {
        foreach (var token in result.Tokens.Where(token => !isRight(token.Value)))
        {
            result.AddError($"{token.Value} value passed to {result.IdentifierToken?.Value ?? result.Option.Name} {otherwise}");
        }
    }

    [GeneratedRegex(@"\A[0-9]{12}\z")]
    private static partial Regex AccountId();
}

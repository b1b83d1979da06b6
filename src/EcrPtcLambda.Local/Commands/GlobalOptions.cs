using System.CommandLine;

namespace EcrPtcLambda.Local.Commands;

/// <summary>What every command takes.</summary>
internal static class GlobalOptions
{
    public static Option<string> StateDirectory { get; } = new("--state-dir")
    {
        Description = "Where stacks and rules are kept between runs.",
        DefaultValueFactory = static _ => ".ecr-ptc",
        Recursive = true,
    };

    public static Option<string> Region { get; } = new("--region")
    {
        Description = "The Region that is emulated.",
        DefaultValueFactory = static _ => "us-east-1",
        Recursive = true,
    };

    public static Option<string> Account { get; } = new("--account")
    {
        Description = "The account that is emulated, 12 digits.",
        DefaultValueFactory = static _ => "123456789012",
        Recursive = true,
    };

    public static Option<string[]> OtherAccounts { get; } = new("--other-account")
    {
        Description = "Another account whose registry the function may manage (for RegistryId).",
        DefaultValueFactory = static _ => [],
        Recursive = true,
    };

    public static Option<string> StackName { get; } = new("--stack-name")
    {
        Description = "The stack's name; the template's file name where it isn't given.",
    };

    public static Option<string[]> Parameters { get; } = new("--parameter", "--parameter-overrides")
    {
        Description = "A parameter's value, KEY=VALUE; one that isn't given keeps the stack's value, or takes the template's default.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = static _ => [],
    };

    public static Option<string> Handler { get; } = new("--handler")
    {
        Description = "What runs the events: the path of a published bootstrap, or in-process.",
        DefaultValueFactory = static _ => InProcess,
    };

    public static Option<bool> Calls { get; } = new("--calls")
    {
        Description = "Show each call to Amazon ECR and each answer too.",
    };

    public const string InProcess = "in-process";
}

using System.CommandLine;
using EcrPtc.Cli.Console;
using EcrPtc.Cli.State;
using EcrPtcLambda.Emulator.SecretsManager;

namespace EcrPtc.Cli.Commands;

/// <summary>The arguments that describe a deployment, the same for every command that makes or foresees one.</summary>
/// <param name="StackName">The stack's name.</param>
/// <param name="File">The template's path, for messages.</param>
/// <param name="Text">The template.</param>
/// <param name="Parameters">The given values of parameters, by name.</param>
/// <param name="Secrets">The given secrets.</param>
/// <param name="StoredParameters">The given values of the Parameter Store, by name.</param>
internal sealed record DeploymentInput(
    string StackName,
    string File,
    string Text,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyList<(string Arn, SecretState State)> Secrets,
    IReadOnlyDictionary<string, string> StoredParameters)
{
    public static Argument<string> Template { get; } = new("TEMPLATE") { Description = "A CloudFormation template, YAML or JSON, or - for the standard input." };

    /// <exception cref="UsageException">An argument is wrong, or names no file.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static async Task<DeploymentInput> ReadAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var template = arguments.GetRequiredValue(Template);
        var name = CommandLine.GetStackName(arguments, template);
        var parameters = await ParameterOptions.ReadAsync(arguments, terminal, cancellationToken);
        var secrets = SecretOptions.From(arguments);
        var storedParameters = StoreOptions.Of(arguments);
        var text = await InputFile.ReadAsync(template, terminal, cancellationToken);
        return new(name, template, text, parameters, secrets, storedParameters);
    }

    /// <summary>Stores the given secrets and parameters of the Parameter Store.</summary>
    public void Store(LocalAws aws)
    {
        SecretOptions.Put(Secrets, aws);
        StoreOptions.Put(StoredParameters, aws);
    }
}

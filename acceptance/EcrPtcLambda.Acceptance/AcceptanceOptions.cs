namespace EcrPtcLambda.Acceptance;

/// <summary>The options of an acceptance run.</summary>
/// <param name="Region">The Region of the registry.</param>
/// <param name="Profile">A profile in the shared AWS files. Null for the default credential chain.</param>
/// <param name="AccountId">The account, 12 digits. Null to query AWS STS.</param>
/// <param name="Endpoint">The Amazon ECR endpoint. Null for the Region's default endpoint.</param>
/// <param name="Handler">The path of the handler's executable.</param>
/// <param name="Secrets">Secrets that an upstream accepts, by the registry's name, in the given order.</param>
/// <param name="RejectedSecrets">Secrets that an upstream rejects, by the registry's name.</param>
/// <param name="AzureRegistry">The host name of an Azure registry. Null for none.</param>
/// <param name="RecordingsFolder">The folder for the recording. Null for none.</param>
internal sealed record AcceptanceOptions(
    string Region,
    string? Profile,
    string? AccountId,
    Uri? Endpoint,
    string Handler,
    ILookup<string, string> Secrets,
    ILookup<string, string> RejectedSecrets,
    string? AzureRegistry,
    string? RecordingsFolder);

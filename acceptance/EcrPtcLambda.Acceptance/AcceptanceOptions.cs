namespace EcrPtcLambda.Acceptance;

/// <summary>What the operator asks for.</summary>
/// <param name="Region">The Region whose registry gets the rules.</param>
/// <param name="Profile">A profile of AWS's shared files; null for the default chain.</param>
/// <param name="AccountId">The account, 12 digits; null to ask AWS STS.</param>
/// <param name="Endpoint">Where Amazon ECR is; null for the Region's own endpoint.</param>
/// <param name="Handler">The path of the handler's executable.</param>
/// <param name="Secrets">Secrets that an upstream takes, by the registry's name, in the order given.</param>
/// <param name="RejectedSecrets">Secrets that an upstream rejects, by the registry's name.</param>
/// <param name="AzureRegistry">The host name of an Azure registry; null for none.</param>
/// <param name="RecordingsFolder">Where the recording is written; null for none.</param>
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

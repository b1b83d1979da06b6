namespace EcrPtc.Cli.Templates;

/// <summary>What the local stack does with a resource.</summary>
internal enum ResourceKind
{
    /// <summary>It doesn't make the resource.</summary>
    Skipped,

    /// <summary>It sends the function an event.</summary>
    Custom,

    /// <summary>It stores a secret that ECR can read.</summary>
    Secret,

    /// <summary>It makes a rule as CloudFormation's own resource does.</summary>
    NativeRule,
}

namespace EcrPtc.Cli.Templates;

/// <summary>The ways in which the local stack treats a resource.</summary>
internal enum ResourceKind
{
    /// <summary>The resource isn't created.</summary>
    Skipped,

    /// <summary>The function gets an event.</summary>
    Custom,

    /// <summary>A secret that ECR can read is stored.</summary>
    Secret,

    /// <summary>A rule is created as AWS::ECR::PullThroughCacheRule does.</summary>
    NativeRule,
}

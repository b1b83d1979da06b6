namespace Packages.Tests.Lambda;

/// <summary>The bootstrap writes to the environment and the console, which the whole process shares: these tests run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide
{
    public const string Name = "Process-wide";
}

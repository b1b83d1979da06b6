using EcrPtcLambda.Emulator.Ecr;

namespace EcrPtcLambda.Emulator.Tests.Support;

/// <summary>The values that tests begin with.</summary>
internal static class Given
{
    public const string Account = "123456789012";

    public const string OtherAccount = "210987654321";

    public const string Secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf";

    public const string OtherSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-2-GhIjKl";

    public const string Role = "arn:aws:iam::123456789012:role/ecr-upstream";

    public const string StackId = "arn:aws:cloudformation:us-east-1:123456789012:stack/platform/5b0f2b80-0d1c-11ee-a1f2-0e5f6f0a1b2c";

    public const string RequestId = "7b7a3a1e-6a1e-4f0e-8f4f-1a2b3c4d5e6f";

    public static readonly DateTimeOffset Now = new(2026, 8, 22, 12, 0, 0, 250, TimeSpan.Zero);

    public static EmulatedRule EcrPublic(string prefix = "ecr-public", string registryId = Account) =>
        new(registryId, prefix, "public.ecr.aws", "ecr-public", null, null, "ROOT", Now, Now);

    public static EmulatedRule DockerHub(string prefix = "docker-hub") =>
        new(Account, prefix, "registry-1.docker.io", "docker-hub", Secret, null, "ROOT", Now, Now);

    public static EmulatedRule Private(string prefix = "base") =>
        new(Account, prefix, $"{OtherAccount}.dkr.ecr.us-east-1.amazonaws.com", "ecr", null, Role, "ROOT", Now, Now);
}

namespace EcrPtc.Cli.Sam;

/// <summary>The function as the SAM CLI runs it: what no option of <c>sam local invoke</c> changes.</summary>
internal static class SamFunction
{
    /// <summary>Its logical id in template.yaml.</summary>
    public const string LogicalId = "PullThroughCacheRuleFunction";

    /// <summary>The account in the ARN that SAM's emulator of the Lambda Runtime API gives the function.</summary>
    /// <seealso href="https://github.com/aws/aws-lambda-runtime-interface-emulator/blob/main/internal/lambda/rie/handlers.go"/>
    public const string AccountId = "012345678912";

    /// <summary>The variables of its Environment in template.yaml.</summary>
    public static IReadOnlyList<string> Variables { get; } = ["AWS_ENDPOINT_URL_ECR", "ECR_PTC_RESPONSE_HOSTS"];
}

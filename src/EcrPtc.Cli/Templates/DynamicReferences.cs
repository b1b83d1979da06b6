using System.Text.RegularExpressions;

namespace EcrPtc.Cli.Templates;

/// <summary>
/// References to the Parameter Store in the text of a property, such as <c>{{resolve:ssm:/team/prefix}}</c>. Those to Secrets Manager and to
/// secure strings are not resolved: CloudFormation doesn't resolve them in custom resources, and only ECR reads the content of a secret.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html"/>
internal static partial class DynamicReferences
{
    /// <param name="text">The text.</param>
    /// <param name="scope">The scope in which parameters are looked up.</param>
    /// <param name="missing">The name of the first missing parameter; null if there is none.</param>
    /// <returns>The text with the values.</returns>
    public static string Resolve(string text, ITemplateScope scope, out string? missing)
    {
        string? absent = null;
        var resolved = !text.Contains("{{resolve:ssm:", StringComparison.Ordinal) ? text : Reference().Replace(text, reference =>
        {
            var name = reference.Groups["name"].Value;
            if (scope.StoredParameter(name) is { } value)
            {
                return value;
            }

            absent ??= name;
            return reference.Value;
        });
        missing = absent;
        return resolved;
    }

    [GeneratedRegex(@"\{\{resolve:ssm:(?<name>[^{}]+?)(:[0-9]+)?\}\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}

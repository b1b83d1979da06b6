using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Stacks.ChangeSets;

/// <summary>Hides NoEcho parameters and the strings of secrets in what is told of a deployment.</summary>
/// <param name="template">What is to be deployed.</param>
/// <param name="mask">Knows the parameters, those of the template before too.</param>
internal sealed class ChangeMask(Template template, NoEchoMask mask)
{
    /// <summary>The change without secrets.</summary>
    public ResourceChange Hide(ResourceChange change)
    {
        var resource = template.Resource(change.LogicalId);
        return change with { What = mask.Hide(change.What), Properties = [.. change.Properties.Select(property => Hide(property, resource))] };
    }

    private PropertyChange Hide(PropertyChange property, TemplateResource? resource) => IsSecret(property, resource)
        ? property with { Before = property.Before is null ? null : NoEchoMask.Stars, After = property.After is null ? null : NoEchoMask.Stars }
        : property with { Before = property.Before is { } before ? mask.Hide(before) : null, After = property.After is { } after ? mask.Hide(after) : null };

    private bool IsSecret(PropertyChange property, TemplateResource? resource) =>
        property.Name == "SecretString" || (resource is not null && mask.IsIn(resource.Properties[property.Name]));
}

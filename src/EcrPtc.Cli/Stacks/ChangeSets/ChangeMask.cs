using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Stacks.ChangeSets;

/// <summary>Hides NoEcho parameters and the strings of secrets in the description of a deployment.</summary>
/// <param name="template">The template to deploy.</param>
/// <param name="mask">The mask for the parameters, including those of the previous template.</param>
internal sealed class ChangeMask(Template template, NoEchoMask mask)
{
    /// <summary>Returns the change without secrets.</summary>
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

namespace EcrPtcLambda.Rules;

/// <summary>An error in a property.</summary>
/// <param name="Property">The property's name in the template.</param>
/// <param name="Advice">The allowed values, as the rest of a sentence that begins with the property's name.</param>
/// <param name="Given">The given value. Null if it is absent, not a scalar, or possibly a secret.</param>
internal sealed record ValidationError(string Property, string Advice, string? Given = null)
{
    // Enough to recognize a value, but not enough to push the next error out of the Reason.
    private const int ShownCharacters = 120;

    public override string ToString() => Given is null ? $"{Property} {Advice}" : $"{Property} {Advice} (given: \"{Shown}\")";

    private string Shown
    {
        get
        {
            var printable = new string([.. Given!.Take(ShownCharacters).Select(character => char.IsControl(character) ? '\uFFFD' : character)]);
            return Given!.Length > ShownCharacters ? $"{printable}…" : printable;
        }
    }
}

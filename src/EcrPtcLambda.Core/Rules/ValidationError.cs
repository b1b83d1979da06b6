namespace EcrPtcLambda.Rules;

/// <summary>One thing that is wrong with one property.</summary>
/// <param name="Property">The property's name as the template has it.</param>
/// <param name="Advice">What is allowed, as the rest of a sentence that begins with the property's name.</param>
/// <param name="Given">What was given; null where it is absent, not a single value, or may be a secret.</param>
internal sealed record ValidationError(string Property, string Advice, string? Given = null)
{
    // Enough to recognise a value, and not so much that one value pushes the next problem out of the Reason.
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
